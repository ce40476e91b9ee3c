"""Pronouns and definite phrases mean the actors that were named before them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from builders import document, token

from kg.actors.gazetteer import Gazetteer
from kg.actors.tables import ActorRecord, ActorTables, Office, Title
from kg.extract.annotation import annotation_of
from kg.extract.references import ReferenceFinder

ERDOGAN = ActorRecord("erdogan", "Person", "Erdogan")
TABLES = ActorTables(
    records={"erdogan": ERDOGAN},
    offices=(Office("erdogan", "president", "turkey", "2014-08-28", None),),
    titles=(
        Title("president", ("president",)),
        Title("spokesperson", ("spokesman", "presidential spokesman")),
        Title("foreign-minister", ("foreign minister",)),
    ),
    bodies={"troop": "military", "force": "military"},
    media=frozenset(),
    unnamed={},
)
LISTS = {
    "pairnoun": frozenset({"country", "side", "two", "both", "president", "man"}),
    "titlenoun": frozenset({"minister", "envoy"}),
    "pairperson": frozenset({"man"}),
    "barebody": frozenset({"police", "army", "troop"}),
    "sending": frozenset({"send", "order"}),
    "means_Organisation": frozenset({"alliance", "bloc"}),
    "means_Group": frozenset({"movement", "militia"}),
    "means_State": frozenset({"country", "kingdom"}),
}
FINDER = ReferenceFinder(Gazetteer(TABLES), LISTS)


def meant(text: str, word: str, date: str | None = "2019-07-20", titles: dict[str, set[str]] | None = None) -> list[str]:
    """The actors that a word means once references are resolved."""
    doc = document(text, date)
    annotation_of(doc).titles = titles or {}
    FINDER(doc)
    return [m.actor.id.removeprefix("actor/") for m in annotation_of(doc).at(token(doc, word).i)]


def test_he_is_a_person() -> None:
    text = """
    Erdogan              NNP   nsubj     met          @Person>turkey
    met/meet             VBD   ROOT
    Haftar               NNP   dobj      met          @Person
    in                   IN    prep      met
    Turkey               NNP   pobj      in           @State
    .                    .     punct     met

    He                   PRP   nsubj     condemned
    condemned/condemn    VBD   ROOT
    Syria                NNP   dobj      condemned    @State
    .                    .     punct     condemned
    """
    assert meant(text, "He") == ["erdogan"]


def test_his_is_the_subject_of_the_sentence() -> None:
    text = """
    Erdogan              NNP   nsubj     condemned    @Person>turkey
    condemned/condemn    VBD   ROOT
    Haftar               NNP   dobj      condemned    @Person
    in                   IN    prep      condemned
    his                  PRP$  poss      speech
    speech               NN    pobj      in
    .                    .     punct     condemned
    """
    assert meant(text, "his") == ["erdogan"]


def test_him_is_not_the_subject_of_its_own_verb() -> None:
    text = """
    Haftar               NNP   nsubj     arrived      @Person
    arrived/arrive       VBD   ROOT
    .                    .     punct     arrived

    Erdogan              NNP   nsubj     condemned    @Person>turkey
    condemned/condemn    VBD   ROOT
    him/he               PRP   dobj      condemned
    .                    .     punct     condemned
    """
    assert meant(text, "him") == ["haftar"]


def test_he_is_no_state() -> None:
    text = """
    Turkey               NNP   nsubj     attacked     @State
    attacked/attack      VBD   ROOT
    Syria                NNP   dobj      attacked     @State
    .                    .     punct     attacked

    He                   PRP   nsubj     left
    left/leave           VBD   ROOT
    .                    .     punct     left
    """
    assert meant(text, "He") == []


def test_it_is_a_state_or_a_group_and_no_person() -> None:
    text = """
    Erdogan              NNP   nsubj     spoke        @Person>turkey
    spoke/speak          VBD   ROOT
    .                    .     punct     spoke

    Turkey               NNP   nsubj     attacked     @State
    attacked/attack      VBD   ROOT
    Syria                NNP   dobj      attacked     @State
    .                    .     punct     attacked

    It                   PRP   nsubj     condemned
    condemned/condemn    VBD   ROOT
    Russia               NNP   dobj      condemned    @State
    .                    .     punct     condemned
    """
    assert meant(text, "It") == ["turkey"]


def test_its_is_the_subject() -> None:
    text = """
    Turkey               NNP   nsubj     told         @State
    told/tell            VBD   ROOT
    Syria                NNP   dobj      told         @State
    that                 IN    mark      stay
    its                  PRP$  poss      troops
    troops/troop         NNS   nsubj     stay
    would                MD    aux       stay
    stay                 VB    ccomp     told
    .                    .     punct     told
    """
    assert meant(text, "its") == ["turkey"]


def test_it_is_not_the_adjective_of_a_state() -> None:
    text = """
    The                  DT    det       border
    Turkish              JJ    amod      border       @State=turkey:demonym
    border               NN    nsubjpass closed
    was/be               VBD   auxpass   closed
    closed/close         VBN   ROOT
    .                    .     punct     closed

    It                   PRP   nsubj     reopened
    reopened/reopen      VBD   ROOT
    .                    .     punct     reopened
    """
    assert meant(text, "It") == []


def test_they_are_a_people_or_a_group() -> None:
    text = """
    Turkey               NNP   nsubj     attacked     @State
    attacked/attack      VBD   ROOT
    the                  DT    det       Kurds
    Kurds                NNPS  dobj      attacked     @People
    .                    .     punct     attacked

    They                 PRP   nsubj     condemned
    condemned/condemn    VBD   ROOT
    Russia               NNP   dobj      condemned    @State
    .                    .     punct     condemned
    """
    assert meant(text, "They") == ["kurds"]


def test_they_are_troops() -> None:
    text = """
    Turkey               NNP   compound  troops
    troops/troop         NNS   nsubj     attacked     @State=turkey:body
    attacked/attack      VBD   ROOT
    Afrin                NNP   dobj      attacked     @Place

    They                 PRP   nsubj     killed
    killed/kill          VBD   ROOT
    Kurds                NNPS  dobj      killed       @People
    """
    assert meant(text, "They") == ["turkey"]


def test_the_latter_and_the_former_are_the_ends_of_a_coordination() -> None:
    text = """
    Turkey               NNP   nsubj     met          @State
    and                  CC    cc        Turkey
    Russia               NNP   conj      Turkey       @State
    met/meet             VBD   ROOT

    The                  DT    det       latter
    latter               NN    nsubj     condemned
    condemned/condemn    VBD   ROOT
    the                  DT    det       former
    former               NN    dobj      condemned
    """
    assert (meant(text, "latter"), meant(text, "former")) == (["russia"], ["turkey"])


def test_the_two_countries_are_the_last_two() -> None:
    text = """
    Iran                 NNP   nsubj     condemned    @State
    condemned/condemn    VBD   ROOT
    Israel               NNP   dobj      condemned    @State
    .                    .     punct     condemned

    Turkey               NNP   nsubj     met          @State
    met/meet             VBD   ROOT
    Russia               NNP   dobj      met          @State
    .                    .     punct     met

    The                  DT    det       countries
    two                  CD    nummod    countries
    countries/country    NNS   nsubj     condemned
    condemned/condemn    VBD   ROOT
    Syria                NNP   dobj      condemned    @State
    .                    .     punct     condemned
    """
    assert meant(text, "countries") == ["russia", "turkey"]


def test_both_sides_are_the_last_two() -> None:
    text = """
    Turkey               NNP   nsubj     met          @State
    met/meet             VBD   ROOT
    Russia               NNP   dobj      met          @State
    .                    .     punct     met

    Both                 DT    det       sides
    sides/side           NNS   nsubj     condemned
    condemned/condemn    VBD   ROOT
    Syria                NNP   dobj      condemned    @State
    .                    .     punct     condemned
    """
    assert meant(text, "sides") == ["russia", "turkey"]


def test_two_of_one_state_are_no_two_countries() -> None:
    text = """
    Turkey               NNP   nsubj     met          @State
    met/meet             VBD   ROOT
    Russia               NNP   dobj      met          @State
    .                    .     punct     met

    Erdogan              NNP   nsubj     praised      @Person>turkey
    praised/praise       VBD   ROOT
    Turkey               NNP   dobj      praised      @State
    .                    .     punct     praised

    The                  DT    det       countries
    two                  CD    nummod    countries
    countries/country    NNS   nsubj     condemned
    condemned/condemn    VBD   ROOT
    Syria                NNP   dobj      condemned    @State
    .                    .     punct     condemned
    """
    assert meant(text, "countries") == ["russia", "turkey"]


def test_a_bracket_says_what_a_pronoun_means() -> None:
    text = """
    Russia               NNP   nsubj     attacked     @State
    attacked/attack      VBD   ROOT
    Syria                NNP   dobj      attacked     @State

    It                   PRP   nsubj     condemned
    [                    -LRB- punct     It
    Turkey               NNP   appos     It           @State
    ]                    -RRB- punct     It
    condemned/condemn    VBD   ROOT
    Syria                NNP   dobj      condemned    @State
    """
    assert meant(text, "It") == ["turkey"]


def test_the_president_is_the_one_named_who_holds_the_office() -> None:
    text = """
    Erdogan              NNP   nsubj     met          @Person>turkey
    met/meet             VBD   ROOT
    Kalin                NNP   dobj      met          @Person>turkey
    .                    .     punct     met

    The                  DT    det       president
    president            NN    nsubj     condemned
    condemned/condemn    VBD   ROOT
    Syria                NNP   dobj      condemned    @State
    .                    .     punct     condemned
    """
    assert meant(text, "president") == ["erdogan"]
    assert meant(text, "president", date="2010-01-01") == []


def test_the_spokesman_is_the_one_whom_the_article_called_so() -> None:
    text = """
    Kalin                NNP   nsubj     met          @Person>turkey
    met/meet             VBD   ROOT
    Erdogan              NNP   dobj      met          @Person>turkey
    .                    .     punct     met

    The                  DT    det       spokesman
    spokesman            NN    nsubj     condemned
    condemned/condemn    VBD   ROOT
    Syria                NNP   dobj      condemned    @State
    .                    .     punct     condemned
    """
    assert meant(text, "spokesman", titles={"actor/kalin": {"spokesperson"}}) == ["kalin"]
    assert meant(text, "spokesman") == []


def test_a_foreign_president_is_not_the_president() -> None:
    text = """
    Erdogan              NNP   nsubj     left         @Person>turkey
    left/leave           VBD   ROOT
    .                    .     punct     left

    The                  DT    det       president
    Russian              JJ    amod      president    @State=russia:demonym
    president            NN    nsubj     condemned
    condemned/condemn    VBD   ROOT
    Syria                NNP   dobj      condemned    @State
    .                    .     punct     condemned
    """
    assert "erdogan" not in meant(text, "president")


def test_the_alliance_is_the_last_organisation() -> None:
    text = """
    NATO                 NNP   nsubj     met          @Organisation
    met/meet             VBD   ROOT
    Turkey               NNP   dobj      met          @State
    .                    .     punct     met

    The                  DT    det       alliance
    alliance             NN    nsubj     condemned
    condemned/condemn    VBD   ROOT
    Syria                NNP   dobj      condemned    @State
    .                    .     punct     condemned
    """
    assert meant(text, "alliance") == ["nato"]


def test_an_alliance_is_nobody_yet() -> None:
    text = """
    NATO                 NNP   nsubj     met          @Organisation
    met/meet             VBD   ROOT
    Turkey               NNP   dobj      met          @State
    .                    .     punct     met

    An                   DT    det       alliance
    alliance             NN    nsubj     condemned
    condemned/condemn    VBD   ROOT
    Syria                NNP   dobj      condemned    @State
    .                    .     punct     condemned
    """
    assert meant(text, "alliance") == []


def test_those_troops_are_the_group_named_before() -> None:
    text = """
    Turkey               NNP   nsubj     armed        @State
    armed/arm            VBD   ROOT
    the                  DT    det       YPG
    YPG                  NNP   dobj      armed        @Group
    .                    .     punct     armed

    Those                DT    det       forces
    forces/force         NNS   nsubj     attacked
    attacked/attack      VBD   ROOT
    Syria                NNP   dobj      attacked     @State
    .                    .     punct     attacked
    """
    assert meant(text, "forces") == ["ypg"]


def test_nobody_is_meant_across_more_than_three_sentences() -> None:
    filler = """

    They                 EX    expl      rained
    rained/rain          VBD   ROOT
    """
    near = """
    Erdogan              NNP   nsubj     spoke        @Person>turkey
    spoke/speak          VBD   ROOT
    .                    .     punct     spoke
    """
    he = """

    He                   PRP   nsubj     left
    left/leave           VBD   ROOT
    """
    assert meant(near + filler * 2 + he, "He") == ["erdogan"]
    assert meant(near + filler * 3 + he, "He") == []


def test_a_reference_may_point_at_a_reference() -> None:
    text = """
    Erdogan              NNP   nsubj     spoke        @Person>turkey
    spoke/speak          VBD   ROOT
    .                    .     punct     spoke

    He                   PRP   nsubj     left
    left/leave           VBD   ROOT
    .                    .     punct     left

    He                   PRP   nsubj     rested
    rested/rest          VBD   ROOT
    .                    .     punct     rested

    He                   PRP   nsubj     slept
    slept/sleep          VBD   ROOT
    .                    .     punct     slept

    He                   PRP   nsubj     condemned
    condemned/condemn    VBD   ROOT
    Syria                NNP   dobj      condemned    @State
    .                    .     punct     condemned
    """
    doc = document(text)
    FINDER(doc)
    he = [m for m in annotation_of(doc).mentions if doc[m.head].text == "He"]
    assert [(m.actor.id, m.kind) for m in he] == [("actor/erdogan", "reference")] * 4


def test_references_are_linked_in_the_terms_of_spacy() -> None:
    doc = FINDER(
        document("""
        NATO                 NNP   nsubj     met          @Organisation
        met/meet             VBD   ROOT
        Turkey               NNP   dobj      met          @State
        .                    .     punct     met

        The                  DT    det       alliance
        alliance             NN    nsubj     condemned
        condemned/condemn    VBD   ROOT
        Syria                NNP   dobj      condemned    @State
        .                    .     punct     condemned
        """)
    )
    assert [(span.text, span.kb_id_) for span in doc.spans["actors"]] == [
        ("NATO", "actor/nato"),
        ("Turkey", "actor/turkey"),
        ("The alliance", "actor/nato"),
        ("Syria", "actor/syria"),
    ]


# The same noun again

DELEGATION = """
A                    DT    det       delegation
Syrian               JJ    amod      delegation   @State=syria:demonym
delegation           NN    nsubj     arrived      @State=syria:{kind}
arrived/arrive       VBD   ROOT
in                   IN    prep      arrived
Turkey               NNP   pobj      in           @State
.                    .     punct     arrived
"""
THE_DELEGATION = """
The                  DT    det       delegation
delegation           NN    nsubj     condemned
condemned/condemn    VBD   ROOT
Iran                 NNP   dobj      condemned    @State
.                    .     punct     condemned
"""


@pytest.mark.parametrize("kind", ["body", "organised", "unnamed"])
def test_the_same_noun_again_is_the_same_actor(kind: str) -> None:
    doc = document(DELEGATION.format(kind=kind) + THE_DELEGATION)
    FINDER(doc)
    (again,) = [m for m in annotation_of(doc).mentions if doc[m.start : m.end].text == "The delegation"]
    assert (again.actor.id, again.kind) == ("actor/syria", "reference")


@pytest.mark.parametrize("told_apart", ["Iraqi JJ amod", "opposition NN compound"])
def test_the_same_noun_told_apart_is_another_actor(told_apart: str) -> None:
    other = THE_DELEGATION.replace("delegation           NN", f"{told_apart} delegation\ndelegation NN")
    doc = document(DELEGATION.format(kind="body") + other)
    FINDER(doc)
    assert [m.head for m in annotation_of(doc).mentions if m.kind == "reference"] == []


def test_a_delegation_is_not_the_one_before() -> None:
    doc = document(DELEGATION.format(kind="body") + THE_DELEGATION.replace("The  ", "A    "))
    FINDER(doc)
    assert [m.head for m in annotation_of(doc).mentions if m.kind == "reference"] == []


def test_of_two_delegations_the_last_is_meant() -> None:
    iraqi = DELEGATION.format(kind="body").replace("syria", "iraq").replace("Syrian  ", "Iraqi   ")
    doc = document(DELEGATION.format(kind="body") + iraqi + THE_DELEGATION)
    FINDER(doc)
    assert [m.actor.id for m in annotation_of(doc).mentions if m.kind == "reference"] == ["actor/iraq"]


# Bodies without an owner

ARRESTED = """
Police               NNS   nsubj     arrested
arrested/arrest      VBD   ROOT
Haftar               NNP   dobj      arrested     @Person
{preposition:<20} IN    prep      arrested
Egypt                NNP   pobj      {preposition:<12} @State
.                    .     punct     arrested
"""
TURKISH_POLICE = """
Turkish              JJ    amod      police
police               NNS   nsubj     left         @State=turkey:body
left/leave           VBD   ROOT
.                    .     punct     left
"""
RAIN = """
Rain                 NN    nsubj     fell
fell/fall            VBD   ROOT
.                    .     punct     fell
"""


def test_a_bare_body_is_that_of_the_state_where_its_sentence_takes_place() -> None:
    doc = document(ARRESTED.format(preposition="in"))
    FINDER(doc)
    (police,) = annotation_of(doc).at(0)
    assert (police.actor.id, police.kind) == ("actor/egypt", "reference")
    assert meant(ARRESTED.format(preposition="from"), "Police") == []


def test_a_bare_body_is_that_of_the_same_body_before_however_far() -> None:
    text = TURKISH_POLICE + RAIN * 4 + ARRESTED
    assert meant(text.format(preposition="in"), "Police") == meant(text.format(preposition="from"), "Police") == ["turkey"]


def test_a_bare_body_is_not_that_of_another_body_before() -> None:
    assert meant(TURKISH_POLICE.replace("police", "army  ") + ARRESTED.format(preposition="from"), "Police") == []


def test_a_body_that_is_told_apart_or_no_body_at_all_is_nobody_s() -> None:
    local = ARRESTED.replace("Police               NNS", "Local JJ amod Police\nPolice NNS").format(preposition="in")
    assert meant(local, "Police") == []
    assert meant(ARRESTED.replace("Police  ", "Farmers ").format(preposition="in"), "Farmers") == []


# Persons in pairs and by their office


def test_both_men_are_the_last_two_persons() -> None:
    text = """
    Erdogan              NNP   nsubj     met          @Person>turkey
    met/meet             VBD   ROOT
    Putin                NNP   dobj      met          @Person>russia
    in                   IN    prep      met
    Iran                 NNP   pobj      in           @State
    .                    .     punct     met

    Both                 DT    det       {word}
    {word}/{lemma}       NNS   nsubj     condemned
    condemned/condemn    VBD   ROOT
    Syria                NNP   dobj      condemned    @State
    .                    .     punct     condemned
    """
    assert meant(text.format(word="men", lemma="man"), "men") == ["erdogan", "putin"]
    assert meant(text.format(word="sides", lemma="side"), "sides") == ["iran", "putin"]
    of_one_state = text.replace("russia", "turkey").format(word="men", lemma="man")
    assert meant(of_one_state, "men") == ["erdogan", "putin"]


def test_the_minister_is_the_person_whose_office_it_is_short_for() -> None:
    text = """
    Lavrov               NNP   nsubj     met          @Person>russia
    met/meet             VBD   ROOT
    Kalin                NNP   dobj      met          @Person>turkey
    .                    .     punct     met

    The                  DT    det       minister
    minister             NN    nsubj     condemned
    condemned/condemn    VBD   ROOT
    Syria                NNP   dobj      condemned    @State
    .                    .     punct     condemned
    """
    held = {"actor/lavrov": {"foreign-minister"}, "actor/kalin": {"spokesperson"}}
    assert meant(text, "minister", titles=held) == ["lavrov"]
    assert meant(text.replace("minister", "envoy"), "envoy", titles=held) == []
    assert meant(text.replace("minister", "foreign"), "foreign", titles=held) == []
    assert meant(text, "minister") == []


# Several at once, allies, bodies of states and things spoken of far back

MORE = {
    **LISTS,
    "severalnoun": frozenset({"state", "country"}),
    "otherstate": frozenset({"ally"}),
    "ofstate": frozenset({"government"}),
    "vagueplace": frozenset({"town"}),
    "means_Talks": frozenset({"talks"}),
    "means_Place": frozenset({"town", "enclave"}),
    "means_Group": frozenset({"movement", "militants"}),
}
PLACES = {
    "aleppo": ActorRecord("aleppo", "Place", "Aleppo", country="syria"),
    "syria": ActorRecord("syria", "State", "Syria"),
    "erdogan": ERDOGAN,
}


def meant_more(text: str, word: str) -> list[str]:
    doc = document(text, "2019-07-20")
    ReferenceFinder(Gazetteer(replace(TABLES, records=PLACES)), MORE)(doc)
    return sorted(m.actor.id.removeprefix("actor/") for m in annotation_of(doc).at(token(doc, word).i))


FOUR = """
Egypt                NNP   nsubj     agreed       @State
,                    ,     punct     Egypt
Bahrain              NNP   appos     Egypt        @State
and                  CC    cc        Bahrain
Kuwait               NNP   conj      Bahrain      @State
agreed/agree         VBD   ROOT
.                    .     punct     agreed

