"""An article becomes one document, and every token still knows where it stood in the text."""

from __future__ import annotations

import pytest
from builders import ENGLISH
from hypothesis import given
from hypothesis import strategies as st

from kg.extract.reading import Reading, read, squeeze
from kg.model import Article, Block, BlockKind


def reading(text: str, *blocks: tuple[BlockKind, int, int], date: str | None = None) -> Reading:
    marked = blocks or (("paragraph", 0, len(text)),)
    article = Article("a", text, tuple(Block(kind, start, end) for kind, start, end in marked), date=date)
    return read(ENGLISH, article)


def tokens(found: Reading) -> list[str]:
    return found.words


def stood(found: Reading) -> list[str]:
    return [found.quote(i, i + 1)[0] for i in range(len(found.words))]


def test_tokens_know_where_they_stood() -> None:
    found = reading("Turkey attacked  Syria.")
    assert tokens(found) == stood(found) == ["Turkey", "attacked", "Syria", "."]
    assert found.quote(1, 3) == ("attacked  Syria", 7, 22)


def test_white_space_is_one_blank_and_quotes_keep_it() -> None:
    found = reading("in\n \t July\u00a02020 .")
    assert found.words == ["in", "July", "2020", "."]
    assert found.quote(0, 3) == ("in\n \t July\u00a02020", 0, 15)


def test_typographic_apostrophes_are_read_as_plain_ones_and_quoted_as_they_stand() -> None:
    found = reading("Turkey’s army doesn’t rest")
    assert tokens(found) == ["Turkey", "'s", "army", "does", "n't", "rest"]
    assert stood(found) == ["Turkey", "’s", "army", "does", "n’t", "rest"]


def test_soft_hyphens_and_characters_beyond_the_basic_plane_do_not_shift_offsets() -> None:
    text = "🇹🇷 Tur\u00adkey 😀 attacked Syria"
    found = reading(text)
    assert found.quote(len(found.words) - 1, len(found.words)) == ("Syria", text.index("Syria"), len(text))


def test_text_outside_the_blocks_is_not_read() -> None:
    text = "ADVERT Turkey attacked. CAPTION Syria fell."
    found = reading(text, ("heading", 7, 23), ("paragraph", 32, 43))
    assert stood(found) == ["Turkey", "attacked", ".", "Syria", "fell", "."]
    assert (found.paragraphs, found.headings) == (((0, 3), (3, 6)), frozenset({0}))


def test_every_block_begins_a_sentence() -> None:
    found = reading("Turkey attacked Syria fell", ("heading", 0, 15), ("paragraph", 16, 26))
    assert [found.words[begin] for begin, _ in found.paragraphs] == ["Turkey", "Syria"]


def test_an_empty_block_leaves_no_paragraph() -> None:
    found = reading("A  \n B", ("heading", 0, 1), ("paragraph", 1, 4), ("paragraph", 5, 6))
    assert (tokens(found), found.paragraphs, found.headings) == (["A", "B"], ((0, 1), (1, 2)), frozenset({0}))


@pytest.mark.parametrize("text", ["", " \n "])
def test_an_article_without_words_is_an_empty_document(text: str) -> None:
    found = reading(text)
    assert (len(found.words), found.paragraphs) == (0, ())


def test_the_date_of_the_article_goes_along() -> None:
    assert reading("x", date="2020-05-26").date == "2020-05-26"


TEXTS = st.text(st.one_of(st.characters(), st.sampled_from(" \n\t’‘'“”\u00a0\u00ad.-/aS")), max_size=80)


@given(TEXTS)
def test_squeezing_keeps_every_character_that_is_no_white_space(text: str) -> None:
    squeezed, origin = squeeze(text)
    assert len(squeezed) == len(origin)
    assert origin == sorted(set(origin))
    assert "  " not in squeezed
    half_pairs = {k for k, i in enumerate(origin) if "\ud800" <= text[i] <= "\udfff"}
    assert all(squeezed[k] == "\ufffd" for k in half_pairs)
    assert all(squeezed[k] == text[i] or text[i] in "’‘" or squeezed[k] == " " for k, i in enumerate(origin) if k not in half_pairs)


@given(st.lists(TEXTS, max_size=4), st.data())
def test_a_quote_is_the_slice_of_the_text_between_its_offsets(parts: list[str], data: st.DataObject) -> None:
    text, blocks = "", []
    for part in parts:
        text += data.draw(st.sampled_from(["", "\n\n", "ADVERT "]))
        blocks.append((data.draw(st.sampled_from(["heading", "paragraph"])), len(text), len(text) + len(part)))
        text += part
    found = reading(text + "tail", *blocks) if blocks else reading("")
    count = len(found.words)
    inside = {i for _, start, end in blocks for i in range(start, end)}
    for start in range(count):
        words, first, last = found.quote(start, start + 1)
        assert (text + "tail")[first:last] == words
        assert inside.issuperset(range(first, last))
        assert first < last
        plain = words.replace("’", "'").replace("‘", "'")
        assert "".join(found.words[start].split()) == "".join(squeeze(plain)[0].split())
    if count:
        start = data.draw(st.integers(0, count - 1))
        end = data.draw(st.integers(start + 1, count))
        words, first, last = found.quote(start, end)
        assert (text + "tail")[first:last] == words
        assert list(found.starts) == sorted(found.starts)
        assert all(a <= b for a, b in zip(found.ends, found.starts[1:], strict=False))
    assert [i for bounds in found.paragraphs for i in range(*bounds)] == list(range(count))
