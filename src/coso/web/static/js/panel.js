// #panel: the side panel. A link or form that htmx aims at #panel-content opens it; [data-panel-close]
// and Escape close it, and the focus returns to what opened it. Without script the link is a page.
const panel = document.getElementById("panel");
let opener = null;

if (panel && typeof panel.showModal === "function") {
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (event.detail.target?.id === "panel-content" && !panel.open) opener = event.detail.elt;
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target?.id === "panel-content" && !panel.open) panel.showModal();
  });
  document.addEventListener("click", (event) => {
    if (event.target === panel || event.target.closest("[data-panel-close]")) panel.close();
  });
  panel.addEventListener("close", () => opener?.focus());
}
