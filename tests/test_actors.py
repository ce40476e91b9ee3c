"""The gazetteer knows names, offices and principals on a date; the finder turns words into mentions of actors."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest
from builders import document, mentions, token
from spacy.tokens import Doc

from kg.actors.gazetteer import Gazetteer, Meaning
from kg.actors.names import Name
from kg.actors.tables import ActorRecord, ActorTables, Ambiguous, Contextual, Corrections, Office, Region, Title
from kg.extract.actors import ActorFinder
from kg.extract.annotation import annotation_of

RECORDS = (
    ActorRecord("turkey", "State", "Turkey", ("Türkiye",), ("Turkish",), ("Turk", "Turks"), ("Ankara",)),
    ActorRecord("united-states", "State", "United States", ("US", "United States of America"), ("American", "US"), (), ("Washington",)),
    ActorRecord("libya", "State", "Libya", (), ("Libyan",), ("Libyans",), ("Tripoli",)),
    ActorRecord("syria", "State", "Syria", (), ("Syrian",)),
    ActorRecord("sudan", "State", "Sudan", (), ("Sudanese",)),
    ActorRecord("south-sudan", "State", "South Sudan", begins="2011-07-09"),
    ActorRecord("jordan", "State", "Jordan", (), ("Jordanian",)),
    ActorRecord("argentina", "State", "Argentina"),
    ActorRecord("russia", "State", "Russia", (), ("Russian",), (), ("Moscow",)),
    ActorRecord("soviet-union", "State", "Soviet Union", ("USSR",), ("Soviet",), (), ("Moscow",), begins="1922-12-30", ends="1991-12-26"),
    ActorRecord("pentagon", "Organ", "Pentagon", principal="united-states"),
    ActorRecord("government-of-national-accord", "Group", "GNA", ("Libyan government",), begins="2016-03-12", ends="2021-03-15"),
    ActorRecord("government-of-national-unity", "Group", "GNU", ("Libyan government",), begins="2021-03-15"),
    ActorRecord("wagner-group", "Group", "Wagner Group", principal="russia", ends="2023"),
    ActorRecord("hamas", "Group", "Hamas"),
    ActorRecord("islamic-state", "Group", "Islamic State", ("Daesh",)),
    ActorRecord("houthis", "Group", "Houthis"),
    ActorRecord("global-coalition", "Organisation", "Global Coalition"),
    ActorRecord("saudi-led-coalition", "Organisation", "Saudi-led coalition"),
    ActorRecord("karabakh", "Place", "Karabakh"),
    ActorRecord("kurds", "People", "Kurds", (), ("Kurdish",)),
    ActorRecord("f-35-programme", "Programme", "F-35 programme"),
    ActorRecord("recep-tayyip-erdogan", "Person", "Recep Tayyip Erdoğan", ("Erdogan",)),
    ActorRecord("abdullah-gul", "Person", "Abdullah Gül", ("Gül",)),
    ActorRecord("khalifa-haftar", "Person", "Khalifa Haftar", ("Haftar",)),
    ActorRecord("mark-milley", "Person", "Mark Milley", ("Milley",)),
)
TABLES = ActorTables(
    records={record.id: record for record in RECORDS},
    offices=(
        Office("recep-tayyip-erdogan", "prime-minister", "turkey", "2003-03-14", "2014-08-28"),
        Office("recep-tayyip-erdogan", "president", "turkey", "2014-08-28", None),
        Office("abdullah-gul", "president", "turkey", "2007-08-28", "2014-08-27"),
        Office("mark-milley", "chief-of-staff", "pentagon", "2019", "2023"),
    ),
    titles=(
        Title("president", ("president",)),
        Title("prime-minister", ("prime minister", "premier")),
        Title("foreign-minister", ("foreign minister", "top diplomat")),
        Title("secretary-of-state", ("secretary of state",), ("united-states",)),
        Title("spokesperson", ("spokesman",)),
        Title("attache", ("attaché",)),
    ),
    bodies={
        "troop": "military",
        "force": "military",
        "official": "government",
        "government": "government",
        "court": "judiciary",
        "national guard": "military",
    },
    media=frozenset({"AFP", "Times"}),
    unnamed={"protester": ("protesters", True), "fighter": ("fighters", True), "refugee": ("refugees", False)},
    contextual=(
        Contextual(("coalition",), ("islamic-state",), "global-coalition", "2014-09-10", None),
        Contextual(("coalition",), ("houthis", "yemen"), "saudi-led-coalition", "2015-03-26", None),
    ),
)
LISTS: Mapping[str, frozenset[str]] = {
    "motion": frozenset({"flee"}),
    "placed": frozenset({"based"}),
    "localbody": frozenset({"court"}),
    "loyal": frozenset({"loyal"}),
    "opposing": frozenset({"anti"}),
}
GAZETTEER = Gazetteer(TABLES)


def found(text: str, date: str | None = "2019-07-20") -> Doc:
    return ActorFinder(GAZETTEER, LISTS)(document(text, date))


def actors(text: str, date: str | None = "2019-07-20") -> dict[str, str]:
    return mentions(found(text, date))


def principals(doc: Doc) -> dict[str, str]:
    return {doc[m.start : m.end].text: m.principal.id.removeprefix("actor/") for m in annotation_of(doc).mentions}


# Names


def test_the_longest_name_wins() -> None:
    text = """
    South                NNP   compound  Sudan.1
    Sudan                NNP   nsubj     attacked
    attacked/attack      VBD   ROOT
    Sudan                NNP   dobj      attacked
    .                    .     punct     attacked
    """
    assert actors(text) == {"South Sudan": "south-sudan", "Sudan": "sudan"}


def test_a_long_name_that_meant_nobody_then_leaves_the_short_one() -> None:
    text = """
    The                  DT    det       government
    Libyan               JJ    amod      government
    government           NN    nsubj     condemned
    condemned/condemn    VBD   ROOT
    Turkey               NNP   dobj      condemned
    .                    .     punct     condemned
    """
    assert actors(text, "2012-01-01") == {"Libyan government": "libya", "Turkey": "turkey"}


@pytest.mark.parametrize(("owner", "expected"), [("Libya", "libya"), ("US", "pentagon")])
def test_an_organ_is_that_of_the_state_whose_it_is_said_to_be(owner: str, expected: str) -> None:
    text = f"""
    {owner:20} NNP   poss      Pentagon
    's                   POS   case      {owner}
    Pentagon             NNP   nsubj     acted
    acted/act            VBD   ROOT
    .                    .     punct     acted
    """
    assert expected in actors(text).values()
    assert ("pentagon" in actors(text).values()) is (expected == "pentagon")


def test_whom_something_is_against_does_not_act_in_it() -> None:
    text = """
    anti                 JJ    amod      protests
    -                    HYPH  punct     protests
    Turkish              JJ    amod      protests
    protests/protest     NNS   nsubj     spread
    spread               VBD   ROOT
    .                    .     punct     spread
    """
    assert actors(text) == {}
    assert actors(text.replace("anti ", "pro  ")) != {}


def test_accents_do_not_matter_but_capitals_do() -> None:
    text = """
    Erdoğan              NNP   nsubj     praised
    praised/praise       VBD   ROOT
    Türkiye              NNP   dobj      praised
    and                  CC    cc        praised
    ate/eat              VBD   conj      praised
    turkey               NN    dobj      ate
    .                    .     punct     praised
    """
    assert actors(text) == {"Erdoğan": "recep-tayyip-erdogan", "Türkiye": "turkey"}
    assert actors(text.replace("ğ", "g").replace("ü", "u")) == {"Erdogan": "recep-tayyip-erdogan", "Turkiye": "turkey"}


def test_names_are_linked_in_the_terms_of_spacy() -> None:
    doc = found("""
    Turkey               NNP   nsubj     left
    left/leave           VBD   ROOT
    the                  DT    det       programme
    F-35                 CD    nummod    programme
    programme            NN    dobj      left
    .                    .     punct     left
    """)
    assert [(span.text, span.label_, span.kb_id_) for span in doc.spans["actors"]] == [
        ("Turkey", "State", "actor/turkey"),
        ("F-35 programme", "Programme", "actor/f-35-programme"),
    ]


def test_an_article_without_names_has_no_mentions() -> None:
    doc = found("""
    It                   PRP   nsubj     rained
    rained/rain          VBD   ROOT
    .                    .     punct     rained
    """)
    assert (mentions(doc), list(doc.spans["actors"])) == ({}, [])


# Dates


@pytest.mark.parametrize(
    ("date", "actor"),
    [("2018-05-01", "government-of-national-accord"), ("2022-05-01", "government-of-national-unity")],
)
def test_the_name_of_a_government_means_the_one_of_the_day(date: str, actor: str) -> None:
    text = """
    The                  DT    det       government
    Libyan               JJ    amod      government
    government           NN    nsubj     condemned
    condemned/condemn    VBD   ROOT
    Syria                NNP   dobj      condemned
    .                    .     punct     condemned
    """
    assert actors(text, date) == {"Libyan government": actor, "Syria": "syria"}


@pytest.mark.parametrize(("date", "actor"), [("1985-01-01", "soviet-union"), ("2019-01-01", "russia"), (None, "russia")])
def test_a_capital_means_the_state_of_the_day(date: str | None, actor: str) -> None:
    text = """
    Moscow               NNP   nsubj     condemned
    condemned/condemn    VBD   ROOT
    Turkey               NNP   dobj      condemned
    .                    .     punct     condemned
    """
    assert actors(text, date)["Moscow"] == actor


def test_a_bygone_state_keeps_its_own_name() -> None:
    text = """
    The                  DT    det       Union
    Soviet               NNP   compound  Union
    Union                NNP   nsubj     attacked
    attacked/attack      VBD   ROOT
    Turkey               NNP   dobj      attacked
    .                    .     punct     attacked
    """
    assert actors(text, "2019-01-01")["Soviet Union"] == "soviet-union"


def test_a_state_that_is_yet_to_come_has_no_name() -> None:
    name = Name("south-sudan", "name")
    assert GAZETTEER.meanings([name], "2005-01-01") == []
    assert GAZETTEER.meanings([name], "2015-01-01") == [Meaning(name, 1.0)]


# Names of several actors

CONGO = replace(
    TABLES,
    records={
        "dr-congo": ActorRecord("dr-congo", "State", "DR Congo", ("Congo",), (), (), ("Kinshasa",)),
        "congo": ActorRecord("congo", "State", "Republic of the Congo", ("Congo",), (), (), ("Brazzaville",)),
        "denis-sassou": ActorRecord("denis-sassou", "Person", "Denis Sassou", ("Sassou",), country="congo"),
        "zaire": ActorRecord("zaire", "State", "Zaire", ("Congo",), ends="1997"),
    },
    offices=(),
)
CONGO_SENTENCE = """
Congo                NNP   nsubj     thanked
thanked/thank        VBD   ROOT
{other:<20}          NNP   dobj      thanked
.                    .     punct     thanked
"""


@pytest.mark.parametrize(
    ("other", "meant", "runner_up"),
    [("Brazzaville", "congo", "dr-congo"), ("Sassou", "congo", "dr-congo"), ("Kinshasa", "dr-congo", "congo")],
)
def test_a_name_of_two_means_the_one_of_whom_the_text_speaks(other: str, meant: str, runner_up: str) -> None:
    doc = ActorFinder(Gazetteer(CONGO), LISTS)(document(CONGO_SENTENCE.format(other=other), "2019-07-20"))
    first = next(mention for mention in annotation_of(doc).mentions if mention.start == 0)
    assert first.actor.id == f"actor/{meant}"
    assert next(key for key, _ in first.others) == f"actor/{runner_up}"
    assert all(0 < score < 0.5 for _, score in first.others)


def test_a_name_that_many_share_stays_a_name() -> None:
    shared = {f"john-{i}": ActorRecord(f"john-{i}", "Person", f"John {i}", ("Congo",)) for i in range(3)}
    doc = ActorFinder(Gazetteer(replace(CONGO, records=shared)), LISTS)(document(CONGO_SENTENCE.format(other="Sassou"), "2019-07-20"))
    assert annotation_of(doc).mentions == []


# Principals and offices


@pytest.mark.parametrize(
    ("actor", "date", "principal"),
    [
        ("turkey", "2019-01-01", "turkey"),
        ("pentagon", "2019-01-01", "united-states"),
        ("hamas", "2019-01-01", "hamas"),
        ("wagner-group", "2020-01-01", "russia"),
        ("wagner-group", "2024-01-01", "wagner-group"),
        ("recep-tayyip-erdogan", "2019-01-01", "turkey"),
        ("recep-tayyip-erdogan", "2001-01-01", "recep-tayyip-erdogan"),
        ("abdullah-gul", "2010-01-01", "turkey"),
        ("abdullah-gul", "2019-01-01", "abdullah-gul"),
        ("abdullah-gul", None, "turkey"),
        ("khalifa-haftar", "2019-01-01", "khalifa-haftar"),
        ("mark-milley", "2020-06-01", "united-states"),
    ],
)
def test_principal_on_a_day(actor: str, date: str | None, principal: str) -> None:
    assert GAZETTEER.principal(actor, date).id == f"actor/{principal}"


def test_who_held_an_office_on_a_day() -> None:
    holders = [GAZETTEER.holder("president", "turkey", date) for date in ("2000-01-01", "2010-01-01", "2019-01-01", None)]
    assert [holder and holder.label for holder in holders] == [None, "Abdullah Gül", "Recep Tayyip Erdoğan", None]
    assert GAZETTEER.titles_held("recep-tayyip-erdogan", "2010-01-01") == {"prime-minister"}


def test_an_office_that_two_held_on_a_day_names_nobody() -> None:
    both = (Office("abdullah-gul", "president", "turkey", "2014", None), *TABLES.offices)
    assert Gazetteer(replace(TABLES, offices=both)).holder("president", "turkey", "2019-01-01") is None


# Words with a meaning beside a name

COALITION = """
{article:<20} DT    det       coalition
coalition            NN    nsubj     attacked
attacked/attack      VBD   ROOT
{first:<20} NNPS  dobj      attacked
.                    .     punct     attacked

