"""The words under which tokens are looked up in frames and lists, read for a whole document at once."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy
from spacy.strings import StringStore
from spacy.tokens import Doc, Token

HEADS = ("VERB", "AUX", "NOUN", "PROPN", "ADJ", "ADV")
NO_PREDICATES = ("aux", "auxpass", "punct")


class Words:
    """The columns of a document that coding asks for every token.

    `forms[i]` are the words under which token `i` is looked up (`forms_of`); `heads` are the tokens, in order, that can be the head of
    a frame of any shape.
    """

    def __init__(self, doc: Doc) -> None:
        strings = doc.vocab.strings
        columns: Any = doc.to_array(["LEMMA", "LOWER", "POS", "TAG", "DEP"])
        lemmas, lowers, parts, tags, deps = columns.T
        self.forms = [known_forms(strings, *pair) for pair in zip(lemmas.tolist(), lowers.tolist(), strict=True)]
        for i in numpy.flatnonzero(parts == strings["ADJ"]).tolist():
            if is_compound_participle(doc[i]):
                self.forms[i] = forms(doc[i])
        content = numpy.isin(parts, [strings[name] for name in HEADS]) & ~numpy.isin(deps, [strings[name] for name in NO_PREDICATES])
        self.heads: list[int] = numpy.flatnonzero(content | (tags == strings["MD"])).tolist()


@lru_cache(maxsize=65536)
def known_forms(strings: StringStore, lemma: int, form: int) -> tuple[str, ...]:
    """The forms of a token by the keys of its lemma and its lower-case form."""
    return forms_of(strings[lemma], strings[form], False)


def forms(token: Token) -> tuple[str, ...]:
    """The forms under which a token is looked up; see `forms_of`."""
    return forms_of(token.lemma_, token.lower_, is_compound_participle(token))


@lru_cache(maxsize=65536)
def forms_of(lemma: str, form: str, compound: bool) -> tuple[str, ...]:
    """The words under which a token is looked up: its lemma, its form, and a verb in -e that a lemmatizer may have cut.

    The English lemmatizer of spaCy makes "stag" of staged and "wag" of waged.
    """
    lemma = lemma.lower()
    found = [lemma] if lemma == form else [lemma, form]
    if form.endswith(("ed", "ing")) and form.removesuffix("ed").removesuffix("ing") == lemma:
        found.append(lemma + "e")
    if compound:
        found += [form[:-2], form[:-1]]
    return tuple(found)


def is_compound_participle(token: Token) -> bool:
    """Whether an adjective is the participle of a compound modifier: "Iranian-armed"."""
    return token.pos_ == "ADJ" and token.dep_ == "amod" and token.lower_.endswith("ed") and token.i > 1 and token.nbor(-1).text == "-"
