// Which words of a sentence are its trigger: those that share a stem with the frame that found the statement or with the statement's label.

const SMALL = new Set([
  "a",
  "about",
  "against",
  "an",
  "and",
  "as",
  "at",
  "by",
  "for",
  "from",
  "has",
  "have",
  "in",
  "into",
  "is",
  "of",
  "off",
  "on",
  "out",
  "over",
  "the",
  "to",
  "up",
  "was",
  "were",
  "with",
  "owner",
]);

// The stretches [start, end) of the trigger in the sentence, in UTF-16 units; none where no word is sure enough.
export function triggerOf(sentence, rule, label, taken) {
  const free = [...sentence.matchAll(/\p{L}+/gu)].filter(
    (found) => !taken.some(([start, end]) => found.index < end && found.index + found[0].length > start)
  );
  const stems = (text) =>
    text
      .toLowerCase()
      .split(/[^\p{L}]+/u)
      .filter((word) => word.length > 2 && !SMALL.has(word));
  const frame = rule.replace(/^\w+:/, "").split(",")[0];
  for (const words of [stems(frame), stems(label)]) {
    const found = words.flatMap((word) => free.filter((token) => alike(token[0].toLowerCase(), word)).slice(0, 1));
    if (found.length) return found.map((token) => [token.index, token.index + token[0].length]);
  }
  return [];
}

// Whether two words are forms of one: "accuses" and "accuse", "imposed" and "impose", "denied" and "deny".
function alike(one, other) {
  if (one === other) return true;
  const least = Math.min(one.length, other.length);
  let shared = 0;
  while (shared < least && one[shared] === other[shared]) shared++;
  return shared >= 3 && shared >= least - 1 && Math.max(one.length, other.length) - shared <= 5;
}
