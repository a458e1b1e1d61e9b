"""Sync: whatever the order, however often, and however much of the files is there, all devices come to know the same."""

import json
import random
import sqlite3
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studykit.errors import ProgressError
from studykit.progress.events import Kind, event_id
from studykit.progress.replay import compare
from studykit.progress.store import Store
from studykit.progress.sync import last_sync, sync
from tests.conftest import examples
from tests.progress.test_replay import NOON, drafts, groups, perform

A, B = "card:a/a", "card:a/b"
DEVICES = 3

hours = st.integers(0, 24 * 6)
happenings = st.one_of(
    st.tuples(st.just("record"), hours, st.one_of(groups, st.just("undo"), st.integers(0, 30))),
    st.tuples(st.just("redo"), hours, st.none()),
    st.tuples(st.just("sync"), hours, st.none()),
    st.tuples(st.just("tear"), st.integers(1, 300), st.none()),
)

diaries = st.lists(st.tuples(st.integers(0, DEVICES - 1), happenings), max_size=14)


@contextmanager
def devices(folder, count=DEVICES):
    """Databases of several machines, which do not wait for the disk, each in a folder of its own."""
    with ExitStack() as stack:
        stores = [stack.enter_context(Store.open(folder / str(number) / "progress.db")) for number in range(count)]
        for store in stores:
            store.connection.execute("PRAGMA synchronous = OFF")
        yield stores


@pytest.fixture
def shared(tmp_path):
    folder = tmp_path / "shared"
    folder.mkdir()
    return folder


def review(store, item=A, at=NOON, quality=4):
    return store.record(Kind.REVIEWED, item, at, {"quality": quality})


def state(store):
    assert compare(store) == []
    return store.events(), store.all_memory()


def live(store, happening, shared):
    """Do one thing on a machine. After a tear its file ends in the middle of a line, as a crash or a slow network leaves it."""
    what, number, action = happening
    if what == "record":
        perform(store, number, action)
    elif what == "redo":
        store.redo(NOON + timedelta(hours=number))
    elif what == "sync":
        sync(store, shared, NOON)
    else:
        sync(store, shared, NOON)
        own = shared / f"{store.device}.jsonl"
        if own.exists():
            own.write_bytes(own.read_bytes()[:-number])


@settings(max_examples=examples(40), deadline=None)
@given(diaries, st.permutations(range(DEVICES)))
def test_all_devices_come_to_know_the_same_whatever_happened_in_between(diary, order):
    with TemporaryDirectory() as name, devices(Path(name)) as stores:
        shared = Path(name) / "shared"
        shared.mkdir()
        for number, happening in diary:
            live(stores[number], happening, shared)
        recorded = {event.id for store in stores for event in store.events()}
        for number in [*order, *order]:
            done = sync(stores[number], shared, NOON)
            assert done.faults == ()

        assert {event.id for event in stores[0].events()} == recorded
        assert state(stores[0]) == state(stores[1]) == state(stores[2])
        idle = [sync(store, shared, NOON) for store in stores]
        assert [(done.sent, done.received, done.waiting) for done in idle] == [(0, 0, ())] * DEVICES


