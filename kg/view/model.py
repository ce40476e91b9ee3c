"""The view model: what a picture of stances shows, free of any drawing library and ready for JSON.

Every edge holds its statements, every statement its sentence, so that each arrow can be opened down to its words and its rule.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from itertools import groupby
from typing import Any, Literal
from urllib.parse import urlsplit

from kg.model import OBJECT_TYPES, Actor, ContextParty, Evidence, Mention, Statement
from kg.stance import Parties, Sign, Stance, contribution, one_for_each_id, parties, stances
from kg.view.blocs import blocs
from kg.view.layout import positions

Part = Literal["source", "target", "context"]
EdgeKind = Literal["stance", "context"]

STRONGEST = 5


@dataclass(frozen=True, slots=True)
class ArticleInfo:
    """What the page prints of an article: `date` is the day of publication as `YYYY-MM-DD`; anything may be unknown."""

    title: str | None = None
    date: str | None = None
    url: str | None = None
    outlet: str | None = None


@dataclass(frozen=True, slots=True)
class Count:
    """A name and how many statements stand behind it."""

    label: str
    statements: int


@dataclass(frozen=True, slots=True)
class Words:
    """A stretch of an evidence sentence and the part it plays; the stretches of a sentence joined are the sentence."""

    text: str
    part: Part | None


@dataclass(frozen=True, slots=True)
class Party:
    """A named party in print: its label, its principal's label where that is another, and its role for a context party."""

    label: str
    principal: str | None = None
    role: str | None = None


@dataclass(frozen=True, slots=True)
class Card:
    """One statement in print.

    `object` is what the printed triple ends with: the target, or the context party that the relation names in its second triple.
    `context` holds the parties that the triple does not print. `when` is the time that the sentence gives to the act. `contribution`
    is what the statement adds to the score of its dyad.
    """

    id: str
    article: str
    title: str | None
    date: str | None
    url: str | None
    outlet: str | None
    source: Party
    label: str
    target: Party
    object: Party
    context: tuple[Party, ...]
    speaker: Party | None
    event_type: str
    quad: int
    polarity: int
    intensity: float
    contribution: float
    negated: bool
    modality: str
    when: tuple[str, str, str] | None
    confidence: float | None
    rule: str
    evidence: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class Node:
    """An actor in the picture.

    `statements` counts those with the actor at either end, `outgoing` and `incoming` those where it is source and target. `others` are
    the actors who act for it in these statements or, in a picture of acting actors, the principals for whom it acts. `friends` and
    `foes` are ids of its most cooperative and most conflictual edges, strongest first. `bloc` is a place in `View.blocs`, None for
    actors without one. `x` and `y` are pixels.
    """

    id: str
    label: str
    type: str
    bloc: int | None
    statements: int
    outgoing: int
    incoming: int
    others: tuple[Count, ...]
    friends: tuple[str, ...]
    foes: tuple[str, ...]
    edges: tuple[str, ...]
    first: str | None
    last: str | None
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Edge:
    """An arrow from `source` to `target`.

    An edge of kind `stance` has a dyad's score and counts behind it. An edge of kind `context` leads to a party that the source's acts
    towards others name ("removed Turkey from the F-35 programme"); alone it is no stance, its score is None and its sign neutral.
    `statements` are the ids of all its statements, newest first; `context` of those among them that come by a context party.
    """

    id: str
    source: str
    target: str
    kind: EdgeKind
    sign: Sign
    score: float | None
    disagreement: float
    cooperative: int
    conflictual: int
    neutral: int
    negated: int
    statements: tuple[str, ...]
    context: tuple[str, ...]
    first: str | None
    last: str | None


@dataclass(frozen=True, slots=True)
class View:
    """A picture of stances: nodes and edges sorted by id, the statements by id, and the blocs, largest first, as ids of nodes.

    `first` and `last` are the days of publication of the oldest and newest article; None when no article has a date.
    """

    by: Parties
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    statements: Mapping[str, Card]
    blocs: tuple[tuple[str, ...], ...]
    articles: int
    first: str | None
    last: str | None

    def to_json(self) -> dict[str, Any]:
        """The view as dicts, lists and plain values."""
        return asdict(self)


