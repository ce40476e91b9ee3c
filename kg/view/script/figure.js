// How actors and arrows look: the encodings that the legend explains.
import { SPLIT } from "./scene.js";
import { plural, SIGNS, signed, typeName } from "./wording.js";

export const BLOC_COLOURS = 8; // as many as tokens.css defines
export const COLOUR = { cooperative: "cooperative", conflictual: "conflictual", neutral: "neutral", named: "neutral" };
// Lengths of dash and gap in widths of the line, so that a wide line does not close its own gaps; none is a solid line.
const DASHES = { cooperative: [], conflictual: [4, 2.5], neutral: [1, 2], named: [6, 2, 1, 2] };
const FEW = 8; // among fewer than this nobody is drawn as if they were many
const CROWD = 150; // among more arrows than this those with little behind them step back

export const disputed = (edge) => Boolean(edge.stance) && edge.stance.disagreement >= SPLIT;
export const scoreText = (edge) => (edge.stance ? signed(edge.stance.score) : "–");
export const countOf = (edge) => edge.pieces.length + edge.named.length;
export const blocColour = (bloc) => (bloc < 0 || bloc >= BLOC_COLOURS ? "bloc-none" : `bloc-${bloc}`);

export function measures(scene) {
  const articles = scene.edges.map((edge) => edge.articles).sort((a, b) => a - b);
  return {
    busiest: Math.max(FEW, ...[...scene.nodes.values()].map((node) => node.involvement)),
    fullest: Math.max(FEW, articles.at(-1) ?? 1),
    often: Math.max(1, articles[Math.floor(articles.length * 0.9)] ?? 1),
    crowd: scene.edges.length > CROWD,
  };
}

export const nodeSize = (node, { busiest }) => Math.round(10 * (8 + 16 * Math.sqrt(node.involvement / busiest))) / 10;
export const edgeWidth = (edge, { fullest }) => Math.round(100 * (1.4 + (4.6 * Math.log(edge.articles)) / Math.log(fullest))) / 100;

export function edgeDashes(edge, width) {
  const lengths = DASHES[edge.sign].map((length) => Math.round(10 * length * (width + 0.4)) / 10);
  return lengths.length ? lengths : false;
}

export function presence(edge, { crowd, often }) {
  if (!crowd) return 0.85;
  const share = Math.min(1, edge.articles / often) * (edge.sign === "cooperative" || edge.sign === "conflictual" ? 1 : 0.5);
  return Math.round(100 * (0.16 + 0.6 * share ** 1.5)) / 100;
}

const clipped = (label, length = 60) => (label.length <= length ? label : `${label.slice(0, length - 1)}…`);

export function edgeTitle(data, edge) {
  const [source, target] = [edge.source, edge.target].map((end) => clipped(data.actors.label[end]));
  const stance = edge.stance ? `${SIGNS[edge.sign]} ${signed(edge.stance.score)}${disputed(edge) ? ", sources disagree" : ""}` : SIGNS.named;
  return `${source} → ${target}\n${stance}\n${plural(countOf(edge), "statement")} from ${plural(edge.articles, "article")}`;
}

export function nodeTitle(data, node) {
  return `${clipped(data.actors.label[node.actor], 120)}\n${typeName(data.actors.type[node.actor])}, ${plural(node.involvement, "statement")}`;
}
