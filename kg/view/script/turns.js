// Who turned: stances in the chosen period against those of the days before it.
import { passing } from "./filters.js";
import { dyadsOf } from "./scene.js";
import { stanceOf } from "./stance.js";
import { NODAY } from "./wording.js";

// The edges whose stance in the period differs by the neutral band or more from that before it, the greatest change first; `before` is null when nothing was said before.
export function turns(data, state, edges) {
  if (state.from === null) return [];
  const earlier = passing(data, state, true).filter((i) => data.s.day[i] !== NODAY && data.s.day[i] < state.from);
  const past = new Map(dyadsOf(data, earlier, state.by).map((dyad) => [`${dyad.source} ${dyad.target}`, dyad.pieces]));
  const found = [];
  for (const edge of edges) {
    if (!edge.stance?.counted) continue;
    const pieces = past.get(`${edge.source} ${edge.target}`) ?? [];
    const before = pieces.length ? stanceOf(data, pieces, state.from - 1) : null;
    const change = edge.stance.score - (before?.counted ? before.score : 0);
    if (Math.abs(change) >= data.weights.band) found.push({ edge, before: before?.counted ? before : null, change });
  }
  return found.sort((a, b) => Math.abs(b.change) - Math.abs(a.change) || (a.edge.id < b.edge.id ? -1 : 1));
}

// A turn against is one that ends below the neutral band, a turn towards one that ends above it.
export const against = (turn, band) => turn.change < 0 && turn.edge.stance.score <= -band;
export const towards = (turn, band) => turn.change > 0 && turn.edge.stance.score >= band;
