"""Two machines never record under one device id, not even where one's state folder is a copy of the other's."""

import shutil
from datetime import UTC, datetime

from studykit.progress.events import Kind
from studykit.progress.store import Store
from studykit.progress.sync import sync

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)
A, B = "card:a/a", "card:a/b"


def device(path):
    with Store.open(path) as store:
        return store.device


def test_a_device_keeps_its_id_and_so_does_a_folder_that_was_renamed(path):
    first = device(path)
    path.parent.rename(path.parent.with_name("renamed"))

    assert device(path.parent.with_name("renamed") / path.name) == first


def test_a_copy_of_a_folder_is_a_device_of_its_own(path, tmp_path):
    first = device(path)
    shutil.copytree(path.parent, tmp_path / "copy")

    second = device(tmp_path / "copy" / path.name)

    assert second != first
    assert device(tmp_path / "copy" / path.name) == second
    assert device(path) == first


def test_what_original_and_copy_record_at_one_moment_both_learn(path, tmp_path):
    device(path)
    shutil.copytree(path.parent, tmp_path / "copy")
    with Store.open(path) as one, Store.open(tmp_path / "copy" / path.name) as other:
        one.record(Kind.HINTED, A, NOON)
        other.record(Kind.HINTED, B, NOON)
        for store in (one, other, one):
            assert sync(store, tmp_path, NOON).faults == ()

        assert one.events() == other.events()
        assert len(one.events()) == 2
