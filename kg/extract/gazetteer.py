"""The names of the actor tables as a token trie, and the people and offices behind them on a given day."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from kg.knowledge import ActorRecord, ActorTables, Office, Title
from kg.model import Actor

NameKind = Literal["name", "demonym", "people", "capital"]
Tokenise = Callable[[str], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Name:
    """One way to name an actor: `kind` says whether the words are its name, its adjective, its citizens or its capital.

    With `article` the words mean it only behind "the": the West.
    """

    actor: str
    kind: NameKind
    article: bool = False


@dataclass(slots=True)
class Trie:
    """Token sequences and what they stand for."""

    branches: dict[str, Trie] = field(default_factory=dict)
    names: list[Name] = field(default_factory=list)

    def add(self, words: Sequence[str], name: Name) -> None:
        """Let the words stand for the name, too."""
        node = self
        for word in words:
            node = node.branches.setdefault(word, Trie())
        if name not in node.names:
            node.names.append(name)

    def matches(self, words: Sequence[str], start: int) -> list[tuple[int, list[Name]]]:
        """The ends of the matches that begin at `start`, with their names, the longest first; empty when there is none."""
        node, found = self, list[tuple[int, list[Name]]]()
        for i in range(start, len(words)):
            branch = node.branches.get(words[i])
            if branch is None:
                break
            node = branch
            if node.names:
                found.append((i + 1, node.names))
        return found[::-1]

    def longest(self, words: Sequence[str], start: int) -> tuple[int, list[Name]]:
        """The end of the longest match that begins at `start`, and its names; `(start, [])` when there is none."""
        found = self.matches(words, start)
        return found[0] if found else (start, [])


def fold(word: str) -> str:
    """A word without accents and typographic variants; the case stays, since it tells names from words.

    >>> fold("Erdoğan"), fold("Kılıçdaroğlu"), fold("’s")
    ('Erdogan', 'Kilicdaroglu', "'s")
    """
    if word.isascii():
        return word
    plain = word.translate(TYPOGRAPHY)
    return "".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c))


TYPOGRAPHY = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "ı": "i", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "ð": "d"})


class Gazetteer:
    """The actor tables, ready to be matched against tokens.

    Everything is built once; look-ups cost time linear in the length of the text.
    """

    def __init__(self, tables: ActorTables, tokenise: Tokenise, exceptions: Container[str] | None = None) -> None:
        self.tables = tables
        self.records: Mapping[str, ActorRecord] = tables.records
        self.trie = Trie()
        self.titles = Trie()
        self.title_rows: tuple[Title, ...] = tables.titles
        self._offices: dict[str, list[Office]] = {}
        self._holders: dict[tuple[str, str], list[Office]] = {}
        for record in tables.records.values():
            for kind, words in names_of(record):
                tokens = split(words.removeprefix("the "), tokenise, exceptions)
                self.trie.add(tokens, Name(record.id, kind, words.startswith("the ")))
        for title in tables.titles:
            for phrase in title.phrases:
                self.titles.add([word.lower() for word in split(phrase, tokenise, exceptions)], Name(title.key, "name"))
        nouns: dict[str, set[str]] = {}
        for title in tables.titles:
            for phrase in title.phrases:
                for word in {phrase.split()[-1], phrase.split()[0]}:
                    nouns.setdefault(word, set()).add(title.key)
        self._title_nouns = {noun: frozenset(keys) for noun, keys in nouns.items()}
        for office in tables.offices:
            self._offices.setdefault(office.person, []).append(office)
            self._holders.setdefault((office.title, office.of), []).append(office)

    def actor(self, key: str) -> Actor:
        """The actor of a record."""
        record = self.records[key]
        return Actor(f"actor/{record.id}", record.label, record.type)

    def offices_of(self, person: str, date: str | None) -> list[Office]:
        """The offices that a person holds on a day, all of them without a day."""
        return [o for o in self._offices.get(person, ()) if within(date, o.begins, o.ends)]

    def choose(self, names: Iterable[Name], date: str | None) -> Name | None:
        """The name that fits the date best: rows that existed then come first, undated rows before ended ones; None if none existed."""
        ranked = sorted((rank, i, name) for i, name in enumerate(names) if (rank := self.fit(name, date)) < 2)
        return ranked[0][2] if ranked else None

    def fit(self, name: Name, date: str | None) -> int:
        """How well a name fits a day: 0 it existed then, 1 the tables do not say or it is bygone, 2 it did not exist."""
        record = self.records[name.actor]
        if date is None:
            return 1 if record.ends else 0
        if within(date, record.begins, record.ends):
            return 0 if record.begins or record.ends else 1
        # A bygone actor may still be talked about by its own name, but not by a name that another has now.
        return 1 if name.kind != "capital" and record.ends and date and date > record.ends and not is_description(record, name) else 2

    def principal(self, key: str, date: str | None) -> Actor:
        """The state or organisation for which the actor of a record acts on that day; itself when it acts for nobody."""
        record = self.records[key]
        if record.type == "Person":
            offices = [o for o in self._offices.get(key, ()) if within(date, o.begins, o.ends)]
            if date is None and offices:
                offices = sorted(offices, key=lambda o: o.begins or "")[-1:]
            known = [office for office in offices if office.of in self.records]
            # Who leads both a party and a state acts for the state.
            for office in sorted(known, key=lambda o: self.records[o.of].type == "Group"):
                return self.principal(office.of, date)
        elif record.principal and record.principal in self.records and within(date, None, record.ends):
            return self.principal(record.principal, date)
        return self.actor(key)

    def holder(self, title: str, of: str, date: str | None) -> Actor | None:
        """Who held the title for `of` on that day; None when the tables do not say, or name two."""
        if date is None:
            return None
        people = {o.person for o in self._holders.get((title, of), ()) if within(date, o.begins, o.ends)}
        return self.actor(people.pop()) if len(people) == 1 and next(iter(people)) in self.records else None

    def titles_ending_in(self, noun: str) -> frozenset[str]:
        """The keys of the titles that begin or end in a noun: "the minister" is a foreign minister, "the secretary" one of defence."""
        return self._title_nouns.get(noun, frozenset())

    def titles_held(self, person: str, date: str | None) -> set[str]:
        """The keys of the titles that a person holds on that day."""
        return {o.title for o in self._offices.get(person, ()) if within(date, o.begins, o.ends)}


def split(name: str, tokenise: Tokenise, exceptions: Container[str] | None) -> list[str]:
    """The folded tokens of a name; only what is more than letters and blanks is left to the tokenizer, which takes longer.

    `exceptions` are the words that the tokenizer cuts although they are letters alone ("cannot"); None is unknown.

    >>> split("Fayez al-Sarraj", lambda name: name.replace("-", " - ").split(), set())
    ['Fayez', 'al', '-', 'Sarraj']
    """
    words = name.split(" ")
    plain = exceptions is not None and all(word.isalpha() and word not in exceptions for word in words)
    return [fold(word) for word in (words if plain else tokenise(name))]


def names_of(record: ActorRecord) -> Iterator[tuple[NameKind, str]]:
    """Every name of a record with its kind, the label first."""
    yield "name", record.label
    for name in record.names:
        yield "name", name
    for demonym in record.demonyms:
        yield "demonym", demonym
    for people in record.peoples:
        yield "people", people
    for capital in record.capitals:
        yield "capital", capital


def is_description(record: ActorRecord, name: Name) -> bool:
    """Whether a record is a government that its country's name describes ("the Libyan government")."""
    return name.kind == "name" and record.type == "Group" and record.id.startswith("government-of")


def within(date: str | None, begins: str | None, ends: str | None) -> bool:
    """Whether a day lies between two dates that may be cut to month or year; no date lies everywhere, an open end bounds nothing.

    >>> within("2019-07-03", "2014", "2019"), within("2019-07-03", "2019-08", None), within(None, "2019", "2020")
    (True, False, True)
    """
    if date is None:
        return True
    return (not begins or date[: len(begins)] >= begins) and (not ends or date[: len(ends)] <= ends)
