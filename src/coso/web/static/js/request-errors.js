// Says in words when a part of the page could not be fetched; the old part stays as it was.
import { say } from "./live.js";

const show = (sentence) => {
  const note = document.getElementById("request-error");
  if (note) {
    note.querySelector("[data-text]").textContent = sentence;
    note.hidden = false;
  }
  say(sentence);
};

document.addEventListener("htmx:sendError", () =>
  show("Không kết nối được với máy chủ. Kiểm tra mạng rồi thử lại; nội dung trên trang chưa thay đổi."),
);
document.addEventListener("htmx:responseError", (event) => {
  const status = event.detail.xhr.status;
  const incident = event.detail.xhr.getResponseHeader("X-Request-ID");
  if (status === 403) show("Tài khoản này không có quyền làm việc vừa chọn.");
  else if (status === 404) show("Không tìm thấy nội dung vừa chọn, hoặc nội dung nằm ngoài phạm vi được xem.");
  else show(`Máy chủ chưa làm được việc này.${incident ? ` Mã sự cố: ${incident}.` : ""} Tải lại trang rồi thử lại.`);
});
document.addEventListener("htmx:beforeRequest", () => {
  const note = document.getElementById("request-error");
  if (note) note.hidden = true;
});
