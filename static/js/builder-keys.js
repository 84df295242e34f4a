// Ctrl+Z and Ctrl+Shift+Z outside fields undo and redo the draft; inside a field they are the browser's own.
const press = (event, id) => {
  event.preventDefault();
  document.getElementById(id)?.click();
};

document.addEventListener("keydown", (event) => {
  const inField = event.target.closest?.("textarea, select, [contenteditable], input:not([type=checkbox], [type=radio])");
  if (inField || event.altKey || !(event.ctrlKey || event.metaKey)) return;
  const key = event.key.toLowerCase();
  if (key === "z") press(event, event.shiftKey ? "redo" : "undo");
  if (key === "y" && event.ctrlKey) press(event, "redo");
});

// A button that can do nothing now keeps its focus and ignores the press.
document.addEventListener("click", (event) => {
  if (!event.target.closest("#build [aria-disabled=true]")) return;
  event.preventDefault();
  event.stopImmediatePropagation();
}, { capture: true });
