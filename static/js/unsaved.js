// <form data-guard>: whoever leaves the page with words that no button has saved is asked first, unless
// the pressed link is there to drop them (data-discard).
// `data-unsaved` says that the page itself already holds words which could not be stored.
const form = document.querySelector("form[data-guard]");
let isSending = false;

const isChanged = (control) =>
  control.matches("textarea, input:not([type=hidden])")
  && (control.value !== control.defaultValue || control.checked !== control.defaultChecked);

if (form) {
  form.addEventListener("submit", () => { isSending = true; });
  form.addEventListener("click", ({ target }) => { isSending ||= Boolean(target.closest("[data-discard]")); });
  // Back from the next page by the browser's own button: nothing is on its way any more.
  addEventListener("pageshow", () => { isSending = false; });
  addEventListener("beforeunload", (event) => {
    if (!isSending && ("unsaved" in form.dataset || [...form.elements].some(isChanged))) event.preventDefault();
  });
}
