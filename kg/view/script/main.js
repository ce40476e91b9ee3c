// The page: one state, which lives in the URL fragment, and everything drawn from it.
import { makeControls, showControls } from "./controls.js";
import { joinTexts, tabled, unpacked } from "./data.js";
import { announce, byId } from "./elements.js";
import { makeExports } from "./exports.js";
import { filtersOf, fragmentOf, START, stateOf } from "./fragment.js";
import { bringIntoSight, draw, makeGraph, physics, showAll, zoomBy } from "./graph.js";
import { makeKeys } from "./keys.js";
import { showLegend } from "./legend.js";
import { edgeFor, overview, panelOf } from "./panel.js";
import { sceneOf } from "./scene.js";
import { makeSearch } from "./search.js";
import { makeTable, showTable } from "./table.js";
import { makeTimeline, showTimeline, stop } from "./timeline.js";
import { NODAY, periodName, plural } from "./wording.js";

const data = tabled(await unpacked(byId("data").textContent));
const start = { ...START, by: data.by };
let state = stateOf(location.hash, start);
let seen = state; // what is shown; behind the state only while its sentences are being unpacked
let scene = null;
let filters = "";
let opener = null;
let reading = null;

// The sentences are unpacked behind the first picture, or when they are asked for before.
function texts() {
  reading ??= unpacked(byId("texts").textContent).then((found) => joinTexts(data, found));
  return reading;
}

const reads = ({ node, edge, words }) => Boolean(node || edge || words);

// ---- changing the state ----

// Small steps of one move, such as those of a slider, replace one another in the history.
function change(patch, replace = false) {
  go({ ...state, ...patch }, replace);
}

function go(next, replace = false) {
  const fragment = fragmentOf(next, start);
  if (fragment !== location.hash) {
    try {
      // "#all" rather than "#": an empty fragment would scroll the page to its top.
      history[replace ? "replaceState" : "pushState"](null, "", fragment || "#all");
    } catch {
      // Inside a notebook the page may have no history; it works without.
    }
  }
  show(next, true);
}

function open(kind, id) {
  if (byId("panel").hidden) opener = document.activeElement;
  go({ ...state, node: null, edge: null, [kind]: id });
}

function close() {
  if (state.node || state.edge) go({ ...state, node: null, edge: null });
  else if (state.path) go({ ...state, path: null });
  else if (state.focus) go({ ...state, focus: null });
}

function pathFrom(id) {
  setDrawer(true);
  byId("path-from").value = data.actors.label[data.number.get(id)];
  byId("path-to").value = "";
  byId("places").open = true;
  byId("path-to").focus();
}

const acts = { open, close, change, pathFrom, texts, stateNow: () => state };

// ---- the parts ----

const graph = makeGraph(data, { onOpen: open, onClose: close, onFocus: (id) => change({ focus: id, steps: 1, path: null }) });
const timeline = makeTimeline(data, acts);
const controls = makeControls(data, { change, setPhysics: (on) => physics(graph, on) });
const table = makeTable(data, acts);
makeKeys(graph, { onOpen: open });
makeSearch(data, acts);
makeExports(
  data,
  graph,
  texts,
  () => scene,
  () => state
);

// ---- showing the state ----

async function show(next, focus) {
  state = next;
  if (reads(next) && !data.sentences) {
    await texts();
    if (state !== next) return;
  }
  const before = seen;
  const first = scene === null;
  seen = next;
  const wanted = JSON.stringify([filtersOf(state), state.node, state.edge]);
  const filtered = JSON.stringify(filtersOf(state)) !== filters;
  if (first || filtered || (data.pictures[state.by].actor.length > data.maxNodes && wanted !== `${filters}`)) scene = sceneOf(data, state);
  filters = JSON.stringify(filtersOf(state));
  const turned = first || ["by", "focus", "path", "all"].some((key) => before[key] !== state[key]);
  if (first || filtered) showCounts();
  draw(graph, scene, state, turned);
  if (first || filtered) {
    showTimeline(timeline, state, scene);
    showControls(controls, state);
    showLegend(data, scene, state, acts);
    byId("overview").replaceChildren(...overview(data, scene, state, acts));
  }
  showView(first || filtered);
  showPanel(before, focus, first || filtered);
}

function showCounts() {
  const parts = [
    plural(scene.nodes.size, "actor"),
    plural(scene.edges.length, "arrow"),
    `${plural(scene.shown.length, "statement")} from ${plural(articlesOf(scene.shown), "article")}`,
  ];
  const counts = `${parts.join(" · ")} · ${dated()}`;
  if (byId("counts").textContent && byId("counts").textContent !== counts) announce(counts);
  byId("counts").textContent = counts;
  byId("empty").hidden = scene.nodes.size > 0;
  byId("empty-text").textContent = data.count
    ? "No statement passes these filters."
    : "There are no statements to show. Extract some from articles that name at least two actors.";
  byId("empty-reset").hidden = !data.count;
  const restricted = JSON.stringify({ ...filtersOf(state), by: "", all: "" }) !== JSON.stringify({ ...filtersOf(start), by: "", all: "" });
  byId("reset").disabled = !restricted;
  byId("drawer").classList.toggle("active", restricted);
  byId("backbone").hidden = scene.hidden === 0;
  const all = scene.nodes.size + scene.hidden;
  byId("backbone-text").textContent =
    `The strongest ${scene.nodes.size} of ${plural(all, "actor")} (disparity filter). The search finds the others.`;
}

