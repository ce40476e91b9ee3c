// The timeline: a histogram of the statements, two handles around the period, and a button that lets the period pass by.
import { binsOf, countsOf } from "./bins.js";
import { passing } from "./filters.js";
import { byId, svg } from "./elements.js";
import { dayNumber, iso, periodName, plural } from "./wording.js";

const HIGH = 46;
const PACE = 900; // milliseconds a step of the play button

export function makeTimeline(data, { change }) {
  const bins = binsOf(data);
  const timeline = { data, bins, change, state: null, counts: [], timer: 0, box: byId("bars") };
  byId("timeline").hidden = !bins.length;
  if (!bins.length) return timeline;
  for (const end of ["from", "to"]) wireHandle(timeline, end);
  wireBars(timeline);
  for (const end of ["from", "to"]) {
    const field = byId(`${end}-day`);
    [field.min, field.max] = [iso(bins[0].from), iso(bins.at(-1).to)];
    field.addEventListener("change", () => setPeriod(timeline, { [end]: dayNumber(field.value) }));
  }
  byId("play").addEventListener("click", () => (timeline.timer ? stop(timeline) : play(timeline)));
  byId("all-days").addEventListener("click", () => setPeriod(timeline, { from: null, to: null }));
  new ResizeObserver(() => timeline.state && paintBars(timeline)).observe(timeline.box);
  return timeline;
}

export function showTimeline(timeline, state, scene) {
  timeline.state = state;
  if (!timeline.bins.length) return;
  const anytime = state.from === null && state.to === null ? scene.statements : passing(timeline.data, state, true);
  timeline.counts = countsOf(timeline.data, anytime, timeline.bins);
  paintBars(timeline);
  for (const end of ["from", "to"]) byId(`${end}-day`).value = state[end] === null ? "" : iso(state[end]);
  byId("period-name").textContent = state.from === null && state.to === null ? "All days" : periodName(state.from, state.to);
  byId("all-days").disabled = state.from === null && state.to === null;
}

// ---- drawing ----

// The place of the beginning of a day on the strip, from 0 to 1. All bins are equally wide.
function place({ bins }, day) {
  const i = Math.max(
    0,
    bins.findLastIndex((bin) => bin.from <= day)
  );
  return Math.min(1, Math.max(0, (i + (day - bins[i].from) / (bins[i].to + 1 - bins[i].from)) / bins.length));
}

function paintBars(timeline) {
  const { bins, counts, box, state } = timeline;
  const wide = Math.max(1, box.clientWidth);
  const most = Math.max(1, ...counts.map((count) => count.cooperative + count.neutral + count.conflictual));
  const inside = (bin) => bin.to >= (state.from ?? -Infinity) && bin.from <= (state.to ?? Infinity);
  const bars = bins.flatMap((bin, i) => {
    const x = (i * wide) / bins.length;
    const width = Math.max(1, wide / bins.length - 1);
    let top = HIGH;
    return ["conflictual", "neutral", "cooperative"]
      .filter((sign) => counts[i][sign])
      .map((sign) => {
        const height = Math.max(1.5, ((HIGH - 4) * counts[i][sign]) / most);
        top -= height;
        return svg("rect", {
          class: `${sign}${inside(bin) ? "" : " outside"}`,
          x: x.toFixed(1),
          y: top.toFixed(1),
          width: width.toFixed(1),
          height: height.toFixed(1),
        });
      });
  });
  const all = counts.reduce((sum, count) => sum + count.cooperative + count.neutral + count.conflictual, 0);
  box.replaceChildren(
    svg(
      "svg",
      { width: wide, height: HIGH + 16, role: "img", "aria-label": `${plural(all, "dated statement")} over time` },
      ...bars,
      ...ticks(timeline, wide)
    )
  );
  placeHandles(timeline);
}

// Years under months, months under days; the bin of all that is early says before when the others begin.
function ticks({ bins }, wide) {
  const daily = bins.at(-1).from === bins.at(-1).to;
  const marks = [];
  let free = 0;
  bins.forEach((bin, i) => {
    const day = iso(bin.from);
    const label = bin.early ? `< ${iso(bin.to + 1).slice(0, 4)}` : daily ? day : bins.length < 20 ? day.slice(0, 7) : day.slice(0, 4);
    const turns = bin.early || i === 0 || daily || bins.length < 20 || day.endsWith("-01-01");
    const x = (i * wide) / bins.length;
    const needs = label.length * 7 + 12;
    if (!turns || x < free || x + needs > wide + 8) return;
    free = x + needs;
    marks.push(
      svg("path", { class: "tick", d: `M${x.toFixed(1)} ${HIGH}v4` }),
      svg("text", { x: (x + 2).toFixed(1), y: HIGH + 13, text: label })
    );
  });
  return marks;
}

// ---- the period ----

function setPeriod(timeline, ends, replace = false) {
  const { bins, state } = timeline;
  let { from, to } = { from: state.from, to: state.to, ...ends };
  if (from !== null && to !== null && from > to) [from, to] = [to, from];
  if (from !== null && from <= bins[0].from) from = null;
  if (to !== null && to >= bins.at(-1).to) to = null;
  timeline.change({ from, to }, replace);
}

