"""A year's log: undo after undo, and the processor time of the commands that read it, against a bare Typer program in the same run.

    python benchmarks/long_log.py [--undos 10000] [--rounds 5] [--folder DIR]

The log holds 25,000 reviews with what was typed, 3,000 drills, 1,000 grades and their nudges; 1,000 cards were met. An undo is
limited in processor time; how long it took until it would survive a power loss is told against a bare commit on the same disk.
"""

import argparse
import os
import random
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from statistics import median

from studykit.content.pack import Library, builtin_pack, load_library
from studykit.progress.events import Event, Kind, event_id, log_row
from studykit.progress.replay import compare, rebuild
from studykit.progress.store import Store

REVIEWS, DRILLS, GRADES, CARDS, DAYS = 25_000, 3_000, 1_000, 1_000, 365
MOST_MILLISECONDS = 2.0
# Arguments, and the limit in seconds of processor time; None where the benchmark of the start-up holds one.
COMMANDS: dict[str, tuple[list[str], float | None]] = {
    "stats": (["stats"], 0.5),
    "stats --json": (["stats", "--json"], 0.5),
    "due --count": (["due", "--count"], 0.1),
    "studykit": ([], None),
}
BARE = """
import typer

def main() -> None:
    print("hello")

typer.run(main)
"""


def main() -> None:
    """Print the table; exit 1 if a limit is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--undos", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--folder", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="sk", dir=options.folder) as name:
        folder = Path(name)
        path = folder / "home" / "progress.db"
        write_year(path, load_library([builtin_pack()]))
        missed = [*commands(folder, options.rounds), *reversals(path, options.undos)]
    sys.exit(any(missed))


def write_year(path: Path, library: Library) -> None:
    """A database with a year's events up to now, and the cache of it."""
    with Store.open(path) as store:
        with store.writing() as connection:
            rows = map(log_row, year(library, store.device, datetime.now(UTC)))
            connection.executemany("INSERT INTO event VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
        rebuild(store)
        store.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def year(library: Library, device: str, now: datetime) -> Iterator[Event]:
    """Events in the order of time, each day's some hours before `now` on the clock."""
    chance = random.Random(20260310)
    cards, exercises = [card.item for card in library.cards.values()][:CARDS], [one.item for one in library.exercises.values()]
    kinds = [Kind.REVIEWED] * REVIEWS + [Kind.DRILLED] * DRILLS + [Kind.GRADED] * GRADES
    chance.shuffle(kinds)
    first, step = now - timedelta(days=DAYS), timedelta(days=DAYS) / len(kinds)
    for number, kind in enumerate(kinds):
        at = first + timedelta(days=(number * step) // timedelta(days=1), seconds=20 * (number % (len(kinds) // DAYS + 1)))
        item = chance.choice(exercises if kind is Kind.GRADED else cards)
        event = drawn(chance, kind, item, at.replace(microsecond=number % 1000 * 1000), device)
        yield event
        if event.data.get("verdict") == "failed":
            id = event_id(event.at, 1, device)
            yield Event(id, event.at, event.day, device, Kind.NUDGED, chance.choice(cards), {"cause": event.id})


def drawn(chance: random.Random, kind: Kind, item: str, at: datetime, device: str) -> Event:
    """An event as the commands record it."""
    seconds, seen = round(chance.uniform(2, 60), 1), f"{chance.getrandbits(64):016x}"
    data: dict[str, object] = {"quality": chance.choice((1, 3, 4, 4, 4, 5)), "seconds": seconds, "answer": seen}
    if kind is Kind.DRILLED:
        data["mode"] = "drill"
    elif kind is Kind.GRADED:
        verdict = chance.choice(("passed", "failed"))
        failed = ["test_the_gradient_is_scaled", "test_a_batch_of_one"] if verdict == "failed" else []
        data = {"verdict": verdict, "seed": chance.randrange(10_000), "device": "cpu", "failed": failed}
    elif chance.random() < 0.5:
        data["typed"] = f"loss.backward() adds to .grad, {chance.getrandbits(32)}"
    return Event(event_id(at, 0, device), at, at.date(), device, kind, item, data)


def commands(folder: Path, rounds: int) -> Iterator[bool]:
    """Each command and the bare program in turn, whole processes."""
    bare = folder / "bare.py"
    bare.write_text(BARE)
    env = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    env |= {"STUDYKIT_HOME": f"{folder}/home", "PYTHONPYCACHEPREFIX": f"{folder}/compiled"}
    for name, (arguments, limit) in COMMANDS.items():
        ours, theirs = [sys.executable, "-m", "studykit", *arguments], [sys.executable, str(bare)]
        for warm in (ours, theirs):
            cpu_seconds(warm, env)
        pairs = [(cpu_seconds(ours, env), cpu_seconds(theirs, env)) for _ in range(rounds)]
        took, ratio = median(pair[0] for pair in pairs), median(one / other for one, other in pairs)
        told = "" if limit is None else f" (at most {limit} s)"
        print(f"{name:<14} {took:.3f} s of processor time: {ratio:.2f} times a bare Typer program{told}", flush=True)
        yield limit is not None and took > limit


def cpu_seconds(command: list[str], env: dict[str, str]) -> float:
    """Processor time of a process and of those it started."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, env=env, check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def reversals(path: Path, count: int) -> Iterator[bool]:
    """As many undos in a row, then as many redos, through one open log."""
    at = datetime.now(UTC)
    with Store.open(path) as store, bare_commits(path.with_name("bare.db")) as plain:
        commits = milliseconds(lambda: plain.execute("INSERT INTO line (text) VALUES (?)", ("x" * 120,)), 200)
        commit = median(wall for wall, _ in commits)
        for name, act in (("undo", store.undo), ("redo", store.redo)):
            yield steps(name, partial(act, at), count, commit)
        is_equal = compare(store) == []
        print(f"the cache is what the log adds up to: {is_equal}")
        yield not is_equal


def steps(name: str, act: Callable[[], object], count: int, commit: float) -> bool:
    """Say how long steps took at some places of a row, each the median of the hundred before it; whether the mean is too long."""
    took = milliseconds(act, count)
    for number in sorted({100, 1000, count}):
        if number <= count:
            wall, cpu = (median(around) for around in zip(*took[max(0, number - 100) : number], strict=True))
            print(f"{name} number {number:>6,}: {cpu:.2f} ms of processor time, {wall / commit:.2f} times a bare commit", flush=True)
    mean = sum(cpu for _, cpu in took) / count
    print(f"{name}: {mean:.2f} ms of processor time on average (at most {MOST_MILLISECONDS:g} ms)", flush=True)
    return mean > MOST_MILLISECONDS


def milliseconds(act: Callable[[], object], count: int) -> list[tuple[float, float]]:
    """Wall and processor time of each call."""
    took = []
    for _ in range(count):
        wall, cpu = time.perf_counter(), time.process_time()
        assert act() is not None
        took.append((1000 * (time.perf_counter() - wall), 1000 * (time.process_time() - cpu)))
    return took


def bare_commits(path: Path) -> sqlite3.Connection:
    """A table with nothing around it, as durable as ours; each INSERT is a transaction."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.executescript("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE line (id INTEGER PRIMARY KEY, text TEXT)")
    return connection


if __name__ == "__main__":
    main()
