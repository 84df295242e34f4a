// The letter. The language that its frame shows is marked; at first that is the survey's own, as the frame comes with it.
const looks = document.querySelectorAll("[data-letter] [name=preview]");
const mark = (shown) => { for (const look of looks) look === shown ? look.setAttribute("aria-current", "true") : look.removeAttribute("aria-current"); };
for (const look of looks) look.addEventListener("click", () => mark(look));
mark(looks[0]);

// After a page that keeps what was typed, the frame shows those words, as a press would.
document.querySelector("[data-letter]:has(iframe:not([src])) [name=preview]")?.click();

// <button data-insert="{first_name}"> puts its code into the subject or message that was last written in, at the cursor.
let latest = null;
document.addEventListener("focusin", ({ target }) => {
  if (target.matches?.("[data-letter] :is([name^=subject_], [name^=message_])")) latest = target;
});

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-letter] [data-insert]");
  if (!button) return;
  const letter = button.closest("[data-letter]");
  const into = letter.contains(latest) ? latest : letter.querySelector("[name^=message_]");
  const end = into === latest ? into.selectionEnd : into.value.length;
  const start = into === latest ? into.selectionStart : end;
  for (let fold = into.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  into.focus();
  into.setRangeText(button.dataset.insert, start, end, "end");
  into.dispatchEvent(new Event("input", { bubbles: true }));
});
