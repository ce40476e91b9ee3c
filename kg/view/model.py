"""The view model: what a page of stances shows, free of any drawing library.

Every statement is in it with its sentence and its mentions, so that each arrow can be opened down to its words and its rule, and the page
can compute the stances of any part of them. Positions, blocs and the order of the backbone are computed here, once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from urllib.parse import urlsplit

from kg.model import OBJECT_TYPES, Actor, ContextParty, Mention, Statement
from kg.rdf import BASE, ActorFacts, ContextEdge, Run
from kg.stance import Parties, Stance, Window, day_of, one_for_each_id, parties, stances
from kg.view.backbone import backbone
from kg.view.blocs import blocs
from kg.view.layout import positions

BOTH: tuple[Parties, ...] = ("principal", "actor")
MAX_NODES = 500


@dataclass(frozen=True, slots=True)
class ArticleInfo:
    """What the page tells of an article: `date` is the day of publication as `YYYY-MM-DD`; anything may be unknown.

    `language`, `digest` and `run`, which made its statements, stand in the page's Turtle alone.
    """

    title: str | None = None
    date: str | None = None
    url: str | None = None
    outlet: str | None = None
    language: str | None = None
    digest: str | None = None
    run: Run | None = None


@dataclass(frozen=True, slots=True)
class Options:
    """What the page starts with.

    `by` says what the nodes are. `context_edges` are the second triples of relations, such as
    `{"removesFrom": ContextEdge("from", "removedPartyFrom")}`, and `actor_facts` are by actor id. A page of more than `max_nodes`
    nodes starts with its backbone. `window` holds the half-life. `groups` maps the ids of near-duplicate articles to a common name,
    `base` is that of the store's IRIs.
    """

    title: str = "Stance graph"
    by: Parties = "principal"
    context_edges: Mapping[str, ContextEdge] = field(default_factory=lambda: MappingProxyType({}))
    actor_facts: Mapping[str, ActorFacts] = field(default_factory=lambda: MappingProxyType({}))
    max_nodes: int = MAX_NODES
    window: Window = field(default_factory=Window)
    groups: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    base: str = BASE


@dataclass(frozen=True, slots=True)
class Node:
    """The place of an actor in a picture, in pixels. `bloc` is a place in the picture's blocs, None for actors without one.

    `rank` is the order in which the backbone takes the nodes, from 0.
    """

    id: str
    x: float
    y: float
    bloc: int | None
    rank: int


@dataclass(frozen=True, slots=True)
class Picture:
    """Nodes sorted by id, and the blocs as ids, largest first, when the nodes are principals or acting actors."""

    nodes: tuple[Node, ...]
    blocs: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class View:
    """What a page shows: all actors by id, the statements old before new (without a day last), a picture for either kind of node."""

    actors: Mapping[str, Actor]
    statements: tuple[Statement, ...]
    days: tuple[str | None, ...]
    articles: Mapping[str, ArticleInfo]
    pictures: Mapping[Parties, Picture]
    options: Options


def view(statements: Iterable[Statement], articles: Mapping[str, ArticleInfo], options: Options | None = None) -> View:
    """The view model of some statements.

    `articles` maps ids of articles to what is known of them; unknown ones are shown by their id. No statements give a view without
    nodes. A statement given twice counts once, and the order of the statements makes no difference.
    """
    options = options or Options()
    unique: dict[str, Statement] = {}
    for statement in statements:
        key = statement.id
        same = unique.setdefault(key, statement)
        if same != statement:  # two runs read it differently: any fixed choice will do
            unique[key] = min(same, statement, key=repr)
    days = {key: day_of(statement, articles.get(statement.article)) for key, statement in unique.items()}
    keys = sorted(unique, key=lambda key: (days[key] is None, days[key] or "", unique[key].article, key))
    ordered = tuple(unique[key] for key in keys)
    used = sorted({statement.article for statement in ordered})
    return View(
        actors=_actors(ordered),
        statements=ordered,
        days=tuple(days[key] for key in keys),
        articles={key: _safe(articles.get(key, ArticleInfo())) for key in used},
        pictures={by: _picture(ordered, articles, by, options) for by in BOTH},
        options=options,
    )


def second_party(statement: Statement, edges: Mapping[str, ContextEdge]) -> ContextParty | None:
    """The context party with which a statement's second triple ends, or None: no second triple, or no such party."""
    edge = edges.get(statement.relation)
    return next((party for party in statement.context if edge is not None and party.role == edge.role), None)


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


