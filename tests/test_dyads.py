"""Coding of given dyads: the steps, the codebook, the format of lines, and the command."""

from __future__ import annotations

import io
import json
import shutil
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language

from kg import cli
from kg.errors import ArticleError, KnowledgeError
from kg.extract import pipeline
from kg.extract.dyads import STEPS, Dyad, DyadCoding, code_dyad, code_dyads, confidence_table, dyad_from_json, load_codebook, read_dyads
from kg.knowledge import load_relations, ontology_path


def dyad(marked: str, name: str = "d") -> Dyad:
    """A dyad from a sentence with `<source>` and `[target]` marked."""
    text, spans, opened = "", {}, 0
    for character in marked:
        if character in "<[":
            opened = len(text)
        elif character in ">]":
            spans[character] = (opened, len(text))
        else:
            text += character
    return Dyad(name, text, spans[">"], spans["]"])


@pytest.mark.parametrize(
    ("marked", "event_type", "relation", "rule"),
    [
        # A frame names both, whatever the words for the parties are.
        ("<The ministry of nowhere> condemned [the coastal clans].", "ACCUSE", "condemns", "frame:condemn"),
        ("[The coastal clans] were attacked by <the royal guard> at dawn.", "ASSAULT", "attacks", "frame:attack"),
        ("<Nine monks> and [their bishop] held talks on Sunday.", "CONSULT", "talksWith", None),
        ("[Their bishop] and <nine monks> held talks on Sunday.", "CONSULT", "talksWith", None),
        ("<Norway> said it condemned [Chad].", "ACCUSE", "condemns", "frame:condemn"),
        # The predicate that is told for its own sake beats the one in a relative clause.
        ("<Cuba> released [the boat] it had seized in May.", "CONCEDE", "releases", None),
        ("<Cuba> freed [some of its prisoners].", "CONCEDE", "releases", "frame:release-prisoners"),
        # The target stands in the phrase of the slot.
        ("<Peru> condemned the decision of the court that [Chile] had asked for.", "ACCUSE", "condemns", "frame:condemn-policy-of, phrase"),
        # The source stands behind a preposition.
        ("[Two reporters] were arrested on Friday in <Laos>.", "COERCE", "detains", "frame:arrested-in"),
        # What is promised, refused, announced, asked for.
        ("<Kenya> will send doctors to [Malawi].", "AGREE", "promises", None),
        ("<Kenya> refused to release [the smugglers].", "REJECT", None, None),
        ("<Kenya> will not lift its ban on [Malawi].", "REJECT", "refuses", "frame:lift-sanctions-on, negated"),
        ("<Kenya> will bomb [Malawi].", "THREATEN", "threatens", "frame:bomb, future"),
        ("<Kenya> may have bombed [Malawi].", "ASSAULT", "bombs", "frame:bomb"),
        ("<Kenya> said that [Malawi] must keep its word.", "REQUEST", "callsOn", "frame:must"),
        # Where the codebook of PLOVER differs from the ontology.
        ("<Samoa> imposed sanctions on [Tonga].", "COERCE", "imposesSanctionsOn", "frame:impose-sanctions-on, by codebook"),
        ("<Samoa> blockaded [Tonga].", "ASSAULT", "blockades", "frame:blockade, by codebook"),
        ("<Samoa> signed a treaty with [Tonga].", "SUPPORT", "signsWith", "frame:sign-deal-with, by codebook"),
        ("<Samoa> agreed to protect [Tonga].", "AGREE", "promises", "frame:agree-to"),
        ("<Samoa> convicted [Tonga].", "ACCUSE", "blames", "frame:convict"),
        ("<Samoa> launched a mediation effort between [Fiji and Tonga].", "CONSULT", "mediatesWith", None),
        ("<Samoa> called off its protests against [Tonga].", "CONCEDE", "ceasesFireWith", None),
        ("<Samoa> returned a carved mask to [the islanders].", "CONCEDE", "releases", "frame:return-heirloom-to"),
        ("<Samoa> handed over two crates of medicine to [the islanders].", "AID", "suppliesTo", None),
    ],
)
def test_a_dyad_is_coded(nlp: Language, marked: str, event_type: str, relation: str | None, rule: str | None) -> None:
    coding = code_dyad(nlp, dyad(marked))
    assert coding.event_type == event_type
    assert relation is None or coding.relation == relation
    assert rule is None or coding.rule == rule
    kind = next(r for r in load_relations(ontology_path()).values() if r.event_type == event_type)
    assert (coding.quad, coding.polarity) == (kind.quad, kind.polarity)
    assert coding.confidence is not None
    assert 0 < coding.confidence < 1


@pytest.mark.parametrize("marked", ["<Bhutan> slept while [Nepal] snowed.", "<Bhutan> [Nepal]", "<Bhutan>, like [Nepal], has mountains."])
def test_what_no_frame_decides_is_left_open(nlp: Language, marked: str) -> None:
    assert code_dyad(nlp, dyad(marked, "x")) == DyadCoding("x")


def test_spans_without_a_word_and_texts_without_one_are_left_open(nlp: Language) -> None:
    assert code_dyad(nlp, Dyad("x", "Iran  warned Iraq.", (4, 6), (13, 17))) == DyadCoding("x")
    assert code_dyad(nlp, Dyad("y", " \n ", (0, 1), (1, 2))) == DyadCoding("y")


def test_the_two_parties_may_be_one(nlp: Language) -> None:
    code_dyad(nlp, Dyad("x", "Iran warned Iraq.", (0, 4), (0, 4)))


def test_the_reverse_of_a_one_sided_act_is_another_act(nlp: Language) -> None:
    forth, back = code_dyads(nlp, [dyad("<Peru> accused [Chile]."), dyad("[Peru] accused <Chile>.")])
    assert forth.event_type == "ACCUSE"
    assert back.event_type is None


