// Statements as Turtle, in the shape of kg/rdf.py: each comes with its evidence, its mentions and its actors.
import { iso, signed } from "./wording.js";

const PREFIXES = ["kg", "oa", "owl", "prov", "rdf", "rdfs", "schema", "sem", "skos", "wd", "xsd"];
const MODALITY = { asserted: "Asserted", future: "Future", possible: "Possible", demanded: "Demanded" };
const PHASE = { began: "Began", continues: "Continues", ended: "Ended" };

// With `edges` the stances that they have in a state come too, as nodes without a name: filters other than the period are no part of what
// kg/stance_rdf.py names a stance by.
export function turtleOf(data, statements, edges = [], state = {}) {
  const subjects = new Map();
  const say = (subject, predicate, object) => {
    const facts = subjects.get(subject) ?? subjects.set(subject, new Set()).get(subject);
    facts.add(`${predicate} ${object}`);
  };
  const names = namesOf(data);
  for (const article of new Set(statements.map((i) => data.s.article[i]))) tellArticle(data, article, names, say);
  for (const i of statements) tellStatement(data, i, names, say);
  edges
    .filter((edge) => edge.stance)
    .forEach((edge, number) => {
      tellStance(data, edge, state, names, (predicate, object) => say(`_:stance${number + 1}`, predicate, object));
      for (const end of [edge.source, edge.target]) tellActor(data, end, names, say);
    });
  const heads = PREFIXES.map((prefix) => `@prefix ${prefix}: <${data.rdf.prefixes[prefix]}> .\n`);
  const blocks = [...subjects]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([subject, facts]) => `${subject} ${[...facts].join(" ;\n    ")} .\n`);
  return `${heads.join("")}\n${blocks.join("")}`;
}

