// The statements as columns: what kg/view/columns.py packed. The sentences and what else only readers see come in a part of their own.

const KINDS = { b: Int8Array, h: Int16Array, i: Int32Array, d: Float64Array };

// What lies in an island of kg/view/page.py: plain values, and `numbers`, its columns.
export async function unpacked(text) {
  const stream = new Blob([bytesOf(JSON.parse(text))]).stream().pipeThrough(new DecompressionStream("deflate"));
  const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
  const end = bytes.indexOf(10);
  const { columns, ...values } = JSON.parse(new TextDecoder().decode(bytes.subarray(0, end)));
  let at = end + 1;
  const numbers = {};
  for (const [name, kind] of columns) {
    numbers[name] = new KINDS[kind](bytes.buffer, at, values.count);
    at += numbers[name].byteLength;
  }
  return { ...values, numbers };
}

function bytesOf(base64) {
  if (Uint8Array.fromBase64) return Uint8Array.fromBase64(base64);
  const packed = atob(base64);
  const bytes = new Uint8Array(packed.length);
  for (let i = 0; i < packed.length; i++) bytes[i] = packed.charCodeAt(i);
  return bytes;
}

// The part that draws, ready to be computed with; `s` holds its columns.
export function tabled({ numbers, ...raw }) {
  const s = { ...numbers };
  const count = s.day.length;
  const looked = (column, values) => {
    const found = new Array(count);
    for (let i = 0; i < count; i++) found[i] = column[i] < 0 ? null : values[column[i]];
    return found;
  };
  s.modality = looked(s.modality, raw.modalities);
  s.phase = looked(s.phase, raw.phases);
  s.confidence = looked(s.confidence, raw.confidences);
  s.intensity = looked(s.intensity, raw.intensities);
  s.quality = new Float64Array(count);
  for (let i = 0; i < count; i++) s.quality[i] = (s.confidence[i] ?? raw.weights.unmeasured) * raw.weights.certainty[s.modality[i]];
  s.repeated = repeated(s, count);
  const number = new Map(raw.actors.id.map((id, i) => [id, i]));
  return { ...raw, s, count, number, ends: { principal: principals(s, count), actor: { source: s.source, target: s.target } } };
}

// The part for readers joins the one that draws.
export function joinTexts(data, { numbers, articles, ids, ...texts }) {
  Object.assign(data, texts);
  Object.assign(data.articles, articles);
  Object.assign(data.s, numbers, { id: ids });
}

// Whether another statement says the same in the same words, or the article has near-duplicates: only these can be copies.
function repeated(s, count) {
  const times = new Map();
  for (let i = 0; i < count; i++) times.set(s.copy[i], (times.get(s.copy[i]) ?? 0) + 1);
  const found = new Uint8Array(count);
  for (let i = 0; i < count; i++) found[i] = times.get(s.copy[i]) > 1 || s.twin[i] >= 0 ? 1 : 0;
  return found;
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
