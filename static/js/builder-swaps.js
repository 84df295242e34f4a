// A press that draws the form again waits for what is being saved, and never loses what is typed while it is on its way.
import { form, isOwn, said, say } from "./builder-controls.js";
import { pause, save, settled } from "./builder-saving.js";

const REST_MS = 600;
let pressed = "";
let whenSent = new Map();
let typedSince = [];
let timer = 0;
const isOurs = (element) => form()?.contains(element);
const writable = () =>
  [...(form()?.elements ?? [])].filter((one) => one.id && "value" in one && !["hidden", "submit", "button"].includes(one.type));
const remember = () => { whenSent = new Map(writable().map((control) => [control.id, said(control)])); };

document.addEventListener("htmx:confirm", (event) => {
  const { elt, path, triggeringEvent, issueRequest } = event.detail;
  if (!isOurs(elt) || !(elt === form() || path.includes("/card/"))) return;
  event.preventDefault();
  if (elt === form()) pressed = triggeringEvent?.submitter?.value ?? "save";
  // A part that comes alone must fit the rest of the page: first everything is saved and as new as it is.
  (elt === form() ? settled() : save({ always: true })).then(() => issueRequest(true));
});

document.addEventListener("htmx:configRequest", (event) => {
  if (event.detail.elt !== form()) return;
  event.detail.parameters.do = pressed; // the focus may have left the button since
  remember();
  pause(true);
});
document.addEventListener("htmx:afterRequest", () => pause(false));

document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.target !== form()) return;
  for (const told of document.querySelectorAll("#messages .toast")) told.remove(); // they were about the page before
  typedSince = writable()
    .filter((control) => whenSent.has(control.id) && whenSent.get(control.id) !== said(control))
    .map((control) => [control.id, said(control)]);
});
document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target?.id !== "build") return;
  pause(false);
  for (const [id, value] of typedSince) {
    const control = document.getElementById(id);
    if (control) say(control, value);
  }
  if (typedSince.length) save();
  typedSince = [];
  document.dispatchEvent(new CustomEvent("draft-saved", { detail: { isDrawn: true } }));
});

// After a move the numbers in conditions and menus are others: the form is drawn again, once nobody is writing.
const drawAgain = async () => {
  await save({ always: true });
  if (document.activeElement?.matches("textarea, input, select")) {
    return document.addEventListener("focusout", planDrawing, { once: true });
  }
  remember();
  const open = [...form().querySelectorAll("[name=open]")].map((one) => one.value);
  const seen = new URLSearchParams([["language", form().elements.language.value], ...open.map((key) => ["open", key])]);
  window.htmx.ajax("GET", `${form().getAttribute("action")}?${seen}`, { target: "#build", swap: "outerHTML show:none settle:0ms" });
};
const planDrawing = () => {
  clearTimeout(timer);
  timer = setTimeout(drawAgain, REST_MS);
};
document.addEventListener("sorted", planDrawing);

// Another language needs its tab and its fields: the form is drawn again.
document.addEventListener("change", ({ target }) => {
  if (isOwn(target) && target.name === "survey-languages") form().requestSubmit(document.getElementById("save"));
});
