// [data-arrows]: the arrow keys move between the links [data-arrow] inside; from the field
// [data-arrows-from] down to the first of them, and from the first back up to the field.
document.addEventListener("keydown", (event) => {
  if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
  const step = event.key === "ArrowDown" ? 1 : -1;
  const links = [...document.querySelectorAll("[data-arrows] [data-arrow]")];
  const field = document.querySelector("[data-arrows-from]");
  const stops = [field, ...links];
  const here = stops.indexOf(event.target);
  const next = stops[here + step];
  if (here < 0 || !next) return;
  event.preventDefault();
  next.focus();
});
