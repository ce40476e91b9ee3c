"""Passives, clauses, control, coordination, nouns and adjectives become predicates with deep roles."""

from __future__ import annotations

import pytest
from builders import document, roles, token

from kg.extract.annotation import with_conjuncts
from kg.extract.predicates import Predicates

LISTS = {
    "light": frozenset({"launch", "hold", "come", "impose"}),
    "answering": frozenset({"retaliate"}),
    "accusing": frozenset({"accuse"}),
    "subjectcontrol": frozenset({"promise", "send"}),
    "speech": frozenset({"warning"}),
    "leading": frozenset({"lead"}),
    "quantity": frozenset({"list"}),
    "framing": frozenset({"effort", "package"}),
    "helping": frozenset({"back"}),
    "standpoint": frozenset({"support"}),
    "calling": frozenset({"know"}),
    "talks": frozenset({"discussion"}),
    "actnoun": frozenset({"attack"}),
    "harming": frozenset({"kill"}),
    "topical": frozenset({"information"}),
    "losing": frozenset({"lose"}),
    "appealing": frozenset({"call"}),
    "purpose": frozenset({"bid"}),
    "terming": frozenset({"call", "describe"}),
    "making": frozenset({"publish"}),
    "summing": frozenset({"move", "charge"}),
}

# Each case: the document, the predicate, the roles that must be there and no other subject, object or possessor.
CASES = {
    "active": (
        """
        Turkey               NNP   nsubj     attacked
        attacked/attack      VBD   ROOT
        Syria                NNP   dobj      attacked
        .                    .     punct     attacked
        """,
        "attacked",
        {"subject": ["Turkey"], "object": ["Syria"]},
    ),
    "an agent behind the reason of a passive": (
        """
        Iran                 NNP   nsubjpass condemned
        was/be               VBD   auxpass   condemned
        condemned/condemn    VBN   ROOT
        for                  IN    prep      condemned
        its                  PRP$  poss      tests
        tests/test           NNS   pobj      for
        by                   IN    prep      tests
        Japan                NNP   pobj      by
        .                    .     punct     condemned
        """,
        "condemned",
        {"subject": ["Japan"], "object": ["Iran"]},
    ),
    "an infinitive of whom a call is for": (
        """
        Calls/call           NNS   nsubj     grew
        by                   IN    prep      Calls
        UN                   NNP   pobj      by
        for                  IN    prep      Calls
        Kenya                NNP   pobj      for
        to                   TO    aux       leave
        leave                VB    acl       Calls
        Chad                 NNP   dobj      leave
        grew/grow            VBD   ROOT
        """,
        "leave",
        {"subject": ["Kenya"], "object": ["Chad"]},
    ),
    "a deed with which an act is answered": (
        """
        Turkey               NNP   nsubj     retaliated
        retaliated/retaliate VBD   ROOT
        with                 IN    prep      retaliated
        strikes/strike       NNS   pobj      with
        on                   IN    prep      strikes
        Syria                NNP   pobj      on
        .                    .     punct     retaliated
        """,
        "strikes",
        {"poss": ["Turkey"], "prep on": ["Syria"]},
    ),
    "what a pronoun stands for above an infinitive": (
        """
        rebels/rebel         NNS   nsubj     attacked
        ,                    ,     punct     rebels
        whom                 WP    dobj      said
        Qatar                NNP   nsubjpass said
        is/be                VBZ   auxpass   said
        said/say             VBN   relcl     rebels
        to                   TO    aux       fund
        fund                 VB    xcomp     said
        ,                    ,     punct     rebels
        attacked/attack      VBD   ROOT
        Chad                 NNP   dobj      attacked
        .                    .     punct     attacked
        """,
        "fund",
        {"subject": ["Qatar"], "object": ["rebels"]},
    ),
    "an infinitive of what somebody was": (
        """
        Italy                NNP   nsubj     was
        was/be               VBD   ROOT
        the                  DT    det       country
        first                JJ    amod      country
        country              NN    attr      was
        to                   TO    aux       host
        host                 VB    relcl     country
        Maduro               NNP   dobj      host
        .                    .     punct     was
        """,
        "host",
        {"subject": ["Italy"], "object": ["Maduro"]},
    ),
    "passive with by": (
        """
        Syria                NNP   nsubjpass attacked
        was/be               VBD   auxpass   attacked
        attacked/attack      VBN   ROOT
        by                   IN    agent     attacked
        Turkey               NNP   pobj      by
        .                    .     punct     attacked
        """,
        "attacked",
        {"subject": ["Turkey"], "object": ["Syria"]},
    ),
    "passive without by": (
        """
        Syria                NNP   nsubjpass attacked
        was/be               VBD   auxpass   attacked
        attacked/attack      VBN   ROOT
        on                   IN    prep      attacked
        Monday               NNP   pobj      on
        .                    .     punct     attacked
        """,
        "attacked",
        {"object": ["Syria"], "prep on": ["Monday"]},
    ),
    "relative clause with a subject gap": (
        """
        Turkey               NNP   nsubj     welcomed
        ,                    ,     punct     Turkey
        which                WDT   nsubj     attacked
        attacked/attack      VBD   relcl     Turkey
        Syria                NNP   dobj      attacked
        ,                    ,     punct     welcomed
        welcomed/welcome     VBD   ROOT
        Russia               NNP   dobj      welcomed
        .                    .     punct     welcomed
        """,
        "attacked",
        {"subject": ["Turkey"], "object": ["Syria"]},
    ),
    "relative clause with an object gap": (
        """
        Rebels/rebel         NNS   nsubj     attacked
        that                 WDT   dobj      armed
        Turkey               NNP   nsubj     armed
        armed/arm            VBN   relcl     Rebels
        attacked/attack      VBD   ROOT
        Syria                NNP   dobj      attacked
        .                    .     punct     attacked
        """,
        "armed",
        {"subject": ["Turkey"], "object": ["Rebels"]},
    ),
    "relative clause without a pronoun": (
        """
        The                  DT    det       rebels
        rebels/rebel         NNS   nsubj     attacked
        Turkey               NNP   nsubj     armed
        armed/arm            VBD   relcl     rebels
        attacked/attack      VBD   ROOT
        Syria                NNP   dobj      attacked
        """,
        "armed",
        {"subject": ["Turkey"], "object": ["rebels"]},
    ),
    "passive relative clause": (
        """
        Rebels/rebel         NNS   nsubj     attacked
        who                  WP    nsubjpass armed
        were/be              VBD   auxpass   armed
        armed/arm            VBN   relcl     Rebels
        by                   IN    agent     armed
        Turkey               NNP   pobj      by
        attacked/attack      VBD   ROOT
        Syria                NNP   dobj      attacked
        .                    .     punct     attacked
        """,
        "armed",
        {"subject": ["Turkey"], "object": ["Rebels"]},
    ),
    "relative clause with a preposition": (
        """
        Turkey               NNP   nsubj     attacked
        ,                    ,     punct     Turkey
        with                 IN    prep      signed
        which                WDT   pobj      with
        Russia               NNP   nsubj     signed
        signed/sign          VBD   relcl     Turkey
        a                    DT    det       deal
        deal                 NN    dobj      signed
        ,                    ,     punct     attacked
        attacked/attack      VBD   ROOT
        Syria                NNP   dobj      attacked
        .                    .     punct     attacked
        """,
        "signed",
        {"subject": ["Russia"], "object": ["deal"], "prep with": ["Turkey"]},
    ),
    "participle of the past behind its noun": (
        """
        Forces/force         NNS   nsubj     attacked
        backed/back          VBN   acl       Forces
        by                   IN    agent     backed
        Iran                 NNP   pobj      by
        attacked/attack      VBD   ROOT
        Israel               NNP   dobj      attacked
        .                    .     punct     attacked
        """,
        "backed",
        {"subject": ["Iran"], "object": ["Forces"]},
    ),
    "participle of the present behind its noun": (
        """
        Turkey               NNP   nsubj     welcomed
        welcomed/welcome     VBD   ROOT
        rebels/rebel         NNS   dobj      welcomed
        fighting/fight       VBG   acl       rebels
        Syria                NNP   dobj      fighting
        .                    .     punct     welcomed
        """,
        "fighting",
        {"subject": ["rebels"], "object": ["Syria"]},
    ),
    "participle with an agent joined by a hyphen": (
        """
        US                   NNP   npadvmod  backed
        -                    HYPH  punct     backed
        backed/back          VBN   amod      forces
        forces/force         NNS   nsubj     attacked
        attacked/attack      VBD   ROOT
        Syria                NNP   dobj      attacked
        .                    .     punct     attacked
        """,
        "backed",
        {"subject": ["US"], "object": ["forces"]},
    ),
    "participle whose hyphenated agent was parsed apart": (
        """
        US                   NNP   compound  forces
        -                    HYPH  punct     forces
        backed/back          VBN   amod      forces
        forces/force         NNS   nsubj     attacked
        attacked/attack      VBD   ROOT
        Syria                NNP   dobj      attacked
        """,
        "backed",
        {"subject": ["US"], "object": ["forces"]},
    ),
    "reduced adverbial clause, passive": (
        """
        Attacked/attack      VBN   advcl     asked
        by                   IN    agent     Attacked
        Russia               NNP   pobj      by
        ,                    ,     punct     asked
        Ukraine              NNP   nsubj     asked
        asked/ask            VBD   ROOT
        Poland               NNP   dobj      asked
        for                  IN    prep      asked
        weapons/weapon       NNS   pobj      for
        .                    .     punct     asked
        """,
        "Attacked",
        {"subject": ["Russia"], "object": ["Ukraine"]},
    ),
    "reduced adverbial clause, active": (
        """
        Turkey               NNP   nsubj     attacked
        attacked/attack      VBD   ROOT
        Syria                NNP   dobj      attacked
        ,                    ,     punct     attacked
        killing/kill         VBG   advcl     attacked
        soldiers/soldier     NNS   dobj      killing
        .                    .     punct     attacked
        """,
        "killing",
        {"subject": ["Turkey"], "object": ["soldiers"]},
    ),
    "control by the object": (
        """
        The                  DT    det       deal
        deal                 NN    nsubj     prompted
        prompted/prompt      VBD   ROOT
        Washington           NNP   dobj      prompted
        to                   TO    aux       remove
        remove               VB    xcomp     prompted
        Turkey               NNP   dobj      remove
        .                    .     punct     prompted
        """,
        "remove",
        {"subject": ["Washington"], "object": ["Turkey"]},
    ),
    "control by the passive subject": (
        """
        France               NNP   nsubjpass forced
        was/be               VBD   auxpass   forced
        forced/force         VBN   ROOT
        to                   TO    aux       withdraw
        withdraw             VB    xcomp     forced
        .                    .     punct     forced
        """,
        "withdraw",
        {"subject": ["France"]},
    ),
    "control by the subject": (
        """
        Turkey               NNP   nsubj     agreed
        agreed/agree         VBD   ROOT
        to                   TO    aux       send
        send                 VB    xcomp     agreed
        troops/troop         NNS   dobj      send
        .                    .     punct     agreed
        """,
        "send",
        {"subject": ["Turkey"], "object": ["troops"]},
    ),
    "control by the subject past an object": (
        """
        Russia               NNP   nsubj     promised
        promised/promise     VBD   ROOT
        Iran                 NNP   dobj      promised
        to                   TO    aux       attack
        attack               VB    xcomp     promised
        Israel               NNP   dobj      attack
        .                    .     punct     promised
        """,
        "attack",
        {"subject": ["Russia"], "object": ["Israel"]},
    ),
    "raising": (
        """
        Turkey               NNP   nsubj     seems
        seems/seem           VBZ   ROOT
        to                   TO    aux       support
        support              VB    xcomp     seems
        Russia               NNP   dobj      support
        .                    .     punct     seems
        """,
        "support",
        {"subject": ["Turkey"], "object": ["Russia"]},
    ),
    "control by an adjective": (
        """
        Turkey               NNP   nsubj     is
        is/be                VBZ   ROOT
        ready                JJ    acomp     is
        to                   TO    aux       attack
        attack               VB    xcomp     ready
        Syria                NNP   dobj      attack
        .                    .     punct     is
        """,
        "attack",
        {"subject": ["Turkey"], "object": ["Syria"]},
    ),
    "control by a possessor": (
        """
        Turkey               NNP   poss      decision
        's                   POS   case      Turkey
        decision             NN    nsubj     angered
        to                   TO    aux       attack
        attack               VB    acl       decision
        Syria                NNP   dobj      attack
        angered/anger        VBD   ROOT
        Russia               NNP   dobj      angered
        .                    .     punct     angered
        """,
        "attack",
        {"subject": ["Turkey"], "object": ["Syria"]},
    ),
    "gerund after a verb of accusing": (
        """
        Iran                 NNP   nsubj     accused
        accused/accuse       VBD   ROOT
        Israel               NNP   dobj      accused
        of                   IN    prep      accused
        bombing/bomb         VBG   pcomp     of
        Syria                NNP   dobj      bombing
        .                    .     punct     accused
        """,
        "bombing",
        {"subject": ["Israel"], "object": ["Syria"]},
    ),
    "gerund after another verb": (
        """
        Iran                 NNP   nsubj     answered
        answered/answer      VBD   ROOT
        Israel               NNP   dobj      answered
        by                   IN    prep      answered
        bombing/bomb         VBG   pcomp     by
        Syria                NNP   dobj      bombing
        .                    .     punct     answered
        """,
        "bombing",
        {"subject": ["Iran"], "object": ["Syria"]},
    ),
    "second of two verbs": (
        """
        Turkey               NNP   nsubj     attacked
        attacked/attack      VBD   ROOT
        Syria                NNP   dobj      attacked
        and                  CC    cc        attacked
        occupied/occupy      VBD   conj      attacked
        Afrin                NNP   dobj      occupied
        .                    .     punct     attacked
        """,
        "occupied",
        {"subject": ["Turkey"], "object": ["Afrin"]},
    ),
    "first of two verbs that share an object": (
        """
        Turkey               NNP   nsubj     attacked
        attacked/attack      VBD   ROOT
        and                  CC    cc        attacked
        occupied/occupy      VBD   conj      attacked
        Syria                NNP   dobj      occupied
        .                    .     punct     attacked
        """,
        "attacked",
        {"subject": ["Turkey"], "object": ["Syria"]},
    ),
    "second of two passives": (
        """
        Syria                NNP   nsubjpass attacked
        was/be               VBD   auxpass   attacked
        attacked/attack      VBN   ROOT
        and                  CC    cc        attacked
        occupied/occupy      VBN   conj      attacked
        by                   IN    agent     occupied
        Turkey               NNP   pobj      by
        .                    .     punct     attacked
        """,
        "occupied",
        {"subject": ["Turkey"], "object": ["Syria"]},
    ),
    "noun with possessor and of-phrase": (
        """
        Russia               NNP   poss      invasion
        's                   POS   case      Russia
        invasion             NN    nsubj     angered
        of                   IN    prep      invasion
        Ukraine              NNP   pobj      of
        angered/anger        VBD   ROOT
        Poland               NNP   dobj      angered
        .                    .     punct     angered
        """,
        "invasion",
        {"poss": ["Russia"], "prep of": ["Ukraine"]},
    ),
    "noun with a by-phrase": (
        """
        The                  DT    det       invasion
        invasion             NN    nsubj     angered
        of                   IN    prep      invasion
        Ukraine              NNP   pobj      of
        by                   IN    prep      invasion
        Russia               NNP   pobj      by
        angered/anger        VBD   ROOT
        Poland               NNP   dobj      angered
        .                    .     punct     angered
        """,
        "invasion",
        {"poss": ["Russia"], "prep of": ["Ukraine"], "prep by": ["Russia"]},
    ),
    "noun with an adjective of a country": (
        """
        The                  DT    det       assault
        Turkish              JJ    amod      assault
        assault              NN    nsubj     failed
        on                   IN    prep      assault
        Afrin                NNP   pobj      on
        failed/fail          VBD   ROOT
        .                    .     punct     failed
        """,
        "assault",
        {"mod": ["Turkish"], "prep on": ["Afrin"]},
    ),
    "noun that shares the possessor and the preposition of the noun before it": (
        """
        Russia               NNP   poss      invasion
        's                   POS   case      Russia
        invasion             NN    nsubj     angered
        and                  CC    cc        invasion
        occupation           NN    conj      invasion
        of                   IN    prep      invasion
        Ukraine              NNP   pobj      of
        angered/anger        VBD   ROOT
        Poland               NNP   dobj      angered
        .                    .     punct     angered
        """,
        "occupation",
        {"poss": ["Russia"], "prep of": ["Ukraine"]},
    ),
    "noun that shares the preposition of the noun behind it": (
        """
        Russia               NNP   poss      invasion
        's                   POS   case      Russia
        invasion             NN    nsubj     angered
        and                  CC    cc        invasion
        occupation           NN    conj      invasion
        of                   IN    prep      occupation
        Ukraine              NNP   pobj      of
        angered/anger        VBD   ROOT
        Poland               NNP   dobj      angered
        """,
        "invasion",
        {"poss": ["Russia"], "prep of": ["Ukraine"]},
    ),
    "noun under a light verb": (
        """
        Turkey               NNP   nsubj     launched
        launched/launch      VBD   ROOT
        an                   DT    det       attack
        attack               NN    dobj      launched
        on                   IN    prep      attack
        Syria                NNP   pobj      on
        .                    .     punct     launched
        """,
        "attack",
        {"poss": ["Turkey"], "prep on": ["Syria"]},
    ),
    "noun under a heavy verb": (
        """
        Turkey               NNP   nsubj     condemned
        condemned/condemn    VBD   ROOT
        an                   DT    det       attack
        attack               NN    dobj      condemned
        on                   IN    prep      attack
        Syria                NNP   pobj      on
        .                    .     punct     condemned
        """,
        "attack",
        {"prep on": ["Syria"]},
    ),
    "adjective behind a copula": (
        """
        Turkey               NNP   nsubj     is
        is/be                VBZ   ROOT
        hostile              JJ    acomp     is
        to                   IN    prep      hostile
        Syria                NNP   pobj      to
        .                    .     punct     is
        """,
        "hostile",
        {"subject": ["Turkey"], "prep to": ["Syria"]},
    ),
    "noun behind a copula": (
        """
        Turkey               NNP   nsubj     is
        is/be                VBZ   ROOT
        an                   DT    det       ally
        ally                 NN    attr      is
        of                   IN    prep      ally
        Russia               NNP   pobj      of
        .                    .     punct     is
        """,
        "ally",
        {"subject": ["Turkey"], "prep of": ["Russia"]},
    ),
    "apposition": (
        """
        France               NNP   nsubj     condemned
        ,                    ,     punct     France
        an                   DT    det       ally
        ally                 NN    appos     France
        of                   IN    prep      ally
        Turkey               NNP   pobj      of
        ,                    ,     punct     condemned
        condemned/condemn    VBD   ROOT
        Syria                NNP   dobj      condemned
        .                    .     punct     condemned
        """,
        "ally",
        {"subject": ["France"], "prep of": ["Turkey"]},
    ),
    "noun behind as": (
        """
        Iran                 NNP   nsubj     regards
        regards/regard       VBZ   ROOT
        Israel               NNP   dobj      regards
        as                   IN    prep      regards
        an                   DT    det       enemy
        enemy                NN    pobj      as
        of                   IN    prep      enemy
        Syria                NNP   pobj      of
        .                    .     punct     regards
        """,
        "enemy",
        {"subject": ["Israel"], "prep of": ["Syria"]},
    ),
    "compound preposition": (
        """
        Turkey               NNP   nsubj     pulled
        pulled/pull          VBD   ROOT
        out                  IN    prep      pulled
        of                   IN    prep      out
        Syria                NNP   pobj      of
        .                    .     punct     pulled
        """,
        "pulled",
        {"subject": ["Turkey"], "prep out of": ["Syria"]},
    ),
    "particle with a preposition behind it": (
        """
        Turkey               NNP   nsubj     walked
        walked/walk          VBD   ROOT
        away                 RB    advmod    walked
        from                 IN    prep      walked
        Syria                NNP   pobj      from
        """,
        "walked",
        {"subject": ["Turkey"], "particle away": ["away"], "prep from": ["Syria"], "prep away from": ["Syria"]},
    ),
    "two objects": (
        """
        Turkey               NNP   nsubj     sent
        sent/send            VBD   ROOT
        Libya                NNP   dative    sent
        weapons/weapon       NNS   dobj      sent
        """,
        "sent",
        {"subject": ["Turkey"], "recipient": ["Libya"], "object": ["weapons"]},
    ),
    "that-clause": (
        """
        Turkey               NNP   nsubj     demanded
        demanded/demand      VBD   ROOT
        that                 IN    mark      withdraw
        Syria                NNP   nsubj     withdraw
        withdraw             VB    ccomp     demanded
        troops/troop         NNS   dobj      withdraw
        .                    .     punct     demanded
        """,
        "demanded",
        {"subject": ["Turkey"], "that": ["withdraw"]},
    ),
    "if-clause": (
        """
        Turkey               NNP   nsubj     attack
        will                 MD    aux       attack
        attack               VB    ROOT
        if                   IN    mark      moves
        Syria                NNP   nsubj     moves
        moves/move           VBZ   advcl     attack
        .                    .     punct     attack
        """,
        "attack",
        {"subject": ["Turkey"], "if": ["moves"]},
    ),
    "infinitive": (
        """
        Turkey               NNP   nsubj     called
        called/call          VBD   ROOT
        on                   IN    prep      called
        Russia               NNP   pobj      on
        to                   TO    aux       leave
        leave                VB    xcomp     called
        .                    .     punct     called
        """,
        "called",
        {"subject": ["Turkey"], "prep on": ["Russia"], "to": ["leave"]},
    ),
    "noun whose phrase was hung on its verb": (
        """
        Turkey               NNP   nsubj     announced
        announced/announce   VBD   ROOT
        the                  DT    det       deployment
        deployment           NN    dobj      announced
        to                   IN    prep      announced
        Liberia              NNP   pobj      to
        .                    .     punct     announced
        """,
        "deployment",
        {"prep to": ["Liberia"]},
    ),
    "noun whose phrase was hung on its of-phrase": (
        """
        Turkey               NNP   nsubj     announced
        announced/announce   VBD   ROOT
        the                  DT    det       deployment
        deployment           NN    dobj      announced
        of                   IN    prep      deployment
        troops/troop         NNS   pobj      of
        to                   IN    prep      troops
        Liberia              NNP   pobj      to
        .                    .     punct     announced
        """,
        "deployment",
        {"prep of": ["troops"], "prep to": ["Liberia"]},
    ),
    "noun with a phrase of its own beside that of its verb": (
        """
        Turkey               NNP   nsubj     announced
        announced/announce   VBD   ROOT
        curbs/curb           NNS   dobj      announced
        on                   IN    prep      curbs
        Syria                NNP   pobj      on
        on                   IN    prep      announced
        Monday               NNP   pobj      on.2
        .                    .     punct     announced
        """,
        "curbs",
        {"prep on": ["Syria"]},
    ),
    "noun with a participle behind it that carries it": (
        """
        The                  DT    det       curbs
        curbs/curb           NNS   nsubj     hurt
        imposed/impose       VBN   acl       curbs
        by                   IN    agent     imposed
        Japan                NNP   pobj      by
        on                   IN    prep      imposed
        Korea                NNP   pobj      on
        hurt                 VBD   ROOT
        trade                NN    dobj      hurt
        """,
        "curbs",
        {"poss": ["Japan"], "prep on": ["Korea"]},
    ),
    "noun that is counted": (
        """
        Turkey               NNP   nsubj     holds
        holds/hold           VBZ   ROOT
        a                    DT    det       list
        list                 NN    dobj      holds
        of                   IN    prep      list
        grievances/grievance NNS   pobj      of
        with                 IN    prep      grievances
        Russia               NNP   pobj      with
        .                    .     punct     holds
        """,
        "grievances",
        {"poss": ["Turkey"], "prep with": ["Russia"]},
    ),
    "noun that somebody leads": (
        """
        The                  DT    det       invasion
        US                   NNP   npadvmod  led
        -                    HYPH  punct     led
        led/lead             VBN   amod      invasion
        invasion             NN    nsubj     began
        of                   IN    prep      invasion
        Iraq                 NNP   pobj      of
        began/begin          VBD   ROOT
        """,
        "invasion",
        {"poss": ["US"], "prep of": ["Iraq"]},
    ),
    "noun for a word beside the verb of the speaker": (
        """
        In                   IN    prep      spoke
        a                    DT    det       warning
        warning              NN    pobj      In
        to                   IN    prep      warning
        Moscow               NNP   pobj      to
        ,                    ,     punct     spoke
        Borrell              NNP   nsubj     spoke
        spoke/speak          VBD   ROOT
        of                   IN    prep      spoke
        war                  NN    pobj      of
        """,
        "warning",
        {"poss": ["Borrell"], "prep to": ["Moscow"]},
    ),
    "modal": (
        """
        Turkey               NNP   nsubj     leave
        must                 MD    aux       leave
        leave                VB    ROOT
        Syria                NNP   dobj      leave
        .                    .     punct     leave
        """,
        "must",
        {"subject": ["Turkey"]},
    ),
    "modal of a passive": (
        """
        Turkey               NNP   nsubjpass stopped
        must                 MD    aux       stopped
        be                   VB    auxpass   stopped
        stopped/stop         VBN   ROOT
        .                    .     punct     stopped
        """,
        "must",
        {"subject": ["Turkey"]},
    ),
    "a slip: the verb of the sentence read as a participle": (
        """
        The                  DT    det       coalition
        coalition            NN    ROOT
        bombed/bomb          VBN   acl       coalition
        Raqqa                NNP   dobj      bombed
        .                    .     punct     coalition
        """,
        "bombed",
        {"subject": ["coalition"], "object": ["Raqqa"]},
    ),
    "a slip: the subject read as an adverbial": (
        """
        Azerbaijan           NNP   npadvmod  supplied
        supplied/supply      VBD   ROOT
        rifles/rifle         NNS   dobj      supplied
        .                    .     punct     supplied
        """,
        "supplied",
        {"subject": ["Azerbaijan"], "object": ["rifles"]},
    ),
    "a slip: the object read as an adverbial": (
        """
        France               NNP   nsubj     bailed
        bailed/bail          VBD   ROOT
        out                  RP    prt       bailed
        Mali                 NNP   npadvmod  bailed
        .                    .     punct     bailed
        """,
        "bailed",
        {"subject": ["France"], "object": ["Mali"], "particle out": ["out"]},
    ),
    "a slip: a second object behind talks": (
        """
        Abiy                 NNP   nsubj     held
        held/hold            VBD   ROOT
        discussions/discussion NNS dobj      held
        with                 IN    prep      discussions
        Mohamed              NNP   pobj      with
        Farmajo              NNP   dobj      held
        .                    .     punct     held
        """,
        "held",
        {"subject": ["Abiy"], "object": ["discussions"]},
    ),
    "a slip: an object read as the subject of its participle": (
        """
        Turkey               NNP   nsubj     accepted
        accepted/accept      VBD   ROOT
        refugees/refugee     NNS   nsubj     fleeing
        fleeing/flee         VBG   ccomp     accepted
        Syria                NNP   dobj      fleeing
        .                    .     punct     accepted
        """,
        "accepted",
        {"subject": ["Turkey"], "object": ["refugees"]},
    ),
    "a time is no subject": (
        """
        Monday               NN    npadvmod  attacked
        Turkey               NNP   nsubj     attacked
        attacked/attack      VBD   ROOT
        Syria                NNP   dobj      attacked
        """,
        "attacked",
        {"subject": ["Turkey"], "object": ["Syria"]},
    ),
    "whoever is helped to do something does it": (
        """
        Washington           NNP   nsubj     backed
        backed/back          VBD   ROOT
        Kurds                NNPS  dobj      backed
        to                   TO    aux       oust
        oust                 VB    advcl     backed
        Daesh                NNP   dobj      oust
        .                    .     punct     backed
        """,
        "oust",
        {"subject": ["Kurds"], "object": ["Daesh"]},
    ),
    "in support of": (
        """
        France               NNP   nsubj     remains
        remains/remain       VBZ   ROOT
        steadfast            JJ    acomp     remains
        in                   IN    prep      steadfast
        support              NN    pobj      in
        of                   IN    prep      support
        Kenya                NNP   pobj      of
        .                    .     punct     remains
        """,
        "support",
        {"poss": ["France"], "prep of": ["Kenya"]},
    ),
    "proxies known by a name": (
        """
        Turkey               NNP   nsubj     fought
        fought/fight         VBD   ROOT
        its                  PRP$  poss      proxies
        proxies/proxy        NNS   dobj      fought
        ,                    ,     punct     proxies
        known/know           VBN   acl       proxies
        as                   IN    prep      known
        Hezbollah            NNP   pobj      as
        .                    .     punct     fought
        """,
        "proxies",
        {"subject": ["Hezbollah"], "poss": ["its"]},
    ),
    "a ban that somebody imposed": (
        """
        France               NNP   nsubj     lifted
        lifted/lift          VBD   ROOT
        the                  DT    det       ban
        ban                  NN    dobj      lifted
        that                 WDT   dobj      imposed
        it                   PRP   nsubj     imposed
        imposed/impose       VBD   relcl     ban
        on                   IN    prep      imposed
        Mali                 NNP   pobj      on
        .                    .     punct     lifted
        """,
        "ban",
        {"prep on": ["Mali"]},
    ),
    "an attack and not its place kills": (
        """
        Daesh                NNP   nsubj     claimed
        claimed/claim        VBD   ROOT
        attacks/attack       NNS   dobj      claimed
        in                   IN    prep      attacks
        Baghdad              NNP   pobj      in
        which                WDT   nsubj     killed
        killed/kill          VBD   relcl     Baghdad
        civilians/civilian   NNS   dobj      killed
        .                    .     punct     claimed
        """,
        "killed",
        {"subject": ["attacks"], "object": ["civilians"]},
    ),
    "report published by": (
        """
        A                    DT    det       report
        report               NN    nsubj     accused
        published/publish    VBN   acl       report
        by                   IN    agent     published
        Amnesty              NNP   pobj      by
        accused/accuse       VBD   ROOT
        Mali                 NNP   dobj      accused
        .                    .     punct     accused
        """,
        "report",
        {"poss": ["Amnesty"]},
    ),
    "strike called by unions against": (
        """
        strikes/strike       NNS   nsubj     failed
        launched/launch      VBN   acl       strikes
        by                   IN    agent     launched
        unions/union         NNS   pobj      by
        against              IN    prep      unions
        Mali                 NNP   pobj      against
        failed/fail          VBD   ROOT
        """,
        "strikes",
        {"poss": ["unions"], "prep against": ["Mali"]},
    ),
    "infinitive of a headline": (
        """
        Macron               NN    ROOT
        to                   TO    aux       meet
        meet                 VB    relcl     Macron
        Xi                   NNP   dobj      meet
        """,
        "meet",
        {"subject": ["Macron"], "object": ["Xi"]},
    ),
    "agent behind the infinitive": (
        """
        Peru                 NNP   nsubjpass urged
        was/be               VBD   auxpass   urged
        urged/urge           VBN   ROOT
        to                   TO    aux       free
        free                 VB    xcomp     urged
        Castillo             NNP   dobj      free
        by                   IN    prep      free
        Mexico               NNP   pobj      by
        .                    .     punct     urged
        """,
        "urged",
        {"subject": ["Mexico"], "object": ["Peru"], "to": ["free"]},
    ),
    "whom somebody is accused of arming": (
        """
        rebels/rebel         NNS   nsubj     fled
        ,                    ,     punct     rebels
        whom                 WP    dobj      accused
        Rwanda               NNP   nsubjpass accused
        is/be                VBZ   auxpass   accused
        accused/accuse       VBN   relcl     rebels
        of                   IN    prep      accused
        arming/arm           VBG   pobj      of
        ,                    ,     punct     rebels
        fled/flee            VBD   ROOT
        """,
        "arming",
        {"subject": ["Rwanda"], "object": ["rebels"]},
    ),
    "most of what is bought": (
        """
        Vietnam              NNP   nsubj     buys
        buys/buy             VBZ   ROOT
        list                 JJS   dobj      buys
        of                   IN    prep      list
        weapons/weapon       NNS   pobj      of
        """,
        "buys",
        {"subject": ["Vietnam"], "object": ["list"]},
    ),
    "condition without if": (
        """
        Should               MD    aux       join
        Finland              NNP   nsubj     join
        join                 VB    advcl     retaliate
        NATO                 NNP   dobj      join
        ,                    ,     punct     retaliate
        Russia               NNP   nsubj     retaliate
        will                 MD    aux       retaliate
        retaliate            VB    ROOT
        .                    .     punct     retaliate
        """,
        "retaliate",
        {"subject": ["Russia"], "if": ["join"]},
    ),
    "participle that goes on from a participle": (
        """
        Macron               NNP   nsubj     called
        called/call          VBD   ROOT
        Biden                NNP   dobj      called
        urging/urge          VBG   advcl     called
        him                  PRP   dobj      urging
        to                   TO    aux       talk
        talk                 VB    xcomp     urging
        and                  CC    cc        talk
        warning/warn         VBG   conj      talk
        Rwanda               NNP   dobj      warning
        .                    .     punct     called
        """,
        "warning",
        {"subject": ["Macron"], "object": ["Rwanda"]},
    ),
    "noun that sums up a clause": (
        """
        France               NNP   nsubj     recalled
        recalled/recall      VBD   ROOT
        envoys/envoy         NNS   dobj      recalled
        ,                    ,     punct     envoys
        a                    DT    det       move
        move                 NN    appos     envoys
        Rome                 NNP   nsubj     regretted
        regretted/regret     VBD   relcl     move
        .                    .     punct     recalled
        """,
        "move",
        {"poss": ["France"], "subject": ["envoys"]},
    ),
    "noun that sums up a clause read upside down": (
        """
        Manila               NNP   nsubj     accused
        accused/accuse       VBD   ccomp     denied
        China                NNP   dobj      accused
        ,                    ,     punct     denied
        a                    DT    det       charge
        charge               NN    dobj      denied
        Beijing              NNP   nsubj     denied
        denied/deny          VBD   ROOT
        .                    .     punct     denied
        """,
        "charge",
        {"poss": ["Manila"]},
    ),
    "the latter as an object": (
        """
        Turkey               NNP   nsubj     accused
        accused/accuse       VBD   ROOT
        the                  DT    det       latter
        latter               JJ    dobj      accused
        .                    .     punct     accused
        """,
        "accused",
        {"subject": ["Turkey"], "object": ["latter"]},
    ),
}
CORE = {"subject", "object", "poss", "recipient"}


