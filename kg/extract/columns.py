"""The words of a document in columns: to look into a list costs a small part of what it costs to make a token."""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Doc

from kg.actors.names import fold


@dataclass(frozen=True, slots=True)
class Columns:
    """For each token its text, that without accents, that with the blank behind it, its lemma and itself in lower case, and its tags."""

    texts: list[str]
    folded: list[str]
    spaced: list[str]
    lower: list[str]
    lemmas: list[str]
    pos: list[str]
    tags: list[str]


def columns_of(doc: Doc) -> Columns:
    """The columns of a document, with a lemma in lower case."""
    orth, blanks, lemma, pos, tag = doc.to_array(["ORTH", "SPACY", "LEMMA", "POS", "TAG"]).T.tolist() if len(doc) else ([], [], [], [], [])
    strings = doc.vocab.strings
    said = {key: strings[key] for key in {*orth, *lemma, *pos, *tag}}
    folded = {key: fold(said[key]) for key in set(orth)}
    lower = {key: said[key].lower() for key in {*orth, *lemma}}
    plain = [folded[key] for key in orth]
    return Columns(
        [said[key] for key in orth],
        plain,
        [f"{word} " if blank else word for word, blank in zip(plain, blanks, strict=True)],
        [lower[key] for key in orth],
        [lower[key] for key in lemma],
        [said[key] for key in pos],
        [said[key] for key in tag],
    )
