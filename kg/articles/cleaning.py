"""Telling news from furniture: which stretches of a raw text are headlines and paragraphs.

A raw text is read in three steps: physical lines are joined to logical ones where the text was hard-wrapped; each
logical line is named by what it is (a date, a teaser, a caption, a byline, a notice, or news); and what is news becomes a block.
Nothing is changed or moved: every result is a pair of offsets into the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.articles.datelines import dateline_day, dateline_end
from kg.articles.furniture import Furniture, furniture_of, is_bullet, is_teaser_label
from kg.model import Block, BlockKind

HEADER_LINES = 10
WIDEST_WRAP = 120
LONGEST_TITLE = 250
LONGEST_SUBHEADING = 110
LONGEST_TEASER = 200

DATES = ("date", "update")

_CLOSERS = "\"'”’»)]} \t"
_MARKER = re.compile(r"[\s#>*•●▪◦‣–—-]+")


@dataclass(frozen=True, slots=True)
class Cleaned:
    """What a raw text shows: its blocks, in order and disjoint, and title, day and outlet where it names them."""

    blocks: tuple[Block, ...]
    title: str | None = None
    date: str | None = None
    outlet: str | None = None


@dataclass(frozen=True, slots=True)
class _Line:
    """A line without the blanks around it, `text[start:end]`; `chunk` counts the blank lines before it."""

    start: int
    end: int
    chunk: int


@dataclass(frozen=True, slots=True)
class _Named:
    """A line and what it is; None for news."""

    line: _Line
    furniture: Furniture | None


def clean(text: str) -> Cleaned:
    r"""The blocks of a raw news text, with title, date and outlet.

    Left out are date lines, teasers (`Read also: …`), captions, bylines and notices; a dateline (`ANKARA (Reuters) -`)
    is cut from the start of its paragraph. The date comes from the first ten lines. A text without news has no blocks.

    >>> text = "Iran warns Israel\n\n1 April 2024\n\nTEHRAN (AFP) – Iran warned Israel.\n\nRead also:\nFuel prices rise\n"
    >>> cleaned = clean(text)
    >>> [(block.kind, text[block.start : block.end]) for block in cleaned.blocks], cleaned.date
    ([('heading', 'Iran warns Israel'), ('paragraph', 'Iran warned Israel.')], '2024-04-01')
    """
    lines = _logical_lines(text)
    named = _with_teased_lines(text, [_Named(line, _furniture(text, line, index)) for index, line in enumerate(lines)])
    blocks = tuple(_blocks(text, named))
    header = named[:HEADER_LINES]
    return Cleaned(
        blocks,
        title=next((text[block.start : block.end] for block in blocks if block.kind == "heading"), None),
        date=_date(text, header),
        outlet=next((row.furniture.outlet for row in header if row.furniture and row.furniture.outlet), None),
    )


def _furniture(text: str, line: _Line, index: int) -> Furniture | None:
    words = text[line.start : line.end]
    found = furniture_of(words)
    # "Analysis: Why …", "By land and by sea, …": on top of the page such a line is the title, not a teaser or a byline.
    if index == 0 and found is not None and found.kind in ("teaser", "byline") and not is_teaser_label(words):
        return None
    return found


def _date(text: str, header: Sequence[_Named]) -> str | None:
    dates = [row.furniture for row in header if row.furniture and row.furniture.date]
    if dates:
        # "Updated" often stands above "Published", whose day is that of the news.
        return min(dates, key=lambda furniture: furniture.kind == "update").date
    days = (dateline_day(_words(text, row)) for row in header if row.furniture is None)
    return next((day for day in days if day), None)


def _blocks(text: str, named: Sequence[_Named]) -> Iterator[Block]:
    first_prose = _first_prose(text, named)
    spaced = _is_spaced(named)
    news = [index for index, row in enumerate(named) if row.furniture is None]
    for index in news:
        line = named[index].line
        marker = _MARKER.match(text, line.start, line.end)
        start = marker.end() if marker else line.start
        words = text[start : line.end]
        between = index < news[-1] and (not spaced or _opens_chunk(named, index))
        kind: BlockKind = "paragraph"
        if index < first_prose or (between and _is_headline(words) and not is_bullet(_words(text, named[index]))):
            kind = "heading"
        else:
            start += dateline_end(words)
        if start < line.end:
            yield Block(kind, start, line.end)


def _first_prose(text: str, named: Sequence[_Named]) -> int:
    """The index of the first line that is no title: titles stand above the date line, or look like headlines."""
    dated = next((index for index, row in enumerate(named[:HEADER_LINES]) if row.furniture and row.furniture.kind in DATES), 0)
    for index, row in enumerate(named):
        if row.furniture is not None:
            continue
        words = _words(text, row)
        if index < dated:
            is_title = len(words) <= LONGEST_TITLE and not dateline_end(words)
        elif index == 0:
            is_title = _is_headline(words, LONGEST_TITLE, closing="?!")
        else:
            is_title = _is_headline(words) and not is_bullet(words)
        if not is_title:
            return index
    # Headlines alone: the first is the title, and the rest, or the only one, is the news.
    return 1 if len(named) > 1 else 0


def _is_headline(words: str, longest: int = LONGEST_SUBHEADING, closing: str = "") -> bool:
    """Whether words stand on one short line that does not end like a sentence; it may end with a mark in `closing`."""
    last = words.rstrip(_CLOSERS)[-1:]
    return bool(last) and len(words) <= longest and "\n" not in words and (last in closing or last not in ".!?…:;,-–—")


def _opens_chunk(named: Sequence[_Named], index: int) -> bool:
    above = named[index - 1] if index else None
    return above is None or above.furniture is not None or above.line.chunk != named[index].line.chunk


def _with_teased_lines(text: str, named: Sequence[_Named]) -> list[_Named]:
    """The lines, those that a teaser's label covers named teasers too.

    A label covers the rest of its chunk, line by line as long as these read like headlines; where no blank lines part
    the paragraphs, a bare label covers one line. Alone in its chunk, it covers the headline or the list in the next.
    """
    spaced = _is_spaced(named)
    result: list[_Named] = []
    index = 0
    while index < len(named):
        row = named[index]
        result.append(row)
        index += 1
        if row.furniture is None or row.furniture.kind != "teaser" or index == len(named):
            continue
        bare, chunk = is_teaser_label(_words(text, row)), named[index].line.chunk
        below = chunk != row.line.chunk
        if below and not bare:
            continue
        room = len(named) if is_bullet(_words(text, named[index])) or (spaced and not below) else int(bare)
        for position in range(index, min(index + room, len(named))):
            line = named[position].line
            if line.chunk != chunk or not _is_teased(text[line.start : line.end], bare and not below):
                break
            result.append(_Named(line, row.furniture))
            index += 1
    return result


def _is_teased(words: str, may_be_sentence: bool) -> bool:
    """Whether a line below a teaser's label is another article's headline rather than the news going on."""
    is_sentence = words.rstrip(_CLOSERS).endswith(".")
    return len(words) <= LONGEST_TEASER and ". " not in words and (may_be_sentence or not is_sentence)


def _words(text: str, row: _Named) -> str:
    return text[row.line.start : row.line.end]


def _is_spaced(named: Sequence[_Named]) -> bool:
    """Whether blank lines part the paragraphs, so that a chunk is one of them."""
    return len({row.line.chunk for row in named}) * 2 >= len(named)


def _logical_lines(text: str) -> list[_Line]:
    """The lines that are not blank, hard-wrapped ones joined."""
    physical = list(_physical_lines(text))
    width = _wrap_width(physical)
    logical: list[_Line] = []
    last: _Line | None = None
    for line in physical:
        if last is not None and last.chunk == line.chunk and _continues(text, last, line, width):
            logical[-1] = _Line(logical[-1].start, line.end, line.chunk)
        else:
            logical.append(line)
        last = line
    return logical


def _physical_lines(text: str) -> Iterator[_Line]:
    chunk = offset = 0
    for raw in text.splitlines(keepends=True):
        stripped = raw.strip()
        if stripped:
            start = offset + len(raw) - len(raw.lstrip())
            yield _Line(start, start + len(stripped), chunk)
        else:
            chunk += 1
        offset += len(raw)


def _wrap_width(lines: Sequence[_Line]) -> int:
    """The width to which the text was wrapped, in characters; 0 when its lines are paragraphs."""
    lengths = [line.end - line.start for line in lines]
    short = [length for length in lengths if length <= WIDEST_WRAP]
    return max(short, default=0) if len(short) * 20 >= len(lengths) * 19 else 0


def _continues(text: str, above: _Line, below: _Line, width: int) -> bool:
    """Whether the line break between two lines was made by wrapping."""
    upper, lower = text[above.start : above.end], text[below.start : below.end]
    if is_bullet(lower) or furniture_of(lower) is not None:
        return False
    found = furniture_of(upper)
    if found is not None and (found.kind in (*DATES, "byline") or is_teaser_label(upper)):
        return False
    if lower[:1].islower():
        return True
    full = len(upper) + 1 + len(lower.split(maxsplit=1)[0]) > 0.8 * width
    return bool(width) and full
