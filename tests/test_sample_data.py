"""The sample articles and the gold: complete, consistent with each other, and read by the program as they are meant."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any, get_args

import pytest

from kg.articles import read_articles
from kg.errors import ArticleError
from kg.model import MODALITIES, Article, EventType

DATA = Path(__file__).resolve().parents[1] / "data"
EVENT_TYPES: tuple[str, ...] = get_args(EventType)
CONSTRUCTIONS = {
    "active", "passive", "passive-without-by", "relative", "participle", "reduced-clause", "control-raising", "coordination", "apposition",
    "examples", "possessive-noun", "of-noun", "by-noun", "compound-modifier", "light-verb", "idiom", "copula-adjective", "reciprocal",
    "prepositional", "nominal-chain", "headline", "negation", "modality", "speaker", "reference", "near-miss",
}  # fmt: skip
FIELD_CONSTRUCTIONS = {"unnamed-group", "conditional-threat"}
ROLES = {"against", "at", "from", "in", "on", "over", "to", "with"}
STATEMENT_FIELDS = {
    "source", "source_principal", "target", "target_principal", "class", "alt", "context", "speaker", "negated", "modality", "salience",
}  # fmt: skip


def rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (DATA / "gold" / name).read_text(encoding="utf-8").splitlines()]


def readable_articles() -> dict[str, Article]:
    errors: list[ArticleError] = []
    articles = {article.id: article for article in read_articles([DATA / "articles"], errors.append)}
    assert not errors
    return articles


def faults(statement: dict[str, Any]) -> list[str]:
    """What is wrong with one gold statement, in words."""
    wrong = []
    if statement.keys() - {"sentence"} != STATEMENT_FIELDS:
        wrong.append(f"fields {sorted(statement)}")
    if {statement["class"], *statement["alt"]} - set(EVENT_TYPES):
        wrong.append("unknown event type")
    if statement["class"] in statement["alt"] or len(set(statement["alt"])) < len(statement["alt"]):
        wrong.append("an event type twice")
    if statement["modality"] not in MODALITIES:
        wrong.append("unknown modality")
    if statement["salience"] not in {"core", "marginal"}:
        wrong.append("unknown salience")
    if not isinstance(statement["negated"], bool):
        wrong.append("negated is no truth value")
    if statement["source"] == statement["target"]:
        wrong.append("an actor acts on itself")
    if any(role not in ROLES or not party for role, party in statement["context"]):
        wrong.append("unknown context role")
    names = [statement[side] for side in ("source", "source_principal", "target", "target_principal")]
    if any(not name or name != name.strip() for name in names) or statement["speaker"] == "":
        wrong.append("an empty or untrimmed name")
    return wrong


ARTICLES = readable_articles()
GOLD = {row["id"]: row for row in rows("articles.jsonl")}
SENTENCES = rows("sentences.jsonl")
FIELD = rows("field.jsonl")
ALL = [*SENTENCES, *FIELD]


def said(statement: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(statement.get(field) for field in ("sentence", "source", "class", "target", "speaker", "negated", "modality"))


def test_there_are_twelve_articles_or_more_in_both_formats() -> None:
    assert len(ARTICLES) >= 12
    assert len(list((DATA / "articles").glob("*.txt"))) >= 10
    assert (DATA / "articles" / "wire.jsonl").is_file()


@pytest.mark.parametrize("article", ARTICLES.values(), ids=ARTICLES)
def test_an_article_has_title_date_outlet_and_150_to_400_words(article: Article) -> None:
    assert article.title
    assert article.outlet == "kg sample"
    assert article.language == "en"
    assert article.date is not None
    assert "2011" <= article.date < "2025"
    words = [word for block in article.blocks for word in article.text[block.start : block.end].split()]
    assert 150 <= len(words) <= 400


@pytest.mark.parametrize("article", ARTICLES.values(), ids=ARTICLES)
def test_every_article_has_its_gold_of_the_same_date(article: Article) -> None:
    assert GOLD[article.id]["date"] == article.date
    assert len(GOLD[article.id]["statements"]) >= 8


def test_the_articles_hold_enough_statements_of_every_event_type() -> None:
    types = Counter(statement["class"] for row in GOLD.values() for statement in row["statements"])
    assert GOLD.keys() == ARTICLES.keys()
    assert sum(types.values()) >= 130
    assert set(types) == set(EVENT_TYPES)


@pytest.mark.parametrize("article", ARTICLES.values(), ids=ARTICLES)
def test_an_evidence_sentence_occurs_once_and_in_the_news_of_its_article(article: Article) -> None:
    news = [article.text[block.start : block.end] for block in article.blocks]
    for statement in GOLD[article.id]["statements"]:
        assert article.text.count(statement["sentence"]) == 1, statement["sentence"]
        assert sum(statement["sentence"] in block for block in news) == 1, statement["sentence"]


@pytest.mark.parametrize("name", ["eastern-mediterranean-2020", "nagorno-karabakh-2023"])
def test_the_furniture_of_two_articles_is_no_news(name: str) -> None:
    article = ARTICLES[name]
    news = [article.text[block.start : block.end] for block in article.blocks]
    furniture = [line for line in article.text.splitlines() if line.strip() and not any(line in block for block in news)]
    teaser = furniture.index("Read also:") + 1
    assert furniture[-1] == "Subscribe to our newsletter"
    assert any(line.startswith("By ") for line in furniture)
    assert any(line.startswith("Photo: ") for line in furniture)
    assert not any(statement["sentence"] == furniture[teaser] for statement in GOLD[name]["statements"])
    assert len(furniture) == 7


@pytest.mark.parametrize("row", GOLD.values(), ids=GOLD)
def test_the_statements_of_an_article_are_well_formed_and_stand_once(row: dict[str, Any]) -> None:
    assert [(statement, wrong) for statement in row["statements"] if (wrong := faults(statement))] == []
    assert [key for key, times in Counter(map(said, row["statements"])).items() if times > 1] == []


def test_gold_sentences_are_660_or_more_and_unique() -> None:
    assert len(SENTENCES) >= 660
    assert len(FIELD) >= 260
    assert len({row["id"] for row in ALL}) == len(ALL)
    assert len({row["text"] for row in ALL}) == len(ALL)


def test_gold_sentences_are_well_formed() -> None:
    for row in ALL:
        assert row.keys() == {"id", "text", "date", "constructions", "statements"}, row["id"]
        assert re.fullmatch(r"\d{4}-\d\d-\d\d", row["date"]), row["id"]
        assert row["text"] == " ".join(row["text"].split()), row["id"]
        assert [wrong for statement in row["statements"] if (wrong := faults(statement))] == [], row["id"]
        assert [key for key, times in Counter(map(said, row["statements"])).items() if times > 1] == [], row["id"]


def test_a_near_miss_states_nothing_and_every_other_sentence_something() -> None:
    near_misses = {row["id"] for row in ALL if "near-miss" in row["constructions"]}
    assert len(near_misses) >= 40
    assert near_misses == {row["id"] for row in ALL if not row["statements"]}


@pytest.mark.parametrize("event_type", EVENT_TYPES)
def test_an_event_type_has_thirty_sentences_in_nearly_all_constructions(event_type: str) -> None:
    meant = [row for row in SENTENCES if row["id"].startswith(f"{event_type.lower()}-")]
    assert len(meant) >= 30
    assert len({construction for row in meant for construction in row["constructions"]}) >= 20
    for row in meant:
        assert any(event_type == statement["class"] and statement["salience"] == "core" for statement in row["statements"]), row["id"]


@pytest.mark.parametrize("construction", sorted(CONSTRUCTIONS))
def test_a_construction_has_thirty_sentences(construction: str) -> None:
    assert sum(construction in row["constructions"] for row in SENTENCES) >= 30


def test_a_sentence_names_each_of_its_constructions_once() -> None:
    for row in ALL:
        assert row["constructions"], row["id"]
        assert set(row["constructions"]) <= CONSTRUCTIONS | FIELD_CONSTRUCTIONS, row["id"]
        assert len(set(row["constructions"])) == len(row["constructions"]), row["id"]


def test_circumstances_match_the_constructions_that_test_them() -> None:
    for row in ALL:
        core = [statement for statement in row["statements"] if statement["salience"] == "core"]
        if "negation" in row["constructions"]:
            assert any(statement["negated"] for statement in core), row["id"]
        if "modality" in row["constructions"]:
            assert any(statement["modality"] != "asserted" for statement in core), row["id"]
        if "speaker" in row["constructions"]:
            assert any(statement["speaker"] for statement in core), row["id"]
        if "reciprocal" in row["constructions"]:
            pairs = {(statement["source"], statement["target"]) for statement in row["statements"]}
            assert any((target, source) in pairs for source, target in pairs), row["id"]


def test_the_readme_counts_what_is_there() -> None:
    readme = (DATA / "README.md").read_text(encoding="utf-8")
    statements = [statement for row in GOLD.values() for statement in row["statements"]]
    core = sum(statement["salience"] == "core" for statement in statements)
    assert f"{len(statements)}, of them {core} core" in readme
    assert f"{len(SENTENCES)} single sentences" in readme
    assert f"{sum(not row['statements'] for row in SENTENCES)} with none" in readme
