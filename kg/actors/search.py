"""Who may be meant by a name on a day, how likely, and why: the resolution of the gazetteer, explained."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import starmap
from pathlib import Path

from kg.actors.gazetteer import Gazetteer, names_of, within
from kg.actors.names import Name, fold
from kg.actors.tables import Office, load_actors
from kg.knowledge import ontology_path, read_table
from kg.model import Actor

NEAR = 0.75


@dataclass(frozen=True, slots=True)
class Candidate:
    """An actor that a name may mean: score in [0, 1], whether extraction would choose it, for whom it acts, and why."""

    actor: Actor
    principal: Actor
    score: float
    chosen: bool
    reasons: tuple[str, ...]


class ActorSearch:
    """The actor tables of a folder (default: `ontology/actors`), ready to be asked."""

    def __init__(self, folder: Path | None = None, own: Path | None = None, alone: bool = False) -> None:
        self._tables = load_actors(folder, own, alone)
        self._gazetteer = Gazetteer(self._tables)
        self._memberships: dict[str, list[dict[str, str]]] = {}
        for where in ([] if alone else [folder or ontology_path() / "actors"]) + ([own] if own else []):
            for _, row in read_table(where / "memberships.tsv") if (where / "memberships.tsv").is_file() else ():
                self._memberships.setdefault(row["member"], []).append(row)

    def find(self, name: str, date: str | None = None) -> list[Candidate]:
        """The candidates for a name on a day (ISO 8601; None is any), the most likely first; empty when no row has the name.

        Case and accents do not matter, and a leading "the" does not either. A score is what extraction gives before it
        looks at the rest of the text; a candidate that did not exist on the day has none.
        """
        wanted = fold(" ".join(name.removeprefix("the ").removeprefix("The ").split())).casefold()
        found = [
            known for text, names in self._gazetteer.names.names.items() if text.casefold() == wanted for known in starmap(Name, names)
        ]
        meanings = self._gazetteer.meanings(found, date)
        best: dict[str, Name] = {}
        for known in found:
            if self._gazetteer.weight(known, date) > (self._gazetteer.weight(best[known.actor], date) if known.actor in best else -1):
                best[known.actor] = known
        chosen = meanings[0].name.actor if meanings else None
        candidates = [self._candidate(known, date, known.actor == chosen) for known in best.values()]
        return sorted(candidates, key=lambda c: (-c.chosen, -c.score, c.actor.id))

    def near(self, name: str, limit: int = 5) -> list[str]:
        """Labels and names that are spelt almost like a name that no row has."""
        spelt = {fold(alias).casefold(): alias for record in self._tables.records.values() for _, alias in names_of(record)}
        return [spelt[match] for match in get_close_matches(fold(name).casefold(), spelt, limit, NEAR)]

    def _candidate(self, known: Name, date: str | None, chosen: bool) -> Candidate:
        record = self._tables.records[known.actor]
        reasons = ["its label" if known.label else f"one of its {known.kind}s"]
        if record.begins or record.ends:
            reasons.append(f"existed from {record.begins or '?'} to {record.ends or 'now'}")
        reasons += [self._office(office) for office in self._gazetteer.offices_of(record.id, date)]
        reasons += [f"member of {self._label(row['of'])} {span(row)}" for row in self._memberships.get(record.id, ()) if holds(row, date)]
        score = round(self._gazetteer.weight(known, date), 2)
        return Candidate(self._gazetteer.actor(record.id), self._gazetteer.principal(record.id, date), score, chosen, tuple(reasons))

    def _office(self, office: Office) -> str:
        return f"{office.title} of {self._label(office.of)} from {office.begins or '?'} to {office.ends or 'now'}"

    def _label(self, key: str) -> str:
        record = self._tables.records.get(key)
        return record.label if record else key


def holds(row: dict[str, str], date: str | None) -> bool:
    """Whether a dated row holds on a day; without a day every row does that has not ended."""
    return within(date, row["from"], row["to"]) if date else not row["to"]


def span(row: dict[str, str]) -> str:
    """The dates of a row: "since 1949-04-04"."""
    parts = [f"since {row['from']}"] if row["from"] else []
    return " ".join([*parts, f"until {row['to']}"] if row["to"] else parts)


def as_text(candidates: Sequence[Candidate]) -> str:
    """The candidates for people: one a paragraph, the chosen one marked."""
    lines = []
    for one in candidates:
        acting = f", acts for {one.principal.label}" if one.principal.id != one.actor.id else ""
        lines.append(f"{one.score:.2f} {'*' if one.chosen else ' '} {one.actor.label} ({one.actor.type}, {one.actor.id}){acting}")
        lines += [f"         {reason}" for reason in one.reasons]
    return "".join(f"{line}\n" for line in lines)