def view(
    statements: Iterable[Statement],
    articles: Mapping[str, ArticleInfo],
    *,
    by: Parties = "principal",
    context_roles: Mapping[str, str] | None = None,
) -> View:
    """The view model of some statements, with principals as nodes or, by "actor", the acting actors.

    `articles` maps ids of articles to what is known of them; unknown ones are shown by their id. `context_roles` maps a relation to
    the role of the context party that its second triple ends with, such as `{"removesFrom": "from"}`. No statements give a view
    without nodes. A statement given twice counts once, and the order of the statements makes no difference.
    """
    roles = context_roles or {}
    unique = {statement.id: statement for statement in statements}
    cards = {key: _card(key, unique[key], articles.get(unique[key].article, ArticleInfo()), roles) for key in sorted(unique)}
    dyads = {(stance.source.id, stance.target.id): stance for stance in stances(unique.values(), by)}
    by_context = _context_edges(unique, by, roles)
    edges = tuple(_edge(pair, dyads.get(pair), by_context.get(pair), cards) for pair in sorted(dyads.keys() | by_context.keys()))
    actors = one_for_each_id(actor for pair in _ends(unique.values(), by, roles) for actor in pair)
    groups = _blocs(dyads.values())
    points = positions(actors, _pulls(edges))
    ends = _edges_by_node(edges)
    others = _others(unique.values(), by)
    dates = sorted(card.date for card in cards.values() if card.date)
    bloc_of = {member: index for index, group in enumerate(groups) for member in group}
    return View(
        by=by,
        nodes=tuple(_node(actors[key], ends.get(key, []), others.get(key), bloc_of.get(key), points[key]) for key in sorted(actors)),
        edges=edges,
        statements=cards,
        blocs=groups,
        articles=len({statement.article for statement in unique.values()}),
        first=dates[0] if dates else None,
        last=dates[-1] if dates else None,
    )


def second_party(statement: Statement, context_roles: Mapping[str, str]) -> ContextParty | None:
    """The context party with which a statement's second triple ends, or None: no second triple, or no such party."""
    role = context_roles.get(statement.relation)
    return next((party for party in statement.context if party.role == role), None)


def web_address(url: str | None) -> str | None:
    """The address when it is one of http or https, else None: nothing else is ever a link.

    >>> web_address("https://example.org/a")
    'https://example.org/a'
    >>> web_address("javascript:alert(1)") is None
    True
    """
    try:
        parts = urlsplit((url or "").strip())
    except ValueError:
        return None
    return parts.geturl() if parts.scheme in {"http", "https"} and parts.netloc else None


def words(evidence: Evidence, marks: Iterable[tuple[Part, Mention | ContextParty]]) -> tuple[Words, ...]:
    """The sentence cut at its marks; where marks overlap, the earlier in `marks` wins.

    A mark outside of the sentence, or whose text does not stand at its offsets, is left out: better no highlight than a wrong one.
    """
    parts: list[Part | None] = [None] * len(evidence.text)
    for part, mention in marks:
        start, end = mention.start - evidence.start, mention.end - evidence.start
        if start < 0 or _plain(evidence.text[start:end]) != _plain(mention.text):
            continue
        for index in range(start, min(end, len(parts))):
            parts[index] = parts[index] or part
    runs = groupby(zip(evidence.text, parts, strict=True), key=lambda pair: pair[1])
    return tuple(Words("".join(character for character, _ in run), part) for part, run in runs)


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def _card(key: str, statement: Statement, article: ArticleInfo, roles: Mapping[str, str]) -> Card:
    second = second_party(statement, roles)
    marks: list[tuple[Part, Mention | ContextParty]] = [("source", statement.source), ("target", statement.target)]
    marks += [("context", party) for party in statement.context]
    return Card(
        id=key,
        article=statement.article,
        title=article.title,
        date=article.date,
        url=web_address(article.url),
        outlet=article.outlet,
        source=_party(statement.source),
        label=statement.label,
        target=_party(statement.target),
        object=Party(second.actor.label, role=second.role) if second else _party(statement.target),
        context=tuple(Party(party.actor.label, role=party.role) for party in statement.context if party is not second),
        speaker=_party(statement.speaker) if statement.speaker else None,
        event_type=statement.event_type,
        quad=statement.quad,
        polarity=statement.polarity,
        intensity=statement.intensity,
        contribution=round(contribution(statement), 4) + 0.0,
        negated=statement.negated,
        modality=statement.modality,
        when=(statement.date.start, statement.date.end, statement.date.text) if statement.date else None,
        confidence=statement.confidence,
        rule=statement.rule,
        evidence=words(statement.evidence, marks),
    )


def _party(mention: Mention) -> Party:
    same = mention.actor.id == mention.principal.id
    return Party(mention.actor.label, None if same else mention.principal.label)


def _ends(statements: Iterable[Statement], by: Parties, roles: Mapping[str, str]) -> Iterable[tuple[Actor, Actor]]:
    for statement in statements:
        source, target = parties(statement, by)
        yield source, target
        second = second_party(statement, roles)
        if second:
            yield source, second.actor


