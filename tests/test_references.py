"""Pronouns and definite phrases mean the actors that were named before them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from builders import document, token

from kg.actors.gazetteer import Gazetteer
from kg.actors.tables import ActorRecord, ActorTables, Office, Region, Tie, Title
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
    "punishing": frozenset({"sever"}),
    "accusation": frozenset({"allegation"}),
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
    "allied": frozenset({"ally"}),
    "defensiveunion": frozenset({"nato"}),
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


ALLY = """
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


def its_ally(text: str, *ties: Tie) -> list[str]:
    """Whom "its ally" means in a text when the tables know these ties."""
    doc = document(text, "2019-07-20")
    note = annotation_of(doc)
    note.put(token(doc, "its").i, [replace(note.at(token(doc, "Washington").i)[0], head=token(doc, "its").i)])
    ReferenceFinder(Gazetteer(replace(TABLES, records=PLACES, ties=ties)), MORE)(doc)
    return [m.actor.id.removeprefix("actor/") for m in note.at(token(doc, "ally").i)]


def test_an_ally_is_the_ally_of_whom_the_text_speaks_most() -> None:
    members = [Tie(state, "member-of", "nato", "1949", None) for state in ("washington", "turkey", "albania")]
    assert its_ally(ALLY, *members) == ["turkey"]
    assert its_ally(ALLY, Tie("albania", "allied-with", "washington", None, None)) == ["albania"]
    assert its_ally(ALLY, Tie("turkey", "allied-with", "washington", None, "2001")) == []


def test_an_ally_whom_no_table_knows_is_the_only_other_state() -> None:
    assert its_ally(ALLY) == []
    assert its_ally(ALLY.replace("Albania", "Turkey ")) == ["turkey"]


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


# The country, the council, both sides, the other side

WORLD = {
    **{key: ActorRecord(key, "State", key.title()) for key in ("mali", "haiti", "cuba", "france", "russia", "chad")},
    "myanmar": ActorRecord("myanmar", "State", "Myanmar", (), ("Burmese",)),
    "erdogan": ERDOGAN,
}
REGIONS = (Region(("West Africa",), ("West African",), ("mali",)), Region((), ("landlocked", "island"), ("chad", "cuba")))
NOUNS = {
    **MORE,
    "pairnoun": frozenset({"side", "country", "leader"}),
    "pairstate": frozenset({"country"}),
    "pairperson": frozenset({"leader"}),
    "headtitle": frozenset({"president"}),
    "elsewhere": frozenset({"neighbouring"}),
    "ruler": frozenset({"government"}),
    "demanded": frozenset({"urge"}),
    "accusing": frozenset({"praise"}),
    "relational": frozenset({"counterpart"}),
    "duration": frozenset({"time"}),
    "impersonal": frozenset({"seem"}),
    "mass": frozenset({"force"}),
    "barebody": frozenset({"force", "regime"}),
    "means_State": frozenset({"country", "nation"}),
    "means_Group": frozenset({"group"}),
    "means_Organisation": frozenset({"council"}),
}
BODIES = {"force": "military", "government": "government", "regime": "government", "counterpart": "diplomatic"}


def who(text: str, word: str) -> list[str]:
    """Whom a word means beside tables of states, regions and more nouns."""
    doc = document(text, "2019-07-20")
    tables = replace(TABLES, records=WORLD, regions=REGIONS, bodies=BODIES, unnamed={"people": ("people", False)})
    ReferenceFinder(Gazetteer(tables), NOUNS)(doc)
    return sorted(m.actor.id.removeprefix("actor/") for m in annotation_of(doc).at(token(doc, word).i))


TOLD = """
{first}              NNP   nsubj     warned       @State
warned/warn          VBD   ROOT
{second}             NNP   dobj      warned       @State
.                    .     punct     warned

The                  DT    det       {noun}
{rest}
"""


def told(rest: str, first: str = "Mali", second: str = "France", noun: str = "nation") -> str:
    return TOLD.format(first=first, second=second, noun=noun, rest=rest)


