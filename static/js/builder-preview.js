// The customers' page beside the builder: loaded again a moment after each saved change, behind the one in sight, and shown
// at the place one had scrolled to.
const REST_MS = 500;
let frame = document.getElementById("preview-page");
let timer = 0;

const links = () => [...document.querySelectorAll("#preview-languages a")];
const address = () => (links().find((link) => link.getAttribute("aria-current")) ?? { href: frame.src }).href;

const show = (next) => {
  next.contentWindow.scrollTo(0, frame.contentWindow.scrollY);
  frame.remove();
  next.classList.remove("is-next");
  next.id = "preview-page";
  frame = next;
};

const load = () => {
  if (!frame.offsetParent) return; // no room for it on this screen
  frame.parentElement.querySelector(".is-next")?.remove();
  const next = frame.cloneNode();
  for (const name of ["id", "loading"]) next.removeAttribute(name);
  next.classList.add("is-next");
  next.src = address();
  next.addEventListener("load", () => show(next), { once: true });
  frame.after(next);
};

if (frame) {
  document.addEventListener("draft-saved", () => {
    clearTimeout(timer);
    timer = setTimeout(load, REST_MS);
  });
  document.addEventListener("click", (event) => {
    const chosen = event.target.closest("#preview-languages a");
    if (!chosen) return;
    event.preventDefault(); // without this file the link itself opens its language in the frame
    for (const link of links()) link.removeAttribute("aria-current");
    chosen.setAttribute("aria-current", "true");
    load();
  });
}
