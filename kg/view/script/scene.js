// What the page shows in a state: dyads with their stances, and the actors at their ends.
import { passing } from "./filters.js";
import { paths, within } from "./paths.js";
import { stanceOf } from "./stance.js";

export const SPLIT = 0.25; // from this disagreement on, an arrow bears the mark of disputed ones

const COMPANY = 30; // so many arrows an actor brings along that is found outside of the backbone

// The dyads of some statements by key "source>target" of actor numbers: their pieces, and `named`, the statements whose act towards
// somebody else names the target.
export function dyadsOf(data, statements, by) {
  const { source, target } = data.ends[by];
  const actors = data.actors.id.length;
  const found = new Map();
  const at = (from, to) => {
    const key = from * actors + to;
    return found.get(key) ?? found.set(key, { source: from, target: to, pieces: [], named: [] }).get(key);
  };
  for (const i of statements) {
    at(source[i], target[i]).pieces.push(i);
    const second = data.s.second[i];
    if (second >= 0 && second !== target[i]) at(source[i], second).named.push(i);
  }
  return [...found.values()];
}

// The ends of an edge by its id, in which the ids of actors may hold anything; undefined for what is not known.
export function endsOf(data, id) {
  for (let at = id.indexOf(">"); at >= 0; at = id.indexOf(">", at + 1)) {
    const [source, target] = [data.number.get(id.slice(0, at)), data.number.get(id.slice(at + 1))];
    if (source !== undefined && target !== undefined) return [source, target];
  }
  return [];
}

export const edgeId = (data, edge) => `${data.actors.id[edge.source]}>${data.actors.id[edge.target]}`;

// The edges of a state with their stances, before anything but the filters of statements and of dyads is looked at.
export function edgesOf(data, state) {
  const statements = passing(data, state);
  const edges = [];
  for (const dyad of dyadsOf(data, statements, state.by)) {
    const stance = dyad.pieces.length ? stanceOf(data, dyad.pieces, state.to) : null;
    const articles = stance ? stance.articles : new Set(dyad.named.map((i) => data.s.text[i])).size;
    const sign = stance ? stance.sign : "named";
    if (state.sign.length && !state.sign.includes(sign)) continue;
    if (state.evidence > 1 && articles < state.evidence) continue;
    if (state.disputed && !(stance && stance.disagreement >= SPLIT)) continue;
    const { source, target, pieces, named } = dyad;
    edges.push({ source, target, pieces, named, id: edgeId(data, dyad), stance, sign, articles });
  }
  return { statements, edges };
}

// Edges and nodes to draw. `hidden` counts the actors that pass the filters and are left out because they are too many.
export function sceneOf(data, state) {
  const { statements, edges: all } = edgesOf(data, state);
  const { edges, route } = narrowed(data, state, all);
  const kept = strongest(data, state, edges);
  const drawn = kept ? edges.filter((edge) => kept.has(edge.source) && kept.has(edge.target)) : edges;
  const nodes = nodesOf(drawn);
  return {
    statements,
    edges: drawn,
    byId: new Map(drawn.map((edge) => [edge.id, edge])),
    nodes,
    route,
    shown: shownIn(data, drawn),
    hidden: kept ? nodesOf(edges).size - nodes.size : 0,
  };
}

// The statements of some edges, ascending.
function shownIn(data, edges) {
  const among = new Uint8Array(data.count);
  for (const edge of edges) {
    for (const i of edge.pieces) among[i] = 1;
    for (const i of edge.named) among[i] = 1;
  }
  const found = [];
  for (let i = 0; i < data.count; i++) if (among[i]) found.push(i);
  return found;
}

function narrowed(data, state, edges) {
  const focus = data.number.get(state.focus);
  if (state.path) {
    const [from, to] = state.path.map((id) => data.number.get(id));
    const route = paths(edges, from, to);
    const steps = new Set(route.flatMap((path) => path.slice(1).flatMap((end, i) => [`${path[i]} ${end}`, `${end} ${path[i]}`])));
    return { edges: edges.filter((edge) => steps.has(`${edge.source} ${edge.target}`)), route };
  }
  if (focus === undefined) return { edges, route: null };
  const near = within(edges, focus, state.steps);
  return { edges: edges.filter((edge) => near.has(edge.source) && near.has(edge.target)), route: null };
}

// The actors to draw when there are too many: the first of the backbone, and those that are selected; null for all of them.
function strongest(data, state, edges) {
  const ends = new Set();
  for (const edge of edges) ends.add(edge.source).add(edge.target);
  if (state.all || ends.size <= data.maxNodes) return null;
  const picture = data.pictures[state.by];
  const rank = new Map(picture.actor.map((actor, i) => [actor, picture.rank[i]]));
  const kept = new Set([...ends].sort((a, b) => (rank.get(a) ?? Infinity) - (rank.get(b) ?? Infinity)).slice(0, data.maxNodes));
  const selected = data.number.get(state.node);
  for (const actor of [selected, ...endsOf(data, state.edge ?? "")]) if (actor !== undefined) kept.add(actor);
  const own = edges.filter((edge) => edge.source === selected || edge.target === selected).sort((a, b) => b.articles - a.articles);
  for (const edge of own.slice(0, COMPANY)) kept.add(edge.source).add(edge.target);
  return kept;
}

function nodesOf(edges) {
  const nodes = new Map();
  const at = (actor) => nodes.get(actor) ?? nodes.set(actor, { actor, edges: [], involvement: 0 }).get(actor);
  const add = (actor, edge) => {
    const node = at(actor);
    node.edges.push(edge);
    node.involvement += edge.pieces.length + edge.named.length;
  };
  for (const edge of edges) {
    add(edge.source, edge);
    if (edge.target !== edge.source) add(edge.target, edge);
  }
  return nodes;
}
