// Saves along the way: what was changed is sent after a second's rest, when a field is left and when the page is, and
// the bar below always says in words how it stands. Nothing on the page is drawn again.
import { controls, form, isChanged, isHeld, isOwn, said, settle } from "./builder-controls.js";
import { clearRefusal, showConflict, showRefusal, takeFresh } from "./builder-conflicts.js";
import { tell, standing } from "./builder-state.js";

const REST_MS = 1000;
const LONGEST_WAIT_MS = 30_000;
const PATIENCE_MS = 20_000;
let timer = 0;
let isPaused = false;
let running = null;
let failures = 0;

const toSend = () => controls().filter((control) => isChanged(control) && !isHeld(control));
const plan = (wait) => {
  clearTimeout(timer);
  timer = setTimeout(save, wait);
};

const post = async (keepalive) => {
  const body = new FormData(form());
  for (const control of controls()) if (isHeld(control)) body.delete(control.name);
  const headers = JSON.parse(document.body.dataset.hxHeaders || "{}");
  const signal = AbortSignal.timeout(PATIENCE_MS);
  const answer = await fetch(form().dataset.savingUrl, { method: "POST", body, headers, keepalive, signal });
  if (!answer.ok || answer.redirected) throw new Error(`not saved: ${answer.status}`);
  return answer.json();
};

const takeIn = (answer, sent) => {
  if (answer.state === "published") return tell("published");
  const left = new Set([...answer.conflicts, ...answer.errors].map((one) => one.id));
  for (const [control, value] of sent) if (!left.has(control.id)) settle(control, value);
  takeFresh(answer.fresh);
  answer.conflicts.forEach(showConflict);
  answer.errors.forEach(showRefusal);
  form().elements.revision.value = answer.revision;
  document.getElementById("undo").setAttribute("aria-disabled", String(!answer.can_undo));
  document.getElementById("redo").setAttribute("aria-disabled", String(!answer.can_redo));
  const shown = [...form().querySelectorAll("[data-key]")].map((row) => row.dataset.key);
  tell(shown.join() === answer.keys.join() ? standing() : "changed");
  document.dispatchEvent(new CustomEvent("draft-saved"));
  if (toSend().length) plan(REST_MS);
};

const send = async ({ always = false, keepalive = false }) => {
  clearTimeout(timer);
  const sent = new Map(toSend().map((control) => [control, said(control)]));
  if (!sent.size && !always) return tell(standing());
  tell("saving");
  try {
    takeIn(await post(keepalive), sent);
    failures = 0;
  } catch {
    failures += 1;
    tell("failed");
    document.dispatchEvent(new CustomEvent("not-saved"));
    plan(Math.min(LONGEST_WAIT_MS, REST_MS * 2 ** failures));
  }
};

// One at a time: whoever asks while one is running waits for it, and for what was typed meanwhile.
export const save = async (wishes = {}) => {
  while (running) await running;
  if (isPaused) return plan(REST_MS);
  running = send(wishes).finally(() => { running = null; });
  return running;
};
export const settled = async () => { while (running) await running; };
// While the whole form is on its way, nothing is sent beside it.
export const pause = (paused) => { isPaused = paused; };

document.addEventListener("input", ({ target }) => {
  if (!isOwn(target)) return;
  clearRefusal(target);
  if (isHeld(target)) return;
  tell("saving");
  plan(REST_MS);
});
for (const left of ["change", "focusout"]) {
  document.addEventListener(left, ({ target }) => {
    if (isOwn(target) && isChanged(target) && !isHeld(target)) plan(0);
  });
}
addEventListener("online", () => { if (toSend().length) plan(0); });
addEventListener("pagehide", () => { if (form() && toSend().length) send({ keepalive: true }); });
addEventListener("beforeunload", (event) => {
  const lost = controls().some((control) => isChanged(control) && (isHeld(control) || failures || !navigator.onLine));
  if (lost) event.preventDefault();
});
