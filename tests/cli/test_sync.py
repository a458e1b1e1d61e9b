"""`sync` on the command line: counts, one message a fault, and the folder of last time."""

import json
import resource
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Ran

Run = Callable[..., Ran]
CARD, OTHER = "card:optimizers/descent-direction", "card:autograd/leaf"


@pytest.fixture
def shared(tmp_path: Path) -> Path:
    folder = tmp_path / "shared"
    folder.mkdir()
    return folder


def test_two_machines_come_to_know_the_same(studykit: Run, shared: Path, tmp_path: Path) -> None:
    laptop, desktop = {"STUDYKIT_HOME": str(tmp_path / "a")}, {"STUDYKIT_HOME": str(tmp_path / "b")}
    studykit("answer", CARD, 4, "--at", "2026-01-01", **laptop)
    studykit("answer", OTHER, 4, "--at", "2026-01-02", **desktop)

    first = studykit("sync", shared, "--json", **laptop)
    second = studykit("sync", shared, **desktop)
    third = studykit("sync", **laptop)

    empty = {"waiting": 0, "faults": 0, "messages": []}
    assert first.json == {"folder": str(shared), "sent": 1, "received": 0, "devices": 1, **empty}
    assert second.out == f"1 event received, 1 event sent; 2 devices in {shared}.\n"
    assert third.out == f"1 event received, 0 events sent; 2 devices in {shared}.\n"
    assert studykit("due", "--at", "2026-02-01", "--json", **laptop).json == studykit("due", "--at", "2026-02-01", "--json", **desktop).json


def test_a_copied_state_folder_is_another_device(studykit: Run, home: Path, shared: Path, tmp_path: Path) -> None:
    studykit("answer", CARD, 4, "--at", "2026-01-01")
    shutil.copytree(home, tmp_path / "copy")
    copy = {"STUDYKIT_HOME": str(tmp_path / "copy")}
    studykit("answer", CARD, 5, "--at", "2026-01-02")
    studykit("answer", OTHER, 3, "--at", "2026-01-02", **copy)

    assert studykit("sync", shared).code == studykit("sync", shared, **copy).code == 0
    assert studykit("sync", shared, "--json").json["devices"] == 2
    assert studykit("stats", "--json").json["reviews"] == studykit("stats", "--json", **copy).json["reviews"] == 3


def test_a_malformed_line_is_named_and_ends_with_code_2(studykit: Run, shared: Path) -> None:
    (shared / "other.jsonl").write_text('{"studykit": "events", "format": 1, "device": "00000000000000aa"}\nnonsense\n')

    ran = studykit("sync", shared)

    assert (ran.code, ran.err) == (2, f"studykit: {shared}/other.jsonl, line 2: is no JSON.\n")
    assert studykit("sync", shared, "--json").json["faults"] == 1


def test_a_torn_file_is_waited_for_and_ends_with_code_0(studykit: Run, shared: Path) -> None:
    (shared / "other.jsonl").write_text('{"studykit": "events", "form')

    ran = studykit("sync", shared)

    assert ran.code == 0
    assert f"{shared}/other.jsonl: the end is still to come; sync again when it is there." in ran.out


def test_without_a_folder_the_first_sync_asks_for_one(studykit: Run) -> None:
    ran = studykit("sync")

    assert (ran.code, ran.err) == (2, "studykit: sync: which folder? Name one that your machines share: studykit sync DIR\n")


def test_a_folder_that_is_not_there_is_one_message(studykit: Run, tmp_path: Path) -> None:
    ran = studykit("sync", tmp_path / "stick")

    assert (ran.code, len(ran.err.splitlines())) == (2, 1)
    assert "no such folder. Is the stick in" in ran.err

    (tmp_path / "file").touch()
    assert studykit("sync", tmp_path / "file").err.endswith("file: is a file. Name the folder that your machines share.\n")


@pytest.mark.skipif(sys.platform == "win32", reason="no limits on the size of a file there")
def test_a_full_disk_is_one_message_and_loses_nothing(studykit: Run, home: Path, shared: Path) -> None:
    lines = [json.dumps({"studykit": "events", "format": 1, "device": "00000000000000aa"})]
    for number in range(3000):
        id = f"{1767268800000 + number:012x}-0000-00000000000000aa"
        at = f"2026-01-01T12:00:{number // 1000:02d}.{number % 1000:03d}+00:00"
        event = {"id": id, "at": at, "day": "2026-01-01", "device": "00000000000000aa", "kind": "hinted", "item": CARD, "data": {}}
        lines.append(json.dumps(event))
    (shared / "other.jsonl").write_text("\n".join(lines) + "\n")
    assert studykit("sync", shared, "--json").json["received"] == 3000
    (shared / "other.jsonl").unlink()

    limited = f"import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, {resource.RLIM_INFINITY}))"
    code = f"{limited}; import sys; sys.argv = ['studykit', 'sync', {str(shared)!r}]; from studykit.cli.app import main; main()"
    env = {"STUDYKIT_HOME": str(home), "PATH": "/usr/bin:/bin"}
    ran = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=False)

    assert (ran.returncode, len(ran.stderr.splitlines())) == (2, 1), ran.stderr
    assert "cannot be written (File too large); your log has everything. Free some space" in ran.stderr
    assert studykit("sync", shared, "--json").json["sent"] == 3000
