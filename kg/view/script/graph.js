// The picture: vis-network over the scene, its colours, its legible labels and where it looks.
import { byId } from "./elements.js";
import { faintAt, paintFaint } from "./faint.js";
import { blocColour, COLOUR, disputed, edgeDashes, edgeTitle, edgeWidth, measures, nodeSize, nodeTitle, presence } from "./figure.js";
import { actorAt, labelsOf } from "./labels.js";

const MANY = 800; // arrows
const PALE = 0.12;
const CLEAR = 0.4; // what is paler bears no mark
const calm = matchMedia("(prefers-reduced-motion: reduce)");
const motion = () => (calm.matches ? false : { duration: 250, easingFunction: "easeInOutQuad" });
export const colour = (token) => getComputedStyle(document.documentElement).getPropertyValue(`--${token}`).trim();

export function makeGraph(data, { onOpen, onClose, onFocus }) {
  const box = byId("graph");
  const { options } = data.pictures.principal;
  const drawn = { nodes: new vis.DataSet(), edges: new vis.DataSet() };
  const network = new vis.Network(box, drawn, options);
  const places = Object.fromEntries(Object.entries(data.pictures).map(([by, picture]) => [by, placesOf(picture, box)]));
  const graph = {
    data,
    box,
    network,
    drawn,
    places,
    scene: null,
    state: null,
    seen: { nodes: new Map(), edges: new Map() },
    faint: [],
    above: new Map(),
    moving: false,
    pointed: null,
    scale: 0,
    repaint: 0,
    free: () => box.clientHeight,
    head: () => 0,
  };
  for (const stop of box.querySelectorAll("[tabindex]")) stop.tabIndex = -1;
  network.on("click", (event) => {
    const actor = event.nodes[0] ?? actorAt(graph, event.pointer.canvas);
    if (actor !== undefined) onOpen("node", data.actors.id[actor]);
    else {
      const edge = event.edges[0] ?? faintAt(graph, event.pointer.canvas)?.id;
      if (edge) onOpen("edge", edge);
      else onClose();
    }
    select(graph);
  });
  network.on("doubleClick", (event) => event.nodes.length && onFocus(data.actors.id[event.nodes[0]]));
  network.on("dragEnd", (event) => event.nodes.length && keepPlaces(graph, event.nodes));
  network.on("beforeDrawing", (pen) => paintFaint(graph, pen));
  network.on("afterDrawing", () => {
    if (Math.abs(network.getScale() / graph.scale - 1) < 0.08) return;
    clearTimeout(graph.repaint);
    graph.repaint = setTimeout(() => repaint(graph), 60);
  });
  for (const event of ["hoverNode", "hoverEdge"]) network.on(event, () => box.classList.add("pointing"));
  for (const event of ["blurNode", "blurEdge"]) network.on(event, () => box.classList.remove("pointing"));
  // On paper the colours are the light ones.
  for (const query of ["(prefers-color-scheme: dark)", "print"]) matchMedia(query).addEventListener("change", () => repaint(graph));
  return graph;
}

// The places of a picture by actor, stretched towards the shape of the window, portrait on a phone; stretching brings no two nodes nearer.
function placesOf(picture, box) {
  const span = (values) => (values.length ? Math.max(...values) - Math.min(...values) : 0);
  const [wide, high] = [span(picture.x), span(picture.y)];
  let [across, down] = [1, 1];
  if (picture.actor.length > 2 && wide && high) {
    const stretch = box.clientWidth / Math.max(1, box.clientHeight) / (wide / high);
    [across, down] = stretch > 1 ? [Math.min(stretch, 1.6), 1] : [1, Math.min(1 / stretch, 2)];
  }
  return new Map(
    picture.actor.map((actor, i) => [
      actor,
      { x: picture.x[i] * across, y: picture.y[i] * down, shape: picture.shape[i], label: picture.label[i], bloc: picture.bloc[i] },
    ])
  );
}

function keepPlaces(graph, actors) {
  const at = graph.network.getPositions(actors);
  for (const actor of actors) Object.assign(graph.places[graph.state.by].get(actor), at[actor]);
}

