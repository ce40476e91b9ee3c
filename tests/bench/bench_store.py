"""Prints how loading and asking compare with pyoxigraph's own, as ratios of times in one run, and the peak memory.

Run it with `python tests/bench/bench_store.py [STATEMENTS] [FOLDER]`, by default 100,000 and a temporary folder; a statement makes about
70 quads and needs about 35 kB of disk while it runs. Each load runs in a process of its own; a ratio of 0.8 means that ours takes 1.25
times as long. The questions that have a name are measured by `bench_queries.py`, if that is there; here a few plain ones show what the
store itself adds, without a limit of time and with one.
"""

from __future__ import annotations

import io
import multiprocessing as mp
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
from synthetic import write_nquads

from kg.rdf import Names, serialise
from kg.store import Store, open_store

QUESTIONS = {
    "one edge's statements": "SELECT ?s { ?s kg:source actor:france ; kg:target actor:turkey }",
    "opponents by number": "SELECT ?who (COUNT(?s) AS ?n) { ?s kg:target actor:turkey ; kg:source ?who ; kg:polarity -1 } "
    "GROUP BY ?who ORDER BY DESC(?n)",
    "all pairs": "SELECT ?a ?b (COUNT(?s) AS ?n) { ?s kg:source ?a ; kg:target ?b } GROUP BY ?a ?b",
    "all labels": "SELECT ?s ?label { ?s a kg:Statement ; rdfs:label ?label }",
}
ROUNDS = 3


def main(statements: str = "100000", folder: str = "") -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory(dir=folder or None) as name:
        place = Path(name)
        lines = write_nquads(int(statements), place / "a.nq")
        print(f"{int(statements):,} statements, {lines:,} quads, {(place / 'a.nq').stat().st_size / 1e9:.2f} GB of N-Quads", flush=True)
        theirs = apart(load_theirs, place / "a.nq", place / "theirs")
        ours = apart(load_ours, place / "a.nq", place / "ours")
        print(
            f"load: pyoxigraph {theirs[0]:.1f} s, {theirs[1]:,} MB; ours {ours[0]:.1f} s, {ours[1]:,} MB; ratio {theirs[0] / ours[0]:.2f}"
        )
        shutil.rmtree(place / "theirs")
        seconds, memory = apart(export, place / "ours", place / "b.nq")
        print(f"export as N-Quads: {seconds:.1f} s, {memory:,} MB", flush=True)
        (place / "a.nq").unlink()
        (place / "b.nq").unlink()
        apart(ask, place / "ours", place)


def apart(work: Callable[[Path, Path], None], source: Path, target: Path) -> tuple[float, int]:
    """The seconds that work takes in a process of its own, and the megabytes it holds at most."""
    results: mp.SimpleQueue[tuple[float, int]] = mp.get_context("spawn").SimpleQueue()
    child = mp.get_context("spawn").Process(target=_measured, args=(results, work, source, target))
    child.start()
    child.join()
    assert child.exitcode == 0, f"{work.__name__} failed"
    return results.get()


def _measured(results: mp.SimpleQueue[tuple[float, int]], work: Callable[[Path, Path], None], source: Path, target: Path) -> None:
    begun = time.perf_counter()
    work(source, target)
    results.put((time.perf_counter() - begun, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024))


def load_theirs(source: Path, target: Path) -> None:
    store = ox.Store(str(target))
    store.bulk_load(path=str(source), format=ox.RdfFormat.N_QUADS)
    store.flush()


def load_ours(source: Path, target: Path) -> None:
    with open_store(target) as store:
        store.load(source)


def export(source: Path, target: Path) -> None:
    with open_store(source, read_only=True) as store, target.open("wb") as out:
        serialise(store.quads(), "nquads", out)


def ask(source: Path, _: Path) -> None:
    theirs = ox.Store.read_only(str(source))
    with open_store(source, read_only=True) as ours:
        for name, sparql in QUESTIONS.items():
            direct = best(lambda sparql=sparql: len(list(theirs.query(sparql, prefixes=Names().prefixes()))))
            free = best(lambda sparql=sparql: len(list(ours.query(sparql).rows)))
            csv = best(
                lambda sparql=sparql: theirs.query(sparql, prefixes=Names().prefixes()).serialize(io.BytesIO(), ox.QueryResultsFormat.CSV)
            )
            timed = best(lambda sparql=sparql: written(ours, sparql))
            print(
                f"{name}: direct {direct * 1000:.2f} ms; rows, ratio {direct / free:.2f}; CSV in time, ratio {csv / timed:.2f}", flush=True
            )


def written(store: Store, sparql: str) -> None:
    store.query(sparql, timeout=600).write("csv", io.BytesIO())


def best(work: Callable[[], object]) -> float:
    times = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        work()
        times.append(time.perf_counter() - begun)
    return min(times)


if __name__ == "__main__":
    main(*sys.argv[1:])