{second:<20} NNP   nsubj     condemned
condemned/condemn    VBD   ROOT
{third:<20} NNP   dobj      condemned
.                    .     punct     condemned
"""


def coalition(first: str, second: str = "Libya", third: str = "Syria", article: str = "The", date: str = "2019-07-20") -> str | None:
    return actors(COALITION.format(article=article, first=first, second=second, third=third), date).get("coalition")


def test_a_word_means_an_actor_beside_the_name_of_another() -> None:
    assert [coalition("Daesh"), coalition("Houthis"), coalition("Hamas")] == ["global-coalition", "saudi-led-coalition", None]


def test_of_two_meanings_that_beside_the_more_frequent_name_counts() -> None:
    assert coalition("Daesh", "Houthis", "Houthis") == "saudi-led-coalition"
    assert coalition("Daesh", "Houthis", "Daesh") == "global-coalition"


def test_a_word_has_its_meaning_only_while_the_table_says_so() -> None:
    dates = ("2014-01-01", "2014-12-01", "2015-12-01")
    assert [coalition("Daesh", date=date) for date in dates] == [None, "global-coalition", "global-coalition"]
    assert [coalition("Houthis", date=date) for date in dates] == [None, None, "saudi-led-coalition"]


def test_a_coalition_is_not_the_coalition() -> None:
    assert coalition("Daesh", article="A") is None


def test_a_coalition_that_is_told_apart_is_not_the_coalition() -> None:
    text = """
    The                  DT    det       coalition
    German               JJ    amod      coalition
    coalition            NN    nsubj     condemned
    condemned/condemn    VBD   ROOT
    Daesh                NNP   dobj      condemned
    .                    .     punct     condemned
    """
    assert actors(text) == {"Daesh": "islamic-state"}


# Titles

PRESIDENT = """
The                  DT    det       president
Turkish              JJ    amod      president
president            NN    nsubj     condemned
condemned/condemn    VBD   ROOT
Syria                NNP   dobj      condemned
.                    .     punct     condemned
"""


@pytest.mark.parametrize(("date", "actor"), [("2010-01-01", "abdullah-gul"), ("2019-01-01", "recep-tayyip-erdogan")])
def test_a_title_with_a_state_means_its_holder_on_the_day(date: str, actor: str) -> None:
    doc = found(PRESIDENT, date)
    assert mentions(doc) == {"Turkish president": actor, "Syria": "syria"}
    assert principals(doc)["Turkish president"] == "turkey"


def test_a_title_whose_holder_is_unknown_means_the_state() -> None:
    assert actors(PRESIDENT, "2000-01-01") == {"Turkish president": "turkey", "Syria": "syria"}


def test_a_title_may_stand_before_its_state() -> None:
    text = """
    The                  DT    det       president
    president            NN    nsubj     condemned
    of                   IN    prep      president
    Turkey               NNP   pobj      of
    condemned/condemn    VBD   ROOT
    Syria                NNP   dobj      condemned
    .                    .     punct     condemned
    """
    assert actors(text) == {"president of Turkey": "recep-tayyip-erdogan", "Syria": "syria"}


def test_a_title_may_have_a_possessor() -> None:
    text = """
    Turkey               NNP   poss      minister
    's                   POS   case      Turkey
    foreign              JJ    amod      minister
    minister             NN    nsubj     condemned
    condemned/condemn    VBD   ROOT
    Syria                NNP   dobj      condemned
    .                    .     punct     condemned
    """
    assert actors(text) == {"Turkey's foreign minister": "turkey", "Syria": "syria"}


def test_a_title_beside_a_name_adds_no_mention_and_teaches_whom_the_person_serves() -> None:
    doc = found("""
    Turkish              JJ    amod      minister
    foreign              JJ    amod      minister
    minister             NN    compound  Cavusoglu
    Mevlut               NNP   compound  Cavusoglu    #PERSON
    Cavusoglu            NNP   nsubj     condemned    #PERSON
    condemned/condemn    VBD   ROOT
    Syria                NNP   dobj      condemned
    """)
    assert mentions(doc)["Mevlut Cavusoglu"] == "named-person-mevlut-cavusoglu"
    assert principals(doc)["Mevlut Cavusoglu"] == "turkey"
    assert annotation_of(doc).titles == {"actor/named-person-mevlut-cavusoglu": {"foreign-minister"}}


def test_a_title_in_apposition_teaches_whom_the_person_serves() -> None:
    doc = found("""
    Ibrahim              NNP   compound  Kalin        #PERSON
    Kalin                NNP   nsubj     condemned    #PERSON
    ,                    ,     punct     Kalin
    the                  DT    det       spokesman
    Turkish              JJ    amod      spokesman
    spokesman            NN    appos     Kalin
    ,                    ,     punct     Kalin
    condemned/condemn    VBD   ROOT
    Syria                NNP   dobj      condemned
    """)
    assert principals(doc)["Ibrahim Kalin"] == "turkey"


def test_a_title_of_one_state_is_none_of_another() -> None:
    text = """
    The                  DT    det       secretary
    US                   NNP   compound  secretary
    secretary            NN    nsubj     condemned
    of                   IN    prep      secretary
    state                NN    pobj      of
    condemned/condemn    VBD   ROOT
    Syria                NNP   dobj      condemned
    .                    .     punct     condemned
    """
    assert actors(text) == {"US secretary of state": "united-states", "Syria": "syria"}
    assert "Turkish secretary of state" not in actors(text.replace("US  ", "Turkish  "))


def test_a_title_is_matched_without_its_accents() -> None:
    text = """
    The                  DT    det       attaché
    Turkish              JJ    amod      attaché
    attaché              NN    nsubj     condemned
    condemned/condemn    VBD   ROOT
    Syria                NNP   dobj      condemned
    .                    .     punct     condemned
    """
    assert actors(text) == {"Turkish attaché": "turkey", "Syria": "syria"}


def test_a_title_without_a_state_is_nobody() -> None:
    text = """
    The                  DT    det       president
    president            NN    nsubj     condemned
    condemned/condemn    VBD   ROOT
    Syria                NNP   dobj      condemned
    .                    .     punct     condemned
    """
    assert actors(text) == {"Syria": "syria"}


def test_a_title_may_be_shortened_to_the_office_that_it_names() -> None:
    nouns = ("minister", "premier", "secretary", "state", "foreign", "envoy")
    assert [set(GAZETTEER.titles_ending_in(noun)) for noun in nouns] == [
        {"prime-minister", "foreign-minister"},
        {"prime-minister"},
        {"secretary-of-state"},
        {"secretary-of-state"},
        {"foreign-minister"},
        set(),
    ]


@pytest.mark.parametrize(("charged", "found"), [("attaché", {"Syria": "syria"}), ("", {"attaché for Syria": "syria"})])
def test_who_is_charged_with_a_state_does_not_serve_it(charged: str, found: dict[str, str]) -> None:
    text = """
    The                  DT    det       attaché
    attaché              NN    nsubj     left
    for                  IN    prep      attaché
    Syria                NNP   pobj      for
    left/leave           VBD   ROOT
    """
    finder = ActorFinder(GAZETTEER, {**LISTS, "charged": frozenset({charged})})
    assert mentions(finder(document(text, "2019-07-20"))) == found


# Persons whom no table knows


def test_a_surname_means_the_person_whose_full_name_was_given() -> None:
    text = """
    Staffan              NNP   compound  Lindqvist    #PERSON
    Lindqvist            NNP   nsubj     left         #PERSON
    left/leave           VBD   ROOT

    Lindqvist            NNP   nsubj     returned
    returned/return      VBD   ROOT
    """
    assert actors(text) == {"Staffan Lindqvist": "named-person-staffan-lindqvist", "Lindqvist": "named-person-staffan-lindqvist"}


JOHNSONS = """
Boris                NNP   compound  Johnson      #PERSON
Johnson              NNP   nsubj     met          #PERSON
met/meet             VBD   ROOT
Syria                NNP   dobj      met

