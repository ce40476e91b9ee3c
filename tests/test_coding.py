"""Frames find relations between mentions, whatever the grammar of the sentence; specific frames beat general ones."""

from __future__ import annotations

from dataclasses import replace

import pytest
from builders import codings, document, frames, mention, relation, token
from spacy.tokens import Doc

from kg.extract.annotation import annotation_of
from kg.extract.coding import Coding

LISTS = {
    "light": frozenset({"launch"}),
    "accusing": frozenset({"accuse"}),
    "subjectcontrol": frozenset({"promise"}),
    "partitive": frozenset({"dozen", "member"}),
    "examplemarkers": frozenset({"like"}),
    "actnoun": frozenset({"strike"}),
    "deed": frozenset({"strike"}),
    "fellow": frozenset({"ally"}),
    "quantity": frozenset({"wave"}),
    "ground": frozenset({"area"}),
    "calling": frozenset({"know"}),
}
RELATIONS = {
    r.name: r
    for r in (
        relation("attacks", "ASSAULT", 4),
        relation("protests", "PROTEST", 3),
        relation("kills", "ASSAULT", 4),
        relation("occupies", "COERCE", 4),
        relation("condemns", "ACCUSE", 3),
        relation("criticises", "ACCUSE", 3),
        relation("supports", "SUPPORT", 1),
        relation("arms", "AID", 2),
        relation("alliesWith", "SUPPORT", 1),
        relation("meets", "CONSULT", 1),
        relation("rejects", "REJECT", 3),
        relation("opposes", "REJECT", 3),
        relation("demands", "REQUEST", 3),
        relation("threatens", "THREATEN", 3),
        relation("warns", "THREATEN", 3),
        relation("withdrawsForcesFrom", "RETREAT", 2),
        relation("removesFrom", "SANCTION", 4),
        relation("imposesSanctionsOn", "SANCTION", 4),
    )
}
FRAMES = (
    "attacks: SOURCE attack|bomb|invade TARGET",
    "attacks: SOURCE's attack|invasion|assault on|of TARGET",
    "attacks: TARGET come under attack from|by SOURCE",
    "kills: SOURCE kill TARGET",
    "occupies: SOURCE occupy TARGET",
    "condemns: SOURCE condemn TARGET",
    "supports: SOURCE back|support TARGET",
    "arms: SOURCE arm TARGET",
    "arms: SOURCE send weapon to TARGET",
    "opposes: SOURCE be hostile|opposed to TARGET",
    "opposes: SOURCE be at odds with TARGET",
    "opposes: SOURCE's opposition to TARGET",
    "alliesWith mutual: SOURCE be ally of TARGET",
    "meets: BOTH meet",
    "meets: talk between BOTH",
    "rejects: SOURCE reject TARGET",
    "demands: SOURCE demand that TARGET ...",
    "demands: SOURCE call on TARGET to ...",
    "threatens: SOURCE threaten to ... TARGET",
    "threatens: SOURCE attack if TARGET ...",
    "withdrawsForcesFrom: SOURCE pull out of TARGET",
    "removesFrom: SOURCE remove TARGET from *",
    "opposes: ties between BOTH > worsen",
    "opposes: SOURCE's ties with TARGET > worsen",
)


def said(found: list[Coding]) -> list[str]:
    return [f"{c.source.actor.id[6:]} {c.frame.relation} {c.target.actor.id[6:]}" for c in found]


def coded(doc: Doc, *lines: str) -> list[str]:
    return said(codings(doc, frames(*(lines or FRAMES)), RELATIONS, LISTS))


