"""A build that is killed, again and again, ends as one that was left alone; a disk that is full loses nothing."""

from __future__ import annotations

import dataclasses
import json
import subprocess
import sys
from pathlib import Path

from test_rdf import REMOVED
from test_store import contents, quads_of

from kg.rdf import serialise
from kg.store import open_store

KILLS = 50

LABORATORY = r"""
import json, os, random, signal, sys, time
from pathlib import Path
import kg
from kg.build import build
from kg.rdf import serialise
from kg.store import open_store

folder, kills, seed = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
names = ["France", "Germany", "Turkey", "Russia", "Iran", "Israel", "Greece", "Libya", "Egypt", "Syria"]
verbs = ["condemned", "supported", "sanctioned", "visited", "armed"]
articles = [
    kg.article(f"{a} {verb} {b}. {b} sent tanks to {a}.", id=f"{a}-{verb}-{b}", date="2020-05-01")
    for a in names for b in names if a != b for verb in verbs[:2]
]
# A later edition changes every third article: a build over the first one replaces those.
later = [kg.article(a.text + " Norway praised Sweden.", id=a.id, date=a.date) if i % 3 == 0 else a for i, a in enumerate(articles)]
nlp = kg.load()
list(kg.extract(nlp, articles[:1]))

def apart(work):
    # Each attempt in a process of its own that has the pipeline; none of them opens a store here.
    child = os.fork()
    if child == 0:
        status = 1
        try:
            work()
            status = 0
        finally:
            os._exit(status)
    return child

def run(place, edition):
    with open_store(place) as store:
        for article, statements in build(store, nlp, edition):
            pass

def export(place, file):
    with open_store(place, read_only=True) as store, open(file, "wb") as out:
        serialise(store.quads(), "nquads", out)
    # The default graph is what questions see.
    with open_store(place, read_only=True) as store, open(file + ".union", "wb") as out:
        store.query("CONSTRUCT WHERE { ?s ?p ?o }").write("ntriples", out)

def finished(child):
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0

draw = random.Random(seed)
plain = str(folder / "undisturbed")
finished(apart(lambda: run(plain, articles)))
finished(apart(lambda: run(plain, later)))
finished(apart(lambda: export(plain, plain + ".nq")))
killed, rounds = 0, 0
while killed < kills:
    rounds += 1
    place = str(folder / f"round-{rounds}")
    for edition in (articles, later):
        while True:
            child = apart(lambda: run(place, edition))
            time.sleep(draw.uniform(0, 0.15))
            if killed < kills:
                os.kill(child, signal.SIGKILL)
            status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
            if status == 0:
                break
            assert status == -signal.SIGKILL, status
            killed += 1
    finished(apart(lambda: export(place, place + ".nq")))
print(json.dumps({"killed": killed, "rounds": rounds}))
"""

FULL = """
import resource, sys
sys.path[:0] = sys.argv[3:]
from test_store import REMOVED, quads_of
import dataclasses
from kg.errors import StoreError
from kg.store import open_store

resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), resource.RLIM_INFINITY))
added = 0
try:
    with open_store(sys.argv[1]) as store:
        for number in range(1000):
            store.add_article(quads_of(dataclasses.replace(REMOVED, article=f"n-{number:04}")))
            added += 1
except StoreError as error:
    print(error)
print(added)
"""


LOAD_FULL = """
import resource, sys
from pathlib import Path
from kg.errors import StoreError
from kg.store import bulk, open_store

bulk.LEAST = 1 << 16
try:
    with open_store(sys.argv[1]) as store:
        resource.setrlimit(resource.RLIMIT_FSIZE, (20000, resource.RLIM_INFINITY))
        store.load(Path(sys.argv[2]))
except StoreError as error:
    print(error)
"""


def test_a_load_onto_a_full_disk_adds_nothing(tmp_path: Path) -> None:
    articles = [quads_of(dataclasses.replace(REMOVED, article=f"n-{number:03}")) for number in range(120)]
    with (tmp_path / "a.nq").open("wb") as out:
        serialise([quad for article in articles for quad in article], "nquads", out)
    with open_store(tmp_path / "s") as store:
        store.add_article(quads_of(REMOVED))
        before = contents(store)
    command = [sys.executable, "-c", LOAD_FULL, str(tmp_path / "s"), str(tmp_path / "a.nq")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.stdout.startswith(f"the disk is full: the store at {tmp_path / 's'}"), done.stderr
    with open_store(tmp_path / "s") as store:
        assert contents(store) == before
        store.load(tmp_path / "a.nq")
        assert len(list(store.articles())) == 121


def test_a_build_killed_fifty_times_equals_an_undisturbed_one(tmp_path: Path) -> None:
    command = [sys.executable, "-c", LABORATORY, str(tmp_path), str(KILLS), "5"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    assert report["killed"] == KILLS
    for suffix in (".nq", ".nq.union"):
        wanted = (tmp_path / f"undisturbed{suffix}").read_bytes()
        assert wanted.count(b"\n") > 5000
        for number in range(1, report["rounds"] + 1):
            assert (tmp_path / f"round-{number}{suffix}").read_bytes() == wanted


def test_a_full_disk_is_told_and_loses_nothing(tmp_path: Path) -> None:
    here = Path(__file__).parent
    command = [sys.executable, "-c", FULL, str(tmp_path / "s"), "500000", str(here), str(here.parent)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    message, added = done.stdout.splitlines()
    assert message.startswith(f"the disk is full: the store at {tmp_path / 's'}"), done.stderr
    assert int(added) > 1
    with open_store(tmp_path / "s") as store:
        kept = list(store.articles())
        assert kept[: int(added)] == [f"n-{number:04}" for number in range(int(added))]
        assert len(kept) == len(list(store.statements()))
