// When the log-in has ended while somebody was writing, they log in again in another tab. Coming back here, this page
// takes the fresh form token over, so that what was written can still be sent.
let isOut = false;

const out = () => { isOut = true; };
document.addEventListener("not-saved", out);
document.body.addEventListener("logged-out", out);

const renew = async () => {
  if (!isOut || document.visibilityState !== "visible") return;
  const answer = await fetch(location.href).catch(() => null);
  if (!answer?.ok || new URL(answer.url).pathname !== location.pathname) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const token = page.querySelector("[name=csrfmiddlewaretoken]")?.value;
  if (!token) return;
  isOut = false;
  document.body.dataset.hxHeaders = page.body.dataset.hxHeaders;
  for (const field of document.querySelectorAll("[name=csrfmiddlewaretoken]")) field.value = token;
  dispatchEvent(new Event("online")); // whoever waits with something to save tries again
};
document.addEventListener("visibilitychange", renew);
addEventListener("focus", renew);
