// From statements to stances, as kg/stance.py computes them; its docstring holds the formula.
import { outletOf } from "./data.js";
import { NODAY } from "./wording.js";

// The stance of a dyad from its pieces: numbers of statements in ascending order, all of them within the window. `until` is the day as of
// which it holds, or null; `halfLife` is in days.
export function stanceOf(data, pieces, until = null, halfLife = data.weights.halfLife) {
  const { s, weights } = data;
  const own = withoutCopies(data, pieces);
  const stands = own.some((i) => s.negated[i]) ? own.filter((i) => !s.negated[i]) : own;
  const counted = goingOn(s, stands);
  const days = counted.filter((i) => s.day[i] !== NODAY);
  const [first, last] = days.length ? [s.day[days[0]], s.day[days.at(-1)]] : [null, null];
  const reference = until ?? last;
  const voices = new Map();
  const texts = new Map();
  const outlets = new Set();
  let [cooperative, conflictual, attributed] = [0, 0, 0];
  for (const i of counted) {
    const age = reference === null || s.day[i] === NODAY ? 0 : reference - s.day[i];
    const weight = s.quality[i] * 2 ** (-age / halfLife);
    const effect = s.intensity[i] / 10;
    const outlet = outletOf(data, i);
    const voice = voiceOf(data, i, outlet);
    voices.set(voice, (voices.get(voice) ?? 0) + weight * effect);
    const seen = texts.get(s.text[i]) ?? { mass: 0, moment: 0, height: 0 };
    if (!seen.mass) texts.set(s.text[i], seen);
    seen.mass += weight;
    seen.moment += weight * effect;
    seen.height = Math.max(seen.height, weight);
    if (outlet >= 0) outlets.add(outlet);
    if (s.speaker[i] >= 0) attributed++;
    if (s.polarity[i] > 0) cooperative++;
    else if (s.polarity[i] < 0) conflictual++;
  }
  let moment = 0;
  let weight = 0;
  for (const { mass, moment: part, height } of texts.values()) {
    if (mass <= 0) continue;
    moment += (height * part) / mass;
    weight += height;
  }
  const score = moment / (weights.prior + weight) + 0;
  const margin = Math.sqrt(weights.prior / (weights.prior + weight));
  return {
    score,
    margin,
    low: Math.max(-1, score - margin),
    high: Math.min(1, score + margin),
    weight,
    sign: signOf(score, cooperative + conflictual, weights.band),
    disagreement: disagreementOf(voices),
    cooperative,
    conflictual,
    neutral: counted.length - cooperative - conflictual,
    counted: counted.length,
    negated: own.length - stands.length,
    ended: stands.length - counted.length,
    copies: pieces.length - own.length,
    attributed,
    articles: texts.size,
    outlets: outlets.size,
    reference,
    first,
    last,
  };
}

// Who says it, as a number: the speaker, else the outlet, else the article.
function voiceOf(data, i, outlet) {
  if (data.s.speaker[i] >= 0) return data.s.speaker[i];
  const actors = data.actors.id.length;
  return outlet >= 0 ? actors + outlet : actors + data.outlets.length + data.s.article[i];
}

// Why a statement does not count in a dyad: "copy", "negated" or "ended"; those that count are not in the map.
export function leftOut(data, pieces) {
  const own = withoutCopies(data, pieces);
  const stands = own.filter((i) => !data.s.negated[i]);
  const kept = new Set(goingOn(data.s, stands));
  const negated = new Set(own.filter((i) => data.s.negated[i]));
  const alone = new Set(own);
  return new Map(pieces.filter((i) => !kept.has(i)).map((i) => [i, negated.has(i) ? "negated" : alone.has(i) ? "ended" : "copy"]));
}

// By day; on one day the articles that say most come first: what copies a part of another one comes behind it.
function inOrder(s, pieces) {
  if (pieces.every((i, place) => !place || s.day[i] > s.day[pieces[place - 1]])) return pieces;
  const said = new Map();
  for (const i of pieces) said.set(s.article[i], (said.get(s.article[i]) ?? 0) + 1);
  return [...pieces].sort((a, b) => s.day[a] - s.day[b] || said.get(s.article[b]) - said.get(s.article[a]) || a - b);
}

function withoutCopies(data, pieces) {
  const { s, weights } = data;
  if (!pieces.some((i) => s.repeated[i])) return pieces;
  const last = new Map();
  const first = new Map();
  return inOrder(s, pieces).filter((i) => {
    const day = s.day[i];
    const before = last.get(s.copy[i]);
    let copy = before !== undefined && (day === NODAY || day - (before === NODAY ? day : before) <= weights.copyDays);
    last.set(s.copy[i], day);
    if (s.twin[i] >= 0) {
      if (!first.has(s.twin[i])) first.set(s.twin[i], s.article[i]);
      copy = copy || first.get(s.twin[i]) !== s.article[i];
    }
    return !copy;
  });
}

function goingOn(s, pieces) {
  if (!pieces.some((i) => s.phase[i] === "ended")) return pieces;
  const ends = new Map();
  const kept = [];
  for (const i of pieces) {
    if (s.phase[i] !== "ended") kept.push(i);
    else if (s.modality[i] === "asserted" && !s.negated[i]) {
      const day = s.day[i] === NODAY ? -Infinity : s.day[i];
      ends.set(s.relation[i], Math.max(day, ends.get(s.relation[i]) ?? day));
    }
  }
  if (!ends.size) return kept;
  return kept.filter((i) => !ends.has(s.relation[i]) || (s.day[i] !== NODAY && s.day[i] > ends.get(s.relation[i])));
}

function signOf(score, polar, band) {
  if (Math.abs(score) < band || !polar) return "neutral";
  return score > 0 ? "cooperative" : "conflictual";
}

function disagreementOf(leanings) {
  let [towards, against] = [0, 0];
  for (const value of leanings.values()) {
    if (value > 0) towards += value;
    else against -= value;
  }
  return towards + against ? (2 * Math.min(towards, against)) / (towards + against) : 0;
}
