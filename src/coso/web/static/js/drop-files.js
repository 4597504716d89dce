// form[data-drop]: files may be dropped on it, one after another; shows what was chosen and refuses
// what is too large before it is sent. Without script the file field alone does it.
import { say } from "./live.js";

const MEGABYTE = 2 ** 20;
const number = new Intl.NumberFormat("vi-VN", { maximumFractionDigits: 1 });

const sizeOf = (file) =>
  file.size < MEGABYTE
    ? `${number.format(Math.max(1, Math.round(file.size / 1024)))} KB`
    : `${number.format(file.size / MEGABYTE)} MB`;

const faultOf = (file, largest) => {
  if (/\.xls$/i.test(file.name)) return `“${file.name}” là tệp Excel kiểu cũ (.xls): mở bằng Excel, chọn Lưu thành, kiểu Excel Workbook (.xlsx), rồi chọn tệp mới.`;
  if (!/\.(xlsx|xlsm|csv)$/i.test(file.name)) return `“${file.name}” không phải tệp .xlsx hoặc .csv. Bỏ tệp này ra.`;
  if (file.size > largest) return `“${file.name}” lớn hơn ${largest / MEGABYTE} MB. Chia thành nhiều tệp rồi chọn lại.`;
  return "";
};

const filesOf = (files) => {
  const transfer = new DataTransfer();
  for (const file of files) transfer.items.add(file);
  return transfer.files;
};

const line = (file, remove) => {
  const item = document.createElement("li");
  const name = document.createElement("span");
  name.textContent = `${file.name}, ${sizeOf(file)}`;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn btn-quiet";
  button.textContent = "Bỏ ra";
  button.setAttribute("aria-label", `Bỏ ${file.name} ra`);
  button.addEventListener("click", remove);
  item.append(name, button);
  return item;
};

const start = (form) => {
  const input = form.querySelector("input[type=file]");
  const list = form.querySelector("[data-drop-files]");
  const error = form.querySelector("[data-drop-error]");
  const send = form.querySelector("[data-drop-send]");

  const show = () => {
    const files = [...input.files];
    const fault = files.map((file) => faultOf(file, Number(form.dataset.largest))).find(Boolean) ?? "";
    list.replaceChildren(...files.map((file) => line(file, () => choose(files.filter((each) => each !== file)))));
    list.hidden = send.hidden = files.length === 0;
    error.textContent = fault;
    error.hidden = !fault;
    input.setCustomValidity(fault);
  };

  const choose = (files) => {
    input.files = filesOf(files);
    show();
    say(files.length ? `Đã chọn ${files.length} tệp.` : "Chưa chọn tệp nào.");
  };

  const mark = (event, isOver) => {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    form.classList.toggle("is-over", isOver);
  };

  input.addEventListener("change", show);
  form.addEventListener("dragover", (event) => mark(event, true));
  form.addEventListener("dragleave", (event) => mark(event, form.contains(event.relatedTarget)));
  form.addEventListener("drop", (event) => {
    mark(event, false);
    choose([...input.files, ...event.dataTransfer.files]);
  });
  show();
};

document.querySelectorAll("form[data-drop]").forEach(start);
