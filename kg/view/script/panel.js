// The panel beside the graph: an arrow with its evidence, an actor with its facts, paths, or the overview.
import { dyadName, edgeButton, edgeList, fromNode, scale, turnNote } from "./arrows.js";
import { cardGroups, markKey } from "./cards.js";
import { courseOf } from "./course.js";
import { button, el, named } from "./elements.js";
import { countOf, disputed } from "./figure.js";
import { endsOf } from "./scene.js";
import { leftOut } from "./stance.js";
import { against, towards, turns } from "./turns.js";
import { iso, listed, NODAY, percent, periodName, plural, SIGNS, signed, typeName } from "./wording.js";

const STRONGEST = 5;
const score = (edge) => edge.stance?.score ?? 0;

export function panelOf(data, scene, state, acts) {
  if (state.edge) return edgePanel(data, scene, state, acts);
  if (state.node) return nodePanel(data, scene, state, acts);
  if (state.path) return pathPanel(data, scene, state, acts);
  return null;
}

function head(kicker, title, acts) {
  return el(
    "header",
    { class: "panel-head" },
    el("p", { class: "kicker", text: kicker }),
    el("h2", { id: "panel-title", tabindex: "-1" }, title),
    button(
      { class: "close", "aria-label": "Close (Escape)", title: "Close (Escape)" },
      acts.close,
      el("span", { "aria-hidden": "true", text: "×" })
    )
  );
}

const actorButton = (data, actor, acts) =>
  button(
    { class: "actor" },
    () => acts.open("node", data.actors.id[actor]),
    el("span", { class: "unseen", text: "Actor " }),
    named(data.actors.label[actor])
  );

// ---- an arrow ----

// The arrow as the filters leave it; one that they hide is shown without statements.
export function edgeFor(data, scene, id) {
  const [source, target] = endsOf(data, id);
  if (source === undefined || target === undefined) return null;
  return scene.byId.get(id) ?? { id, source, target, pieces: [], named: [], stance: null, sign: "named", articles: 0 };
}

function edgePanel(data, scene, state, acts) {
  const edge = edgeFor(data, scene, state.edge);
  if (!edge) return null;
  const reverse = scene.byId.get(`${data.actors.id[edge.target]}>${data.actors.id[edge.source]}`);
  const left = leftOut(data, edge.pieces);
  const links = el(
    "p",
    { class: "links" },
    actorButton(data, edge.source, acts),
    edge.source === edge.target ? null : actorButton(data, edge.target, acts),
    reverse && reverse !== edge ? edgeButton(reverse, dyadName(data, reverse), acts.open) : null
  );
  if (!countOf(edge))
    return [
      head("Stance", dyadName(data, edge), acts),
      el("p", { class: "summary", text: "The filters hide all statements of this arrow." }),
      links,
    ];
  return [
    head("Stance", dyadName(data, edge), acts),
    el("div", { class: "summary" }, ...edgeSummary(edge, state)),
    edge.pieces.length ? courseOf(data, edge) : null,
    links,
    markKey(data, edge),
    ...cardGroups(data, edge, left),
  ].filter(Boolean);
}

function edgeSummary(edge, state) {
  const { stance } = edge;
  if (!stance) return [el("p", { text: "The source’s acts towards others name this party; they are no stance towards it." })];
  const counts = [
    stance.cooperative && `${stance.cooperative} cooperative`,
    stance.conflictual && `${stance.conflictual} conflictual`,
    stance.neutral && `${stance.neutral} neutral`,
    stance.negated && `${stance.negated} denied`,
    stance.copies && `${stance.copies} copied`,
    stance.ended && `${stance.ended} ended`,
  ].filter(Boolean);
  const sources = [
    plural(stance.articles, "article"),
    stance.outlets && plural(stance.outlets, "outlet"),
    stance.attributed && `${stance.attributed} on the word of a speaker`,
  ]
    .filter(Boolean)
    .join(", ");
  const since = stance.first === null ? null : `From ${iso(stance.first)}${stance.last === stance.first ? "" : ` to ${iso(stance.last)}`}`;
  return [
    el(
      "p",
      { class: "score" },
      el("span", { class: `chip ${stance.sign}`, text: SIGNS[stance.sign] }),
      el("strong", { text: signed(stance.score) }),
      el("span", { class: "muted", title: "90 % of what is possible lies within", text: `± ${stance.margin.toFixed(2)}` }),
      scale(stance)
    ),
    el(
      "p",
      { class: "muted" },
      `${counts.join(" · ") || "nothing that counts"}. ${stance.counted ? `Behind the score: ${sources}.` : ""}${since ? ` ${since}.` : ""}`
    ),
    state.from !== null || state.to !== null
      ? el("p", { class: "muted", text: `In the period ${periodName(state.from, state.to)}; as of ${iso(stance.reference ?? state.to)}.` })
      : null,
    disputed(edge)
      ? el("p", {}, el("span", { class: "disputed", text: "± " }), `Sources disagree: ${percent(stance.disagreement)} of an even split.`)
      : null,
  ].filter(Boolean);
}