{who}
accused/accuse       VBD   ROOT
Doha                 NNP   dobj      accused
"""


def test_a_number_of_states_are_those_that_were_named_together() -> None:
    who = "The DT det states\n{number} CD nummod states\nstates/state NNS nsubj accused"
    assert meant_more(FOUR.format(who=who.format(number="three")), "states") == ["bahrain", "egypt", "kuwait"]
    assert meant_more(FOUR.format(who=who.format(number="four")), "states") == []


def test_they_are_the_states_that_were_the_subject_together() -> None:
    assert meant_more(FOUR.format(who="They PRP nsubj accused"), "They") == ["bahrain", "egypt", "kuwait"]


def test_an_ally_is_the_other_state_of_which_the_text_speaks_most() -> None:
    text = """
    Turkey               NNP   nsubj     left         @State
    left/leave           VBD   ROOT

    Turkey               NNP   nsubj     praised      @State
    praised/praise       VBD   ROOT
    Albania              NNP   dobj      praised      @State

    Washington           NNP   nsubj     blamed       @State
    blamed/blame         VBD   ROOT
    its                  PRP$  poss      ally
    ally                 NN    dobj      blamed
    """
    doc = document(text, "2019-07-20")
    note = annotation_of(doc)
    note.put(token(doc, "its").i, [replace(note.at(token(doc, "Washington").i)[0], head=token(doc, "its").i)])
    ReferenceFinder(Gazetteer(replace(TABLES, records=PLACES)), MORE)(doc)
    assert [m.actor.id for m in note.at(token(doc, "ally").i)] == ["actor/turkey"]


def test_government_forces_are_of_the_state_where_the_place_lies() -> None:
    text = """
    government           NN    compound  forces
    forces/force         NNS   nsubj     shelled
    shelled/shell        VBD   ROOT
    Aleppo               NNP   dobj      shelled      @Place
    """
    assert meant_more(text, "forces") == ["syria"]
    assert meant_more(text.replace("government ", "rebel      "), "forces") == []


def test_the_government_of_who_heads_a_state_is_the_state() -> None:
    text = """
    Erdogan              NNP   nsubj     said         @Person>turkey
    said/say             VBD   ROOT
    his                  PRP$  poss      troops
    troops/troop         NNS   nsubj     left
    left/leave           VBD   ccomp     said
    """
    assert meant_more(text, "troops") == ["turkey"]


TALKS = """
Geneva               NNP   nsubj     began        @{kind}
began/begin          VBD   ROOT
{between}