@pytest.mark.parametrize("case", CASES)
def test_deep_roles(case: str) -> None:
    text, predicate, expected = CASES[case]
    found = roles(document(text), predicate, LISTS)
    assert {role: found.get(role) for role in expected} == expected
    assert found.keys() & CORE == expected.keys() & CORE


def conjuncts(text: str, word: str) -> list[str]:
    return [t.text for t in with_conjuncts(token(document(text), word))]


def test_coordinated_objects_belong_together() -> None:
    text = """
    Turkey               NNP   nsubj     attacked
    attacked/attack      VBD   ROOT
    Syria                NNP   dobj      attacked
    ,                    ,     punct     Syria
    Iraq                 NNP   conj      Syria
    and                  CC    cc        Iraq
    Iran                 NNP   conj      Iraq
    .                    .     punct     attacked
    """
    assert conjuncts(text, "Syria") == ["Syria", "Iraq", "Iran"]


def test_a_slash_coordinates() -> None:
    text = """
    Turkey               NNP   nsubj     attacked
    attacked/attack      VBD   ROOT
    the                  DT    det       YPG
    PYD                  NNP   nmod      YPG
    /                    SYM   punct     YPG
    YPG                  NNP   dobj      attacked
    .                    .     punct     attacked
    """
    assert conjuncts(text, "YPG") == ["YPG", "PYD"]


