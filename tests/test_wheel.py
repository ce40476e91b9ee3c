"""The built wheel holds all that the program needs, and works away from the checkout."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

from kg import __version__

ROOT = Path(__file__).parent.parent


def run(*command: str | Path, folder: Path) -> str:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    source = tmp_path_factory.mktemp("source")
    for name in ("kg", "ontology"):
        shutil.copytree(ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("setup.cfg", "pyproject.toml", "LICENSE", "README.md"):
        shutil.copy(ROOT / name, source / name)
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", source / "dist", folder=source)
    [built] = (source / "dist").glob("*.whl")
    return built


def test_the_wheel_holds_every_file_of_program_and_ontology(wheel: Path) -> None:
    held = set(zipfile.ZipFile(wheel).namelist())
    wanted = {
        f"{prefix}{path.relative_to(ROOT).as_posix()}"
        for folder, prefix in (("kg", ""), ("ontology", "kg/"))
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert wanted - held == set()
    assert any(name.endswith("LICENSE") for name in held)


def test_the_installed_wheel_runs_from_another_folder(wheel: Path, tmp_path: Path) -> None:
    home, work = tmp_path / "home", tmp_path / "work"
    work.mkdir()
    venv.create(home, with_pip=False)
    python = home / "bin" / "python"
    run(sys.executable, "-m", "pip", "--python", python, "install", "--quiet", "--no-deps", "--no-index", wheel, folder=work)
    # The dependencies are those of this environment: what is tested is our wheel, not the network.
    packages = Path(sysconfig.get_path("purelib", vars={"base": str(home), "platbase": str(home)}))
    (packages / "dependencies.pth").write_text("\n".join(dict.fromkeys((sysconfig.get_path("purelib"), sysconfig.get_path("platlib")))))
    assert Path(run(python, "-c", "import kg; print(kg.__file__)", folder=work).strip()).is_relative_to(packages)
    assert run(home / "bin" / "kg", "--version", folder=work) == f"kg, version {__version__}\n"
    (work / "note.txt").write_text("France condemned Russia on Monday.\n")
    [line] = run(home / "bin" / "kg", "extract", "note.txt", folder=work).splitlines()
    assert (json.loads(line)["source"]["id"], json.loads(line)["target"]["id"]) == ("actor/france", "actor/russia")
