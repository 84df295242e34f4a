// How the saving stands, in words, in the bar below.
import { controls } from "./builder-controls.js";

export const standing = () => {
  const all = controls();
  if (all.some((control) => "held" in control.dataset)) return "conflict";
  return all.some((control) => "refused" in control.dataset) ? "refused" : "saved";
};

export const tell = (state) => {
  const line = document.getElementById("save-state");
  if (!line || line.dataset.state === state && line.textContent === line.dataset[wordsOf(state)]) return;
  line.dataset.state = state;
  line.textContent = line.dataset[wordsOf(state)];
};

const wordsOf = (state) => `words${state[0].toUpperCase()}${state.slice(1)}`;