Syria                NNP   nsubj     left         @State
left/leave           VBD   ROOT
the                  DT    det       {noun}
{noun:<20}           NNS   dobj      left
"""
FILLER = "\n\nIt PRP nsubj rained\nrained/rain VBD ROOT" * 5


def test_talks_are_found_far_back_when_the_text_has_spoken_of_no_others() -> None:
    assert meant_more(TALKS.format(kind="Talks", noun="talks", between=FILLER), "talks") == ["geneva"]
    another = f"{FILLER}\n\nVienna NNP nsubj failed @Talks\nfailed/fail VBD ROOT{FILLER}"
    assert meant_more(TALKS.format(kind="Talks", noun="talks", between=another), "talks") == []


def test_a_town_is_the_only_place_of_the_text() -> None:
    assert meant_more(TALKS.format(kind="Place", noun="town", between=FILLER), "town") == ["geneva"]
    another = "\n\nVienna NNP nsubj fell @Place\nfell/fall VBD ROOT"
    assert meant_more(TALKS.format(kind="Place", noun="town", between=another), "town") == []


def test_the_militants_are_the_group_that_was_named() -> None:
    text = """
    Hamas                NNP   nsubj     came         @Group
    came/come            VBD   ROOT

    The                  DT    det       militants
    militants/militant   NNS   nsubj     attacked
    attacked/attack      VBD   ROOT
    """
    assert meant_more(text, "militants") == ["hamas"]


def test_the_kingdom_is_the_state_that_calls_itself_one() -> None:
    kingdom = ActorRecord("jordan", "State", "Jordan", ("Hashemite Kingdom of Jordan",))
    tables = replace(TABLES, records={**TABLES.records, "jordan": kingdom, "iran": ActorRecord("iran", "State", "Iran")})
    doc = document("""
    Jordan               NNP   nsubj     warned       @State
    warned/warn          VBD   ROOT
    Iran                 NNP   dobj      warned       @State
    .                    .     punct     warned

    The                  DT    det       kingdom
    kingdom              NN    nsubj     armed
    armed/arm            VBD   ROOT
    Syria                NNP   dobj      armed        @State
    """)
    ReferenceFinder(Gazetteer(tables), LISTS)(doc)
    assert [m.actor.id for m in annotation_of(doc).at(token(doc, "kingdom").i)] == ["actor/jordan"]


@pytest.mark.parametrize(("word", "expected"), [("latter", ["sudan"]), ("former", ["chad"])])
def test_the_latter_may_be_the_second_of_two_in_the_sentence_before(word: str, expected: list[str]) -> None:
    text = f"""
    Chad                 NNP   nsubj     left         @State
    left/leave           VBD   ROOT
    Sudan                NNP   dobj      left         @State
    .                    .     punct     left

    The                  DT    det       {word}
    {word}               NN    nsubj     protested
    protested/protest    VBD   ROOT
    """
    assert meant(text, word) == expected


def test_what_belongs_to_the_subject_of_a_clause_is_its_own() -> None:
    text = """
    Germany              NNP   nsubj     watched      @State
    watched/watch        VBD   ROOT
    as                   IN    mark      began
    Moscow               NNP   nsubj     began        @State=russia:capital
    began/begin          VBD   advcl     watched
    its                  PRP$  poss      war
    war                  NN    dobj      began
    """
    assert meant(text, "its") == ["russia"]


@pytest.mark.parametrize(("verb", "expected"), [("sent/send", []), ("attacked/attack", ["mali"])])
def test_troops_that_are_only_sent_are_no_party(verb: str, expected: list[str]) -> None:
    text = f"""
    Chad                 NNP   nsubj     {verb.partition("/")[0]}         @State
    {verb}               VBD   ROOT
    troops/troop         NNS   dobj      {verb.partition("/")[0]}
    in                   IN    prep      {verb.partition("/")[0]}
    Mali                 NNP   pobj      in           @State
    .                    .     punct     {verb.partition("/")[0]}
    """
    assert meant(text, "troops") == expected


def test_troops_that_are_ordered_to_act_do_so_for_the_subject() -> None:
    text = """
    Chad                 NNP   nsubj     ordered      @State
    ordered/order        VBD   ROOT
    troops/troop         NNS   dobj      ordered
    to                   TO    aux       fight
    fight                VB    xcomp     ordered
    in                   IN    prep      fight
    Mali                 NNP   pobj      in           @State
    .                    .     punct     ordered
    """
    assert meant(text, "troops") == ["chad"]


def test_it_may_be_ready_for_something() -> None:
    text = """
    Ghana                NNP   nsubj     said         @State
    said/say             VBD   ROOT
    it                   PRP   nsubj     was
    was/be               VBD   ccomp     said
    ready                JJ    acomp     was
    to                   TO    aux       talk
    talk                 VB    xcomp     ready
    .                    .     punct     said
    """
    assert meant(text, "it") == ["ghana"]
