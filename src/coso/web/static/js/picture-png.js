// button[data-picture-png="address of an SVG"]: draws it on a canvas and hands it out as PNG.
const SCALE = 2;

// The answer names the file: what is shown, and the day.
const fetched = async (address) => {
  const answer = await fetch(address);
  const [, name] = answer.headers.get("Content-Disposition").match(/filename="(.+)\.svg"/);
  return { name, drawing: await answer.text() };
};

const loaded = async (drawing) => {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(drawing)}`;
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
  const { name, drawing } = await fetched(button.dataset.picturePng);
  handOut(await drawn(await loaded(drawing)), `${name}.png`);
});
