"""A made-up world for tests and benchmarks of the page: actors in camps, what they do to each other, and who reports it. Deterministic."""

from __future__ import annotations

import datetime as dt
import random

from kg.model import Actor, Evidence, Mention, Statement, Trigger
from kg.view.model import ArticleInfo

TYPES = ["State"] * 6 + ["Group", "Organisation", "Person", "People"]
ACTS = {
    "supports": ("supported", "SUPPORT", 1, 1, 5.0),
    "meets": ("met", "CONSULT", 1, 1, 1.0),
    "arms": ("armed", "AID", 2, 1, 7.0),
    "condemns": ("condemned", "ACCUSE", 3, -1, -3.0),
    "threatens": ("threatened", "THREATEN", 3, -1, -5.0),
    "imposesSanctionsOn": ("imposed sanctions on", "SANCTION", 4, -1, -6.0),
    "attacks": ("attacked", "ASSAULT", 4, -1, -9.0),
}  # fmt: skip
FRIENDLY, HOSTILE = ["supports", "meets", "arms"], ["condemns", "threatens", "imposesSanctionsOn", "attacks", "meets"]
SYLLABLES = ["ka", "ro", "ven", "tal", "mi", "su", "bor", "dia", "lan", "esh", "quo", "zar", "pel", "nu", "ost", "ia"]
FILLER = "after talks on the border, the price of grain and the future of the ceasefire had ended without a result".split()


def world(actors: int, dyads: int, statements: int, seed: int = 1) -> tuple[list[Statement], dict[str, ArticleInfo]]:
    """So many actors, dyads among them (at least one statement each) and statements, from a tenth as many articles over five years."""
    dice = random.Random(seed)
    cast = [_actor(dice, number) for number in range(actors)]
    camp = [dice.choice((0, 0, 1, 1, 2)) for _ in cast]
    # A few actors are in most news.
    fame = [1 / (rank + 3) for rank in range(actors)]
    pairs: dict[tuple[int, int], None] = {}
    while len(pairs) < dyads:
        one, other = dice.choices(range(actors), fame, k=2) if dice.random() < 0.5 else dice.sample(range(actors), 2)
        if one != other:
            pairs[one, other] = None
    known = list(pairs)
    articles = {f"article-{number:05}": _article(dice, number) for number in range(max(1, statements // 10))}
    names = list(articles)
    rows = known + dice.choices(known, k=max(0, statements - dyads))
    made = [_statement(dice, cast, camp, pair, names, 400 * number) for number, pair in enumerate(rows[:statements])]
    return made, articles


def _actor(dice: random.Random, number: int) -> Actor:
    name = "".join(dice.choices(SYLLABLES, k=dice.choice((2, 2, 3)))).capitalize()
    return Actor(f"actor/{name.lower()}-{number}", f"{name} {dice.choice(('', '', 'Republic', 'Front'))}".strip(), dice.choice(TYPES))


def _article(dice: random.Random, number: int) -> ArticleInfo:
    day = dt.date(2019, 1, 1) + dt.timedelta(days=dice.randrange(5 * 365))
    return ArticleInfo(f"Report {number}", day.isoformat(), f"https://news.example/{number}", f"Outlet {dice.randrange(40)}")


def _statement(dice: random.Random, cast: list[Actor], camp: list[int], pair: tuple[int, int], articles: list[str], at: int) -> Statement:
    source, target = cast[pair[0]], cast[pair[1]]
    same = camp[pair[0]] == camp[pair[1]]
    relation = dice.choice(FRIENDLY if same == (dice.random() < 0.9) else HOSTILE)
    label, event, quad, polarity, intensity = ACTS[relation]
    text = f"{source.label} {label} {target.label} {' '.join(dice.sample(FILLER, 8))}."
    begin = len(source.label) + len(label) + 2
    speaker = dice.choice(cast) if dice.random() < 0.2 else None
    return Statement(
        article=dice.choice(articles),
        source=Mention(source, source, source.label, at, at + len(source.label)),
        relation=relation,
        label=label,
        event_type=event,
        quad=quad,
        polarity=polarity,
        intensity=intensity,
        target=Mention(target, target, target.label, at + begin, at + begin + len(target.label)),
        evidence=Evidence(text, at, at + len(text)),
        rule=f"frame:{label.split()[0]}",
        trigger=Trigger(at + len(source.label) + 1, at + len(source.label) + 1 + len(label.split()[0])),
        speaker=Mention(speaker, speaker, speaker.label, at - 50, at - 50 + len(speaker.label)) if speaker else None,
        negated=dice.random() < 0.03,
        modality=dice.choice(("asserted", "asserted", "asserted", "future", "possible", "demanded")),
        phase=dice.choice((None,) * 30 + ("ended",)),
        confidence=round(dice.uniform(0.4, 0.95), 2) if dice.random() < 0.95 else None,
    )
