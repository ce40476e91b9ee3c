"""Negation, modality, time and further parties of an act."""

from __future__ import annotations

from collections import defaultdict

import pytest
from builders import codings, document, frames, mention, relation, token
from spacy.tokens import Doc

from kg.extract.annotation import annotation_of
from kg.extract.circumstances import Circumstances, days_of
from kg.extract.coding import Coder, Coding
from kg.extract.predicates import Predicates

RELATIONS = {
    "attacks": relation("attacks", "ASSAULT", 4),
    "removesFrom": relation("removesFrom", "SANCTION", 4),
    "opposes": relation("opposes", "REJECT", 3),
    "demands": relation("demands", "REQUEST", 3),
}
FRAMES = frames(
    "attacks: SOURCE attack|bomb TARGET",
    "attacks: SOURCE's attack on TARGET",
    "removesFrom: SOURCE remove TARGET",
    "opposes: SOURCE have difference with TARGET",
    "opposes: SOURCE be rival of TARGET",
    "demands: SPEAKER: TARGET must ...",
)
LISTS = defaultdict(
    frozenset,
    {
        "light": frozenset({"launch", "deny", "plan", "promise"}),
        "accusing": frozenset({"accuse"}),
        "negating": frozenset({"deny", "refuse", "fail"}),
        "negatingobject": frozenset({"deny", "avoid"}),
        "raising": frozenset({"deny", "think", "believe"}),
        "happening": frozenset({"begin", "continue", "take", "be"}),
        "negatingnoun": frozenset({"refusal"}),
        "givenby": frozenset({"over"}),
        "future": frozenset({"plan", "promise", "agree"}),
        "futurenoun": frozenset({"plan"}),
        "possible": frozenset({"consider", "believe", "likely"}),
        "possiblenoun": frozenset({"possibility"}),
        "possibleadverb": frozenset({"possibly"}),
        "demanded": frozenset({"urge", "demand", "call"}),
        "demandednoun": frozenset({"call", "insistence"}),
        "condition": frozenset({"if", "unless"}),
        "objectgovernor": frozenset({"plan", "consider", "demand"}),
        "beginning": frozenset({"begin"}),
        "continuing": frozenset({"continue"}),
        "ending": frozenset({"stop", "end"}),
        "former": frozenset({"former"}),
        "ongoing": frozenset({"extend"}),
        "unsure": frozenset({"fear"}),
    },
)


def coded(doc: Doc) -> list[Coding]:
    return codings(doc, FRAMES, RELATIONS, LISTS)


def circumstances(doc: Doc) -> Circumstances:
    return Circumstances(doc, annotation_of(doc), Predicates(doc, LISTS), Coder(FRAMES, RELATIONS, LISTS), LISTS)


# Negation

