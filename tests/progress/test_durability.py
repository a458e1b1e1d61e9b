"""An acknowledged answer is in the log, whatever happens to the process that recorded it or to its neighbors."""

import random
import subprocess
import sys
import time

from studykit.progress.replay import compare
from studykit.progress.store import Store

REVIEWER = """
import sys
from datetime import datetime
from pathlib import Path
from studykit.progress.events import Kind
from studykit.progress.store import Store
reviews, *paths = sys.argv[1:]
if not Path(paths[0]).exists():
    from studykit.progress import migrate
print("ready", flush=True)
sys.stdin.readline()
for path in paths:
    with Store.open(Path(path)) as store:
        for number in range(int(reviews)):
            event = store.record(Kind.REVIEWED, f"card:deck/{number % 7}", datetime.now().astimezone(), {"quality": number % 6})
            print(event.id, flush=True)
"""


def ready_reviewer(reviews, *paths):
    """Start a child that has imported everything and waits for a line before it records."""
    command = [sys.executable, "-c", REVIEWER, str(reviews), *paths]
    child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert child.stdout.readline() == "ready\n"
    return child


def let_go(*children):
    for child in children:
        child.stdin.write("\n")
        child.stdin.flush()


def kill(child):
    """Kill a child and return the ids that it acknowledged and nobody has read yet."""
    child.kill()
    with child:
        return child.stdout.read().split()  # not communicate: it passes over what readline has read ahead


def test_a_killed_process_loses_no_acknowledged_answer(path):
    chance = random.Random(20260310)
    acknowledged = []
    for killed in range(1, 7):
        child = ready_reviewer(200, path)
        let_go(child)
        acknowledged += [child.stdout.readline().strip() for _ in range(chance.randrange(200))]
        time.sleep(chance.uniform(0, 0.01))
        acknowledged += kill(child)
        with Store.open(path) as store:
            kept = {event.id for event in store.events()}
            assert compare(store) == []
        assert set(acknowledged) <= kept
        # A process may die between the record and its acknowledgment, once.
        assert len(kept) <= len(acknowledged) + killed


def test_a_process_killed_while_it_creates_the_database_leaves_one_that_opens(tmp_path):
    chance = random.Random(7)
    for attempt in range(8):
        path = tmp_path / str(attempt) / "progress.db"
        child = ready_reviewer(200, path)
        let_go(child)
        time.sleep(chance.uniform(0, 0.03))
        acknowledged = kill(child)

        with Store.open(path) as store:
            assert set(acknowledged) <= {event.id for event in store.events()}
            assert compare(store) == []


def test_processes_that_create_and_write_databases_at_once_all_succeed(tmp_path):
    paths = [tmp_path / f"{number}.db" for number in range(12)]
    children = [ready_reviewer(5, *paths) for _ in range(3)]
    let_go(*children)
    acknowledged = [id for child in children for id in child.communicate(timeout=30)[0].split()]

    kept = []
    for path in paths:
        with Store.open(path) as store:
            kept += [event.id for event in store.events()]
            assert compare(store) == []
    assert len(kept) == 3 * 12 * 5
    assert sorted(acknowledged) == sorted(kept)
