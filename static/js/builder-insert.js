// <button data-insert="{answer:1a2b3c|}"> puts its code into the text of its card that was last written in, at the cursor,
// and leaves the cursor where the words go that stand there when there is nothing to insert.
let latest = null;
document.addEventListener("focusin", ({ target }) => {
  if (target.matches?.("#build .card :is(textarea, input[type=text])")) latest = target;
});

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-insert]");
  const card = button?.closest(".card");
  if (!card) return;
  const into = card.contains(latest) ? latest : card.querySelector(".field-title :is(textarea, input)");
  const code = button.dataset.insert;
  const end = into === latest ? into.selectionEnd : into.value.length; // last where nobody has put a cursor
  const start = into === latest ? into.selectionStart : end;
  button.closest("details").open = false;
  into.focus();
  into.setRangeText(code, start, end, "end");
  const inside = start + code.length - 1;
  into.setSelectionRange(inside, inside);
  into.dispatchEvent(new Event("input", { bubbles: true }));
});