HAS_YET_TO_ATTACK = """
    Turkey               NNP   nsubj     has          @State
    has/have             VBZ   ROOT
    yet                  RB    advmod    attack
    to                   TO    aux       attack
    attack               VB    xcomp     has
    Syria                NNP   dobj      attack       @State
    .                    .     punct     has
"""
NEGATED = {
    "has yet to": HAS_YET_TO_ATTACK,
    "is yet to": """
    Turkey               NNP   nsubj     is           @State
    is/be                VBZ   ROOT
    yet                  RB    advmod    is
    to                   TO    aux       attack
    attack               VB    xcomp     is
    Syria                NNP   dobj      attack       @State
    .                    .     punct     is
    """,
    "not": """
    Turkey               NNP   nsubj     attack       @State
    did/do               VBD   aux       attack
    not                  RB    neg       attack
    attack               VB    ROOT
    Syria                NNP   dobj      attack       @State
    .                    .     punct     attack
    """,
    "n't": """
    Turkey               NNP   nsubj     attack       @State
    did/do               VBD   aux       attack
    n't/not              RB    neg       attack
    attack               VB    ROOT
    Syria                NNP   dobj      attack       @State
    .                    .     punct     attack
    """,
    "never": """
    Turkey               NNP   nsubj     attacked     @State
    has/have             VBZ   aux       attacked
    never                RB    neg       attacked
    attacked/attack      VBN   ROOT
    Syria                NNP   dobj      attacked     @State
    .                    .     punct     attacked
    """,
    "no": """
    Turkey               NNP   nsubj     launched     @State
    launched/launch      VBD   ROOT
    no                   DT    det       attack
    attack               NN    dobj      launched
    on                   IN    prep      attack
    Syria                NNP   pobj      on           @State
    .                    .     punct     launched
    """,
    "not with a light verb": """
    Turkey               NNP   nsubj     launch       @State
    did/do               VBD   aux       launch
    not                  RB    neg       launch
    launch               VB    ROOT
    an                   DT    det       attack
    attack               NN    dobj      launch
    on                   IN    prep      attack
    Syria                NNP   pobj      on           @State
    .                    .     punct     launch
    """,
    "without": """
    Turkey               NNP   nsubj     left         @State
    left/leave           VBD   ROOT
    Iraq                 NNP   dobj      left         @State
    without              IN    prep      left
    attacking/attack     VBG   pcomp     without
    Syria                NNP   dobj      attacking    @State
    .                    .     punct     left
    """,
    "denied doing": """
    Turkey               NNP   nsubj     denied       @State
    denied/deny          VBD   ROOT
    attacking/attack     VBG   xcomp     denied
    Syria                NNP   dobj      attacking    @State
    .                    .     punct     denied
    """,
    "denied that": """
    Turkey               NNP   nsubj     denied       @State
    denied/deny          VBD   ROOT
    that                 IN    mark      attacked
    it                   PRP   nsubj     attacked     @State=turkey:reference
    had/have             VBD   aux       attacked
    attacked/attack      VBN   ccomp     denied
    Syria                NNP   dobj      attacked     @State
    """,
    "denied the attack": """
    Turkey               NNP   nsubj     denied       @State
    denied/deny          VBD   ROOT
    an                   DT    det       attack
    attack               NN    dobj      denied
    on                   IN    prep      attack
    Syria                NNP   pobj      on           @State
    .                    .     punct     denied
    """,
    "failed to": """
    Turkey               NNP   nsubj     failed       @State
    failed/fail          VBD   ROOT
    to                   TO    aux       attack
    attack               VB    xcomp     failed
    Syria                NNP   dobj      attack       @State
    .                    .     punct     failed
    """,
    "refusal to": """
    Turkey               NNP   poss      refusal      @State
    's                   POS   case      Turkey
    refusal              NN    nsubj     angered
    to                   TO    aux       attack
    attack               VB    acl       refusal
    Syria                NNP   dobj      attack       @State
    angered/anger        VBD   ROOT
    Iran                 NNP   dobj      angered      @State
    .                    .     punct     angered
    """,
    "does not think that": """
    Iran                 NNP   nsubj     believe      @State
    does/do              VBZ   aux       believe
    not                  RB    neg       believe
    believe              VB    ROOT
    that                 IN    mark      attacked
    Turkey               NNP   nsubj     attacked     @State
    attacked/attack      VBD   ccomp     believe
    Syria                NNP   dobj      attacked     @State
    .                    .     punct     believe
    """,
    "second of two negated verbs": """
    Turkey               NNP   nsubj     invade       @State
    did/do               VBD   aux       invade
    not                  RB    neg       invade
    invade               VB    ROOT
    or                   CC    cc        invade
    attack               VB    conj      invade
    Syria                NNP   dobj      attack       @State
    """,
    "nobody of the subject": """
    No                   DT    det       troops
    Turkish              JJ    amod      troops
    troops/troop         NNS   nsubj     attacked     @State=turkey:body
    attacked/attack      VBD   ROOT
    Syria                NNP   dobj      attacked     @State
    """,
    "neither": """
    Neither              CC    det       Turkey
    Turkey               NNP   nsubj     attacked     @State
    nor                  CC    cc        Turkey
    Russia               NNP   conj      Turkey       @State
    attacked/attack      VBD   ROOT
    Syria                NNP   dobj      attacked     @State
    .                    .     punct     attacked
    """,
}
NOT_NEGATED = {
    "plain": """
    Turkey               NNP   nsubj     attacked     @State
    attacked/attack      VBD   ROOT
    Syria                NNP   dobj      attacked     @State
    .                    .     punct     attacked
    """,
    "denial denied": """
    Turkey               NNP   nsubj     deny         @State
    did/do               VBD   aux       deny
    not                  RB    neg       deny
    deny                 VB    ROOT
    attacking/attack     VBG   xcomp     deny
    Syria                NNP   dobj      attacking    @State
    .                    .     punct     deny
    """,
    "not only": """
    Turkey               NNP   nsubj     attacked     @State
    not                  RB    preconj   attacked
    only                 RB    advmod    not
    attacked/attack      VBD   ROOT
    Syria                NNP   dobj      attacked     @State
    .                    .     punct     attacked
    """,
    "did not say that": """
    Iran                 NNP   nsubj     say          @State
    did/do               VBD   aux       say
    not                  RB    neg       say
    say                  VB    ROOT
    that                 IN    mark      attacked
    Turkey               NNP   nsubj     attacked     @State
    attacked/attack      VBD   ccomp     say
    Syria                NNP   dobj      attacked     @State
    .                    .     punct     say
    """,
    "not … but": """
    Turkey               NNP   nsubj     invade       @State
    did/do               VBD   aux       invade
    not                  RB    neg       invade
    invade               VB    ROOT
    Iraq                 NNP   dobj      invade       @State
    but                  CC    cc        invade
    attacked/attack      VBD   conj      invade
    Syria                NNP   dobj      attacked     @State
    """,
    "negated relative clause beside it": """
    Turkey               NNP   nsubj     attacked     @State
    ,                    ,     punct     Turkey
    which                WDT   nsubj     invade
    did/do               VBD   aux       invade
    not                  RB    neg       invade
    invade               VB    relcl     Turkey
    Iraq                 NNP   dobj      invade       @State
    ,                    ,     punct     attacked
    attacked/attack      VBD   ROOT
    Syria                NNP   dobj      attacked     @State
    .                    .     punct     attacked
    """,
}


