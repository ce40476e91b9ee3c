"""Reads the actor and agent dictionaries of PETRARCH, with their dates, synonyms, comments and substitution sets.

The format is that of the Computational Event Data System's dictionaries (TABARI 0.8, PETRARCH 1 and 2): a name with its codes in
brackets, `+` before a synonym, `#` before a comment; `[AFGGOV 011222-041207]`, `[AFGELI >041207]` and `[AFGELI <011222]` are dated.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kg.actors.importing.entry import Complain, Entry, Known, Noun, Service
from kg.errors import KnowledgeError
from kg.knowledge import ontology_path, read_table

CODE = re.compile(r"\[\s*(?P<code>[A-Za-z0-9~-]*)\s*(?P<dates>[^\]]*)\]")
DATED = re.compile(r"(?P<sign>[<>]?)\s*(?P<first>\d{6}(?:\d\d)?)(?:\s*-\s*(?P<last>\d{6}(?:\d\d)?))?")
SET = re.compile(r"!(?P<name>\w+)!\s*=\s*(?P<words>.+)")
SUBSTITUTED = re.compile(r"!(\w+)!")
PIVOT = 30
"""Two digits above it are a year of the last century, as in PETRARCH's own reader."""
PARTICLES = frozenset(
    "a ad ag al an and as at az bin bint by da dal de del della den der des di do dos du e ed el en for from ibn il in la le les ul ur "
    "und of on or the to ud van vom von with y ye zu zum".split()
)
SHORT = 5
PLAIN_STATE = 1


@dataclass(frozen=True, slots=True)
class Dated:
    """A code of an entry with the days on which it holds, ISO 8601; None is open."""

    code: str
    begins: str | None = None
    ends: str | None = None

    @property
    def parts(self) -> list[str]:
        """The three-letter parts of the code."""
        return [self.code[i : i + 3] for i in range(0, len(self.code), 3)]


@dataclass(frozen=True, slots=True)
class Codes:
    """What the parts of a code mean: ids of states and organisations, kinds of roles."""

    states: Mapping[str, str]
    organisations: Mapping[str, str]
    official: Mapping[str, str]
    organised: frozenset[str]
    international: frozenset[str]


def load_codes(known: Known, folder: Path | None = None) -> Codes:
    """The codes that `ontology/actors/codes.tsv` explains, and the states by ISO 3166-1."""
    rows = [row for _, row in read_table((folder or ontology_path() / "actors") / "codes.tsv")]

    def kind(wanted: str) -> dict[str, str]:
        return {row["code"]: row["meaning"] for row in rows if row["kind"] == wanted}

    iso = {code: state for code, state in known.states.items() if len(code) == 3}
    return Codes(
        iso | kind("state"), kind("organisation"), kind("official"), frozenset(kind("organised")), frozenset(kind("international"))
    )


def is_petrarch(text: str) -> bool:
    """Whether a text reads like one of PETRARCH's dictionaries of actors or agents."""
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith(("#", "<!--"))][:200]
    return any(CODE.search(line) for line in lines) and not any("\t" in line and "id" in line.split("\t")[:1] for line in lines[:1])


def read_petrarch(text: str, path: Path, known: Known, complain: Complain) -> Iterator[Entry | Noun]:
    """The actors and nouns of a dictionary; lines that say nothing readable are complained of."""
    codes = load_codes(known)
    sets: dict[str, list[str]] = {}
    names: list[str] = []
    dated: list[Dated] = []
    for number, raw in enumerate(text.splitlines(), start=1):
        line = raw.split("#")[0].split(";")[0].rstrip()
        if not line.strip():
            continue
        substitution = SET.fullmatch(line.strip())
        if substitution:
            sets[substitution["name"]] = [word.strip() for word in substitution["words"].split(",") if word.strip()]
            continue
        name = line.split("[")[0].strip()
        try:
            found = list(codes_in(line))
        except ValueError as error:
            complain(KnowledgeError(f"{error}; the line is left out", path, number))
            continue
        if found and found[0].code.startswith("~"):
            yield from nouns(line.split("[")[0].split("{")[0], found[0], sets, codes)
        elif name.startswith("+"):
            names.append(name[1:])
            dated += found
        else:
            if name and dated:
                yield from entries(names, dated, codes, known)
            if name and names and not dated:
                complain(KnowledgeError(f"{names[0][:60]!r} has no code in brackets; it is left out", path, number - 1))
            names, dated = ([name], found) if name else (names, [*dated, *found])
    if names and dated:
        yield from entries(names, dated, codes, known)


