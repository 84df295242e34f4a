// Menus made of <details class="menu">: Escape and a press elsewhere close them. Without this file they still open and close.
const openMenus = () => document.querySelectorAll("details.menu[open]");

document.addEventListener("click", (event) => {
  for (const menu of openMenus()) if (!menu.contains(event.target)) menu.open = false;
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of openMenus()) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

// A confirmation opened by <details class="confirm"> is left by its own "Cancel" button.
document.addEventListener("click", (event) => {
  const cancel = event.target.closest("[data-close]");
  const details = cancel?.closest("details");
  if (!details) return;
  details.open = false;
  details.querySelector("summary").focus();
});