@pytest.mark.parametrize("case", NEGATED)
def test_negated(case: str) -> None:
    doc = document(NEGATED[case])
    assert coded(doc)
    assert [circumstances(doc).negated(c) for c in coded(doc)] == [True] * len(coded(doc))


@pytest.mark.parametrize("case", NOT_NEGATED)
def test_not_negated(case: str) -> None:
    doc = document(NOT_NEGATED[case])
    assert [circumstances(doc).negated(c) for c in coded(doc)] == [False]


# Modality

MODALITIES = {
    "past": (
        "asserted",
        """
        Turkey               NNP   nsubj     attacked     @State
        attacked/attack      VBD   ROOT
        Syria                NNP   dobj      attacked     @State
        .                    .     punct     attacked
        """,
    ),
    "said": (
        "asserted",
        """
        Iran                 NNP   nsubj     said         @State
        said/say             VBD   ROOT
        that                 IN    mark      attacked
        Turkey               NNP   nsubj     attacked     @State
        attacked/attack      VBD   ccomp     said
        Syria                NNP   dobj      attacked     @State
        .                    .     punct     said
        """,
    ),
    "has yet to, which is denied and not demanded": (
        "asserted",
        HAS_YET_TO_ATTACK,
    ),
    "a participle in front of a party to what will be": (
        "asserted",
        """
        Iran                 NNP   nsubj     meet         @State
        will                 MD    aux       meet
        meet                 VB    ROOT
        Turkish              NNP   npadvmod  bombed       @State
        -                    HYPH  punct     bombed
        bombed/bomb          VBN   amod      Kurds
        Kurds                NNPS  dobj      meet         @Group
        .                    .     punct     meet
        """,
    ),
    "given as the reason for what will be": (
        "asserted",
        """
        Iran                 NNP   nsubj     leave        @State
        will                 MD    aux       leave
        leave                VB    ROOT
        over                 IN    prep      leave
        Turkey               NNP   poss      attack       @State
        's                   POS   case      Turkey
        attack               NN    pobj      over
        on                   IN    prep      attack
        Syria                NNP   pobj      on           @State
        .                    .     punct     leave
        """,
    ),
    "will": (
        "future",
        """
        Turkey               NNP   nsubj     attack       @State
        will                 MD    aux       attack
        attack               VB    ROOT
        Syria                NNP   dobj      attack       @State
        .                    .     punct     attack
        """,
    ),
    "is going to": (
        "future",
        """
        Turkey               NNP   nsubj     going        @State
        is/be                VBZ   aux       going
        going/go             VBG   ROOT
        to                   TO    aux       attack
        attack               VB    xcomp     going
        Syria                NNP   dobj      attack       @State
        .                    .     punct     going
        """,
    ),
    "is to": (
        "future",
        """
        Turkey               NNP   nsubj     is           @State
        is/be                VBZ   ROOT
        to                   TO    aux       attack
        attack               VB    xcomp     is
        Syria                NNP   dobj      attack       @State
        .                    .     punct     is
        """,
    ),
    "plans to": (
        "future",
        """
        Turkey               NNP   nsubj     plans        @State
        plans/plan           VBZ   ROOT
        to                   TO    aux       attack
        attack               VB    xcomp     plans
        Syria                NNP   dobj      attack       @State
        .                    .     punct     plans
        """,
    ),
    "plan to": (
        "future",
        """
        Turkey               NNP   nsubj     announced    @State
        announced/announce   VBD   ROOT
        a                    DT    det       plan
        plan                 NN    dobj      announced
        to                   TO    aux       attack
        attack               VB    acl       plan
        Syria                NNP   dobj      attack       @State
        .                    .     punct     announced
        """,
    ),
    "plans an attack": (
        "future",
        """
        Turkey               NNP   nsubj     plans        @State
        plans/plan           VBZ   ROOT
        an                   DT    det       attack
        attack               NN    dobj      plans
        on                   IN    prep      attack
        Syria                NNP   pobj      on           @State
        .                    .     punct     plans
        """,
    ),
    "may": (
        "possible",
        """
        Turkey               NNP   nsubj     attack       @State
        may                  MD    aux       attack
        attack               VB    ROOT
        Syria                NNP   dobj      attack       @State
        .                    .     punct     attack
        """,
    ),
    "could": (
        "possible",
        """
        Turkey               NNP   nsubj     attacked     @State
        could                MD    aux       attacked
        have                 VB    aux       attacked
        attacked/attack      VBN   ROOT
        Syria                NNP   dobj      attacked     @State
        .                    .     punct     attacked
        """,
    ),
    "possibly": (
        "possible",
        """
        Turkey               NNP   nsubj     attacked     @State
        possibly             RB    advmod    attacked
        attacked/attack      VBD   ROOT
        Syria                NNP   dobj      attacked     @State
        .                    .     punct     attacked
        """,
    ),
    "considers doing": (
        "possible",
        """
        Turkey               NNP   nsubj     considering  @State
        is/be                VBZ   aux       considering
        considering/consider VBG   ROOT
        attacking/attack     VBG   xcomp     considering
        Syria                NNP   dobj      attacking    @State
        .                    .     punct     considering
        """,
    ),
    "is believed to": (
        "possible",
        """
        Turkey               NNP   nsubjpass believed     @State
        is/be                VBZ   auxpass   believed
        believed/believe     VBN   ROOT
        to                   TO    aux       attacked
        have                 VB    aux       attacked
        attacked/attack      VBN   xcomp     believed
        Syria                NNP   dobj      attacked     @State
        .                    .     punct     believed
        """,
    ),
    "is likely to": (
        "possible",
        """
        Turkey               NNP   nsubj     is           @State
        is/be                VBZ   ROOT
        likely               JJ    acomp     is
        to                   TO    aux       attack
        attack               VB    xcomp     likely
        Syria                NNP   dobj      attack       @State
        .                    .     punct     is
        """,
    ),
    "possibility of": (
        "possible",
        """
        Iran                 NNP   nsubj     discussed    @State
        discussed/discuss    VBD   ROOT
        the                  DT    det       possibility
        possibility          NN    dobj      discussed
        of                   IN    prep      possibility
        a                    DT    det       attack
        Turkish              JJ    amod      attack       @State=turkey:demonym
        attack               NN    pobj      of
        on                   IN    prep      attack
        Syria                NNP   pobj      on           @State
        .                    .     punct     discussed
        """,
    ),
    "question": (
        "possible",
        """
        Will                 MD    aux       attack
        Turkey               NNP   nsubj     attack       @State
        attack               VB    ROOT
        Syria                NNP   dobj      attack       @State
        ?                    .     punct     attack
        """,
    ),
    "condition": (
        "possible",
        """
        If                   IN    mark      attacks
        Turkey               NNP   nsubj     attacks      @State
        attacks/attack       VBZ   advcl     rise
        Syria                NNP   dobj      attacks      @State
        ,                    ,     punct     rise
        prices/price         NNS   nsubj     rise
        rise                 VBP   ROOT
        .                    .     punct     rise
        """,
    ),
    "under a condition": (
        "possible",
        """
        Turkey               NNP   nsubj     attack       @State
        will                 MD    aux       attack
        attack               VB    ROOT
        Syria                NNP   dobj      attack       @State
        if                   IN    mark      fail
        talks/talk           NNS   nsubj     fail
        fail                 VBP   advcl     attack
        .                    .     punct     attack
        """,
    ),
    "should": (
        "demanded",
        """
        Turkey               NNP   nsubj     attack       @State
        should               MD    aux       attack
        attack               VB    ROOT
        Syria                NNP   dobj      attack       @State
        .                    .     punct     attack
        """,
    ),
    "has to": (
        "demanded",
        """
        Turkey               NNP   nsubj     has          @State
        has/have             VBZ   ROOT
        to                   TO    aux       attack
        attack               VB    xcomp     has
        Syria                NNP   dobj      attack       @State
        .                    .     punct     has
        """,
    ),
    "urged to": (
        "demanded",
        """
        Iran                 NNP   nsubj     urged        @State
        urged/urge           VBD   ROOT
        Turkey               NNP   dobj      urged        @State
        to                   TO    aux       attack
        attack               VB    xcomp     urged
        Syria                NNP   dobj      attack       @State
        .                    .     punct     urged
        """,
    ),
    "demanded that": (
        "demanded",
        """
        Iran                 NNP   nsubj     demanded     @State
        demanded/demand      VBD   ROOT
        that                 IN    mark      attack
        Turkey               NNP   nsubj     attack       @State
        attack               VB    ccomp     demanded
        Syria                NNP   dobj      attack       @State
        """,
    ),
    "called for": (
        "demanded",
        """
        Iran                 NNP   nsubj     called       @State
        called/call          VBD   ROOT
        for                  IN    prep      called
        a                    DT    det       attack
        Turkish              JJ    amod      attack       @State=turkey:demonym
        attack               NN    pobj      for
        on                   IN    prep      attack
        Syria                NNP   pobj      on           @State
        .                    .     punct     called
        """,
    ),
    "planned by a relative clause beside it": (
        "asserted",
        """
        Turkey               NNP   nsubj     attacked     @State
        ,                    ,     punct     Turkey
        which                WDT   nsubj     leave
        will                 MD    aux       leave
        leave                VB    relcl     Turkey
        Iraq                 NNP   dobj      leave        @State
        ,                    ,     punct     attacked
        attacked/attack      VBD   ROOT
        Syria                NNP   dobj      attacked     @State
        .                    .     punct     attacked
        """,
    ),
    "planned by": (
        "future",
        """
        The                  DT    det       attack
        attack               NN    nsubj     angered
        planned/plan         VBN   acl       attack
        by                   IN    agent     planned
        Turkey               NNP   pobj      by           @State
        on                   IN    prep      planned
        Syria                NNP   pobj      on           @State
        angered/anger        VBD   ROOT
        Iran                 NNP   dobj      angered      @State
        .                    .     punct     angered
        """,
    ),
    "promised": (
        "future",
        """
        Iran                 NNP   nsubj     welcomed     @State
        welcomed/welcome     VBD   ROOT
        the                  DT    det       attack
        promised/promise     VBN   amod      attack
        Turkish              JJ    amod      attack       @State=turkey:demonym
        attack               NN    dobj      welcomed
        on                   IN    prep      attack
        Syria                NNP   pobj      on           @State
        .                    .     punct     welcomed
        """,
    ),
    "act that would be a mistake": (
        "possible",
        """
        A                    DT    det       attack
        Turkish              JJ    amod      attack       @State=turkey:demonym
        attack               NN    nsubj     be
        on                   IN    prep      attack
        Syria                NNP   pobj      on           @State
        would                MD    aux       be
        be                   VB    ROOT
        a                    DT    det       mistake
        mistake              NN    attr      be
        .                    .     punct     be
        """,
    ),
    "act that would anger": (
        "possible",
        """
        A                    DT    det       attack
        Turkish              JJ    amod      attack       @State=turkey:demonym
        attack               NN    nsubj     anger
        on                   IN    prep      attack
        Syria                NNP   pobj      on           @State
        would                MD    aux       anger
        anger                VB    ROOT
        Iran                 NNP   dobj      anger        @State
        .                    .     punct     anger
        """,
    ),
    "insistence that": (
        "demanded",
        """
        Iran                 NNP   poss      insistence   @State
        's                   POS   case      Iran
        insistence           NN    nsubj     failed
        that                 IN    mark      attack
        Turkey               NNP   nsubj     attack       @State
        attack               VB    acl       insistence
        Syria                NNP   dobj      attack       @State
        failed/fail          VBD   ROOT
        .                    .     punct     failed
        """,
    ),
    "will extend an act": (
        "asserted",
        """
        Turkey               NNP   nsubj     extend       @State
        will                 MD    aux       extend
        extend               VB    ROOT
        its                  PRP$  poss      attack       @State=turkey:reference
        attack               NN    dobj      extend
        on                   IN    prep      attack
        Syria                NNP   pobj      on           @State
        .                    .     punct     extend
        """,
    ),
    "will launch an act": (
        "future",
        """
        Turkey               NNP   nsubj     launch       @State
        will                 MD    aux       launch
        launch               VB    ROOT
        an                   DT    det       attack
        attack               NN    dobj      launch
        on                   IN    prep      attack
        Syria                NNP   pobj      on           @State
        .                    .     punct     launch
        """,
    ),
    "beside what can not be": (
        "asserted",
        """
        Talks/talk           NNS   nsubj     resume
        can                  MD    aux       resume
        not                  RB    neg       resume
        resume               VB    ROOT
        ,                    ,     punct     resume
        and                  CC    cc        resume
        Turkey               NNP   nsubj     attacked     @State
        attacked/attack      VBD   conj      resume
        Syria                NNP   dobj      attacked     @State
        .                    .     punct     resume
        """,
    ),
    "beside what the same party could do": (
        "possible",
        """
        Turkey               NNP   nsubj     leave        @State
        could                MD    aux       leave
        leave                VB    ROOT
        Iraq                 NNP   dobj      leave        @State
        and                  CC    cc        leave
        attack               VB    conj      leave
        Syria                NNP   dobj      attack       @State
        .                    .     punct     leave
        """,
    ),
    "fears that": (
        "possible",
        """
        Iran                 NNP   nsubj     fears        @State
        fears/fear           VBZ   ROOT
        that                 IN    mark      attacked
        Turkey               NNP   nsubj     attacked     @State
        attacked/attack      VBD   ccomp     fears
        Syria                NNP   dobj      attacked     @State
        .                    .     punct     fears
        """,
    ),
    "act that angers": (
        "asserted",
        """
        Turkey               NNP   poss      attack       @State
        's                   POS   case      Turkey
        attack               NN    nsubj     anger
        on                   IN    prep      attack
        Syria                NNP   pobj      on           @State
        will                 MD    aux       anger
        anger                VB    ROOT
        Iran                 NNP   dobj      anger        @State
        .                    .     punct     anger
        """,
    ),
    "past that goes on from a past": (
        "asserted",
        """
        Turkey               NNP   nsubj     agreed       @State
        agreed/agree         VBD   ROOT
        to                   TO    aux       leave
        leave                VB    xcomp     agreed
        and                  CC    cc        leave
        attacked/attack      VBD   conj      leave
        Syria                NNP   dobj      attacked     @State
        .                    .     punct     agreed
        """,
    ),
    "infinitive of a headline": (
        "future",
        """
        Turkey               NNP   ROOT                   @State
        to                   TO    aux       attack
        attack               VB    relcl     Turkey
        Syria                NNP   dobj      attack       @State
        """,
    ),
    "whole headline of an infinitive": (
        "future",
        """
        Turkey               NNP   nsubj     attack       @State
        to                   TO    aux       attack
        attack               VB    ROOT
        Syria                NNP   dobj      attack       @State
        """,
    ),
    "condition without if": (
        "possible",
        """
        Should               MD    aux       attack
        Turkey               NNP   nsubj     attack       @State
        attack               VB    advcl     flee
        Syria                NNP   dobj      attack       @State
        ,                    ,     punct     flee
        people               NNS   nsubj     flee
        will                 MD    aux       flee
        flee                 VB    ROOT
        """,
    ),
}


