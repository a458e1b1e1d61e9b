"""A process that is killed in the middle of a sync, a backup or a restore loses no answer, and the next command works."""

import os
import random
import subprocess
import sys
import time
from datetime import UTC, date, datetime

import pytest

from studykit.progress.backup import back_up
from studykit.progress.replay import compare
from studykit.progress.restore import restore
from studykit.progress.snapshots import Reason, backups_in, fault_in, folder_of
from studykit.progress.store import Store
from studykit.progress.sync import sync

KILLS = int(os.environ.get("STUDYKIT_KILLS", "12"))  # `make kills` takes more
KILLS_OF_A_LIFE = 12  # each leaves backups and a device behind, all of which are read after the next
NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)
TODAY = date(2026, 3, 10)

BUSY = """
import random, sys
from datetime import date, datetime
from pathlib import Path
from studykit.progress.backup import back_up
from studykit.progress.events import Kind
from studykit.progress.restore import restore, undo_restore
from studykit.progress.snapshots import Reason, last_replaced, folder_of
from studykit.progress.store import Store
from studykit.progress.sync import sync
path, shared, chance = Path(sys.argv[1]), Path(sys.argv[2]), random.Random(int(sys.argv[3]))
today, now = date(2026, 3, 10), datetime.now().astimezone()
first = back_up(path, today, Reason.ASKED).path
print("ready", flush=True)
while True:
    what = chance.choice(["record", "record", "undo", "sync", "back up", "restore", "undo restore"])
    with Store.open(path) as store:
        for number in range(5 if what == "record" else 0):
            print(store.record(Kind.HINTED, f"card:a/{number}", datetime.now().astimezone()).id, flush=True)
        if what == "undo":
            store.undo(now)
        if what == "sync":
            sync(store, shared, now)
    if what == "back up":
        back_up(path, today, Reason.ASKED)
    if what == "restore":
        restore(path, first if first.exists() else path, today)
    if what == "undo restore" and last_replaced(folder_of(path)):
        undo_restore(path, today)
"""


def killed(path, shared, seed):
    """Have a busy process killed at a moment chosen by chance; return the ids that it acknowledged."""
    command = [sys.executable, "-c", BUSY, path, shared, str(seed)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as child:
        assert child.stdout.readline() == "ready\n", child.stderr.read()
        time.sleep(random.Random(seed).uniform(0, 0.4))
        child.kill()
        assert child.stderr.read() == ""
        return set(child.stdout.read().split())


def known_anywhere(path, shared):
    """The ids in log, backups and shared folder, each of which must be whole."""
    with Store.open(path) as store:
        assert compare(store) == []
        done = sync(store, shared, NOON)
        assert done.faults == ()
        ids = {event.id for event in store.events()}
    for backup in backups_in(folder_of(path)):
        assert fault_in(backup.path) is None
        with Store.open(backup.path) as store:
            ids |= {event.id for event in store.events()}
    return ids


@pytest.mark.parametrize("life", range(-(-KILLS // KILLS_OF_A_LIFE)))
def test_no_acknowledged_answer_is_lost_and_the_next_command_works(path, tmp_path, life):
    shared = tmp_path / "shared"
    shared.mkdir()
    Store.open(path).close()
    acknowledged, seen = set(), set()
    for seed in range(life * KILLS_OF_A_LIFE, (life + 1) * KILLS_OF_A_LIFE):
        acknowledged |= killed(path, shared, seed)
        seen |= known_anywhere(path, shared)  # older backups are thinned: what they had was seen then

        assert acknowledged <= seen
        made = back_up(path, TODAY, Reason.ASKED)
        assert restore(path, made.path, TODAY).left_out == 0
