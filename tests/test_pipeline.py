"""The whole extraction with its model: examples of the frames, the same answer every time, hostile text, an edited ontology."""

from __future__ import annotations

import itertools
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
import spacy
from spacy.language import Language

import kg
from kg.build import build
from kg.errors import KnowledgeError, ModelError
from kg.extract.frames import read_frames
from kg.extract.pipeline import extract_article, extractor, load, process, run_id
from kg.extract.reading import read
from kg.extract.words import forms
from kg.knowledge import load_word_lists, ontology_path
from kg.model import Article, Statement, statement_to_json
from kg.sources import Sources
from kg.store import open_store

ROOT = Path(__file__).parent.parent
NEWS = (
    "Ankara condemns strike\n\nTurkey’s president condemned Israel on Monday. He said that Iran supports Hamas.\n\n"
    "“We will never attack Egypt,” the Turkish foreign minister said. Russia and Iran held talks in Moscow. "
    "US-backed forces attacked the Houthis."
)


def extracted(nlp: Language, *texts: str, jobs: int = 1) -> list[Statement]:
    articles = [kg.article(text, id=f"a{i}", date="2020-05-26") for i, text in enumerate(texts)]
    return list(kg.extract(nlp, articles, jobs=jobs))


def said(statements: list[Statement]) -> list[str]:
    return [f"{s.source.actor.label} {s.relation} {s.target.actor.label}" for s in statements]


def to_bytes(statements: list[Statement]) -> bytes:
    return b"".join(json.dumps(statement_to_json(s), ensure_ascii=False).encode() + b"\n" for s in statements)


# What the ontology promises


def test_the_examples_of_the_frames_are_coded_as_they_say(nlp: Language) -> None:
    folder = ontology_path() / "frames"
    _, examples = read_frames(sorted(folder.glob("*.frames")), load_word_lists(sorted(folder.glob("words-*.txt"))))
    failed = []
    for example in examples:
        found = extracted(nlp, example.text)
        if not any(
            s.relation == example.relation
            and example.source in (s.source.actor.label, s.source.principal.label)
            and example.target in (s.target.actor.label, s.target.principal.label)
            for s in found
        ):
            wanted = f"{example.source} {example.relation} {example.target}"
            failed.append(f"{example.path}:{example.line}: {example.text} :: {wanted}, but: {'; '.join(said(found)) or 'nothing'}")
    assert len(examples) > 300
    assert len(failed) <= 0.04 * len(examples), "\n".join(failed)


# What comes out


def test_a_statement_says_who_did_what_to_whom_and_where_it_stands(nlp: Language) -> None:
    text = "Ankara bought the S-400. The United States removed Turkey from the F-35 programme in July."
    removed = next(s for s in extracted(nlp, text) if s.relation == "removesFrom")
    row = statement_to_json(removed)
    assert row["source"]["id"] == "actor/united-states"
    assert (row["target"]["id"], row["target"]["text"]) == ("actor/turkey", "Turkey")
    assert [(party["role"], party["id"]) for party in row["context"]] == [("from", "actor/f-35-programme")]
    assert (row["label"], row["event_type"], row["quad"], row["polarity"], row["intensity"]) == (
        "removed Turkey from",
        "SANCTION",
        4,
        -1,
        -5.0,
    )
    assert row["date"] == {"start": "2019-07-01", "end": "2019-07-31", "text": "in July"}
    assert row["evidence"] == {"text": text[25:], "start": 25, "end": len(text)}
    assert (row["speaker"], row["negated"], row["modality"]) == (None, False, "asserted")
    assert row["rule"] == "frame:remove-from"
    assert row["trigger"] == {"text": "removed", "start": 43, "end": 50}


@pytest.mark.parametrize(
    ("text", "trigger"),
    [
        ("Turkey’s support for Qatar has grown.", "support"),
        ("US-backed forces advanced.  Greece\n turned  down Turkey’s offer.", "turned  down"),
        ("Jordan was accused by Syria of sending arms.", "accused"),
    ],
)
def test_the_trigger_is_the_head_of_the_frame_with_its_particle(nlp: Language, text: str, trigger: str) -> None:
    statements = extracted(nlp, text)
    assert statements
    found = {text[s.trigger.start : s.trigger.end] for s in statements if s.trigger}
    assert trigger in found, found


def test_everything_quoted_stands_in_the_article(nlp: Language) -> None:
    statements = extracted(nlp, NEWS)
    assert len(statements) > 4
    for s in statements:
        for part in (s.source, s.target, s.evidence, *s.context, *([s.speaker] if s.speaker else [])):
            assert NEWS[part.start : part.end] == part.text
        assert s.evidence.start <= s.source.start < s.source.end <= s.evidence.end
        assert s.evidence.start <= s.target.start < s.target.end <= s.evidence.end