@pytest.mark.parametrize("case", MODALITIES)
def test_modality(case: str) -> None:
    modality, text = MODALITIES[case]
    doc = document(text)
    assert [circumstances(doc).modality(c) for c in coded(doc)] == [modality]


def test_a_demand_not_to_act_is_demanded_and_negated() -> None:
    doc = document("""
    Turkey               NNP   nsubj     attack       @State
    should               MD    aux       attack
    not                  RB    neg       attack
    attack               VB    ROOT
    Syria                NNP   dobj      attack       @State
    .                    .     punct     attack
    """)
    assert [(circumstances(doc).modality(c), circumstances(doc).negated(c)) for c in coded(doc)] == [("demanded", True)]


def test_insistence_that_somebody_not_act_is_demanded_and_negated() -> None:
    doc = document("""
    Iran                 NNP   poss      insistence   @State
    's                   POS   case      Iran
    insistence           NN    nsubj     failed
    that                 IN    mark      attack
    Turkey               NNP   nsubj     attack       @State
    not                  RB    neg       attack
    attack               VB    acl       insistence
    Syria                NNP   dobj      attack       @State
    failed/fail          VBD   ROOT
    .                    .     punct     failed
    """)
    assert [(circumstances(doc).modality(c), circumstances(doc).negated(c)) for c in coded(doc)] == [("demanded", True)]


