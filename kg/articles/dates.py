"""The day that a line of a news page names, read with `dateparser` and never guessed."""

from __future__ import annotations

import re
from datetime import datetime
from functools import cache, lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dateparser.date import DateDataParser

LONGEST = 80
MOST_WORDS = 10

_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_DAY_FIRST_OR_MONTH_FIRST = re.compile(r"(?<!\d)(\d{1,2})([./-])(\d{1,2})\2(?:19|20)\d\d(?!\d)")
_MONTH_OR_NUMBERS = re.compile(
    r"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b|(?<!\d)\d{1,4}([./-])\d{1,2}\1\d{1,4}(?!\d)", re.IGNORECASE
)
_BEFORE = re.compile(r"^(?:(?:on|at)\s+)?(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\b[.,]?\s*)?", re.IGNORECASE)
_TIME = re.compile(
    r"[\s,|@–—-]*\b(?:at\s+)?\d{1,2}[:.h]\d\d(?::\d\d)?\s*(?:[ap]\.?\s?m\.?)?"
    r"(?:\s*\(?(?:[a-z]{2,5}|[a-z]+ time)(?:\s*[+-]\s*\d{1,2}(?::?\d\d)?)?\)?)?\s*$",
    re.IGNORECASE,
)


def is_date(text: str) -> bool:
    """Whether the text is a date and nothing else; its day may still be ambiguous (`05/06/2020`)."""
    return _read(text) is not None


def day_of(text: str) -> str | None:
    """The day as `YYYY-MM-DD` that a text names with day, month and year, and with no other words.

    None for anything else, also where day and month could be swapped.

    >>> day_of("May 26, 2020"), day_of("Tuesday, 26 May 2020 14:05 GMT"), day_of("2020-05-26T14:05:00Z")
    ('2020-05-26', '2020-05-26', '2020-05-26')
    >>> day_of("26/05/2020"), day_of("05/06/2020"), day_of("May 2020"), day_of("yesterday")
    ('2020-05-26', None, None, None)
    """
    found = _DAY_FIRST_OR_MONTH_FIRST.search(text)
    if found and int(found[1]) <= 12 and int(found[3]) <= 12 and found[1] != found[3]:
        return None
    moment = _read(text)
    return moment.date().isoformat() if moment else None


def _read(text: str) -> datetime | None:
    text = text.strip().strip("()[]|•·–—-").strip()
    if len(text) > LONGEST or text.count(" ") >= MOST_WORDS or not _YEAR.search(text) or not _MONTH_OR_NUMBERS.search(text):
        return None
    return _parse(text)


@lru_cache(maxsize=256)
def _parse(text: str) -> datetime | None:
    # The library reads zone names and weekdays too, but fails on some of their spellings: only the day matters here.
    for candidate in dict.fromkeys((text, _TIME.sub("", _BEFORE.sub("", text)).rstrip(" ,|.–—-"))):
        moment = _parser().get_date_data(candidate).date_obj if candidate else None
        if moment is not None and str(moment.year) in candidate:
            return moment
    return None


@cache
def _parser() -> DateDataParser:
    # Imported late: it costs half a second that `kg --help` need not pay.
    from dateparser.date import DateDataParser

    return DateDataParser(
        languages=["en"],
        settings={
            "PARSERS": ["absolute-time"],  # never relative to the day of the run
            "RELATIVE_BASE": datetime(2000, 1, 1),
            "REQUIRE_PARTS": ["day", "month", "year"],
            "STRICT_PARSING": True,
        },
    )
