// A press that draws the form again waits for what is being saved, and never loses what is typed while it is on its way.
import { form, isOwn, said, say } from "./builder-controls.js";
import { save, settled } from "./builder-saving.js";

let pressed = "";
let whenSent = new Map();
const isOurs = (element) => form()?.contains(element);
const writable = () => [...(form()?.elements ?? [])].filter((one) => one.id && one.type !== "hidden" && one.type !== "submit" && "value" in one);

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
  whenSent = new Map(writable().map((control) => [control.id, said(control)]));
});

let typedSince = [];
document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.target !== form()) return;
  typedSince = writable()
    .filter((control) => whenSent.has(control.id) && whenSent.get(control.id) !== said(control))
    .map((control) => [control.id, said(control)]);
});
document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target?.id !== "build") return;
  for (const [id, value] of typedSince) {
    const control = document.getElementById(id);
    if (control) say(control, value);
  }
  if (typedSince.length) save();
  typedSince = [];
  document.dispatchEvent(new CustomEvent("draft-saved"));
});

// Another language needs its tab and its fields: the form is drawn again.
document.addEventListener("change", ({ target }) => {
  if (isOwn(target) && target.name === "survey-languages") form().requestSubmit(document.getElementById("save"));
});