def mentions(statement: Statement) -> Iterable[Mention]:
    """Source, target, speaker and reporters of a statement."""
    yield statement.source
    yield statement.target
    if statement.speaker:
        yield statement.speaker
    yield from statement.reporters


def _safe(article: ArticleInfo) -> ArticleInfo:
    return replace(article, url=web_address(article.url))


def _actors(statements: Iterable[Statement]) -> dict[str, Actor]:
    named: list[Actor] = []
    for statement in statements:
        for mention in mentions(statement):
            named += mention.actor, mention.principal
        named += (party.actor for party in statement.context)
    return dict(sorted(one_for_each_id(named).items()))


def _picture(statements: tuple[Statement, ...], articles: Mapping[str, ArticleInfo], by: Parties, options: Options) -> Picture:
    dyads = stances(statements, by, articles=articles, window=options.window, groups=options.groups)
    named = _named_with_the_act(statements, by, options.context_edges)
    weights: dict[tuple[str, str], float] = defaultdict(float)
    for stance in dyads:
        weights[_pair(stance.source.id, stance.target.id)] += len(stance.statements)
    for one, other in named:
        weights[_pair(one, other)] += 1
    nodes = sorted({end for pair in weights for end in pair})
    groups = _blocs(dyads)
    bloc_of = {member: index for index, group in enumerate(groups) for member in group}
    rank = {node: index for index, node in enumerate(backbone(weights))}
    points = positions(nodes, _pulls(dyads, named, bloc_of), _opposition(dyads, bloc_of), bloc_of)
    return Picture(tuple(Node(node, *points[node], bloc_of.get(node), rank[node]) for node in nodes), groups)


def _named_with_the_act(statements: Iterable[Statement], by: Parties, edges: Mapping[str, ContextEdge]) -> list[tuple[str, str]]:
    """Source and second party of each statement that has one, unless that party is its target."""
    found = []
    for statement in statements:
        second = second_party(statement, edges)
        source, target = parties(statement, by)
        if second and second.actor.id != target.id:
            found.append((source.id, second.actor.id))
    return found


def _pair(one: str, other: str) -> tuple[str, str]:
    return (one, other) if one <= other else (other, one)


def _takes_sides(stance: Stance) -> bool:
    """Whether a stance joins or parts two actors; objects such as programmes and places take no sides."""
    return stance.sign != "neutral" and not {stance.source.type, stance.target.type} & OBJECT_TYPES


def _blocs(dyads: Iterable[Stance]) -> tuple[tuple[str, ...], ...]:
    return blocs({(stance.source.id, stance.target.id): stance.score for stance in dyads if _takes_sides(stance)})


def _pulls(dyads: Iterable[Stance], named: Iterable[tuple[str, str]], bloc_of: Mapping[str, int]) -> dict[tuple[str, str], float]:
    """How strongly each pair draws together: friends of one bloc much, friends across blocs less, strangers a little, foes least."""
    strength = {"cooperative": 1.0, "neutral": 0.3, "conflictual": 0.06}
    pulls: dict[tuple[str, str], float] = dict.fromkeys((_pair(*pair) for pair in named), 0.3)
    for stance in dyads:
        pair = _pair(stance.source.id, stance.target.id)
        together = bloc_of.get(pair[0], -1) == bloc_of.get(pair[1], -2)
        pull = strength[stance.sign] + 2 * max(0.0, stance.score)
        pulls[pair] = pulls.get(pair, 0.0) + (pull if together else pull / 3)
    return pulls


def _opposition(dyads: Iterable[Stance], bloc_of: Mapping[str, int]) -> dict[tuple[int, int], float]:
    """The sum of the stances between each two blocs."""
    between: dict[tuple[int, int], float] = defaultdict(float)
    for stance in dyads:
        one, other = bloc_of.get(stance.source.id), bloc_of.get(stance.target.id)
        if one is not None and other is not None and one != other and _takes_sides(stance):
            between[min(one, other), max(one, other)] += stance.score
    return dict(between)
