// The graph by keyboard: arrows walk to the nearest actor in that direction, Enter opens it, [ and ] go through its arrows.
import { announce } from "./elements.js";
import { scoreText } from "./figure.js";
import { bringIntoSight, pointAt, showAll, zoomBy } from "./graph.js";
import { plural, SIGNS, typeName } from "./wording.js";

const DIRECTIONS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };

export function makeKeys(graph, { onOpen }) {
  const cursor = { actor: null, arrow: -1 };
  graph.box.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !act(graph, cursor, event.key, onOpen)) return;
    event.preventDefault();
  });
  graph.box.addEventListener("blur", () => {
    cursor.actor = null;
  });
}

function act(graph, cursor, key, onOpen) {
  const { scene, data, network } = graph;
  if (DIRECTIONS[key]) step(graph, cursor, DIRECTIONS[key]);
  else if (key === "Enter" || key === " ") {
    const edge = cursor.arrow >= 0 && arrowsOf(scene, cursor.actor)[cursor.arrow];
    if (edge) onOpen("edge", edge.id);
    else if (cursor.actor !== null) onOpen("node", data.actors.id[cursor.actor]);
    else step(graph, cursor, null);
  } else if (key === "]" || key === "[") turn(graph, cursor, key === "]" ? 1 : -1);
  else if (key === "+" || key === "=") zoomBy(graph, 1.3);
  else if (key === "-") zoomBy(graph, 1 / 1.3);
  else if (key === "0") showAll(graph);
  else return false;
  return Boolean(network);
}

const arrowsOf = (scene, actor) =>
  [...(scene.nodes.get(actor)?.edges ?? [])].sort((a, b) => b.articles - a.articles || (a.id < b.id ? -1 : 1));

function step(graph, cursor, direction) {
  const { scene, state, data } = graph;
  const selected = data.number.get(state.node ?? undefined);
  const here = scene.nodes.has(cursor.actor) ? cursor.actor : scene.nodes.has(selected) ? selected : null;
  const next = here === null || !direction ? busiest(scene) : nearest(graph, here, direction);
  if (next === undefined) return;
  cursor.actor = next;
  cursor.arrow = -1;
  graph.network.setSelection({ nodes: [next], edges: [] }, { highlightEdges: false });
  bringIntoSight(graph, [next], false);
  const { involvement, edges } = scene.nodes.get(next);
  announce(
    `${data.actors.label[next]}, ${typeName(data.actors.type[next])}, ${plural(involvement, "statement")}, ${plural(edges.length, "arrow")}. Enter opens it.`
  );
}

const busiest = (scene) => [...scene.nodes.values()].sort((a, b) => b.involvement - a.involvement || a.actor - b.actor)[0]?.actor;

// The actor that is nearest in a direction: what lies off the line counts twice as far.
function nearest(graph, here, [dx, dy]) {
  const at = graph.network.getPositions([...graph.scene.nodes.keys()]);
  const from = at[here];
  let best;
  let least = Infinity;
  for (const actor of graph.scene.nodes.keys()) {
    const ahead = (at[actor].x - from.x) * dx + (at[actor].y - from.y) * dy;
    const aside = Math.abs((at[actor].x - from.x) * dy) + Math.abs((at[actor].y - from.y) * dx);
    if (actor === here || ahead <= 0 || aside > 2 * ahead) continue;
    if (ahead + 2 * aside < least) [best, least] = [actor, ahead + 2 * aside];
  }
  return best;
}

function turn(graph, cursor, by) {
  const { scene, data } = graph;
  if (!scene.nodes.has(cursor.actor)) return;
  const arrows = arrowsOf(scene, cursor.actor);
  cursor.arrow = (cursor.arrow + by + arrows.length) % arrows.length;
  const edge = arrows[cursor.arrow];
  pointAt(graph, edge, cursor.actor);
  announce(
    `Arrow ${cursor.arrow + 1} of ${arrows.length}: ${data.actors.label[edge.source]} to ${data.actors.label[edge.target]}, ${SIGNS[edge.sign]} ${scoreText(edge)}. Enter opens it.`
  );
}
