// The customers' page beside the builder: loaded again a moment after each saved change, at the place one had scrolled to.
const REST_MS = 500;
const frame = document.getElementById("preview-page");
let timer = 0;

const links = () => [...document.querySelectorAll("#preview-languages a")];
const address = () => (links().find((link) => link.getAttribute("aria-current")) ?? { href: frame.src }).href;

const load = () => {
  if (!frame.offsetParent) return; // no room for it on this screen
  const { scrollY } = frame.contentWindow;
  frame.addEventListener("load", () => frame.contentWindow.scrollTo(0, scrollY), { once: true });
  frame.contentWindow.location.replace(address());
};

const show = (chosen) => {
  for (const link of links()) {
    if (link === chosen) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
};

if (frame) {
  document.addEventListener("draft-saved", () => {
    clearTimeout(timer);
    timer = setTimeout(load, REST_MS);
  });
  document.addEventListener("click", ({ target }) => {
    const link = target.closest("#preview-languages a");
    if (link) show(link); // the link itself opens it in the frame
  });
}
