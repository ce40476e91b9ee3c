"""What the source of another says of one actor or one noun, before it becomes rows of our tables."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from kg.actors.gazetteer import Gazetteer
from kg.actors.names import Name, fold, spaced
from kg.actors.tables import ActorRecord
from kg.errors import KnowledgeError

Complain = Callable[[KnowledgeError], None]
"""Told what cannot be read of a source, with file and line; the rest is read."""

BODIES = frozenset({"Organ", "Organisation", "Group", "People"})
"""Types over which sources differ: what one calls a group is an organisation to another."""


@dataclass(frozen=True, slots=True)
class Service:
    """Somebody acted for `of` (an id of the tables) in the office `title` from `begins` to `ends`; None is open."""

    title: str
    of: str
    begins: str | None = None
    ends: str | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """An actor of a source: `names` begins with its label, `seats` mean it only where they act.

    `known` is its id with us, if it has one, and `record` its row, if it comes from a table like ours.
    """

    names: tuple[str, ...]
    type: str
    country: str | None = None
    principal: str | None = None
    services: tuple[Service, ...] = ()
    seats: tuple[str, ...] = ()
    wikidata: str | None = None
    begins: str | None = None
    ends: str | None = None
    known: str | None = None
    record: ActorRecord | None = None


@dataclass(frozen=True, slots=True)
class Noun:
    """A noun of a source for people who act for whoever is named in front of it (`kind`), or for themselves (`organised` or not)."""

    noun: str
    kind: str | None = None
    organised: bool = False


@dataclass(frozen=True, slots=True)
class Known:
    """What our tables know, asked by the readers of other sources."""

    gazetteer: Gazetteer
    states: dict[str, str] = field(default_factory=dict)
    items: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, gazetteer: Gazetteer) -> Known:
        """Our tables with their states by ISO 3166-1 codes, in capitals, and all actors by their items of Wikidata."""
        records = list(gazetteer.records.values())
        states = {code: r.id for r in records if r.type == "State" for code in (r.iso2, r.iso3) if code}
        return cls(gazetteer, states, {r.wikidata: r.id for r in records if r.wikidata})

    def actor(self, names: Iterable[str], kind: str, country: str | None = None) -> str | None:
        """The id of the one actor of ours that has one of the names and may be of that type and country; None when none or several do."""
        found: dict[str, None] = {}
        for name in names:
            for plain in self.gazetteer.names.names.get(fold(name.removeprefix("the ").removeprefix("The ")), ()):
                found |= {plain[0]: None} if plain[1] == "name" and self._may_be(plain[0], kind, country) else {}
        return next(iter(found)) if len(found) == 1 else None

    def _may_be(self, key: str, kind: str, country: str | None) -> bool:
        record = self.gazetteer.records[key]
        home = record.country or record.principal
        alike = record.type == kind or {record.type, kind} <= BODIES
        return alike and not (country and home and home in self.states.values() and country != home)

    def fresh(self, names: Sequence[str], same: str | None) -> tuple[str, ...]:
        """The names without those that are another's with us; the first stays when none would."""
        lexicon = self.gazetteer.names.names
        kept = tuple(n for n in names if all(plain[0] == same or plain[1] != "name" for plain in lexicon.get(fold(n), ())))
        return kept or tuple(names[:1])

    def is_initials(self, word: str) -> bool:
        """Whether a word in capitals is a name with us as it stands: US, NATO."""
        lexicon = self.gazetteer.names.names
        return len(word) > 1 and word in lexicon and word.capitalize() not in lexicon

    def names_in(self, text: str) -> Iterator[str]:
        """The ids of the actors whose names stand in a text, in order."""
        words = spaced(fold(word) for word in text.replace("'s ", " ").split())
        i = 0
        while i < len(words):
            end, names = self.gazetteer.names.longest(words, i)
            yield from (name.actor for name in names[:1] if name.kind in ("name", "demonym"))
            i = max(end, i + 1)

    def title(self, text: str, of: str) -> str | None:
        """The key of the longest title in a text that exists for a state or organisation; None when there is none."""
        words = spaced(fold(text).lower().split())
        rows = {row.key for row in self.gazetteer.title_rows if not row.of or of in row.of}
        found: list[tuple[int, Name]] = []
        for start in range(len(words)):
            end, names = self.gazetteer.titles.longest(words, start)
            found += [(start - end, name) for name in names if name.actor in rows]
        return min(found, key=lambda one: one[0])[1].actor if found else None
