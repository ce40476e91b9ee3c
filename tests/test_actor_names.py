"""Names are found in running text however it is cut into tokens."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kg.actors.names import LEADING, Lexicon, Name, fold, leading

WORDS = st.lists(st.text("abAB-'.ü", min_size=1, max_size=4), min_size=1, max_size=4)


def lexicon(*texts: str) -> Lexicon:
    made = Lexicon()
    for text in texts:
        made.add(text, Name(text, "name"))
    return made


def test_the_longest_match_comes_first() -> None:
    matches = lexicon("Sudan", "South Sudan", "South").matches(["South ", "Sudan ", "and ", "Sudan"], 0)
    assert [(end, names[0].actor) for end, names in matches] == [(2, "South Sudan"), (1, "South")]


def test_a_name_is_found_however_it_is_cut() -> None:
    for words in (["al", "-", "Nusra ", "Front"], ["al-Nusra ", "Front"], ["al-", "Nusra ", "Front"]):
        assert lexicon("al-Nusra Front").longest(words, 0)[0] == len(words)


def test_a_name_ends_with_a_token() -> None:
    assert lexicon("Oman").longest(["Omani"], 0) == (0, ())


def test_behind_the_last_token_nothing_begins() -> None:
    assert lexicon("Oman").matches([], 0) == []


def test_an_empty_name_is_none() -> None:
    assert lexicon("").names == {}


@given(WORDS, st.integers(0, 3))
def test_every_name_is_found_where_it_stands(words: list[str], before: int) -> None:
    tokens = ["x "] * before + [f"{fold(word)} " for word in words]
    end, names = lexicon(fold(" ".join(words))).longest(tokens, before)
    assert (end, len(names)) == (len(tokens), 1)


@given(st.text())
def test_a_text_begins_with_its_first_word(text: str) -> None:
    assert text.startswith(leading(text))


@given(WORDS, st.integers(0, 2), st.booleans())
def test_a_name_begins_where_it_stands_however_it_is_cut(words: list[str], before: int, apart: bool) -> None:
    text = fold(" ".join(words))
    cut = [part for word in text.split() for part in (LEADING.findall(word) if apart else [word])]
    assert before in lexicon(text).beginnings(["x"] * before + cut)


def test_no_name_begins_where_another_word_follows() -> None:
    assert lexicon("south of Sudan", "Oman").beginnings(["south", "Africa", "and", "Oman", "left", "south", "of"]) == [3, 5]
