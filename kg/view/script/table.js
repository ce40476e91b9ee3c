// The same data as a table: every arrow without the canvas, sorted by any column.
import { dyadName, line } from "./arrows.js";
import { button, byId, el } from "./elements.js";
import { countOf, disputed, scoreText } from "./figure.js";
import { iso, NODAY, SIGNS } from "./wording.js";

const PAGE_OF_ROWS = 100;

const COLUMNS = [
  { name: "From → to", of: (data, edge) => `${data.actors.label[edge.source]} ${data.actors.label[edge.target]}` },
  { name: "Stance", of: (_, edge) => edge.sign },
  { name: "Score", of: (_, edge) => edge.stance?.score ?? 0, number: true },
  { name: "±", of: (_, edge) => edge.stance?.margin ?? 1, number: true },
  { name: "Articles", of: (_, edge) => edge.articles, number: true, down: true },
  { name: "Statements", of: (_, edge) => countOf(edge), number: true, down: true },
  { name: "Latest", of: (data, edge) => latest(data, edge) ?? -1, down: true },
];

function latest(data, edge) {
  const days = [...edge.pieces, ...edge.named].map((i) => data.s.day[i]).filter((day) => day !== NODAY);
  return days.length ? days.reduce((a, b) => Math.max(a, b)) : null;
}

export function makeTable(data, { open }) {
  const table = { data, open, scene: null, by: 4, down: true, shown: PAGE_OF_ROWS };
  byId("heads").replaceChildren(
    ...COLUMNS.map((column, i) =>
      el(
        "th",
        { scope: "col", class: column.number ? "number" : null },
        button({ class: "sort" }, () => sortBy(table, i), column.name)
      )
    )
  );
  byId("more-rows").addEventListener("click", () => {
    table.shown += 5 * PAGE_OF_ROWS;
    fill(table);
  });
  return table;
}

export function showTable(table, scene) {
  table.scene = scene;
  table.shown = PAGE_OF_ROWS;
  fill(table);
}

function sortBy(table, i) {
  table.down = table.by === i ? !table.down : Boolean(COLUMNS[i].down);
  table.by = i;
  fill(table);
}

function fill(table) {
  const { data, scene } = table;
  const { of } = COLUMNS[table.by];
  const keys = new Map(scene.edges.map((edge) => [edge, of(data, edge)]));
  const order = (a, b) => (keys.get(a) < keys.get(b) ? -1 : keys.get(a) > keys.get(b) ? 1 : 0);
  const sorted = [...scene.edges].sort(
    (a, b) => (table.down ? order(b, a) : order(a, b)) || countOf(b) - countOf(a) || (a.id < b.id ? -1 : 1)
  );
  for (const [i, head] of [...byId("heads").children].entries()) {
    head.setAttribute("aria-sort", i !== table.by ? "none" : table.down ? "descending" : "ascending");
  }
  byId("rows").replaceChildren(...sorted.slice(0, table.shown).map((edge) => row(table, edge)));
  byId("more-rows").hidden = sorted.length <= table.shown;
  byId("more-rows").textContent = `Show more of ${sorted.length - table.shown}`;
}

function row({ data, open }, edge) {
  const day = latest(data, edge);
  return el(
    "tr",
    {},
    el(
      "td",
      {},
      button({ class: "row" }, () => open("edge", edge.id), dyadName(data, edge))
    ),
    el(
      "td",
      {},
      line(edge),
      SIGNS[edge.sign],
      disputed(edge) ? el("span", { class: "disputed", title: "sources disagree", text: " ±" }) : null
    ),
    el("td", { class: "number", text: scoreText(edge) }),
    el("td", { class: "number", text: edge.stance ? edge.stance.margin.toFixed(2) : "–" }),
    el("td", { class: "number", text: edge.articles.toLocaleString("en") }),
    el("td", { class: "number", text: countOf(edge).toLocaleString("en") }),
    el("td", { class: "date", text: day === null ? "undated" : iso(day) })
  );
}
