// tr[data-row-link]: a click anywhere in the row follows its first link; Enter on the link does so by itself.
// The arrow keys move from the link of one row to the next.
const INTERACTIVE = "a, button, input, select, textarea, label, summary";
const linkOf = (row) => row?.querySelector("a[href]");

document.addEventListener("click", (event) => {
  const row = event.target.closest("tr[data-row-link]");
  if (!row || event.target.closest(INTERACTIVE) || String(window.getSelection())) return;
  const link = linkOf(row);
  if (!link) return;
  if (event.ctrlKey || event.metaKey) window.open(link.href, "_blank", "noopener");
  else link.click();
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
  const row = event.target.matches?.("a") && event.target.closest("tr[data-row-link]");
  if (!row) return;
  const next = event.key === "ArrowDown" ? row.nextElementSibling : row.previousElementSibling;
  const link = linkOf(next);
  if (!link) return;
  event.preventDefault();
  link.focus();
});