def _context_edges(unique: Mapping[str, Statement], by: Parties, roles: Mapping[str, str]) -> dict[tuple[str, str], list[str]]:
    """Ids of statements by the edge that leads from their source to their second party, unless that party is their target."""
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for key, statement in sorted(unique.items()):
        second = second_party(statement, roles)
        source, target = parties(statement, by)
        if second and second.actor.id != target.id:
            found[source.id, second.actor.id].append(key)
    return found


def _edge(pair: tuple[str, str], stance: Stance | None, context: list[str] | None, cards: Mapping[str, Card]) -> Edge:
    own = {statement.id for statement in stance.statements} if stance else set()
    ids = sorted(own | set(context or ()))
    newest = sorted(ids, key=lambda one: _age(cards[one]), reverse=True)
    dates = sorted(date for date in (cards[one].date for one in ids) if date)
    return Edge(
        id=">".join(pair),
        source=pair[0],
        target=pair[1],
        kind="stance" if stance else "context",
        sign=stance.sign if stance else "neutral",
        score=stance.score if stance else None,
        disagreement=stance.disagreement if stance else 0.0,
        cooperative=stance.cooperative if stance else 0,
        conflictual=stance.conflictual if stance else 0,
        neutral=stance.neutral if stance else 0,
        negated=stance.negated if stance else 0,
        statements=tuple(newest),
        context=tuple(one for one in newest if one not in own),
        first=dates[0] if dates else None,
        last=dates[-1] if dates else None,
    )


def _age(card: Card) -> tuple[str, str, str]:
    """Sorts old before new: by day of publication, then by the time of the act; what has no date counts as oldest."""
    return card.date or "", card.when[1] if card.when else "", card.id


def _blocs(dyads: Iterable[Stance]) -> tuple[tuple[str, ...], ...]:
    """The blocs among actors; objects such as programmes and places take no sides."""
    return blocs(
        {
            (stance.source.id, stance.target.id): stance.score
            for stance in dyads
            if stance.sign != "neutral" and not {stance.source.type, stance.target.type} & OBJECT_TYPES
        }
    )


def _pulls(edges: Iterable[Edge]) -> dict[tuple[str, str], float]:
    """How strongly each edge draws its ends together: friends much, strangers a little, foes least."""
    strength = {"cooperative": 1.0, "neutral": 0.35, "conflictual": 0.08}
    return {(edge.source, edge.target): strength[edge.sign] + (2 * edge.score if edge.score and edge.score > 0 else 0) for edge in edges}


def _edges_by_node(edges: Iterable[Edge]) -> dict[str, list[Edge]]:
    found: dict[str, list[Edge]] = defaultdict(list)
    for edge in edges:
        for end in sorted({edge.source, edge.target}):
            found[end].append(edge)
    return found


def _others(statements: Iterable[Statement], by: Parties) -> dict[str, Counter[str]]:
    """By node, the labels of those who act for it or, by "actor", for whom it acts, with the number of mentions."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for statement in statements:
        for mention, node in zip((statement.source, statement.target), parties(statement, by), strict=True):
            if mention.actor.id != mention.principal.id:
                other = mention.principal if node.id == mention.actor.id else mention.actor
                found[node.id][other.label] += 1
    return found


def _node(actor: Actor, edges: list[Edge], others: Counter[str] | None, bloc: int | None, point: tuple[float, float]) -> Node:
    scored = [edge for edge in edges if edge.score is not None]
    friends = sorted((edge for edge in scored if edge.sign == "cooperative"), key=lambda edge: (-(edge.score or 0), edge.id))
    foes = sorted((edge for edge in scored if edge.sign == "conflictual"), key=lambda edge: (edge.score or 0, edge.id))
    ranked = sorted((others or Counter()).items(), key=lambda pair: (-pair[1], pair[0]))
    dates = sorted(date for edge in edges for date in (edge.first, edge.last) if date)
    return Node(
        id=actor.id,
        label=actor.label,
        type=actor.type,
        bloc=bloc,
        statements=len({key for edge in edges for key in edge.statements}),
        outgoing=len({key for edge in edges if edge.source == actor.id for key in edge.statements}),
        incoming=len({key for edge in edges if edge.target == actor.id for key in edge.statements}),
        others=tuple(Count(label, number) for label, number in ranked),
        friends=tuple(edge.id for edge in friends[:STRONGEST]),
        foes=tuple(edge.id for edge in foes[:STRONGEST]),
        edges=tuple(edge.id for edge in sorted(edges, key=lambda edge: (-len(edge.statements), edge.id))),
        first=dates[0] if dates else None,
        last=dates[-1] if dates else None,
        x=point[0],
        y=point[1],
    )
