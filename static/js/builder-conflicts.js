// What the server says of single controls: somebody else's words beside one's own, a reason why words cannot be stored,
// and what others wrote in places nobody has touched here.
import { isChanged, said, say, settle, stored } from "./builder-controls.js";

export const showConflict = ({ id, name, theirs }) => {
  const control = document.getElementById(id);
  if (!control) return;
  control.dataset.held = "";
  const field = control.closest(".field") ?? control.closest(".check").parentElement;
  const there = field.querySelector(`[data-conflict="${name}"]`);
  const box = there ?? document.getElementById("conflict-template").content.firstElementChild.cloneNode(true);
  box.dataset.conflict = name;
  box.querySelector("[name=conflict]").value = name;
  box.querySelector(".theirs-words").textContent = theirs;
  for (const button of box.querySelectorAll("button")) {
    const verb = button.value.split(":")[0];
    button.value = `${verb}:${name}`;
    button.id = `${verb}-${name}`;
  }
  if (!there) field.append(box);
};

// The other page's words come in where nobody writes here; where somebody does, both are kept and one has to choose.
export const takeFresh = (fresh) => {
  for (const [id, value] of Object.entries(fresh)) {
    const control = document.getElementById(id);
    if (!control || Array.isArray(value) || control.type === "fieldset" || !("value" in control)) continue;
    if (!isChanged(control)) {
      if (said(control) !== value) say(control, value);
      settle(control, value);
    } else if (value !== stored(control) && said(control) !== value && !("held" in control.dataset)) {
      showConflict({ id, name: control.name, theirs: value });
    }
  }
};

export const showRefusal = ({ id, words }) => {
  const control = document.getElementById(id);
  const field = control?.closest(".field");
  if (!field) return;
  clearRefusal(control);
  control.dataset.refused = "";
  const list = document.createElement("ul");
  list.className = "error-list";
  list.id = `${id}_error`;
  list.append(Object.assign(document.createElement("li"), { textContent: words }));
  field.classList.add("field-invalid");
  field.querySelector("label").after(list);
  control.setAttribute("aria-invalid", "true");
  control.setAttribute("aria-describedby", list.id);
};

export const clearRefusal = (control) => {
  if (!("refused" in control.dataset)) return;
  delete control.dataset.refused;
  control.removeAttribute("aria-invalid");
  control.removeAttribute("aria-describedby");
  control.closest(".field")?.classList.remove("field-invalid");
  document.getElementById(`${control.id}_error`)?.remove();
};
