// The state of the page and the URL fragment that holds it, so that a view can be bookmarked, shared and gone back to.
import { dayNumber, iso } from "./wording.js";

export const START = {
  by: "principal",
  node: null,
  edge: null,
  from: null,
  to: null,
  event: [],
  quad: [],
  sign: [],
  modality: [],
  outlet: [],
  speaker: [],
  told: "",
  denied: "",
  disputed: false,
  evidence: 1,
  confidence: 0,
  words: "",
  focus: null,
  steps: 1,
  path: null,
  view: "graph",
  all: false,
};

const LISTS = ["event", "quad", "sign", "modality", "outlet", "speaker"];
const WORDS = ["node", "edge", "focus", "words"];
const CHOICES = { by: ["principal", "actor"], told: ["", "article", "speaker"], denied: ["", "without", "only"], view: ["graph", "table"] };

export function fragmentOf(state, start = START) {
  const parts = [];
  const add = (key, value) => parts.push(`${key}=${value}`);
  for (const key of Object.keys(CHOICES)) if (state[key] !== start[key]) add(key, state[key]);
  for (const key of WORDS) if (state[key]) add(key, encodeURIComponent(state[key]));
  for (const key of ["from", "to"]) if (state[key] !== null) add(key, iso(state[key]));
  for (const key of LISTS) if (state[key].length) add(key, state[key].map(encodeURIComponent).join(","));
  if (state.path) add("path", state.path.map(encodeURIComponent).join(","));
  if (state.disputed) add("disputed", "yes");
  if (state.evidence > 1) add("evidence", state.evidence);
  if (state.confidence > 0) add("confidence", state.confidence);
  if (state.focus && state.steps !== 1) add("steps", state.steps);
  if (state.all) add("all", "yes");
  return parts.length ? `#${parts.join("&")}` : "";
}

// What is malformed or unknown is left out, never an error: fragments come from anywhere.
export function stateOf(fragment, start = START) {
  const state = { ...start };
  for (const part of fragment.replace(/^#/, "").split("&")) {
    const [key, value] = part.split(/=(.*)/s);
    if (!value || !Object.hasOwn(START, key)) continue;
    try {
      read(state, key, value);
    } catch {
      // a broken percent-encoding
    }
  }
  return state;
}

function read(state, key, value) {
  const list = () => value.split(",").map(decodeURIComponent);
  if (CHOICES[key]) state[key] = CHOICES[key].includes(value) ? value : state[key];
  else if (LISTS.includes(key)) state[key] = list();
  else if (WORDS.includes(key)) state[key] = decodeURIComponent(value);
  else if (key === "path") state.path = list().length === 2 ? list() : null;
  else if (key === "from" || key === "to") state[key] = dayNumber(value);
  else if (key === "evidence") state.evidence = Math.max(1, Math.floor(Number(value)) || 1);
  else if (key === "confidence") state.confidence = Math.min(1, Math.max(0, Number(value) || 0));
  else if (key === "steps") state.steps = value === "2" ? 2 : 1;
  else state[key] = value === "yes";
}

// The filters alone: what is selected, and how it is shown, is not among them.
export function filtersOf({ node, edge, view, ...filters }) {
  return filters;
}