// ---- an actor ----

function nodePanel(data, scene, state, acts) {
  const actor = data.number.get(state.node);
  if (actor === undefined) return null;
  const node = scene.nodes.get(actor) ?? { actor, edges: [], involvement: 0 };
  const friends = node.edges
    .filter((edge) => edge.sign === "cooperative")
    .sort((a, b) => score(b) - score(a))
    .slice(0, STRONGEST);
  const foes = node.edges
    .filter((edge) => edge.sign === "conflictual")
    .sort((a, b) => score(a) - score(b))
    .slice(0, STRONGEST);
  const strongest = new Set([...friends, ...foes]);
  const rest = node.edges.filter((edge) => !strongest.has(edge)).sort((a, b) => countOf(b) - countOf(a));
  const label = (edge) => fromNode(data, edge, actor);
  return [
    head(typeName(data.actors.type[actor]), named(data.actors.label[actor]), acts),
    nodeActions(data, state, actor, acts),
    ...turned(data, state, node.edges, acts, actor),
    ...edgeList("Strongest friends", friends, label, acts.open),
    ...edgeList("Strongest foes", foes, label, acts.open),
    node.edges.length ? null : el("p", { class: "summary", text: "The filters hide all statements of this actor." }),
    nodeFacts(data, state, node),
    ...edgeList(strongest.size ? "Other arrows" : "Arrows", rest, label, acts.open),
  ].filter(Boolean);
}

function nodeActions(data, state, actor, acts) {
  const id = data.actors.id[actor];
  const focus = (steps, text) =>
    button(
      { "aria-pressed": String(state.focus === id && state.steps === steps) },
      () => acts.change(state.focus === id && state.steps === steps ? { focus: null } : { focus: id, steps, path: null }),
      text
    );
  return el(
    "p",
    { class: "links" },
    focus(1, "Neighbours only"),
    focus(2, "Two steps"),
    button({}, () => acts.pathFrom(id), "Paths to …")
  );
}

function nodeFacts(data, state, node) {
  const { actors, s } = data;
  const { actor } = node;
  const pieces = [...new Set(node.edges.flatMap((edge) => [...edge.pieces, ...edge.named]))];
  const picture = data.pictures[state.by];
  const bloc = picture.bloc[picture.actor.indexOf(actor)] ?? -1;
  const days = pieces.map((i) => s.day[i]).filter((day) => day !== NODAY);
  const [others, names] = [tally(), tally()];
  for (const i of pieces) {
    for (const side of ["source", "target"]) {
      if (data.ends[state.by][side][i] !== actor) continue;
      const [acting, principal, , , words] = sideOf(data, i, side);
      if (acting !== principal) others.add(actors.label[acting === actor ? principal : acting]);
      names.add(words);
    }
  }
  const pairs = [
    [
      "Statements",
      `${pieces.length}: source in ${countEnds(data, state, pieces, "source", actor)}, target in ${countEnds(data, state, pieces, "target", actor)}`,
    ],
    days.length
      ? [
          "Days",
          periodName(
            days.reduce((a, b) => Math.min(a, b)),
            days.reduce((a, b) => Math.max(a, b))
          ),
        ]
      : null,
    others.size() ? [state.by === "principal" ? "Acts through" : "Acts for", listed(others.ranked())] : null,
    data.names[actor].length ? ["Also called", listed(data.names[actor].filter((name) => name !== actors.label[actor]))] : null,
    names.size() ? ["Named as", listed(names.ranked())] : null,
    bloc >= 0 ? ["Bloc", listed(picture.blocs[bloc].map((member) => actors.label[member]))] : null,
  ].filter(Boolean);
  const list = el(
    "dl",
    { class: "facts wide" },
    ...pairs.flatMap(([term, value]) => [el("dt", { text: term }), el("dd", { dir: "auto", text: value })])
  );
  const ids = [
    actors.wikidata[actor] &&
      link(`https://www.wikidata.org/wiki/${encodeURIComponent(actors.wikidata[actor])}`, `Wikidata ${actors.wikidata[actor]}`),
    actors.iso2[actor] &&
      link(
        `https://www.iso.org/obp/ui/#iso:code:3166:${encodeURIComponent(actors.iso2[actor])}`,
        `ISO 3166 ${[actors.iso2[actor], actors.iso3[actor]].filter(Boolean).join(", ")}`
      ),
    el("code", { text: actors.id[actor] }),
  ].filter(Boolean);
  list.append(el("dt", { text: "Ids" }), el("dd", {}, ...ids.flatMap((one, i) => (i ? [" · ", one] : [one]))));
  return list;
}

const link = (href, text) => el("a", { href, target: "_blank", rel: "noopener noreferrer", text });
const countEnds = (data, state, pieces, side, actor) => pieces.filter((i) => data.ends[state.by][side][i] === actor).length;

