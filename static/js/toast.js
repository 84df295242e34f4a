// Short messages: close them, let good news leave by itself, and say so when htmx could not reach the server.
const box = document.getElementById("messages");
const LINGER_MS = 8000;

const linger = (toast) => {
  if (toast.dataset.watched || toast.matches(".toast-error, .toast-warning")) return;
  toast.dataset.watched = "yes";
  const leave = () => setTimeout(() => {
    if (toast.matches(":hover, :focus-within")) leave();
    else toast.remove();
  }, LINGER_MS);
  leave();
};

const say = (words, tone = "success") => {
  const said = [...box.querySelectorAll(".toast p")].some((one) => one.textContent === words);
  if (said) return;
  const toast = document.getElementById("toast-template").content.firstElementChild.cloneNode(true);
  toast.classList.add(`toast-${tone}`);
  toast.querySelector("p").textContent = words;
  box.append(toast);
};

if (box) {
  box.querySelectorAll(".toast").forEach(linger);
  new MutationObserver(() => box.querySelectorAll(".toast").forEach(linger)).observe(box, { childList: true });
  box.addEventListener("click", (event) => {
    if (event.target.closest("[data-dismiss]")) event.target.closest(".toast").remove();
  });
  document.body.addEventListener("toast", (event) => say(event.detail.value ?? event.detail.words, event.detail.tone));
  document.body.addEventListener("logged-out", () => say(box.dataset.loggedOut, "error"));
  for (const trouble of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
    document.body.addEventListener(trouble, () => say(box.dataset.trouble, "error"));
  }
}
