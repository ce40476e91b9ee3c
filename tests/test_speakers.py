"""Who asserts what a sentence says."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from builders import document, token
from spacy.tokens import Doc

from kg.extract.annotation import annotation_of
from kg.extract.coding import Coder
from kg.extract.predicates import Predicates
from kg.extract.speakers import Speakers

LISTS: Mapping[str, frozenset[str]] = {
    "say": frozenset({"say", "accuse", "tell", "claim", "add", "deny", "believe", "continue"}),
    "claiming": frozenset({"claim"}),
    "saying": frozenset({"statement"}),
    "demandednoun": frozenset({"insistence"}),
    "alleging": frozenset({"accuse"}),
    "accusing": frozenset({"accuse"}),
}


def speakers(doc: Doc) -> Speakers:
    return Speakers(doc, annotation_of(doc), Predicates(doc, LISTS), Coder([], {}, LISTS), LISTS)


def speaker(text: str, predicate: str) -> str | None:
    doc = document(text)
    found = speakers(doc).of(token(doc, predicate).i)
    return found.actor.id.removeprefix("actor/") if found else None


CASES = {
    "accusation": (
        "arming",
        "france",
        """
        France               NNP   nsubj     accused      @State
        accused/accuse       VBD   ROOT
        Turkey               NNP   dobj      accused      @State
        of                   IN    prep      accused
        arming/arm           VBG   pcomp     of
        Haftar               NNP   dobj      arming       @Person
        """,
    ),
    "what is accused is no claim": (
        "accused",
        None,
        """
        France               NNP   nsubj     accused      @State
        accused/accuse       VBD   ROOT
        Turkey               NNP   dobj      accused      @State
        of                   IN    prep      accused
        arming/arm           VBG   pcomp     of
        Haftar               NNP   dobj      arming       @Person
        """,
    ),
    "that-clause": (
        "supports",
        "kalin",
        """
        Kalin                NNP   nsubj     said         @Person>turkey
        said/say             VBD   ROOT
        that                 IN    mark      supports
        France               NNP   nsubj     supports     @State
        supports/support     VBZ   ccomp     said
        Haftar               NNP   dobj      supports     @Person
        .                    .     punct     said
        """,
    ),
    "clause in front of the verb": (
        "supports",
        "kalin",
        """
        France               NNP   nsubj     supports     @State
        supports/support     VBZ   ccomp     said
        Haftar               NNP   dobj      supports     @Person
        ,                    ,     punct     said
        Kalin                NNP   nsubj     said         @Person>turkey
        said/say             VBD   ROOT
        .                    .     punct     said
        """,
    ),
    "inverted": (
        "supports",
        "kalin",
        """
        France               NNP   nsubj     supports     @State
        supports/support     VBZ   ccomp     says
        Haftar               NNP   dobj      supports     @Person
        ,                    ,     punct     says
        says/say             VBZ   ROOT
        Kalin                NNP   nsubj     says         @Person>turkey
        .                    .     punct     says
        """,
    ),
    "told somebody": (
        "supports",
        "kalin",
        """
        Kalin                NNP   nsubj     told         @Person>turkey
        told/tell            VBD   ROOT
        Russia               NNP   dobj      told         @State
        that                 IN    mark      supports
        France               NNP   nsubj     supports     @State
        supports/support     VBZ   ccomp     told
        Haftar               NNP   dobj      supports     @Person
        .                    .     punct     told
        """,
    ),
    "deep inside what is said": (
        "attacked",
        "kalin",
        """
        Kalin                NNP   nsubj     said         @Person>turkey
        said/say             VBD   ROOT
        that                 IN    mark      supports
        France               NNP   nsubj     supports     @State
        supports/support     VBZ   ccomp     said
        Haftar               NNP   dobj      supports     @Person
        ,                    ,     punct     Haftar
        who                  WP    nsubj     attacked
        attacked/attack      VBD   relcl     Haftar
        Libya                NNP   dobj      attacked     @State
        .                    .     punct     said
        """,
    ),
    "the nearest of two say-verbs": (
        "supports",
        "kalin",
        """
        Russia               NNP   nsubj     claimed      @State
        claimed/claim        VBD   ROOT
        that                 IN    mark      said
        Kalin                NNP   nsubj     said         @Person>turkey
        said/say             VBD   ccomp     claimed
        that                 IN    mark      supports
        France               NNP   nsubj     supports     @State
        supports/support     VBZ   ccomp     said
        Haftar               NNP   dobj      supports     @Person
        .                    .     punct     claimed
        """,
    ),
    "according to": (
        "attacked",
        "kalin",
        """
        France               NNP   nsubj     attacked     @State
        attacked/attack      VBD   ROOT
        Libya                NNP   dobj      attacked     @State
        ,                    ,     punct     attacked
        according/accord     VBG   prep      attacked
        to                   IN    prep      according
        Kalin                NNP   pobj      to           @Person>turkey
        .                    .     punct     attacked
        """,
    ),
    "passive": (
        "supports",
        None,
        """
        It                   PRP   nsubjpass said
        is/be                VBZ   auxpass   said
        said/say             VBN   ROOT
        that                 IN    mark      supports
        France               NNP   nsubj     supports     @State
        supports/support     VBZ   ccomp     said
        Haftar               NNP   dobj      supports     @Person
        """,
    ),
    "somebody's statement": (
        "supports",
        "turkey",
        """
        A                    DT    det       statement
        Turkish              JJ    amod      statement    @State=turkey:demonym
        statement            NN    nsubj     said
        said/say             VBD   ROOT
        that                 IN    mark      supports
        France               NNP   nsubj     supports     @State
        supports/support     VBZ   ccomp     said
        Haftar               NNP   dobj      supports     @Person
        """,
    ),
    "the article itself": (
        "supports",
        None,
        """
        France               NNP   nsubj     supports     @State
        supports/support     VBZ   ROOT
        Haftar               NNP   dobj      supports     @Person
        .                    .     punct     supports
        """,
    ),
    "a clause of time beside the saying": (
        "attacked",
        None,
        """
        Kalin                NNP   nsubj     said         @Person
        said/say             VBD   ROOT
        after                IN    mark      attacked
        Turkey               NNP   nsubj     attacked     @State
        attacked/attack      VBD   advcl     said
        Syria                NNP   dobj      attacked     @State
        that                 IN    mark      won
        it                   PRP   nsubj     won
        won/win              VBD   ccomp     said
        """,
    ),
    "what the subject of the saying does": (
        "attacked",
        None,
        """
        Turkey               NNP   nsubj     said         @State
        ,                    ,     punct     Turkey
        which                WDT   nsubj     attacked
        attacked/attack      VBD   relcl     Turkey
        Syria                NNP   dobj      attacked     @State
        ,                    ,     punct     said
        said/say             VBD   ROOT
        that                 IN    mark      supports
        France               NNP   nsubj     supports     @State
        supports/support     VBZ   ccomp     said
        Haftar               NNP   dobj      supports     @Person
        .                    .     punct     said
        """,
    ),
    "saying that stands beside": (
        "attacked",
        None,
        """
        Turkey               NNP   nsubj     attacked     @State
        attacked/attack      VBD   ROOT
        Syria                NNP   dobj      attacked     @State
        and                  CC    cc        Syria
        Kalin                NNP   conj      Syria        @Person>turkey
        said/say             VBD   conj      attacked
        that                 IN    mark      supports
        France               NNP   nsubj     supports     @State
        supports/support     VBZ   ccomp     said
        Haftar               NNP   dobj      supports     @Person
        .                    .     punct     said
        """,
    ),
    "somebody's insistence": (
        "supports",
        "kalin",
        """
        Russia               NNP   nsubj     condemned    @State
        condemned/condemn    VBD   ROOT
        his                  PRP$  poss      insistence   @Person=kalin:reference>turkey
        insistence           NN    dobj      condemned
        that                 IN    mark      supports
        France               NNP   nsubj     supports     @State
        supports/support     VBZ   acl       insistence
        Haftar               NNP   dobj      supports     @Person
        .                    .     punct     condemned
        """,
    ),
    "a relative clause within somebody's insistence": (
        "attacked",
        None,
        """
        Russia               NNP   nsubj     condemned    @State
        condemned/condemn    VBD   ROOT
        Kalin                NNP   poss      insistence   @Person>turkey
        's                   POS   case      Kalin
        insistence           NN    dobj      condemned
        that                 IN    mark      supports
        France               NNP   nsubj     supports     @State
        supports/support     VBZ   acl       insistence
        Haftar               NNP   dobj      supports     @Person
        ,                    ,     punct     Haftar
        who                  WP    nsubj     attacked
        attacked/attack      VBD   relcl     Haftar
        Libya                NNP   dobj      attacked     @State
        """,
    ),
    "an insistence on an act": (
        "attacking",
        None,
        """
        Russia               NNP   nsubj     condemned    @State
        condemned/condemn    VBD   ROOT
        Kalin                NNP   poss      insistence   @Person>turkey
        's                   POS   case      Kalin
        insistence           NN    dobj      condemned
        on                   IN    prep      insistence
        attacking/attack     VBG   pcomp     on
        Libya                NNP   dobj      attacking    @State
        """,
    ),
    "continues to": (
        "attack",
        None,
        """
        France               NNP   nsubj     continues    @State
        continues/continue   VBZ   ROOT
        to                   TO    aux       attack
        attack               VB    xcomp     continues
        Libya                NNP   dobj      attack       @State
        .                    .     punct     continues
        """,
    ),
    "claims to": (
        "attacked",
        "france",
        """
        France               NNP   nsubj     claims       @State
        claims/claim         VBZ   ROOT
        to                   TO    aux       attacked
        have                 VB    aux       attacked
        attacked/attack      VBN   xcomp     claims
        Libya                NNP   dobj      attacked     @State
        .                    .     punct     claims
        """,
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_speaker(case: str) -> None:
    predicate, expected, text = CASES[case]
    assert speaker(text, predicate) == expected


def reporters(text: str, predicate: str) -> list[str]:
    doc = document(text)
    return [m.actor.id.removeprefix("actor/") for m in speakers(doc).reporters(token(doc, predicate).i)]


SAID_THRICE = """
Russia               NNP   nsubj     claimed      @State
claimed/claim        VBD   ROOT
that                 IN    mark      said
Lavrov               NNP   nsubj     said         @Person>russia
said/say             VBD   ccomp     claimed
that                 IN    mark      told
Kerry                NNP   nsubj     told         @Person>us
had/have             VBD   aux       told
told/tell            VBN   ccomp     said
him/he               PRP   dobj      told
that                 IN    mark      attacked
France               NNP   nsubj     attacked     @State
attacked/attack      VBD   ccomp     told
Libya                NNP   dobj      attacked     @State
.                    .     punct     claimed
"""


def test_those_who_report_the_speaker_come_from_the_outermost_to_the_nearest() -> None:
    assert (speaker(SAID_THRICE, "attacked"), reporters(SAID_THRICE, "attacked")) == ("kerry", ["russia", "lavrov"])


def test_what_a_reporter_says_himself_nobody_between_reports() -> None:
    assert (speaker(SAID_THRICE, "told"), reporters(SAID_THRICE, "told")) == ("lavrov", ["russia"])


def test_a_speaker_alone_has_nobody_who_reports_him() -> None:
    assert (speaker(SAID_THRICE, "said"), reporters(SAID_THRICE, "said")) == ("russia", [])


def test_who_reports_what_he_said_himself_is_no_reporter() -> None:
    text = SAID_THRICE.replace("@Person>us", "@Person=lavrov>russia").replace("@State\nclaimed", "@Person=lavrov>russia\nclaimed")
    assert (speaker(text, "attacked"), reporters(text, "attacked")) == ("lavrov", [])


def test_the_one_according_to_whom_somebody_spoke_reports_him() -> None:
    text = """
    Kalin                NNP   nsubj     said         @Person>turkey
    said/say             VBD   ROOT
    that                 IN    mark      supports
    France               NNP   nsubj     supports     @State
    supports/support     VBZ   ccomp     said
    Haftar               NNP   dobj      supports     @Person
    ,                    ,     punct     said
    according/accord     VBG   prep      said
    to                   IN    prep      according
    Lavrov               NNP   pobj      to           @Person>russia
    .                    .     punct     said
    """
    assert (speaker(text, "supports"), reporters(text, "supports")) == ("kalin", ["lavrov"])


def test_what_the_article_says_nobody_reports() -> None:
    text = """
    France               NNP   nsubj     attacked     @State
    attacked/attack      VBD   ROOT
    Libya                NNP   dobj      attacked     @State
    .                    .     punct     attacked
    """
    assert reporters(text, "attacked") == []


QUOTATION = """
“                    ``    punct     supports
France               NNP   nsubj     supports     @State
supports/support     VBZ   ccomp     said
Haftar               NNP   dobj      supports     @Person
,                    ,     punct     said
”                    ''    punct     said
said/say             VBD   ROOT
Kalin                NNP   nsubj     said         @Person>turkey
.                    .     punct     said
"""
CONTINUED = """
“                    ``    punct     attacked
It                   PRP   nsubj     attacked     @State=france:reference
attacked/attack      VBD   ROOT
Libya                NNP   dobj      attacked     @State
.                    .     punct     attacked
”                    ''    punct     attacked
"""
PLAIN = """
Russia               NNP   nsubj     armed        @State
armed/arm            VBD   ROOT
Iran                 NNP   dobj      armed        @State
.                    .     punct     armed
"""


def test_a_quotation_has_the_speaker_behind_it() -> None:
    assert speaker(QUOTATION, "supports") == "kalin"


def test_a_quotation_goes_on_in_the_next_sentence() -> None:
    assert speaker(QUOTATION + CONTINUED, "attacked") == "kalin"


def test_a_quotation_in_front_of_the_speaker_is_his() -> None:
    assert speaker(CONTINUED + QUOTATION, "attacked") == "kalin"


def test_a_quotation_that_is_left_open_goes_on_in_the_next_paragraph() -> None:
    left_open = """
    Kalin                NNP   nsubj     said         @Person>turkey
    said/say             VBD   ROOT
    :                    :     punct     said
    “                    ``    punct     said
    France               NNP   nsubj     supports     @State
    supports/support     VBZ   ccomp     said
    Haftar               NNP   dobj      supports     @Person
    .                    .     punct     said
    """
    assert speaker(left_open + "---" + CONTINUED, "attacked") == "kalin"


def test_a_sentence_outside_the_quotation_is_the_article_s() -> None:
    assert speaker(QUOTATION + PLAIN, "armed") is None


def test_another_paragraph_without_quotation_marks_ends_a_quotation() -> None:
    assert speaker(QUOTATION + "---" + PLAIN + "---" + CONTINUED, "attacked") is None


def test_straight_quotation_marks_open_and_close() -> None:
    text = (QUOTATION + CONTINUED + PLAIN).replace("“", '"').replace("”", '"')
    assert (speaker(text, "attacked"), speaker(text, "armed")) == ("kalin", None)
    assert [t.text for t, inside in zip(document(text), speakers(document(text)).quoted, strict=True) if inside] == [
        *("France", "supports", "Haftar", ","),
        *("It", "attacked", "Libya", "."),
    ]


def test_a_mark_that_is_left_open_closes_with_its_paragraph() -> None:
    text = CONTINUED.replace("”                    ''    punct     attacked\n", "") + "---" + PLAIN
    doc = document(text)
    assert not speakers(doc).quoted[token(doc, "armed").i]


def first_persons(text: str) -> dict[str, str]:
    doc = document(text)
    return {doc[m.head].text: m.actor.id.removeprefix("actor/") for m in speakers(doc).first_persons()}


WE = """
“                    ``    punct     attacked
We                   PRP   nsubj     attacked
attacked/attack      VBD   ccomp     said
Libya                NNP   dobj      attacked     @State
for                  IN    prep      attacked
my                   PRP$  poss      sake
sake                 NN    pobj      for
,                    ,     punct     said
”                    ''    punct     said
said/say             VBD   ROOT
Kalin                NNP   nsubj     said         @Person>turkey
.                    .     punct     said
"""


def test_we_are_the_principal_of_the_speaker_i_is_himself() -> None:
    assert first_persons(WE) == {"We": "turkey", "my": "kalin"}


def test_we_in_a_continued_quotation_are_the_speaker_s() -> None:
    we = CONTINUED.replace("It  ", "We  ").replace("@State=france:reference", "")
    assert first_persons(QUOTATION + we) == {"We": "turkey"}


def test_we_outside_a_quotation_are_nobody() -> None:
    assert first_persons(WE.replace("“  ", "-  ").replace("”  ", "-  ")) == {}


def test_the_capitals_of_a_country_are_no_first_person() -> None:
    text = WE.replace("Libya  ", "US     ")
    assert set(first_persons(text)) == {"We", "my"}
