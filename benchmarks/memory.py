"""The log and its cache: against Anki's own library, against a bare commit of SQLite, and alone at a million items, as ratios in one run.

    python benchmarks/memory.py [--cards 20000 200000] [--anki PYTHON] [--big] [--rounds 200] [--folder DIR]

`--anki` is a Python that has Anki's library (pip install anki, in an environment of its own); without it those rows are left out.
Both sides hold the same number of cards, all of them due, in WAL mode with `synchronous = FULL`, on the disk of `--folder`, which should
be one that keeps what it was told to: an answer is timed until it would survive a power loss. Nothing is timed with a cold disk cache.
`--big` makes 1,000,000 items with 5,000,000 events first, which takes some minutes and 2 GB.
"""

import argparse
import json
import random
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median

from studykit.progress.events import Kind, event_id
from studykit.progress.replay import rebuild
from studykit.progress.store import Store

BEGIN = datetime(2024, 1, 1, 12, tzinfo=UTC)
TODAY = datetime(2027, 1, 1, 12, tzinfo=UTC)
ROUND_DAYS = 40
FIRST_ROUNDS = 9

# Answers each line with seconds: "first" opens the collection, takes the first due card and closes; "many" keeps it open;
# "answer" answers the card and takes the next.
ANKI = """
import sys, time
from anki.collection import AddNoteRequest, Collection
from anki.scheduler_pb2 import CardAnswer
path, cards = sys.argv[1], int(sys.argv[2])
col = Collection(path)
basic, deck = col.models.by_name("Basic"), col.decks.id("deck")
requests = []
for number in range(cards):
    note = col.new_note(basic)
    note["Front"], note["Back"] = f"question {number}", f"answer {number}"
    requests.append(AddNoteRequest(note, deck))
col.add_notes(requests)
col.sched.set_due_date(col.find_cards("deck:deck"), "0")
col.decks.set_current(deck)
modes = [col.db.scalar(f"PRAGMA {name}") for name in ("journal_mode", "synchronous")]
assert modes == ["wal", 2], modes
col.close()
print("ready", flush=True)
for line in sys.stdin:
    started = time.perf_counter()
    if line == "first\\n":
        col = Collection(path)
    elif line == "many\\n":  # its daily limit would end before the rounds do
        col = Collection(path)
        config = col.decks.config_dict_for_deck_id(deck)
        config["rev"]["perDay"] = 9999
        col.decks.update_config(config)
    else:
        col.sched.answer_card(col.sched.build_answer(card=card, states=queue.cards[0].states, rating=CardAnswer.GOOD))
    queue = col.sched.get_queued_cards(fetch_limit=1)
    took = time.perf_counter() - started
    card = col.get_card(queue.cards[0].card.id)
    card.start_timer()
    print(took, flush=True)
    if line == "first\\n":
        col.close()
"""

ALONE = """
import json, resource, sys, time
from datetime import date
from pathlib import Path
from statistics import median
from studykit.progress.replay import compare, rebuild
from studykit.progress.store import Store
with Store.open(Path(sys.argv[1])) as store:
    events = store.connection.execute("SELECT count(*) FROM event").fetchone()[0]
    started = time.perf_counter()
    items = rebuild(store)
    seconds = time.perf_counter() - started
    equal = compare(store) == []
with Store.open(Path(sys.argv[1])) as store:
    due = []
    for _ in range(300):
        started = time.perf_counter()
        assert store.due(date(2027, 1, 1), "card:", 1)
        due.append(time.perf_counter() - started)
if sys.platform == "linux":  # whose getrusage counts what the parent used before it started this
    mib = int(next(line for line in open("/proc/self/status") if line.startswith("VmHWM")).split()[1]) / 1024
else:
    mib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
print(json.dumps({"events": events, "items": items, "seconds": seconds, "equal": equal, "due": median(due), "mib": mib}))
"""


def main() -> None:
    """Print the table; exit 1 if a mark is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cards", type=int, nargs="*", default=[20_000, 200_000])
    parser.add_argument("--anki", metavar="PYTHON")
    parser.add_argument("--big", action="store_true")
    parser.add_argument("--rounds", type=int, default=500)
    parser.add_argument("--folder", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="sk", dir=options.folder) as name:
        misses = [measure(Path(name) / str(cards), cards, options.anki, options.rounds) for cards in options.cards]
        if options.big:
            misses.append(alone(Path(name) / "big.db"))
    sys.exit(any(misses))


def measure(folder: Path, cards: int, anki: str | None, rounds: int) -> bool:
    """One number of cards against Anki's library and a bare commit; whether a mark is missed."""
    folder.mkdir()
    path = folder / "progress.db"
    write_log(path, cards, 1)
    with Anki(anki, folder / "collection.anki2", cards) as theirs:
        misses = [first_card(path, cards, theirs)] if theirs.runs else []
        return any([*misses, *answers(path, cards, theirs, rounds)])


def first_card(path: Path, cards: int, theirs: "Anki") -> bool:
    """Open and first due card, in turn."""
    seconds(lambda: open_and_first(path))
    theirs.first()
    pairs = [(seconds(lambda: open_and_first(path)), theirs.first()) for _ in range(FIRST_ROUNDS)]
    return say(f"{cards:>9,} cards: open and first due card", pairs, "Anki", at_least=10.0)


