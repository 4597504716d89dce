// Light, dark or as the system says: [data-theme-choice] buttons, kept in localStorage "coso-theme".
// Loaded as a plain blocking script in <head>, not as a module: a module runs after the first paint,
// and a page that was chosen dark would flash white.
(() => {
  const root = document.documentElement;
  const system = window.matchMedia("(prefers-color-scheme: dark)");

  const stored = () => {
    try {
      return window.localStorage.getItem("coso-theme") || "system";
    } catch {
      return "system";
    }
  };

  const store = (choice) => {
    try {
      window.localStorage.setItem("coso-theme", choice);
    } catch {
      // Storage is refused in some locked-down browsers; the choice then lasts for this page.
    }
  };

  const show = (choice) => {
    const dark = choice === "dark" || (choice === "system" && system.matches);
    root.dataset.bsTheme = dark ? "dark" : "light";
    for (const button of document.querySelectorAll("[data-theme-choice]")) {
      button.setAttribute("aria-pressed", String(button.dataset.themeChoice === choice));
    }
  };

  root.classList.add("has-script");
  show(stored());
  system.addEventListener("change", () => show(stored()));
  document.addEventListener("DOMContentLoaded", () => show(stored()));
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-theme-choice]");
    if (!button) return;
    store(button.dataset.themeChoice);
    show(button.dataset.themeChoice);
  });
})();
