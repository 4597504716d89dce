// Says a sentence in the polite live region of the page, for those who hear it instead of seeing it.
export const say = (sentence) => {
  const region = document.getElementById("live");
  if (!region) return;
  region.textContent = "";
  requestAnimationFrame(() => {
    region.textContent = sentence;
  });
};