def test_the_country_is_the_subject_of_the_sentence_before() -> None:
    assert who(told("nation NN nsubj left\nleft/leave VBD ROOT"), "nation") == ["mali"]


def test_a_region_says_which_country_is_meant_however_far_back() -> None:
    west = "West JJ compound African\nAfrican JJ amod nation\nnation NN nsubj left\nleft/leave VBD ROOT"
    assert who(told(west, "France", "Mali"), "nation") == ["mali"]
    far = told(west, "France", "Mali").replace("The ", "Nobody NN nsubj slept\nslept/sleep VBD ROOT\n\n" * 4 + "The ")
    assert who(far, "nation") == ["mali"]
    assert who(told("landlocked JJ amod nation\nnation NN nsubj left\nleft/leave VBD ROOT", "Chad", "Mali"), "nation") == ["chad"]
    assert who(told(west, "France", "Russia"), "nation") == []


@pytest.mark.parametrize(
    "rest",
    [
        "neighbouring JJ amod nation\nnation NN nsubj left\nleft/leave VBD ROOT",
        "poorest/poor JJS amod nation\nnation NN nsubj left\nleft/leave VBD ROOT",
        "nation NN nsubj left\nthat WDT nsubj feeds\nfeeds/feed VBZ relcl nation\nhim/he PRP dobj feeds\nleft/leave VBD ROOT",
    ],
)
def test_a_country_that_is_told_apart_is_not_the_one_named_before(rest: str) -> None:
    assert who(told(rest), "nation") == []


def test_the_country_is_not_the_subject_of_its_own_clause() -> None:
    text = """
    Haiti                NNP   nsubj     slept        @State
    slept/sleep          VBD   ROOT

    Cuba                 NNP   nsubj     denied       @State
    denied/deny          VBD   ROOT
    having/have          VBG   xcomp     denied
    spies/spy            NNS   dobj      having
    in                   IN    prep      spies
    the                  DT    det       country
    country              NN    pobj      in
    """
    assert who(text, "country") == ["haiti"]


def test_the_country_of_a_leader_who_is_subject_is_his() -> None:
    text = """
    Erdogan              NNP   nsubj     told         @Person>mali
    told/tell            VBD   ROOT
    Cuba                 NNP   dobj      told         @State
    the                  DT    det       country
    country              NN    nsubj     slept
    slept/sleep          VBD   ccomp     told
    """
    assert who(text, "country") == ["mali"]


def test_an_island_that_acts_is_a_state() -> None:
    assert who(told("island NN nsubj left\nleft/leave VBD ROOT", "Cuba", "Mali", "island"), "island") == ["cuba"]


NAMED = """
The                  DT    det       Council
Security             NNP   compound  Council
Council              NNP   nsubj     met          @Organ=Security-Council
met/meet             VBD   ROOT

Cuba                 NNP   nsubj     joined       @State
joined/join          VBD   ROOT
Mercosur             NNP   dobj      joined       @Organisation

The                  DT    det       {noun}
{noun}               NN    nsubj     left
left/leave           VBD   ROOT
"""


def test_a_noun_means_whose_name_ends_in_it() -> None:
    doc = document(NAMED.format(noun="council"))
    note = annotation_of(doc)
    note.set_mentions(replace(m, actor=replace(m.actor, label="Security Council")) if m.actor.type == "Organ" else m for m in note.mentions)
    ReferenceFinder(Gazetteer(replace(TABLES, records=WORLD)), NOUNS)(doc)
    assert [m.actor.label for m in note.at(token(doc, "council").i)] == ["Security Council"]


WEATHER = "Rain NN nsubj fell\nfell/fall VBD ROOT"
PAIR = """
{first}              NNP   nsubj     fought       @State
fought/fight         VBD   ROOT
{second}             NNP   dobj      fought       @State

{between}

France               NNP   nsubj     urged        @State
urged/urge           VBD   ROOT
both                 DT    det       sides
sides/side           NNS   dobj      urged
{behind}
"""