def answers(path: Path, cards: int, theirs: "Anki", rounds: int) -> list[bool]:
    """An answer and the next card, and an answer against a bare commit, all in turn on one disk."""
    theirs.open()
    with Store.open(path) as store, bare(path.with_name("bare.db")) as plain:
        timed = [one_round(store, plain, theirs, TODAY + timedelta(seconds=number)) for number in range(rounds)]
    commits = [(answer, commit) for answer, _, commit, _ in timed]
    missed = [say(f"{cards:>9,} cards: an answer", commits, "a bare commit", at_most=1.3)]
    if theirs.runs:
        both = [(answer + following, other) for answer, following, _, other in timed]
        missed.append(say(f"{cards:>9,} cards: answer and next due card", both, "Anki", at_least=1.0))
    return missed


def one_round(store: Store, plain: sqlite3.Connection, theirs: "Anki", at: datetime) -> tuple[float, float, float, float]:
    """Seconds of an answer, of the next due card, of a bare commit, and of Anki's answer and next card."""
    item = store.due_items(at.date(), "card:", 1)[0][0]
    answer = seconds(lambda: store.record(Kind.REVIEWED, item, at, {"quality": 4, "seconds": 3.1}))
    following = seconds(lambda: store.due_items(at.date(), "card:", 1))
    commit = seconds(lambda: plain.execute("INSERT INTO line (text) VALUES (?)", ("x" * 120,)))
    return answer, following, commit, theirs.answer()


def alone(path: Path) -> bool:
    """Ours at 1,000,000 items and 5,000,000 events, in a process of its own, whose memory is told, too."""
    write_log(path, 1_000_000, 5)
    done = subprocess.run([sys.executable, "-c", ALONE, str(path)], capture_output=True, text=True, check=True)
    found = json.loads(done.stdout)
    a_second = found["events"] / found["seconds"]
    print(f"{found['items']:>9,} items, {found['events']:,} events: rebuilt at {a_second:,.0f} events a second (at least 300,000)")
    print(f"{'':>9} next due card: {1000 * found['due']:.3f} ms (at most 1)")
    print(f"{'':>9} memory, with the whole log held against its cache: {found['mib']:.0f} MiB (below 300); equal: {found['equal']}")
    return a_second < 300_000 or found["due"] > 0.001 or found["mib"] >= 300 or not found["equal"]


def say(what: str, pairs: list[tuple[float, float]], other: str, at_least: float | None = None, at_most: float | None = None) -> bool:
    """Print the ratio of the medians, theirs to ours for `at_least`, ours to theirs for `at_most`; whether it misses its mark."""
    ours, theirs = median(pair[0] for pair in pairs), median(pair[1] for pair in pairs)
    times = f"{what}: {1000 * ours:.3f} ms, {other} {1000 * theirs:.3f} ms:"
    if at_least is not None:
        print(f"{times} {theirs / ours:.1f} times faster (at least {at_least:g})", flush=True)
        return theirs / ours < at_least
    assert at_most is not None
    print(f"{times} {ours / theirs:.2f} times (at most {at_most:g})", flush=True)
    return ours / theirs > at_most


def seconds(act: Callable[[], object]) -> float:
    started = time.perf_counter()
    act()
    return time.perf_counter() - started


def open_and_first(path: Path) -> None:
    """What a process that has just begun does."""
    store = Store.open(path)
    assert store.due(TODAY.date(), "card:", 1)
    store.close()


def bare(path: Path) -> sqlite3.Connection:
    """A table with nothing around it, as durable as ours; each INSERT is a transaction."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.executescript("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE line (id INTEGER PRIMARY KEY, text TEXT)")
    return connection


def write_log(path: Path, items: int, rounds: int) -> None:
    """A database in which each item was reviewed so many times, in an order of its own, and the cache of it."""
    with Store.open(path) as store:
        for pragma in ("synchronous = OFF", "cache_size = -800000"):
            store.connection.execute(f"PRAGMA {pragma}")
        with store.writing() as connection:
            connection.executemany("INSERT INTO event VALUES (?, ?, ?, ?, ?, ?, ?)", reviews(items, rounds, store.device))
        rebuild(store)
        store.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def reviews(items: int, rounds: int, device: str) -> Iterator[tuple[str, ...]]:
    """Rows of the log in the order of time, each round in an order of its own."""
    chance = random.Random(20260310)
    order = list(range(items))
    step = timedelta(days=ROUND_DAYS) / items
    for number in range(rounds):
        chance.shuffle(order)
        for place, item in enumerate(order):
            at = BEGIN + timedelta(days=number * ROUND_DAYS) + place * step
            data = f'{{"quality":{chance.choice((1, 3, 4, 4, 4, 5))},"seconds":{chance.randrange(1, 60)}.5}}'
            name = f"card:deck{item % 50:02d}/card-{item:07d}"
            id = event_id(at, place & 0xFFFF, device)
            yield id, at.isoformat(timespec="milliseconds"), at.date().isoformat(), device, Kind.REVIEWED.value, name, data


class Anki:
    """Anki's library in a process of its own; without a Python that has it, every question takes 0 seconds."""

    def __init__(self, python: str | None, path: Path, cards: int) -> None:
        self.runs = python is not None
        if python is None:
            return
        command = [python, "-c", ANKI, str(path), str(cards)]
        self._child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert self._line() == "ready\n"

    def __enter__(self) -> "Anki":
        return self

    def __exit__(self, *_: object) -> None:
        if self.runs:
            self._child.communicate()

    def first(self) -> float:
        return self._ask("first\n")

    def open(self) -> None:
        self._ask("many\n")

    def answer(self) -> float:
        return self._ask("answer\n")

    def _ask(self, line: str) -> float:
        if not self.runs:
            return 0.0
        assert self._child.stdin is not None
        self._child.stdin.write(line)
        self._child.stdin.flush()
        return float(self._line())

    def _line(self) -> str:
        assert self._child.stdout is not None
        return self._child.stdout.readline()


if __name__ == "__main__":
    main()
