// The builder's controls: what each says, what is stored of it (its default value), and which are to be sent.
// Only changed controls are ever posted, so that a page looked at for a while never puts old words over newer ones.
const OWN = /^(q-[0-9a-f]{32}|survey)-/;

export const form = () => document.getElementById("build");
export const isOwn = (control) => OWN.test(control?.name ?? "") && control.type !== "hidden" && control.form === form();
export const controls = () => [...(form()?.elements ?? [])].filter(isOwn);

export const said = (control) => (control.type === "checkbox" ? control.checked : control.value);

export const stored = (control) => {
  if (control.type === "checkbox") return control.defaultChecked;
  if (!control.options) return control.defaultValue;
  const options = [...control.options];
  return (options.find((option) => option.defaultSelected) ?? options[0])?.value ?? "";
};

export const isChanged = (control) => "typed" in control.dataset || said(control) !== stored(control);

// Held back from saving along the way: in conflict with somebody's words, or refused as they stand.
export const isHeld = (control) => "held" in control.dataset || "refused" in control.dataset;

// From now on this is what is stored, whatever the control says meanwhile.
export const settle = (control, value) => {
  delete control.dataset.typed;
  if (control.type === "checkbox") control.defaultChecked = value;
  else if (control.options) for (const option of control.options) option.defaultSelected = option.value === value;
  else control.defaultValue = value;
};

export const say = (control, value) => {
  if (control.type === "checkbox") control.checked = value;
  else control.value = value;
};

document.addEventListener("formdata", (event) => {
  if (event.target !== form()) return;
  const changed = new Set(controls().filter(isChanged).map((control) => control.name));
  for (const name of new Set(event.formData.keys())) {
    if (OWN.test(name) && !changed.has(name)) event.formData.delete(name);
  }
});