def test_but_not_ends_a_coordination() -> None:
    text = """
    Turkey               NNP   nsubj     attacked
    attacked/attack      VBD   ROOT
    Syria                NNP   dobj      attacked
    but                  CC    cc        Syria
    not                  RB    neg       Iraq
    Iraq                 NNP   conj      Syria
    """
    assert conjuncts(text, "Syria") == ["Syria"]


def test_the_relative_clause_of_a_coordination_in_the_plural_belongs_to_all_of_it() -> None:
    text = """
    Russia               NNP   nsubj     condemned
    and                  CC    cc        Russia
    Iran                 NNP   conj      Russia
    ,                    ,     punct     Russia
    which                WDT   nsubj     support
    support              VBP   relcl     Iran
    Syria                NNP   dobj      support
    ,                    ,     punct     Russia
    condemned/condemn    VBD   ROOT
    Israel               NNP   dobj      condemned
    """
    assert roles(document(text), "support", LISTS)["subject"] == ["Russia"]


def test_a_noun_knows_the_subject_of_its_clause_but_not_when_it_is_the_subject() -> None:
    doc = document("""
    Kalin                NNP   nsubj     spoke
    spoke/speak          VBD   ROOT
    of                   IN    prep      spoke
    the                  DT    det       tensions
    tensions/tension     NNS   pobj      of
    with                 IN    prep      tensions
    France               NNP   pobj      with
    .                    .     punct     spoke
    """)
    predicates = Predicates(doc, LISTS)
    assert [doc[i].text for i in predicates.clause_subject(token(doc, "tensions"))] == ["Kalin"]
    assert predicates.clause_subject(token(doc, "Kalin")) == []


