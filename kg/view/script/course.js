// A dyad over time: its statements as marks on the days, what they say upwards or downwards, and the stance at the end of each month.
import { el, svg } from "./elements.js";
import { stanceOf } from "./stance.js";
import { iso, NODAY, plural, signed } from "./wording.js";

const [WIDE, HIGH] = [340, 72];

export function courseOf(data, edge) {
  const { s } = data;
  const dated = edge.pieces.filter((i) => s.day[i] !== NODAY);
  if (dated.length < 2 || s.day[dated[0]] === s.day[dated.at(-1)]) return null;
  const [first, last] = [s.day[dated[0]], s.day[dated.at(-1)]];
  const x = (day) => 6 + ((WIDE - 12) * (day - first)) / (last - first);
  const y = (value) => HIGH / 2 - (HIGH / 2 - 8) * value;
  const marks = dated.map((i) =>
    svg(
      "circle",
      {
        class: s.negated[i] || !s.polarity[i] ? "neutral" : s.polarity[i] > 0 ? "cooperative" : "conflictual",
        cx: x(s.day[i]).toFixed(1),
        cy: y(s.negated[i] ? 0 : s.intensity[i] / 10).toFixed(1),
        r: 3,
      },
      svg("title", { text: `${iso(s.day[i])}: ${data.labels[s.label[i]]}` })
    )
  );
  const course = monthEnds(first, last).map((day) => [
    day,
    stanceOf(
      data,
      dated.filter((i) => s.day[i] <= day),
      day
    ).score,
  ]);
  const path = course.map(([day, value], i) => `${i ? "L" : "M"}${x(Math.min(day, last)).toFixed(1)} ${y(value).toFixed(1)}`).join("");
  const words = `${plural(dated.length, "statement")} from ${iso(first)} to ${iso(last)}; the stance ends at ${signed(course.at(-1)[1])}`;
  return el(
    "figure",
    { class: "history" },
    svg(
      "svg",
      { viewBox: `0 0 ${WIDE} ${HIGH}`, role: "img", "aria-label": words },
      svg("path", { class: "axis", d: `M0 ${HIGH / 2}H${WIDE}` }),
      svg("path", { class: "course", d: path }),
      ...marks
    ),
    el(
      "figcaption",
      { class: "muted" },
      el("span", { text: iso(first) }),
      el("span", { text: "statements and stance" }),
      el("span", { text: iso(last) })
    )
  );
}

// The last days of the months from the first day's to the last day's, at most 120 of them.
function monthEnds(first, last) {
  const ends = [];
  const start = new Date(first * 864e5);
  for (let month = 1; ; month++) {
    const end = Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + month, 1) / 864e5 - 1;
    ends.push(Math.min(end, last));
    if (end >= last) break;
  }
  const every = Math.ceil(ends.length / 120);
  return ends.filter((_, i) => i % every === 0 || i === ends.length - 1);
}
