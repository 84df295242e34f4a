// A form that is on its way asks for no more fragments: the page is leaving, and their answers would find nobody.
let isLeaving = false;
document.addEventListener("submit", ({ submitter }) => {
  if (!submitter?.formTarget && !submitter?.hasAttribute("data-hx-post")) isLeaving = true;
});
document.addEventListener("htmx:beforeRequest", (event) => {
  if (isLeaving) event.preventDefault();
});
window.addEventListener("pageshow", () => { isLeaving = false; });
