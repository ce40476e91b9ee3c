"""The words under which tokens are looked up in frames and lists, read for a whole document at once."""

from __future__ import annotations

from functools import lru_cache

import numpy
from spacy.tokens import Doc, Token

from kg.extract.columns import Columns

HEADS = frozenset({"VERB", "AUX", "NOUN", "PROPN", "ADJ", "ADV"})
SHORTEST_STEM = 5
"""Below it "used" would be "us", and "noted" would be "not"."""
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
    """The words under which a token is looked up: its lemma and its form, without a hyphen, too, and what its lemma should have been.

    The English lemmatizer of spaCy makes "stag" of staged and of stages, and of verbs that it does not know "defunde" and "readmitte".
    """
    lemma = lemma.lower()
    found = [lemma] if lemma == form else [lemma, form]
    if "-" in form[1:-1]:
        found += [word.replace("-", "") for word in (*found, form.removesuffix("ed"))]
    if form.endswith(("ed", "ing")) and form.removesuffix("ed").removesuffix("ing") == lemma:
        found.append(lemma + "e")
    if form.endswith("es") and form[:-2] == lemma:
        found.append(lemma + "e")
    if form.startswith(f"{lemma}l"):
        found.append(f"{lemma}l")  # "install" for instal
    found += unknown_stems(lemma, form)
    if compound:
        found += [form[:-2], form[:-1]]
    return tuple(found)


def unknown_stems(lemma: str, form: str) -> list[str]:
    """What a verb may be of which the lemmatizer only cut the ending: "defund" for defunde, "readmit" for readmitte, "resupply".

    >>> unknown_stems("readmitte", "readmitted"), unknown_stems("resupplie", "resupplies"), unknown_stems("use", "used")
    (['readmitt', 'readmit'], ['resupply'], [])
    """
    if lemma.endswith("ie") and form.endswith(("ied", "ies")):
        return [f"{lemma[:-2]}y"]
    stem = lemma[:-1]
    if not (lemma.endswith("e") and len(stem) >= SHORTEST_STEM and form in (f"{stem}ed", f"{stem}ing", f"{stem}es")):
        return []
    return [stem, stem[:-1]] if stem[-1] == stem[-2] else [stem]


def is_compound_participle(token: Token) -> bool:
    """Whether an adjective is the participle of a compound modifier: "Iranian-armed"."""
    return token.pos_ == "ADJ" and token.dep_ == "amod" and token.lower_.endswith("ed") and token.i > 1 and token.nbor(-1).text == "-"
