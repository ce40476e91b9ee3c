// The arrows that a crowd makes faint. vis-network spends much time on every arrow that it knows, so it does not know these: they are
// plain lines under its own, and a click on one is found here.

const REACH = 5; // pixels on the screen

export function paintFaint({ network, faint }, pen) {
  const { nodes } = network.body;
  pen.save();
  pen.setLineDash([]);
  for (const { edge, width, shade, opacity } of faint) {
    const [from, to] = [nodes[edge.source], nodes[edge.target]];
    pen.globalAlpha = opacity;
    pen.strokeStyle = shade;
    pen.lineWidth = width;
    pen.beginPath();
    pen.moveTo(from.x, from.y);
    pen.lineTo(to.x, to.y);
    pen.stroke();
  }
  pen.restore();
}

// The faint arrow that is nearest to a point of the canvas, if one is near.
export function faintAt({ network, faint }, { x, y }) {
  const { nodes } = network.body;
  let least = REACH / network.getScale();
  let found = null;
  for (const { edge } of faint) {
    const far = distance(x, y, nodes[edge.source], nodes[edge.target]);
    if (far < least) [least, found] = [far, edge];
  }
  return found;
}

function distance(x, y, from, to) {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const along = Math.min(1, Math.max(0, ((x - from.x) * dx + (y - from.y) * dy) / (dx * dx + dy * dy || 1)));
  return Math.hypot(from.x + along * dx - x, from.y + along * dy - y);
}