def test_both_sides_are_those_named_last_but_not_who_speaks_to_them() -> None:
    assert who(PAIR.format(first="Mali", second="Chad", between=WEATHER, behind=""), "sides") == ["chad", "mali"]


def test_of_more_than_two_both_sides_are_those_of_whom_the_text_speaks_most() -> None:
    more = "Mali NNP nsubj met @State\nmet/meet VBD ROOT\nChad NNP dobj met @State\nin IN prep met\nHaiti NNP pobj in @State"
    assert who(PAIR.format(first="Mali", second="Chad", between=more, behind=""), "sides") == ["chad", "mali"]


def test_both_sides_of_a_border_are_places() -> None:
    of = "of IN prep sides\nit/it PRP pobj of"
    assert who(PAIR.format(first="Mali", second="Chad", between=WEATHER, behind=of), "sides") == []


def test_the_two_are_the_two_named_last() -> None:
    text = PAIR.format(first="Mali", second="Chad", between=WEATHER, behind="").replace(
        "both                 DT    det       sides\nsides/side           NNS   dobj      urged", "the DT det two\ntwo CD dobj urged"
    )
    assert who(text, "two") == ["chad", "mali"]


def test_both_leaders_hold_an_office() -> None:
    text = """
    Erdogan              NNP   nsubj     met          @Person=erdogan>turkey
    met/meet             VBD   ROOT
    Ada                  NNP   dobj      met          @Person=ada>mali
    and                  CC    cc        Ada
    Bob                  NNP   conj      Ada          @Person=bob>cuba

    Both                 DT    det       leaders
    leaders/leader       NNS   nsubj     slept
    slept/sleep          VBD   ROOT
    """
    doc = document(text, "2019-07-20")
    note = annotation_of(doc)
    note.titles = {"actor/ada": {"ambassador"}, "actor/bob": {"president"}}
    ReferenceFinder(Gazetteer(replace(TABLES, records=WORLD)), NOUNS)(doc)
    assert [m.actor.id for m in note.at(token(doc, "leaders").i)] == ["actor/bob", "actor/erdogan"]


def test_the_other_side_is_whom_the_subject_is_not() -> None:
    text = """
    Mali                 NNP   nsubj     fought       @State
    fought/fight         VBD   ROOT
    Chad                 NNP   dobj      fought       @State

    Mali                 NNP   nsubj     blamed       @State
    blamed/blame         VBD   ROOT
    the                  DT    det       side
    other                JJ    amod      side
    side                 NN    dobj      blamed
    """
    assert who(text, "side") == ["chad"]


def test_the_people_are_those_of_the_state_whose_deed_is_told() -> None:
    text = """
    {state}              NNP   nsubj     starves      @State
    starves/starve       VBZ   ROOT
    the                  DT    det       people
    people               NNS   dobj      starves
    """
    assert who(text.format(state="Myanmar"), "people") == ["named-people-burmese-people"]
    assert who(text.format(state="Cuba"), "people") == []


URGED = """
Cuba                 NNP   nsubj     saw          @State
saw/see              VBD   ROOT
Mali                 NNP   dobj      saw          @State
and                  CC    cc        saw
{verb}               VBD   conj      saw
its                  PRP$  poss      {noun}
{noun}               NN    dobj      {word}
"""


def test_a_state_urges_no_government_of_its_own_and_praises_its_own_counterpart() -> None:
    assert who(URGED.format(verb="urged/urge", word="urged", noun="government"), "its") == ["mali"]
    assert who(URGED.format(verb="urged/urge", word="urged", noun="army"), "its") == ["cuba"]
    assert who(URGED.format(verb="praised/praise", word="praised", noun="step"), "its") == ["mali"]
    assert who(URGED.format(verb="praised/praise", word="praised", noun="counterpart"), "its") == ["cuba"]


