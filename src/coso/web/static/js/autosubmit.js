// form[data-autosubmit]: sends the form when a field has changed and is valid; the button stays for
// those without script.
document.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-autosubmit]");
  if (form?.checkValidity()) form.requestSubmit();
});