Johnson              NNP   nsubj     left
left/leave           VBD   ROOT

{name:<20}           NNP   compound  Johnson      #PERSON
Johnson              NNP   nsubj     returned     #PERSON
returned/return      VBD   ROOT

Johnson              NNP   nsubj     spoke
spoke/speak          VBD   ROOT
"""


def persons(doc: Doc) -> list[str]:
    return [m.actor.id.removeprefix("actor/") for m in annotation_of(doc).mentions if m.actor.type == "Person"]


def test_of_two_with_one_surname_that_one_is_meant_who_was_named_last() -> None:
    boris, ron = "named-person-boris-johnson", "named-person-ron-johnson"
    assert persons(found(JOHNSONS.format(name="Ron"))) == [boris, boris, ron, ron]


def test_a_listed_surname_yields_to_the_full_name_of_a_namesake() -> None:
    text = """
    Anna                 NNP   compound  Milley       #PERSON
    Milley               NNP   nsubj     left         #PERSON
    left/leave           VBD   ROOT

    Milley               NNP   nsubj     returned
    returned/return      VBD   ROOT
    """
    assert persons(found(text)) == ["named-person-anna-milley"] * 2
    assert persons(found(text.replace("Anna", "Mark"))) == ["mark-milley"] * 2


def test_a_lone_surname_that_no_table_knows_is_somebody_of_this_article_alone() -> None:
    text = """
    Miller               NNP   nsubj     left         #PERSON
    left/leave           VBD   ROOT
    """
    assert actors(text) == {"Miller": "named-person-miller"}
    doc = document(text)
    annotation_of(doc).article = "story-7"
    assert mentions(ActorFinder(GAZETTEER, LISTS)(doc)) == {"Miller": "named-person-miller-in-story-7"}


# Acronyms that the text introduces

MOVEMENT = """
The                  DT    det       Movement
Free                 NNP   compound  Movement
Valley               NNP   compound  Movement
Movement             NNP   nsubj     left
(                    (     punct     Movement
{acronym:<20}        NNP   appos     Movement
)                    )     punct     Movement
left/leave           VBD   ROOT
Syria                NNP   dobj      left

