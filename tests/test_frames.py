"""The language of frames: every shape compiles to the constraints that it means, every mistake is reported with file and line."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from builders import frames
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import KnowledgeError
from kg.extract.frames import Constraint, Frame, Slot, parse_frame, read_frames
from kg.knowledge import load_word_lists, ontology_path
from kg.model import OBJECT_TYPES

LISTS = {"sanctions": frozenset({"sanction", "embargo"})}
SOURCE, TARGET, BOTH = Slot("SOURCE"), Slot("TARGET"), Slot("BOTH")
SCENE = Slot("TARGET", frozenset({"State", "Place"}), scene=True)


def frame(text: str, mutual: bool = False) -> Frame:
    return parse_frame(text, "attacks", mutual, LISTS, Path("assault.frames"), 7)


def words(*lemmas: str) -> frozenset[str]:
    return frozenset(lemmas)


SHAPES = {
    "SOURCE attack|strike TARGET": ("verb", {"attack", "strike"}, [Constraint("subject", slot=SOURCE), Constraint("object", slot=TARGET)]),
    "SOURCE impose @sanctions|tariff on|against TARGET": (
        "verb",
        {"impose"},
        [
            Constraint("subject", slot=SOURCE),
            Constraint("object", lemmas=words("sanction", "embargo", "tariff")),
            Constraint("prep", words("on", "against"), slot=TARGET),
        ],
    ),
    "TARGET come under attack from|by SOURCE": (
        "verb",
        {"come"},
        [
            Constraint("subject", slot=TARGET),
            Constraint("prep", words("under"), lemmas=words("attack")),
            Constraint("prep", words("from", "by"), slot=SOURCE),
        ],
    ),
    "SOURCE pull out of|from TARGET": (
        "verb",
        {"pull"},
        [Constraint("subject", slot=SOURCE), Constraint("prep", words("out of", "out from"), slot=TARGET)],
    ),
    "SOURCE rule out to ... TARGET": (
        "verb",
        {"rule"},
        [Constraint("subject", slot=SOURCE), Constraint("particle", words("out")), Constraint("to", slot=TARGET)],
    ),
    "SOURCE be trade|trading partner of TARGET": (
        "copula",
        {"partner"},
        [
            Constraint("subject", slot=SOURCE),
            Constraint("mod", lemmas=words("trade", "trading")),
            Constraint("prep", words("of"), slot=TARGET),
        ],
    ),
    "SOURCE blow TARGET up": (
        "verb",
        {"blow"},
        [Constraint("subject", slot=SOURCE), Constraint("object", slot=TARGET), Constraint("particle", words("up"))],
    ),
    "SOURCE remove TARGET from *": (
        "verb",
        {"remove"},
        [Constraint("subject", slot=SOURCE), Constraint("object", slot=TARGET), Constraint("prep", words("from"))],
    ),
    "SOURCE seize TARGET's ship": (
        "verb",
        {"seize"},
        [Constraint("subject", slot=SOURCE), Constraint("object", lemmas=words("ship")), Constraint("owner", slot=TARGET)],
    ),
    "SOURCE strike at TARGET's ship": (
        "verb",
        {"strike"},
        [Constraint("subject", slot=SOURCE), Constraint("prep", words("at"), lemmas=words("ship")), Constraint("owner", slot=TARGET)],
    ),
    "SOURCE threaten to ... TARGET": ("verb", {"threaten"}, [Constraint("subject", slot=SOURCE), Constraint("to", slot=TARGET)]),
    "SOURCE urge TARGET to ...": (
        "verb",
        {"urge"},
        [Constraint("subject", slot=SOURCE), Constraint("object", slot=TARGET), Constraint("to")],
    ),
    "SOURCE order TARGET to leave": (
        "verb",
        {"order"},
        [Constraint("subject", slot=SOURCE), Constraint("object", slot=TARGET), Constraint("to", words("to"), lemmas=words("leave"))],
    ),
    "SOURCE give aid to TARGET": (
        "verb",
        {"give"},
        [Constraint("subject", slot=SOURCE), Constraint("object", lemmas=words("aid")), Constraint("prep", words("to"), slot=TARGET)],
    ),
    "SOURCE demand that TARGET ...": ("verb", {"demand"}, [Constraint("subject", slot=SOURCE), Constraint("that", slot=TARGET)]),
    "SOURCE tell TARGET that TARGET ...": (
        "verb",
        {"tell"},
        [Constraint("subject", slot=SOURCE), Constraint("object", slot=TARGET), Constraint("that")],
    ),
    "SOURCE attack if TARGET ...": ("verb", {"attack"}, [Constraint("subject", slot=SOURCE), Constraint("if", slot=TARGET)]),
    "BOTH meet": ("verb", {"meet"}, [Constraint("subject", slot=BOTH)]),
    "SPEAKER: TARGET be on wrong_side": (
        "verb",
        {"be"},
        [Constraint("subject", slot=TARGET), Constraint("prep", words("on"), lemmas=words("wrong_side"))],
    ),
    "SOURCE's attack on TARGET": (
        "noun",
        {"attack"},
        [Constraint("poss", slot=SOURCE), Constraint("prep", words("on"), slot=TARGET)],
    ),
    "@sanctions on TARGET by SOURCE": (
        "noun",
        {"sanction", "embargo"},
        [Constraint("prep", words("on"), slot=TARGET), Constraint("prep", words("by"), slot=SOURCE)],
    ),
    "talks between BOTH": ("noun", {"talks"}, [Constraint("prep", words("between"), slot=BOTH)]),
    "hunger strike against TARGET by SOURCE": (
        "noun",
        {"strike"},
        [
            Constraint("mod", lemmas=words("hunger")),
            Constraint("prep", words("against"), slot=TARGET),
            Constraint("prep", words("by"), slot=SOURCE),
        ],
    ),
    "SOURCE stage hunger strike against TARGET": (
        "verb",
        {"stage"},
        [
            Constraint("subject", slot=SOURCE),
            Constraint("object", lemmas=words("strike")),
            Constraint("modifier", lemmas=words("hunger")),
            Constraint("prep", words("against"), slot=TARGET),
        ],
    ),
    "ties between BOTH > worsen": (
        "verb",
        {"worsen"},
        [Constraint("subject", lemmas=words("ties")), Constraint("prep", words("between"), slot=BOTH)],
    ),
    "SOURCE's ties with TARGET > worsen": (
        "verb",
        {"worsen"},
        [
            Constraint("subject", lemmas=words("ties")),
            Constraint("owner", slot=SOURCE),
            Constraint("prep", words("with"), slot=TARGET),
        ],
    ),
    "SOURCE be opposed|hostile to TARGET": (
        "copula",
        {"opposed", "hostile"},
        [Constraint("subject", slot=SOURCE), Constraint("prep", words("to"), slot=TARGET)],
    ),
    "SOURCE be at odds with TARGET": (
        "verb",
        {"be"},
        [
            Constraint("subject", slot=SOURCE),
            Constraint("prep", words("at"), lemmas=words("odds")),
            Constraint("prep", words("with"), slot=TARGET),
        ],
    ),
    "SPEAKER: TARGET must ...": ("modal", {"must"}, [Constraint("subject", slot=TARGET)]),
    "SOURCE withdraw troop THERE": (
        "verb",
        {"withdraw"},
        [Constraint("subject", slot=SOURCE), Constraint("object", lemmas=words("troop")), Constraint("scene", slot=SCENE)],
    ),
    "SOURCE pull out THERE": (
        "verb",
        {"pull"},
        [Constraint("subject", slot=SOURCE), Constraint("particle", words("out")), Constraint("scene", slot=SCENE)],
    ),
    "SOURCE's troop withdrawal THERE": (
        "noun",
        {"withdrawal"},
        [Constraint("poss", slot=SOURCE), Constraint("mod", lemmas=words("troop")), Constraint("scene", slot=SCENE)],
    ),
}


@pytest.mark.parametrize("text", SHAPES)
def test_shape(text: str) -> None:
    shape, heads, constraints = SHAPES[text]
    compiled = frame(text)
    assert (compiled.shape, compiled.heads, list(compiled.constraints)) == (shape, heads, constraints)
    assert compiled.by_speaker == text.startswith("SPEAKER:")
    assert compiled.mutual == ("BOTH" in text)


def test_a_frame_knows_where_it_stands() -> None:
    compiled = frame("SOURCE attack TARGET")
    assert (compiled.relation, compiled.text, compiled.path, compiled.line) == ("attacks", "SOURCE attack TARGET", "assault.frames", 7)


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("SOURCE impose sanction|embargo on|against TARGET", "frame:impose-sanction-on"),
        ("SOURCE pull out of TARGET", "frame:pull-out-of"),
        ("SOURCE be hostile|opposed to TARGET", "frame:hostile-to"),
        ("SOURCE's attack on TARGET", "frame:attack-on"),
        ("SOURCE threaten to ... TARGET", "frame:threaten-to"),
        ("SPEAKER: TARGET be on wrong_side", "frame:be-on-wrong_side"),
        ("SPEAKER: TARGET must ...", "frame:must"),
        ("SOURCE pull out THERE", "frame:pull-out"),
    ],
)
def test_the_rule_is_named_after_the_first_words(text: str, rule: str) -> None:
    assert frame(text).rule == rule


def test_conditions_limit_a_slot_to_types() -> None:
    _, target = frame("SOURCE:State leave TARGET:Agreement|Talks").constraints
    assert target.slot == Slot("TARGET", words("Agreement", "Talks"))


def test_a_condition_on_a_class_admits_its_subclasses() -> None:
    source, target = frame("SOURCE:Actor seize TARGET:Object").constraints
    assert source.slot is not None
    assert target.slot is not None
    assert {"State", "Person", "Group"} <= source.slot.types
    assert target.slot.types == OBJECT_TYPES


def test_a_possessor_may_have_a_condition() -> None:
    possessor, _ = frame("SOURCE:Person's attack on TARGET").constraints
    assert possessor.slot == Slot("SOURCE", words("Person"))


def test_more_words_are_more_specific() -> None:
    texts = [
        "SOURCE remove THERE",
        "SOURCE remove TARGET",
        "SOURCE remove TARGET:Person",
        "SOURCE remove TARGET from *",
        "SOURCE remove TARGET from office",
        "SOURCE remove TARGET from office by force",
    ]
    ranks = [frame(text).specificity for text in texts]
    assert ranks == sorted(set(ranks))


@pytest.mark.parametrize(
    ("text", "reaches_out"),
    [("SOURCE leave TARGET", False), ("BOTH meet", False), ("SOURCE leave THERE", True), ("SPEAKER: TARGET must ...", True)],
)
def test_a_frame_of_a_scene_or_a_speaker_reaches_out_of_the_sentence(text: str, reaches_out: bool) -> None:
    assert frame(text).reaches_out is reaches_out


def test_a_group_may_be_mutual() -> None:
    plain, mutual = frames("attacks: SOURCE be ally of TARGET", "attacks mutual: SOURCE be ally of TARGET")
    assert (plain.mutual, mutual.mutual) == (False, True)


def write(folder: Path, text: str) -> Path:
    path = folder / "assault.frames"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_file_of_groups_comments_and_examples(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        """
        # Force
        [attacks]
        SOURCE attack TARGET   # the plain case
        > Turkey attacked Syria. :: Turkey -> Syria

        [alliesWith] mutual
        SOURCE be ally of TARGET
        """,
    )
    compiled, examples = read_frames([path], LISTS)
    assert [(f.relation, f.text, f.mutual, f.line) for f in compiled] == [
        ("attacks", "SOURCE attack TARGET", False, 4),
        ("alliesWith", "SOURCE be ally of TARGET", True, 8),
    ]
    assert [(e.text, e.source, e.target, e.relation, e.line) for e in examples] == [
        ("Turkey attacked Syria.", "Turkey", "Syria", "attacks", 5)
    ]


MISTAKES = {
    "unknown slot": ("[attacks]\nSOURCE attack VICTIM", 2, "unknown slot 'VICTIM'"),
    "unknown slot with a possessive": ("[attacks]\nSOURCE attack VICTIM's ship of TARGET", 2, "VICTIM"),
    "unknown type": ("[attacks]\nSOURCE attack TARGET:Stat", 2, "unknown actor type Stat"),
    "missing target": ("[attacks]\n\nSOURCE attack city", 3, "SOURCE and TARGET, or BOTH"),
    "missing source": ("[attacks]\nattack on TARGET", 2, "SOURCE and TARGET, or BOTH"),
    "two targets": ("[attacks]\nSOURCE attack TARGET with TARGET", 2, "SOURCE and TARGET, or BOTH"),
    "no slot": ("[attacks]\nattack on city", 2, "this one has none"),
    "a speaker and a source": ("[attacks]\nSPEAKER: SOURCE attack TARGET", 2, "SPEAKER: and TARGET"),
    "a modal without its speaker": ("[attacks]\nTARGET must ...", 2, "SPEAKER: and TARGET"),
    "a target and a scene": ("[attacks]\nSOURCE attack TARGET THERE", 2, "SOURCE and TARGET, or BOTH"),
    "a scene for a predicate": ("[attacks]\nSOURCE THERE", 2, "frame"),
    "speaker and nothing else": ("[attacks]\nSPEAKER: SOURCE", 2, "frame"),
    "one word": ("[attacks]\nattack", 2, "a frame needs a predicate and a slot"),
    "possessor without a noun": ("[attacks]\nSOURCE attack TARGET's", 2, "possessor needs its noun"),
    "possessor without a noun before a verb": ("[attacks]\nSOURCE's > hit TARGET", 2, "frame"),
    "no noun before a verb": ("[attacks]\nSPEAKER: > hit TARGET", 2, "stands between a noun and its verb"),
    "no verb behind a noun": ("[attacks]\nSOURCE's ties with TARGET >", 2, "stands between a noun and its verb"),
    "copula without a predicate": ("[attacks]\nSOURCE be", 2, "no predicate"),
    "empty alternatives as predicate": ("[attacks]\nSOURCE | TARGET", 2, "frame"),
    "empty alternatives as object": ("[attacks]\nSOURCE launch | on TARGET", 2, "frame"),
    "any verb without to, that or if": ("[attacks]\nSOURCE attack ... TARGET", 2, "..."),
    "words behind a clause": ("[attacks]\nSOURCE demand that TARGET ... now", 2, "nothing may follow"),
    "undefined list": ("[attacks]\n# note\nSOURCE launch @strikes on TARGET", 3, "@strikes is not defined"),
    "undefined list as predicate": ("[attacks]\nSOURCE @strikes TARGET", 2, "@strikes is not defined"),
    "frame without a relation": ("SOURCE attack TARGET", 1, "needs a [relation] above it"),
    "unknown flag": ("[attacks] mutually", 1, "only 'mutual' may stand"),
    "bracket left open": ("[attacks\nSOURCE attack TARGET", 1, "[attacks"),
    "example without a dyad": ("[attacks]\nSOURCE attack TARGET\n> Turkey attacked Syria.", 3, "an example reads"),
    "example without an arrow": ("[attacks]\nSOURCE attack TARGET\n> Turkey attacked Syria. :: Turkey, Syria", 3, "an example reads"),
    "example without a target": ("[attacks]\nSOURCE attack TARGET\n> Turkey attacked Syria. :: Turkey ->", 3, "an example reads"),
    "example without a sentence": ("[attacks]\nSOURCE attack TARGET\n> :: Turkey -> Syria", 3, "an example reads"),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_mistake_is_reported_with_file_and_line(mistake: str, tmp_path: Path) -> None:
    text, line, message = MISTAKES[mistake]
    path = write(tmp_path, text)
    with pytest.raises(KnowledgeError) as caught:
        read_frames([path], LISTS)
    assert str(caught.value).startswith(f"{path}:{line}: ")
    assert message in str(caught.value)


SLOTS = ["SOURCE", "TARGET", "BOTH", "SPEAKER:", "SOURCE's", "TARGET's", "TARGET:Person", "THERE", "VICTIM"]
WORDS = ["be", "attack", "strike|hit", "@sanctions", "@none", "on|at", "out", "of", "to", "that", "if", "...", "*", "|", ":", "'s", ">"]


@settings(max_examples=2000, deadline=None)
@given(st.lists(st.sampled_from(SLOTS + WORDS), min_size=1, max_size=7).map(" ".join))
def test_any_row_of_elements_is_a_frame_or_a_mistake_with_its_line(text: str) -> None:
    message = ""
    try:
        compiled = frame(text)
    except KnowledgeError as error:
        message = str(error)
    if message:
        assert message.startswith("assault.frames:7: ")
    else:
        assert compiled.heads
        assert all(c.lemmas is None or c.lemmas for c in compiled.constraints)


def test_word_lists_build_on_each_other(tmp_path: Path) -> None:
    path = tmp_path / "words-conflict.txt"
    path.write_text("# lists\n@attack = attack|raid  # acts\n@force = @attack|force\n", encoding="utf-8")
    assert load_word_lists([path]) == {"attack": words("attack", "raid"), "force": words("attack", "raid", "force")}


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("@a = x\nb = y", 2, "expected '@name = word|word'"),
        ("@a = x\n\n@a = y", 3, "@a is defined twice"),
        ("@a = @b\n@b = x", 1, "@b is not defined"),
    ],
)
def test_mistake_in_a_word_list_is_reported_with_file_and_line(text: str, line: int, message: str, tmp_path: Path) -> None:
    path = tmp_path / "words-conflict.txt"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(KnowledgeError) as caught:
        load_word_lists([path])
    assert str(caught.value).startswith(f"{path}:{line}: ")
    assert message in str(caught.value)


def test_the_frames_of_the_readme_compile(tmp_path: Path) -> None:
    folder = ontology_path()
    text = (folder / "README.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```(\w*)\n(.*?)^```$", text, flags=re.MULTILINE | re.DOTALL)
    path = write(tmp_path, "[attacks]\n" + "\n".join(block for language, block in blocks if not language))
    compiled, examples = read_frames([path], load_word_lists(sorted((folder / "frames").glob("words-*.txt"))))
    assert {f.shape for f in compiled} == {"verb", "noun", "copula", "modal"}
    assert len(compiled) > 20
    assert len(examples) == 1
