"""Measures who is found to be meant: mentions against gold mentions, and parties of gold statements against the mentions around."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Token

from kg.actors.gazetteer import Gazetteer
from kg.articles.text import decode
from kg.errors import ArticleError
from kg.evaluate import Canonical, GoldStatement, folded, ratio, table
from kg.extract.annotation import is_hyphened
from kg.extract.pipeline import analyse, as_mention, knowledge_of, process
from kg.extract.reading import read
from kg.model import Article, Block, Mention


@dataclass(frozen=True, slots=True)
class GoldMention:
    """The words `start:end` of a text (half-open, in code points) mean these actors, who act for these principals; none mean nobody."""

    start: int
    end: int
    actors: frozenset[str]
    principals: frozenset[str]


@dataclass(frozen=True, slots=True)
class GoldText:
    """A text with its date, the phenomenon that it shows, and who is meant by which words."""

    id: str
    text: str
    date: str | None
    phenomenon: str
    mentions: tuple[GoldMention, ...]


@dataclass(frozen=True, slots=True)
class Resolution:
    """A gold mention and the ids of the actors and principals that were found for it."""

    text: GoldText
    wanted: GoldMention
    actors: frozenset[str]
    principals: frozenset[str]

    @property
    def right(self) -> bool:
        """Whether exactly the actors and the principals of the gold were found."""
        return (self.actors, self.principals) == (self.wanted.actors, self.wanted.principals)


def shown(actors: frozenset[str], principals: frozenset[str]) -> str:
    """Actors, and for whom they act where that is another.

    >>> shown(frozenset({"sergei-lavrov"}), frozenset({"russia"})), shown(frozenset(), frozenset())
    ('sergei-lavrov for russia', 'nobody')
    """
    behind = ", ".join(sorted(principals - actors))
    return ", ".join(sorted(actors) or ["nobody"]) + (f" for {behind}" if behind else "")


def gold_texts(raw: bytes, path: Path | str) -> list[GoldText]:
    """The annotated texts of JSON Lines; `path` names them in errors.

    A row is `{"id", "text", "date", "phenomenon", "mentions": [{"start", "end", "actors": [id, …], "principals": [id, …]}]}`; without
    `principals` the actors act for themselves. Raises `ArticleError` with file and line on a row that breaks this.
    """
    rows = []
    for number, line in enumerate(raw.removeprefix(b"\xef\xbb\xbf").split(b"\n"), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(decode(line, path, number))
            mentions = tuple(gold_mention(said, len(row["text"])) for said in row["mentions"])
            rows.append(GoldText(row["id"], row["text"], row.get("date"), row.get("phenomenon", ""), mentions))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise ArticleError(f"is no row of gold mentions: {error!r}", path, number) from error
    return rows


def gold_mention(said: Mapping[str, Any], length: int) -> GoldMention:
    """One annotated mention; raises `ValueError` when its words are not in the text."""
    start, end = int(said["start"]), int(said["end"])
    if not 0 <= start < end <= length:
        raise ValueError(f"the words {start} to {end} are not in the text")
    actors = frozenset(map(str, said["actors"]))
    return GoldMention(start, end, actors, frozenset(map(str, said.get("principals", actors))))


def has_gold_mentions(raw: bytes) -> bool:
    """Whether the first row annotates mentions rather than statements."""
    try:
        first = json.loads(next((line for line in raw.split(b"\n") if line.strip()), b"{}").decode("utf-8-sig"))
    except ValueError:
        return False
    return isinstance(first, dict) and "mentions" in first


def mentions_in(nlp: Language, article: Article) -> list[Mention]:
    """Who is mentioned in an article, references and first persons included, in order of the text; empty when nobody is."""
    return [mention for _, mention in headed_mentions(nlp, article)]


def headed_mentions(nlp: Language, article: Article) -> list[tuple[int, Mention]]:
    """The mentions of an article, each behind the offset of the word at its head.

    An adjective is one only in front of a body or an act: "the Turkish assault", not "the Turkish border".
    """
    reading = read(nlp, article)
    if not reading.words:
        return []
    knowledge = knowledge_of(nlp)
    doc = process(nlp, reading)
    mentions = (m for heads in analyse(doc, knowledge).note.by_head.values() for m in heads)
    acting = (m for m in mentions if m.kind != "demonym" or knowledge.coder.frames_at(modified(doc[m.head])))
    return [(reading.starts[m.head], as_mention(m, reading)) for m in acting]


def modified(adjective: Token) -> Token:
    """The noun in front of which an adjective stands, through one behind a hyphen: ties in "Chinese-Pakistani ties"."""
    noun = adjective.head
    return noun.head if is_hyphened(noun) and noun.nbor(-2).i == adjective.i else noun


def resolutions(nlp: Language, texts: Iterable[GoldText]) -> list[Resolution]:
    """What was found for each gold mention: who is meant by mentions with their heads inside it, or else by those that it is part of."""
    found = []
    for text in texts:
        article = whole(text)
        mentions = headed_mentions(nlp, article)
        for wanted in text.mentions:
            inside = [m for head, m in mentions if wanted.start <= head < wanted.end]
            if wanted.actors and not inside:
                inside = [m for _, m in mentions if m.start < wanted.end and wanted.start < m.end]
            actors = frozenset(m.actor.id.removeprefix("actor/") for m in inside)
            principals = frozenset(m.principal.id.removeprefix("actor/") for m in inside)
            found.append(Resolution(text, wanted, actors, principals))
    return found


def whole(text: GoldText) -> Article:
    """A gold text as an article that is one block, so that nothing of it is taken for furniture."""
    return Article(text.id, text.text, (Block("paragraph", 0, len(text.text)),), date=text.date)


def accuracy(found: Sequence[Resolution]) -> float:
    """The share of gold mentions for which exactly the right actors and principals were found; 0 for none."""
    return sum(one.right for one in found) / len(found) if found else 0.0


def wrong_resolutions(found: Iterable[Resolution]) -> list[tuple[str, ...]]:
    """The gold mentions that were not resolved right, in rows: id, phenomenon, words, wanted, found, text; a header comes first."""
    rows: list[tuple[str, ...]] = [("id", "phenomenon", "words", "wanted", "found", "text")]
    for one in found:
        if not one.right:
            said = one.text.text[one.wanted.start : one.wanted.end]
            wanted, got = shown(one.wanted.actors, one.wanted.principals), shown(one.actors, one.principals)
            rows.append((one.text.id, one.text.phenomenon, said, wanted, got, " ".join(one.text.text.split())))
    return rows


def resolutions_as_text(found: Sequence[Resolution]) -> str:
    """The accuracy for people, by phenomenon."""
    counts, right = Counter(one.text.phenomenon for one in found), Counter(one.text.phenomenon for one in found if one.right)
    rows = [("phenomenon", "mentions", "right")]
    rows += [(name, str(count), ratio(right[name], count)) for name, count in sorted(counts.items())]
    rows += [("all", str(len(found)), ratio(sum(right.values()), len(found)))]
    return "\n".join(table(rows)) + "\n"


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many parties of core statements some mention in their sentence names, `near` of them by a near name; `missed` are the others."""

    named: int
    missed: tuple[tuple[GoldStatement, str], ...]
    near: int = 0

    @property
    def share(self) -> float:
        """The share that is named, in [0, 1]; 0 where there are none."""
        total = self.named + len(self.missed)
        return self.named / total if total else 0.0