def test_circumstances_and_references_come_together(nlp: Language) -> None:
    supports = next(s for s in extracted(nlp, NEWS) if s.relation == "supports" and s.target.actor.label == "Hamas")
    assert supports.speaker is not None
    assert (supports.speaker.actor.label, supports.speaker.principal.label) == ("Recep Tayyip Erdoğan", "Turkey")
    attacks = next(s for s in extracted(nlp, NEWS) if s.target.actor.label == "Egypt")
    assert (attacks.source.actor.label, attacks.negated, attacks.modality) == ("Turkey", True, "future")


def test_a_quoted_country_is_not_the_speaker(nlp: Language) -> None:
    assert said(extracted(nlp, "“The US attacked Syria,” Kalin said.")) == ["United States attacks Syria"]


def test_statements_have_ids_of_their_own(nlp: Language) -> None:
    ids = [s.id for s in extracted(nlp, NEWS)]
    assert len(ids) == len(set(ids))


def test_an_article_without_news_has_no_statements(nlp: Language) -> None:
    assert list(kg.extract(nlp, [Article("a", "", ()), Article("b", "Turkey attacked Syria.", ())])) == []


# The same every time


def test_the_same_article_gives_the_same_bytes(nlp: Language) -> None:
    assert to_bytes(extracted(nlp, NEWS)) == to_bytes(extracted(nlp, NEWS)) != b""


def test_what_was_read_before_does_not_matter(nlp: Language) -> None:
    alone = extracted(nlp, NEWS)
    after = [s for s in extracted(nlp, NEWS, "Kalin met Haftar. He left.", NEWS) if s.article == "a0"]
    assert after == alone


def test_several_processes_give_the_same_statements_in_the_same_order(nlp: Language) -> None:
    texts = [NEWS, *(f"{a} condemned {b}." for a, b in itertools.permutations(["Turkey", "Russia", "Iran", "Israel", "Egypt"], 2))]
    assert extracted(nlp, *texts, jobs=2) == extracted(nlp, *texts)


def test_another_process_with_other_hashes_gives_the_same_bytes(nlp: Language) -> None:
    script = (
        "import sys, kg, json\nfrom kg.model import statement_to_json\n"
        "article = kg.article(sys.stdin.buffer.read().decode(), id='a0', date='2020-05-26')\n"
        "for s in kg.extract(kg.load(), [article]):\n"
        "    sys.stdout.buffer.write(json.dumps(statement_to_json(s), ensure_ascii=False).encode() + b'\\n')\n"
    )
    environment = {**os.environ, "PYTHONHASHSEED": "4711"}
    done = subprocess.run([sys.executable, "-c", script], input=NEWS.encode(), capture_output=True, cwd=ROOT, env=environment, check=True)
    assert done.stdout == to_bytes(extracted(nlp, NEWS))


def test_articles_stream(nlp: Language) -> None:
    endless = (kg.article("Turkey attacked Syria.", id=f"a{i}") for i in itertools.count())
    assert [s.article for s in itertools.islice(kg.extract(nlp, endless), 3)] == ["a0", "a1", "a2"]


# Text that is no news

