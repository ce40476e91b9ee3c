"""The actor tables, ready to be asked: whom a name means on a day and beside whom, who held an office, and for whom an actor acts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from functools import cached_property

from kg.actors.names import Lexicon, Name, NameKind, fold
from kg.actors.tables import ActorRecord, ActorTables, Ambiguous, Office, Tie, Title
from kg.model import Actor

WEIGHTS: Mapping[NameKind, float] = {"name": 0.9, "people": 0.8, "demonym": 0.7, "capital": 0.6}
LABEL = 1.0
FITS = (1.0, 0.5, 0.0)
"""What a name keeps of its weight: the actor existed on the day, the tables do not say or it was bygone, it did not exist so called."""
BESIDE = 2.0
"""How often a meaning counts that the rest of the text speaks for."""
ENOUGH = 0.4
"""The share of the candidates' scores below which a name stays a name."""

LARGEST_PART = 20
"""How many states a part of the world may have whose states are near each other."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a name may mean: its score in [0, 1] is its share among all that the name may mean."""

    name: Name
    score: float


class Gazetteer:
    """The actor tables, ready to be matched against tokens.

    Everything is built once; look-ups cost time linear in the length of the text.
    """

    def __init__(self, tables: ActorTables, names: Lexicon | None = None) -> None:
        self.tables = tables
        self.records: Mapping[str, ActorRecord] = tables.records
        self.names = lexicon_of(tables) if names is None else names
        self.titles = Lexicon()
        self.title_rows: tuple[Title, ...] = tables.titles
        self._actors: dict[str, Actor] = {}
        self._kin: dict[str, frozenset[str]] = {}
        self._ambiguous: dict[str, list[Ambiguous]] = {}
        for row in tables.ambiguous:
            self._ambiguous.setdefault(row.name, []).append(row)
        self._private = frozenset(title.key for title in tables.titles if not title.acts)
        self._offices: dict[str, list[Office]] = {}
        self._holders: dict[tuple[str, str], list[Office]] = {}
        for title in tables.titles:
            for phrase in title.phrases:
                self.titles.add(fold(phrase).lower(), Name(title.key, "name"))
        nouns: dict[str, set[str]] = {}
        for title in tables.titles:
            for phrase in title.phrases:
                for word in {phrase.split()[-1], phrase.split()[0]}:
                    nouns.setdefault(word, set()).add(title.key)
        self._title_nouns = {noun: frozenset(keys) for noun, keys in nouns.items()}
        self.regions = Lexicon()
        self._states_called: dict[str, set[str]] = {}
        for region in tables.regions:
            for words in (*region.names, *region.adjectives):
                self.regions.add(fold(words), Name("", "name"))
            for words in region.adjectives:
                self._states_called.setdefault(words.lower(), set()).update(region.states)
        self._parts = [frozenset(region.states) for region in tables.regions if region.names and len(region.states) <= LARGEST_PART]
        self._ties: dict[tuple[str, str], list[Tie]] = {}
        for tie in tables.ties:
            self._ties.setdefault((tie.actor, tie.kind), []).append(tie)
            if tie.kind == "allied-with":
                self._ties.setdefault((tie.other, tie.kind), []).append(Tie(tie.other, tie.kind, tie.actor, tie.begins, tie.ends))
        for office in tables.offices:
            self._offices.setdefault(office.person, []).append(office)
            self._holders.setdefault((office.title, office.of), []).append(office)

    @cached_property
    def given_names(self) -> frozenset[str]:
        """The folded first names of the persons of the tables, without titles."""
        firsts = {fold(r.label.split()[0]) for r in self.records.values() if r.type == "Person" and " " in r.label}
        return frozenset(name for name in firsts if len(name) > 2 and name.lower() not in self.titles.names)

    def actor(self, key: str) -> Actor:
        """The actor of a record."""
        known = self._actors.get(key)
        if known is None:
            record = self.records[key]
            known = self._actors[key] = Actor(f"actor/{record.id}", record.label, record.type)
        return known

    def offices_of(self, person: str, date: str | None) -> list[Office]:
        """The offices that a person holds on a day, all of them without a day."""
        return [o for o in self._offices.get(person, ()) if within(date, o.begins, o.ends)]

    def meanings(self, names: Iterable[Name], date: str | None, around: Mapping[str, int] | None = None) -> list[Meaning]:
        """The actors that names of one wording may mean on a day, the likeliest first; empty when nothing so called existed.

        What kind of name it is, whether its bearer existed on the day, and how often `around` (ids and their counts) speaks of
        the bearer, or of whom it belongs to, decide; where they leave it open, the order of the tables does.
        """
        fitting = dict[str, tuple[float, Name]]()
        for name in names:
            weight = self.weight(name, date)
            if weight and name.actor not in fitting:
                fitting[name.actor] = (weight * self.beside(name, around) if around else weight, name)
        total = sum(weight for weight, _ in fitting.values())
        return [Meaning(name, weight / total) for weight, name in sorted(fitting.values(), key=lambda one: -one[0])]

    def further(self, text: str, words: Set[str]) -> list[tuple[str | None, float]]:
        """What else a folded name means in a text of these folded words, with its weight; None for no actor at all.

        The weight grows with the words beside which the table of ambiguous names has that meaning, and is nothing without one.
        """
        rows = self._ambiguous.get(text, ())
        counts = ((row.actor, len(row.beside & words)) for row in rows)
        return [(actor, WEIGHTS["name"] * (1 + BESIDE * count / (count + 1))) for actor, count in counts if count]

    def weight(self, name: Name, date: str | None) -> float:
        """How likely an actor is meant by a name on a day, in [0, 1], before anything is known of the text."""
        return (LABEL if name.label else WEIGHTS[name.kind]) * FITS[self.fit(name, date)]

    def beside(self, name: Name, around: Mapping[str, int]) -> float:
        """How often a meaning counts in a text that speaks of the ids `around` so often: 1 where it speaks of nobody near."""
        count = sum(around.get(key, 0) for key in self.kin(name.actor))
        return 1 + BESIDE * count / (count + 1)

    def kin(self, key: str) -> frozenset[str]:
        """An actor and those that it belongs to: its country, its principal, and those for whom it ever held an office."""
        known = self._kin.get(key)
        if known is None:
            record = self.records[key]
            offices = (office.of for office in self._offices.get(key, ()))
            known = self._kin[key] = frozenset({key, record.country or key, record.principal or key, *offices})
        return known

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
            known = [o for o in offices if o.of in self.records and not (o.title in self._private and self.records[o.of].type == "State")]
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

    def last_holder(self, title: str, of: str, date: str | None) -> Actor | None:
        """Whose term with the title for `of` ended last before that day; None when the tables know of none, or without a day."""
        terms = [o for o in self._holders.get((title, of), ()) if date and o.ends and o.ends <= date and o.person in self.records]
        return self.actor(max(terms, key=lambda o: o.ends or "").person) if terms else None

    def titles_ending_in(self, noun: str) -> frozenset[str]:
        """The keys of the titles that begin or end in a noun: "the minister" is a foreign minister, "the secretary" one of defence."""
        return self._title_nouns.get(noun, frozenset())

    def states_called(self, words: Iterable[str]) -> frozenset[str] | None:
        """The keys of the states that lower-case words in front of "nation" describe ("west", "african"); None where they say of none."""
        known = self._states_called.get(" ".join(words))
        return frozenset(known) if known is not None else None

    def ties_of(self, key: str, kind: str, date: str | None) -> frozenset[str]:
        """The keys of those to whom an actor stands so on a day: what it is part of, a member of, allied with; without a day ever."""
        return frozenset(tie.other for tie in self._ties.get((key, kind), ()) if within(date, tie.begins, tie.ends))

    def are_near(self, one: str, other: str) -> bool:
        """Whether two states lie in one part of the world that is no continent."""
        return any(one in states and other in states for states in self._parts)

    def titles_held(self, person: str, date: str | None) -> set[str]:
        """The keys of the titles that a person holds on that day."""
        return {o.title for o in self._offices.get(person, ()) if within(date, o.begins, o.ends)}


def lexicon_of(tables: ActorTables) -> Lexicon:
    """The names of all records, with the corrections made."""
    lexicon = Lexicon()
    same, not_called = tables.corrections.same, tables.corrections.not_called
    for record in tables.records.values():
        actor = same.get(record.id, record.id)
        for kind, words in names_of(record):
            if (record.id, words) not in not_called:
                article = words.startswith("the ")
                lexicon.add(fold(words[4:] if article else words), Name(actor, kind, article, words is record.label))
    return lexicon


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
