// A screen at the place: sends without leaving a page that the next person could go back to.
let sending = false;

// Each page carries the styles it needs; the policy of the page we stand on asks for its own nonce.
function read(html) {
  const { nonce } = document.querySelector("head style");
  return new DOMParser().parseFromString(html.replaceAll(/ nonce="[^"]*"/g, ` nonce="${nonce}"`), "text/html");
}

function show(page) {
  document.title = page.title;
  document.documentElement.lang = page.documentElement.lang;
  const worn = document.querySelectorAll("head style");
  document.head.append(...page.querySelectorAll("head style"));
  for (const style of worn) style.remove();
  document.body.className = page.body.className;
  document.body.replaceChildren(...page.body.childNodes);
  scrollTo(0, 0);
  document.querySelector("[autofocus]")?.focus();
}

document.addEventListener("submit", async (event) => {
  const { target: form, submitter } = event;
  if (form.method !== "post" || form.dataset.plain) return;
  event.preventDefault();
  if (sending) return;
  sending = true;
  try {
    const body = new URLSearchParams(new FormData(form, submitter));
    const address = submitter?.getAttribute("formaction") ?? form.action;
    const answer = await fetch(address, { method: "POST", body, credentials: "omit" });
    if (answer.redirected) return location.replace(answer.url);
    const page = read(await answer.text());
    if (!page.querySelector("#idle")) throw new Error("not a page of this screen");
    show(page);
  } catch {
    form.dataset.plain = "yes"; // as it goes without a script: the same form twice is one answer
    form.requestSubmit(submitter);
  } finally {
    sending = false;
  }
});