{acronym:<20}        NNP   nsubj     returned
returned/return      VBD   ROOT
"""


def test_an_acronym_means_the_name_that_introduces_it() -> None:
    movement = "named-organisation-free-valley-movement"
    assert actors(MOVEMENT.format(acronym="FVM")) == {"Free Valley Movement": movement, "FVM": f"{movement}+{movement}", "Syria": "syria"}


def test_a_bracket_without_the_initials_introduces_nothing() -> None:
    assert actors(MOVEMENT.format(acronym="AKP")) == {"Syria": "syria"}


def test_an_acronym_of_the_text_wins_over_that_of_the_tables() -> None:
    records = {**TABLES.records, "fvm": ActorRecord("fvm", "Group", "Front of Victory and Might", ("FVM",))}
    finder = ActorFinder(Gazetteer(replace(TABLES, records=records)), LISTS)
    assert mentions(finder(document(MOVEMENT.format(acronym="FVM"))))["FVM"] == "+".join(["named-organisation-free-valley-movement"] * 2)
    records["fvm"] = ActorRecord("fvm", "Group", "Movement of the Free Valleys", ("FVM",))
    finder = ActorFinder(Gazetteer(replace(TABLES, records=records)), LISTS)
    assert mentions(finder(document(MOVEMENT.format(acronym="FVM"))))["Free Valley Movement"] == "fvm"


def test_a_listed_name_may_be_in_the_bracket() -> None:
    text = """
    IS                   NNP   nsubj     left         #ORG
    (                    (     punct     IS
    Islamic              NNP   compound  State
    State                NNP   appos     IS
    )                    )     punct     IS
    left/leave           VBD   ROOT
    """
    assert actors(text) == {"IS": "islamic-state", "Islamic State": "islamic-state"}


# Corrections


def corrected(text: str, corrections: Corrections, article: str = "story-7") -> dict[str, str]:
    doc = document(text, "2019-07-20")
    annotation_of(doc).article = article
    return mentions(ActorFinder(Gazetteer(replace(TABLES, corrections=corrections)), LISTS)(doc))


def test_a_merge_lets_an_unlisted_name_mean_a_listed_actor() -> None:
    merged = Corrections(same={"named-person-boris-johnson": "khalifa-haftar"})
    assert corrected(JOHNSONS.format(name="Boris"), merged)["Boris Johnson"] == "khalifa-haftar+khalifa-haftar"


def test_a_merge_of_a_lone_surname_holds_in_all_articles() -> None:
    text = """
    Miller               NNP   nsubj     left         #PERSON
    left/leave           VBD   ROOT
    """
    merged = Corrections(same={"named-person-miller": "named-person-ada-miller"}, labels={"named-person-ada-miller": "Ada Miller"})
    assert corrected(text, merged, "a") == corrected(text, merged, "b") == {"Miller": "named-person-ada-miller"}


def test_a_split_makes_a_name_somebody_else_in_one_article() -> None:
    text = """
    Haftar               NNP   nsubj     left
    left/leave           VBD   ROOT
    """
    split = Corrections(apart=frozenset({("khalifa-haftar", "story-7")}))
    assert corrected(text, split) == {"Haftar": "khalifa-haftar-in-story-7"}
    assert corrected(text, split, "story-8") == {"Haftar": "khalifa-haftar"}


def test_a_person_named_like_a_state_is_no_state() -> None:
    text = """
    Jordan               NNP   compound  Henderson    #PERSON
    Henderson            NNP   nsubj     condemned    #PERSON
    condemned/condemn    VBD   ROOT
    Syria                NNP   dobj      condemned
    """
    assert actors(text) == {"Jordan Henderson": "named-person-jordan-henderson", "Syria": "syria"}


def test_an_organisation_that_no_table_knows_is_named_after_itself() -> None:
    text = """
    Greenpeace           NNP   nsubj     condemned    #ORG
    condemned/condemn    VBD   ROOT
    Syria                NNP   dobj      condemned
    """
    assert actors(text)["Greenpeace"] == "named-organisation-greenpeace"


def test_a_place_that_no_table_knows_is_named_after_itself() -> None:
    text = """
    rebels/rebel         NNS   nsubj     seized
    seized/seize         VBD   ROOT
    Zornmouth            NNP   dobj      seized       #GPE
    """
    assert actors(text)["Zornmouth"] == "named-place-zornmouth"


def test_a_place_beside_the_larger_one_that_it_lies_in_is_left_to_it() -> None:
    text = """
    rebels/rebel         NNS   nsubj     seized
    seized/seize         VBD   ROOT
    Zornmouth            NNP   dobj      seized       #GPE
    ,                    ,     punct     Zornmouth
    Syria                NNP   appos     Zornmouth
    """
    assert "Zornmouth" not in actors(text)
    assert actors(text)["Syria"] == "syria"


def test_a_place_that_only_says_which_thing_is_meant_is_none() -> None:
    text = """
    rebels/rebel         NNS   nsubj     left
    left/leave           VBD   ROOT
    Zornmouth            NNP   compound  conference   #GPE
    conference           NN    dobj      left
    """
    assert "Zornmouth" not in actors(text)


@pytest.mark.parametrize("outlet", ["AFP", "Times"])
def test_a_news_outlet_is_no_actor(outlet: str) -> None:
    text = f"""
    The                  DT    det       {outlet}
    Kurdish              NNP   compound  {outlet}      #ORG
    {outlet}             NNP   nsubj     condemned    #ORG
    condemned/condemn    VBD   ROOT
    Syria                NNP   dobj      condemned
    """
    assert set(actors(text).values()) == {"kurds", "syria"}


# Bodies


def test_a_body_acts_for_the_state_in_front_of_it() -> None:
    text = """
    Turkish              JJ    amod      troops
    troops/troop         NNS   nsubj     attacked
    attacked/attack      VBD   ROOT
    Syria                NNP   dobj      attacked
    .                    .     punct     attacked
    """
    assert actors(text) == {"Turkish troops": "turkey", "Syria": "syria"}


def test_a_body_acts_for_its_possessor() -> None:
    doc = found("""
    Haftar               NNP   poss      forces
    's                   POS   case      Haftar
    forces/force         NNS   nsubj     attacked
    attacked/attack      VBD   ROOT
    Tripoli              NNP   dobj      attacked
    .                    .     punct     attacked
    """)
    assert mentions(doc)["Haftar's forces"] == "khalifa-haftar"


def test_a_body_with_an_of_phrase_acts_for_the_one_named() -> None:
    of = """
    Troops/troop         NNS   nsubj     attacked
    of                   IN    prep      Troops
    Turkey               NNP   pobj      of
    attacked/attack      VBD   ROOT
    Syria                NNP   dobj      attacked
    """
    assert actors(of)["Troops of Turkey"] == "turkey"


def test_a_body_loyal_to_somebody_acts_for_him() -> None:
    loyal = """
    Forces/force         NNS   nsubj     attacked
    loyal                JJ    amod      Forces
    to                   IN    prep      loyal
    Haftar               NNP   pobj      to
    attacked/attack      VBD   ROOT
    Syria                NNP   dobj      attacked
    """
    assert actors(loyal)["Forces loyal to Haftar"] == "khalifa-haftar"


def test_a_body_of_two_states_is_a_mention_of_both() -> None:
    text = """
    US                   NNP   nmod      officials
    and                  CC    cc        US
    Turkish              JJ    conj      US
    officials/official   NNS   nsubj     condemned
    condemned/condemn    VBD   ROOT
    Syria                NNP   dobj      condemned
    .                    .     punct     condemned
    """
    assert actors(text)["US and Turkish officials"] == "turkey+united-states"


def test_a_body_of_a_people_is_not_one_of_its_state() -> None:
    text = """
    Syrian               JJ    amod      forces
    Kurdish              JJ    amod      forces
    forces/force         NNS   nsubj     attacked
    attacked/attack      VBD   ROOT
    Turkey               NNP   dobj      attacked
    .                    .     punct     attacked
    """
    assert [m.actor.id for m in annotation_of(found(text)).mentions if m.kind == "body"] == ["actor/kurds"]


def test_a_court_in_a_state_is_its_court_but_troops_in_a_state_are_not_its_troops() -> None:
    court = """
    A                    DT    det       court
    court                NN    nsubj     condemned
    in                   IN    prep      court
    Argentina            NNP   pobj      in
    condemned/condemn    VBD   ROOT
    Syria                NNP   dobj      condemned
    .                    .     punct     condemned
    """
    assert "argentina" in [m.actor.id[6:] for m in annotation_of(found(court)).mentions if m.kind == "body"]
    troops = """
    Troops/troop         NNS   nsubj     condemned
    in                   IN    prep      Troops
    Argentina            NNP   pobj      in
    condemned/condemn    VBD   ROOT
    Syria                NNP   dobj      condemned
    .                    .     punct     condemned
    """
    assert [m.kind for m in annotation_of(found(troops)).mentions] == ["name", "name"]


def test_a_body_may_have_two_words() -> None:
    text = """
    The                  DT    det       guard
    Turkish              JJ    amod      guard
    national             JJ    amod      guard
    guard                NN    nsubj     attacked
    attacked/attack      VBD   ROOT
    Syria                NNP   dobj      attacked
    .                    .     punct     attacked
    """
    assert actors(text) == {"Turkish national guard": "turkey", "Syria": "syria"}


def test_a_body_alone_is_nobody() -> None:
    text = """
    Troops/troop         NNS   nsubj     attacked
    attacked/attack      VBD   ROOT
    Syria                NNP   dobj      attacked
    .                    .     punct     attacked
    """
    assert actors(text) == {"Syria": "syria"}


# People without a name


def test_people_without_a_name_are_actors_of_their_own() -> None:
    text = """
    The                  DT    det       protesters
    protesters/protester NNS   nsubj     condemned
    condemned/condemn    VBD   ROOT
    Syria                NNP   dobj      condemned
    """
    assert actors(text) == {"protesters": "named-people-protesters", "Syria": "syria"}


def test_people_without_a_name_are_called_by_the_state_in_front_of_them() -> None:
    doc = found("""
    Libyan               JJ    amod      protesters
    protesters/protester NNS   nsubj     condemned
    condemned/condemn    VBD   ROOT
    Syria                NNP   dobj      condemned
    """)
    assert mentions(doc)["Libyan protesters"] == "named-people-libyan-protesters"
    assert principals(doc)["Libyan protesters"] == "named-people-libyan-protesters"


def test_people_of_a_group_are_the_group() -> None:
    text = """
    Hamas                NNP   compound  fighters
    fighters/fighter     NNS   nsubj     attacked
    attacked/attack      VBD   ROOT
    Syria                NNP   dobj      attacked
    """
    assert actors(text)["Hamas fighters"] == "hamas"


def test_people_in_a_proper_name_are_nobody() -> None:
    text = """
    The                  DT    det       Fighters
    Fighters/Fighter     {tag}   nsubj     condemned
    condemned/condemn    VBD   ROOT
    Syria                NNP   dobj      condemned
    """
    assert actors(text.format(tag="NNPS")) == {"Syria": "syria"}
    assert actors(text.format(tag="NNS")) == {"Fighters": "named-people-fighters", "Syria": "syria"}


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("Karabakh", {"Karabakh": "karabakh", "Syria": "syria"}),
        ("government", {"Syria": "syria"}),
        ("street", {"fighters": "named-people-fighters", "Syria": "syria"}),
    ],
)
def test_people_called_after_a_place_or_a_body_are_nobody(word: str, expected: dict[str, str]) -> None:
    text = f"""
    {word:<20} NN    compound  fighters
    fighters/fighter     NNS   nsubj     attacked
    attacked/attack      VBD   ROOT
    Syria                NNP   dobj      attacked
    """
    assert actors(text) == expected


# Capitals and demonyms


@pytest.mark.parametrize(
    "text",
    [
        """
        Ankara               NNP   nsubj     condemned
        condemned/condemn    VBD   ROOT
        Syria                NNP   dobj      condemned
        .                    .     punct     condemned
        """,
        """
        Syria                NNP   nsubj     condemned
        condemned/condemn    VBD   ROOT
        Ankara               NNP   dobj      condemned
        .                    .     punct     condemned
        """,
        """
        Syria                NNP   nsubj     signed
        signed/sign          VBD   ROOT
        a                    DT    det       deal
        deal                 NN    dobj      signed
        with                 IN    prep      signed
        Ankara               NNP   pobj      with
        .                    .     punct     signed
        """,
        """
        Ankara               NNP   poss      offer
        's                   POS   case      Ankara
        offer                NN    nsubj     angered
        angered/anger        VBD   ROOT
        Syria                NNP   dobj      angered
        .                    .     punct     angered
        """,
        """
        Libya                NNP   nsubj     condemned
        and                  CC    cc        Libya
        Ankara               NNP   conj      Libya
        condemned/condemn    VBD   ROOT
        Syria                NNP   dobj      condemned
        .                    .     punct     condemned
        """,
    ],
)
def test_a_capital_that_acts_is_its_state(text: str) -> None:
    assert actors(text)["Ankara"] == "turkey"


@pytest.mark.parametrize(
    "text",
    [
        """
        Syria                NNP   nsubj     met
        met/meet             VBD   ROOT
        Libya                NNP   dobj      met
        in                   IN    prep      met
        Ankara               NNP   pobj      in
        .                    .     punct     met
        """,
        """
        Syria                NNP   nsubj     flew
        flew/fly             VBD   ROOT
        envoys/envoy         NNS   dobj      flew
        from                 IN    prep      envoys
        Tripoli              NNP   pobj      from
        to                   IN    prep      flew
        Libya                NNP   pobj      to
        via                  IN    prep      flew
        Ankara               NNP   pobj      via
        .                    .     punct     flew
        """,
        """
        Syria                NNP   nsubj     protested
        protested/protest    VBD   ROOT
        outside              IN    prep      protested
        Ankara               NNP   pobj      outside
        .                    .     punct     protested
        """,
    ],
)
def test_a_capital_where_something_happens_is_a_place(text: str) -> None:
    assert "Ankara" not in actors(text)


def test_a_demonym_is_marked_as_one() -> None:
    doc = found("""
    Libya                NNP   nsubj     closed
    closed/close         VBD   ROOT
    the                  DT    det       border
    Turkish              JJ    amod      border
    border               NN    dobj      closed
    .                    .     punct     closed
    """)
    assert [(m.kind, doc[m.head].text) for m in annotation_of(doc).mentions] == [("name", "Libya"), ("demonym", "Turkish")]


def test_citizens_are_their_state() -> None:
    doc = found("""
    Turks/turk           NNS   nsubj     condemned
    condemned/condemn    VBD   ROOT
    Syria                NNP   dobj      condemned
    .                    .     punct     condemned
    """)
    assert [(m.kind, m.actor.id) for m in annotation_of(doc).mentions] == [("people", "actor/turkey"), ("name", "actor/syria")]


def test_the_head_of_a_mention_is_the_word_that_the_others_hang_on() -> None:
    doc = found("""
    The                  DT    det       States
    United               NNP   compound  States
    States               NNP   nsubj     condemned
    of                   IN    prep      States
    America              NNP   pobj      of
    condemned/condemn    VBD   ROOT
    Syria                NNP   dobj      condemned
    .                    .     punct     condemned
    """)
    first = annotation_of(doc).mentions[0]
    assert (doc[first.start : first.end].text, first.head) == ("United States of America", token(doc, "States").i)


# Further meanings of a name


FURTHER = replace(
    CONGO,
    records={
        "dr-congo": CONGO.records["dr-congo"],
        "republic-of-the-congo": ActorRecord("republic-of-the-congo", "State", "Republic of the Congo"),
        "georgia": ActorRecord("georgia", "State", "Georgia"),
    },
    ambiguous=(
        Ambiguous("Congo", "republic-of-the-congo", frozenset({"Brazzaville", "Sassou"})),
        Ambiguous("Georgia", None, frozenset({"Atlanta"})),
    ),
)


@pytest.mark.parametrize(
    ("name", "other", "meant"),
    [
        ("Congo", "Brazzaville", ["republic-of-the-congo"]),
        ("Congo", "Goma", ["dr-congo"]),
        ("Georgia", "Atlanta", []),
        ("Georgia", "Tbilisi", ["georgia"]),
    ],
)
def test_words_of_the_text_give_a_name_another_meaning_or_none(name: str, other: str, meant: list[str]) -> None:
    text = CONGO_SENTENCE.format(other=other).replace("Congo", name)
    doc = ActorFinder(Gazetteer(FURTHER), LISTS)(document(text, "2019-07-20"))
    assert [m.actor.id.removeprefix("actor/") for m in annotation_of(doc).mentions if m.start == 0] == meant


# Offices that are held no more, by one of many, or by somebody who does not act for the state


def test_a_former_holder_is_not_the_one_who_holds_the_office() -> None:
    text = """
    The                  DT    det       president
    former               JJ    amod      president
    Turkish              JJ    amod      president
    president            NN    nsubj     left
    left/leave           VBD   ROOT
    """
    assert "recep-tayyip-erdogan" not in actors(text).values()
    assert "recep-tayyip-erdogan" in actors(text.replace("former               JJ ", "tired                JJ ")).values()


def test_one_of_many_is_not_the_holder_of_an_office() -> None:
    text = """
    A                    DT    det       president
    Turkish              JJ    amod      president
    president            NN    nsubj     left
    left/leave           VBD   ROOT
    """
    assert "recep-tayyip-erdogan" not in actors(text).values()


def test_a_title_that_one_alone_gives_needs_no_owner() -> None:
    text = """
    The                  DT    det       secretary
    secretary            NN    nsubj     left
    of                   IN    prep      secretary
    state                NN    pobj      of
    left/leave           VBD   ROOT
    """
    assert set(actors(text).values()) == {"united-states"}


def test_an_opposition_leader_does_not_act_for_the_state() -> None:
    titles = (Title("opposition-leader", ("opposition leader",), (), acts=False),)
    offices = (
        Office("khalifa-haftar", "opposition-leader", "libya", None, None),
        Office("abdullah-gul", "opposition-leader", "hamas", None, None),
    )
    gazetteer = Gazetteer(replace(TABLES, titles=titles, offices=offices))
    assert gazetteer.principal("khalifa-haftar", "2019-01-01").id == "actor/khalifa-haftar"
    assert gazetteer.principal("abdullah-gul", "2019-01-01").id == "actor/hamas"


# Capitals


@pytest.mark.parametrize(
    ("words", "acts"),
    [
        ("left/leave VBD ROOT\nat IN prep left\nAnkara NNP pobj at", True),
        ("left/leave VBD ROOT\nin IN prep left\nAnkara NNP pobj in", False),
        ("fled/flee VBD ROOT\nfrom IN prep fled\nAnkara NNP pobj from", False),
        ("asked/ask VBD ROOT\nfrom IN prep asked\nAnkara NNP pobj from", True),
        ("Ankara NNP compound Zorlu\nZorlu NNP nsubj left\nleft/leave VBD ROOT", False),
        ("Ankara NNP npadvmod led\n- HYPH punct led\nled VBN amod forces\nforces/force NNS ROOT", True),
        ("Ankara NNP npadvmod based\n- HYPH punct based\nbased VBN amod firms\nfirms/firm NNS ROOT", False),
    ],
)
def test_a_capital_is_a_government_where_it_acts(words: str, acts: bool) -> None:
    assert ("turkey" in actors(words).values()) is acts


def test_the_soldiers_of_who_heads_a_state_are_the_states() -> None:
    text = """
    Erdogan              NNP   poss      forces
    's                   POS   case      Erdogan
    forces/force         NNS   nsubj     left
    left/leave           VBD   ROOT
    """
    assert actors(text)["Erdogan's forces"] == "turkey"


# Names that the recogniser does not see


def test_a_given_name_of_the_tables_makes_a_person() -> None:
    text = """
    Khalifa              NNP   compound  Bensalem
    Bensalem             NNP   nsubj     left
    left/leave           VBD   ROOT
    """
    assert actors(text) == {"Khalifa Bensalem": "named-person-khalifa-bensalem"}
    assert actors(text.replace("Bensalem\n", "Bensalem #ORG\n").replace("left\n", "left #ORG\n", 1)) == actors(text)
    assert actors(text.replace("Khalifa ", "Greenhill")) == {}


# Regions, peoples, ways

AFRICA = Gazetteer(
    replace(
        TABLES,
        records={
            **TABLES.records,
            "western-states": ActorRecord("western-states", "Organisation", "the West", ("The West",)),
            "niger": ActorRecord("niger", "State", "Niger"),
            "north-korea": ActorRecord("north-korea", "State", "North Korea"),
        },
        regions=(Region(("West Africa",), ("West African",), ("niger",)), Region(("Latin America",), ("Latin American",), ())),
        contextual=(Contextual(("North",), ("north-korea",), "north-korea", None, None),),
        offices=(Office("abdullah-gul", "president", "niger", "2011", "2014"),),
        unnamed={**TABLES.unnamed, "father": ("fathers", False), "asylum seeker": ("asylum seekers", False)},
    )
)
WORDS = {
    **LISTS,
    "leaving": frozenset({"leave"}),
    "motion": frozenset({"fly"}),
    "kin": frozenset({"father"}),
    "ousted": frozenset({"ousted"}),
}


def named(text: str, date: str = "2019-07-20") -> dict[str, str]:
    return mentions(ActorFinder(AFRICA, WORDS)(document(text, date)))


def test_a_name_in_that_of_a_region_is_no_actor() -> None:
    text = """
    The                  DT    det       nation
    {first}              NNP   compound  {second}
    {second}             JJ    amod      nation
    nation               NN    nsubj     left
    left/leave           VBD   ROOT
    """
    assert named(text.format(first="West", second="African")) == {}
    assert named(text.format(first="Latin", second="American")) == {}
    assert named(text.format(first="Big", second="American")) == {"American": "united-states"}


def test_a_word_with_a_capital_has_its_meaning_only_so_written() -> None:
    text = """
    North                NNP   compound  Korea
    Korea                NNP   nsubj     fired
    fired/fire           VBD   ROOT
    .                    .     punct     fired

    The                  DT    det       {north}
    {north}              NNP   nsubj     left
    left/leave           VBD   ROOT
    """
    assert named(text.format(north="North")) == {"North Korea": "north-korea", "North": "north-korea"}
    assert named(text.format(north="north")) == {"North Korea": "north-korea"}


def test_an_ethnic_people_is_none_of_a_states() -> None:
    text = """
    Ethnic               JJ    amod      Turks
    Turks                NNPS  nsubj     left
    left/leave           VBD   ROOT
    """
    assert named(text) == {"Ethnic Turks": "named-people-ethnic-turks"}
    mayors = "Ethnic JJ amod mayors\nTurkish JJ amod mayors\nmayors/mayor NNS nsubj left\nleft/leave VBD ROOT"
    assert named(mayors) == {}
    assert named(mayors.replace("Ethnic", "Young")) == {"Turkish": "turkey"}


@pytest.mark.parametrize(
    ("verb", "way", "acts"),
    [("left/leave", "dobj left", False), ("praised/praise", "dobj praised", True), ("worried/worry", "npadvmod worried", True)],
)
def test_a_capital_that_one_leaves_is_a_place(verb: str, way: str, acts: bool) -> None:
    assert named(f"Envoys NNS nsubj {verb.partition('/')[0]}\n{verb} VBD ROOT\nAnkara NNP {way}") == ({"Ankara": "turkey"} if acts else {})


def test_a_capital_to_which_one_flies_is_a_place() -> None:
    text = "Envoys NNS nsubj flew\nflew/{verb} VBD ROOT\nto IN prep flew\nAnkara NNP pobj to"
    assert named(text.format(verb="fly")) == {}
    assert named(text.format(verb="write")) == {"Ankara": "turkey"}


def test_the_ousted_holder_of_an_office_is_who_held_it_last() -> None:
    text = """
    Niger                NNP   poss      president
    's                   POS   case      Niger
    ousted/oust          VBN   amod      president
    president            NN    nsubj     left
    left/leave           VBD   ROOT
    """
    assert named(text) == {"Niger's ousted president": "abdullah-gul"}
    assert named(text, "2011-05-05") == {"Niger": "niger"}


def test_the_kin_of_a_leader_are_not_his_people() -> None:
    text = """
    Erdogan              NNP   poss      {who}
    's                   POS   case      Erdogan
    {who}                NN    nsubj     left
    left/leave           VBD   ROOT
    """
    assert named(text.format(who="father")) == {"Erdogan": "recep-tayyip-erdogan"}
    assert "Erdogan's fighter" in named(text.format(who="fighter"))


def test_people_may_have_two_words() -> None:
    assert named("Asylum/asylum NN compound seekers\nseekers/seeker NNS nsubj left\nleft/leave VBD ROOT") == {
        "seekers": "named-people-asylum-seekers"
    }


def test_a_part_of_a_title_is_no_name() -> None:
    text = """
    Secretary            NNP   nmod      Zorn
    of                   IN    prep      Secretary
    State                NNP   pobj      of           #ORG
    Ada                  NNP   compound  Zorn         #PERSON
    Zorn                 NNP   nsubj     left         #PERSON
    left/leave           VBD   ROOT
    """
    assert named(text) == {"Ada Zorn": "named-person-ada-zorn"}


OFFICER = """
A                    DT    det       official
Turkish              JJ    amod      official
official             NN    nsubj     left
,                    ,     punct     official
Ada                  NNP   compound  Zorn         #PERSON
Zorn                 NNP   appos     official     #PERSON
,                    ,     punct     official
left/leave           VBD   ROOT
"""


def test_a_body_in_apposition_is_who_is_named_and_teaches_for_whom_he_acts() -> None:
    doc = ActorFinder(GAZETTEER, LISTS)(document(OFFICER, "2019-07-20"))
    assert mentions(doc) == {"Turkish official": "named-person-ada-zorn", "Ada Zorn": "named-person-ada-zorn"}
    assert set(principals(doc).values()) == {"turkey"}
    past = document(OFFICER.replace("A                    DT    det", "Former/former JJ amod"), "2019-07-20")
    assert principals(ActorFinder(GAZETTEER, LISTS)(past))["Ada Zorn"] == "named-person-ada-zorn"


def test_a_body_in_front_of_a_name_is_no_mention_of_its_own() -> None:
    text = """
    Turkish              JJ    amod      Zorn
    official             NN    compound  Zorn
    Ada                  NNP   compound  Zorn         #PERSON
    Zorn                 NNP   nsubj     left         #PERSON
    left/leave           VBD   ROOT
    """
    assert mentions(found(text)) == {"Turkish": "turkey", "Ada Zorn": "named-person-ada-zorn"}
