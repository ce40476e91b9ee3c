// How actors and arrows look: the encodings that the legend explains.
import { SPLIT } from "./scene.js";
import { plural, SIGNS, signed, typeName } from "./wording.js";

export const BLOC_COLOURS = 8; // as many as tokens.css defines
export const COLOUR = { cooperative: "cooperative", conflictual: "conflictual", neutral: "neutral", named: "neutral" };
// Lengths of dash and gap in widths of the line, so that a wide line does not close its own gaps; none is a solid line.
const DASHES = { cooperative: [], conflictual: [4, 2.5], neutral: [1, 2], named: [6, 2, 1, 2] };
const FEW = 8; // among fewer than this nobody is drawn as if they were many
const CROWD = 150; // among more arrows than this those with little behind them step back
const CLEAR = 120;

export const disputed = (edge) => Boolean(edge.stance) && edge.stance.disagreement >= SPLIT;
export const scoreText = (edge) => (edge.stance ? signed(edge.stance.score) : "–");
export const countOf = (edge) => edge.pieces.length + edge.named.length;
export const blocColour = (bloc) => (bloc < 0 || bloc >= BLOC_COLOURS ? "bloc-none" : `bloc-${bloc}`);

// What sizes and shades are measured against. `zoom` lets lines and nodes keep some of their size on the screen when the picture is zoomed
// out; `order` holds the place of an arrow among all, from 0 for the least evidence to 1.
export function measures(scene, scale) {
  const ordered = [...scene.edges].sort((a, b) => a.articles - b.articles || strength(a) - strength(b));
  const crowd = ordered.length > CROWD;
  return {
    busiest: Math.max(FEW, ...[...scene.nodes.values()].map((node) => node.involvement)),
    fullest: Math.max(FEW, ordered.at(-1)?.articles ?? 1),
    order: crowd ? new Map(ordered.map((edge, i) => [edge.id, (i + 1) / ordered.length])) : null,
    zoom: Math.min(2.2, Math.max(1, 0.9 / scale)),
    line: Math.min(2.2, Math.max(1, 0.9 / scale)) / Math.max(1, Math.sqrt(ordered.length / 400)),
  };
}

const strength = (edge) => Math.abs(edge.stance?.score ?? 0);

export const nodeSize = (node, { busiest, zoom }) =>
  Math.round(10 * Math.sqrt(zoom) * (9 + 16 * Math.sqrt(node.involvement / busiest))) / 10;
export const edgeWidth = (edge, { fullest, line }) =>
  Math.round(100 * line * (1.5 + (4.5 * Math.log(Math.max(1, edge.articles))) / Math.log(fullest))) / 100;

export function edgeDashes(edge, width) {
  const lengths = DASHES[edge.sign].map((length) => Math.round(10 * length * (width + 0.4)) / 10);
  return lengths.length ? lengths : false;
}

// About CLEAR arrows stay clear, however many there are.
export function presence(edge, { order }) {
  if (!order) return 0.85;
  const pale = Math.max(0.05, Math.min(0.5, CLEAR / order.size));
  const power = Math.max(1, (0.7 * order.size) / CLEAR);
  return Math.round(100 * (pale + (0.85 - pale) * order.get(edge.id) ** power)) / 100;
}

const clipped = (label, length = 60) => (label.length <= length ? label : `${label.slice(0, length - 1)}…`);

export function edgeTitle(data, edge) {
  const [source, target] = [edge.source, edge.target].map((end) => clipped(data.actors.label[end]));
  const stance = edge.stance
    ? `${SIGNS[edge.sign]} ${signed(edge.stance.score)}${disputed(edge) ? ", sources disagree" : ""}`
    : SIGNS.named;
  const from = edge.articles ? `from ${plural(edge.articles, "article")}` : "of which none counts";
  return `${source} → ${target}\n${stance}\n${plural(countOf(edge), "statement")} ${from}`;
}

export function nodeTitle(data, node) {
  return `${clipped(data.actors.label[node.actor], 120)}\n${typeName(data.actors.type[node.actor])}, ${plural(node.involvement, "statement")}`;
}
