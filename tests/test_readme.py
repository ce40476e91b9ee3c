"""What the README promises: its commands, its example, its map and its words."""

from __future__ import annotations

import ast
import os
import re
import shlex
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import kg
from kg import cli
from kg.extract import pipeline

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
WORDS = [
    "article", "statement", "relation", "frame", "actor", "principal", "mention", "speaker", "evidence", "context",
    "modality", "stance", "dyad", "event type", "quad", "polarity", "intensity",
]  # fmt: skip


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)


def section(title: str) -> str:
    found = re.search(rf"^## {title}\n(.*?)(?=^## |\Z)", README, re.MULTILINE | re.DOTALL)
    assert found, f"the README has no section {title!r}"
    return found[1]


def session() -> Iterator[tuple[str, str]]:
    """The commands of the session, each with the output shown."""
    for block in blocks("console"):
        for part in block.removeprefix("$ ").split("\n$ "):
            command, _, output = part.partition("\n")
            yield command, output


def run(command: str) -> tuple[int, str]:
    """The exit status and the output of `kg …` or `echo … | kg …`."""
    before, _, after = command.rpartition(" | ")
    echo, arguments = shlex.split(before), shlex.split(after)
    assert arguments[0] == "kg", f"the session runs {command!r}, which this test does not know"
    assert not echo or (echo[0] == "echo" and len(echo) == 2), f"the session runs {command!r}, which this test does not know"
    result = CliRunner().invoke(cli.cli, arguments[1:], input="".join(echo[1:]) + "\n", prog_name="kg")
    return result.exit_code, result.output


def evened(output: str) -> str:
    """The output without its line breaks, widths and numbers: each new frame changes those."""
    return re.sub(r"-{2,}", "--", re.sub(r"\d+", "0", " ".join(output.split())))


def test_the_session_prints_what_it_shows_and_exits_as_it_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(pipeline, "load", lru_cache(pipeline.load))
    Path("data").symlink_to(ROOT / "data")
    Path("out").mkdir()
    status, told, commands = 0, True, 0
    for command, shown in session():
        if command == "echo $?":
            assert status == int(shown)
            told = True
            continue
        assert told, "a command of the session failed, and the README does not say so"
        status, printed = run(command)
        assert evened(printed) == evened(shown), f"after {command!r} the README shows something else; what kg prints is\n{printed}"
        told = status == 0
        commands += 1
    assert told
    assert commands >= 8
    assert Path("out/kg.ttl").stat().st_size > 1000
    assert Path("out/kg.html").stat().st_size > 1000


def test_the_session_uses_every_command() -> None:
    used = {word for command, _ in session() for word in re.findall(r"kg (\w+)", command)}
    assert used >= set(cli.cli.commands)


def test_the_library_example_runs_as_written(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    (program,), (shown, *_) = blocks("python"), blocks("text")
    monkeypatch.setattr(kg, "load", lru_cache(kg.load))
    result: dict[str, Any] = {}
    exec(compile(program, "README.md", "exec"), result)
    assert capsys.readouterr().out == shown
    assert len(result["graph"].edges) == 3
    assert len(list(result["dataset"].graphs())) >= 1


def in_map() -> dict[str, str]:
    """The paths of the map with what it says of them; indented ones lie in the folder above."""
    found, folder = {}, ""
    for line in blocks("text")[-1].splitlines():
        path, _, what = line.strip().partition(" ")
        if not line.startswith(" "):
            folder = path if path.endswith("/") else ""
        found[folder + path if line.startswith(" ") else path] = what.strip()
    return found


def test_the_map_is_the_house() -> None:
    paths = in_map()
    for path, what in paths.items():
        assert (ROOT / path).is_dir() if path.endswith("/") else (ROOT / path).is_file(), f"the map shows {path}, which is not there"
        assert what
    modules = {f"kg/{one.name}{'/' * one.is_dir()}" for one in (ROOT / "kg").iterdir() if not one.name.startswith("_")} - {"kg/py.typed"}
    assert {path for path in paths if path.startswith("kg/")} - {"kg/"} == modules
    folders = {f"ontology/{one.name}/" for one in (ROOT / "ontology").iterdir() if one.is_dir() and not one.name.startswith("_")}
    assert folders <= set(paths)


def test_each_module_imports_only_from_those_above_it_in_the_map() -> None:
    order = [
        path.removeprefix("kg/").removesuffix("/").removesuffix(".py") for path in in_map() if path.startswith("kg/") and path != "kg/"
    ]
    for place, name in enumerate(order):
        files = [ROOT / "kg" / f"{name}.py"] if (ROOT / "kg" / f"{name}.py").is_file() else sorted((ROOT / "kg" / name).glob("*.py"))
        for file in files:
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("kg."):
                    imported = node.module.split(".")[1]
                    assert imported in order[: place + 1], f"{file.relative_to(ROOT)} imports {node.module}, which the map shows below it"


def test_every_word_of_the_house_is_explained() -> None:
    explained = dict(re.findall(r"^\| ([\w ]+) \| (.+) \|$", section("Words"), re.MULTILINE))
    assert [word for word in explained if word not in ("word",)] == WORDS
    assert all(explained.values())


def test_every_field_of_a_statement_is_explained() -> None:
    statement = next(iter(kg.extract(kg.load(), [kg.article("France condemned Russia.")])))
    from kg.model import statement_to_json

    explained = re.findall(r"`(\w+)`", "".join(re.findall(r"^\| (`.*?) \|", section("Articles in, statements out"), re.MULTILINE)))
    assert sorted(explained) == sorted(statement_to_json(statement))


def test_links_and_pictures_are_there_and_small() -> None:
    targets = [target for target in re.findall(r"\]\(([^)]+)\)", README) if "://" not in target]
    assert "docs/stance-graph.png" in targets
    for target in targets:
        assert (ROOT / target).is_file(), f"the README points at {target}, which is not there"
    picture = ROOT / "docs" / "stance-graph.png"
    assert picture.read_bytes().startswith(b"\x89PNG")
    assert os.path.getsize(picture) < 300_000


def test_make_has_the_two_commands() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"^make (\w+)", "".join(blocks("sh")), re.MULTILINE):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), f"the Makefile has no target {target}"