// Percent-encoded as Python's urllib.parse.quote does.
const encoded = (text) =>
  encodeURIComponent(text.toWellFormed?.() ?? text).replace(/[!*'()]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`);

function namesOf(data) {
  const { base } = data.rdf;
  return {
    actor: (number) => `<${base}${encoded(data.actors.id[number]).replaceAll("%2F", "/")}>`,
    run: (id) => `<${base}run/${encoded(id)}>`,
    software: (name) => `<${base}software/${encoded(name)}>`,
    article: (number) => `<${base}article/${encoded(data.articles.id[number])}>`,
    outlet: (name) => `<${base}outlet/${encoded(name)}>`,
    statement: (i, part = "") => `<${base}statement/${data.s.id[i]}${part}>`,
  };
}

const ESCAPES = { "\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t" };
const quoted = (text) =>
  `"${text.replace(/[\\"\p{Cc}]/gu, (mark) => ESCAPES[mark] ?? `\\u${mark.charCodeAt(0).toString(16).padStart(4, "0")}`)}"`;
const words = (text) => `${quoted(text)}@en`;
const typed = (text, type) => `${quoted(String(text))}^^${type}`;
const day = (text) => typed(text, `xsd:${{ 4: "gYear", 7: "gYearMonth" }[text.length] ?? "date"}`);

function decimal(number) {
  const text = String(number);
  const plain = text.includes("e") ? number.toFixed(20).replace(/0+$/, "") : text;
  return typed(plain.includes(".") ? plain : `${plain}.0`, "xsd:decimal");
}

function tellArticle(data, article, names, say) {
  const { title, date, url, outlet, language, digest, run } = data.articles;
  const node = names.article(article);
  say(node, "a", "schema:NewsArticle");
  say(node, "a", "prov:Entity");
  if (digest[article] !== null) say(node, "kg:digest", quoted(digest[article]));
  if (language[article] !== null) say(node, "schema:inLanguage", quoted(language[article]));
  if (run[article] >= 0) tellRun(data.runs[run[article]], node, names, say);
  if (title[article] !== null) say(node, "schema:headline", words(title[article]));
  if (date[article] !== null) say(node, "schema:datePublished", day(date[article]));
  if (url[article] !== null) say(node, "schema:url", typed(url[article], "xsd:anyURI"));
  if (outlet[article] < 0) return;
  const name = data.outlets[outlet[article]];
  say(node, "schema:publisher", names.outlet(name));
  say(names.outlet(name), "a", "schema:NewsMediaOrganization");
  say(names.outlet(name), "schema:name", quoted(name));
}

function tellRun({ id, generator, model, knowledge }, article, names, say) {
  const [activity, program] = [names.run(id), names.software(generator)];
  say(activity, "a", "prov:Activity");
  say(activity, "prov:used", article);
  say(activity, "kg:generator", quoted(generator));
  say(activity, "prov:wasAssociatedWith", program);
  say(program, "a", "prov:SoftwareAgent");
  say(program, "rdfs:label", words(generator));
  say(activity, "kg:model", quoted(model));
  if (knowledge) say(activity, "kg:knowledge", quoted(knowledge));
}

function tellStatement(data, i, names, say) {
  const { s } = data;
  const node = names.statement(i);
  const relation = `kg:${data.relations[s.relation[i]]}`;
  const fact = (predicate, object) => say(node, predicate, object);
  fact("a", "kg:Statement");
  fact("rdfs:label", words(labelOf(data, i)));
  fact("kg:source", names.actor(s.source[i]));
  fact("kg:relation", relation);
  fact("kg:target", names.actor(s.target[i]));
  fact("kg:sourcePrincipal", names.actor(s.sourceFor[i]));
  fact("kg:targetPrincipal", names.actor(s.targetFor[i]));
  fact("kg:verbPhrase", words(data.labels[s.label[i]]));
  fact("kg:eventType", `kg:${data.events[s.event[i]]}`);
  fact("kg:quad", s.quad[i]);
  fact("kg:polarity", s.polarity[i]);
  fact("kg:intensity", decimal(s.intensity[i]));
  fact("kg:negated", Boolean(s.negated[i]));
  fact("kg:modality", `kg:${MODALITY[s.modality[i]]}`);
  if (s.phase[i]) fact("kg:phase", `kg:${PHASE[s.phase[i]]}`);
  fact("kg:rule", quoted(data.rules[s.rule[i]]));
  fact("prov:wasDerivedFrom", names.article(s.article[i]));
  const run = data.articles.run[s.article[i]];
  if (run >= 0) fact("prov:wasGeneratedBy", names.run(data.runs[run].id));
  if (s.confidence[i] !== null) fact("kg:confidence", decimal(s.confidence[i]));
  if (s.period[i] >= 0) {
    const [begins, ends, text] = data.periods[s.period[i]];
    fact("kg:begins", day(begins));
    fact("kg:ends", day(ends));
    fact("kg:timeText", words(text));
  }
  const select = (predicate, name, kind, start, end, text) => {
    const [part, position, quote] = ["", "_position", "_quote"].map((suffix) => names.statement(i, `_${name}${suffix}`));
    fact(predicate, part);
    say(part, "a", kind);
    say(part, "oa:hasSource", names.article(s.article[i]));
    say(part, "oa:hasSelector", position);
    say(part, "oa:hasSelector", quote);
    say(position, "a", "oa:TextPositionSelector");
    say(position, "oa:start", start);
    say(position, "oa:end", end);
    say(quote, "a", "oa:TextQuoteSelector");
    say(quote, "oa:exact", words(text));
    return part;
  };
  const mention = (predicate, name, [actor, principal, start, end, text]) => {
    const part = select(predicate, name, "kg:Mention", s.start[i] + start, s.start[i] + end, text);
    say(part, "kg:actor", names.actor(actor));
    say(part, "kg:principal", names.actor(principal));
    tellActor(data, actor, names, say);
    if (actor === principal) return part;
    say(names.actor(actor), "kg:principal", names.actor(principal));
    tellActor(data, principal, names, say);
    return part;
  };
  select("kg:evidence", "evidence", "oa:SpecificResource", s.start[i], s.end[i], data.sentences[s.sentence[i]]);
  if (s.triggerStart[i] < s.triggerEnd[i]) {
    const place = names.statement(i, "_trigger");
    fact("kg:trigger", place);
    say(place, "a", "oa:TextPositionSelector");
    say(place, "oa:start", s.start[i] + s.triggerStart[i]);
    say(place, "oa:end", s.start[i] + s.triggerEnd[i]);
  }
  for (const side of ["source", "target"]) mention(`kg:${side}Mention`, side, mentionOf(data, i, side));
  const speaker = data.sparse.speaker[i];
  if (speaker) {
    fact("kg:speaker", names.actor(speaker[0]));
    mention("kg:speakerMention", "speaker", speaker);
  }
  for (const [place, reporter] of (data.sparse.reporters[i] ?? []).entries()) {
    fact("kg:reporter", names.actor(reporter[0]));
    say(mention("kg:reporterMention", `reporter_${place + 1}`, reporter), "kg:position", place + 1);
  }
  for (const [place, [actor, role, start, end, text]] of (data.sparse.context[i] ?? []).entries()) {
    const part = select("kg:context", `context_${place + 1}`, "kg:ContextParty", s.start[i] + start, s.start[i] + end, text);
    say(part, "kg:role", quoted(role));
    say(part, "kg:party", names.actor(actor));
    say(part, "kg:position", place + 1);
    tellActor(data, actor, names, say);
  }
  if (s.modality[i] !== "asserted" || s.negated[i]) return;
  say(names.actor(s.source[i]), relation, names.actor(s.target[i]));
  if (s.period[i] >= 0) tellEvent(data, i, names, say, relation);
  const second = data.s.second[i];
  if (second >= 0) say(names.actor(s.source[i]), `kg:${data.secondRelations[s.relation[i]]}`, names.actor(second));
}

const ACTING = new Set(["Actor", "State", "Organ", "Organisation", "Group", "People", "Person"]);

// The dated act in the Simple Event Model.
function tellEvent(data, i, names, say, relation) {
  const { s } = data;
  const event = names.statement(i, "_event");
  const type = data.actors.type[s.target[i]];
  say(names.statement(i), "kg:event", event);
  say(event, "a", "sem:Event");
  say(event, "sem:eventType", relation);
  say(event, "sem:hasActor", names.actor(s.source[i]));
  if (type === "Place") say(event, "sem:hasPlace", names.actor(s.target[i]));
  else if (ACTING.has(type)) say(event, "sem:hasActor", names.actor(s.target[i]));
  const [begins, ends] = data.periods[s.period[i]];
  say(event, "sem:hasBeginTimeStamp", day(begins));
  say(event, "sem:hasEndTimeStamp", day(ends));
}

const COUNTS = {
  cooperative: "cooperative",
  conflictual: "conflictual",
  neutral: "neutral",
  negated: "negatedCount",
  ended: "endedCount",
  copies: "copies",
  attributed: "attributed",
  articles: "articles",
  outlets: "outlets",
};

function tellStance(data, edge, state, names, fact) {
  const { stance } = edge;
  const [source, target] = [edge.source, edge.target].map((end) => data.actors.label[end]);
  fact("a", "kg:Stance");
  fact("rdfs:label", words(`${source} → ${target}: ${signed(stance.score).replace("−", "-")}`));
  fact("kg:stanceOf", names.actor(edge.source));
  fact("kg:stanceTowards", names.actor(edge.target));
  for (const name of ["score", "margin", "low", "high", "weight", "disagreement"]) {
    fact(`kg:${name}`, typed((Math.round(stance[name] * 1e4) / 1e4 + 0).toFixed(4), "xsd:decimal"));
  }
  fact("kg:halfLife", typed(data.weights.halfLife.toFixed(4), "xsd:decimal"));
  for (const [name, predicate] of Object.entries(COUNTS)) fact(`kg:${predicate}`, stance[name]);
  const days = { since: state.from, until: state.to, asOf: stance.reference, firstDay: stance.first, lastDay: stance.last };
  for (const [predicate, day] of Object.entries(days)) {
    if (day !== null && day !== undefined) fact(`kg:${predicate}`, typed(iso(day), "xsd:date"));
  }
  for (const i of edge.pieces) fact("prov:wasDerivedFrom", names.statement(i));
}

function tellActor(data, actor, names, say) {
  const { id, label, type, wikidata, iso2, iso3 } = data.actors;
  const node = names.actor(actor);
  say(node, "a", `kg:${type[actor]}`);
  say(node, "rdfs:label", words(label[actor] ?? id[actor]));
  say(node, "skos:prefLabel", words(label[actor] ?? id[actor]));
  say(node, "skos:inScheme", `<${data.rdf.base}actors>`);
  if (wikidata[actor]) say(node, "owl:sameAs", `wd:${wikidata[actor]}`);
  if (iso2[actor]) say(node, "skos:notation", typed(iso2[actor], "kg:alpha2"));
  if (iso3[actor]) say(node, "skos:notation", typed(iso3[actor], "kg:alpha3"));
  for (const name of data.names[actor]) if (name !== label[actor]) say(node, "skos:altLabel", words(name));
}

// A mention of a side: actor, principal, start and end from the start of the sentence, in code points, and its words.
export function mentionOf(data, i, side) {
  const { s } = data;
  const [start, end] = [s[`${side}Start`][i], s[`${side}End`][i]];
  const text = data.sparse.words[i]?.[side] ?? [...data.sentences[s.sentence[i]]].slice(start, end).join("");
  return [s[side][i], s[`${side}For`][i], start, end, text];
}

// The statement as a line to read, as kg.rdf.statement_label words it.
export function labelOf(data, i) {
  const { s, actors } = data;
  const [label, target] = [data.labels[s.label[i]], actors.label[s.target[i]]];
  const second = data.s.second[i];
  const end = second >= 0 && label.includes(target) ? actors.label[second] : target;
  const notes = [
    s.negated[i] ? "negated" : null,
    s.modality[i] === "asserted" ? null : s.modality[i],
    s.phase[i],
    s.speaker[i] >= 0 ? `according to ${actors.label[s.speaker[i]]}` : null,
  ].filter(Boolean);
  return `${actors.label[s.source[i]]} – ${label} – ${end}${notes.length ? ` (${notes.join(", ")})` : ""}`;
}
