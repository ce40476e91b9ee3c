// Statements as CSV (RFC 4180), one a line.
import { outletOf } from "./data.js";
import { iso, NODAY } from "./wording.js";

const COLUMNS = {
  id: (data, i) => `st-${data.s.id[i]}`,
  day: (data, i) => (data.s.day[i] === NODAY ? "" : iso(data.s.day[i])),
  source: (data, i) => data.actors.label[data.s.source[i]],
  source_id: (data, i) => data.actors.id[data.s.source[i]],
  source_principal: (data, i) => data.actors.label[data.s.sourceFor[i]],
  relation: (data, i) => data.relations[data.s.relation[i]],
  label: (data, i) => data.labels[data.s.label[i]],
  target: (data, i) => data.actors.label[data.s.target[i]],
  target_id: (data, i) => data.actors.id[data.s.target[i]],
  target_principal: (data, i) => data.actors.label[data.s.targetFor[i]],
  context: (data, i) => (data.sparse.context[i] ?? []).map(([actor, role]) => `${role} ${data.actors.label[actor]}`).join("; "),
  event_type: (data, i) => data.events[data.s.event[i]],
  quad: (data, i) => data.s.quad[i],
  polarity: (data, i) => data.s.polarity[i],
  intensity: (data, i) => data.s.intensity[i],
  modality: (data, i) => data.s.modality[i],
  negated: (data, i) => Boolean(data.s.negated[i]),
  phase: (data, i) => data.s.phase[i],
  speaker: (data, i) => (data.s.speaker[i] < 0 ? "" : data.actors.label[data.s.speaker[i]]),
  confidence: (data, i) => data.s.confidence[i],
  rule: (data, i) => data.rules[data.s.rule[i]],
  sentence: (data, i) => data.sentences[data.s.sentence[i]],
  article: (data, i) => data.articles.id[data.s.article[i]],
  title: (data, i) => data.articles.title[data.s.article[i]],
  published: (data, i) => data.articles.date[data.s.article[i]],
  outlet: (data, i) => data.outlets[outletOf(data, i)],
  url: (data, i) => data.articles.url[data.s.article[i]],
};

export function csvOf(data, statements) {
  const rows = statements.map((i) => Object.values(COLUMNS).map((column) => cell(column(data, i))));
  return [Object.keys(COLUMNS), ...rows].map((row) => `${row.join(",")}\r\n`).join("");
}

function cell(value) {
  if (typeof value !== "string") return String(value ?? "");
  // A spreadsheet would run a text that begins like a formula.
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