// While physics move the actors, their places follow when it ends, or when they are dragged.
export function physics(graph, on) {
  graph.moving = on;
  repaint(graph);
  graph.network.setOptions({ physics: { enabled: on } });
  if (!on && graph.scene) keepPlaces(graph, [...graph.scene.nodes.keys()]);
}

// vis-network draws at once for each change of its data; so it draws but once, in the next frame.
function quietly({ network }, act) {
  network.renderer.allowRedraw = false;
  try {
    act();
  } finally {
    network.renderer.allowRedraw = true;
    network.body.emitter.emit("_requestRedraw");
  }
}

// With `whole` the picture first moves back until all of it is to be seen.
export function draw(graph, scene, state, whole) {
  quietly(graph, () => redrawn(graph, scene, state, whole));
}

function redrawn(graph, scene, state, whole) {
  const before = graph.state?.by;
  graph.scene = scene;
  graph.state = state;
  graph.pointed = null;
  if (before !== state.by) {
    graph.drawn.edges.clear();
    graph.drawn.nodes.clear();
    graph.seen = { nodes: new Map(), edges: new Map() };
  }
  if (whole) showAll(graph, false);
  paint(graph);
  select(graph);
}

// Only what differs from what is drawn goes to vis-network.
function put(graph, kind, items) {
  const seen = graph.seen[kind];
  const changed = items.filter((item) => {
    const before = seen.get(item.id);
    return !(before && Object.keys(item).every((key) => same(item[key], before[key]))) && seen.set(item.id, item);
  });
  if (changed.length) graph.drawn[kind].update(changed);
}

function takeOut(graph, kind, kept) {
  const left = [...graph.seen[kind].keys()].filter((id) => !kept.has(id));
  for (const id of left) graph.seen[kind].delete(id);
  if (left.length) graph.drawn[kind].remove(left);
}

function same(one, other) {
  if (one === other) return true;
  if (typeof one !== "object" || typeof other !== "object" || !one || !other) return false;
  const keys = Object.keys(one);
  return keys.length === Object.keys(other).length && keys.every((key) => same(one[key], other[key]));
}

// An arrow that the keyboard points at.
export function pointAt(graph, edge, actor) {
  graph.pointed = edge.id;
  repaint(graph);
  graph.network.setSelection({ nodes: [actor], edges: [edge.id] }, { highlightEdges: false });
}

export function repaint(graph) {
  if (graph.scene) quietly(graph, () => paint(graph));
}

function paint(graph) {
  const { data, scene, state } = graph;
  graph.scale = graph.network.getScale();
  graph.measures = measures(scene, graph.scale);
  const near = nearby(scene, state, data);
  const { size, shifts, above } = labelsOf(graph, near);
  graph.above = above;
  const [ink, halo, border, faint] = ["ink", "canvas", "node-border", "faint"].map(colour);
  const shades = Object.fromEntries(Object.keys(COLOUR).map((sign) => [sign, colour(COLOUR[sign])]));
  const fills = new Map();
  const fill = (token) => fills.get(token) ?? fills.set(token, colour(token)).get(token);
  const nodes = [...scene.nodes.values()].map((node) => {
    const place = graph.places[state.by].get(node.actor);
    const lit = !near || near.nodes.has(node.actor);
    const background = fill(blocColour(place.bloc));
    const plain = { background, border };
    const { x, y } = place;
    const known = graph.seen.nodes.has(node.actor);
    return {
      id: node.actor,
      shape: place.shape,
      size: nodeSize(node, graph.measures),
      opacity: lit ? 1 : 0.2,
      color: { ...plain, hover: plain, highlight: { background, border: ink } },
      label: shifts.has(node.actor) ? place.label : "",
      font: { color: lit ? ink : faint, strokeColor: halo, size, vadjust: shifts.get(node.actor) ?? 0 },
      title: nodeTitle(data, node),
      ...(known ? {} : { x, y }),
    };
  });
  graph.faint = [];
  const edges = [];
  for (const edge of scene.edges) {
    const width = edgeWidth(edge, graph.measures);
    const shade = shades[edge.sign];
    const lit = !near || near.edges.has(edge.id);
    const opacity = lit ? (near ? 1 : presence(edge, graph.measures)) : 0.1;
    const pale = scene.edges.length > MANY && opacity <= PALE && edge.id !== graph.pointed;
    // Physics need every arrow.
    if (pale && edge.source !== edge.target && !graph.moving) {
      graph.faint.push({ edge, width, shade, opacity });
      continue;
    }
    const split = disputed(edge) && lit && opacity >= CLEAR;
    edges.push({
      id: edge.id,
      from: edge.source,
      to: edge.target,
      width,
      // Of what is hardly to be seen, dashes, bends and arrowheads are not worth the time of drawing them.
      dashes: pale ? false : edgeDashes(edge, width),
      smooth: { enabled: !pale },
      // vis-network scales arrowheads with the width of the line; this keeps those of wide lines small.
      arrows: { to: { enabled: !pale, scaleFactor: Math.round((75 * Math.sqrt(graph.measures.zoom)) / (1 + 0.16 * width)) / 100 } },
      color: { color: shade, hover: shade, highlight: shade, inherit: false, opacity },
      // vis-network keeps an old label when the new one is empty.
      label: split ? "±" : graph.seen.edges.get(edge.id)?.label ? " " : "",
      ...(split ? { font: { color: ink, strokeColor: halo, size: Math.max(17, 1.2 * size) } } : {}),
      title: edgeTitle(data, edge),
    });
  }
  takeOut(graph, "edges", new Set(edges.map((edge) => edge.id)));
  takeOut(graph, "nodes", scene.nodes);
  put(graph, "nodes", nodes);
  put(graph, "edges", edges);
}

