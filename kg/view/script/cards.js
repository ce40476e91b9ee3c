// Statements in print: sentence with its marks, who says it, when, where, and how it counts.
import { outletOf } from "./data.js";
import { announce, button, el, named } from "./elements.js";
import { triggerOf } from "./trigger.js";
import { labelOf, mentionOf } from "./turtle.js";
import { eventName, iso, MODALITIES, NODAY, percent, plural, QUADS, signed } from "./wording.js";

const PAGE_OF_CARDS = 30;
const WHY = { negated: "denied: not counted", copy: "a copy of an earlier report: not counted", ended: "ended since: not counted" };

// Lists of statements under their headings; a long list shows its next page on request.
export function cardGroups(data, edge, left) {
  const newest = [...edge.pieces, ...edge.named].sort((a, b) => newness(data, b) - newness(data, a) || b - a);
  const kinds = [
    ["In the articles’ own words", (i) => !data.s.negated[i] && data.s.speaker[i] < 0],
    ["Claims, on the word of a speaker", (i) => !data.s.negated[i] && data.s.speaker[i] >= 0],
    ["Denied", (i) => data.s.negated[i]],
  ];
  return kinds.flatMap(([title, fits]) => {
    const own = newest.filter(fits);
    return own.length ? [el("h3", { text: `${title} (${own.length})` }), ...cardList(data, own, edge, left)] : [];
  });
}

const newness = (data, i) => (data.s.day[i] === NODAY ? -Infinity : data.s.day[i]);

function cardList(data, statements, edge, left) {
  const list = el("ol", { class: "cards" });
  const more = button({ class: "more" }, () => add(true));
  function add(focus) {
    const from = list.childElementCount;
    list.append(...statements.slice(from, from + PAGE_OF_CARDS).map((i) => card(data, i, edge, left)));
    const rest = statements.length - list.childElementCount;
    more.hidden = rest === 0;
    more.textContent = `Show ${Math.min(rest, PAGE_OF_CARDS)} more of ${rest}`;
    if (!focus) return;
    list.children[from].tabIndex = -1;
    list.children[from].focus();
  }
  add(false);
  return [list, more];
}

export function card(data, i, edge, left) {
  const tone = data.s.negated[i] || data.s.polarity[i] === 0 ? "neutral" : data.s.polarity[i] > 0 ? "cooperative" : "conflictual";
  return el(
    "li",
    { class: `card ${tone}`, id: `st-${data.s.id[i]}` },
    provenance(data, i),
    told(data, i),
    sentence(data, i),
    triple(data, i),
    facts(data, i, edge, left),
    copyButton(data, i)
  );
}

function provenance(data, i) {
  const article = data.s.article[i];
  const heading = data.articles.title[article] || `Article ${data.articles.id[article]}`;
  const url = data.articles.url[article];
  const title =
    url && /^https?:\/\//i.test(url)
      ? el("a", { href: url, target: "_blank", rel: "noopener noreferrer", dir: "auto", text: heading })
      : el("span", { dir: "auto", text: heading });
  const day =
    data.s.day[i] === NODAY ? el("span", { text: "undated" }) : el("time", { datetime: iso(data.s.day[i]), text: iso(data.s.day[i]) });
  const outlet = data.outlets[outletOf(data, i)];
  return el("p", { class: "provenance" }, day, outlet ? [" · ", named(outlet)] : null, el("span", { class: "article" }, title));
}

// On whose word: the speaker, and those who report that the speaker said so.
function told(data, i) {
  const speaker = data.sparse.speaker[i];
  if (!speaker) return null;
  const reporters = (data.sparse.reporters[i] ?? []).map((reporter) => partyName(data, reporter));
  return el(
    "p",
    { class: "told" },
    "On the word of ",
    el("strong", {}, named(partyName(data, speaker))),
    reporters.length ? `, reported by ${reporters.join(", ")}` : null
  );
}

const partyName = (data, [actor, principal]) =>
  data.actors.label[actor] + (principal === actor ? "" : ` (for ${data.actors.label[principal]})`);

function triple(data, i) {
  const second = data.s.second[i];
  const end = second >= 0 && data.labels[data.s.label[i]].includes(data.actors.label[data.s.target[i]]) ? second : data.s.target[i];
  const not = data.s.negated[i] ? el("span", { class: "not", text: "NOT " }) : null;
  return el(
    "p",
    { class: "triple" },
    el("strong", {}, named(data.actors.label[data.s.source[i]])),
    " – ",
    not,
    named(data.labels[data.s.label[i]]),
    " – ",
    el("strong", {}, named(data.actors.label[end]))
  );
}

