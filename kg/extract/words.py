"""The words under which tokens are looked up in frames and lists, read for a whole document at once."""

from __future__ import annotations

from functools import lru_cache

import numpy
from spacy.tokens import Doc, Token

from kg.extract.columns import Columns

HEADS = frozenset({"VERB", "AUX", "NOUN", "PROPN", "ADJ", "ADV"})
NO_PREDICATES = ("aux", "auxpass", "punct")


class Words:
    """What coding asks for every token of a document, from its columns.

    `forms[i]` are the words under which token `i` is looked up (`forms_of`); `heads` are the tokens, in order, that can be the head of
    a frame of any shape.
    """

    def __init__(self, doc: Doc, columns: Columns) -> None:
        self.forms = [forms_of(lemma, form, False) for lemma, form in zip(columns.lemmas, columns.lower, strict=True)]
        for i in (i for i, pos in enumerate(columns.pos) if pos == "ADJ"):
            if is_compound_participle(doc[i]):
                self.forms[i] = forms(doc[i])
        strings = doc.vocab.strings
        no_predicate = numpy.isin(doc.to_array(["DEP"]), [strings[name] for name in NO_PREDICATES]).tolist()
        tagged = enumerate(zip(columns.pos, columns.tags, no_predicate, strict=True))
        self.heads = [i for i, (pos, tag, aside) in tagged if (pos in HEADS and not aside) or tag == "MD"]


def forms(token: Token) -> tuple[str, ...]:
    """The forms under which a token is looked up; see `forms_of`."""
    return forms_of(token.lemma_, token.lower_, is_compound_participle(token))


@lru_cache(maxsize=65536)
def forms_of(lemma: str, form: str, compound: bool) -> tuple[str, ...]:
    """The words under which a token is looked up: its lemma and its form, without a hyphen, too, and a verb in -e that is cut short.

    The English lemmatizer of spaCy makes "stag" of staged and "wag" of waged.
    """
    lemma = lemma.lower()
    found = [lemma] if lemma == form else [lemma, form]
    if "-" in form[1:-1]:
        found += [word.replace("-", "") for word in (*found, form.removesuffix("ed"))]
    if form.endswith(("ed", "ing")) and form.removesuffix("ed").removesuffix("ing") == lemma:
        found.append(lemma + "e")
    if compound:
        found += [form[:-2], form[:-1]]
    return tuple(found)


def is_compound_participle(token: Token) -> bool:
    """Whether an adjective is the participle of a compound modifier: "Iranian-armed"."""
    return token.pos_ == "ADJ" and token.dep_ == "amod" and token.lower_.endswith("ed") and token.i > 1 and token.nbor(-1).text == "-"
