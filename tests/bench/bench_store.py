"""Prints how loading and asking compare with pyoxigraph's own, as ratios of times in one run, and the peak memory.

Run it with `python tests/bench/bench_store.py [STATEMENTS] [FOLDER] [ROUNDS]`, by default 100,000, a temporary folder and one round of
loads; a statement makes about 83 quads and needs about 55 kB of disk while it runs. Each load runs in a process of its own, by turns,
and the quickest of each counts; a ratio of 0.8 means that ours takes 1.25 times as long. Processor time tells what a busy machine hides,
but ours keeps the union of the articles besides: it does more, and loads batches of the file at once. Both leave the order of the files
to be made later, so the time for that is told, too. The questions that have a name are measured by `bench_queries.py`; here a few plain
ones show what the store itself adds, without a limit of time and with one.
"""

from __future__ import annotations

import io
import multiprocessing as mp
import os
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox
from synthetic import synthetic_statements, write_nquads

from kg.rdf import Names, serialise
from kg.store import Store, open_store

QUESTIONS = {
    "one edge's statements": "SELECT ?s { ?s kg:source <SOURCE> ; kg:target <TARGET> }",
    "opponents by number": "SELECT ?who (COUNT(?s) AS ?n) { ?s kg:target <TARGET> ; kg:source ?who ; kg:polarity -1 } "
    "GROUP BY ?who ORDER BY DESC(?n)",
    "all pairs": "SELECT ?a ?b (COUNT(?s) AS ?n) { ?s kg:source ?a ; kg:target ?b } GROUP BY ?a ?b",
    "all labels": "SELECT ?s ?label { ?s a kg:Statement ; rdfs:label ?label }",
}
ROUNDS = 3


@dataclass(frozen=True)
class Cost:
    """What work in a process of its own took: seconds by the clock on the wall, seconds of the processors, megabytes at most."""

    wall: float
    processors: float
    memory: int

    def __str__(self) -> str:
        return f"{self.wall:.1f} s ({self.processors:.1f} s of processors), {self.memory:,} MB"


def main(statements: str = "100000", folder: str = "", rounds: str = "1") -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory(dir=folder or None) as name:
        place = Path(name)
        lines = write_nquads(int(statements), place / "a.nq")
        print(f"{int(statements):,} statements, {lines:,} quads, {size(place / 'a.nq') / 1e9:.2f} GB of N-Quads", flush=True)
        theirs, ours = list[Cost](), list[Cost]()
        settled: dict[str, float] = {}
        for turn in range(int(rounds)):
            # One store at a time: a million statements hardly leave room on the disk for two.
            for work, costs in ((load_theirs, theirs), (load_ours, ours)) if turn % 2 == 0 else ((load_ours, ours), (load_theirs, theirs)):
                shutil.rmtree(place / "store", ignore_errors=True)
                costs.append(apart(work, place / "a.nq", place / "store"))
                print(f"{work.__name__}: {costs[-1]}; {size(place / 'store') / 1e9:.2f} GB", flush=True)
                settled[work.__name__] = costs[-1].wall + (order := apart(settle, place / "store", place)).wall
                print(f"  put in order: {order}", flush=True)
        best_theirs, best_ours = (min(costs, key=lambda cost: cost.wall) for costs in (theirs, ours))
        least_theirs, least_ours = (min(cost.processors for cost in costs) for costs in (theirs, ours))
        print(f"load: ratio {best_theirs.wall / best_ours.wall:.2f}; of processor time {least_theirs / least_ours:.2f}", flush=True)
        print(f"load and order: ratio {settled['load_theirs'] / settled['load_ours']:.2f} (last round)", flush=True)
        if int(rounds) % 2 == 0:
            shutil.rmtree(place / "store")
            apart(load_ours, place / "a.nq", place / "store")
            apart(settle, place / "store", place)
        (place / "a.nq").unlink()
        print(f"export as N-Quads: {apart(export, place / 'store', Path(os.devnull))}", flush=True)
        apart(ask, place / "store", place)


def size(place: Path) -> int:
    """The bytes of a file, or of the files in a folder."""
    return sum(file.stat().st_size for file in ([place] if place.is_file() else place.iterdir()))


def apart(work: Callable[[Path, Path], None], source: Path, target: Path) -> Cost:
    """What work costs in a process of its own."""
    results: mp.SimpleQueue[Cost] = mp.get_context("spawn").SimpleQueue()
    child = mp.get_context("spawn").Process(target=_measured, args=(results, work, source, target))
    child.start()
    child.join()
    assert child.exitcode == 0, f"{work.__name__} failed"
    return results.get()


def _measured(results: mp.SimpleQueue[Cost], work: Callable[[Path, Path], None], source: Path, target: Path) -> None:
    begun, processors = time.perf_counter(), time.process_time()
    work(source, target)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    results.put(Cost(time.perf_counter() - begun, time.process_time() - processors, memory))


def load_theirs(source: Path, target: Path) -> None:
    store = ox.Store(str(target))
    store.bulk_load(path=str(source), format=ox.RdfFormat.N_QUADS)
    store.flush()


def load_ours(source: Path, target: Path) -> None:
    with open_store(target) as store:
        store.load(source)


def settle(source: Path, _: Path) -> None:
    with open_store(source) as store:
        store.settle()


def export(source: Path, target: Path) -> None:
    with open_store(source, read_only=True) as store, target.open("wb") as out:
        serialise(store.quads(), "nquads", out)


def ask(source: Path, _: Path) -> None:
    theirs = ox.Store.read_only(str(source))
    with open_store(source, read_only=True) as ours:
        said, names = next(synthetic_statements(1)), Names()
        for name, text in QUESTIONS.items():
            sparql = text.replace("SOURCE", names.actor(said.source.actor.id).value).replace(
                "TARGET", names.actor(said.target.actor.id).value
            )
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
