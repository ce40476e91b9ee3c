"""Datelines: the place, day and agency in front of a report, as in `ANKARA, May 26 (Reuters) -`."""

from __future__ import annotations

import re

from kg.articles.dates import day_of

LONGEST = 200

_MONTH = r"(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?"
_DAY = rf"(?:{_MONTH} \d{{1,2}}|\d{{1,2}} {_MONTH})(?:,? \d{{4}})?"
_FULL_DAY = re.compile(rf"{_MONTH} \d{{1,2}},? \d{{4}}|\d{{1,2}} {_MONTH},? \d{{4}}")
_AGENCY = r"\([A-Z][^()]{1,40}\)"
_CAPITALISED = r"[A-ZÀ-ÞĀ-Ž][\w'’.À-ž-]*"
_CITY = rf"{_CAPITALISED}(?: (?:{_CAPITALISED}|al|of|de|el|la)){{0,3}}"
_CITIES = rf"{_CITY}(?:[,/] ?{_CITY}){{0,2}}"
# Without day or agency only capitals tell a place from a subject: "BEIRUT –", not "Lebanon –", and not "EU –".
_CAPITALS = rf"[A-ZÀ-Þ][A-ZÀ-Þ'’.-]{{3,}}(?:[ /-][A-ZÀ-Þ'’.]{{2,}}){{0,3}}(?:, {_CITY}){{0,2}}"
_DASH = r"\s*(?:--|[–—―-])\s*"
_DATELINE = re.compile(
    rf"(?:(?:{_CITIES}(?:, {_DAY})?,? )?{_AGENCY}{_DASH}"
    rf"|{_CITIES}, {_DAY}(?: {_AGENCY})?{_DASH}"
    rf"|{_CAPITALS}(?:\s+(?:--|[–—―-])|--|[–—―])\s*)"
    r"(?=[\"'“‘«(\[]?[A-ZÀ-ÞĀ-Ž0-9])"
)


def dateline_end(paragraph: str) -> int:
    """How many characters of a paragraph are its dateline, the dash and the blanks behind it included; 0 without one.

    >>> [dateline_end(text) for text in ("ANKARA (Reuters) - Turkey", "WASHINGTON, May 26 — The US", "Turkey – once an ally – left")]
    [19, 21, 0]
    """
    found = _DATELINE.match(paragraph[:LONGEST])
    return found.end() if found else 0


def dateline_day(paragraph: str) -> str | None:
    """The day as `YYYY-MM-DD` that a paragraph's dateline names with its year, or None.

    >>> dateline_day("MOSCOW, 26 May 2020 (TASS) – Russia"), dateline_day("MOSCOW, May 26 – Russia")
    ('2020-05-26', None)
    """
    found = _FULL_DAY.search(paragraph, 0, dateline_end(paragraph))
    return day_of(found[0]) if found else None
