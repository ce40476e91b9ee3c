"""The stance graph as one HTML file that opens from disk with the network unplugged.

pyvis is wrapped here once: its `Network` carries nodes and options, and its package brings the vis-network script. Its own template is
not used: it loads from servers, and inserts text as markup. The statements lie in the page in two islands, deflated and in base64, which
holds no character of markup: a line of JSON, and after it columns of numbers as they lie in a browser's memory.
"""

from __future__ import annotations

import base64
import hashlib
import html
import json
import sys
import textwrap
import zlib
from array import array
from collections.abc import Iterable, Mapping, Sequence
from importlib import resources
from string import Template
from typing import Any

from pyvis.network import Network

from kg.errors import KgError
from kg.model import Statement
from kg.view.columns import columns, reading
from kg.view.model import ArticleInfo, Options, Picture, View, view
from kg.view.script import joined

SHAPES: Mapping[str, str] = {
    "State": "dot",
    "Organ": "square",
    "Organisation": "hexagon",
    "Group": "triangle",
    "People": "triangleDown",
    "Person": "diamond",
}  # everything else, being an object, is a star
STYLES = ("tokens.css", "page.css", "controls.css", "panel.css", "print.css")
VIS = ("templates", "lib", "vis-9.1.2", "vis-network.min.js")
OPTIONS: Mapping[str, Any] = {
    "physics": {"enabled": False, "stabilization": False, "barnesHut": {"springLength": 140, "avoidOverlap": 0.3, "damping": 0.4}},
    "layout": {"improvedLayout": False},
    "interaction": {"hover": True, "tooltipDelay": 150, "hoverConnectedEdges": False, "selectConnectedEdges": False, "multiselect": False},
    "nodes": {
        "borderWidth": 1.5,
        "borderWidthSelected": 3,
        "font": {"size": 15, "face": "system-ui, sans-serif", "strokeWidth": 4, "vadjust": -1},
    },
    "edges": {
        "smooth": {"enabled": True, "type": "curvedCW", "roundness": 0.16},
        "arrows": {"to": {"enabled": True}},
        "arrowStrikethrough": False,
        "selectionWidth": 2,
        "hoverWidth": 1,
        "selfReference": {"size": 24},
        "font": {"size": 17, "strokeWidth": 4, "align": "horizontal"},
    },
}


def render(statements: Iterable[Statement], articles: Mapping[str, ArticleInfo], options: Options | None = None) -> str:
    """The page for some statements; see `kg.view.model.view` for the arguments.

    The same input gives the same bytes. No statements give a page that says so. Raises `KgError` when the installed pyvis
    lacks the vis-network script.
    """
    return page(view(statements, articles, options))


def page(model: View) -> str:
    """The page for a view model; raises `KgError` when the installed pyvis lacks the vis-network script."""
    style = "\n".join(resources.files("kg.view").joinpath("style", name).read_text(encoding="utf-8") for name in STYLES)
    script, vis = joined("main"), _vis()
    template = Template(resources.files("kg.view").joinpath("page.html").read_text(encoding="utf-8"))
    return template.substitute(
        policy=html.escape(policy([vis, script], [style])),
        title=html.escape(model.options.title),
        style=style,
        vis=vis,
        script=script,
        data=island(page_data(model)),
        texts=island(reading(model)),
    )


def page_data(model: View) -> dict[str, Any]:
    """What the page's script reads first: the statements in columns, and what vis-network draws for either kind of node."""
    return {
        **columns(model),
        "by": model.options.by,
        "maxNodes": model.options.max_nodes,
        "pictures": {by: _picture(picture, model) for by, picture in model.pictures.items()},
    }


def network(picture: Picture, model: View) -> Network:
    """The pyvis network of a picture: form and place of the nodes. The page draws arrows, sizes and colours as its filters say."""
    net = Network(directed=True, cdn_resources="in_line")
    for node in picture.nodes:
        actor = model.actors[node.id]
        net.add_node(node.id, label=short(actor.label), shape=SHAPES.get(actor.type, "star"), x=node.x, y=node.y)
    net.set_options(json.dumps(OPTIONS))
    return net


def island(data: Mapping[str, Any]) -> str:
    r"""Data that are safe inside a script element: a JSON string of base64 around deflated bytes.

    The bytes are a line of JSON and, from the end of the line on, the columns of `numbers`, each with as few bytes a number as it needs,
    lowest byte first. In the line stand `columns`, their names with their `array.typecode`, widest first, and `count`, their length.

    >>> import base64, zlib
    >>> zlib.decompress(base64.b64decode(island({"numbers": {"n": [1, 500]}, "a": "</script>"})))
    b'{"a":"</script>","columns":[["n","h"]],"count":2}      \n\x01\x00\xf4\x01'
    """
    numbers = sorted(((name, _narrow(column)) for name, column in data["numbers"].items()), key=lambda one: -one[1].itemsize)
    head = {
        **{name: value for name, value in data.items() if name != "numbers"},
        "columns": [(name, column.typecode) for name, column in numbers],
        "count": len(numbers[0][1]) if numbers else 0,
    }
    text = json.dumps(head, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    # A surrogate without its partner is no character; as an escape it survives.
    line = text.encode("utf-8", "backslashreplace")
    # A browser reads a number of eight bytes only at a place that eight divides.
    line += b" " * (-(len(line) + 1) % 8) + b"\n"
    raw = line + b"".join(column.tobytes() for _name, column in numbers)
    return json.dumps(base64.b64encode(zlib.compress(raw, 6)).decode("ascii"))


def _narrow(column: Sequence[int]) -> array[Any]:
    widest = max((max(number, -number - 1) for number in column), default=0)
    # No offset into a text is wider than four bytes; what claims to be is still drawn.
    code = next((code for code, bits in (("b", 7), ("h", 15), ("i", 31)) if widest < 2**bits), "d")
    found = array(code, column)
    if sys.byteorder == "big":
        found.byteswap()
    return found


def policy(scripts: Iterable[str], styles: Iterable[str]) -> str:
    """The Content-Security-Policy that lets exactly these scripts and styles run, and nothing be loaded or sent."""
    return "; ".join(
        [
            "default-src 'none'",
            "script-src " + " ".join(map(_source, scripts)),
            "style-src " + " ".join(map(_source, styles)),
            "img-src data:",
            "connect-src 'none'",
            "base-uri 'none'",
            "form-action 'none'",
        ]
    )


def short(label: str) -> str:
    """A label of at most two lines of 18 characters, for the picture; the panel prints it in full."""
    return textwrap.fill(label, 18, max_lines=2, placeholder="…", break_on_hyphens=False)


def _picture(picture: Picture, model: View) -> dict[str, Any]:
    number = {actor: index for index, actor in enumerate(model.actors)}
    nodes, _edges, _heading, _height, _width, options = network(picture, model).get_network_data()
    return {
        "actor": [number[node["id"]] for node in nodes],
        **{key: [node[key] for node in nodes] for key in ("label", "shape", "x", "y")},
        "bloc": [-1 if node.bloc is None else node.bloc for node in picture.nodes],
        "rank": [node.rank for node in picture.nodes],
        "blocs": [[number[member] for member in bloc] for bloc in picture.blocs],
        "options": json.loads(options),
    }


def _source(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _vis() -> str:
    try:
        text = resources.files("pyvis").joinpath(*VIS).read_text(encoding="utf-8")
    except FileNotFoundError as missing:
        raise KgError(f"the installed pyvis lacks {'/'.join(VIS)}: install pyvis 0.3.2") from missing
    # The map file is not there; a browser's developer tools would ask for it.
    return text.partition("//# sourceMappingURL=")[0]