def test_what_a_speaker_does_by_speaking_is_asserted() -> None:
    doc = document("""
    Iran                 NNP   nsubj     said         @State
    may                  MD    aux       said
    have                 VB    aux       said
    said/say             VBN   ROOT
    that                 IN    mark      leave
    Turkey               NNP   nsubj     leave        @State
    must                 MD    aux       leave
    leave                VB    ccomp     said
    Syria                NNP   dobj      leave        @State
    .                    .     punct     said
    """)
    iran = mention(token(doc, "Iran").i, "@State", "Iran")
    (coding,) = codings(doc, FRAMES, RELATIONS, LISTS, lambda _: iran)
    assert (coding.frame.relation, circumstances(doc).modality(coding)) == ("demands", "asserted")


# Phase

PHASES = {
    "no longer": (
        "ended",
        """
        Turkey               NNP   nsubj     attacks      @State
        no                   RB    neg       longer
        longer               RB    advmod    attacks
        attacks/attack       VBZ   ROOT
        Syria                NNP   dobj      attacks      @State
        """,
    ),
    "longer": (
        None,
        """
        Turkey               NNP   nsubj     attacks      @State
        attacks/attack       VBZ   ROOT
        Syria                NNP   dobj      attacks      @State
        longer               RB    advmod    attacks
        """,
    ),
    "continues to": (
        "continues",
        """
        Turkey               NNP   nsubj     continues    @State
        continues/continue   VBZ   ROOT
        to                   TO    aux       attack
        attack               VB    xcomp     continues
        Syria                NNP   dobj      attack       @State
        """,
    ),
    "still": (
        "continues",
        """
        Turkey               NNP   nsubj     attacks      @State
        still                RB    advmod    attacks
        attacks/attack       VBZ   ROOT
        Syria                NNP   dobj      attacks      @State
        """,
    ),
    "began to": (
        "began",
        """
        Turkey               NNP   nsubj     began        @State
        began/begin          VBD   ROOT
        to                   TO    aux       attack
        attack               VB    xcomp     began
        Syria                NNP   dobj      attack       @State
        """,
    ),
    "began to plan to": (
        "began",
        """
        Turkey               NNP   nsubj     began        @State
        began/begin          VBD   ROOT
        to                   TO    aux       plan
        plan                 VB    xcomp     began
        to                   TO    aux       attack
        attack               VB    xcomp     plan
        Syria                NNP   dobj      attack       @State
        """,
    ),
    "stopped doing": (
        "ended",
        """
        Turkey               NNP   nsubj     stopped      @State
        stopped/stop         VBD   ROOT
        attacking/attack     VBG   xcomp     stopped
        Syria                NNP   dobj      attacking    @State
        """,
    ),
    "used to": (
        "ended",
        """
        Turkey               NNP   nsubj     used         @State
        used/use             VBD   ROOT
        to                   TO    aux       attack
        attack               VB    xcomp     used
        Syria                NNP   dobj      attack       @State
        """,
    ),
    "act that is over": (
        "ended",
        """
        Turkey               NNP   poss      attack       @State
        's                   POS   case      Turkey
        attack               NN    nsubj     ended
        on                   IN    prep      attack
        Syria                NNP   pobj      on           @State
        ended/end            VBD   ROOT
        """,
    ),
    "former rival": (
        "ended",
        """
        Turkey               NNP   nsubj     is           @State
        is/be                VBZ   ROOT
        a                    DT    det       rival
        former               JJ    amod      rival
        rival                NN    attr      is
        of                   IN    prep      rival
        Syria                NNP   pobj      of           @State
        """,
    ),
    "rival": (
        None,
        """
        Turkey               NNP   nsubj     is           @State
        is/be                VBZ   ROOT
        a                    DT    det       rival
        rival                NN    attr      is
        of                   IN    prep      rival
        Syria                NNP   pobj      of           @State
        """,
    ),
    "past": (
        None,
        """
        Turkey               NNP   nsubj     attacked     @State
        attacked/attack      VBD   ROOT
        Syria                NNP   dobj      attacked     @State
        """,
    ),
    "beside what began": (
        None,
        """
        Turkey               NNP   nsubj     attacked     @State
        attacked/attack      VBD   ROOT
        Syria                NNP   dobj      attacked     @State
        when                 WRB   advmod    began
        winter               NN    nsubj     began
        began/begin          VBD   advcl     attacked
        """,
    ),
    "said by who continues": (
        None,
        """
        Iran                 NNP   nsubj     continued    @State
        continued/continue   VBD   ROOT
        that                 IN    mark      attacked
        Turkey               NNP   nsubj     attacked     @State
        attacked/attack      VBD   ccomp     continued
        Syria                NNP   dobj      attacked     @State
        """,
    ),
}


