// One key presses one button of the review: its data-key. Off in fields, with Ctrl, Alt and Meta, and for whoever turns it off.
const REMEMBERED = "enmil-review-keys";
const toggle = document.getElementById("keys");
const FIELDS = "textarea, select, [contenteditable], input:not([type=radio], [type=checkbox])";
let isOn = true;
let isLeaving = false;

try { isOn = localStorage.getItem(REMEMBERED) !== "off"; } catch { /* no storage: on until told otherwise */ }

const show = () => {
  toggle.setAttribute("aria-pressed", String(isOn));
  for (const hint of document.querySelectorAll("kbd.key")) hint.hidden = !isOn;
};

if (toggle && document.querySelector("[data-key]")) {
  toggle.hidden = false;
  show();
  toggle.addEventListener("click", () => {
    isOn = !isOn;
    try { localStorage.setItem(REMEMBERED, isOn ? "on" : "off"); } catch { /* this page only */ }
    show();
  });
  document.addEventListener("submit", () => { isLeaving = true; });
  window.addEventListener("pageshow", () => { isLeaving = false; });
  document.addEventListener("keydown", (event) => {
    if (!isOn || isLeaving || event.repeat || event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.target.closest?.(FIELDS)) return;
    if (event.key === "Enter" && event.target.closest?.("a, button, summary")) return; // it presses what has the focus
    const key = event.key === "Enter" ? "Enter" : event.key.toLowerCase();
    const button = document.querySelector(`[data-key="${CSS.escape(key)}"]`);
    if (!button) return;
    event.preventDefault();
    button.click();
  });
}