CASES = {
    "active": (
        """
        Turkey               NNP   nsubj     attacked     @State
        attacked/attack      VBD   ROOT
        Syria                NNP   dobj      attacked     @State
        .                    .     punct     attacked
        """,
        ["turkey attacks syria"],
    ),
    "passive with by": (
        """
        Syria                NNP   nsubjpass attacked     @State
        was/be               VBD   auxpass   attacked
        attacked/attack      VBN   ROOT
        by                   IN    agent     attacked
        Turkey               NNP   pobj      by           @State
        .                    .     punct     attacked
        """,
        ["turkey attacks syria"],
    ),
    "passive without by": (
        """
        Syria                NNP   nsubjpass attacked     @State
        was/be               VBD   auxpass   attacked
        attacked/attack      VBN   ROOT
        in                   IN    prep      attacked
        Iraq                 NNP   pobj      in           @State
        .                    .     punct     attacked
        """,
        [],
    ),
    "relative clause with a subject gap": (
        """
        Turkey               NNP   nsubj     condemned    @State
        ,                    ,     punct     Turkey
        which                WDT   nsubj     attacked
        attacked/attack      VBD   relcl     Turkey
        Syria                NNP   dobj      attacked     @State
        ,                    ,     punct     condemned
        condemned/condemn    VBD   ROOT
        Russia               NNP   dobj      condemned    @State
        .                    .     punct     condemned
        """,
        ["turkey attacks syria", "turkey condemns russia"],
    ),
    "relative clause with an object gap": (
        """
        Hezbollah            NNP   nsubj     attacked     @Group
        ,                    ,     punct     Hezbollah
        which                WDT   dobj      armed
        Iran                 NNP   nsubj     armed        @State
        armed/arm            VBD   relcl     Hezbollah
        ,                    ,     punct     attacked
        attacked/attack      VBD   ROOT
        Israel               NNP   dobj      attacked     @State
        .                    .     punct     attacked
        """,
        ["iran arms hezbollah", "hezbollah attacks israel"],
    ),
    "participle behind its noun": (
        """
        Hezbollah            NNP   nsubj     attacked     @Group
        ,                    ,     punct     backed
        backed/back          VBN   advcl     attacked
        by                   IN    agent     backed
        Iran                 NNP   pobj      by           @State
        ,                    ,     punct     attacked
        attacked/attack      VBD   ROOT
        Israel               NNP   dobj      attacked     @State
        .                    .     punct     attacked
        """,
        ["iran supports hezbollah", "hezbollah attacks israel"],
    ),
    "participle in front of its noun": (
        """
        Iran                 NNP   npadvmod  backed       @State
        -                    HYPH  punct     backed
        backed/back          VBN   amod      Hezbollah
        Hezbollah            NNP   nsubj     attacked     @Group
        attacked/attack      VBD   ROOT
        Israel               NNP   dobj      attacked     @State
        """,
        ["iran supports hezbollah", "hezbollah attacks israel"],
    ),
    "reduced clause": (
        """
        Attacked/attack      VBN   advcl     condemned
        by                   IN    agent     Attacked
        Russia               NNP   pobj      by           @State
        Ukraine              NNP   nsubj     condemned    @State
        condemned/condemn    VBD   ROOT
        Iran                 NNP   dobj      condemned    @State
        """,
        ["russia attacks ukraine", "ukraine condemns iran"],
    ),
    "control by the object": (
        """
        Russia               NNP   nsubj     prompted     @State
        prompted/prompt      VBD   ROOT
        Iran                 NNP   dobj      prompted     @State
        to                   TO    aux       attack
        attack               VB    xcomp     prompted
        Israel               NNP   dobj      attack       @State
        .                    .     punct     prompted
        """,
        ["iran attacks israel"],
    ),
    "control by the passive subject": (
        """
        Turkey               NNP   nsubjpass forced       @State
        was/be               VBD   auxpass   forced
        forced/force         VBN   ROOT
        to                   TO    aux       pull
        pull                 VB    xcomp     forced
        out                  IN    prep      pull
        of                   IN    prep      out
        Syria                NNP   pobj      of           @State
        .                    .     punct     forced
        """,
        ["turkey withdrawsForcesFrom syria"],
    ),
    "control by the subject": (
        """
        Turkey               NNP   nsubj     agreed       @State
        agreed/agree         VBD   ROOT
        to                   TO    aux       send
        send                 VB    xcomp     agreed
        weapons/weapon       NNS   dobj      send
        to                   IN    dative    send
        Libya                NNP   pobj      to.2         @State
        .                    .     punct     agreed
        """,
        ["turkey arms libya"],
    ),
    "gerund of an accusation": (
        """
        Iran                 NNP   nsubj     accused      @State
        accused/accuse       VBD   ROOT
        Israel               NNP   dobj      accused      @State
        of                   IN    prep      accused
        bombing/bomb         VBG   pcomp     of
        Syria                NNP   dobj      bombing      @State
        .                    .     punct     accused
        """,
        ["israel attacks syria"],
    ),
    "two verbs": (
        """
        Turkey               NNP   nsubj     attacked     @State
        attacked/attack      VBD   ROOT
        Syria                NNP   dobj      attacked     @State
        and                  CC    cc        attacked
        condemned/condemn    VBD   conj      attacked
        Russia               NNP   dobj      condemned    @State
        .                    .     punct     attacked
        """,
        ["turkey attacks syria", "turkey condemns russia"],
    ),
    "two verbs with one object": (
        """
        Turkey               NNP   nsubj     attacked     @State
        attacked/attack      VBD   ROOT
        and                  CC    cc        attacked
        occupied/occupy      VBD   conj      attacked
        Syria                NNP   dobj      occupied     @State
        .                    .     punct     attacked
        """,
        ["turkey attacks syria", "turkey occupies syria"],
    ),
    "three subjects": (
        """
        Britain              NNP   nsubj     condemned    @State
        ,                    ,     punct     Britain
        France               NNP   conj      Britain      @State
        and                  CC    cc        France
        Germany              NNP   conj      France       @State
        condemned/condemn    VBD   ROOT
        Iran                 NNP   dobj      condemned    @State
        .                    .     punct     condemned
        """,
        ["britain condemns iran", "france condemns iran", "germany condemns iran"],
    ),
    "two objects of a verb": (
        """
        Turkey               NNP   nsubj     attacked     @State
        attacked/attack      VBD   ROOT
        Syria                NNP   dobj      attacked     @State
        and                  CC    cc        Syria
        Iraq                 NNP   conj      Syria        @State
        .                    .     punct     attacked
        """,
        ["turkey attacks syria", "turkey attacks iraq"],
    ),
    "slash": (
        """
        Turkey               NNP   nsubj     attacked     @State
        attacked/attack      VBD   ROOT
        the                  DT    det       YPG
        PYD                  NNP   nmod      YPG          @Group
        /                    SYM   punct     YPG
        YPG                  NNP   dobj      attacked     @Group
        .                    .     punct     attacked
        """,
        ["turkey attacks pyd", "turkey attacks ypg"],
    ),
    "possessor and preposition of a noun": (
        """
        Poland               NNP   nsubj     condemned    @State
        condemned/condemn    VBD   ROOT
        Russia               NNP   poss      invasion     @State
        's                   POS   case      Russia
        invasion             NN    dobj      condemned
        of                   IN    prep      invasion
        Ukraine              NNP   pobj      of           @State
        .                    .     punct     condemned
        """,
        ["poland condemns russia", "russia attacks ukraine"],
    ),
    "noun with a by-phrase": (
        """
        The                  DT    det       invasion
        invasion             NN    nsubj     began
        of                   IN    prep      invasion
        Ukraine              NNP   pobj      of           @State
        by                   IN    prep      invasion
        Russia               NNP   pobj      by           @State
        began/begin          VBD   ROOT
        .                    .     punct     began
        """,
        ["russia attacks ukraine"],
    ),
    "noun with an adjective of a country": (
        """
        The                  DT    det       assault
        Turkish              JJ    amod      assault      @State=turkey:demonym
        assault              NN    nsubj     began
        on                   IN    prep      assault
        Syria                NNP   pobj      on           @State
        began/begin          VBD   ROOT
        .                    .     punct     began
        """,
        ["turkey attacks syria"],
    ),
    "noun under a light verb": (
        """
        Turkey               NNP   nsubj     launched     @State
        launched/launch      VBD   ROOT
        an                   DT    det       attack
        attack               NN    dobj      launched
        on                   IN    prep      attack
        Syria                NNP   pobj      on           @State
        .                    .     punct     launched
        """,
        ["turkey attacks syria"],
    ),
    "frame whose subject is the target": (
        """
        Syria                NNP   nsubj     came         @State
        came/come            VBD   ROOT
        under                IN    prep      came
        attack               NN    pobj      under
        from                 IN    prep      attack
        Turkey               NNP   pobj      from         @State
        .                    .     punct     came
        """,
        ["turkey attacks syria"],
    ),
    "copula with an adjective": (
        """
        Turkey               NNP   nsubj     is           @State
        is/be                VBZ   ROOT
        hostile              JJ    acomp     is
        to                   IN    prep      hostile
        Syria                NNP   pobj      to           @State
        .                    .     punct     is
        """,
        ["turkey opposes syria"],
    ),
    "copula with a preposition": (
        """
        Turkey               NNP   nsubj     is           @State
        is/be                VBZ   ROOT
        at                   IN    prep      is
        odds/odd             NNS   pobj      at
        with                 IN    prep      odds
        Syria                NNP   pobj      with         @State
        .                    .     punct     is
        """,
        ["turkey opposes syria"],
    ),
    "mutual copula": (
        """
        Turkey               NNP   nsubj     is           @State
        is/be                VBZ   ROOT
        an                   DT    det       ally
        ally                 NN    attr      is
        of                   IN    prep      ally
        Russia               NNP   pobj      of           @State
        .                    .     punct     is
        """,
        ["turkey alliesWith russia", "russia alliesWith turkey"],
    ),
    "mutual apposition": (
        """
        France               NNP   nsubj     condemned    @State
        ,                    ,     punct     France
        an                   DT    det       ally
        ally                 NN    appos     France
        of                   IN    prep      ally
        Germany              NNP   pobj      of           @State
        ,                    ,     punct     condemned
        condemned/condemn    VBD   ROOT
        Syria                NNP   dobj      condemned    @State
        .                    .     punct     condemned
        """,
        ["france alliesWith germany", "germany alliesWith france", "france condemns syria"],
    ),
    "reciprocal verb": (
        """
        Russia               NNP   nsubj     met          @State
        and                  CC    cc        Russia
        Iran                 NNP   conj      Russia       @State
        met/meet             VBD   ROOT
        .                    .     punct     met
        """,
        ["russia meets iran", "iran meets russia"],
    ),
    "reciprocal noun": (
        """
        Talks/talk           NNS   nsubj     collapsed
        between              IN    prep      Talks
        Russia               NNP   pobj      between      @State
        and                  CC    cc        Russia
        Iran                 NNP   conj      Russia       @State
        collapsed/collapse   VBD   ROOT
        .                    .     punct     collapsed
        """,
        ["russia meets iran", "iran meets russia"],
    ),
    "noun that its verb decides": (
        """
        Ties/tie             NNS   nsubj     worsened
        between              IN    prep      Ties
        Russia               NNP   pobj      between      @State
        and                  CC    cc        Russia
        Iran                 NNP   conj      Russia       @State
        worsened/worsen      VBD   ROOT
        """,
        ["russia opposes iran", "iran opposes russia"],
    ),
    "owned noun that its verb decides": (
        """
        Russia               NNP   poss      ties         @State
        's                   POS   case      Russia
        ties/tie             NNS   nsubj     worsened
        with                 IN    prep      ties
        Iran                 NNP   pobj      with         @State
        worsened/worsen      VBD   ROOT
        """,
        ["russia opposes iran"],
    ),
    "example": (
        """
        Countries/country    NNS   nsubj     condemned
        like                 IN    prep      Countries
        France               NNP   pobj      like         @State
        that                 WDT   nsubj     support
        support              VBP   relcl     Countries
        Haftar               NNP   dobj      support      @Person
        condemned/condemn    VBD   ROOT
        Turkey               NNP   dobj      condemned    @State
        .                    .     punct     condemned
        """,
        ["france supports haftar", "france condemns turkey"],
    ),
    "apposition that names": (
        """
        A                    DT    det       neighbour
        neighbour            NN    nsubj     attacked
        ,                    ,     punct     neighbour
        Turkey               NNP   appos     neighbour    @State
        ,                    ,     punct     attacked
        attacked/attack      VBD   ROOT
        Syria                NNP   dobj      attacked     @State
        .                    .     punct     attacked
        """,
        ["turkey attacks syria"],
    ),
    "members of a group": (
        """
        Dozens/dozen         NNS   nsubj     attacked
        of                   IN    prep      Dozens
        Kurds                NNPS  pobj      of           @People
        attacked/attack      VBD   ROOT
        Turkey               NNP   dobj      attacked     @State
        .                    .     punct     attacked
        """,
        ["kurds attacks turkey"],
    ),
    "preposition of two words": (
        """
        Turkey               NNP   nsubj     pulled       @State
        pulled/pull          VBD   ROOT
        out                  IN    prep      pulled
        of                   IN    prep      out
        Syria                NNP   pobj      of           @State
        .                    .     punct     pulled
        """,
        ["turkey withdrawsForcesFrom syria"],
    ),
    "preposition of the object": (
        """
        Turkey               NNP   nsubj     sent         @State
        sent/send            VBD   ROOT
        weapons/weapon       NNS   dobj      sent
        to                   IN    dative    sent
        Libya                NNP   pobj      to           @State
        .                    .     punct     sent
        """,
        ["turkey arms libya"],
    ),
    "that-clause": (
        """
        Turkey               NNP   nsubj     demanded     @State
        demanded/demand      VBD   ROOT
        that                 IN    mark      withdraw
        Syria                NNP   nsubj     withdraw     @State
        withdraw             VB    ccomp     demanded
        troops/troop         NNS   dobj      withdraw
        .                    .     punct     demanded
        """,
        ["turkey demands syria"],
    ),
    "infinitive": (
        """
        Turkey               NNP   nsubj     called       @State
        called/call          VBD   ROOT
        on                   IN    prep      called
        Russia               NNP   pobj      on           @State
        to                   TO    aux       leave
        leave                VB    xcomp     called
        .                    .     punct     called
        """,
        ["turkey demands russia"],
    ),
    "infinitive whose object is the target": (
        """
        Turkey               NNP   nsubj     threatened   @State
        threatened/threaten  VBD   ROOT
        to                   TO    aux       punish
        punish               VB    xcomp     threatened
        Syria                NNP   dobj      punish       @State
        .                    .     punct     threatened
        """,
        ["turkey threatens syria"],
    ),
    "if-clause": (
        """
        Turkey               NNP   nsubj     attack       @State
        will                 MD    aux       attack
        attack               VB    ROOT
        if                   IN    mark      moves
        Syria                NNP   nsubj     moves        @State
        moves/move           VBZ   advcl     attack
        .                    .     punct     attack
        """,
        ["turkey threatens syria"],
    ),
    "owner as target": (
        """
        Russia               NNP   nsubj     rejected     @State
        rejected/reject      VBD   ROOT
        Turkey               NNP   poss      proposal     @State
        's                   POS   case      Turkey
        proposal             NN    dobj      rejected
        .                    .     punct     rejected
        """,
        ["russia rejects turkey"],
    ),
    "owner of an act as source": (
        """
        Russian              JJ    amod      strikes      @State=russia:demonym
        strikes/strike       NNS   nsubj     killed
        killed/kill          VBD   ROOT
        Kurds                NNPS  dobj      killed       @People
        .                    .     punct     killed
        """,
        ["russia kills kurds"],
    ),
    "anything behind a preposition": (
        """
        Turkey               NNP   nsubj     removed      @State
        removed/remove       VBD   ROOT
        Syria                NNP   dobj      removed      @State
        from                 IN    prep      removed
        the                  DT    det       programme
        programme            NN    pobj      from
        .                    .     punct     removed
        """,
        ["turkey removesFrom syria"],
    ),
    "owner that an adjective of a country names": (
        """
        Turkey               NNP   nsubj     attacked     @State
        attacked/attack      VBD   ROOT
        the                  DT    det       border
        Syrian               JJ    amod      border       @State=syria:demonym
        border               NN    dobj      attacked
        .                    .     punct     attacked
        """,
        ["turkey attacks syria"],
    ),
    "adjective of a country that means its people": (
        """
        The                  DT    det       British
        British              NNPS  nsubj     condemned    @State=britain:demonym
        condemned/condemn    VBD   ROOT
        Iran                 NNP   dobj      condemned    @State
        .                    .     punct     condemned
        """,
        ["britain condemns iran"],
    ),
    "subject of a gerund behind a preposition": (
        """
        Turkey               NNP   nsubj     condemned    @State
        condemned/condemn    VBD   ROOT
        Syria                NNP   poss      opposition   @State
        's                   POS   case      Syria
        opposition           NN    dobj      condemned
        to                   IN    prep      opposition
        Russia               NNP   nsubj     inviting     @State
        inviting/invite      VBG   pcomp     to
        Iran                 NNP   dobj      inviting     @State
        """,
        ["turkey condemns syria", "syria opposes russia"],
    ),
    "counted noun under a light verb": (
        """
        Turkey               NNP   nsubj     launched     @State
        launched/launch      VBD   ROOT
        a                    DT    det       wave
        wave                 NN    dobj      launched
        of                   IN    prep      wave
        attacks/attack       NNS   pobj      of
        on                   IN    prep      attacks
        Syria                NNP   pobj      on           @State
        .                    .     punct     launched
        """,
        ["turkey attacks syria"],
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_sentence_is_coded(case: str) -> None:
    text, expected = CASES[case]
    assert coded(document(text)) == expected


ATTACK = """
Turkey               NNP   nsubj     attacked     @State
attacked/attack      VBD   ROOT
Syria                NNP   dobj      attacked     @State
.                    .     punct     attacked
"""
REMOVE = """
Turkey               NNP   nsubj     removed      @State
removed/remove       VBD   ROOT
Syria                NNP   dobj      removed      @State
from                 IN    prep      removed
the                  DT    det       programme
programme            NN    pobj      from
.                    .     punct     removed
"""


def test_a_word_of_a_frame_may_be_counted() -> None:
    text = """
    Turkey               NNP   nsubj     staged       @State
    staged/stage         VBD   ROOT
    a                    DT    det       wave
    wave                 NN    dobj      staged
    of                   IN    prep      wave
    attacks/attack       NNS   pobj      of
    on                   IN    prep      attacks
    Syria                NNP   pobj      on           @State
    """
    line = "attacks: SOURCE stage attack on TARGET"
    assert coded(document(text), line) == ["turkey attacks syria"]
    assert coded(document(text.replace("wave", "plan")), line) == []


def test_what_has_no_frame_is_not_coded() -> None:
    assert coded(document(ATTACK), "condemns: SOURCE condemn TARGET") == []


def test_specific_frames_beat_general_ones() -> None:
    lines = ("opposes: SOURCE remove TARGET", "removesFrom: SOURCE remove TARGET from *")
    assert coded(document(REMOVE), *lines) == coded(document(REMOVE), *reversed(lines)) == ["turkey removesFrom syria"]


def test_of_equally_specific_frames_the_material_one_wins() -> None:
    lines = ("condemns: SOURCE attack TARGET", "attacks: SOURCE attack TARGET")
    assert coded(document(ATTACK), *lines) == coded(document(ATTACK), *reversed(lines)) == ["turkey attacks syria"]


def test_of_equal_frames_the_earlier_line_wins() -> None:
    assert coded(document(ATTACK), "condemns: SOURCE attack TARGET", "criticises: SOURCE attack TARGET") == ["turkey condemns syria"]


def test_a_frame_that_uses_up_a_word_silences_frames_at_that_word() -> None:
    text = """
    Turkey               NNP   nsubj     imposed      @State
    imposed/impose       VBD   ROOT
    sanctions/sanction   NNS   dobj      imposed
    on                   IN    prep      sanctions
    Syria                NNP   pobj      on           @State
    .                    .     punct     imposed
    """
    lines = ("imposesSanctionsOn: SOURCE impose sanction on TARGET", "condemns: SOURCE's sanction on TARGET")
    assert coded(document(text), *lines) == ["turkey imposesSanctionsOn syria"]


def test_one_sentence_says_a_kind_of_act_once_about_a_dyad_the_next_sentence_again() -> None:
    text = """
    Turkey               NNP   nsubj     attacked     @State
    attacked/attack      VBD   ROOT
    Syria                NNP   dobj      attacked     @State
    and                  CC    cc        attacked
    bombed/bomb          VBD   conj      attacked
    Syria                NNP   dobj      bombed       @State
    .                    .     punct     attacked

    Turkey               NNP   nsubj     attacked     @State
    attacked/attack      VBD   ROOT
    Syria                NNP   dobj      attacked     @State
    .                    .     punct     attacked
    """
    assert coded(document(text)) == ["turkey attacks syria", "turkey attacks syria"]


def test_conditions_decide_by_the_type_of_the_actor() -> None:
    text = """
    Turkey               NNP   nsubj     attacked     @State
    attacked/attack      VBD   ROOT
    Hamas                NNP   dobj      attacked     @Group
    .                    .     punct     attacked
    """
    assert coded(document(text), "attacks: SOURCE attack TARGET:State") == []
    assert coded(document(text), "attacks: SOURCE attack TARGET:Group|State") == ["turkey attacks hamas"]
    assert coded(document(text), "attacks: SOURCE:Person attack TARGET") == []


def test_nobody_acts_on_itself_or_on_its_own_principal() -> None:
    text = """
    Erdogan              NNP   nsubj     condemned    @Person>turkey
    condemned/condemn    VBD   ROOT
    Turkey               NNP   dobj      condemned    @State
    """
    assert coded(document(text)) == []
    assert coded(document(text.replace("@Person>turkey", "@State=turkey"))) == []


def test_two_persons_of_one_state_may_act_on_each_other() -> None:
    text = """
    Pompeo               NNP   nsubj     condemned    @Person>us
    condemned/condemn    VBD   ROOT
    Obama                NNP   dobj      condemned    @Person>us
    """
    assert coded(document(text)) == ["pompeo condemns obama"]


@pytest.mark.parametrize("kind", ["Programme", "Weapon", "Agreement", "Talks", "Place"])
def test_an_object_is_a_target_but_never_a_source(kind: str) -> None:
    source = f"""
    Afrin                NNP   nsubj     attacked     @{kind}
    attacked/attack      VBD   ROOT
    Turkey               NNP   dobj      attacked     @State
    """
    target = f"""
    Turkey               NNP   nsubj     attacked     @State
    attacked/attack      VBD   ROOT
    Afrin                NNP   dobj      attacked     @{kind}
    """
    assert coded(document(source)) == []
    assert coded(document(target)) == ["turkey attacks afrin"]


def test_a_place_that_no_table_knows_is_struck_but_not_condemned_nor_meant_by_what_lies_there() -> None:
    def done(lemma: str) -> list[str]:
        return coded(
            document(f"""
        Turkey               NNP   nsubj     did          @State
        did/{lemma}          VBD   ROOT
        Zorn                 NNP   dobj      did          @Place=named-place-zorn
        """)
        )

    assert done("attack") == ["turkey attacks named-place-zorn"]
    assert done("condemn") == []
    doc = document("""
    Turkey               NNP   nsubj     attacked     @State
    attacked/attack      VBD   ROOT
    mines/mine           NNS   dobj      attacked
    of                   IN    prep      mines
    Zorn                 NNP   pobj      of           @Place=named-place-zorn
    """)
    assert coded(doc) == []


def test_who_acts_along_with_a_subject_acts_too() -> None:
    text = """
    Egypt                NNP   nsubj     bombed       @State
    ,                    ,     punct     bombed
    along                IN    prep      bombed
    with                 IN    prep      along
    Cyprus               NNP   pobj      with         @State
    and                  CC    cc        Cyprus
    Greece               NNP   conj      Cyprus       @State
    ,                    ,     punct     bombed
    bombed/bomb          VBD   ROOT
    Libya                NNP   dobj      bombed       @State
    """
    assert sorted(coded(document(text))) == ["cyprus attacks libya", "egypt attacks libya", "greece attacks libya"]


def test_what_is_hit_elsewhere_is_coordinated_with_what_is_hit_here() -> None:
    text = """
    Turkey               NNP   nsubj     bombed       @State
    bombed/bomb          VBD   ROOT
    PKK                  NNP   dobj      bombed       @Group
    in                   IN    prep      bombed
    Iraq                 NNP   pobj      in           @State
    and                  CC    cc        Iraq
    YPG                  NNP   conj      Iraq         @Group
    in.2/in              IN    prep      YPG
    Syria                NNP   pobj      in           @State
    """.replace("in.2/in", "in     ")
    assert sorted(coded(document(text))) == ["turkey attacks pkk", "turkey attacks ypg"]


def test_a_particle_stands_beside_its_verb() -> None:
    lines = frames("occupies: SOURCE take over TARGET")
    apart = """
    Turkey               NNP   nsubj     took         @State
    took/take            VBD   ROOT
    Greece               NNP   dobj      took         @State
    over                 IN    prep      took
    Cyprus               NNP   pobj      over         @State
    """
    beside = """
    Turkey               NNP   nsubj     took         @State
    took/take            VBD   ROOT
    over                 IN    prep      took
    Cyprus               NNP   pobj      over         @State
    """
    assert said(codings(document(apart), lines, RELATIONS, LISTS)) == []
    assert said(codings(document(beside), lines, RELATIONS, LISTS)) == ["turkey occupies cyprus"]


def test_two_subjects_with_a_conjunction_both_act() -> None:
    text = """
    Egypt                NNP   nsubj     bombed       @State
    as                   RB    advmod    as.3
    well                 RB    advmod    as.3
    as                   IN    cc        Egypt
    Cyprus               NNP   nsubj     bombed       @State
    bombed/bomb          VBD   ROOT
    Libya                NNP   dobj      bombed       @State
    """
    assert sorted(coded(document(text.replace("as.3", "as.2")))) == ["cyprus attacks libya", "egypt attacks libya"]


def test_a_relation_admits_only_the_objects_that_it_can_be_towards() -> None:
    doc = document("""
    Turkey               NNP   nsubj     attacked     @State
    attacked/attack      VBD   ROOT
    Afrin                NNP   dobj      attacked     @Place
    """)
    compiled = frames("attacks: SOURCE attack TARGET")
    towards = {kind: {"attacks": relation("attacks", "ASSAULT", 4, frozenset({kind}))} for kind in ("Place", "Agreement")}
    assert said(codings(doc, compiled, towards["Place"], LISTS)) == ["turkey attacks afrin"]
    assert said(codings(doc, compiled, towards["Agreement"], LISTS)) == []


def test_a_named_target_beats_its_owner() -> None:
    text = """
    Turkey               NNP   nsubj     attacked     @State
    attacked/attack      VBD   ROOT
    Syria                NNP   poss      Kurds        @State
    's                   POS   case      Syria
    Kurds                NNPS  dobj      attacked     @People
    .                    .     punct     attacked
    """
    assert coded(document(text)) == ["turkey attacks kurds"]


def test_an_owner_is_named_by_a_slot_of_its_own() -> None:
    text = """
    Turkey               NNP   nsubj     seized       @State
    seized/seize         VBD   ROOT
    Syria                NNP   poss      ship         @State
    's                   POS   case      Syria
    ship                 NN    dobj      seized
    .                    .     punct     seized
    """
    line = "attacks: SOURCE seize TARGET's ship"
    assert coded(document(text), line) == ["turkey attacks syria"]
    of = """
    Turkey               NNP   nsubj     seized       @State
    seized/seize         VBD   ROOT
    a                    DT    det       ship
    ship                 NN    dobj      seized
    of                   IN    prep      ship
    Syria                NNP   pobj      of           @State
    .                    .     punct     seized
    """
    assert coded(document(of), line) == ["turkey attacks syria"]


def test_a_compound_asks_for_both_nouns() -> None:
    text = """
    Hamas                NNP   nsubj     staged       @Group
    staged/stage         VBD   ROOT
    a                    DT    det       strike
    hunger               NN    compound  strike
    strike               NN    dobj      staged
    against              IN    prep      strike
    Israel               NNP   pobj      against      @State
    """
    line = "opposes: SOURCE stage hunger strike against TARGET"
    assert coded(document(text), line) == ["hamas opposes israel"]
    assert coded(document(text.replace("hunger  ", "rent    ")), line) == []


def test_a_word_of_two_parts_asks_for_both() -> None:
    text = """
    Turkey               NNP   nsubj     is           @State
    is/be                VBZ   ROOT
    on                   IN    prep      is
    the                  DT    det       side
    wrong                JJ    amod      side
    side                 NN    pobj      on
    of                   IN    prep      side
    Syria                NNP   pobj      of           @State
    """
    line = "opposes: SOURCE be on wrong_side of TARGET"
    assert coded(document(text), line) == ["turkey opposes syria"]
    assert coded(document(text.replace("wrong  ", "right  ")), line) == []


def test_a_frame_of_the_speaker_has_him_as_its_source() -> None:
    doc = document("""
    Turkey               NNP   nsubj     is           @State
    is/be                VBZ   ccomp     said
    on                   IN    prep      is
    the                  DT    det       side
    wrong                JJ    amod      side
    side                 NN    pobj      on
    ,                    ,     punct     said
    Kalin                NNP   nsubj     said         @Person>turkey
    said/say             VBD   ROOT
    .                    .     punct     said
    """)
    kalin = mention(token(doc, "Kalin").i, "@Person>us", "Kalin")
    compiled = frames("condemns: SPEAKER: TARGET be on wrong_side")
    assert said(codings(doc, compiled, RELATIONS, LISTS, lambda _: kalin)) == ["kalin condemns turkey"]
    assert said(codings(doc, compiled, RELATIONS, LISTS)) == []


def test_a_mutual_group_holds_in_both_directions_a_plain_one_in_one() -> None:
    text = """
    Turkey               NNP   nsubj     is           @State
    is/be                VBZ   ROOT
    an                   DT    det       ally
    ally                 NN    attr      is
    of                   IN    prep      ally
    Russia               NNP   pobj      of           @State
    .                    .     punct     is
    """
    assert coded(document(text), "alliesWith: SOURCE be ally of TARGET") == ["turkey alliesWith russia"]
    assert len(coded(document(text), "alliesWith mutual: SOURCE be ally of TARGET")) == 2


def test_three_that_meet_meet_each_other() -> None:
    text = """
    Russia               NNP   nsubj     met          @State
    ,                    ,     punct     Russia
    Iran                 NNP   conj      Russia       @State
    and                  CC    cc        Iran
    Turkey               NNP   conj      Iran         @State
    met/meet             VBD   ROOT
    .                    .     punct     met
    """
    assert len(coded(document(text))) == 6


def test_a_verb_is_no_noun() -> None:
    text = """
    Turkey               NNP   nsubj     attacked     @State
    attacked/attack      VBD   ROOT
    Syria                NNP   dobj      attacked     @State
    .                    .     punct     attacked
    """
    assert coded(document(text), "attacks: SOURCE's attack on TARGET") == []


def test_a_coding_knows_its_predicate_its_words_and_its_rule() -> None:
    doc = document(REMOVE)
    found = codings(doc, frames("removesFrom: SOURCE remove TARGET from programme"), RELATIONS, LISTS)
    assert [(doc[c.predicate].text, [doc[i].text for i in c.used], c.frame.rule) for c in found] == [
        ("removed", ["programme"], "frame:remove-from-programme")
    ]


# Modals of a speaker

MUST = """
Kalin                NNP   nsubj     said         @Person>turkey
said/say             VBD   ROOT
that                 IN    mark      leave
Russia               NNP   nsubj     leave        @State
must                 MD    aux       leave
leave                VB    ccomp     said
Syria                NNP   dobj      leave        @State
.                    .     punct     said
"""


def demanded(text: str, speaker: str | None) -> list[str]:
    doc = document(text)
    who = mention(token(doc, speaker).i, "@Person>turkey", speaker) if speaker else None
    return said(codings(doc, frames("demands: SPEAKER: TARGET must ..."), RELATIONS, LISTS, lambda _: who))


def test_who_says_that_somebody_must_act_demands_it_of_him() -> None:
    assert demanded(MUST, "Kalin") == ["kalin demands russia"]
    assert demanded(MUST, None) == []


def test_who_says_that_somebody_should_act_does_not_say_that_he_must() -> None:
    assert demanded(MUST.replace("must  ", "should"), "Kalin") == []


def test_nobody_demands_of_his_own_state_that_it_must() -> None:
    assert demanded(MUST.replace("Russia  ", "Turkey  "), "Kalin") == []


def test_who_must_suffer_an_act_is_the_target_of_the_demand() -> None:
    text = """
    Kalin                NNP   nsubj     said         @Person>turkey
    said/say             VBD   ROOT
    that                 IN    mark      stopped
    Russia               NNP   nsubjpass stopped      @State
    must                 MD    aux       stopped
    be                   VB    auxpass   stopped
    stopped/stop         VBN   ccomp     said
    .                    .     punct     said
    """
    assert demanded(text, "Kalin") == ["kalin demands russia"]


# Scenes

LEFT = """
Turkey               NNP   nsubj     withdrew     @State
withdrew/withdraw    VBD   ROOT
its                  PRP$  poss      troops
troops/troop         NNS   dobj      withdrew
.                    .     punct     withdrew
"""
FOUGHT_IN = """
Kurds                NNPS  nsubj     fought       @People
fought/fight         VBD   ROOT
in                   IN    prep      fought
{place:<20} NNP   pobj      in           @{kind}
.                    .     punct     fought
"""
WITHDRAWS = "withdrawsForcesFrom: SOURCE withdraw troop THERE"


def fought_in(place: str, kind: str = "State") -> str:
    return FOUGHT_IN.format(place=place, kind=kind)


def left(text: str) -> list[str]:
    return coded(document(text), WITHDRAWS)


def test_an_act_takes_place_where_its_sentence_says() -> None:
    text = """
    Turkey               NNP   nsubj     withdrew     @State
    withdrew/withdraw    VBD   ROOT
    troops/troop         NNS   dobj      withdrew
    amid                 IN    prep      withdrew
    battles/battle       NNS   pobj      amid
    in                   IN    prep      battles
    Syria                NNP   pobj      in           @State
    """
    assert left(text) == left(fought_in("Libya") + text) == ["turkey withdrawsForcesFrom syria"]


def test_of_two_places_in_a_sentence_the_nearer_one_counts() -> None:
    text = """
    After                IN    prep      withdrew
    battles/battle       NNS   pobj      After
    in                   IN    prep      battles
    Libya                NNP   pobj      in           @State
    Turkey               NNP   nsubj     withdrew     @State
    withdrew/withdraw    VBD   ROOT
    its                  PRP$  poss      troops
    troops/troop         NNS   dobj      withdrew
    and                  CC    cc        withdrew
    told/tell            VBD   conj      withdrew
    its                  PRP$  poss      allies
    allies/ally          NNS   dobj      told
    in                   IN    prep      allies
    Qatar                NNP   pobj      in.2         @State
    .                    .     punct     withdrew
    """
    assert left(text) == ["turkey withdrawsForcesFrom libya"]


def test_an_act_without_a_place_takes_place_where_the_sentence_before_says() -> None:
    assert left(fought_in("Libya") + fought_in("Afrin", "Place") + LEFT) == ["turkey withdrawsForcesFrom afrin"]


def test_what_is_no_place_is_no_scene() -> None:
    assert left(fought_in("Hamas", "Group") + LEFT) == []
    assert left(fought_in("Libya").replace("in  ", "for ") + LEFT) == []


def test_no_act_takes_place_where_another_paragraph_says() -> None:
    assert left(fought_in("Libya") + "---" + LEFT) == []
    assert left(LEFT + "---" + fought_in("Libya")) == []


def test_no_act_takes_place_where_a_sentence_behind_it_says() -> None:
    assert left(LEFT + fought_in("Libya")) == []


def test_no_act_takes_place_far_from_what_names_the_place() -> None:
    filler = """
    Rain                 NN    nsubj     fell
    fell/fall            VBD   ROOT
    .                    .     punct     fell
    """
    assert left(fought_in("Libya") + "\n" + filler * 40 + LEFT) == ["turkey withdrawsForcesFrom libya"]
    assert left(fought_in("Libya") + "\n" + filler * 60 + LEFT) == []


# How a slot leads to a party


def reached(text: str, *lines: str) -> list[tuple[str, str]]:
    found = codings(document(text), frames(*(lines or FRAMES)), RELATIONS, LISTS)
    return [(*said([c]), c.reach) for c in found]


def test_a_party_that_the_words_name_is_named() -> None:
    assert reached(ATTACK) == [("turkey attacks syria", "named")]


def test_a_party_that_owns_what_the_words_name_is_its_owner() -> None:
    text = """
    Turkey               NNP   nsubj     attacked     @State
    attacked/attack      VBD   ROOT
    Syria                NNP   poss      bases        @State
    's                   POS   case      Syria
    bases/base           NNS   dobj      attacked
    """
    assert reached(text) == [("turkey attacks syria", "owner")]


def test_who_a_thing_belongs_to_owns_it() -> None:
    text = """
    Turkey               NNP   nsubj     attacked     @State
    attacked/attack      VBD   ROOT
    camps/camp           NNS   dobj      attacked
    belonging/belong     VBG   acl       camps
    to                   IN    prep      belonging
    Hamas                NNP   pobj      to           @Group
    """
    assert reached(text) == [("turkey attacks hamas", "owner")]


def test_who_condemns_an_attack_does_not_own_it() -> None:
    text = """
    Turkey               NNP   nsubj     attacked     @State
    attacked/attack      VBD   ROOT
    Syria                NNP   dobj      attacked     @State
    ,                    ,     punct     Syria
    an                   DT    det       assault
    assault              NN    appos     Syria
    condemned/condemn    VBN   acl       assault
    by                   IN    agent     condemned
    Jordan               NNP   pobj      by           @State
    """
    found = codings(document(text), frames(*FRAMES), RELATIONS, {**LISTS, "summing": frozenset({"assault"})})
    assert said(found) == ["turkey attacks syria"]


def test_who_is_called_something_is_not_telephoned() -> None:
    text = """
    Milei                NNP   nsubj     called       @Person
    called/call          VBD   ROOT
    Maduro               NNP   dobj      called       @Person
    a                    DT    det       traitor
    traitor              NN    oprd      called
    """
    lines = ("meets: SOURCE call TARGET", "condemns: SOURCE call TARGET traitor")
    assert said(codings(document(text), frames(*lines), RELATIONS, LISTS)) == ["milei condemns maduro"]
    assert said(codings(document(text), frames(lines[0]), RELATIONS, LISTS)) == []


PASSED_DESPITE_WARNINGS = """
    Georgia              NNP   nsubj     passed       @State
    passed/pass          VBD   ROOT
    laws/law             NNS   dobj      passed
    despite              IN    prep      passed
    warnings/warning     NNS   pobj      despite
    from                 IN    prep      warnings
    Germany              NNP   pobj      from         @State
"""


def test_objections_are_towards_whoever_acts_in_spite_of_them() -> None:
    text = PASSED_DESPITE_WARNINGS
    assert said(codings(document(text), frames("warns: warning from SOURCE DOER"), RELATIONS, LISTS)) == ["germany warns georgia"]
    assert said(codings(document(text.replace("despite", "in     ")), frames("warns: warning from SOURCE DOER"), RELATIONS, LISTS)) == []


def test_a_word_that_names_its_own_target_is_not_towards_whoever_acts_beside_it() -> None:
    to_serbia = """
    to                   IN    prep      warnings
    Serbia               NNP   pobj      to           @State
    """
    lines = ("warns: warning from SOURCE DOER", "warns: warning from SOURCE to TARGET")
    doc = document(PASSED_DESPITE_WARNINGS.rstrip("\n") + to_serbia)
    assert said(codings(doc, frames(*lines), RELATIONS, LISTS)) == ["germany warns serbia"]


@pytest.mark.parametrize("above", ["head", "bank"])
def test_who_heads_a_body_may_be_named_behind_it(above: str) -> None:
    text = f"""
    The                  DT    det       head
    head                 NN    nsubj     supported
    of                   IN    prep      head
    the                  DT    det       bank
    bank                 NN    pobj      of
    ,                    ,     punct     bank
    Banga                NNP   appos     {above}     @Person
    ,                    ,     punct     head
    supported/support    VBD   ROOT
    Egypt                NNP   dobj      supported    @State
    """
    assert said(codings(document(text), frames(*FRAMES), RELATIONS, {**LISTS, "office": frozenset({"head"})})) == ["banga supports egypt"]


def test_two_adjectives_of_countries_share_a_noun() -> None:
    text = """
    Turkish              JJ    nsubj     met          @State=turkey:demonym
    and                  CC    cc        Turkish
    Greek                JJ    amod      guards       @State=greece:demonym
    guards/guard         NNS   conj      Turkish
    met/meet             VBD   ROOT
    """
    doc = document(text)
    note = annotation_of(doc)
    body = replace(note.at(2)[0], start=2, end=4, head=3, kind="body")
    note.put(3, [body])
    found = codings(doc, frames(*FRAMES), RELATIONS, LISTS)
    assert said(found) == ["turkey meets greece", "greece meets turkey"]


def test_those_who_are_sent_are_of_where_they_come_from() -> None:
    text = """
    Doctors/doctor       NNS   nsubjpass sent
    from                 IN    prep      Doctors
    Cuba                 NNP   pobj      from         @State
    were/be              VBD   auxpass   sent
    sent/send            VBN   ROOT
    to                   IN    prep      sent
    Mali                 NNP   pobj      to           @State
    """
    found = codings(document(text), frames("arms: SOURCE send doctor to TARGET"), RELATIONS, {**LISTS, "moving": frozenset({"send"})})
    assert said(found) == ["cuba arms mali"]


WITHIN = """
Turkey               NNP   nsubj     attacked     @State
attacked/attack      VBD   ROOT
bases/base           NNS   dobj      attacked
near                 IN    prep      bases
towns/town           NNS   pobj      near
in                   IN    prep      towns
Syria                NNP   pobj      in           @State
"""


def test_a_party_stands_within_a_phrase_that_names_nobody() -> None:
    assert reached(WITHIN) == [("turkey attacks syria", "within")]


def test_what_is_done_in_a_state_is_not_within_the_deed() -> None:
    assert reached(WITHIN.replace("bases/base  ", "bases/strike")) == []


def test_who_stands_within_a_phrase_is_not_of_the_type_that_a_slot_asks_for() -> None:
    assert reached(WITHIN, "attacks: SOURCE attack TARGET:State") == []


def test_a_scene_is_the_reach_of_the_act() -> None:
    assert reached(fought_in("Libya") + LEFT, WITHDRAWS) == [("turkey withdrawsForcesFrom libya", "scene")]


def test_the_reach_of_a_coding_is_that_of_the_party_further_off() -> None:
    text = """
    Russian              JJ    amod      strikes      @State=russia:demonym
    strikes/strike       NNS   nsubj     killed
    killed/kill          VBD   ROOT
    civilians/civilian   NNS   dobj      killed
    in                   IN    prep      civilians
    Syria                NNP   pobj      in           @State
    """
    assert reached(text) == [("russia kills syria", "within")]


def test_of_equally_long_frames_the_one_that_names_both_parties_wins() -> None:
    text = """
    Russia               NNP   nsubj     rejected     @State
    rejected/reject      VBD   ROOT
    Turkey               NNP   poss      offer        @State
    's                   POS   case      Turkey
    offer                NN    dobj      rejected
    to                   IN    prep      rejected
    Turkey               NNP   pobj      to           @State
    """
    lines = ("rejects: SOURCE reject TARGET:State", "opposes: SOURCE reject to TARGET")
    assert reached(text, *lines) == reached(text, *reversed(lines)) == [("russia opposes turkey", "named")]


# Whose deed it is

KILLED = """
The                  DT    det       strikes
strikes/strike       NNS   nsubj     killed
killed/kill          VBD   ROOT
Kurds                NNPS  dobj      killed       @People
.                    .     punct     killed
"""


@pytest.mark.parametrize(
    "before",
    [
        """
        Russian              JJ    amod      strikes      @State=russia:demonym
        strikes/strike       NNS   nsubj     resumed
        resumed/resume       VBD   ROOT
        """,
        """
        Russia               NNP   nsubj     launched     @State
        launched/launch      VBD   ROOT
        strikes/strike       NNS   dobj      launched
        """,
    ],
)
def test_a_deed_without_an_owner_is_that_of_the_same_noun_before(before: str) -> None:
    (coding,) = codings(document(before + "\n" + KILLED), frames(*FRAMES), RELATIONS, LISTS)
    assert (said([coding]), coding.reach) == (["russia kills kurds"], "owner")
    assert (coding.source.head, coding.source.kind) == (4, "reference")


def test_a_deed_is_not_that_of_another_noun_before() -> None:
    before = """
    Russian              JJ    amod      raids        @State=russia:demonym
    raids/raid           NNS   nsubj     resumed
    resumed/resume       VBD   ROOT
    """
    assert coded(document(before + "\n" + KILLED)) == []


def test_a_deed_with_an_owner_keeps_it() -> None:
    before = """
    Russian              JJ    amod      strikes      @State=russia:demonym
    strikes/strike       NNS   nsubj     resumed
    resumed/resume       VBD   ROOT
    """
    owned = KILLED.replace("The                  DT    det       strikes", "Israeli JJ amod strikes @State=israel:demonym")
    assert coded(document(before + "\n" + owned)) == ["israel kills kurds"]


# Parties without a name


@pytest.mark.parametrize("event_type", ["AGREE", "CONSULT", "SUPPORT", "COOPERATE", "AID"])
@pytest.mark.parametrize(("turkey", "syria"), [("name", "unnamed"), ("unnamed", "name"), ("name", "organised"), ("name", "name")])
def test_who_has_no_name_takes_no_part_in_deals_and_help(event_type: str, turkey: str, syria: str) -> None:
    text = ATTACK.replace("@State", f"@People:{turkey}", 1).replace("@State", f"@People:{syria}")
    found = codings(document(text), frames("acts: SOURCE attack TARGET"), {"acts": relation("acts", event_type, 1)}, LISTS)
    assert said(found) == ([] if "unnamed" in (turkey, syria) else ["turkey acts syria"])


@pytest.mark.parametrize("event_type", ["ACCUSE", "REJECT", "REQUEST", "THREATEN", "PROTEST", "SANCTION", "COERCE", "ASSAULT"])
@pytest.mark.parametrize(("turkey", "syria"), [("name", "unnamed"), ("unnamed", "name")])
def test_who_has_no_name_does_and_suffers_other_acts(event_type: str, turkey: str, syria: str) -> None:
    text = ATTACK.replace("@State", f"@People:{turkey}", 1).replace("@State", f"@People:{syria}")
    found = codings(document(text), frames("acts: SOURCE attack TARGET"), {"acts": relation("acts", event_type, 3)}, LISTS)
    assert said(found) == ["turkey acts syria"]


def test_two_without_a_name_do_nothing_to_each_other() -> None:
    assert coded(document(ATTACK.replace("@State", "@People:unnamed"))) == []


def test_a_named_party_goes_before_one_without_a_name() -> None:
    text = """
    Turkey               NNP   nsubj     marched      @State
    marched/march        VBD   ROOT
    towards              IN    prep      marched
    refugees/refugee     NNS   pobj      towards      @People:unnamed
    against              IN    prep      marched
    Syria                NNP   pobj      against      @State
    """
    assert coded(document(text), "opposes: SOURCE march towards|against TARGET") == ["turkey opposes syria"]
    assert coded(document(text), "opposes: SOURCE march towards TARGET") == ["turkey opposes refugees"]


# Crowds

PROTESTED = """
Turks                NNPS  nsubj     protested    @State=turkey:people
protested/protest    VBD   ROOT
against              IN    prep      protested
Erdogan              NNP   pobj      against      @Person>turkey
"""


def test_citizens_who_protest_against_their_own_leader_act_for_themselves() -> None:
    doc = document(PROTESTED)
    (coding,) = codings(doc, frames("protests: SOURCE protest against TARGET"), RELATIONS, LISTS)
    assert said([coding]) == ["named-people-turks protests erdogan"]
    assert (coding.source.actor.type, coding.source.principal) == ("People", coding.source.actor)


def test_citizens_who_protest_against_another_leader_are_their_state() -> None:
    assert coded(document(PROTESTED.replace(">turkey", ">syria")), "protests: SOURCE protest against TARGET") == ["turkey protests erdogan"]


def test_citizens_do_nothing_else_to_their_own_leader() -> None:
    assert coded(document(PROTESTED), "condemns: SOURCE protest against TARGET") == []


# Fellows


@pytest.mark.parametrize(("noun", "expected"), [("base", ["turkey condemns nato"]), ("ally", [])])
def test_who_belongs_to_an_alliance_is_not_the_alliance(noun: str, expected: list[str]) -> None:
    text = f"""
    Turkey               NNP   nsubj     condemned    @State
    condemned/condemn    VBD   ROOT
    a                    DT    det       {noun}
    NATO                 NNP   compound  {noun}       @Organisation
    {noun}               NN    dobj      condemned
    .                    .     punct     condemned
    """
    assert coded(document(text)) == expected


# What stands where


def test_aid_to_people_without_a_name_goes_to_their_state() -> None:
    text = """
    France               NNP   nsubj     sent         @State
    sent/send            VBD   ROOT
    weapons/weapon       NNS   dobj      sent
    to                   IN    prep      sent
    people               NNS   pobj      to           @People:unnamed
    in                   IN    prep      sent
    Somalia              NNP   pobj      in           @State
    .                    .     punct     sent
    """
    (coding,) = codings(document(text), frames("arms: SOURCE send weapon to TARGET"), RELATIONS, LISTS)
    assert said([coding]) == ["france arms somalia"]
    assert coding.reach == "within"


@pytest.mark.parametrize(("before", "expected"), [(True, []), (False, ["us attacks iraq"])])
def test_a_place_in_front_of_the_verb_is_a_setting(before: bool, expected: list[str]) -> None:
    place = ["in IN prep conducted", "Iraq NNP pobj in @State"]
    verb = ["US NNP nsubj conducted @State", "conducted/conduct VBD ROOT", "strikes/strike NNS dobj conducted"]
    doc = document("\n".join([*place, *verb] if before else [*verb, *place]))
    assert coded(doc, "attacks: SOURCE conduct strike in TARGET") == expected


def test_no_area_acts() -> None:
    text = """
    The                  DT    det       area
    area                 NN    nsubj     attacked
    of                   IN    prep      area
    Baghdad              NNP   pobj      of           @State
    attacked/attack      VBD   ROOT
    Iran                 NNP   dobj      attacked     @State
    """
    assert coded(document(text)) == []


def test_a_phrase_that_the_parser_hung_on_a_name_belongs_to_the_verb() -> None:
    text = """
    France               NNP   nsubj     kept         @State
    kept/keep            VBD   ROOT
    Mali                 NNP   dobj      kept         @State
    at                   IN    prep      Mali
    length               NN    pobj      at
    """
    assert coded(document(text), "rejects: SOURCE keep TARGET at length") == ["france rejects mali"]


def test_an_active_verb_is_no_participle_of_its_object() -> None:
    text = """
    Russia               NNP   nsubj     expelled     @State
    expelled/expel       VBD   ROOT
    diplomats/diplomat   NNS   dobj      expelled     @People:unnamed
    from                 IN    prep      expelled
    Poland               NNP   pobj      from         @State
    """
    assert coded(document(text), "removesFrom: TARGET be expelled from SOURCE") == []


def test_who_is_known_by_a_name_bears_it() -> None:
    text = """
    Turkey               NNP   nsubj     attacked     @State
    attacked/attack      VBD   ROOT
    fighters/fighter     NNS   dobj      attacked
    known/know           VBN   acl       fighters
    as                   IN    prep      known
    Hezbollah            NNP   pobj      as           @Group
    """
    assert coded(document(text)) == ["turkey attacks hezbollah"]


def test_respectively_parts_the_dyads() -> None:
    text = """
    Russia               NNP   nsubj     armed        @State
    and                  CC    cc        Russia
    Iran                 NNP   conj      Russia       @State
    armed/arm            VBD   ROOT
    Syria                NNP   dobj      armed        @State
    and                  CC    cc        Syria
    Yemen                NNP   conj      Syria        @State
    respectively         RB    advmod    armed
    """
    assert coded(document(text)) == ["russia arms syria", "iran arms yemen"]


@pytest.mark.parametrize(
    ("victim", "expected"),
    [
        ("@Group", ["israel attacks commanders"]),
        ("", ["israel attacks gaza"]),
    ],
)
def test_the_place_where_somebody_is_hit_who_has_a_name_is_not_attacked(victim: str, expected: list[str]) -> None:
    text = f"""
    Israel               NNP   nsubj     killed       @State
    killed/kill          VBD   ROOT
    commanders/commander NNS   dobj      killed       {victim}
    in                   IN    prep      commanders
    Gaza                 NNP   pobj      in           @Place
    .                    .     punct     killed
    """
    assert coded(document(text), "attacks: SOURCE kill TARGET", "attacks: SOURCE kill commander in TARGET:Place") == expected


def test_a_pronoun_that_would_make_the_source_its_own_target_means_whoever_says_so() -> None:
    text = """
    Ukraine              NNP   nsubj     said         @State
    said/say             VBD   ROOT
    Russia               NNP   nsubj     attacked     @State
    attacked/attack      VBD   ccomp     said
    it                   PRP   dobj      attacked
    .                    .     punct     said
    """
    doc = document(text)
    note = annotation_of(doc)
    ukraine, russia = (note.at(token(doc, name).i)[0] for name in ("Ukraine", "Russia"))
    note.put(token(doc, "it").i, [replace(russia, head=token(doc, "it").i, kind="reference")])
    found = codings(doc, frames("attacks: SOURCE attack TARGET"), RELATIONS, LISTS, lambda _: ukraine)
    assert said(found) == ["russia attacks ukraine"]