@pytest.mark.parametrize("case", PHASES)
def test_phase(case: str) -> None:
    phase, text = PHASES[case]
    doc = document(text)
    assert [circumstances(doc).phase(c) for c in coded(doc)] == [phase]


# Context


def context(text: str) -> list[str]:
    doc = document(text)
    (coding,) = coded(doc)
    return [f"{role} {mention.actor.id[6:]}" for role, mention in circumstances(doc).context(coding)]


def test_a_further_party_is_context_with_its_preposition() -> None:
    text = """
    Turkey               NNP   nsubj     removed      @State
    removed/remove       VBD   ROOT
    Syria                NNP   dobj      removed      @State
    from                 IN    prep      removed
    Opec                 NNP   pobj      from         @Organisation
    """
    assert context(text) == ["from opec"]


def test_context_hangs_on_the_words_of_the_frame_too() -> None:
    text = """
    Turkey               NNP   nsubj     has          @State
    has/have             VBZ   ROOT
    differences/difference NNS dobj      has
    with                 IN    prep      differences
    Russia               NNP   pobj      with         @State
    on                   IN    prep      differences
    Syria                NNP   pobj      on           @State
    """
    assert context(text) == ["on syria"]


@pytest.mark.parametrize(
    ("preposition", "role"), [("over", "over"), ("about", "on"), ("in", "at"), ("alongside", "with"), ("with", "with")]
)
def test_prepositions_of_one_meaning_share_a_role(preposition: str, role: str) -> None:
    text = f"""
    Turkey               NNP   nsubj     attacked     @State
    attacked/attack      VBD   ROOT
    Syria                NNP   dobj      attacked     @State
    {preposition:<20} IN    prep      attacked
    Iraq                 NNP   pobj      {preposition} @State
    """
    assert context(text) == [f"{role} iraq"]


