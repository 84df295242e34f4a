// What the page says of the draft outside its fields follows each saved change: what is left to do, what leads nowhere, which
// answer a question waits for, and the questions' names in lists. No field is touched.
import { form } from "./builder-controls.js";

const REST_MS = 300;
let timer = 0;
let latest = 0;

const put = (part) => {
  const there = document.getElementById(part.id);
  if (there && !there.contains(document.activeElement) && there.outerHTML !== part.outerHTML) there.replaceWith(part);
};

const name = ({ dataset: { question, text }, textContent }) => {
  for (const option of form().querySelectorAll(`select[name$="-if_question"] option[value="${question}"]`)) {
    if (option.textContent !== textContent) option.textContent = textContent;
  }
  for (const words of form().querySelectorAll(`[data-answer-of="${question}"]`)) words.textContent = text;
};

const refresh = async () => {
  const turn = ++latest;
  const seen = new URLSearchParams(location.search).has("check") ? "&check=1" : "";
  const answer = await fetch(`${form().dataset.toldUrl}${seen}`).catch(() => null);
  if (!answer?.ok || answer.redirected) return; // the saving itself says how it stands
  const told = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (turn !== latest || !form()) return;
  told.querySelectorAll("[data-told]").forEach(put);
  told.querySelectorAll("[data-question]").forEach(name);
};

document.addEventListener("draft-saved", ({ detail }) => {
  clearTimeout(timer);
  latest += 1; // what is on its way is old
  if (!detail?.isDrawn) timer = setTimeout(refresh, REST_MS);
});
