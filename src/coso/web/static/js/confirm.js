// input[data-confirms="id"]: the button with that id works only while the box is ticked.
// Without script the box is `required`, and the browser refuses the form.
const apply = (box) => {
  const button = document.getElementById(box.dataset.confirms);
  if (button) button.disabled = !box.checked;
};

const start = (root) => root.querySelectorAll("input[data-confirms]").forEach(apply);

document.addEventListener("change", (event) => {
  if (event.target.matches("input[data-confirms]")) apply(event.target);
});
document.addEventListener("htmx:load", (event) => start(event.detail.elt));
start(document);