def coverage(
    gold: Iterable[GoldStatement],
    mentions: Mapping[str, Sequence[Mention]],
    canonical: Canonical,
    wholes: Callable[[str], Iterable[str]] = lambda _: (),
) -> Coverage:
    """Whether the sentences of core statements mention whom the statements are about; `mentions` are those of the articles, by id.

    As in the measure of statements a party is named by its actor or by its principal. `wholes` leads from the id of an actor to the
    labels of what it is part of, which are near names of it.
    """
    named, near, missed = 0, 0, []
    for one in gold:
        if not one.core:
            continue
        here = [m for m in mentions.get(one.article, ()) if one.start <= m.start < one.end]
        principals = {canonical(one.label) for m in here for one in (m.actor, m.principal)}
        for role, party in (("source", one.source), ("target", one.target)):
            wanted = folded(party, canonical)
            if wanted & principals:
                named += 1
            elif wanted & {canonical(whole) for m in here for whole in wholes(m.actor.id)}:
                near += 1
            else:
                missed.append((one, role))
    return Coverage(named + near, tuple(missed), near)


def wholes_in(gazetteer: Gazetteer) -> Callable[[str], list[str]]:
    """The labels of what an actor is or was part of by the tables, directly or through others; empty for an id that no table knows."""

    def wholes(actor: str) -> list[str]:
        waiting, found = [actor.removeprefix("actor/")], dict[str, str]()
        while waiting:
            for key in gazetteer.ties_of(waiting.pop(), "part-of", None) - found.keys():
                found[key] = gazetteer.records[key].label
                waiting.append(key)
        return sorted(found.values())

    return wholes


def coverage_as_text(found: Coverage) -> str:
    """The coverage for people."""
    total = found.named + len(found.missed)
    said = f"parties of core statements that a mention in the sentence names: {found.named} of {total} ({found.share:.3f})\n"
    return said + (f"of them by the name of a part: {found.near}\n" if found.near else "")


def missed_parties(found: Coverage, texts: Mapping[str, str]) -> list[tuple[str, ...]]:
    """The parties that no mention names, in rows: article, role, party, sentence; a header comes first."""
    rows: list[tuple[str, ...]] = [("article", "role", "party", "sentence")]
    for one, role in found.missed:
        party = one.source if role == "source" else one.target
        rows.append((one.article, role, "/".join(sorted(party)), " ".join(texts[one.article][one.start : one.end].split())))
    return rows