HOSTILE: dict[str, Callable[[], str]] = {
    "one sentence of 3,000 words": lambda: "Turkey attacked Syria and the forces of Russia near the border with Iraq " * 230 + ".",
    "3,000 names in a row": lambda: "Turkey, Syria, " * 1500 + "and Iran condemned Israel.",
    "1,000 verbs in a row": lambda: "Turkey attacked and condemned " * 500 + "Syria.",
    "a thousand quotation marks": lambda: "“Turkey " * 1000,
    "brackets without end": lambda: "[(" * 3000 + "Turkey attacked Syria",
    "one endless word": lambda: "Turkey" * 5000,
    "symbols": lambda: "".join(chr(33 + i * 7 % 9000) for i in range(6000)),
    "markup": lambda: "<script>Turkey attacked Syria</script> {{Turkey}} %s \\u0000 ${Syria} " * 200,
    "empty lines": lambda: "Turkey\n\n\n" * 1000,
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_text_is_read_in_time(kind: str, nlp: Language) -> None:
    text = HOSTILE[kind]()
    begun = time.monotonic()
    statements = extracted(nlp, text)
    assert time.monotonic() - begun < 60
    assert all(text[s.source.start : s.source.end] == s.source.text for s in statements)


# As a spaCy pipeline


def test_the_stages_work_on_a_plain_document(nlp: Language) -> None:
    doc = nlp("The Pentagon praised Turkey. It condemned Hamas.")
    spans = [(span.text, span.label_, span.kb_id_) for span in doc.spans["actors"]]
    assert ("Pentagon", "Organ", "actor/pentagon") in spans
    assert ("Turkey", "State", "actor/turkey") in spans
    assert ("Hamas", "Group", "actor/hamas") in spans
    assert any(text == "It" for text, _, _ in spans)


def test_the_stages_have_what_they_need(nlp: Language) -> None:
    assert nlp.pipe_names[-2:] == ["kg_actors", "kg_references"]
    problems = nlp.analyze_pipes(keys=["requires"])["problems"]
    # The attribute ruler, which sets the part of speech, does not declare it.
    assert {problem for name in ("kg_actors", "kg_references") for problem in problems[name]} <= {"token.pos"}


def test_the_library_has_the_verb_and_the_package_under_one_name(nlp: Language) -> None:
    import kg.extract.pipeline

    assert callable(kg.extract)
    assert kg.extract.pipeline.load is load


def test_a_pipeline_that_is_not_installed_is_named() -> None:
    with pytest.raises(ModelError, match="'en_no_such_model' is not installed"):
        kg.load("en_no_such_model")


def test_a_pipeline_that_lacks_a_component_is_refused(tmp_path: Path) -> None:
    spacy.blank("en").to_disk(tmp_path / "blank")
    with pytest.raises(ModelError, match="has no tagger, parser, ner, lemmatizer"):
        kg.load(str(tmp_path / "blank"))


# An edited ontology


@pytest.fixture
def ontology(tmp_path: Path) -> Path:
    return shutil.copytree(ontology_path(), tmp_path / "ontology")


def append(path: Path, text: str) -> None:
    path.write_text(path.read_text(encoding="utf-8").rstrip("\n") + "\n" + text + "\n", encoding="utf-8")


def test_a_line_that_is_added_to_the_frames_is_used_by_the_next_load(nlp: Language, ontology: Path) -> None:
    text = "Turkey serenaded Syria."
    assert said(extracted(nlp, text)) == []
    append(ontology / "frames" / "support.frames", "\n[praises]\nSOURCE serenade TARGET\n> Turkey serenaded Syria. :: Turkey -> Syria")
    edited = load(sources=Sources(ontology=ontology))
    assert said(extracted(edited, text)) == ["Turkey praises Syria"]
    assert said(extracted(edited, text, jobs=2)) == ["Turkey praises Syria"]
    assert said(extracted(nlp, text)) == []
    assert run_id(edited) != run_id(nlp)


@pytest.fixture
def own(tmp_path: Path) -> Path:
    folder = tmp_path / "own"
    folder.mkdir()
    (folder / "love.frames").write_text("[praises]\nSOURCE @court TARGET\n> Turkey serenaded Syria. :: Turkey -> Syria\n", encoding="utf-8")
    (folder / "words-own.txt").write_text("@court = serenade\n", encoding="utf-8")
    return folder


def test_frames_of_ones_own_are_added_to_those_of_the_ontology(nlp: Language, own: Path) -> None:
    text = "Turkey serenaded Syria. Iran condemned Israel."
    added = load(sources=Sources(frames=own))
    assert said(extracted(added, text)) == ["Turkey praises Syria", "Iran condemns Israel"]
    assert said(extracted(added, text, jobs=2)) == ["Turkey praises Syria", "Iran condemns Israel"]
    assert said(extracted(nlp, text)) == ["Iran condemns Israel"]


def test_frames_of_ones_own_make_another_run(nlp: Language, own: Path) -> None:
    with open_store() as store:
        articles = [kg.article("Turkey serenaded Syria.", id="a")]
        assert [len(statements) for _, statements in build(store, nlp, articles)] == [0]
        assert [len(statements) for _, statements in build(store, load(sources=Sources(frames=own)), articles)] == [1]
        assert list(build(store, load(sources=Sources(frames=own)), articles)) == []
    (own / "words-own.txt").write_text("@court = serenade|court\n", encoding="utf-8")
    extractor.cache_clear()
    assert run_id(load(sources=Sources(frames=own))) not in (run_id(nlp), "")


def test_frames_of_ones_own_win_a_tie(own: Path) -> None:
    (own / "love.frames").write_text("[praises]\nSOURCE commend|welcome TARGET\n", encoding="utf-8")
    extractor.cache_clear()
    assert said(extracted(load(sources=Sources(frames=own)), "Turkey welcomed Iran.")) == ["Turkey praises Iran"]


def test_a_folder_without_frames_is_refused(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match=r"holds no \*\.frames and no words-\*\.txt"):
        load(sources=Sources(frames=tmp_path))
    with pytest.raises(KnowledgeError, match="is no folder"):
        load(sources=Sources(frames=tmp_path / "none"))


def test_a_word_that_is_added_to_a_list_is_used_by_the_next_load(ontology: Path) -> None:
    path = ontology / "frames" / "words-conflict.txt"
    path.write_text(path.read_text(encoding="utf-8").replace("@embargo = ", "@embargo = serenade|"), encoding="utf-8")
    append(ontology / "frames" / "sanction.frames", "\n[embargoes]\nSOURCE announce @embargo against TARGET")
    edited = load(sources=Sources(ontology=ontology))
    assert said(extracted(edited, "Turkey announced a serenade against Syria.")) == ["Turkey embargoes Syria"]


def test_a_row_that_is_added_to_the_actors_is_used_by_the_next_load(nlp: Language, ontology: Path) -> None:
    text = "Ruritanian troops attacked Syria."
    assert not any("ruritania" in s.source.actor.id for s in extracted(nlp, text))
    path = ontology / "actors" / "states.tsv"
    header = next(line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#")).split("\t")
    row = {"id": "ruritania", "label": "Ruritania", "demonyms": "Ruritanian", "source": "public record"}
    append(path, "\t".join(row.get(column, "") for column in header))
    (statement,) = extracted(load(sources=Sources(ontology=ontology)), text)
    assert (statement.source.actor.id, statement.source.text) == ("actor/ruritania", "Ruritanian troops")


def test_a_frame_of_a_relation_that_does_not_exist_is_reported(ontology: Path) -> None:
    path = ontology / "frames" / "support.frames"
    append(path, "[adores]\nSOURCE adore TARGET")
    line = len(path.read_text(encoding="utf-8").splitlines())
    with pytest.raises(KnowledgeError, match=rf"support\.frames:{line}: the relation 'adores' is not in relations\.ttl"):
        load(sources=Sources(ontology=ontology))


@pytest.mark.parametrize(
    ("name", "row", "message"),
    [
        ("groups.tsv", "x\tGrup\tX", "unknown actor type 'Grup'"),
        ("states.tsv", "turkey\tTurkey again", "the id 'turkey' is used twice"),
        ("persons.tsv", "somebody\t", "a row needs an id and a label"),
    ],
)
def test_a_row_of_an_actor_table_that_is_wrong_is_reported_with_file_and_line(name: str, row: str, message: str, ontology: Path) -> None:
    path = ontology / "actors" / name
    lines = path.read_text(encoding="utf-8").splitlines()
    columns = next(line for line in lines if not line.startswith("#")).count("\t") + 1
    append(path, row + "\t" * (columns - row.count("\t") - 1))
    with pytest.raises(KnowledgeError, match=rf"{name}:{len(lines) + 1}: {message}"):
        load(sources=Sources(ontology=ontology))


def test_a_row_with_too_few_cells_is_reported_with_file_and_line(ontology: Path) -> None:
    path = ontology / "actors" / "groups.tsv"
    append(path, "x\tGroup")
    with pytest.raises(KnowledgeError, match=rf"groups\.tsv:{len(path.read_text(encoding='utf-8').splitlines())}: 2 cells where"):
        load(sources=Sources(ontology=ontology))


def triples(nlp: Language, text: str) -> list[tuple[str, str, str]]:
    found = extract_article(nlp, kg.article(f"{text} It rained.", date="2023-09-15"))
    return [(s.source.actor.label, s.event_type, s.target.actor.label) for s in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ECOWAS imposed sanctions on Niger and threatened to use force.", ("ECOWAS", "SANCTION", "Niger")),
        ("U.S.-led forces attacked Daesh.", ("United States", "ASSAULT", "Islamic State")),
        ("Chad re-imposed sanctions on Niger.", ("Chad", "SANCTION", "Niger")),
        ("Forces loyal to Khalifa Haftar besieged Misrata.", ("Khalifa Haftar", "COERCE", "Misrata")),
        ("The Hezbollah group attacked Israel.", ("Hezbollah", "ASSAULT", "Israel")),
        ("A Venezuelan court said the police had arrested Leopoldo López.", ("Venezuela", "COERCE", "Leopoldo López")),
    ],
)
def test_names_that_the_model_does_not_know_are_parsed_and_acted_on(text: str, expected: tuple[str, str, str], nlp: Language) -> None:
    assert expected in triples(nlp, text)


def test_words_with_a_hyphen_inside_are_looked_up_without_it(nlp: Language) -> None:
    doc = process(nlp, read(nlp, kg.article("Greece re-established ties after a sit-in by US-backed rebels.", date="2023-09-15")))
    assert [t.text for t in doc if "-" in t.text] == ["re-established", "sit-in", "-"]
    assert {"reestablish", "sitin"} <= {form for token in doc for form in forms(token)}


def test_a_stand_in_leaves_the_words_of_the_article(nlp: Language) -> None:
    doc = process(nlp, read(nlp, kg.article("ECOWAS and NATO met. Officials of ECOWAS left.", date="2023-09-15")))
    assert [t.text for t in doc if t.text.isupper()] == ["ECOWAS", "NATO", "ECOWAS"]
    assert [t.lemma_ for t in doc if t.text == "ECOWAS"] == ["ECOWAS", "ECOWAS"]
    assert len(list(doc.sents)) == 2