def test_context_may_be_several_parties_but_none_twice() -> None:
    text = """
    Turkey               NNP   nsubj     attacked     @State
    attacked/attack      VBD   ROOT
    Syria                NNP   dobj      attacked     @State
    with                 IN    prep      attacked
    Russia               NNP   pobj      with         @State
    and                  CC    cc        Russia
    Iran                 NNP   conj      Russia       @State
    over                 IN    prep      attacked
    Iran                 NNP   pobj      over         @State
    """
    assert context(text) == ["with russia", "with iran"]


def test_source_and_target_are_no_context() -> None:
    text = """
    Turkey               NNP   nsubj     attacked     @State
    attacked/attack      VBD   ROOT
    Syria                NNP   dobj      attacked     @State
    from                 IN    prep      attacked
    Turkey               NNP   pobj      from         @State
    .                    .     punct     attacked
    """
    assert context(text) == []


# Time


def period(text: str, date: str | None = "2020-05-26") -> tuple[str, str, str] | None:
    doc = document(text, date)
    (coding,) = coded(doc)
    found = circumstances(doc).date(coding)
    return (found[0], found[1], found[2].text) if found else None


def test_the_date_of_the_clause_is_the_date_of_the_act() -> None:
    text = """
    Turkey               NNP   nsubj     attacked     @State
    attacked/attack      VBD   ROOT
    Syria                NNP   dobj      attacked     @State
    in                   IN    prep      attacked
    July                 NNP   pobj      in           #DATE
    .                    .     punct     attacked
    """
    assert period(text) == ("2019-07-01", "2019-07-31", "in July")


