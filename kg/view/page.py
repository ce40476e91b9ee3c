"""The stance graph as one HTML file that opens from disk with the network unplugged.

pyvis is wrapped here once: its `Network` carries nodes, edges and options, and its package brings the vis-network script. Its own
template is not used: it loads from servers, and inserts text as markup.
"""

from __future__ import annotations

import base64
import hashlib
import html
import json
import math
import textwrap
from collections.abc import Iterable, Mapping
from importlib import resources
from string import Template
from typing import Any

from pyvis.network import Network

from kg.errors import KgError
from kg.model import Statement
from kg.stance import Parties, Sign
from kg.view.model import ArticleInfo, Edge, Node, View, view

SHAPES: Mapping[str, str] = {
    "State": "dot",
    "Organ": "square",
    "Organisation": "hexagon",
    "Group": "triangle",
    "People": "triangleDown",
    "Person": "diamond",
}  # everything else, being an object, is a star
# Lengths of dash and gap in widths of the line, so that a wide line does not close its own gaps; none is a solid line.
DASHES: Mapping[Sign, tuple[float, ...]] = {"cooperative": (), "conflictual": (4.0, 2.5), "neutral": (1.0, 2.0)}
CONTEXT_DASHES = (6.0, 2.0, 1.0, 2.0)
FEW = 8  # in a picture of fewer statements than this nobody is drawn as large as if they were many
BLOC_COLOURS = 8  # as many as page.css defines
VIS = ("templates", "lib", "vis-9.1.2", "vis-network.min.js")

OPTIONS: Mapping[str, Any] = {
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False},
    "interaction": {"hover": True, "tooltipDelay": 150, "hoverConnectedEdges": False, "selectConnectedEdges": False},
    "nodes": {
        "borderWidth": 1.5,
        "borderWidthSelected": 3,
        "font": {"size": 15, "face": "system-ui, sans-serif", "strokeWidth": 4, "vadjust": -1},
    },
    "edges": {
        "smooth": {"enabled": True, "type": "curvedCW", "roundness": 0.16},
        "arrowStrikethrough": False,
        "selectionWidth": 2,
        "hoverWidth": 1,
        "selfReference": {"size": 24},
    },
}


def render(
    statements: Iterable[Statement],
    articles: Mapping[str, ArticleInfo],
    *,
    title: str = "Stance graph",
    by: Parties = "principal",
    context_roles: Mapping[str, str] | None = None,
) -> str:
    """The page for some statements; see `kg.view.model.view` for the arguments.

    The same input gives the same bytes. No statements give a page that says so. Raises `KgError` when the installed pyvis
    lacks the vis-network script.
    """
    return page(view(statements, articles, by=by, context_roles=context_roles), title)


def page(model: View, title: str = "Stance graph") -> str:
    """The page for a view model; raises `KgError` when the installed pyvis lacks the vis-network script."""
    style, script, vis = _own("page.css"), _own("page.js"), _vis()
    return Template(_own("page.html")).substitute(
        policy=html.escape(policy([vis, script], [style])),
        title=html.escape(title),
        counts=html.escape(_counts(model)),
        style=style,
        vis=vis,
        script=script,
        data=island({**model.to_json(), "network": network_data(model), "bloc_colours": BLOC_COLOURS}),
    )


def network(model: View) -> Network:
    """The pyvis network of a view model: form and place of nodes and edges; the page gives them its light or dark colours."""
    net = Network(directed=True, cdn_resources="in_line")
    labels = {node.id: _clipped(node.label, 60) for node in model.nodes}
    busiest = max((node.statements for node in model.nodes), default=1)
    fullest = max((len(edge.statements) for edge in model.edges), default=1)
    for node in model.nodes:
        net.add_node(node.id, **_node_options(node, busiest))
    for edge in model.edges:
        net.add_edge(edge.source, edge.target, **_edge_options(edge, labels, fullest))
    net.set_options(json.dumps(OPTIONS))
    return net