def codes_in(line: str) -> Iterator[Dated]:
    """The codes in a line; raises `ValueError` for dates that are none. Codes that only say "nothing more" are left out."""
    for match in CODE.finditer(line):
        code, dates = match["code"].upper(), match["dates"].strip()
        if not code.strip("-"):
            continue
        if not dates:
            yield Dated(code)
            continue
        days = DATED.fullmatch(dates)
        if days is None:
            raise ValueError(f"{dates!r} is no date of PETRARCH's: write YYMMDD-YYMMDD, >YYMMDD or <YYMMDD")
        first, last = day(days["first"]), day(days["last"]) if days["last"] else None
        yield Dated(code, None if days["sign"] == "<" else first, first if days["sign"] == "<" else last)


def day(digits: str) -> str:
    """A date of six or eight digits in ISO 8601, cut to the month or year where the day or month is none.

    >>> day("011222"), day("19310230"), day("319999")
    ('2001-12-22', '1931-02', '1931')
    """
    year = digits[:-4] if len(digits) == 8 else f"{'19' if int(digits[:2]) > PIVOT else '20'}{digits[:2]}"
    month, date = digits[-4:-2], digits[-2:]
    for text in (f"{year}-{month}-{date}", f"{year}-{month}-01"):
        try:
            dt.date.fromisoformat(text)
        except ValueError:
            continue
        return text if text.endswith(f"-{date}") and date != "00" else f"{year}-{month}"
    return year


def entries(raw: Sequence[str], dated: Sequence[Dated], codes: Codes, known: Known) -> Iterator[Entry]:
    """An entry of a dictionary as an actor; none for one that says of no actor of ours or of its own what it is."""
    names = tuple(dict.fromkeys(spelt for name in raw for spelt in spellings(name, known.is_initials)))
    first = dated[0].parts
    country = next((codes.states[d.parts[0]] for d in dated if d.parts[0] in codes.states), None)
    if not names:
        return
    if country and all(len(d.parts) == PLAIN_STATE and d.parts[0] in codes.states for d in dated) and len(dated) == PLAIN_STATE:
        yield from names_of_state(names, country, known)
        return
    services = tuple(service for one in dated for service in services_of(one, codes))
    if any(one.begins or one.ends for one in dated) or any("ELI" in one.parts[1:] for one in dated):
        kind = "Group" if known.actor(names, "Group", country) and not known.actor(names, "Person", country) else "Person"
    elif first[0] in codes.international:
        kind = "Organisation"
    elif known.actor(names, "Person", country):
        kind = "Person"
    else:
        kind = "Organ" if len(first) > PLAIN_STATE and first[1] in codes.official and country else "Group"
    same = known.actor(names, kind, country)
    above = next((codes.organisations[part] for part in reversed(first[1:]) if part in codes.organisations), None)
    principal = {"Organ": country, "Organisation": above if above != same and not country else None}.get(kind)
    home = next((codes.states[part] for part in first[1:] if part in codes.states), country) if kind != "Organ" else None
    yield Entry(known.fresh(names, same), kind, home, principal, services if kind == "Person" else (), known=same)


def names_of_state(names: Sequence[str], state: str, known: Known) -> Iterator[Entry]:
    """Further words for a state: cities and provinces mean it only where they act, and what is already known says nothing new."""
    fresh = tuple(name for name in names if name not in known.gazetteer.names.names)
    if fresh:
        yield Entry((known.gazetteer.records[state].label,), "State", seats=fresh, known=state)


