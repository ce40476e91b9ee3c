// Arrows as lines of text: buttons that open them, and how their stances are worded.
import { button, el, named, svg } from "./elements.js";
import { COLOUR, countOf, disputed, scoreText } from "./figure.js";
import { plural, SIGNS, signed } from "./wording.js";

export const dyadName = (data, edge) =>
  el(
    "span",
    { class: "dyad" },
    named(data.actors.label[edge.source]),
    el("span", { class: "to", text: " → " }),
    named(data.actors.label[edge.target])
  );

export const line = (edge) => el("span", { class: `line ${edge.sign === "named" ? "named" : COLOUR[edge.sign]}`, "aria-hidden": "true" });

export function edgeButton(edge, label, onOpen, note = null) {
  const meta = el(
    "span",
    { class: "meta" },
    line(edge),
    el("span", { class: "unseen", text: ` ${SIGNS[edge.sign]} ` }),
    el("span", { class: "value", text: scoreText(edge) }),
    disputed(edge) ? el("span", { class: "disputed", title: "sources disagree", text: " ±" }) : null,
    el("span", { class: "count", title: plural(countOf(edge), "statement"), text: ` · ${countOf(edge)}` }),
    el("span", { class: "unseen", text: countOf(edge) === 1 ? " statement" : " statements" })
  );
  return button(
    { class: "edge" },
    () => onOpen("edge", edge.id),
    el("span", { class: "what" }, label, note ? el("span", { class: "note", text: note }) : null),
    meta
  );
}

// From the point of view of one end: "→ Turkey" or "← Turkey".
export function fromNode(data, edge, actor) {
  const outgoing = edge.source === actor;
  return el(
    "span",
    { class: "dyad" },
    el("span", { class: "to", "aria-hidden": "true", text: outgoing ? "→ " : "← " }),
    el("span", { class: "unseen", text: outgoing ? "towards " : "from " }),
    named(data.actors.label[outgoing ? edge.target : edge.source])
  );
}

export function edgeList(title, edges, label, onOpen, note = () => null) {
  if (!edges.length) return [];
  return [
    el("h3", { text: title }),
    el("ul", { class: "edges" }, ...edges.map((edge) => el("li", {}, edgeButton(edge, label(edge), onOpen, note(edge))))),
  ];
}

export const turnNote = (turn) =>
  turn.before
    ? `${signed(turn.before.score)} before, ${signed(turn.edge.stance.score)} in the period`
    : `nothing before, ${signed(turn.edge.stance.score)} in the period`;

// The score on a line from −1 to +1, with the interval that holds 90 % of what is possible.
export function scale(stance) {
  const at = (value) => 50 + 48 * value;
  return svg(
    "svg",
    { class: "scale", viewBox: "0 0 100 12", preserveAspectRatio: "none", "aria-hidden": "true" },
    svg("path", { class: "axis", d: "M2 6H98M50 1V11" }),
    svg("path", { class: `interval ${stance.sign}`, d: `M${at(stance.low)} 6H${at(stance.high)}` }),
    svg("path", { class: `score ${stance.sign}`, d: `M${at(stance.score)} 1V11` })
  );
}
