// form[data-draft="reader"]: what is filled in is kept in this tab until it is sent, so that an expired
// session or a wrong click loses nothing. The tab forgets it when it is closed, when the form has been
// carried out, on [data-draft-forget], and when somebody signs out ([data-draft-forget-all]) or in.
const PREFIX = "draft:";
const reader = document.body.dataset.reader;
const form = document.querySelector("form[data-draft]");
// Each page of a long sheet has a draft of its own; a file cannot be chosen again by a script.
const here = PREFIX + location.pathname + (new URLSearchParams(location.search).get("trang") ?? "");
const LEFT_OUT = ["submit", "file"];

const fieldsOf = (owner) =>
  [...owner.elements].filter(
    (field) => field.name && field.name !== "csrfmiddlewaretoken" && !LEFT_OUT.includes(field.type),
  );
const chosen = (field) => (field.type === "checkbox" || field.type === "radio" ? field.checked : field.value);
const forget = (wanted) =>
  Object.keys(sessionStorage)
    .filter((key) => key.startsWith(PREFIX) && wanted(key, JSON.parse(sessionStorage[key])))
    .forEach((key) => sessionStorage.removeItem(key));
const keep = (isSent) => {
  const values = fieldsOf(form).map((field) => [field.name, field.type === "radio" ? field.value : "", chosen(field)]);
  sessionStorage[here] = JSON.stringify({ reader: form.dataset.draft, isSent, values });
};
const restore = ({ values }) => {
  for (const field of fieldsOf(form)) {
    const found = values.find(([name, of]) => name === field.name && (field.type !== "radio" || of === field.value));
    if (!found) continue;
    if (typeof found[2] === "boolean") field.checked = found[2];
    else field.value = found[2];
  }
};

// Not on the page to sign in, which the form comes back from.
if (reader) forget((key, draft) => draft.reader !== reader || (draft.isSent && key !== here));
if (form) {
  const note = form.querySelector("[data-draft-note]");
  // A form that came back refused has its values from the server.
  if (sessionStorage[here] && !("draftSent" in form.dataset)) {
    restore(JSON.parse(sessionStorage[here]));
    note.hidden = false;
  }
  form.addEventListener("input", () => keep(false));
  form.addEventListener("submit", () => keep(true));
}
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-draft-forget]");
  if (!button) return;
  sessionStorage.removeItem(here);
  if (button.type === "button") location.reload();
});
document.addEventListener("submit", (event) => {
  if (event.target.matches("[data-draft-forget-all]")) forget(() => true);
});
