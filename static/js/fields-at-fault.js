// The part of a page that answers while one types says at its fields what it says below: [data-error-of="id of a field"].
// A press on its button that finds something wrong goes the whole way instead: to the page with its summary of errors.
const part = () => document.getElementById("who-gets-it");

document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  if (detail.xhr.status !== 422 || detail.target !== part() || detail.requestConfig.triggeringEvent?.type !== "click") return;
  detail.shouldSwap = false;
  const form = detail.target.closest("form");
  form.requestSubmit(form.querySelector("[data-look]"));
});

document.addEventListener("htmx:afterSettle", () => {
  const form = part()?.closest("form");
  if (!form) return;
  for (const field of form.querySelectorAll(".field-invalid")) free(field);
  for (const error of part().querySelectorAll("[data-error-of]")) mark(document.getElementById(error.dataset.errorOf), error.textContent);
});

function free(field) {
  field.classList.remove("field-invalid");
  field.querySelector(".error-list")?.remove();
  field.querySelector("[aria-invalid]")?.removeAttribute("aria-invalid");
}

function mark(input, words) {
  const field = input?.closest(".field");
  if (!field) return;
  field.classList.add("field-invalid");
  let list = field.querySelector(".error-list");
  if (!list) {
    list = Object.assign(document.createElement("ul"), { className: "error-list", id: `${input.id}_error` });
    input.before(list);
    input.setAttribute("aria-invalid", "true");
    const described = new Set((input.getAttribute("aria-describedby") ?? "").split(" ").filter(Boolean)).add(list.id);
    input.setAttribute("aria-describedby", [...described].join(" "));
  }
  list.append(Object.assign(document.createElement("li"), { textContent: words }));
}
