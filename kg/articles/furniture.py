"""The furniture of a news page: lines that stand around the news and are none.

Each kind is a pattern over one line, as pages of any outlet print it. A line is only furniture when it is short, so
that a sentence which happens to begin like a label stays news.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from kg.articles.dates import LONGEST, day_of, is_date

Kind = Literal["date", "update", "outlet", "teaser", "caption", "byline", "notice"]

LONGEST_LABEL = 80
LONGEST_BYLINE = 120
LONGEST_NOTICE = 200
LONGEST_CAPTION = 500

# What may stand before a label. A quotation mark may not: people are quoted saying "Join us".
_OPENING = r"[^\w\"'“”‘’«»]*"
_BULLET = re.compile(r"(?:[*•●▪◦‣>–—-]|\d{1,2}[.)])\s")
_SENTENCE_END = re.compile(r"[.!?][\"'”’)]*$")

_DATED = re.compile(
    r"(?:(?P<update>(?:last )?(?:updated?|modified|edited))|"
    r"(?:first |originally )?(?:published|posted|created|issued|date|dated|publication date|release date))"
    r"(?: on| at)?(?:\s*[:|–—-]\s*|\s+)(?P<rest>\S.*)",
    re.IGNORECASE,
)
_OUTLET = re.compile(r"(?:outlet|publisher|publication|newspaper|sources?|via|agency)\s*:\s*(?P<name>\S.*)", re.IGNORECASE)
_SEPARATOR = re.compile(r"\s*[|•·]\s*|\s+[–—-]{1,2}\s+|\s+(?=(?:last )?(?:updated|modified|edited|published)\b)", re.IGNORECASE)
_TIME = re.compile(r"\d{1,2}[:.]\d\d(?:\s?[ap]\.?m\.?)?(?:\s\(?[a-z]{2,5}\)?)?", re.IGNORECASE)

_ASK = (
    r"(?:read (?:also|more|next|now|here|on)|also (?:read|see|in the news)|see (?:also|more)|continue reading|must[- ]read|further reading)"
)
_LIST = (
    r"(?:related(?: (?:stories|story|articles?|news|content|coverage|topics?|links?|posts?|reading))?|"
    r"more(?: (?:stories|news|articles|coverage|reading|on this(?: \w+)?|(?:from|about|on) [\w' ]{2,30}))?|"
    r"recommended(?: for you| stories| reading)?|you (?:may|might) (?:also )?like|don['’]t miss|editor['’]?s['’]? (?:picks?|choice)|"
    r"most (?:read|popular|viewed)|trending(?: now)?|top stories|latest(?: news| stories)?|what to read next|in case you missed it|"
    r"in other news|background|explainer|opinion|analysis|watch|listen|live(?: updates)?|podcast|in pictures)"
)
_TEASER = re.compile(rf"{_OPENING}(?:{_ASK}\b|{_LIST}\s*(?:[:|»>→]|$))", re.IGNORECASE)
_TEASER_LABEL = re.compile(rf"{_OPENING}(?:{_ASK}|{_LIST})\W*$", re.IGNORECASE)

_CREDIT = (
    r"(?:photo(?:graph(?:y|er)?|s)?|image|picture|pic|caption|video|graphic|map|infographic|illustration|file (?:photo|picture|image))"
)
_CAPTION = re.compile(
    rf"{_OPENING}(?:{_CREDIT}(?: (?:credits?|source|courtesy|caption|gallery|by))?\s*[:|©/]|"
    rf"{_CREDIT}(?: credits?)? by [^.]{{2,60}}$|file(?: photo| [–—-]|:))",
    re.IGNORECASE,
)
_CAPTION_END = re.compile(
    rf"[(\[](?:[^()\[\]]{{0,60}}\b)?(?:{_CREDIT}(?: (?:by|courtesy|credit|via|from)\b|\s*[:/|])|"
    r"file (?:photo|image|picture)|file\s?:|via getty|getty images|handout)[^()\[\]]{0,80}[)\]]\.?$|©\s?[\w .,/]{2,60}$",
    re.IGNORECASE,
)
_CREDIT_END = re.compile(r"\[[A-Z][\w'’-]+(?: [A-Z][\w'’-]+){1,3}/[A-Z][\w .]{1,30}\]$")

_BYLINE = re.compile(
    r"(?:(?:by|words by|story by|posted by|written by|authors?)\b\s*:?|from our correspondent)\s*(?P<names>.+)", re.IGNORECASE
)
_SMALL_WORDS = frozenset(
    ("and", "al", "at", "bin", "da", "de", "del", "der", "di", "el", "for", "in", "la", "of", "our", "the", "van", "von")
)
_STAFF = re.compile(
    r"[(\[]?(?:reported|reporting|additional reporting|editing|edited|writing|compiled|translated|translation|contributions?) by\b",
    re.IGNORECASE,
)

_SITES = r"(?:facebook|twitter|whatsapp|telegram|linkedin|instagram|youtube|reddit|pinterest|e-?mail)"
_NOTICES = (
    # newsletters, accounts, money
    r"subscribe\b|subscriptions?\W*$|sign[- ]?up\b|sign in\b|log ?in\b|register (?:now|here)\b|newsletters?\b",
    r"(?:our|the) (?:free |daily |weekly |morning )*newsletter|get (?:the|our) (?:latest|best|top|daily|free|app)\b",
    r"join (?:us|our|the (?:conversation|discussion|channel))\b|become a (?:member|subscriber|supporter)\b|donate\b",
    r"support (?:our (?:work|journalism|mission|site|reporting)|independent (?:journalism|media|news))\b",
    r"download (?:our|the) .{0,20}\bapp\b",
    # sharing and commenting
    r"follow (?:us|our|@)|(?:like|find) us on\b|share (?:this|on|via|the (?:article|story))\b",
    r"(?:share|tweet|print|save|copy link)(?: this| page)?\W*$|\d+ (?:shares|views|likes)\W*$",
    r"leave a (?:comment|reply)\b|(?:\d+|no) comments?\W*$|comments?(?: \(?\d+\)?| are closed)?\W*$|view (?:all )?comments",
    rf"{_SITES}(?:[\s,|/•·]+(?:{_SITES}|x|print|share))*\W*$",
    # adverts and page controls
    r"advertise?ments?\b|adverts?\b|(?:sponsored|promoted|paid|partner)(?: (?:content|post))?\W*$|(?:story|article) continues\b",
    r"click (?:here|on|to)\b|tap here\b|scroll (?:down|to)\b|skip (?:to|ad|advert)\b|back to top|(?:loading|play(?: now| video)?)\W*$",
    r"(?:we|this (?:web)?site) uses? cookies|accept (?:all )?cookies|cookie (?:policy|settings)|privacy policy|terms of (?:use|service)",
    r"(?:estimated )?reading time|\d+[- ]min(?:ute)?s?(?: read)?\W*$",
    # where it is filed, who owns it
    r"(?:tags?|topics?|keywords?|categor(?:y|ies))\s*:|filed (?:under|in)\b|tagged\b|copyright\b|all rights reserved|©",
    r"this (?:article|story|report|post) (?:was|is|has been)? ?"
    r"(?:originally|first|also|updated|corrected|amended|published|republished|adapted)\b",
    r"(?:originally|first) (?:published|appeared) (?:in|on|by|at)\b|the post .{3,120} appeared first on",
    r"(?:the )?(?:views|opinions) expressed (?:in|here|are|by the author)\b",
    r"have a (?:tip|story)\b|contact (?:us|the (?:author|editor|writer))\b",
)
_NOTICE = re.compile(rf"{_OPENING}(?:{'|'.join(_NOTICES)})", re.IGNORECASE)
_ADDRESS = re.compile(
    r"(?:(?:https?://|www\.)\S+|[\w.+-]+@[\w.-]+|[@#]\w+)(?:[\s,|]+(?:(?:https?://|www\.)\S+|[\w.+-]+@[\w.-]+|[@#]\w+))*$", re.I
)
_ORNAMENT = re.compile(r"[\W_]+$")


@dataclass(frozen=True, slots=True)
class Furniture:
    """What a line is, with the day or the outlet that it names."""

    kind: Kind
    date: str | None = None
    outlet: str | None = None


def furniture_of(line: str) -> Furniture | None:
    """What kind of furniture a line is, or None for news.

    >>> [found.kind for line in ("Read also:", "Photo: AFP", "By Jane Doe", "Share this article") if (found := furniture_of(line))]
    ['teaser', 'caption', 'byline', 'notice']
    >>> furniture_of("Published: May 26, 2020").date, furniture_of("Read the treaty again, Iran told France.")
    ('2020-05-26', None)
    """
    if len(line) <= LONGEST_BYLINE and (dated := _dated(line)):
        return dated
    if len(line) <= LONGEST_LABEL and (outlet := _OUTLET.fullmatch(line)):
        return Furniture("outlet", outlet=outlet["name"].strip())
    if len(line) <= LONGEST_CAPTION and _is_caption(line):
        return Furniture("caption")
    if len(line) > LONGEST_NOTICE:
        return None
    if _TEASER.match(line):
        return Furniture("teaser")
    if _STAFF.match(line) or _is_byline(line):
        return Furniture("byline")
    if _NOTICE.match(line) or _ADDRESS.match(line) or _ORNAMENT.match(line):
        return Furniture("notice")
    return None


def is_teaser_label(line: str) -> bool:
    """Whether a teaser line is its label and nothing more, so that it points to what stands below.

    >>> is_teaser_label("Read also:"), is_teaser_label("Read also: Fuel prices rise")
    (True, False)
    """
    return len(line) <= LONGEST_LABEL and bool(_TEASER_LABEL.match(line))


def is_bullet(line: str) -> bool:
    """Whether a line is an item of a list.

    >>> is_bullet("- Fuel prices rise"), is_bullet("Fuel prices rise")
    (True, False)
    """
    return bool(_BULLET.match(line))


def _dated(line: str) -> Furniture | None:
    """A line that is a date, with or without a label, an outlet or a byline beside it."""
    labelled = _DATED.fullmatch(line)
    kind: Kind = "update" if labelled and labelled["update"] else "date"
    rest = labelled["rest"] if labelled else line
    if len(rest) <= LONGEST and is_date(rest):
        return Furniture(kind, day_of(rest))
    parts = [part for part in _SEPARATOR.split(rest) if part]
    dates = [part for part in parts if is_date(_without_label(part))]
    others = [part for part in parts if part not in dates and not (_is_byline(part) or _NOTICE.match(part) or _TIME.fullmatch(part))]
    if not dates or not all(_is_name(part) for part in others):
        return None
    outlet = others[0] if len(others) == 1 and not labelled else None
    return Furniture(kind, day_of(_without_label(dates[0])), outlet)


def _without_label(part: str) -> str:
    labelled = _DATED.fullmatch(part)
    return labelled["rest"] if labelled else part


def _is_name(part: str) -> bool:
    words = part.split()
    return len(words) <= 4 and all(word[:1].isupper() or word in _SMALL_WORDS for word in words)


def _is_caption(line: str) -> bool:
    return bool(_CAPTION.match(line) or _CAPTION_END.search(line[-200:]) or _CREDIT_END.search(line[-120:]))


def _is_byline(line: str) -> bool:
    """Whether a line is `By` and names, each word of which is capitalised."""
    found = _BYLINE.fullmatch(line) if len(line) <= LONGEST_BYLINE and not _SENTENCE_END.search(line) else None
    words = re.split(r"[\s,|/&()•·–—-]+", found["names"]) if found else []
    names = [word for word in words if word and word not in _SMALL_WORDS]
    return 0 < len(names) <= 10 and all(word[0].isupper() or "@" in word for word in names)
