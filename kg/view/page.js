"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const nodes = new Map(data.nodes.map((node) => [node.id, node]));
  const edges = new Map(data.edges.map((edge) => [edge.id, edge]));
  const byId = (id) => document.getElementById(id);
  const panel = byId("panel");
  const legend = byId("legend");
  const graph = byId("graph");

  const PAGE_OF_CARDS = 40;
  const QUADS = { 1: "verbal cooperation", 2: "material cooperation", 3: "verbal conflict", 4: "material conflict" };
  const SIGNS = { cooperative: "Cooperative", conflictual: "Conflictual", neutral: "Neutral" };
  const PARTS = ["source", "target", "context"];
  const NAMED = 12;

  // ---- building elements: text only ever enters by textContent ----

  function el(name, attributes = {}, ...children) {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) {
      if (key === "text") element.textContent = value;
      else if (value === true) element.setAttribute(key, "");
      else if (value !== null && value !== undefined && value !== false) element.setAttribute(key, value);
    }
    element.append(...children.filter((child) => child !== null && child !== undefined));
    return element;
  }

  const name = (text) => el("bdi", { text });

  function button(attributes, act, ...children) {
    const element = el("button", { type: "button", ...attributes }, ...children);
    element.addEventListener("click", () => act(element));
    return element;
  }

  // ---- wording ----

  const plural = (count, noun) => `${count.toLocaleString("en")} ${noun}${count === 1 ? "" : "s"}`;
  const signed = (value, digits = 2) => `${value > 0 ? "+" : value < 0 ? "−" : ""}${Math.abs(value).toFixed(digits)}`;
  const percent = (value) => (value === null ? "not measured" : `${Math.round(value * 100)} %`);
  const stanceWord = (edge) => (edge.score === null ? "Named with the act" : SIGNS[edge.sign]);
  const scoreText = (edge) => (edge.score === null ? "–" : signed(edge.score));
  const signClass = (edge) => (edge.score === null ? "neutral" : edge.sign);

  function listed(names) {
    const left = names.length - NAMED;
    return names.slice(0, NAMED).join(", ") + (left > 0 ? ` and ${left} more` : "");
  }

  function period(first, last) {
    if (!first || !last) return null;
    return first === last ? first : `${first} to ${last}`;
  }

  function dyadName(edge) {
    return el("span", { class: "dyad" }, name(nodes.get(edge.source).label), el("span", { class: "to", text: " → " }), name(nodes.get(edge.target).label));
  }

  // ---- the picture ----

  fillShape(data.network.nodes, graph.clientWidth / Math.max(1, graph.clientHeight));
  const drawn = { nodes: new vis.DataSet(data.network.nodes), edges: new vis.DataSet(data.network.edges) };
  const network = new vis.Network(graph, drawn, data.network.options);
  // vis-network makes its canvas a tab stop; the table offers the same to the keyboard, with names.
  for (const stop of graph.querySelectorAll("[tabindex]")) stop.tabIndex = -1;

  // Stretch the layout towards the shape of the window, portrait on a phone; stretching never brings two nodes nearer.
  function fillShape(placed, aspect) {
    const span = (axis) => Math.max(...placed.map((node) => node[axis])) - Math.min(...placed.map((node) => node[axis]));
    if (placed.length < 3 || !span("x") || !span("y")) return;
    const stretch = aspect / (span("x") / span("y"));
    const [x, y] = stretch > 1 ? [Math.min(stretch, 1.5), 1] : [1, Math.min(1 / stretch, 2)];
    for (const node of placed) [node.x, node.y] = [node.x * x, node.y * y];
  }

  // Among many arrows, those with few statements step back.
  const CROWD = 150;
  const often = [...edges.values()].map((edge) => edge.statements.length).sort((a, b) => a - b)[Math.floor(edges.size * 0.9)];

  function presence(id) {
    return edges.size > CROWD ? 0.2 + 0.65 * Math.min(1, edges.get(id).statements.length / often) ** 1.5 : 0.8;
  }

  function colour(token) {
    return getComputedStyle(document.documentElement).getPropertyValue(`--${token}`).trim();
  }

  function nearby(selection) {
    if (!selection) return null;
    if (selection.kind === "edge") {
      const edge = edges.get(selection.id);
      return { nodes: new Set([edge.source, edge.target]), edges: new Set([edge.id]) };
    }
    const own = nodes.get(selection.id).edges.map((id) => edges.get(id));
    return { nodes: new Set([selection.id, ...own.flatMap((edge) => [edge.source, edge.target])]), edges: new Set(own.map((edge) => edge.id)) };
  }

  // Labels keep a legible size when the picture is zoomed out; those that would cover the label of a busier actor wait.
  const pen = document.createElement("canvas").getContext("2d");
  const { size: LABEL_SIZE, face: LABEL_FACE } = data.network.options.nodes.font;
  const LEGIBLE = 11;
  const busiest = [...data.network.nodes].sort((a, b) => nodes.get(b.id).statements - nodes.get(a.id).statements);
  let paintedScale = 0;

  function labelBox(node, size) {
    const at = network.getPosition(node.id);
    pen.font = `${size}px ${LABEL_FACE}`;
    const lines = node.label.split("\n");
    const half = Math.max(...lines.map((line) => pen.measureText(line).width)) / 2;
    const top = at.y + node.size;
    return { left: at.x - half, right: at.x + half, top, bottom: top + lines.length * size * 1.2 };
  }

  const overlap = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

  function legibleLabels(near, size) {
    const kept = new Set();
    if (size <= LABEL_SIZE) return new Set(nodes.keys());
    const boxes = [];
    const lit = (node) => !near || near.nodes.has(node.id);
    for (const node of [...busiest.filter(lit), ...busiest.filter((node) => !lit(node))]) {
      const box = labelBox(node, size);
      if (boxes.some((other) => overlap(box, other))) continue;
      boxes.push(box);
      kept.add(node.id);
    }
    return kept;
  }

  let repaint = 0;
  function keepLegible() {
    const scale = network.getScale();
    if (Math.abs(scale / paintedScale - 1) < 0.08) return;
    clearTimeout(repaint);
    repaint = setTimeout(() => paint(shown), 60);
  }

  function paint(selection) {
    const near = nearby(selection);
    paintedScale = network.getScale();
    const size = Math.max(LABEL_SIZE, LEGIBLE / paintedScale);
    const labelled = legibleLabels(near, size);
    const ink = colour("ink");
    const halo = colour("canvas");
    const border = colour("node-border");
    const faint = colour("faint");
    drawn.nodes.update(
      data.network.nodes.map((node) => {
        const lit = !near || near.nodes.has(node.id);
        const background = colour(`bloc-${node.group}`);
        const shades = { background, border };
        return {
          id: node.id,
          opacity: lit ? 1 : 0.2,
          color: { ...shades, hover: shades, highlight: { background, border: ink } },
          label: labelled.has(node.id) ? node.label : "",
          font: { color: lit ? ink : faint, strokeColor: halo, size },
        };
      })
    );
    drawn.edges.update(
      data.network.edges.map((edge) => {
        const shade = colour(edge.sign);
        const lit = !near || near.edges.has(edge.id);
        return { id: edge.id, color: { color: shade, hover: shade, highlight: shade, inherit: false, opacity: lit ? (near ? 1 : presence(edge.id)) : 0.12 } };
      })
    );
  }

  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  const motion = () => (calm.matches ? false : { duration: 250, easingFunction: "easeInOutQuad" });

  // Show these nodes in the free part of the graph, with room for their labels, no closer than `closest`.
  function frame(ids, closest, animation = motion()) {
    const points = ids.map((id) => network.getPosition(id));
    const [left, right, top, bottom] = [Math.min(...points.map((at) => at.x)), Math.max(...points.map((at) => at.x)), Math.min(...points.map((at) => at.y)), Math.max(...points.map((at) => at.y))];
    const free = freeHeight();
    const wide = (graph.clientWidth - Math.min(130, graph.clientWidth * 0.18)) / Math.max(1, right - left);
    const high = (free - 110) / Math.max(1, bottom - top);
    const scale = Math.max(0.1, Math.min(wide, high, closest));
    const lift = (graph.clientHeight - free) / 2 + 10;
    network.moveTo({ position: { x: (left + right) / 2, y: (top + bottom) / 2 }, scale, offset: { x: 0, y: -lift }, animation });
  }

  function showAll(animation = motion()) {
    if (nodes.size) frame([...nodes.keys()], 1, animation);
  }

  function zoomBy(factor) {
    network.moveTo({ scale: Math.min(4, Math.max(0.1, network.getScale() * factor)), animation: motion() });
  }

  // The part of the graph that the panel, a sheet over it on narrow screens, leaves free.
  function freeHeight() {
    const box = graph.getBoundingClientRect();
    const sheet = panel.hidden ? null : panel.getBoundingClientRect();
    const covered = sheet && sheet.top < box.bottom && sheet.left < box.right && sheet.right > box.left;
    return covered ? Math.max(80, sheet.top - box.top) : box.height;
  }

  function inSight(ids) {
    const margin = 24;
    const height = freeHeight();
    return ids.every((id) => {
      const at = network.canvasToDOM(network.getPosition(id));
      return at.x > margin && at.y > margin && at.x < graph.clientWidth - margin && at.y < height - margin;
    });
  }

  function bringIntoSight(ids, legibly) {
    const scale = network.getScale();
    if (inSight(ids) && (scale >= 0.6 || !legibly)) return;
    frame(ids, legibly ? Math.max(scale, 0.9) : scale);
  }

  // ---- selection: the URL fragment is its only home, so that back, forward and bookmarks work ----

  let shown = null;
  let opener = null;

  function selectionFromUrl() {
    const match = /^#(edge|node)=(.+)$/.exec(location.hash);
    if (!match) return null;
    let id;
    try {
      id = decodeURIComponent(match[2]);
    } catch {
      return null;
    }
    const known = match[1] === "edge" ? edges : nodes;
    return known.has(id) ? { kind: match[1], id } : null;
  }

  function go(selection) {
    // "#all" rather than "#": an empty fragment would scroll the page to its top.
    const hash = selection ? `#${selection.kind}=${encodeURIComponent(selection.id)}` : "#all";
    if (location.hash !== hash && (selection || location.hash)) location.hash = hash;
    follow(true);
  }

  function follow(focus) {
    const selection = selectionFromUrl();
    if (shown && selection && shown.kind === selection.kind && shown.id === selection.id) return;
    if (!shown && !selection) return;
    shown = selection;
    paint(selection);
    if (selection) showPanel(selection, focus);
    else hidePanel(focus);
  }

  function showPanel(selection, focus) {
    if (panel.hidden && focus) opener = document.activeElement;
    panel.replaceChildren(...(selection.kind === "edge" ? edgePanel(edges.get(selection.id)) : nodePanel(nodes.get(selection.id))));
    panel.hidden = false;
    legend.hidden = true;
    panel.scrollTop = 0;
    if (selection.kind === "edge") {
      network.setSelection({ nodes: [], edges: [selection.id] });
      const edge = edges.get(selection.id);
      bringIntoSight([edge.source, edge.target], false);
    } else {
      network.setSelection({ nodes: [selection.id], edges: [] }, { highlightEdges: false });
      bringIntoSight([selection.id], true);
    }
    if (focus) byId("panel-title").focus({ preventScroll: true });
  }

  function hidePanel(focus) {
    panel.hidden = true;
    panel.replaceChildren();
    legend.hidden = false;
    network.unselectAll();
    if (focus && opener && opener.isConnected && opener !== document.body) opener.focus({ preventScroll: true });
    opener = null;
  }

  const openEdge = (id) => edges.has(id) && go({ kind: "edge", id });
  const openNode = (id) => nodes.has(id) && go({ kind: "node", id });
  const close = () => go(null);

  // ---- the panel ----

  function panelHead(kicker, title) {
    return el(
      "header",
      { class: "panel-head" },
      el("p", { class: "kicker", text: kicker }),
      el("h2", { id: "panel-title", tabindex: "-1" }, title),
      button({ class: "close", "aria-label": "Close (Escape)", title: "Close (Escape)" }, close, el("span", { "aria-hidden": "true", text: "×" }))
    );
  }

  function edgePanel(edge) {
    const reverse = edges.get(`${edge.target}>${edge.source}`);
    return [
      panelHead("Stance", dyadName(edge)),
      el("div", { class: "summary" }, ...edgeSummary(edge)),
      el(
        "p",
        { class: "links" },
        actorButton(nodes.get(edge.source)),
        edge.source === edge.target ? null : actorButton(nodes.get(edge.target)),
        reverse && reverse !== edge ? edgeButton(reverse, dyadName(reverse)) : null
      ),
      el("h3", { text: plural(edge.statements.length, "statement") + (edge.statements.length > 1 ? ", newest first" : "") }),
      markKey(edge),
      ...cardList(edge),
    ];
  }

  function edgeSummary(edge) {
    if (edge.score === null) {
      return [el("p", { text: "The source’s acts towards others name this party; they are no stance towards it." })];
    }
    const counts = [
      edge.cooperative && `${edge.cooperative} cooperative`,
      edge.conflictual && `${edge.conflictual} conflictual`,
      edge.neutral && `${edge.neutral} neutral`,
      edge.negated && `${edge.negated} negated, not counted`,
    ].filter(Boolean);
    const split = edge.disagreement >= 0.25 ? el("p", { class: "muted", text: `The statements disagree (${Math.round(edge.disagreement * 100)} % of an even split).` }) : null;
    return [
      el("p", { class: "score" }, el("span", { class: `chip ${edge.sign}`, text: SIGNS[edge.sign] }), el("strong", { text: signed(edge.score) }), scale(edge)),
      el("p", { class: "muted", text: counts.join(" · ") }),
      ...(split ? [split] : []),
    ];
  }

  function scale(edge) {
    const bar = el("span", { class: `fill ${edge.sign}` });
    bar.style.left = `${50 + Math.min(0, edge.score) * 50}%`;
    bar.style.width = `${Math.max(1, Math.abs(edge.score) * 50)}%`;
    return el("span", { class: "scale", "aria-hidden": "true" }, bar);
  }

  function markKey(edge) {
    const parts = new Set(edge.statements.flatMap((id) => data.statements[id].evidence.map((piece) => piece.part)));
    const keys = PARTS.filter((part) => parts.has(part));
    return keys.length ? el("p", { class: "mark-key muted" }, "Marked: ", ...keys.flatMap((part) => [el("mark", { class: part, text: part }), " "])) : null;
  }

  function cardList(edge) {
    const list = el("ol", { class: "cards" });
    const more = button({ class: "more" }, () => addCards(true));
    const byContext = new Set(edge.context);
    function addCards(focus) {
      const from = list.childElementCount;
      const ids = edge.statements.slice(from, from + PAGE_OF_CARDS);
      list.append(...ids.map((id) => card(data.statements[id], byContext.has(id))));
      const left = edge.statements.length - list.childElementCount;
      more.hidden = left === 0;
      more.textContent = `Show ${Math.min(left, PAGE_OF_CARDS)} more of ${left}`;
      if (focus) {
        list.children[from].tabIndex = -1;
        list.children[from].focus();
      }
    }
    addCards(false);
    return [list, more];
  }

  function card(statement, byContext) {
    return el(
      "li",
      { class: `card ${tone(statement)}`, id: statement.id },
      provenance(statement),
      triple(statement),
      sentence(statement),
      facts(statementFacts(statement, byContext))
    );
  }

  function tone(statement) {
    if (statement.negated || statement.polarity === 0) return "neutral";
    return statement.polarity > 0 ? "cooperative" : "conflictual";
  }

  function provenance(statement) {
    const heading = statement.title || `Article ${statement.article}`;
    const safe = statement.url && /^https?:\/\//i.test(statement.url);
    const title = safe
      ? el("a", { href: statement.url, target: "_blank", rel: "noopener noreferrer", dir: "auto", text: heading })
      : el("span", { dir: "auto", text: heading });
    const date = statement.date ? el("time", { datetime: statement.date, text: statement.date }) : el("span", { text: "undated" });
    return el("p", { class: "provenance" }, date, statement.outlet ? el("span", { class: "outlet" }, " · ", name(statement.outlet)) : null, el("span", { class: "article" }, title));
  }

  function triple(statement) {
    const not = statement.negated ? el("span", { class: "not", text: "NOT " }) : null;
    return el(
      "p",
      { class: "triple" },
      el("strong", {}, name(statement.source.label)),
      " – ",
      not,
      name(statement.label),
      " – ",
      el("strong", {}, name(statement.object.label))
    );
  }

  function sentence(statement) {
    const long = statement.evidence.reduce((sum, piece) => sum + piece.text.length, 0) > 600;
    const pieces = statement.evidence.map((piece) => (piece.part ? el("mark", { class: piece.part, text: piece.text }) : piece.text));
    // A long sentence scrolls; as a tab stop it does so for the keyboard too.
    const scroll = long ? { class: "long", tabindex: "0", role: "group", "aria-label": "Evidence" } : {};
    return el("blockquote", { dir: "auto", ...scroll }, ...pieces);
  }

  function partyText(party) {
    const label = party.role ? `${party.role} ${party.label}` : party.label;
    return party.principal ? `${label} (for ${party.principal})` : label;
  }

  function statementFacts(statement, byContext) {
    const second = statement.object.role !== null;
    const actors = [statement.source, statement.target].filter((party) => party.principal).map(partyText);
    return [
      ["Event", `${statement.event_type}, ${QUADS[statement.quad] || "unknown kind"}`],
      second || byContext ? ["Towards", partyText(statement.target)] : null,
      statement.context.length ? ["Context", statement.context.map(partyText).join("; ")] : null,
      actors.length ? ["Acting", actors.join("; ")] : null,
      statement.speaker ? ["Speaker", partyText(statement.speaker)] : null,
      ["Modality", statement.modality],
      ["Negated", statement.negated ? "yes: not counted in the score" : "no"],
      statement.when ? ["Time", `${period(statement.when[0], statement.when[1])} (“${statement.when[2]}”)`] : null,
      ["Intensity", `${signed(statement.intensity, 1)}, counts as ${signed(statement.contribution)}`],
      ["Confidence", percent(statement.confidence)],
      ["Rule", statement.rule],
    ].filter(Boolean);
  }

  function facts(pairs) {
    return el("dl", { class: "facts" }, ...pairs.flatMap(([term, value]) => [el("dt", { text: term }), el("dd", { dir: "auto", text: value })]));
  }

  function nodePanel(node) {
    const others = node.others.map((other) => `${other.label} (${other.statements})`);
    const bloc = node.bloc === null ? null : data.blocs[node.bloc];
    const pairs = [
      ["Type", node.type],
      ["Statements", `${node.statements}: source in ${node.outgoing}, target in ${node.incoming}`],
      node.others.length ? [data.by === "principal" ? "Acts through" : "Acts for", listed(others)] : null,
      period(node.first, node.last) ? ["Articles", period(node.first, node.last)] : null,
      bloc ? ["Bloc", listed(bloc.map((id) => nodes.get(id).label))] : null,
    ].filter(Boolean);
    const strongest = new Set([...node.friends, ...node.foes]);
    const remaining = node.edges.filter((id) => !strongest.has(id));
    return [
      panelHead("Actor", name(node.label)),
      facts(pairs),
      ...edgeGroup("Strongest friends", node.friends, node),
      ...edgeGroup("Strongest foes", node.foes, node),
      ...edgeGroup(strongest.size ? "Other arrows" : "Arrows", remaining, node),
    ];
  }

  function edgeGroup(title, ids, node) {
    if (!ids.length) return [];
    return [el("h3", { text: title }), el("ul", { class: "edges" }, ...ids.map((id) => el("li", {}, edgeButton(edges.get(id), fromNode(edges.get(id), node)))))];
  }

  function fromNode(edge, node) {
    const outgoing = edge.source === node.id;
    const other = nodes.get(outgoing ? edge.target : edge.source);
    return el(
      "span",
      { class: "dyad" },
      el("span", { class: "to", "aria-hidden": "true", text: outgoing ? "→ " : "← " }),
      el("span", { class: "unseen", text: outgoing ? "towards " : "from " }),
      name(other.label)
    );
  }

  function edgeButton(edge, label) {
    const meta = el("span", { class: "meta" }, el("span", { class: `line ${signClass(edge)}`, "aria-hidden": "true" }), el("span", { class: "unseen", text: ` ${stanceWord(edge)} ` }));
    meta.append(el("span", { class: "value", text: scoreText(edge) }), el("span", { class: "count", text: ` · ${edge.statements.length}` }), el("span", { class: "unseen", text: edge.statements.length === 1 ? " statement" : " statements" }));
    return button({ class: "edge" }, () => openEdge(edge.id), label, meta);
  }

  function actorButton(node) {
    return button({ class: "actor" }, () => openNode(node.id), el("span", { class: "unseen", text: "Actor " }), name(node.label));
  }

  // ---- the table: every arrow without the canvas ----

  function fillTable() {
    const body = byId("rows");
    if (body.childElementCount) return;
    const strength = (edge) => Math.abs(edge.score || 0);
    const ordered = [...data.edges].sort((a, b) => b.statements.length - a.statements.length || strength(b) - strength(a));
    body.append(...ordered.map(row));
  }

  function row(edge) {
    return el(
      "tr",
      {},
      el("td", {}, button({ class: "row" }, () => openEdge(edge.id), dyadName(edge))),
      el("td", {}, el("span", { class: `line ${signClass(edge)}`, "aria-hidden": "true" }), stanceWord(edge)),
      el("td", { class: "number", text: scoreText(edge) }),
      el("td", { class: "number", text: edge.statements.length.toLocaleString("en") }),
      el("td", { class: "date", text: edge.last || "undated" })
    );
  }

  // ---- the search box ----

  const input = byId("search");
  const found = byId("found");
  const LETTERS = { ı: "i", ø: "o", ł: "l", đ: "d", ß: "ss", æ: "ae" };
  const folded = (text) =>
    text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/[ıøłđßæ]/g, (letter) => LETTERS[letter]);
  const searchable = data.nodes
    .map((node) => ({ node, text: folded(node.label), also: node.others.map((other) => [folded(other.label), other.label]) }))
    .sort((a, b) => b.node.statements - a.node.statements);
  let active = -1;

  const alias = (item, query) => item.also.find(([text]) => text.includes(query))?.[1];

  function matches(query) {
    const rank = (item) => (item.text.startsWith(query) ? 0 : item.text.includes(` ${query}`) ? 1 : item.text.includes(query) ? 2 : alias(item, query) ? 3 : 4);
    return searchable
      .map((item) => ({ item, rank: rank(item) }))
      .filter((match) => match.rank < 4)
      .sort((a, b) => a.rank - b.rank)
      .slice(0, 8)
      .map(({ item, rank: found }) => ({ node: item.node, note: found === 3 ? alias(item, query) : item.node.type }));
  }

  function showMatches() {
    const query = folded(input.value.trim());
    const list = query ? matches(query) : [];
    found.replaceChildren(...list.map(option));
    found.hidden = !list.length;
    input.setAttribute("aria-expanded", String(list.length > 0));
    byId("search-note").textContent = query ? (list.length ? `${plural(list.length, "actor")} found` : "No such actor in this graph") : "";
    input.classList.toggle("missing", Boolean(query) && !list.length);
    activate(list.length ? 0 : -1);
  }

  function option({ node, note }, index) {
    const item = el("li", { role: "option", id: `found-${index}`, "aria-selected": "false" }, name(node.label), " ", el("bdi", { class: "muted", text: note }));
    item.dataset.node = node.id;
    // On press, before the input loses focus and closes the list.
    item.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      choose(node.id);
    });
    return item;
  }

  function activate(index) {
    active = index;
    [...found.children].forEach((item, place) => item.setAttribute("aria-selected", String(place === index)));
    if (index < 0) input.removeAttribute("aria-activedescendant");
    else input.setAttribute("aria-activedescendant", `found-${index}`);
  }

  function closeMatches() {
    found.hidden = true;
    input.setAttribute("aria-expanded", "false");
    activate(-1);
  }

  function choose(id) {
    input.value = "";
    closeMatches();
    openNode(id);
  }

  function searchKey(event) {
    const count = found.hidden ? 0 : found.childElementCount;
    if (event.key === "Enter" && count) choose(found.children[Math.max(0, active)].dataset.node);
    else if (event.key === "ArrowDown" && count) activate((active + 1) % count);
    else if (event.key === "ArrowUp" && count) activate((active - 1 + count) % count);
    else if (event.key === "Escape" && count) closeMatches();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  // ---- the legend ----

  function fillLegend() {
    byId("context-key").hidden = !data.edges.some((edge) => edge.kind === "context");
    const coloured = data.blocs.slice(0, data.bloc_colours);
    byId("blocs").hidden = !coloured.length;
    byId("bloc-keys").append(...coloured.map(blocKey));
  }

  function blocKey(members, index) {
    const ranked = [...members].map((id) => nodes.get(id)).sort((a, b) => b.statements - a.statements);
    const names = ranked.slice(0, 6).flatMap((node, place) => [place ? ", " : "", button({ class: "inline" }, () => openNode(node.id), name(node.label))]);
    const rest = ranked.length > 6 ? ` and ${ranked.length - 6} more` : "";
    return el("li", {}, el("span", { class: `swatch bloc-${index}`, "aria-hidden": "true" }), el("span", {}, ...names, rest));
  }

  // ---- wiring ----

  network.on("click", (event) => {
    if (event.nodes.length) openNode(event.nodes[0]);
    else if (event.edges.length) openEdge(event.edges[0]);
    else close();
    // vis-network has by now made its own selection; the fragment's is the one that counts.
    if (shown) network.setSelection(shown.kind === "edge" ? { nodes: [], edges: [shown.id] } : { nodes: [shown.id], edges: [] }, { highlightEdges: false });
  });
  network.on("afterDrawing", keepLegible);
  network.on("hoverNode", () => graph.classList.add("pointing"));
  network.on("hoverEdge", () => graph.classList.add("pointing"));
  network.on("blurNode", () => graph.classList.remove("pointing"));
  network.on("blurEdge", () => graph.classList.remove("pointing"));
  byId("zoom-in").addEventListener("click", () => zoomBy(1.3));
  byId("zoom-out").addEventListener("click", () => zoomBy(1 / 1.3));
  byId("zoom-all").addEventListener("click", () => showAll());
  byId("dyads").addEventListener("toggle", fillTable);
  byId("dyads-title").textContent = `All ${plural(edges.size, "arrow")} as a table`;
  input.addEventListener("input", showMatches);
  input.addEventListener("keydown", searchKey);
  input.addEventListener("blur", closeMatches);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && shown) close();
  });
  addEventListener("hashchange", () => follow(true));
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => paint(shown));

  byId("empty").hidden = nodes.size > 0;
  fillLegend();
  showAll(false);
  paint(null);
  follow(false);

  window.kg = { network, openEdge, openNode };
})();
