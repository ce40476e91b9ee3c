// The filters: what the form shows follows from the state, and each change of it makes a new state.
import { byId, el, named } from "./elements.js";
import { outletOf } from "./data.js";
import { eventName, MODALITIES, plural, QUADS, SIGNS } from "./wording.js";

const MANY = 9; // a longer list has a box of its own that scrolls

export function makeControls(data, { change, setPhysics }) {
  const controls = { data, lists: [], state: null };
  const offer = (key, options, counts) => {
    const list = checks(key, options, counts, change);
    controls.lists.push(list);
    if (controls.state) tick(list, controls.state);
  };
  offer("sign", Object.entries(SIGNS), null);
  const quads = tallied(data, (i) => data.s.quad[i]);
  offer("quad", Object.entries(QUADS), renamed(quads, String));
  // Lists behind a heading are made when it is opened: there can be hundreds of speakers.
  const behind = {
    event: () => [[...data.events].sort().map((event) => [event, eventName(event)]), eventCounts(data)],
    modality: () => [Object.entries(MODALITIES), tallied(data, (i) => data.s.modality[i])],
    outlet: () => {
      const counts = outletCounts(data);
      return [ranked(counts), counts];
    },
    speaker: () => {
      const counts = speakerCounts(data);
      return [ranked(counts).map(([id]) => [id, data.actors.label[data.number.get(id)]]), counts];
    },
  };
  for (const [key, made] of Object.entries(behind)) {
    const details = byId(`${key}-options`).closest("details");
    details.addEventListener("toggle", () => offer(key, ...made()), { once: true });
  }
  const form = byId("filters");
  form.addEventListener("submit", (event) => event.preventDefault());
  for (const radio of form.querySelectorAll("input[name=by]"))
    radio.addEventListener("change", () => change({ by: radio.value, node: null, edge: null, focus: null, path: null }));
  for (const name of ["told", "denied"])
    for (const radio of form.querySelectorAll(`input[name=${name}]`))
      radio.addEventListener("change", () => change({ [name]: radio.value }));
  byId("disputed").addEventListener("change", (event) => change({ disputed: event.target.checked }));
  byId("words").addEventListener("change", (event) => change({ words: event.target.value.trim() }));
  for (const key of ["evidence", "confidence"]) {
    const field = byId(key);
    field.addEventListener("input", () => change({ [key]: Number(field.value) }, true));
  }
  byId("evidence").max = String(Math.max(2, Math.min(20, data.articles.outlet.length)));
  byId("physics").addEventListener("change", (event) => setPhysics(event.target.checked));
  wirePlaces(data, change);
  byId("places").addEventListener("toggle", () => controls.state && offerNames(data, controls.state));
  return controls;
}

// How many statements have each value of an option.
function tallied(data, of) {
  const found = new Map();
  for (let i = 0; i < data.count; i++) {
    const value = of(i);
    found.set(value, (found.get(value) ?? 0) + 1);
  }
  return found;
}

const renamed = (counts, name) => new Map([...counts].map(([value, count]) => [name(value), count]));

function eventCounts(data) {
  const counts = tallied(data, (i) => data.s.event[i]);
  return renamed(counts, (event) => data.events[event]);
}

function outletCounts(data) {
  const counts = tallied(data, (i) => outletOf(data, i));
  return renamed(counts, (outlet) => data.outlets[outlet] ?? "unknown");
}

function speakerCounts(data) {
  const counts = tallied(data, (i) => data.s.speaker[i]);
  counts.delete(-1);
  return renamed(counts, (speaker) => data.actors.id[speaker]);
}

const ranked = (counts) => [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([name]) => [name, name]);

// A group of check boxes; none checked lets all pass. What no statement has is not offered.
function checks(key, options, counts, change) {
  const box = byId(`${key}-options`);
  const offered = counts ? options.filter(([value]) => counts.has(value)) : options;
  const fields = offered.map(([value]) => el("input", { type: "checkbox", value }));
  const rows = offered.map(([value, label], i) =>
    el(
      "label",
      { class: "check" },
      fields[i],
      key === "sign" ? el("span", { class: `line ${value}`, "aria-hidden": "true" }) : null,
      el("span", { class: "label" }, named(label)),
      counts ? el("span", { class: "count", text: counts.get(value).toLocaleString("en") }) : null
    )
  );
  box.replaceChildren(...rows);
  box.classList.toggle("many", offered.length > MANY);
  box.closest("fieldset").hidden = offered.length < 1;
  for (const field of fields)
    field.addEventListener("change", () => change({ [key]: fields.filter((one) => one.checked).map((one) => one.value) }));
  return { key, fields };
}

// Fields in which actors are named: the one in focus, and the two ends of a path.
function wirePlaces(data, change) {
  const actorNamed = (label) => {
    const i = data.actors.label.findIndex((one) => one.toLowerCase() === label.trim().toLowerCase());
    return i < 0 ? null : data.actors.id[i];
  };
  const read = (field) => {
    const id = actorNamed(field.value);
    field.setAttribute("aria-invalid", String(Boolean(field.value.trim()) && !id));
    return id;
  };
  byId("focus").addEventListener("change", (event) => change({ focus: read(event.target), path: null }));
  for (const radio of document.querySelectorAll("input[name=steps]"))
    radio.addEventListener("change", () => change({ steps: Number(radio.value) }));
  for (const end of ["path-from", "path-to"]) {
    byId(end).addEventListener("change", () => {
      const ends = ["path-from", "path-to"].map((one) => read(byId(one)));
      if (ends.every(Boolean)) change({ path: ends, focus: null, node: null, edge: null });
      else if (!ends.some(Boolean)) change({ path: null });
    });
  }
}

function tick({ key, fields }, state) {
  for (const field of fields) field.checked = state[key].includes(field.value);
}

export function showControls(controls, state) {
  const { data, lists } = controls;
  controls.state = state;
  for (const list of lists) tick(list, state);
  for (const name of ["by", "told", "denied", "steps"])
    for (const radio of document.querySelectorAll(`input[name=${name}]`)) radio.checked = radio.value === String(state[name]);
  byId("disputed").checked = state.disputed;
  byId("words").value = state.words;
  for (const key of ["evidence", "confidence"]) byId(key).value = String(state[key]);
  byId("evidence-value").textContent = state.evidence > 1 ? `at least ${plural(state.evidence, "article")}` : "any";
  byId("confidence-value").textContent = state.confidence > 0 ? `at least ${Math.round(state.confidence * 100)} %` : "any";
  const label = (id) => (data.number.has(id) ? data.actors.label[data.number.get(id)] : "");
  byId("focus").value = label(state.focus);
  if (state.path) for (const [i, end] of ["path-from", "path-to"].entries()) byId(end).value = label(state.path[i]);
  if (byId("places").open) offerNames(data, state);
}

function offerNames(data, state) {
  const names = byId("actor-names");
  if (names.dataset.by === state.by) return;
  names.dataset.by = state.by;
  names.replaceChildren(...data.pictures[state.by].actor.map((actor) => el("option", { value: data.actors.label[actor] })));
}