@settings(max_examples=examples(30), deadline=None)
@given(st.lists(st.tuples(st.integers(0, DEVICES - 1), hours, groups), max_size=8), st.randoms(use_true_random=False))
def test_files_that_arrive_in_pieces_and_in_any_order_lead_to_the_same(diary, chance):
    with TemporaryDirectory() as name, devices(Path(name), DEVICES + 1) as (*stores, reader):
        shared, arriving = Path(name) / "shared", Path(name) / "arriving"
        shared.mkdir()
        arriving.mkdir()
        for number, hour, action in diary:
            perform(stores[number], hour, action)
            perform(stores[number], hour, chance.choice(["undo", chance.randrange(30)]))
        for store in [*stores, *stores]:
            sync(store, shared, NOON)
        for _ in range(4):  # each time some file is longer, another shorter than before
            for path in chance.sample(sorted(shared.iterdir()), len(list(shared.iterdir()))):
                # A share of the file, for the generator must not depend on how long it is.
                (arriving / path.name).write_bytes(path.read_bytes()[: path.stat().st_size * chance.randrange(101) // 100])
            assert sync(reader, arriving, NOON).faults == ()
            assert compare(reader) == []
        sync(reader, shared, NOON)

        assert state(reader) == state(stores[0])


@settings(max_examples=examples(20), deadline=None)
@given(st.lists(st.tuples(hours, drafts), min_size=1, max_size=6), hours)
def test_an_undo_that_arrives_before_its_event_waits_for_it(log, hour):
    with TemporaryDirectory() as name, devices(Path(name), 2) as (writer, reader):
        shared = Path(name)
        for number, draft in log:
            writer.record_all([draft], NOON + timedelta(hours=number))
        writer.undo(NOON + timedelta(hours=hour))
        sync(writer, shared, NOON)
        own = shared / f"{writer.device}.jsonl"
        header, *lines = own.read_bytes().splitlines(keepends=True)
        for arrived in range(len(lines) + 1):  # the newest first
            own.write_bytes(header + b"".join(lines[len(lines) - arrived :]))
            assert sync(reader, shared, NOON).faults == ()
            assert compare(reader) == []

        assert reader.all_memory() == writer.all_memory()


def test_a_file_begins_with_a_header_and_has_an_event_a_line(store, shared):
    event = review(store)

    done = sync(store, shared, NOON)

    (file,) = shared.iterdir()
    assert file.name == f"{store.device}.jsonl"
    assert [json.loads(line) for line in file.read_text().splitlines()] == [
        {"studykit": "events", "format": 1, "device": store.device},
        {
            "id": event.id,
            "at": "2026-03-10T11:00:00.000+00:00",
            "day": "2026-03-10",
            "device": store.device,
            "kind": "reviewed",
            "item": A,
            "data": {"quality": 4},
        },
    ]
    assert file.stat().st_mode & 0o077 == 0
    assert (done.sent, done.received, done.devices, done.waiting, done.faults) == (1, 0, 1, (), ())


def test_a_file_only_ever_grows(store, shared):
    seen = b""
    for number in range(5):
        review(store, at=NOON - timedelta(days=number))
        sync(store, shared, NOON)
        now = (shared / f"{store.device}.jsonl").read_bytes()
        assert now.startswith(seen)
        assert len(now) > len(seen)
        seen = now


def test_what_a_device_received_elsewhere_it_passes_on(tmp_path):
    stick, share = tmp_path / "stick", tmp_path / "share"
    stick.mkdir()
    share.mkdir()
    with devices(tmp_path) as (laptop, desktop, phone):
        review(laptop)
        sync(laptop, stick, NOON)
        sync(desktop, stick, NOON)
        sync(desktop, share, NOON)
        sync(phone, share, NOON)

        assert phone.events() == laptop.events()


def test_what_its_own_file_has_and_the_log_lacks_is_taken_in(tmp_path, shared):
    with devices(tmp_path, 1) as (store,):
        review(store)
        sync(store, shared, NOON)
        copy = sqlite3.connect(tmp_path / "copy.db")
        store.connection.backup(copy)
        copy.close()
        lost = review(store, B)
        sync(store, shared, NOON)
    (tmp_path / "copy.db").rename(tmp_path / "0" / "progress.db")
    with Store.open(tmp_path / "0" / "progress.db") as store:
        assert store.events(B) == []
        assert sync(store, shared, NOON).received == 1
        assert store.events(B) == [lost]


def test_conflict_copies_are_read_like_any_file(tmp_path, shared):
    with devices(tmp_path, 3) as (one, other, reader):
        review(one)
        review(other, B)
        for store, name in ((one, "a.sync-conflict-20260310-120000-ABCDEFG.jsonl"), (other, "a (1).jsonl")):
            sync(store, tmp_path, NOON)
            (tmp_path / f"{store.device}.jsonl").rename(shared / name)

        assert sync(reader, shared, NOON).received == 2


def test_a_torn_last_line_is_waited_for(tmp_path, shared):
    with devices(tmp_path, 2) as (writer, reader):
        review(writer)
        review(writer, B)
        sync(writer, shared, NOON)
        own = shared / f"{writer.device}.jsonl"
        whole = own.read_bytes()
        own.write_bytes(whole[:-20])

        torn = sync(reader, shared, NOON)
        own.write_bytes(whole)
        done = sync(reader, shared, NOON)

    assert (torn.received, torn.waiting, torn.faults) == (1, (str(own),), ())
    assert (done.received, done.waiting) == (1, ())


def test_what_a_crash_tore_in_its_own_file_is_written_again(store, shared):
    review(store)
    review(store, B)
    sync(store, shared, NOON)
    own = shared / f"{store.device}.jsonl"
    whole = own.read_bytes()
    for length in (len(whole) - 1, len(whole) - 30, 20, 0):
        own.write_bytes(whole[:length])
        sync(store, shared, NOON)
        assert own.read_bytes() == whole


GOOD = {
    "id": event_id(NOON.astimezone(UTC), 0, "00000000000000aa"),
    "at": "2026-03-10T11:00:00.000+00:00",
    "day": "2026-03-10",
    "device": "00000000000000aa",
    "kind": "reviewed",
    "item": A,
    "data": {"quality": 4},
}


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (b"<<<<<<< HEAD", "is no JSON"),
        (b"\xff\xfe", "is no JSON"),
        (b"[" * 100_000, "is n"),
        (b"[1]", "should have the keys id, at, day"),
        (json.dumps({**GOOD, "more": 1}).encode(), "should have the keys id, at, day"),
        (json.dumps({**GOOD, "item": 3}).encode(), "has a value of the wrong type"),
        (json.dumps({**GOOD, "kind": "dreamt"}).encode(), "'dreamt' is not a valid Kind"),
        (json.dumps({**GOOD, "data": {"quality": 9}}).encode(), "a review needs a quality of 0 to 5, not 9"),
        (json.dumps({**GOOD, "data": {"quality": float("nan")}}).encode(), "is no JSON"),
        (json.dumps({**GOOD, "at": "2026-03-11T11:00:00.000+00:00"}).encode(), "is not that of moment"),
        (json.dumps({**GOOD, "at": "2026-03-10T11:00:00.000"}).encode(), "is not in UTC and milliseconds"),
        (json.dumps({**GOOD, "day": "2026-04-10"}).encode(), "day 2026-04-10 is far from moment"),
        (json.dumps({**GOOD, "device": "zz"}).encode(), "are not as studykit writes them"),
        (json.dumps({**GOOD, "item": "card:a/\x1b[2J"}).encode(), "is no id"),
        (json.dumps({**GOOD, "item": "card:a/\udcff"}).encode(), "is no id"),
    ],
)
def test_a_malformed_line_is_named_and_all_others_are_taken(store, shared, line, message):
    file = shared / "00000000000000aa.jsonl"
    header = json.dumps({"studykit": "events", "format": 1, "device": "00000000000000aa"}).encode()
    file.write_bytes(b"\n".join([header, line, json.dumps(GOOD).encode(), b""]))

    done = sync(store, shared, NOON)

    assert done.received == 1
    (fault,) = done.faults
    assert fault.startswith(f"{file}, line 2: ")
    assert message in fault