def test_a_noun_of_quantity_counts_what_stands_behind_of() -> None:
    doc = document("""
    A                    DT    det       list
    list                 NN    nsubj     grew
    of                   IN    prep      list
    grievances/grievance NNS   pobj      of
    in                   IN    prep      list
    Turkey               NNP   pobj      in
    grew/grow            VBD   ROOT
    .                    .     punct     grew
    """)
    predicates = Predicates(doc, LISTS)
    assert [doc[i].text for i in predicates.members(token(doc, "list").i)] == ["list", "grievances"]
    assert [doc[i].text for i in predicates.members(token(doc, "grievances").i)] == ["grievances"]


def test_a_thousand_verbs_in_a_row_share_their_subject() -> None:
    verbs = [f"bombed VBD conj bombed.{i}" for i in range(1, 1000)]
    doc = document("\n".join(["Turkey NNP nsubj bombed.1", "bombed VBD ROOT", *verbs, "Syria NNP dobj bombed.1000"]))
    assert Predicates(doc, LISTS).role(1000, "subject") == [0]


def test_a_thousand_names_in_a_row_belong_together() -> None:
    doc = document("\n".join(["Turkey NNP ROOT", *(f"Turkey NNP conj Turkey.{i}" for i in range(1, 1000))]))
    assert len(list(with_conjuncts(doc[0]))) == 1000