// The border between bins that is nearest to a place of the strip; there is one more border than bins.
function borderAt(timeline, share) {
  return Math.min(timeline.bins.length, Math.max(0, Math.round(share * timeline.bins.length)));
}

const borderOf = (timeline, end) => {
  const { state, bins } = timeline;
  if (state[end] === null) return end === "from" ? 0 : bins.length;
  return borderAt(timeline, place(timeline, end === "from" ? state.from : state.to + 1));
};

function toBorder(timeline, end, border, replace) {
  const { bins } = timeline;
  const [low, high] = [borderOf(timeline, "from"), borderOf(timeline, "to")];
  const at = end === "from" ? Math.max(0, Math.min(border, high - 1)) : Math.min(bins.length, Math.max(border, low + 1));
  setPeriod(timeline, end === "from" ? { from: at ? bins[at].from : null } : { to: at < bins.length ? bins[at - 1].to : null }, replace);
}

function placeHandles(timeline) {
  const { state, bins } = timeline;
  const [from, to] = [state.from ?? bins[0].from, (state.to ?? bins.at(-1).to) + 1];
  for (const [end, day, shown] of [
    ["from", from, from],
    ["to", to, to - 1],
  ]) {
    const handle = byId(`${end}-handle`);
    handle.style.left = `${100 * Math.min(1, Math.max(0, place(timeline, day)))}%`;
    handle.setAttribute("aria-valuemin", "0");
    handle.setAttribute("aria-valuemax", String(bins.length));
    handle.setAttribute("aria-valuenow", String(borderOf(timeline, end)));
    handle.setAttribute("aria-valuetext", iso(shown));
  }
}

function wireHandle(timeline, end) {
  const handle = byId(`${end}-handle`);
  const step = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -6, PageUp: 6, Home: -Infinity, End: Infinity };
  handle.addEventListener("keydown", (event) => {
    if (!(event.key in step)) return;
    event.preventDefault();
    toBorder(timeline, end, borderOf(timeline, end) + step[event.key], false);
  });
  handle.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    stop(timeline);
    handle.focus();
    handle.setPointerCapture(event.pointerId);
    const move = (moved) => {
      const box = timeline.box.getBoundingClientRect();
      const border = borderAt(timeline, (moved.clientX - box.left) / box.width);
      if (border !== borderOf(timeline, end)) toBorder(timeline, end, border, true);
    };
    handle.addEventListener("pointermove", move);
    const release = () => {
      handle.removeEventListener("pointermove", move);
      handle.removeEventListener("pointerup", release);
      handle.removeEventListener("pointercancel", release);
    };
    handle.addEventListener("pointerup", release);
    handle.addEventListener("pointercancel", release);
  });
}

// A click takes one bin as the period, a drag those that it crosses; the bin that is the period already gives all days back.
function wireBars(timeline) {
  const { box, bins } = timeline;
  const binAt = (event) => {
    const area = box.getBoundingClientRect();
    return Math.min(bins.length - 1, Math.max(0, Math.floor(((event.clientX - area.left) / area.width) * bins.length)));
  };
  let start = null;
  box.addEventListener("pointerdown", (event) => {
    stop(timeline);
    start = binAt(event);
    box.setPointerCapture(event.pointerId);
  });
  box.addEventListener("pointermove", (event) => {
    const count = timeline.counts[binAt(event)];
    const bin = bins[binAt(event)];
    box.title = `${periodName(bin.from, bin.to)}: ${count.cooperative} cooperative, ${count.conflictual} conflictual, ${count.neutral} neither`;
  });
  box.addEventListener("pointerup", (event) => {
    if (start === null) return;
    const [low, high] = [Math.min(start, binAt(event)), Math.max(start, binAt(event))];
    start = null;
    const [from, to] = [bins[low].from, bins[high].to];
    const { state } = timeline;
    if (low === high && state.from === from && state.to === to) timeline.change({ from: null, to: null });
    else timeline.change({ from, to });
  });
  box.addEventListener("pointercancel", () => {
    start = null;
  });
}

// ---- play ----

function play(timeline) {
  const { bins } = timeline;
  const whole = timeline.state.from === null && timeline.state.to === null;
  const width = whole ? Math.max(1, Math.round(bins.length / 12)) : Math.max(1, borderOf(timeline, "to") - borderOf(timeline, "from"));
  let low = whole || borderOf(timeline, "to") >= bins.length ? 0 : borderOf(timeline, "from");
  const step = () => {
    if (low + width > bins.length) return stop(timeline);
    timeline.change({ from: bins[low].from, to: bins[low + width - 1].to }, true);
    low += 1;
    timeline.timer = setTimeout(step, PACE);
  };
  timeline.timer = 1;
  playing(true);
  step();
}

export function stop(timeline) {
  clearTimeout(timeline.timer);
  timeline.timer = 0;
  playing(false);
}

function playing(on) {
  byId("play").setAttribute("aria-label", on ? "Stop" : "Play: let the period pass by");
  byId("play").classList.toggle("on", on);
}