// What a selection lights: an arrow with its ends, or an actor with its arrows; null lights all.
function nearby(scene, state, data) {
  const edge = state.edge && scene.byId.get(state.edge);
  if (edge) return { nodes: new Set([edge.source, edge.target]), edges: new Set([edge.id]) };
  const node = state.node && scene.nodes.get(data.number.get(state.node));
  if (!node) return null;
  return {
    nodes: new Set([node.actor, ...node.edges.flatMap((own) => [own.source, own.target])]),
    edges: new Set(node.edges.map((own) => own.id)),
  };
}

export function select(graph) {
  const { network, scene, state, data } = graph;
  const actor = state.node ? data.number.get(state.node) : undefined;
  if (state.edge && scene.byId.has(state.edge)) network.setSelection({ nodes: [], edges: [state.edge] }, { highlightEdges: false });
  else if (scene.nodes.has(actor)) network.setSelection({ nodes: [actor], edges: [] }, { highlightEdges: false });
  else if (network.getSelectedNodes().length || network.getSelectedEdges().length) network.unselectAll();
}

// ---- where the picture looks ----

// Show these actors in the free part of the graph, with room for their labels, no closer than `closest`.
function frame(graph, actors, closest, animation) {
  const { network, box } = graph;
  const points = actors.map((actor) => graph.places[graph.state.by].get(actor));
  const [xs, ys] = [points.map((at) => at.x), points.map((at) => at.y)];
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const head = graph.head();
  const free = graph.free() - head;
  const wide = (box.clientWidth - 125) / Math.max(1, right - left);
  const high = (free - 130) / Math.max(1, bottom - top);
  const lift = (box.clientHeight - free) / 2 + 22 - head;
  network.moveTo({
    position: { x: (left + right) / 2, y: (top + bottom) / 2 },
    scale: Math.max(0.08, Math.min(wide, high, closest)),
    offset: { x: 0, y: -lift },
    animation,
  });
}

export function showAll(graph, animation = motion()) {
  const actors = graph.scene ? [...graph.scene.nodes.keys()] : [];
  if (actors.length) frame(graph, actors, 1, animation);
}

export function zoomBy(graph, factor) {
  graph.network.moveTo({ scale: Math.min(4, Math.max(0.08, graph.network.getScale() * factor)), animation: motion() });
}

export function bringIntoSight(graph, actors, legibly) {
  const known = actors.filter((actor) => graph.scene.nodes.has(actor));
  if (!known.length) return;
  const scale = graph.network.getScale();
  const margin = 24;
  const visible = known.every((actor) => {
    const at = graph.network.canvasToDOM(graph.network.getPosition(actor));
    return at.x > margin && at.y > margin && at.x < graph.box.clientWidth - margin && at.y < graph.free() - margin;
  });
  if (!visible || (legibly && scale < 0.6)) frame(graph, known, legibly ? Math.max(scale, 0.9) : scale, motion());
}