def test_punctuation_is_no_predicate() -> None:
    doc = document("""
    .                    .     ROOT
    """)
    assert Predicates(doc, LISTS).arguments(0) == ()


def test_a_measure_stands_for_what_it_is_a_measure_of() -> None:
    doc = document("""
    France               NNP   nsubj     ended
    ended/end            VBD   ROOT
    mediation            NN    compound  efforts
    efforts/effort       NNS   dobj      ended
    with                 IN    prep      efforts
    Mali                 NNP   pobj      with
    """)
    assert [doc[i].text for i in Predicates(doc, LISTS).members(token(doc, "efforts").i)] == ["efforts", "mediation"]


@pytest.mark.parametrize(("preposition", "expected"), [("on", False), ("with", True)])
def test_what_information_is_about_takes_no_part(preposition: str, expected: bool) -> None:
    doc = document(f"""
    France               NNP   nsubj     shared
    shared/share         VBD   ROOT
    information          NN    dobj      shared
    {preposition}        IN    prep      information
    Mali                 NNP   pobj      {preposition}
    """)
    predicates = Predicates(doc, LISTS)
    noun = token(doc, "information").i
    (argument,) = [a for a in predicates.arguments(noun) if a.role == "prep"]
    assert predicates.takes_part(argument, noun) is expected