def test_an_act_without_a_date_has_none() -> None:
    text = """
    Turkey               NNP   nsubj     attacked     @State
    attacked/attack      VBD   ROOT
    Syria                NNP   dobj      attacked     @State
    .                    .     punct     attacked
    """
    assert period(text) is None


def test_of_two_dates_the_one_of_the_clause_counts() -> None:
    text = """
    Iran                 NNP   nsubj     said
    said/say             VBD   ROOT
    on                   IN    prep      said
    Monday               NNP   pobj      on           #DATE
    that                 IN    mark      attacked
    Turkey               NNP   nsubj     attacked     @State
    attacked/attack      VBD   ccomp     said
    Syria                NNP   dobj      attacked     @State
    in                   IN    prep      attacked
    2018                 CD    pobj      in           #DATE
    """
    assert period(text) == ("2018-01-01", "2018-12-31", "in 2018")


def test_a_date_that_is_none_is_left_out() -> None:
    text = """
    Turkey               NNP   nsubj     attacked     @State
    attacked/attack      VBD   ROOT
    Syria                NNP   dobj      attacked     @State
    every                DT    det       day          #DATE
    day                  NN    npadvmod  attacked     #DATE
    """
    assert period(text) is None


# The article is of Tuesday, 26 May 2020.
DAYS = {
    "26 May 2020": ("2020-05-26", "2020-05-26"),
    "April 5": ("2020-04-05", "2020-04-05"),
    "5 April 2019": ("2019-04-05", "2019-04-05"),
    "January 17, 2018": ("2018-01-17", "2018-01-17"),
    "Jan. 20": ("2020-01-20", "2020-01-20"),
    "July": ("2019-07-01", "2019-07-31"),
    "December": ("2019-12-01", "2019-12-31"),
    "early May": ("2020-05-01", "2020-05-31"),
    "July 2018": ("2018-07-01", "2018-07-31"),
    "February 2020": ("2020-02-01", "2020-02-29"),
    "2019": ("2019-01-01", "2019-12-31"),
    "late 2018": ("2018-01-01", "2018-12-31"),
    "mid-2019": ("2019-01-01", "2019-12-31"),
    "Monday": ("2020-05-25", "2020-05-25"),
    "Monday morning": ("2020-05-25", "2020-05-25"),
    "Tuesday": ("2020-05-26", "2020-05-26"),
    "Wednesday": ("2020-05-20", "2020-05-20"),
    "today": ("2020-05-26", "2020-05-26"),
    "yesterday": ("2020-05-25", "2020-05-25"),
    "tomorrow": ("2020-05-27", "2020-05-27"),
    "this week": ("2020-05-25", "2020-05-31"),
    "last week": ("2020-05-18", "2020-05-24"),
    "last month": ("2020-04-01", "2020-04-30"),
    "earlier this month": ("2020-05-01", "2020-05-31"),
    "next month": ("2020-06-01", "2020-06-30"),
    "last year": ("2019-01-01", "2019-12-31"),
    "this year": ("2020-01-01", "2020-12-31"),
    "two years ago": ("2018-01-01", "2018-12-31"),
    "ten days ago": ("2020-05-16", "2020-05-16"),
    "31 February 2019": None,
    "the 1990s": ("1990-01-01", "1999-12-31"),
    "the 20th century": None,
    "three days": None,
    "two years": None,
    "a decade": None,
    "the weekend": None,
    "daily": None,
    "the day": None,
}


@pytest.mark.parametrize("words", DAYS)
def test_days_of_a_date_seen_from_the_article(words: str) -> None:
    assert days_of(words, "2020-05-26") == DAYS[words]


@pytest.mark.parametrize(
    ("words", "days"),
    [
        ("last month", ("2019-12-01", "2019-12-31")),
        ("December", ("2019-12-01", "2019-12-31")),
        ("next month", ("2020-02-01", "2020-02-29")),
        ("yesterday", ("2019-12-31", "2019-12-31")),
    ],
)
def test_days_at_the_turn_of_the_year(words: str, days: tuple[str, str]) -> None:
    assert days_of(words, "2020-01-01") == days


@pytest.mark.parametrize(("words", "days"), [("2019", ("2019-01-01", "2019-12-31")), ("5 April 2019", ("2019-04-05", "2019-04-05"))])
def test_a_full_date_needs_no_date_of_the_article(words: str, days: tuple[str, str]) -> None:
    assert days_of(words, None) == days


@pytest.mark.parametrize("words", ["July", "Monday", "yesterday", "5 April", "May 5", "20 years ago", "3 days ago", "in 3 days"])
def test_other_dates_without_the_date_of_the_article_are_unknown_and_never_count_from_now(words: str) -> None:
    assert days_of(words, None) is None