def services_of(one: Dated, codes: Codes) -> Iterator[Service]:
    """For whom a code says that a person acts, and in which role; nobody for those who are only eminent."""
    role = next((codes.official[part] for part in one.parts[1:] if part in codes.official), None)
    if role and one.parts[0] in codes.states:
        yield Service(role, codes.states[one.parts[0]], one.begins, one.ends)
    elif one.parts[0] in codes.international:
        organisation = next((codes.organisations[part] for part in reversed(one.parts[1:]) if part in codes.organisations), None)
        if organisation:
            yield Service("official", organisation, one.begins, one.ends)


def nouns(text: str, one: Dated, sets: Mapping[str, Sequence[str]], codes: Codes) -> Iterator[Noun]:
    """The nouns of an agent's line, one for every word of its substitution set."""
    part = one.code.removeprefix("~")[:3]
    kind = codes.official.get(part)
    for noun in dict.fromkeys(plain(word).lower() for word in substituted(text, sets)):
        yield Noun(noun, kind, part in codes.organised)


def substituted(text: str, sets: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """A text with each word of its first substitution set in its place.

    >>> list(substituted("BUSINESS!PERSON!", {"PERSON": ["MAN", "WOMAN"]}))
    ['BUSINESSMAN', 'BUSINESSWOMAN']
    """
    match = SUBSTITUTED.search(text)
    if match is None:
        yield text
        return
    for word in sets.get(match[1], ()):
        yield from substituted(text[: match.start()] + word + text[match.end() :], sets)


def spellings(raw: str, is_initials: Callable[[str], bool] = str.isdigit) -> Iterator[str]:
    """How news writes a name that a dictionary has in capitals: titled, with small particles, and a short word in capitals, too.

    `is_initials` says of a word in capitals that it stays so.

    >>> list(spellings("AL-QAIDA_IN_IRAQ_")), list(spellings("ANSF")), list(spellings("SHINING_PATH_(SL)_"))
    (['Al-Qaida in Iraq', 'al-Qaida in Iraq'], ['ANSF', 'Ansf'], ['Shining Path', 'SL'])
    """
    text = plain(raw)
    bracket = re.fullmatch(r"(.+?)\s*\((\w+)\)", text)
    if bracket:
        yield from spellings(bracket[1], is_initials)
        yield bracket[2]
        return
    if not any(c.isalpha() for c in text):
        return
    if text != text.upper():
        yield text
        return
    words = text.split()
    if len(words) == 1 and len(text) <= SHORT and titlecase(text) != text:
        yield text
    titled = [
        word if is_initials(word) else word.lower() if i and word.lower() in PARTICLES else titlecase(word) for i, word in enumerate(words)
    ]
    yield " ".join(titled)
    small = [re.sub(r"^(Al|El|Ul|An|Ad|As|Ar|At|Az)-", lambda m: m[0].lower(), word) for word in titled]
    if small != titled:
        yield " ".join(small)


def titlecase(word: str) -> str:
    """A word in capitals with a small rest: O'BRIEN is O'Brien, and J.F. keeps its dots.

    >>> titlecase("MAZAR-I-SHARIF"), titlecase("U.N."), titlecase("O'BRIEN"), titlecase("NATION'S")
    ('Mazar-i-Sharif', 'U.N.', "O'Brien", "Nation's")
    """
    if re.fullmatch(r"(\w\.)+\w?", word):
        return word
    parts = re.split(r"([-'’./])", word)
    return "".join(
        part.lower() if i and (len(part) == 1 or (parts[i - 1] in "'’" and len(part) < 3)) else part.capitalize()
        for i, part in enumerate(parts)
    )


def plain(raw: str) -> str:
    """A dictionary's words without underscores and alternatives.

    >>> plain("MAZAR-I-SHARIF_"), plain("CARLOS SANTOS_CRUZ_")
    ('MAZAR-I-SHARIF', 'CARLOS SANTOS CRUZ')
    """
    return " ".join(raw.split("{")[0].replace("_", " ").split())