def network_data(model: View) -> dict[str, Any]:
    """Nodes, edges and options as vis-network takes them."""
    nodes, edges, _heading, _height, _width, options = network(model).get_network_data()
    return {"nodes": nodes, "edges": edges, "options": json.loads(options)}


def island(data: Any) -> str:
    r"""JSON that is safe inside a script element: ASCII, and without a character that could end the element or start another.

    >>> island({"a": "</script>&"})
    '{"a":"\\u003c/script\\u003e\\u0026"}'
    """
    text = json.dumps(data, ensure_ascii=True, allow_nan=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def policy(scripts: Iterable[str], styles: Iterable[str]) -> str:
    """The Content-Security-Policy that lets exactly these scripts and styles run, and nothing be loaded or sent."""
    return "; ".join(
        [
            "default-src 'none'",
            "script-src " + " ".join(map(_source, scripts)),
            "style-src " + " ".join(map(_source, styles)),
            "img-src data:",
            "base-uri 'none'",
            "form-action 'none'",
        ]
    )


def _source(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _own(name: str) -> str:
    return resources.files("kg.view").joinpath(name).read_text(encoding="utf-8")


def _vis() -> str:
    try:
        text = resources.files("pyvis").joinpath(*VIS).read_text(encoding="utf-8")
    except FileNotFoundError as missing:
        raise KgError(f"the installed pyvis lacks {'/'.join(VIS)}: install pyvis 0.3.2") from missing
    # The map file is not there; a browser's developer tools would ask for it.
    return text.partition("//# sourceMappingURL=")[0]


def _counts(model: View) -> str:
    parts = [
        _number(len(model.nodes), "actor"),
        _number(len(model.edges), "arrow"),
        f"{_number(len(model.statements), 'statement')} from {_number(model.articles, 'article')}",
    ]
    if model.first and model.last:
        parts.append(model.first if model.first == model.last else f"{model.first} to {model.last}")
    return " · ".join(parts)


def _number(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def _node_options(node: Node, busiest: int) -> dict[str, Any]:
    bloc = "none" if node.bloc is None or node.bloc >= BLOC_COLOURS else str(node.bloc)
    return {
        "label": short(node.label),
        "title": f"{_clipped(node.label, 120)}\n{node.type}, {_number(node.statements, 'statement')}",
        "shape": SHAPES.get(node.type, "star"),
        "size": round(8 + 15 * math.sqrt(node.statements / max(busiest, FEW)), 1),
        "x": node.x,
        "y": node.y,
        "group": bloc,
    }


def _edge_options(edge: Edge, labels: Mapping[str, str], fullest: int) -> dict[str, Any]:
    stance = "named in acts towards others" if edge.score is None else f"{edge.sign} {edge.score:+.2f}".replace("-", "−")
    pattern = CONTEXT_DASHES if edge.kind == "context" else DASHES[edge.sign]
    width = round(1.4 + 4.6 * math.log(len(edge.statements)) / math.log(max(fullest, FEW)), 2)
    return {
        "id": edge.id,
        "title": f"{labels[edge.source]} → {labels[edge.target]}\n{stance}, {_number(len(edge.statements), 'statement')}",
        "width": width,
        "dashes": [round(length * (width + 0.4), 1) for length in pattern] or False,
        # vis-network scales arrowheads with the width of the line; this keeps those of wide lines small.
        "arrows": {"to": {"enabled": True, "scaleFactor": round(0.75 / (1 + 0.16 * width), 2)}},
        "sign": edge.sign,
    }


def short(label: str) -> str:
    """A label of at most two lines of 18 characters, for the picture; the panel prints it in full."""
    return textwrap.fill(label, 18, max_lines=2, placeholder="…", break_on_hyphens=False)


def _clipped(label: str, length: int) -> str:
    return label if len(label) <= length else label[: length - 1] + "…"
