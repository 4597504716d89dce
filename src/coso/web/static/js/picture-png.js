// button[data-picture-png="address of an SVG"]: draws it on a canvas and hands it out as PNG.
const SCALE = 2;

const loaded = async (address) => {
  const image = new Image();
  image.src = address;
  await image.decode();
  return image;
};

const drawn = (image) => {
  const canvas = document.createElement("canvas");
  canvas.width = image.naturalWidth * SCALE;
  canvas.height = image.naturalHeight * SCALE;
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
};

const handOut = (blob, name) => {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
};

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-picture-png]");
  if (!button) return;
  const address = new URL(button.dataset.picturePng, location.href);
  const name = address.pathname.split("/").filter(Boolean).pop();
  handOut(await drawn(await loaded(address.href)), name.replace(/\.svg$/, ".png"));
});