@pytest.mark.parametrize(
    "rest",
    [
        "it PRP nsubj seems\nseems/seem VBZ ROOT\nthat IN mark slept\nslept/sleep VBD ccomp seems",
        "it PRP nsubjpass said\nwas/be VBD auxpass said\nsaid/say VBN ROOT\nthat IN mark slept\nslept/sleep VBD ccomp said",
        "it PRP nsubj takes\ntakes/take VBZ ROOT\ntime NN dobj takes\nto TO aux sleep\nsleep VB advcl takes",
        "Chad NNP nsubj called @State\ncalled/call VBD ROOT\nit PRP dobj called\nan DT det act\nact NN oprd called",
    ],
)
def test_it_may_stand_for_nobody(rest: str) -> None:
    assert who(f"Mali NNP nsubj slept @State\nslept/sleep VBD ROOT\n\n{rest}", "it") == []


def test_force_without_an_article_is_no_body() -> None:
    assert who("Mali NNP nsubj ruled @State\nruled/rule VBD ROOT\nout RP prt ruled\nforce NN dobj ruled", "force") == []


def test_the_regime_is_that_of_the_only_state_of_the_sentence_before() -> None:
    text = "Mali NNP nsubj slept @State\nslept/sleep VBD ROOT\n\nThe DT det regime\nregime NN nsubj left\nleft/leave VBD ROOT"
    assert who(text, "regime") == ["mali"]
    assert who(text.replace("\n\n", "\nand CC cc slept\nCuba NNP dobj slept @State\n\n"), "regime") == []


def test_they_are_the_two_of_a_pair_that_was_a_subject() -> None:
    text = """
    Mali                 NNP   nsubj     fought       @State
    fought/fight         VBD   ROOT
    Chad                 NNP   dobj      fought       @State

    Both                 DT    det       countries
    countries/country    NNS   nsubj     slept
    slept/sleep          VBD   ROOT

    They                 PRP   nsubj     left
    left/leave           VBD   ROOT
    """
    assert who(text, "They") == ["chad", "mali"]


def test_the_deed_over_which_ties_are_cut_is_that_of_the_party_behind_the_verb() -> None:
    text = """
    Bolivia              NNP   nsubj     severed      @State
    severed/sever        VBD   ROOT
    ties/tie             NNS   dobj      severed
    with                 IN    prep      ties
    Russia               NNP   pobj      with         @State
    over                 IN    prep      severed
    its                  PRP$  poss      invasion
    invasion             NN    pobj      over
    .                    .     punct     severed
    """
    assert meant(text, "its") == ["russia"]
    assert meant(text.replace("severed/sever ", "severed/renew "), "its") == ["bolivia"]


@pytest.mark.parametrize("at", ["in IN prep left", "to TO aux protest"])
def test_what_is_protested_at_is_the_deed_of_the_other_party(at: str) -> None:
    protest = (
        "protest NN pobj in\n    at IN prep protest\n    its PRP$ poss raid\n    raid NN pobj at"
        if at.startswith("in")
        else "protest VB advcl left\n    its PRP$ poss raid\n    raid NN dobj protest"
    )
    text = f"""
    Chad                 NNP   nsubj     left         @State
    left/leave           VBD   ROOT
    talks/talk           NNS   dobj      left
    with                 IN    prep      talks
    Sudan                NNP   pobj      with         @State
    {at}
    {protest}
    """
    assert meant(text, "its") == ["sudan"]


def test_it_is_not_who_makes_the_allegation_about_it() -> None:
    text = """
    Iran                 NNP   nsubj     rejected     @State
    rejected/reject      VBD   ROOT
    allegations/allegation NNS dobj      rejected
    by                   IN    prep      allegations
    Oman                 NNP   pobj      by           @State
    that                 IN    mark      armed
    it                   PRP   nsubj     armed
    armed/arm            VBD   acl       allegations
    rebels/rebel         NNS   dobj      armed
    """
    assert meant(text, "it") == ["iran"]