function sideOf(data, i, side) {
  const { s } = data;
  const words = data.sparse.words[i]?.[side] ?? [...data.sentences[s.sentence[i]]].slice(s[`${side}Start`][i], s[`${side}End`][i]).join("");
  return [s[side][i], s[`${side}For`][i], null, null, words];
}

function tally() {
  const counts = new Map();
  return {
    add: (name) => counts.set(name, (counts.get(name) ?? 0) + 1),
    size: () => counts.size,
    ranked: () => [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([name, count]) => `${name} (${count})`),
  };
}

// ---- who turned in the period ----

// Of an actor, apart who turned against it and against whom it turned; without an actor, all turns.
function turned(data, state, edges, acts, actor = null) {
  if (state.from === null) return [];
  const found = turns(data, state, edges);
  const period = periodName(state.from, state.to);
  const part = (title, fits, label) => {
    const own = found.filter((turn) => fits(turn, data.weights.band)).slice(0, STRONGEST * 2);
    const note = new Map(own.map((turn) => [turn.edge, turnNote(turn)]));
    return edgeList(
      title,
      own.map((turn) => turn.edge),
      label,
      acts.open,
      (edge) => note.get(edge)
    );
  };
  if (actor === null)
    return [
      ...part(`Turned against, in ${period}`, against, (edge) => dyadName(data, edge)),
      ...part(`Turned towards, in ${period}`, towards, (edge) => dyadName(data, edge)),
    ];
  const name = data.actors.label[actor];
  const source = (edge) => named(data.actors.label[edge.source]);
  const target = (edge) => named(data.actors.label[edge.target]);
  const incoming = (fits) => (turn, band) => turn.edge.target === actor && fits(turn, band);
  const outgoing = (fits) => (turn, band) => turn.edge.source === actor && turn.edge.target !== actor && fits(turn, band);
  return [
    ...part(`Turned against ${name}, in ${period}`, incoming(against), source),
    ...part(`${name} turned against, in ${period}`, outgoing(against), target),
    ...part(`Turned towards ${name}, in ${period}`, incoming(towards), source),
    ...part(`${name} turned towards, in ${period}`, outgoing(towards), target),
  ];
}

// ---- paths ----

function pathPanel(data, scene, state, acts) {
  const ends = state.path.map((id) => data.number.get(id));
  if (ends.includes(undefined)) return null;
  const title = [named(data.actors.label[ends[0]]), el("span", { class: "to", text: " and " }), named(data.actors.label[ends[1]])];
  const routes = scene.route ?? [];
  const between = (a, b) =>
    [`${data.actors.id[a]}>${data.actors.id[b]}`, `${data.actors.id[b]}>${data.actors.id[a]}`]
      .map((id) => scene.byId.get(id))
      .filter(Boolean);
  const items = routes.map((route) =>
    el(
      "li",
      { class: "route" },
      el("p", { class: "links" }, ...route.map((actor) => actorButton(data, actor, acts))),
      el(
        "ul",
        { class: "edges" },
        ...route
          .slice(1)
          .flatMap((end, i) => between(route[i], end).map((edge) => el("li", {}, edgeButton(edge, dyadName(data, edge), acts.open))))
      )
    )
  );
  return [
    head("Paths between", el("span", {}, ...title), acts),
    el("p", {
      class: "summary",
      text: routes.length ? `${plural(routes.length, "path")}, the shortest first.` : "No path joins the two under these filters.",
    }),
    el("ol", { class: "routes" }, ...items),
  ];
}

// ---- the overview ----

export function overview(data, scene, state, acts) {
  const label = (edge) => dyadName(data, edge);
  const ranked = (fits, order) => scene.edges.filter(fits).sort(order).slice(0, STRONGEST);
  const hostile = ranked(
    (edge) => edge.sign === "conflictual",
    (a, b) => score(a) - score(b)
  );
  const friendly = ranked(
    (edge) => edge.sign === "cooperative",
    (a, b) => score(b) - score(a)
  );
  const split = ranked(disputed, (a, b) => b.stance.disagreement * b.stance.weight - a.stance.disagreement * a.stance.weight);
  return [
    el("h2", {
      text: state.from === null && state.to === null ? "What stands out" : `What stands out in ${periodName(state.from, state.to)}`,
    }),
    el("p", { class: "muted", text: "Select an arrow to read the sentences behind it, or an actor for its friends and foes." }),
    state.from === null && state.to === null
      ? el("p", { class: "muted", text: "Choose days in the timeline, and you see who turned against whom in them." })
      : null,
    ...turned(data, state, scene.edges, acts),
    ...edgeList("Most conflictual", hostile, label, acts.open),
    ...edgeList("Most cooperative", friendly, label, acts.open),
    ...edgeList("Sources disagree most", split, label, acts.open),
  ].filter(Boolean);
}
