// The days of a timeline cut into bins: days, months or years, as many as a strip can show.
import { NODAY } from "./wording.js";

const FEW_DAYS = 70;
const FEW_MONTHS = 180;
const EARLY = 0.03; // so few of the oldest statements share one bin when that lets the others have more of the strip

// The bins of the statements' days, each with its first and last day; empty when none has a day.
export function binsOf(data) {
  const { day: days } = data.s;
  let dated = days.length;
  while (dated && days[dated - 1] === NODAY) dated--;
  if (!dated) return [];
  const [first, core, last] = [days[0], days[Math.floor(EARLY * dated)], days[dated - 1]];
  if (last - first < FEW_DAYS || last - core >= 0.6 * (last - first)) return cut(first, last);
  const bins = cut(core, last);
  return [{ from: first, to: bins[0].from - 1, early: true }, ...bins];
}

function cut(first, last) {
  if (last - first < FEW_DAYS) return Array.from({ length: last - first + 1 }, (_, i) => ({ from: first + i, to: first + i }));
  const [start, end] = [new Date(first * 864e5), new Date(last * 864e5)];
  const months = (end.getUTCFullYear() - start.getUTCFullYear()) * 12 + end.getUTCMonth() - start.getUTCMonth() + 1;
  const step = months <= FEW_MONTHS ? 1 : 12;
  const from = step === 1 ? start.getUTCMonth() : 0;
  const count = step === 1 ? months : end.getUTCFullYear() - start.getUTCFullYear() + 1;
  const day = (month) => Date.UTC(start.getUTCFullYear(), from + month, 1) / 864e5;
  return Array.from({ length: count }, (_, i) => ({ from: day(i * step), to: day((i + 1) * step) - 1 }));
}

// How many of the statements fall into each bin, by polarity.
export function countsOf(data, statements, bins) {
  const counts = bins.map(() => ({ cooperative: 0, neutral: 0, conflictual: 0 }));
  let bin = 0;
  for (const i of statements) {
    const day = data.s.day[i];
    // Statements come old before new, and those without a day last.
    while (bin < bins.length && day > bins[bin].to) bin++;
    if (bin === bins.length) break;
    if (day < bins[bin].from) continue;
    const polarity = data.s.negated[i] ? 0 : data.s.polarity[i];
    counts[bin][polarity > 0 ? "cooperative" : polarity < 0 ? "conflictual" : "neutral"]++;
  }
  return counts;
}
