// form[data-once]: once sent, its buttons rest, so that a double click sends it once; an element with
// data-once-label says what is going on. Coming back to the page wakes them.
const buttonsOf = (form) => form.querySelectorAll("button[type=submit]");

const rest = (form) => {
  for (const button of buttonsOf(form)) button.disabled = true;
  for (const label of form.querySelectorAll("[data-once-label]")) {
    label.dataset.onceBefore = label.textContent;
    label.textContent = label.dataset.onceLabel;
  }
};

const wake = (form) => {
  for (const button of buttonsOf(form)) button.disabled = false;
  for (const label of form.querySelectorAll("[data-once-before]")) {
    label.textContent = label.dataset.onceBefore;
    delete label.dataset.onceBefore;
  }
};

document.addEventListener("submit", (event) => {
  const form = event.target.closest("form[data-once]");
  // After the browser has taken what is sent: a button at rest sends no value.
  if (form && !event.defaultPrevented) setTimeout(() => rest(form));
});
window.addEventListener("pageshow", (event) => {
  if (event.persisted) document.querySelectorAll("form[data-once]").forEach(wake);
});
