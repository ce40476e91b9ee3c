// Labels keep a legible size when the picture is zoomed out. One stands below its actor or, where that is taken, above it; where it would
// cover a busier actor or its label it waits until there is room.
import { nodeSize } from "./figure.js";

const LEGIBLE = 11; // pixels on the screen
const LINE = 1.2; // heights of the letters
const GAP = 3; // pixels on the screen
export const BELOW = -1; // vis-network's own distance is a little wide

const pen = document.createElement("canvas").getContext("2d");
const overlap = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

// The size of the letters, for each actor that is labelled by how much its label is shifted from its place below, and the areas of the
// labels above, from their actors.
export function labelsOf(graph, near) {
  const { scene, state, data } = graph;
  const { size: own, face } = data.pictures.principal.options.nodes.font;
  const size = Math.max(own, LEGIBLE / graph.scale);
  if (size <= own) return { size, above: new Map(), shifts: new Map([...scene.nodes.keys()].map((actor) => [actor, BELOW])) };
  const lit = (node) => Number(!near || near.nodes.has(node.actor));
  const ordered = [...scene.nodes.values()].sort((a, b) => lit(b) - lit(a) || b.involvement - a.involvement || a.actor - b.actor);
  const places = graph.places[state.by];
  const shapes = ordered.map((node) => shapeOf(node, places.get(node.actor), graph.measures));
  const [shifts, above] = [new Map(), new Map()];
  const taken = [];
  pen.font = `${size}px ${face}`;
  ordered.forEach((node, i) => {
    const lines = places.get(node.actor).label.split("\n");
    const half = Math.max(...lines.map((line) => pen.measureText(line).width)) / 2 + GAP / graph.scale;
    const high = lines.length * size * LINE;
    const choices = spots(shapes[i], half, high, GAP / graph.scale).filter(({ area }) => !taken.some((other) => overlap(area, other)));
    const free = (of) => choices.find(({ area }) => !shapes.some((shape, k) => of(k) && overlap(area, shape)));
    const chosen = free((k) => k !== i) ?? free((k) => k < i);
    if (!chosen) return;
    taken.push(chosen.area);
    shifts.set(node.actor, chosen.shift);
    if (chosen.shift === BELOW) return;
    const { x, y } = places.get(node.actor);
    const { left, right, top, bottom } = chosen.area;
    above.set(node.actor, { left: left - x, right: right - x, top: top - y, bottom: bottom - y });
  });
  return { size, shifts, above };
}

// The actor whose label stands above it and holds a point of the canvas: vis-network knows of labels below alone.
export function actorAt({ network, above }, { x, y }) {
  for (const [actor, area] of above) {
    const at = network.body.nodes[actor];
    if (at && overlap({ left: x - at.x, right: x - at.x, top: y - at.y, bottom: y - at.y }, area)) return actor;
  }
  return undefined;
}

function shapeOf(node, { x, y }, measures) {
  const radius = nodeSize(node, measures);
  return { left: x - radius, right: x + radius, top: y - radius, bottom: y + radius };
}

function spots(shape, half, high, gap) {
  const middle = (shape.left + shape.right) / 2;
  const at = (top, shift) => ({ shift, area: { left: middle - half, right: middle + half, top, bottom: top + high } });
  const above = shape.top - gap - high;
  return [at(shape.bottom, BELOW), at(above, BELOW + above - shape.bottom)];
}