@pytest.mark.parametrize(
    ("first", "message"),
    [
        (
            b'{"studykit": "events", "format": 2, "device": "00000000000000aa"}',
            "a newer studykit wrote this file .format 2.*upgrade studykit",
        ),
        (b'{"some": "other file"}', "is no header of a studykit log"),
        (b"[]", "is no header of a studykit log"),
    ],
)
def test_a_file_that_this_studykit_cannot_read_is_left_out_and_named(store, shared, first, message):
    review(store)
    (shared / "a.jsonl").write_bytes(first + b"\n" + json.dumps(GOOD).encode() + b"\n")
    (shared / "notes.txt").write_text("not ours")

    done = sync(store, shared, NOON)

    assert (done.sent, done.received, len(done.faults)) == (1, 0, 1)
    with pytest.raises(ProgressError, match=message):
        raise ProgressError(done.faults[0])


def test_an_own_file_of_a_newer_studykit_is_not_written_to(store, shared):
    review(store)
    own = shared / f"{store.device}.jsonl"
    own.write_text('{"studykit": "events", "format": 2, "device": "x"}\n')

    assert sync(store, shared, NOON).sent == 0
    assert len(own.read_text().splitlines()) == 1


def test_another_event_of_the_same_id_is_named_and_the_log_stays(tmp_path, shared):
    with devices(tmp_path, 2) as (one, other):
        event = review(one)
        sync(one, shared, NOON)
        own = shared / f"{one.device}.jsonl"
        own.write_text(own.read_text().replace('"quality":4', '"quality":1'))
        done = sync(one, shared, NOON)

        assert one.events() == [event]
        assert f"another event of the id {event.id} is in the log" in done.faults[0]
        assert sync(other, shared, NOON).received == 1


def test_a_folder_that_is_not_there_is_named(store, tmp_path):
    with pytest.raises(ProgressError, match=r"stick: no such folder. Is the stick in, the share mounted"):
        sync(store, tmp_path / "stick", NOON)


def test_the_last_sync_is_remembered_with_what_was_recorded_since(store, shared):
    assert last_sync(store) is None
    review(store)
    sync(store, shared, NOON)
    review(store, B)

    last = last_sync(store)

    assert (last.folder, last.at, last.recorded_since) == (shared, NOON, 1)


def test_devices_whose_clocks_differ_lose_nothing(tmp_path, shared):
    chance = random.Random(3)
    with devices(tmp_path) as stores:
        skews = [timedelta(0), timedelta(hours=-30), timedelta(days=400)]
        for _ in range(12):
            number = chance.randrange(3)
            review(stores[number], chance.choice([A, B]), datetime.now(UTC) + skews[number])
            sync(stores[number], shared, NOON)
        for store in stores:
            sync(store, shared, NOON)

        assert state(stores[0]) == state(stores[1]) == state(stores[2])
        assert len(stores[0].events()) == 12