// The sentence cut at its marks; where marks overlap the earlier kind wins. What is outside of the sentence, or not as its mention says, is not marked.
export function marked(data, i) {
  const text = data.sentences[data.s.sentence[i]];
  const points = [...text];
  const plain = (words) => words.replace(/\s+/g, " ").trim();
  const marks = [
    ["source", mentionOf(data, i, "source")],
    ["target", mentionOf(data, i, "target")],
  ].map(([part, [, , start, end, words]]) => [part, start, end, words]);
  for (const [, , start, end, words] of data.sparse.context[i] ?? []) marks.push(["context", start, end, words]);
  const parts = new Array(points.length).fill(null);
  for (const [part, start, end, words] of marks) {
    if (start < 0 || plain(points.slice(start, end).join("")) !== plain(words)) continue;
    mark(parts, part, start, end);
  }
  const [from, to] = [data.s.triggerStart[i], data.s.triggerEnd[i]];
  if (from < to) mark(parts, "trigger", Math.max(0, from), to);
  else guessTrigger(data, i, text, points, parts);
  const pieces = [];
  points.forEach((point, at) => {
    if (pieces.length && pieces.at(-1).part === parts[at]) pieces.at(-1).text += point;
    else pieces.push({ part: parts[at], text: point });
  });
  return pieces;
}

function mark(parts, part, start, end) {
  for (let at = start; at < Math.min(end, parts.length); at++) parts[at] ??= part;
}

// Statements of other programs may not tell their trigger.
function guessTrigger(data, i, text, points, parts) {
  let unit = 0;
  const starts = points.map((point) => {
    unit += point.length;
    return unit - point.length;
  });
  const taken = parts.flatMap((part, at) => (part ? [[starts[at], starts[at] + points[at].length]] : []));
  for (const [start, end] of triggerOf(text, data.rules[data.s.rule[i]], data.labels[data.s.label[i]], taken)) {
    starts.forEach((at, place) => {
      if (at >= start && at < end) parts[place] ??= "trigger";
    });
  }
}

function sentence(data, i) {
  const pieces = marked(data, i).map(({ part, text }) => (part ? el("mark", { class: part, text }) : text));
  // A long sentence scrolls; as a tab stop it does so for the keyboard too.
  const long =
    data.sentences[data.s.sentence[i]].length > 600 ? { class: "long", tabindex: "0", role: "group", "aria-label": "Evidence" } : {};
  return el("blockquote", { dir: "auto", ...long }, ...pieces);
}

function facts(data, i, edge, left) {
  const { s } = data;
  const why = edge.named.includes(i) ? "names this party; counts towards another" : left.get(i);
  const acting = ["source", "target"]
    .filter((side) => s[side][i] !== s[`${side}For`][i])
    .map((side) => partyName(data, [s[side][i], s[`${side}For`][i]]));
  const context = (data.sparse.context[i] ?? []).map(([actor, role]) => `${role} ${data.actors.label[actor]}`);
  const period = data.periods[s.period[i]];
  const pairs = [
    ["Event", `${eventName(data.events[s.event[i]])}, ${QUADS[s.quad[i]].toLowerCase()}`],
    edge.named.includes(i) ? ["Towards", data.actors.label[s.target[i]]] : null,
    context.length ? ["Context", context.join("; ")] : null,
    acting.length ? ["Acting", acting.join("; ")] : null,
    ["Modality", MODALITIES[s.modality[i]] + (s.phase[i] ? `, ${s.phase[i]}` : "")],
    period ? ["Time", `“${period[2]}”: ${period[0] === period[1] ? period[0] : `${period[0]} to ${period[1]}`}`] : null,
    ["Confidence", percent(s.confidence[i])],
    ["Counts", why ? (WHY[why] ?? why) : `${signed((s.intensity[i] / 10) * s.quality[i])} before it fades`],
    ["Rule", data.rules[s.rule[i]]],
  ].filter(Boolean);
  return el(
    "dl",
    { class: "facts" },
    ...pairs.flatMap(([term, value]) => [el("dt", { text: term }), el("dd", { dir: "auto", text: value })])
  );
}

export function citation(data, i) {
  const article = data.s.article[i];
  const { title, date, url, id } = data.articles;
  const head = [
    data.outlets[outletOf(data, i)],
    title[article] ? `“${title[article]}”` : `article ${id[article]}`,
    date[article] ?? "undated",
    url[article],
  ]
    .filter(Boolean)
    .join(", ");
  return `${head}: “${data.sentences[data.s.sentence[i]]}” [${labelOf(data, i)}; st-${data.s.id[i]}]`;
}

function copyButton(data, i) {
  return button(
    { class: "copy", "aria-label": `Copy the citation of statement st-${data.s.id[i]}` },
    async (event) =>
      announce((await copied(citation(data, i), event.currentTarget)) ? "Citation copied" : "The browser does not allow copying"),
    "Copy citation"
  );
}

export async function copied(text, control) {
  const word = control?.textContent;
  let done = true;
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const area = el("textarea", { class: "unseen" });
    area.value = text;
    document.body.append(area);
    area.select();
    done = document.execCommand("copy");
    area.remove();
  }
  if (control && done) {
    control.textContent = "Copied";
    setTimeout(() => {
      control.textContent = word;
    }, 1500);
  }
  return done;
}

export const markKey = (data, edge) => {
  const parts = new Set([...edge.pieces, ...edge.named].slice(0, PAGE_OF_CARDS).flatMap((i) => marked(data, i).map((piece) => piece.part)));
  const keys = ["source", "trigger", "target", "context"].filter((part) => parts.has(part));
  return keys.length
    ? el(
        "p",
        { class: "mark-key muted" },
        `${plural(edge.articles, "article")}. Marked: `,
        ...keys.flatMap((part) => [el("mark", { class: part, text: part }), " "])
      )
    : null;
};
