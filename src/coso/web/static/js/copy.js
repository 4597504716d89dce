// button[data-copy="id"]: copies the text of the element with that id and says so on the button.
import { say } from "./live.js";

const copy = async (source) => {
  const text = ("value" in source ? source.value : source.innerText).trim();
  if (navigator.clipboard && window.isSecureContext) {
    await navigator.clipboard.writeText(text);
    return;
  }
  // Closed networks often serve plain http, where the clipboard object does not exist.
  const selection = window.getSelection();
  const range = document.createRange();
  range.selectNodeContents(source);
  selection.removeAllRanges();
  selection.addRange(range);
  document.execCommand("copy");
  selection.removeAllRanges();
};

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  const source = button && document.getElementById(button.dataset.copy);
  if (!source) return;
  await copy(source);
  const label = button.querySelector("[data-copy-label]") ?? button;
  const before = label.textContent;
  label.textContent = "Đã chép";
  say("Đã chép vào bộ nhớ tạm.");
  setTimeout(() => {
    label.textContent = before;
  }, 2500);
});
