"""Dictionaries of others become actor tables: PETRARCH's, query results of Wikidata, FollowTheMoney entities, and our own format."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from kg import cli
from kg.actors.compiled import load_gazetteer
from kg.actors.gazetteer import Gazetteer
from kg.actors.importing.entry import Entry, Known, Noun, Service
from kg.actors.importing.petrarch import day, read_petrarch, spellings
from kg.actors.importing.sources import format_of, read_sources
from kg.actors.importing.writing import tables_of, write_tables
from kg.actors.names import Name
from kg.actors.tables import load_actors
from kg.errors import KnowledgeError

PETRARCH = """\
# A dictionary as PETRARCH has them
RURITANIA_ [FRA]
+STRELSAU_
+FRENCH

ADA_MILLER_ # a comment
+A._MILLER_
\t[FRAELI <990101]
\t[FRAGOV 990101-020630]
\t[FRAELI >020630]
VALLEY_LIBERATION_FRONT_(VLF)_ [TURREB] # kkl
+VALLEY_FRONT_
NATIONAL_GUARD_OF_THE_VALLEY_ [TURMIL]
MARY_CONSUL_ [IGOUNO 010120-050120] [---]
RECEP_TAYYIP_ERDOGAN_ [TURGOV >030314]
+TAYYIP_THE_TALL_
INTERNATIONAL_VALLEY_FUND_ [IGOUNODEV]
"""
AGENTS = """\
!PERSON! = MAN, MEN, WOMAN
CAVALRY!PERSON! [~MIL]
PRESS_OFFICER [~GOV]
BRIGAND [~REB]
HERBALIST [~CVL]
HERBALISTS [~CVL]
"""


@lru_cache
def gazetteer() -> Gazetteer:
    return load_gazetteer()


def read(text: str, name: str = "actors.txt") -> tuple[list[Entry | Noun], list[str]]:
    complaints: list[KnowledgeError] = []
    found = list(read_petrarch(text, Path(name), Known.of(gazetteer()), complaints.append))
    return found, [str(error) for error in complaints]


def entry(text: str) -> Entry:
    (found,), complaints = read(text)
    assert isinstance(found, Entry)
    assert complaints == []
    return found


def imported(folder: Path, files: dict[str, str], until: str | None = None) -> tuple[Gazetteer, list[str]]:
    """What a gazetteer with the imported tables on top knows, and what was complained of."""
    (folder / "in").mkdir()
    for name, text in files.items():
        (folder / "in" / name).write_text(text, encoding="utf-8")
    complaints: list[KnowledgeError] = []
    read = read_sources([folder / "in"], Known.of(gazetteer()), complaints.append)
    write_tables(folder / "out", tables_of(read, gazetteer(), until))
    return Gazetteer(load_actors(None, folder / "out")), [str(error) for error in complaints]


def meant(by: Gazetteer, name: str, date: str | None = None) -> list[str]:
    return [m.name.actor for m in by.meanings([Name(*plain) for plain in by.names.names.get(name, ())], date)]


# PETRARCH


@pytest.mark.parametrize(
    ("digits", "date"),
    [("011222", "2001-12-22"), ("650230", "1965-02"), ("19991301", "1999"), ("310100", "1931-01")],
)
def test_days_have_two_or_four_digits_of_a_year_and_may_be_wrong(digits: str, date: str) -> None:
    assert day(digits) == date


@pytest.mark.parametrize(
    ("raw", "spelt"),
    [
        ("AFGHANISTAN_", ["Afghanistan"]),
        ("AFGHAN_NATIONAL_ARMY", ["Afghan National Army"]),
        ("ANSF", ["ANSF", "Ansf"]),
        ("MAZAR-I-SHARIF_", ["Mazar-i-Sharif"]),
        ("HARAKAT_UL-MUJAHIDIN_(HUM)_", ["Harakat Ul-Mujahidin", "Harakat ul-Mujahidin", "HUM"]),
        ("K._ANNAN_", ["K. Annan"]),
        ("U.N.", ["U.N."]),
        ("O'NEILL", ["O'Neill"]),
        ("_", []),
        ("Ban Ki-moon", ["Ban Ki-moon"]),
    ],
)
def test_names_in_capitals_are_spelt_as_news_does(raw: str, spelt: list[str]) -> None:
    assert list(spellings(raw)) == spelt


def test_dated_roles_are_offices_of_a_person_and_eminence_is_none() -> None:
    person = entry("ADA_MILLER_ # a comment\n+A._MILLER_\n\t[FRAELI <990101]\n\t[FRAGOV 990101-020630]\n\t[FRAELI >020630]\n")
    assert (person.names, person.type, person.country) == (("Ada Miller", "A. Miller"), "Person", "france")
    assert person.services == (Service("government", "france", "1999-01-01", "2002-06-30"),)


def test_codes_of_organisations_say_for_whom_a_person_acts() -> None:
    assert entry("MARY_CONSUL_ [IGOUNO 010120-050120] [---]").services == (
        Service("official", "united-nations", "2001-01-20", "2005-01-20"),
    )


@pytest.mark.parametrize(
    ("text", "kind", "country", "principal"),
    [
        ("VALLEY_LIBERATION_FRONT_ [TURREB]", "Group", "turkey", None),
        ("NATIONAL_GUARD_OF_THE_VALLEY_ [TURMIL]", "Organ", None, "turkey"),
        ("INTERNATIONAL_VALLEY_FUND_ [IGOUNODEV]", "Organisation", None, "united-nations"),
        ("VALLEY_OIL_ [MNCUSA]", "Organisation", "united-states", None),
    ],
)
def test_undated_codes_say_what_an_actor_is(text: str, kind: str, country: str | None, principal: str | None) -> None:
    found = entry(text)
    assert (found.type, found.country, found.principal) == (kind, country, principal)


def test_further_names_of_a_state_mean_it_where_they_act_and_known_ones_say_nothing_new() -> None:
    found = entry("RURITANIA_ [FRA]\n+STRELSAU_\n+FRENCH\n")
    assert (found.known, found.seats) == ("france", ("Ruritania", "Strelsau"))


def test_an_actor_of_ours_keeps_its_id_and_the_names_of_others_stay_theirs() -> None:
    found = entry("RECEP_TAYYIP_ERDOGAN_ [TURGOV >030314]\n+TAYYIP_THE_TALL_\n+VLADIMIR_PUTIN_\n")
    assert (found.known, found.names) == ("recep-tayyip-erdogan", ("Recep Tayyip Erdogan", "Tayyip the Tall"))


def test_agents_are_bodies_or_people_without_a_name() -> None:
    found, complaints = read(AGENTS)
    assert found == [
        Noun("cavalryman", "military"),
        Noun("cavalrymen", "military"),
        Noun("cavalrywoman", "military"),
        Noun("press officer", "government"),
        Noun("brigand", None, True),
        Noun("herbalist"),
        Noun("herbalists"),
    ]
    assert complaints == []


def test_what_a_dictionary_gets_wrong_is_told_by_line_and_the_rest_is_read() -> None:
    found, complaints = read("NO_CODE_\nADA_MILLER_ [FRAGOV 2004017-20061201]\nBO_MILLER_ [FRAGOV 010101-020101]\n")
    assert [one.names[0] for one in found if isinstance(one, Entry)] == ["Bo Miller"]
    assert complaints[0].startswith("actors.txt:2: '2004017-20061201' is no date")
    assert complaints[1].startswith("actors.txt:1: 'NO CODE'") or "no code in brackets" in complaints[1]


@given(st.text(alphabet=st.sampled_from("ABC_+[]~!#{}<>-0123456789 \t\n="), max_size=80))
def test_any_text_is_read_or_complained_of(text: str) -> None:
    read(text)


def test_a_dictionary_becomes_tables_that_extraction_reads(tmp_path: Path) -> None:
    by, complaints = imported(tmp_path, {"actors.txt": PETRARCH, "agents.txt": AGENTS})
    assert complaints == []
    assert meant(by, "VLF") == meant(by, "Valley Front") == ["valley-liberation-front"]
    assert by.principal("ada-miller", "2001-01-01").id == "actor/france"
    assert by.principal("ada-miller", "2010-01-01").id == "actor/ada-miller"
    assert meant(by, "Tayyip the Tall") == ["recep-tayyip-erdogan"]
    assert by.holder("president", "turkey", "2019-01-01") == by.actor("recep-tayyip-erdogan")
    assert by.tables.bodies["cavalryman"] == "military"
    assert "cavalrymen" not in by.tables.bodies
    assert by.tables.unnamed["brigand"] == ("brigands", True)
    assert by.tables.unnamed["herbalist"] == ("herbalists", False)
    assert "herbalists" not in by.tables.unnamed


def test_open_offices_end_where_the_knowledge_of_the_source_ends(tmp_path: Path) -> None:
    by, _ = imported(tmp_path, {"actors.txt": "ADA_MILLER_ [FRAGOV >990101]\n"}, until="2014-06-30")
    assert by.principal("ada-miller", "2014-01-01").id == "actor/france"
    assert by.principal("ada-miller", "2020-01-01").id == "actor/ada-miller"


# Wikidata

BINDINGS = [
    {
        "item": "http://www.wikidata.org/entity/Q900000001",
        "itemLabel": "Ada Miller",
        "itemAltLabel": "A. Miller, Ada M. Miller",
        "positionLabel": "Minister of Foreign Affairs of France",
        "start": "1901-05-01T00:00:00Z",
        "end": "1904-01-01T00:00:00Z",
    },
    {
        "item": "http://www.wikidata.org/entity/Q900000001",
        "itemLabel": "Ada Miller",
        "positionLabel": "ambassador",
        "ofLabel": "United Nations",
        "start": "2003-02-01T00:00:00Z",
    },
    {
        "item": "http://www.wikidata.org/entity/Q900000002",
        "itemLabel": "Valley Front",
        "typeLabel": "armed organization",
        "countryLabel": "Mali",
    },
    {"item": "http://www.wikidata.org/entity/Q142", "itemLabel": "France", "typeLabel": "sovereign state", "itemAltLabel": "Gallia Nova"},
    {"item": "http://www.wikidata.org/entity/Q900000003", "itemLabel": "Thing", "typeLabel": "rock"},
    {"item": "http://www.wikidata.org/entity/Q900000004", "itemLabel": "Q900000004", "positionLabel": "president"},
    {"itemLabel": "nobody"},
]


def as_json(rows: Iterable[dict[str, str]]) -> str:
    bindings = [{name: {"type": "literal", "value": value} for name, value in row.items()} for row in rows]
    return json.dumps({"head": {"vars": []}, "results": {"bindings": bindings}})


def as_csv(rows: list[dict[str, str]]) -> str:
    columns = list(dict.fromkeys(name for row in rows for name in row))
    return "\n".join([",".join(columns), *(",".join(f'"{row.get(name, "")}"' for name in columns) for row in rows)])


@pytest.mark.parametrize("text", [as_json(BINDINGS), as_csv(BINDINGS)])
def test_a_query_result_becomes_tables(tmp_path: Path, text: str) -> None:
    by, complaints = imported(tmp_path, {"result": text})
    assert meant(by, "Ada M. Miller") == ["ada-miller"]
    assert by.records["ada-miller"].wikidata == "Q900000001"
    assert by.holder("foreign-minister", "france", "1902-06-01") == by.actor("ada-miller")
    assert by.principal("ada-miller", "2010-01-01").id == "actor/united-nations"
    assert (by.records["valley-front"].type, by.records["valley-front"].country) == ("Group", "mali")
    assert meant(by, "Gallia Nova") == ["france"]
    assert by.records["france"].demonyms == gazetteer().records["france"].demonyms
    assert [error.split(": ")[1][:30] for error in complaints] == [
        "has no item of Wikidata in a v",
        "Q900000003 has no type",
        "Q900000004 has no label",
    ]


# FollowTheMoney

ENTITIES = [
    {
        "id": "a",
        "schema": "Person",
        "properties": {
            "name": ["Ada Miller", "Ада Миллер"],
            "alias": ["A. Miller"],
            "weakAlias": ["Ada", "Madam Ada"],
            "nationality": ["fr"],
            "wikidataId": ["Q900000001"],
        },
    },
    {"id": "p", "schema": "Position", "properties": {"name": ["Minister of Defence"], "country": ["fr"]}},
    {"id": "o", "schema": "Occupancy", "properties": {"holder": ["a"], "post": ["p"], "startDate": ["1901-05-01"], "endDate": ["1904"]}},
    {"id": "g", "schema": "Organization", "properties": {"name": ["Valley Front"], "country": ["ml"], "topics": ["crime.terror"]}},
    {"id": "b", "schema": "PublicBody", "properties": {"name": ["Ministry of Valleys"], "country": ["ml"]}},
    {"id": "v", "schema": "Vessel", "properties": {"name": ["Valley Queen"]}},
]


def test_entities_of_followthemoney_become_tables(tmp_path: Path) -> None:
    lines = "\n".join([*(json.dumps(entity) for entity in ENTITIES), "{broken", json.dumps({"id": "x"})])
    by, complaints = imported(tmp_path, {"entities.ftm.json": lines})
    assert meant(by, "A. Miller") == meant(by, "Madam Ada") == ["ada-miller"]
    assert meant(by, "Valley Queen") == meant(by, "Ада Миллер") == []
    assert "ada-miller" not in meant(by, "Ada")
    assert by.holder("defence-minister", "france", "1902-06-01") == by.actor("ada-miller")
    assert (by.records["valley-front"].type, by.records["valley-front"].country) == ("Group", "mali")
    assert by.principal("ministry-of-valleys", None).id == "actor/mali"
    assert ["is no entity of FollowTheMoney" in error for error in complaints] == [True, True]


# Our own


def test_tables_of_our_own_format_are_joined_with_others(tmp_path: Path) -> None:
    groups = "id\ttype\tlabel\tnames\tcountry\nvalley-front\tGroup\tValley Front\tVF\tmali\nx\tPirates\tX\t\t\n"
    persons = "id\tlabel\tnames\nada\tAda Miller\t\n"
    offices = "person\ttitle\tof\tfrom\tto\nada\tking\tfrance\t1999\t2000\n"
    by, complaints = imported(tmp_path, {"groups.tsv": groups, "persons.tsv": persons, "offices.tsv": offices, "actors.txt": PETRARCH})
    assert meant(by, "VF") == ["valley-front"]
    assert by.holder("king", "france", "1999-06-01") == by.actor("ada")
    assert [error.partition("groups.tsv")[2] for error in complaints] == [":3: unknown actor type 'Pirates'"]


@pytest.mark.parametrize("text", ["", "Once upon a time.", "a,b\n1,2\n", "{}", "\x00\x01"])
def test_what_is_no_dictionary_has_no_format(text: str) -> None:
    assert format_of(text) is None


# The command


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(cli.cli, [str(argument) for argument in arguments], prog_name="kg")


def test_the_command_writes_tables_that_the_others_use(tmp_path: Path) -> None:
    (tmp_path / "actors.txt").write_text(PETRARCH, encoding="latin-1")
    out = tmp_path / "out"
    done = run("actors", "import", tmp_path / "actors.txt", "-o", out)
    assert done.exit_code == 0, done.stderr
    assert [Path(line).name for line in done.stdout.split()] == [
        "states.tsv",
        "persons.tsv",
        "groups.tsv",
        "organs.tsv",
        "organisations.tsv",
        "offices.tsv",
    ]
    assert "actors, 2 of them known before" in done.stderr
    assert run("actors", "check", "--actors", out).stdout == ""
    assert "valley-liberation-front" in run("actors", "find", "Valley Front", "--actors", out).stdout
    assert run("actors", "import", tmp_path / "actors.txt", "-o", out).exit_code == 2


def test_the_command_tells_what_it_cannot_read_and_imports_the_rest(tmp_path: Path) -> None:
    (tmp_path / "actors.txt").write_text(PETRARCH + "ADA_ [FRAGOV 1]\n", encoding="utf-8")
    (tmp_path / "story.txt").write_text("Once upon a time.\n", encoding="utf-8")
    done = run("actors", "import", tmp_path / "actors.txt", tmp_path / "story.txt", tmp_path / "none", "-o", tmp_path / "out")
    assert done.exit_code == 2
    assert "actors.txt:18: '1' is no date" in done.stderr
    assert "story.txt: is none of the formats" in done.stderr
    assert "none: cannot be read: No such file" in done.stderr
    assert (tmp_path / "out" / "persons.tsv").is_file()


def test_the_command_refuses_a_day_that_is_none(tmp_path: Path) -> None:
    assert run("actors", "import", tmp_path, "-o", tmp_path / "out", "--until", "lately").exit_code == 2
