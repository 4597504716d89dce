// [data-shortcut="/"]: the key moves the focus to the first visible field that carries it.
const isTyping = (element) =>
  element.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(element.tagName);

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  const field = [...document.querySelectorAll("[data-shortcut]")].find(
    (candidate) => candidate.dataset.shortcut === event.key && candidate.offsetParent !== null,
  );
  if (!field) return;
  event.preventDefault();
  field.focus();
  field.select?.();
});