@pytest.mark.parametrize(("verb", "expected"), [("criticised/criticise", ["ally"]), ("lost/lose", [])])
def test_a_noun_that_points_back_at_an_actor_is_its_own_subject_unless_it_is_lost(verb: str, expected: list[str]) -> None:
    word = verb.partition("/")[0]
    doc = document(f"""
    Turkey               NNP   nsubj     {word}
    {verb}               VBD   ROOT
    its                  PRP$  poss      ally
    ally                 NN    dobj      {word}
    """)
    predicates = Predicates(doc, LISTS, referring=frozenset({token(doc, "ally").i}))
    assert [doc[i].text for i in predicates.role(token(doc, "ally").i, "subject")] == expected


def test_a_cleft_sentence_stresses_its_subject() -> None:
    doc = document("""
    It                   PRP   nsubj     was
    was/be               VBD   ROOT
    Russia               NNP   attr      was
    who                  WP    nsubj     attacked
    attacked/attack      VBD   ccomp     was
    Georgia              NNP   dobj      attacked
    """)
    assert roles(doc, "attacked", LISTS)["subject"] == ["Russia"]


def test_a_participle_behind_a_copula_has_its_subject() -> None:
    doc = document("""
    Kenya                NNP   nsubj     is
    is/be                VBZ   ROOT
    opposed/oppose       VBN   acomp     is
    to                   IN    prep      opposed
    Somalia              NNP   pobj      to
    """)
    assert roles(doc, "opposed", LISTS) == {"prep to": ["Somalia"], "subject": ["Kenya"]}


