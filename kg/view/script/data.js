// The statements as columns: what kg/view/columns.py packed.
import { NODAY } from "./wording.js";

export async function unpacked(text) {
  const packed = atob(JSON.parse(text));
  const bytes = new Uint8Array(packed.length);
  for (let i = 0; i < packed.length; i++) bytes[i] = packed.charCodeAt(i);
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  return tabled(JSON.parse(await new Response(stream).text()));
}

export function tabled(raw) {
  const s = raw.statements;
  const count = s.id.length;
  const numbers = [
    "article",
    "relation",
    "label",
    "event",
    "quad",
    "polarity",
    "negated",
    "rule",
    "period",
    "sentence",
    "start",
    "end",
    "copy",
    "twin",
    "text",
    "second",
    "source",
    "sourceFor",
    "sourceStart",
    "sourceEnd",
    "target",
    "targetFor",
    "targetStart",
    "targetEnd",
  ];
  for (const name of numbers) s[name] = Int32Array.from(s[name]);
  s.day = Int32Array.from(s.day, (day) => day ?? NODAY);
  s.intensity = Float64Array.from(s.intensity);
  s.quality = Float64Array.from(
    s.confidence,
    (confidence, i) => (confidence ?? raw.weights.unmeasured) * raw.weights.certainty[s.modality[i]]
  );
  const speaker = new Int32Array(count).fill(-1);
  for (const [i, mention] of Object.entries(raw.sparse.speaker)) speaker[i] = mention[0];
  s.speaker = speaker;
  const number = new Map(raw.actors.id.map((id, i) => [id, i]));
  return { ...raw, s, count, number, ends: { principal: principals(s, count), actor: { source: s.source, target: s.target } } };
}

// Two actors of one principal stay themselves, as in kg.evidence.parties.
function principals(s, count) {
  const source = Int32Array.from(s.source);
  const target = Int32Array.from(s.target);
  for (let i = 0; i < count; i++) {
    if (s.sourceFor[i] === s.targetFor[i]) continue;
    source[i] = s.sourceFor[i];
    target[i] = s.targetFor[i];
  }
  return { source, target };
}

export const outletOf = (data, i) => data.articles.outlet[data.s.article[i]];

// The context party with which a statement's second triple ends, as an actor; −1 for none.
export function secondOf(data, i) {
  const place = data.s.second[i];
  return place < 0 ? -1 : data.sparse.context[i][place][0];
}
