// The search box: actors by label, by who acts for them and by what they are called, and sentences by their words.
import { byId, el, named } from "./elements.js";
import { passing, sentencesWith } from "./filters.js";
import { edgeId } from "./scene.js";
import { folded, NODAY, iso, plural, typeName } from "./wording.js";

const ACTORS = 7;
const SENTENCES = 3;

export function makeSearch(data, { open, change, texts, stateNow }) {
  const input = byId("search");
  const list = byId("found");
  const indexes = {};
  let active = -1;
  let options = [];

  async function show() {
    if (!data.sentences) await texts();
    const query = folded(input.value.trim());
    const state = stateNow();
    if (query) indexes[state.by] ??= indexOf(data, state.by);
    options = query ? [...actorsLike(indexes[state.by], query), ...sentencesLike(state, input.value.trim())] : [];
    list.replaceChildren(...options.map(({ content, act }, i) => optionOf(i, content, act)));
    list.hidden = !options.length;
    input.setAttribute("aria-expanded", String(options.length > 0));
    byId("search-note").textContent = query
      ? options.length
        ? `${plural(options.length, "suggestion")}`
        : "Nothing like that is in this graph"
      : "";
    input.classList.toggle("missing", Boolean(query) && !options.length);
    activate(options.length ? 0 : -1);
  }

  function optionOf(i, content, act) {
    const item = el("li", { role: "option", id: `found-${i}`, "aria-selected": "false" }, ...content);
    // On press, before the input loses focus and closes the list.
    item.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      choose(act);
    });
    return item;
  }

  function actorsLike(index, query) {
    const rank = (item) =>
      item.text.startsWith(query) ? 0 : item.text.includes(` ${query}`) ? 1 : item.text.includes(query) ? 2 : also(item, query) ? 3 : 4;
    const matches = index.map((item) => ({ item, rank: rank(item) })).filter((match) => match.rank < 4);
    return matches
      .sort((a, b) => a.rank - b.rank || b.item.count - a.item.count)
      .slice(0, ACTORS)
      .map(({ item, rank: found }) => ({
        content: [
          named(data.actors.label[item.actor]),
          " ",
          el("bdi", { class: "muted", text: found === 3 ? also(item, query) : typeName(data.actors.type[item.actor]) }),
        ],
        act: () => open("node", data.actors.id[item.actor]),
      }));
  }

  function sentencesLike(state, words) {
    if (words.length < 3) return [];
    const holds = sentencesWith(data, words);
    const found = passing(data, { ...state, words: "" }).filter((i) => holds[data.s.sentence[i]]);
    if (!found.length) return [];
    const newest = found.filter((i) => data.s.day[i] !== NODAY).reverse();
    const seen = new Set();
    const some = newest.filter((i) => !seen.has(data.s.sentence[i]) && seen.add(data.s.sentence[i])).slice(0, SENTENCES);
    return [
      {
        content: [el("span", { text: `Only sentences with “${words}”: ${plural(found.length, "statement")}` })],
        act: () => change({ words }),
      },
      ...some.map((i) => ({
        content: [
          el("span", { class: "quote", dir: "auto", text: snippet(data.sentences[data.s.sentence[i]], words) }),
          el("span", { class: "muted", text: ` ${iso(data.s.day[i])}` }),
        ],
        act: () => open("edge", edgeId(data, { source: data.ends[state.by].source[i], target: data.ends[state.by].target[i] })),
      })),
    ];
  }

  function activate(i) {
    active = i;
    for (const [place, item] of [...list.children].entries()) item.setAttribute("aria-selected", String(place === i));
    if (i < 0) input.removeAttribute("aria-activedescendant");
    else input.setAttribute("aria-activedescendant", `found-${i}`);
  }

  function close() {
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    activate(-1);
  }

  function choose(act) {
    input.value = "";
    close();
    act();
  }

  input.addEventListener("input", show);
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    const count = list.hidden ? 0 : options.length;
    if (event.key === "Enter" && count) choose(options[Math.max(0, active)].act);
    else if (event.key === "ArrowDown" && count) activate((active + 1) % count);
    else if (event.key === "ArrowUp" && count) activate((active - 1 + count) % count);
    else if (event.key === "Escape" && count) close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
}

const also = (item, query) => item.also.find(([text]) => text.includes(query))?.[1];

function indexOf(data, by) {
  const picture = data.pictures[by];
  const names = new Map(picture.actor.map((actor) => [actor, new Set(data.names[actor])]));
  const counts = new Map();
  for (let i = 0; i < data.count; i++) {
    for (const side of ["source", "target"]) {
      const actor = data.ends[by][side][i];
      counts.set(actor, (counts.get(actor) ?? 0) + 1);
      const own = names.get(actor);
      if (!own) continue;
      own.add(data.actors.label[data.s[side][i]]);
      const words =
        data.sparse.words[i]?.[side] ?? data.sentences[data.s.sentence[i]].slice(data.s[`${side}Start`][i], data.s[`${side}End`][i]);
      if (words.length > 2 && /\p{Lu}/u.test(words)) own.add(words);
    }
  }
  return picture.actor.map((actor) => ({
    actor,
    count: counts.get(actor) ?? 0,
    text: folded(data.actors.label[actor]),
    also: [...names.get(actor)].map((name) => [folded(name), name]),
  }));
}

// Some words of a long sentence around the first of those sought.
function snippet(sentence, words) {
  const at = Math.max(0, folded(sentence).indexOf(folded(words).split(/\s+/)[0]) - 40);
  const cut = sentence.slice(at, at + 110);
  return `${at ? "…" : ""}${cut}${at + 110 < sentence.length ? "…" : ""}`;
}
