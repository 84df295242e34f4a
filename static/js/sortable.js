// <ol data-sortable data-order-url="…"> of <li data-key="…">: drag by the grip, or Alt+Up / Alt+Down, or the up and down buttons.
// The nodes move here and only the order is posted (204), so that text being typed in a row is never drawn again.
const rowOf = (target) => target.closest?.("[data-sortable] > [data-key]");

const orderOf = (list) => [...list.children].map((row) => row.dataset.key).filter(Boolean);
let seen = []; // the order before the move, so that what others moved meanwhile stays moved

const save = async (list) => {
  const order = orderOf(list);
  const body = new FormData();
  order.forEach((key) => body.append("order", key));
  seen.forEach((key) => body.append("seen", key));
  const headers = JSON.parse(document.body.dataset.hxHeaders || "{}");
  const answer = await fetch(list.dataset.orderUrl, { method: "POST", body, headers }).catch(() => null);
  if (!answer?.ok) document.body.dispatchEvent(new CustomEvent("htmx:sendError"));
  list.dispatchEvent(new CustomEvent("sorted", { bubbles: true, detail: { order } }));
};

const tell = (row) => {
  const place = [...row.parentElement.children].indexOf(row) + 1;
  const status = document.getElementById(row.parentElement.dataset.status);
  if (status) status.textContent = (row.parentElement.dataset.moved || "{place}").replace("{place}", place);
};

const move = (row, step, focused) => {
  const other = step < 0 ? row.previousElementSibling : row.nextElementSibling;
  if (!other?.dataset.key) return;
  seen = orderOf(row.parentElement);
  other[step < 0 ? "before" : "after"](row);
  focused.focus(); // moving a node drops its focus
  tell(row);
  save(row.parentElement);
};

document.addEventListener("keydown", (event) => {
  const row = rowOf(event.target);
  if (!row || !event.altKey || !["ArrowUp", "ArrowDown"].includes(event.key)) return;
  event.preventDefault();
  move(row, event.key === "ArrowUp" ? -1 : 1, event.target);
});
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-move]");
  if (!button || !rowOf(button)) return;
  event.preventDefault(); // without this file the button's own form moves the row
  move(rowOf(button), Number(button.dataset.move), button);
});
document.addEventListener("pointerdown", (event) => {
  if (event.target.closest(".grip") && rowOf(event.target)) rowOf(event.target).draggable = true;
});
document.addEventListener("dragstart", (event) => {
  const row = rowOf(event.target);
  if (!row) return;
  seen = orderOf(row.parentElement);
  row.classList.add("is-dragged");
});
document.addEventListener("dragover", (event) => {
  const dragged = document.querySelector(".is-dragged");
  const over = rowOf(event.target);
  if (!dragged || !over || over === dragged || over.parentElement !== dragged.parentElement) return;
  event.preventDefault();
  const { top, height } = over.getBoundingClientRect();
  over[event.clientY < top + height / 2 ? "before" : "after"](dragged);
});
document.addEventListener("dragend", (event) => {
  const row = rowOf(event.target);
  if (!row) return;
  row.classList.remove("is-dragged");
  row.draggable = false;
  tell(row);
  save(row.parentElement);
});