def test_offsets_count_characters_of_the_text_as_it_is_given(nlp: Language) -> None:
    text = "  “Ümit’s”   party \n attacked the Çelik clan."
    source, target = text.index("party"), text.index("the")
    assert code_dyad(nlp, Dyad("x", text, (source, source + 5), (target, len(text) - 1))).event_type == "ASSAULT"


# Lines


def line(**fields: object) -> str:
    return json.dumps({"id": "a", "text": "Iran warned Iraq.", "source": [0, 4], "target": [12, 16], **fields})


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{", "is no JSON"),
        ("[1]", "must be an object"),
        (line(id=""), '"id"'),
        (line(id=3), '"id"'),
        (line(text=None), '"text"'),
        (line(source=[0]), '"source"'),
        (line(source=[4, 4]), '"source"'),
        (line(source=[-1, 4]), '"source"'),
        (line(target=[12, 99]), '"target"'),
        (line(target="12"), '"target"'),
        (line(target=[12.5, 16]), '"target"'),
        (line(target=[False, True]), '"target"'),
    ],
)
def test_a_line_that_is_no_dyad_is_named(text: str, words: str) -> None:
    with pytest.raises(ArticleError) as caught:
        dyad_from_json(text, "p.jsonl", 7)
    assert str(caught.value).startswith("p.jsonl:7: ")
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)


@given(st.text())
def test_no_line_breaks_the_reader(text: str) -> None:
    told: list[ArticleError] = []
    list(read_dyads(io.BytesIO(text.encode("utf-8", "surrogatepass")), "p", told.append))


def test_the_lines_between_bad_ones_are_read() -> None:
    told: list[ArticleError] = []
    stream = io.BytesIO(f"{line()}\n\nnonsense\n{line(id='b', event_type='THREATEN')}\n".encode() + b"\xff\n")
    assert [(d.id, d.event_type) for d in read_dyads(stream, "p", told.append)] == [("a", None), ("b", "THREATEN")]
    assert [str(error).split(" ")[0] for error in told] == ["p:3:", "p:5:"]
    assert not list(read_dyads(io.BytesIO(b"\n"), "p", told.append))
    assert "is empty" in str(told[-1])


# The codebook


def test_the_codebook_agrees_with_the_relations() -> None:
    relations = load_relations(ontology_path())
    book = load_codebook()
    assert {kind for kind, _ in book.acts} <= {"saying", *relations, *(r.event_type for r in relations.values())}
    assert set(book.confidence) == {*STEPS, "saying"}


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("flying\tfuture\tAGREE\tpromises\tx", "'flying'"),
        ("AID\tsoon\tAGREE\tpromises\tx", "'soon'"),
        ("AID\tfuture\tAGREE\tarms\tx", "'arms'"),
        ("AID\tfuture\tGIVE\t=\tx", "'GIVE'"),
    ],
)
def test_a_wrong_row_is_named(tmp_path: Path, row: str, words: str) -> None:
    folder = tmp_path / "ontology"
    shutil.copytree(ontology_path(), folder, ignore=shutil.ignore_patterns("actors", "queries"))
    with (folder / "codebook.tsv").open("a", encoding="utf-8") as file:
        file.write(row + "\n")
    with pytest.raises(KnowledgeError) as caught:
        load_codebook(folder)
    assert words in str(caught.value)
    assert "codebook.tsv:" in str(caught.value)


def test_confidence_counts_each_step() -> None:
    rows = [
        ("AID", DyadCoding("1", "AID", rule="frame:arm")),
        ("AID", DyadCoding("2", "AGREE", rule="frame:arm, future")),
        ("YIELD", DyadCoding("3", "RETREAT", rule="frame:cede-to, clause")),
        ("AID", DyadCoding("4")),
        ("REQUEST", DyadCoding("5", "REQUEST", rule="saying:say, demanded")),
    ]
    table = [row for row in confidence_table(rows).splitlines() if not row.startswith("#")]
    assert table == ["step\tright\tcoded", "direct\t1\t2", "phrase\t0\t0", "clause\t1\t1", "place\t0\t0", "saying\t1\t1"]


# The command


@pytest.fixture(scope="module", autouse=True)
def _one_model() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pipeline, "load", lru_cache(pipeline.load))
        yield


def test_the_command_codes_what_it_can_and_tells_the_rest(tmp_path: Path) -> None:
    pairs = tmp_path / "pairs.jsonl"
    pairs.write_text(f"{line(event_type='THREATEN')}\nnonsense\n{line(id='b', target=[5, 11])}\n")
    result = CliRunner().invoke(cli.cli, ["code", str(pairs), "--confidence", str(tmp_path / "table.tsv")], prog_name="kg")
    assert result.exit_code == 2
    assert result.stderr == f"kg: {pairs}:2: is no JSON; give one object a line\n"
    first, second = (json.loads(row) for row in result.stdout.splitlines())
    assert list(first) == ["id", "event_type", "relation", "quad", "polarity", "confidence", "rule"]
    assert (first["id"], first["event_type"], first["relation"], first["quad"], first["polarity"]) == ("a", "THREATEN", "warns", 3, -1)
    assert second["id"] == "b"
    assert "direct\t1\t1\n" in (tmp_path / "table.tsv").read_text()


def test_the_command_reads_standard_input_and_writes_a_file(tmp_path: Path) -> None:
    out = tmp_path / "coded.jsonl"
    result = CliRunner().invoke(cli.cli, ["code", "-", "-o", str(out)], input=line(), prog_name="kg")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "")
    assert json.loads(out.read_text())["event_type"] == "THREATEN"
