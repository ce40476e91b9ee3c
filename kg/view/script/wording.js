// How the page words numbers, days and codes.

export const NODAY = 0x7fffffff;
export const QUADS = { 1: "Verbal cooperation", 2: "Material cooperation", 3: "Verbal conflict", 4: "Material conflict" };
export const SIGNS = { cooperative: "Cooperative", conflictual: "Conflictual", neutral: "Neutral", named: "Named with the act" };
export const MODALITIES = { asserted: "Asserted", future: "Announced", possible: "Possible", demanded: "Demanded" };
export const TYPES = { Organ: "State organ", Group: "Group, party" };
const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
const NAMED = 12;

const grouped = new Intl.NumberFormat("en");
export const plural = (count, noun) => `${count < 1000 ? count : grouped.format(count)} ${noun}${count === 1 ? "" : "s"}`;
export const signed = (value, digits = 2) => {
  const shown = Math.abs(value).toFixed(digits);
  return `${Number(shown) === 0 ? "" : value > 0 ? "+" : "−"}${shown}`;
};
export const percent = (value) => (value === null ? "not measured" : `${Math.round(value * 100)} %`);
export const eventName = (code) => code.charAt(0) + code.slice(1).toLowerCase();
export const typeName = (type) => TYPES[type] ?? type;

export const iso = (day) => new Date(day * 864e5).toISOString().slice(0, 10);

export function dayNumber(text) {
  const time = /^\d{4}-\d\d-\d\d$/.test(text ?? "") ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  return Number.isNaN(time) ? null : Math.round(time / 864e5);
}

// A period of whole months or years is called by their names.
export function periodName(from, to) {
  if (from === null && to === null) return "all days";
  if (from === null) return `until ${iso(to)}`;
  if (to === null) return `since ${iso(from)}`;
  const [first, after] = [new Date(from * 864e5), new Date((to + 1) * 864e5)];
  const whole = first.getUTCDate() === 1 && after.getUTCDate() === 1;
  const months = (after.getUTCFullYear() - first.getUTCFullYear()) * 12 + after.getUTCMonth() - first.getUTCMonth();
  if (whole && months === 1) return `${MONTHS[first.getUTCMonth()]} ${first.getUTCFullYear()}`;
  if (whole && months === 12 && first.getUTCMonth() === 0) return String(first.getUTCFullYear());
  return from === to ? iso(from) : `${iso(from)} to ${iso(to)}`;
}

export function listed(names) {
  const left = names.length - NAMED;
  return names.slice(0, NAMED).join(", ") + (left > 0 ? ` and ${left} more` : "");
}

const LETTERS = { ı: "i", ø: "o", ł: "l", đ: "d", ß: "ss", æ: "ae" };

// Text without case and diacritics, so that "erdogan" finds "Erdoğan".
export const folded = (text) =>
  text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[ıøłđßæ]/g, (letter) => LETTERS[letter]);
