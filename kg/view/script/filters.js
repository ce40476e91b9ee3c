// Which statements pass the filters.
import { outletOf } from "./data.js";
import { folded, NODAY } from "./wording.js";

// The numbers of the statements that pass, ascending. With `anytime` the period lets all pass.
export function passing(data, state, anytime = false) {
  const tests = testsOf(data, state, anytime);
  if (!tests.length) return Array.from({ length: data.count }, (_, i) => i);
  const found = [];
  for (let i = 0; i < data.count; i++) if (tests.every((test) => test(i))) found.push(i);
  return found;
}

function testsOf(data, state, anytime) {
  const { s } = data;
  const tests = [];
  const among = (values, of) => values.length && tests.push((i) => values.includes(of(i)));
  if (!anytime && (state.from !== null || state.to !== null)) {
    const [from, to] = [state.from ?? -Infinity, state.to ?? NODAY - 1];
    tests.push((i) => s.day[i] >= from && s.day[i] <= to);
  }
  among(
    state.event.map((event) => data.events.indexOf(event)),
    (i) => s.event[i]
  );
  among(state.quad.map(Number), (i) => s.quad[i]);
  among(state.modality, (i) => s.modality[i]);
  among(
    state.outlet.map((outlet) => (outlet === "unknown" ? -1 : data.outlets.indexOf(outlet))),
    (i) => outletOf(data, i)
  );
  among(
    state.speaker.map((id) => data.number.get(id) ?? -2),
    (i) => s.speaker[i]
  );
  if (state.told) tests.push((i) => s.speaker[i] >= 0 === (state.told === "speaker"));
  if (state.denied) tests.push((i) => Boolean(s.negated[i]) === (state.denied === "only"));
  if (state.confidence > 0) tests.push((i) => (s.confidence[i] ?? data.weights.unmeasured) >= state.confidence);
  if (state.words) {
    const sentences = sentencesWith(data, state.words);
    tests.push((i) => sentences[s.sentence[i]]);
  }
  return tests;
}

const foldedSentences = new WeakMap();

// For each sentence, whether it holds all of the words, in any order.
export function sentencesWith(data, words) {
  const wanted = folded(words).split(/\s+/).filter(Boolean);
  if (!foldedSentences.has(data)) foldedSentences.set(data, data.sentences.map(folded));
  return foldedSentences.get(data).map((sentence) => wanted.every((word) => sentence.includes(word)));
}
