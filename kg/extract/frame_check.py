"""Lists frames, and finds what is wrong with them: syntax, unknown relations, lines that never win, ties, examples."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from spacy.language import Language

from kg import DEFAULT_MODEL
from kg.errors import KnowledgeError
from kg.extract.coding import NAMED_ONLY
from kg.extract.frames import UNNAMED, Constraint, Example, Frame, Group, read_groups
from kg.extract.pipeline import extract_articles, frame_files, load, word_files
from kg.knowledge import Relation, load_relations, load_word_lists, ontology_path, shown_path
from kg.model import ACTOR_TYPES, OBJECT_TYPES, Article, Block, Statement
from kg.sources import Sources

EXAMPLE_DATE = "2020-05-26"


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """Something wrong at a line (1-based; 0 is the whole file) of a file of frames or word lists.

    `stops` when nothing can be coded before it is mended; `rival` is the path of the frame that wins.
    """

    path: str
    line: int
    message: str
    stops: bool = False
    rival: str = ""

    def __str__(self) -> str:
        return f"{shown_path(self.path)}:{self.line}: {self.message}"


def frames_like(
    frames: Iterable[Frame], words: Sequence[str], relations: Mapping[str, Relation], event_type: str | None = None
) -> Iterator[Frame]:
    """The frames of an event type, of any of the relations among the words, and with all of the other words; no word means every frame.

    A frame holds a word when it is one of its lemmas, those of its word lists included, one of its prepositions, or its rule.
    """
    known = {name.lower(): name for name in relations}
    wanted = {known[word.lower()] for word in words if word.lower() in known}
    others = {word.lower() for word in words if word.lower() not in known}
    for frame in frames:
        if event_type is not None and relations[frame.relation].event_type != event_type:
            continue
        if (not wanted or frame.relation in wanted) and others <= {*words_of(frame), frame.rule, frame.rule.removeprefix("frame:")}:
            yield frame


def words_of(frame: Frame) -> set[str]:
    """Every word that can stand in a frame, in lower case."""
    found = set(frame.heads)
    for constraint in frame.constraints:
        found |= constraint.prepositions | (constraint.lemmas or frozenset())
    return {word.lower() for word in found}


def as_text(frames: Sequence[Frame], relations: Mapping[str, Relation]) -> str:
    """The frames in columns: relation, event type, place, line."""
    rows = [(f.relation, relations[f.relation].event_type, f"{shown_path(f.path)}:{f.line}", f.text) for f in frames]
    widths = [max((len(row[i]) for row in rows), default=0) for i in range(3)]
    return "".join("  ".join([*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[3]]) + "\n" for row in rows)


def check_folder(own: Path | None = None, model: str = DEFAULT_MODEL) -> list[Finding]:
    """What is wrong with a user's own frames and word lists, or with those of the ontology when no folder is given.

    Of the lines of the ontology, a user is told of those that the own ones displace. Examples are coded once every line can be read.
    """
    folder = ontology_path()
    frames, words = frame_files(folder, own), word_files(folder, own)
    relations = load_relations(folder)
    found, groups = check(frames, words, relations)

    def concerns(path: str) -> bool:
        return own is None or Path(path).parent == own

    if not any(finding.stops for finding in found):
        examples = (e for group in groups for e in group.examples if concerns(e.path))
        found += wrong_examples(load(model, Sources(frames=own)), examples)
    return sorted(f for f in found if f.stops or concerns(f.path) or (f.rival and concerns(f.rival)))


def check(
    frame_files: Iterable[Path], word_files: Iterable[Path], relations: Mapping[str, Relation]
) -> tuple[list[Finding], tuple[Group, ...]]:
    """What is wrong with the lines themselves, in order of files and lines, and the groups that could be read."""
    found: list[Finding] = []

    def on_error(error: KnowledgeError) -> None:
        message = str(error).removeprefix(f"{error.path}:").removeprefix(f"{error.line}:").strip()
        found.append(Finding(str(error.path), error.line or 0, message, stops=True))

    lists = load_word_lists(word_files, on_error)
    groups = tuple(group for path in frame_files for group in read_groups(path, lists, on_error))
    found += unknown_relations(groups, relations)
    found += without_example(groups)
    found += never_winning([frame for group in groups for frame in group.frames if group.relation in relations], relations)
    return sorted(set(found)), groups


def unknown_relations(groups: Iterable[Group], relations: Mapping[str, Relation]) -> Iterator[Finding]:
    """Groups of a relation that `relations.ttl` does not declare."""
    for group in groups:
        if group.relation not in relations and group.relation != UNNAMED:
            message = f"the relation {group.relation!r} is not in relations.ttl: declare it there or correct the name"
            yield Finding(group.path, group.line, message, stops=True)


def without_example(groups: Iterable[Group]) -> Iterator[Finding]:
    """Groups that show no sentence."""
    for group in groups:
        if not group.examples:
            yield Finding(group.path, group.line, f"the group [{group.relation}] has no example: add '> sentence :: source -> target'")


def never_winning(frames: Sequence[Frame], relations: Mapping[str, Relation]) -> Iterator[Finding]:
    """Frames that say what another line says, that a stronger one always beats, or that tie with one of another relation.

    The frames stand in the order in which they are read, since the earlier of two equals wins.
    """
    order = {id(frame): number for number, frame in enumerate(frames)}
    by_head: dict[str, list[Frame]] = {}
    for frame in frames:
        for head in frame.heads:
            by_head.setdefault(head, []).append(frame)

    def strength(frame: Frame) -> tuple[int, bool, int]:
        return frame.specificity, relations[frame.relation].quad % 2 == 0, -order[id(frame)]

    for frame in frames:
        winners: dict[str, Frame] = {}
        for head in sorted(frame.heads):
            stronger = [
                other
                for other in by_head[head]
                if other is not frame and strength(other) > strength(frame) and covers(other, frame, relations)
            ]
            if stronger:
                winners[head] = min(stronger, key=lambda other: order[id(other)])
        others = list({id(other): other for other in winners.values()}.values())
        twin = next((other for other in others if is_twin(other, frame)), None)
        if twin is not None:
            yield finding(frame, f"says the same as {place(twin)}", twin)
        elif len(winners) == len(frame.heads):
            yield finding(
                frame,
                f"never wins: {' and '.join(place(other) for other in others)} {'fits' if len(others) == 1 else 'fit'} wherever it does",
                others[0],
            )
        else:
            for other in others:
                if other.relation != frame.relation and strength(other)[:2] == strength(frame)[:2]:
                    heads = ", ".join(repr(head) for head, winner in winners.items() if winner is other)
                    yield finding(frame, f"ties with {place(other)} at {heads}, and that line wins", other)


def finding(frame: Frame, message: str, rival: Frame) -> Finding:
    """A finding about a frame and one that wins against it."""
    return Finding(frame.path, frame.line, f"{frame.text!r} of [{frame.relation}] {message}", rival=rival.path)


def place(frame: Frame) -> str:
    """Where a frame stands, and what it says."""
    return f"{shown_path(frame.path)}:{frame.line} {frame.text!r} of [{frame.relation}]"


def is_twin(one: Frame, other: Frame) -> bool:
    """Whether two frames of one relation demand the same."""
    return (one.relation, one.shape, one.heads, one.constraints, one.mutual, one.by_speaker) == (
        other.relation,
        other.shape,
        other.heads,
        other.constraints,
        other.mutual,
        other.by_speaker,
    )


def covers(one: Frame, other: Frame, relations: Mapping[str, Relation]) -> bool:
    """Whether, at a head that both have, one frame finds every dyad that the other finds."""
    if (one.shape, one.by_speaker) != (other.shape, other.by_speaker) or (other.mutual and not one.mutual):
        return False
    if len(one.constraints) != len(other.constraints) or has_of(one) != has_of(other):
        return False
    if not all(admits_all(a, b) for a, b in zip(one.constraints, other.constraints, strict=True)):
        return False
    mine, theirs = relations[one.relation], relations[other.relation]
    things = targets_of(other) & OBJECT_TYPES & theirs.objects
    return things <= mine.objects and (mine.event_type not in NAMED_ONLY or theirs.event_type in NAMED_ONLY)


def has_of(frame: Frame) -> bool:
    """Whether a frame words an "of", which then names no owner."""
    return any("of" in constraint.prepositions for constraint in frame.constraints)


def targets_of(frame: Frame) -> frozenset[str]:
    """The actor types that the target of a frame may have."""
    types = [c.slot.types for c in frame.constraints if c.slot and c.slot.name in ("TARGET", "BOTH") and c.slot.types]
    return types[0] if types else ACTOR_TYPES | OBJECT_TYPES


def admits_all(one: Constraint, other: Constraint) -> bool:
    """Whether all that meets one constraint's counterpart meets it, too."""
    if one.role != other.role or not one.prepositions >= other.prepositions:
        return False
    if one.slot is not None and other.slot is not None:
        return one.slot.name == other.slot.name and (not one.slot.types or (bool(other.slot.types) and one.slot.types >= other.slot.types))
    if one.lemmas is not None and other.lemmas is not None:
        return one.lemmas >= other.lemmas
    return one.slot is None and other.slot is None and one.lemmas is None and other.lemmas is None


def wrong_examples(nlp: Language, examples: Iterable[Example]) -> Iterator[Finding]:
    """The examples that the pipeline does not code as they say; names are labels of actors or of their principals."""
    shown = list(examples)
    articles = (
        Article(f"example-{number}", example.text, (Block("paragraph", 0, len(example.text)),), date=EXAMPLE_DATE)
        for number, example in enumerate(shown)
    )
    for example, (_, statements) in zip(shown, extract_articles(nlp, articles), strict=True):
        if not any(is_as_said(example, statement) for statement in statements):
            found = "; ".join(f"{s.source.actor.label} {s.relation} {s.target.actor.label}" for s in statements) or "nothing"
            wanted = f"{example.source} {example.relation} {example.target}"
            yield Finding(example.path, example.line, f"the example {example.text!r} should give {wanted}, but gives {found}")


def is_as_said(example: Example, statement: Statement) -> bool:
    """Whether a statement is the one that an example promises."""
    return (
        statement.relation == example.relation
        and example.source in (statement.source.actor.label, statement.source.principal.label)
        and example.target in (statement.target.actor.label, statement.target.principal.label)
    )
