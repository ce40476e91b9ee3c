"""Tables of one's own add to the gazetteer and correct it; what is wrong with them is told by file and line."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from kg.actors.compiled import cache_folder, load_gazetteer
from kg.actors.gazetteer import Gazetteer
from kg.actors.tables import load_actors
from kg.errors import KnowledgeError

PERSONS = "id\tlabel\tnames\n"
OFFICES = "person\ttitle\tof\tfrom\tto\n"
CORRECTIONS = "correction\tactor\twith\tarticle\tlabel\n"


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("KG_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


def tables(folder: Path, **files: str) -> Path:
    folder.mkdir(exist_ok=True)
    for name, text in files.items():
        (folder / f"{name}.tsv").write_text(text, encoding="utf-8")
    return folder


def meant(gazetteer: Gazetteer, name: str, date: str | None = "2019-05-01") -> list[str]:
    end, names = gazetteer.names.longest([f"{word} " for word in name.split()], 0)
    return [m.name.actor for m in gazetteer.meanings(names, date)] if end == len(name.split()) else []


def test_own_actors_stand_beside_those_of_the_gazetteer(tmp_path: Path) -> None:
    own = tables(tmp_path / "own", persons=PERSONS + "mariam-okello\tMariam Okello\tOkello of Gulu\n")
    gazetteer = Gazetteer(load_actors(None, own))
    assert meant(gazetteer, "Okello of Gulu") == ["mariam-okello"]
    assert meant(gazetteer, "Turkey") == ["turkey"]


def test_own_actors_alone_leave_the_words_of_the_ontology(tmp_path: Path) -> None:
    own = tables(tmp_path / "own", persons=PERSONS + "mariam-okello\tMariam Okello\t\n")
    alone = load_actors(None, own, alone=True)
    assert set(alone.records) == {"mariam-okello"}
    assert alone.offices == ()
    assert alone.bodies["troop"] == load_actors().bodies["troop"]


def test_an_own_row_replaces_that_of_its_id(tmp_path: Path) -> None:
    own = tables(tmp_path / "own", persons=PERSONS + "angela-merkel\tAngela Dorothea Merkel\tMutti\n")
    gazetteer = Gazetteer(load_actors(None, own))
    assert gazetteer.records["angela-merkel"].label == "Angela Dorothea Merkel"
    assert meant(gazetteer, "Mutti") == ["angela-merkel"]
    assert gazetteer.principal("angela-merkel", "2019-05-01").id == "actor/germany"


def test_a_person_with_own_offices_has_no_others(tmp_path: Path) -> None:
    own = tables(tmp_path / "own", offices=OFFICES + "angela-merkel\tpresident\tfrance\t2019\t2020\nangela-merkel\tking\tspain\t2021\t\n")
    gazetteer = Gazetteer(load_actors(None, own))
    assert [gazetteer.principal("angela-merkel", date).id for date in ("2018-01-01", "2019-05-01", "2022-01-01")] == [
        "actor/angela-merkel",
        "actor/france",
        "actor/spain",
    ]


def test_a_merge_makes_two_actors_one(tmp_path: Path) -> None:
    own = tables(
        tmp_path / "own",
        persons=PERSONS + "a-merkel\tA. Merkel-Kasner\t\nb-merkel\tB. Merkel-Kasner\t\n",
        corrections=CORRECTIONS + "merge\ta-merkel\tb-merkel\t\t\nmerge\tb-merkel\tangela-merkel\t\t\n",
    )
    gazetteer = Gazetteer(load_actors(None, own))
    assert meant(gazetteer, "A. Merkel-Kasner") == meant(gazetteer, "B. Merkel-Kasner") == ["angela-merkel"]


def test_a_split_takes_a_name_from_an_actor(tmp_path: Path) -> None:
    assert meant(Gazetteer(load_actors()), "Angela Merkel") == ["angela-merkel"]
    own = tables(tmp_path / "own", corrections=CORRECTIONS + "split\tangela-merkel\tAngela Merkel\t\t\n")
    assert meant(Gazetteer(load_actors(None, own)), "Angela Merkel") == []


@pytest.mark.parametrize(
    ("files", "problem"),
    [
        ({"persons": "id\tnames\nx\ty\n"}, "persons.tsv: the header lacks the column label"),
        ({"persons": PERSONS + "x> <y\tX\t\n"}, "persons.tsv:2: 'x> <y' is no id"),
        ({"persons": PERSONS + "x\t\t\n"}, "persons.tsv:2: a row needs an id and a label"),
        ({"groups": "id\tlabel\ttype\nx\tX\tPirates\n"}, "groups.tsv:2: unknown actor type 'Pirates'"),
        (
            {"corrections": CORRECTIONS + "merge\tnamed-person-a\tnamed-person-b\t\tB\nmerge\tnamed-person-b\tnamed-person-a\t\tA\n"},
            "corrections.tsv:3: merges 'named-person-b' into",
        ),
        ({"corrections": CORRECTIONS + "join\ta\tb\t\t\n"}, "corrections.tsv:2: a correction is"),
        (
            {"corrections": CORRECTIONS + "merge\tangela-merkel\tnobody-at-all\t\t\n"},
            "corrections.tsv:2: there is no actor 'nobody-at-all'",
        ),
        ({"else": "a\n"}, "holds none of the tables states.tsv"),
    ],
)
def test_what_is_wrong_is_told_by_file_and_line(tmp_path: Path, files: dict[str, str], problem: str) -> None:
    with pytest.raises(KnowledgeError) as error:
        load_actors(None, tables(tmp_path / "own", **files))
    assert problem in str(error.value)


def test_a_table_that_is_no_text_is_told(tmp_path: Path) -> None:
    own = tables(tmp_path / "own")
    (own / "persons.tsv").write_bytes(b"id\tlabel\nx\t\xff\n")
    with pytest.raises(KnowledgeError, match="is not UTF-8"):
        load_actors(None, own)


# The cache


def test_the_cache_gives_the_same_gazetteer(tmp_path: Path, cache: Path) -> None:
    own = tables(tmp_path / "own", persons=PERSONS + "mariam-okello\tMariam Okello\t\n")
    first, second = load_gazetteer(None, own), load_gazetteer(None, own)
    assert len(list(cache.glob("actors-*.bin"))) == 1
    assert first.names.names == second.names.names
    assert dict(first.records) == dict(second.records)
    assert first.tables.offices == second.tables.offices
    assert first.tables.titles == second.tables.titles
    assert first.tables.contextual == second.tables.contextual
    assert first.tables.regions == second.tables.regions
    assert first.tables.ties == second.tables.ties
    assert first.names.seconds == second.names.seconds


def test_another_row_is_compiled_anew(tmp_path: Path, cache: Path) -> None:
    own = tables(tmp_path / "own", persons=PERSONS + "mariam-okello\tMariam Okello\t\n")
    load_gazetteer(None, own)
    tables(own, persons=PERSONS + "mariam-okello\tMariam Okella\t\n")
    assert load_gazetteer(None, own).records["mariam-okello"].label == "Mariam Okella"
    assert len(list(cache.glob("actors-*.bin"))) == 2


@pytest.mark.parametrize("rest", [b"", b"nonsense", b"\xe9\x00\x00\x00\x00", b"("])
def test_a_broken_cache_is_made_again(cache: Path, rest: bytes) -> None:
    load_gazetteer()
    (path,) = cache.glob("actors-*.bin")
    path.write_bytes(rest)
    assert meant(load_gazetteer(), "Turkey") == ["turkey"]
    assert path.stat().st_size > 1000


def test_an_empty_variable_turns_the_cache_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KG_CACHE", "")
    assert cache_folder() is None
    assert meant(load_gazetteer(), "Turkey") == ["turkey"]


@pytest.mark.skipif(os.name == "nt", reason="folders of Windows have no such mode")
def test_a_cache_that_cannot_be_written_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setenv("KG_CACHE", str(tmp_path / "file" / "cache"))
    assert meant(load_gazetteer(), "Turkey") == ["turkey"]
