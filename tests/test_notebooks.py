"""The worked examples run from top to bottom, and the README claims no better quality than they measure."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

ROOT = Path(__file__).parent.parent
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
ROW = re.compile(r"^\| (\d+ \w+) \| ([^|]+) \| (\d\.\d\d) \| (\d\.\d\d) \| (\d\.\d\d) \|$", re.MULTILINE)


def printed(path: Path) -> list[str]:
    """What the code cells of the notebook print, executed in its folder; a cell that fails raises."""
    book = nbformat.read(path, as_version=4)
    NotebookClient(book, timeout=300, kernel_name="python3", resources={"metadata": {"path": str(path.parent)}}).execute()
    return ["".join(output.get("text", "") for output in cell.outputs) for cell in book.cells if cell.cell_type == "code"]


def test_there_are_notebooks() -> None:
    assert [path.stem for path in NOTEBOOKS] == ["quality", "stances"]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebooks_are_stored_without_output(path: Path) -> None:
    for cell in nbformat.read(path, as_version=4).cells:
        if cell.cell_type == "code":
            assert cell.outputs == []
            assert cell.execution_count is None
    assert path.stat().st_size < 50_000


def test_the_stances_notebook_goes_the_whole_way() -> None:
    texts = printed(ROOT / "notebooks" / "stances.ipynb")
    everything = "\n".join(texts)
    assert "14 articles" in texts[0]
    assert "United States – removed Turkey from – F-35 programme" in texts[1]
    assert "actor:united-states\tUnited States" in everything
    assert "stands by" in everything
    page = re.search(r"file://\S+graph\.html", everything)
    assert page
    written = Path(page[0].removeprefix("file://"))
    assert written.stat().st_size > 100_000
    shutil.rmtree(written.parent)


def test_the_readme_claims_what_the_quality_notebook_measures() -> None:
    measured = {
        (row[0], row[1]): [float(number) for number in row[2:]]
        for row in ROW.findall("\n".join(printed(ROOT / "notebooks" / "quality.ipynb")))
    }
    claimed = {
        (row[0], row[1]): [float(number) for number in row[2:]] for row in ROW.findall((ROOT / "README.md").read_text(encoding="utf-8"))
    }
    assert claimed.keys() == measured.keys()
    for what, numbers in claimed.items():
        for number, found in zip(numbers, measured[what], strict=True):
            assert number <= found + 0.01, f"the README claims {number} for {what}, measured is {found}: paste the notebook's table"
