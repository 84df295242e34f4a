// A screen at the place: asks whoever went quiet, and goes back to the start without a trace of the last person.
const QUIET_MS = 60_000;
const ANSWER_S = 20;
const idle = () => document.querySelector("#idle"); // kiosk-sending.js puts a new page in place
const start = idle().dataset.start;
let touched = location.pathname + location.search !== start; // somebody was here before this page
let quiet;
let counting;

function leave() {
  for (const form of document.forms) form.reset();
  location.replace(start);
}

function wait() {
  clearTimeout(quiet);
  clearInterval(counting);
  if (touched) quiet = setTimeout(ask, QUIET_MS);
}

function ask() {
  let left = ANSWER_S;
  const told = idle().querySelector("[data-left]");
  told.textContent = left;
  counting = setInterval(() => {
    left -= 1;
    told.textContent = left;
    if (left <= 0) leave();
  }, 1000);
  idle().showModal();
}

for (const kind of ["pointerdown", "keydown", "input", "scroll"]) {
  addEventListener(kind, () => {
    touched = true;
    if (!idle().open) wait(); // while it asks, only an answer counts
  }, { passive: true, capture: true });
}
document.addEventListener("click", (event) => event.target.closest("[data-stay]") && idle().close());
document.addEventListener("close", wait, true);

// The browser's Back: an empty start, whatever the browser kept.
addEventListener("pageshow", (event) => {
  const came = performance.getEntriesByType("navigation")[0]?.type;
  if (event.persisted || came === "back_forward") leave();
});
wait();
