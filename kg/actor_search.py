"""Who may be meant by a name on a day, how likely, and why: the resolution of the gazetteer, explained."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from kg.extract.gazetteer import Gazetteer, Name, NameKind, fold
from kg.knowledge import ActorRecord, Office, load_actors, ontology_path, read_table
from kg.model import Actor

WEIGHTS = {"label": 1.0, "name": 0.9, "people": 0.8, "demonym": 0.7, "capital": 0.6}
FITS = (1.0, 0.5, 0.2)
"""What a dated candidate keeps of its weight: it existed on the day, it was bygone, it did not exist under this name."""
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

    def __init__(self, folder: Path | None = None) -> None:
        self._tables = load_actors(folder)
        self._gazetteer = Gazetteer(self._tables, str.split, frozenset())
        self._memberships = list(read_table((folder or ontology_path() / "actors") / "memberships.tsv"))

    def find(self, name: str, date: str | None = None) -> list[Candidate]:
        """The candidates for a name on a day (ISO 8601; None is any), the most likely first; empty when no row has the name.

        Case and accents do not matter, and a leading "the" does not either.
        """
        words = name.removeprefix("the ").removeprefix("The ").split()
        wanted = " ".join(words)
        found = {
            (known.actor, known.kind): known
            for record in self._tables.records.values()
            for alias, known in self._aliases(record)
            if fold(alias).casefold() == fold(wanted).casefold()
        }
        chosen = self._gazetteer.choose(found.values(), date)
        best: dict[str, Candidate] = {}
        for known in found.values():
            candidate = self._candidate(known, wanted, date, known == chosen)
            if known.actor not in best or candidate.score > best[known.actor].score:
                best[known.actor] = candidate
        return sorted(best.values(), key=lambda c: (-c.chosen, -c.score, c.actor.id))

    def near(self, name: str, limit: int = 5) -> list[str]:
        """Labels and names that are spelt almost like a name that no row has."""
        spelt = {fold(alias).casefold(): alias for record in self._tables.records.values() for alias, _ in self._aliases(record)}
        return [spelt[match] for match in get_close_matches(fold(name).casefold(), spelt, limit, NEAR)]

    def _aliases(self, record: ActorRecord) -> list[tuple[str, Name]]:
        kinds: Sequence[tuple[NameKind, Sequence[str]]] = (
            ("name", (record.label, *record.names)),
            ("demonym", record.demonyms),
            ("people", record.peoples),
            ("capital", record.capitals),
        )
        return [(alias.removeprefix("the "), Name(record.id, kind, alias.startswith("the "))) for kind, names in kinds for alias in names]

    def _candidate(self, known: Name, wanted: str, date: str | None, chosen: bool) -> Candidate:
        record = self._tables.records[known.actor]
        is_label = fold(record.label).casefold() == fold(wanted).casefold()
        kept = FITS[self._gazetteer.fit(known, date)] if record.begins or record.ends else 1.0
        reasons = [f"{'its label' if is_label else f'one of its {known.kind}s'}"]
        if record.begins or record.ends:
            reasons.append(f"existed from {record.begins or '?'} to {record.ends or 'now'}")
        reasons += [self._office(office) for office in self._gazetteer.offices_of(record.id, date)]
        reasons += [
            f"member of {self._label(row['of'])} {span(row)}"
            for _, row in self._memberships
            if row["member"] == record.id and holds(row, date)
        ]
        score = round(WEIGHTS["label" if is_label else known.kind] * kept, 2)
        return Candidate(self._gazetteer.actor(record.id), self._gazetteer.principal(record.id, date), score, chosen, tuple(reasons))

    def _office(self, office: Office) -> str:
        return f"{office.title} of {self._label(office.of)} from {office.begins or '?'} to {office.ends or 'now'}"

    def _label(self, key: str) -> str:
        record = self._tables.records.get(key)
        return record.label if record else key


def holds(row: dict[str, str], date: str | None) -> bool:
    """Whether a dated row holds on a day; without a day every row does that has not ended."""
    if date is None:
        return not row["to"]
    return (not row["from"] or date[: len(row["from"])] >= row["from"]) and (not row["to"] or date[: len(row["to"])] <= row["to"])


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