def test_whoever_is_called_on_to_do_something_does_it() -> None:
    text = """
    China                NNP   nsubj     called
    called/call          VBD   ROOT
    on                   IN    prep      called
    Brazil               NNP   pobj      on
    to                   TO    aux       lift
    lift                 VB    advcl     called
    sanctions/sanction   NNS   dobj      lift
    .                    .     punct     called
    """
    assert roles(document(text), "lift", LISTS)["subject"] == ["Brazil"]


def test_what_is_called_something_is_meant_by_it() -> None:
    text = """
    Peru                 NNP   nsubj     condemned
    condemned/condemn    VBD   ROOT
    what                 WP    dobj      called
    it                   PRP   nsubj     called
    called/call          VBD   ccomp     condemned
    Chile                NNP   poss      interference
    's                   POS   case      Chile
    interference         NN    oprd      called
    .                    .     punct     condemned
    """
    assert roles(document(text), "condemned", LISTS)["object"] == ["interference"]


def test_what_is_described_as_something_is_meant_behind_a_preposition() -> None:
    text = """
    Peru                 NNP   nsubj     reacted
    reacted/react        VBD   ROOT
    to                   IN    prep      reacted
    what                 WP    dobj      described
    it                   PRP   nsubj     described
    described/describe   VBD   pcomp     to
    as                   IN    prep      described
    interference         NN    pobj      as
    .                    .     punct     reacted
    """
    assert "interference" in roles(document(text), "reacted", LISTS)["prep to"]


def test_a_name_that_was_read_as_an_adverb_is_the_object() -> None:
    text = """
    Cameroon             NNP   nsubj     arrested
    arrested/arrest      VBD   ROOT
    Tabe                 NNP   advmod    arrested
    .                    .     punct     arrested
    """
    assert roles(document(text), "arrested", LISTS) == {"subject": ["Cameroon"], "object": ["Tabe"]}


def test_a_purpose_is_that_of_the_subject() -> None:
    text = """
    Russia               NNP   nsubj     acted
    acted/act            VBD   ROOT
    in                   IN    prep      acted
    a                    DT    det       bid
    bid                  NN    pobj      in
    to                   TO    aux       topple
    topple               VB    acl       bid
    Zelensky             NNP   dobj      topple
    .                    .     punct     acted
    """
    assert roles(document(text), "topple", LISTS)["subject"] == ["Russia"]
