from __future__ import annotations

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from kg import article
from kg.articles.duplicates import KEPT, near_duplicates, resemblance, sketch
from kg.model import Article

WORDS = [f"{one}{other}" for one in ("bar", "kel", "mon", "tis", "vor", "zan") for other in ("a", "dek", "il", "omo", "ur")]


def text(seed: int, words: int = 300) -> list[str]:
    return random.Random(seed).choices(WORDS, k=words)


def named(name: str, words: list[str]) -> Article:
    return article(" ".join(words).capitalize() + ".", id=name)


def test_a_reprint_with_other_case_marks_and_a_few_other_words_is_a_near_duplicate() -> None:
    wire = text(1)
    edited = [word.upper() + "," if n % 7 == 0 else word for n, word in enumerate(wire)]
    edited[40] = edited[160] = "Tuesday"
    articles = [named("wire", wire), named("edited", edited), named("other", text(2))]
    assert near_duplicates(articles) == {"edited": "edited", "wire": "edited"}


def test_a_reprint_that_lacks_the_last_third_is_one_and_a_quotation_is_none() -> None:
    wire = text(1)
    assert near_duplicates([named("wire", wire), named("cut", wire[:200])]) == {"cut": "cut", "wire": "cut"}
    assert near_duplicates([named("wire", wire), named("quotes", wire[:60] + text(2, 240))]) == {}


def test_a_chain_is_one_group_and_groups_do_not_mix() -> None:
    first, last = text(1), text(2)
    middle = first[75:] + last[:75]
    rows = [named("c", first), named("b", middle), named("a", middle[75:] + last[75:150]), named("y", text(3)), named("x", text(3))]
    assert near_duplicates(rows) == {"a": "a", "b": "a", "c": "a", "x": "x", "y": "x"}


def test_short_texts_and_none() -> None:
    assert near_duplicates([]) == {}
    assert near_duplicates([article("Iran warned Iraq.", id="a"), article("IRAN warned Iraq!", id="b")]) == {"a": "a", "b": "a"}
    assert near_duplicates([article("…", id="a"), article("!", id="b")]) == {}
    assert resemblance(frozenset(), frozenset()) == 0.0


def test_an_article_given_twice_is_no_near_duplicate_of_itself() -> None:
    one = named("a", text(1))
    assert near_duplicates([one, one]) == {}


@settings(deadline=None)
@given(st.lists(st.sampled_from(range(8)), max_size=8), st.randoms(use_true_random=False))
def test_the_order_makes_no_difference(seeds: list[int], chance: random.Random) -> None:
    articles = [named(f"n{n}", text(seed // 2, 40) + text(100 + seed, 8)) for n, seed in enumerate(seeds)]
    expected = near_duplicates(articles)
    chance.shuffle(articles)
    assert near_duplicates(articles) == expected


@settings(deadline=None)
@given(st.lists(st.sampled_from(WORDS[:6]), min_size=1, max_size=60), st.lists(st.sampled_from(WORDS[:6]), min_size=1, max_size=60))
def test_the_resemblance_of_short_texts_is_the_share_of_common_runs(one: list[str], other: list[str]) -> None:
    def runs(words: list[str]) -> set[tuple[str, ...]]:
        return {tuple(words[at : at + 5]) for at in range(max(1, len(words) - 4))}

    assert len(runs(one) | runs(other)) <= KEPT
    exact = len(runs(one) & runs(other)) / len(runs(one) | runs(other))
    assert resemblance(sketch(named("a", one)), sketch(named("b", other))) == exact