function articlesOf(statements) {
  const among = new Uint8Array(data.articles.outlet.length);
  let found = 0;
  for (const i of statements) {
    const article = data.s.article[i];
    if (!among[article]) found++;
    among[article] = 1;
  }
  return found;
}

function dated() {
  const { day } = data.s;
  let dated = scene.shown.length;
  while (dated && day[scene.shown[dated - 1]] === NODAY) dated--;
  if (!dated) return "undated";
  const undated = scene.shown.length - dated;
  return periodName(day[scene.shown[0]], day[scene.shown[dated - 1]]) + (undated ? `, ${undated} undated` : "");
}

function showView(filtered) {
  const asTable = state.view === "table";
  byId("graph-view").hidden = asTable;
  byId("table-view").hidden = !asTable;
  byId("show-graph").setAttribute("aria-pressed", String(!asTable));
  byId("show-table").setAttribute("aria-pressed", String(asTable));
  if (asTable && (filtered || table.scene !== scene)) showTable(table, scene);
}

function showPanel(before, focus, filtered) {
  const moved = before.edge !== state.edge || before.node !== state.node || before.path !== state.path;
  if (!moved && !filtered && !byId("panel").hidden) return;
  const content = panelOf(data, scene, state, acts);
  const panel = byId("panel");
  const was = panel.hidden;
  panel.replaceChildren(...(content ?? []));
  panel.hidden = !content;
  byId("about").hidden = Boolean(content);
  document.body.classList.toggle("reading", Boolean(content));
  if (content && (moved || was)) {
    panel.scrollTop = 0;
    const edge = state.edge ? edgeFor(data, scene, state.edge) : null;
    if (edge) bringIntoSight(graph, [edge.source, edge.target], false);
    else if (state.node) bringIntoSight(graph, around(data.number.get(state.node)), true);
    if (focus && moved) byId("panel-title").focus({ preventScroll: true });
  }
  if (content || was) return;
  if (focus && opener?.isConnected && opener !== document.body) opener.focus({ preventScroll: true });
  opener = null;
}

// An actor and those at the other ends of its arrows.
const around = (actor) => [actor, ...(scene.nodes.get(actor)?.edges ?? []).flatMap((edge) => [edge.source, edge.target])];

// ---- the frame of the page ----

function setDrawer(on) {
  document.body.classList.toggle("filtering", on);
  byId("drawer").setAttribute("aria-expanded", String(on));
}

function showTab(name) {
  for (const tab of document.querySelectorAll("[role=tab]")) {
    const on = tab.id === `${name}-tab`;
    tab.setAttribute("aria-selected", String(on));
    tab.tabIndex = on ? 0 : -1;
    byId(tab.getAttribute("aria-controls")).hidden = !on;
  }
}

function reset() {
  stop(timeline);
  go({ ...start, by: state.by, view: state.view });
  announce("All filters are reset");
}

for (const tab of document.querySelectorAll("[role=tab]")) {
  const name = tab.id.replace("-tab", "");
  tab.addEventListener("click", () => showTab(name));
  tab.addEventListener("keydown", (event) => {
    if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
    const other = name === "overview" ? "legend" : "overview";
    showTab(other);
    byId(`${other}-tab`).focus();
  });
}
byId("show-legend").addEventListener("click", () => {
  go({ ...state, node: null, edge: null, path: null });
  showTab("legend");
  byId("legend-tab").focus();
});
byId("drawer").addEventListener("click", () => setDrawer(!document.body.classList.contains("filtering")));
byId("close-drawer").addEventListener("click", () => {
  setDrawer(false);
  byId("drawer").focus();
});
byId("zoom-in").addEventListener("click", () => zoomBy(graph, 1.3));
byId("zoom-out").addEventListener("click", () => zoomBy(graph, 1 / 1.3));
byId("zoom-all").addEventListener("click", () => showAll(graph));
byId("show-graph").addEventListener("click", () => change({ view: "graph" }));
byId("show-table").addEventListener("click", () => change({ view: "table" }));
byId("show-everyone").addEventListener("click", () => change({ all: true }));
for (const id of ["reset", "empty-reset"]) byId(id).addEventListener("click", reset);
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  if (byId("take").open) byId("take").open = false;
  else if (byId("drawer").offsetParent && document.body.classList.contains("filtering")) setDrawer(false);
  else close();
});
document.addEventListener("pointerdown", (event) => {
  if (!byId("take").contains(event.target)) byId("take").open = false;
});
addEventListener("popstate", () => show(stateOf(location.hash, start), true));

// The part of the graph that the panel, a sheet over it on narrow screens, leaves free.
graph.free = () => {
  const box = graph.box.getBoundingClientRect();
  const sheet = byId("panel").hidden ? null : byId("panel").getBoundingClientRect();
  const covered = sheet && sheet.top < box.bottom && sheet.left < box.right && sheet.right > box.left;
  return covered ? Math.max(80, sheet.top - box.top) : box.height;
};

// The part that the note on the backbone covers.
graph.head = () => (byId("backbone").hidden ? 0 : byId("backbone").offsetHeight + 8);

showTab("overview");
await show(state, false);
window.kg = {
  data,
  graph,
  network: graph.network,
  open,
  change,
  get state() {
    return state;
  },
  get scene() {
    return scene;
  },
};
document.body.classList.add("ready");
if (window.requestIdleCallback) requestIdleCallback(texts, { timeout: 500 });
else setTimeout(texts, 100);
