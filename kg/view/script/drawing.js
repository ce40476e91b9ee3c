// The current view of the graph as SVG, drawn from the places that vis-network holds.
import { svg } from "./elements.js";
import { blocColour, COLOUR, edgeDashes, edgeWidth, nodeSize } from "./figure.js";
import { colour } from "./graph.js";
import { BELOW } from "./labels.js";

const CORNERS = {
  square: [4, 45, 1.15],
  triangle: [3, -90, 1.15],
  triangleDown: [3, 90, 1.15],
  diamond: [4, 0, 1],
  hexagon: [6, 0, 1],
  star: [10, -90, 1],
};

export function drawing(graph) {
  const { network, scene, box, state, data } = graph;
  const [wide, high] = [box.clientWidth, box.clientHeight];
  const scale = network.getScale();
  const at = (actor) => network.canvasToDOM(network.getPosition(actor));
  const root = svg("svg", {
    xmlns: "http://www.w3.org/2000/svg",
    width: wide,
    height: high,
    viewBox: `0 0 ${wide} ${high}`,
    "font-family": "system-ui, sans-serif",
  });
  root.append(svg("rect", { width: wide, height: high, fill: colour("canvas") }));
  const faint = new Set(graph.faint.map(({ edge }) => edge));
  root.append(...graph.faint.map((one) => faintLine(one, at, scale)));
  for (const edge of scene.edges) if (!faint.has(edge)) root.append(...arrow(graph, edge, at, scale));
  for (const node of scene.nodes.values()) {
    const { shape, label, bloc } = graph.places[state.by].get(node.actor);
    const { x, y } = at(node.actor);
    const radius = nodeSize(node, graph.measures) * scale;
    const look = { fill: colour(blocColour(bloc)), stroke: colour("node-border"), "stroke-width": 1.5 * scale };
    root.append(
      shape === "dot" ? svg("circle", { cx: x, cy: y, r: radius, ...look }) : svg("path", { d: outline(shape, x, y, radius), ...look })
    );
    const size = Math.max(11, 15 * scale);
    const drawn = graph.drawn.nodes.get(node.actor);
    if (!drawn?.label) continue;
    const top = y + radius + (drawn.font.vadjust - BELOW) * scale;
    for (const [i, line] of label.split("\n").entries())
      root.append(
        svg("text", {
          x,
          y: top + size * (1.1 + 1.15 * i),
          "text-anchor": "middle",
          "font-size": size,
          fill: colour("ink"),
          stroke: colour("canvas"),
          "stroke-width": 3,
          "paint-order": "stroke",
          text: line,
        })
      );
  }
  root.prepend(svg("title", { text: `${data.title ?? document.title}` }));
  return new XMLSerializer().serializeToString(root);
}

function outline(shape, x, y, radius) {
  const [count, turn, grow] = CORNERS[shape];
  const points = Array.from({ length: count }, (_, i) => {
    const angle = ((turn + (360 * i) / count) * Math.PI) / 180;
    const reach = radius * grow * (shape === "star" && i % 2 ? 0.45 : 1);
    return `${(x + reach * Math.cos(angle)).toFixed(1)} ${(y + reach * Math.sin(angle)).toFixed(1)}`;
  });
  return `M${points.join("L")}Z`;
}

function faintLine({ edge, width, shade, opacity }, at, scale) {
  const [from, to] = [at(edge.source), at(edge.target)];
  return svg("path", {
    d: `M${from.x.toFixed(1)} ${from.y.toFixed(1)}L${to.x.toFixed(1)} ${to.y.toFixed(1)}`,
    stroke: shade,
    "stroke-width": (width * scale).toFixed(2),
    "stroke-opacity": opacity,
  });
}

// A curve from end to end with its arrowhead, bent as vis-network bends it.
function arrow(graph, edge, at, scale) {
  const [from, to] = [at(edge.source), at(edge.target)];
  const width = Math.max(0.7, edgeWidth(edge, graph.measures) * scale);
  const shade = colour(COLOUR[edge.sign]);
  const dashes = edgeDashes(edge, width);
  const look = {
    fill: "none",
    stroke: shade,
    "stroke-width": width.toFixed(2),
    "stroke-opacity": 0.8,
    "stroke-dasharray": dashes ? dashes.join(" ") : null,
  };
  const reach = nodeSize(graph.scene.nodes.get(edge.target), graph.measures) * scale + 2;
  if (edge.source === edge.target) return [svg("circle", { cx: from.x + reach, cy: from.y - reach, r: 18 * scale, ...look })];
  // A pale arrow is straight while physics move it.
  const bend = graph.network.body.edges[edge.id].edgeType.getViaNode();
  const via = bend ? graph.network.canvasToDOM(bend) : { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 };
  const point = (t) => ({
    x: (1 - t) ** 2 * from.x + 2 * t * (1 - t) * via.x + t * t * to.x,
    y: (1 - t) ** 2 * from.y + 2 * t * (1 - t) * via.y + t * t * to.y,
  });
  let [low, high] = [0, 1];
  for (let i = 0; i < 20; i++) {
    const middle = point((low + high) / 2);
    if (Math.hypot(middle.x - to.x, middle.y - to.y) > reach) low = (low + high) / 2;
    else high = (low + high) / 2;
  }
  const [tip, back] = [point(low), point(Math.max(0, low - 0.05))];
  const angle = Math.atan2(tip.y - back.y, tip.x - back.x);
  const long = 5 + 2 * width;
  const wing = (turn) => `${(tip.x - long * Math.cos(angle + turn)).toFixed(1)} ${(tip.y - long * Math.sin(angle + turn)).toFixed(1)}`;
  const middle = point(0.5);
  return [
    svg("path", {
      d: `M${from.x.toFixed(1)} ${from.y.toFixed(1)}Q${via.x.toFixed(1)} ${via.y.toFixed(1)} ${tip.x.toFixed(1)} ${tip.y.toFixed(1)}`,
      ...look,
    }),
    svg("path", { d: `M${tip.x.toFixed(1)} ${tip.y.toFixed(1)}L${wing(0.4)}L${wing(-0.4)}Z`, fill: shade }),
    ...(graph.drawn.edges.get(edge.id).label === "±"
      ? [
          svg("text", {
            x: middle.x,
            y: middle.y + 5,
            "text-anchor": "middle",
            "font-size": Math.max(13, 17 * scale),
            fill: colour("ink"),
            stroke: colour("canvas"),
            "stroke-width": 3,
            "paint-order": "stroke",
            text: "±",
          }),
        ]
      : []),
  ];
}
