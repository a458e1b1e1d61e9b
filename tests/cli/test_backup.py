"""`backup`, `restore`, and what `doctor` says of file, backups and sync."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from studykit.cli.commands import doctor
from tests.conftest import Ran

Run = Callable[..., Ran]
CARD, OTHER = "card:optimizers/descent-direction", "card:autograd/leaf"


@pytest.fixture(autouse=True)
def no_torch(monkeypatch: pytest.MonkeyPatch) -> None:
    """`doctor` asks a process that imports torch which devices there are; that is another test's."""
    monkeypatch.setattr(doctor, "probe_devices", lambda: ["cpu"])


def items(studykit: Run) -> set[str]:
    return {row["item"] for row in studykit("due", "--at", "2030-01-01", "--json").json}


def test_the_first_answer_of_a_day_leaves_a_backup_and_the_second_none(studykit: Run, home: Path) -> None:
    assert studykit("due").code == 0
    assert not (home / "backups").exists()

    studykit("answer", CARD, 4)
    studykit("answer", OTHER, 4)

    (row,) = studykit("backup", "--list", "--json").json
    assert (row["number"], row["reason"], row["events"], row["fault"]) == (1, "daily", 1, None)


def test_an_answer_is_kept_though_the_backup_fails(studykit: Run, home: Path) -> None:
    home.mkdir()
    (home / "backups").write_text("a file in the way")

    ran = studykit("answer", CARD, 4, "--json")

    assert (ran.code, ran.json["item"]) == (0, CARD)
    assert ran.err.startswith("studykit: what you did is recorded, but today's backup failed: ")
    assert items(studykit) == {CARD}


def test_a_restore_goes_back_and_its_undo_brings_all_back(studykit: Run) -> None:
    studykit("answer", CARD, 4)
    assert studykit("backup").out.endswith("-asked.db: 1 event, checked.\n")
    studykit("answer", OTHER, 4)

    ran = studykit("restore", "newest", "--yes")
    assert "What was there before is backup 3; 1 event is only there.\n`studykit restore --undo` brings it back." in ran.out
    assert items(studykit) == {CARD}

    assert studykit("restore", "--undo").code == 0
    assert items(studykit) == {CARD, OTHER}
    assert studykit("restore", "--undo").err.endswith("there is no restore to undo.\n")


def test_a_restore_without_an_argument_lists_and_changes_nothing(studykit: Run) -> None:
    studykit("answer", CARD, 4)
    studykit("backup")
    studykit("answer", OTHER, 4)
    ran = studykit("restore")
    assert (ran.code, "studykit restore NUMBER" in ran.out) == (0, True)
    assert studykit("restore", "--json").json == studykit("backup", "--list", "--json").json
    assert items(studykit) == {CARD, OTHER}


def test_a_restore_that_would_leave_events_out_wants_a_yes(studykit: Run) -> None:
    studykit("answer", CARD, 4)
    studykit("backup")
    assert studykit("restore", "newest").code == 0  # which lacks nothing
    studykit("answer", OTHER, 4)
    ran = studykit("restore", "newest")
    assert (ran.code, len(ran.err.splitlines())) == (2, 1)
    assert "lacks 1 event of your log" in ran.err
    assert "Add --yes" in ran.err
    assert items(studykit) == {CARD, OTHER}


@pytest.mark.parametrize("which", ["1", "DAY", "0001-DAY-daily.db", "FILE"])
def test_a_backup_is_chosen_by_number_day_name_or_file(studykit: Run, home: Path, tmp_path: Path, which: str) -> None:
    studykit("answer", CARD, 4)
    day = studykit("backup", "--list", "--json").json[0]["day"]
    assert studykit("backup", tmp_path / "copy.db", "--json").json == {"file": str(tmp_path / "copy.db"), "events": 1}
    studykit("answer", OTHER, 4)

    done = studykit("restore", which.replace("DAY", day).replace("FILE", "copy.db"), "--yes", "--json").json

    assert (done["events"], done["left_out"], done["salvaged"]) == (1, 1, 0)
    assert items(studykit) == {CARD}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["restore", "newest"], "there is no backup that is whole. Name a copy of yours: studykit restore FILE"),
        (["restore", "77"], "77: no such file, and no backup has that number or day. `studykit backup --list` shows them."),
        (["restore", "--undo"], "there is no restore to undo."),
        (["restore", "notes.txt"], "notes.txt: cannot be restored: file is not a database. Choose another"),
        (["backup", "notes.txt"], "notes.txt: already exists. Add --yes to overwrite it anyway; nothing was changed."),
        (["backup", "."], ".: is a folder. Name a file in it."),
        (["backup", "no/such/copy.db"], "no/such/copy.db: its folder does not exist. Name a new file."),
    ],
)
def test_what_cannot_be_done_is_one_message(studykit: Run, tmp_path: Path, arguments: list[str], message: str) -> None:
    (tmp_path / "notes.txt").write_text("not a database, " * 100)

    ran = studykit(*arguments)

    assert (ran.code, len(ran.err.splitlines())) == (2, 1)
    assert message in ran.err


def test_a_damaged_log_is_named_with_the_command_that_mends_it(studykit: Run, home: Path) -> None:
    studykit("answer", CARD, 4)
    studykit("answer", OTHER, 4)
    with (home / "progress.db").open("r+b") as file:
        file.write(b"no database any more")

    for arguments in (["due"], ["answer", CARD, 4], ["stats"], ["undo"], ["sync", home]):
        ran = studykit(*arguments)
        assert (ran.code, len(ran.err.splitlines())) == (2, 1)
        assert "is damaged, or no studykit log. The newest good backup is number 1" in ran.err
    assert "`studykit restore 1` takes it" in studykit("doctor").out

    ran = studykit("restore", 1)
    assert "Of these, 1 event was read from the damaged file alone." in ran.out
    assert items(studykit) == {CARD, OTHER}
    assert studykit("doctor", "--json").json["well"]


def test_doctor_tells_of_file_backups_sync_and_device(studykit: Run, home: Path, tmp_path: Path) -> None:
    nothing = studykit("doctor", "--json").json
    studykit("answer", CARD, 4)
    studykit("sync", tmp_path)
    studykit("answer", OTHER, 4)
    facts = studykit("doctor", "--json").json

    assert (nothing["sync"], nothing["backups"]) == (None, {"count": 0, "newest": None, "age_days": None})
    assert (facts["log_matches_cache"], facts["integrity"], facts["events"], facts["well"]) == (True, [], 2, True)
    assert (facts["sync"]["folder"], facts["sync"]["recorded_since"]) == (str(tmp_path), 1)
    assert (facts["backups"]["count"], facts["backups"]["age_days"]) == (1, 0)
    assert len(facts["device_id"]) == 16


def test_doctor_finds_a_wrong_cache_and_a_wrong_index_and_mends_them(studykit: Run, home: Path) -> None:
    studykit("answer", CARD, 4)
    connection = sqlite3.connect(home / "progress.db")
    connection.execute("UPDATE memory SET due = '2020-01-01'")
    connection.execute("PRAGMA writable_schema = ON")
    connection.execute("UPDATE sqlite_schema SET sql = replace(sql, 'introduced IS NOT NULL', '1') WHERE name = 'memory_introduced'")
    connection.execute(
        "UPDATE sqlite_schema SET sql = replace(sql, '(due, item, buried)', '(item, due, buried)') WHERE name = 'memory_due'"
    )
    connection.commit()
    connection.close()

    sick = studykit("doctor", "--json")
    mended = studykit("doctor", "--rebuild", "--json")

    assert (sick.code, sick.json["log_matches_cache"]) == (1, False)
    assert "memory_due" in " ".join(sick.json["integrity"])
    assert (mended.code, mended.json["integrity"], mended.json["log_matches_cache"]) == (0, [], True)


def test_doctor_warns_of_a_newest_backup_that_is_not_whole(studykit: Run, home: Path) -> None:
    studykit("answer", CARD, 4)
    (backup,) = (home / "backups").iterdir()
    backup.write_bytes(b"gone")

    ran = studykit("doctor")

    assert ran.code == 1
    assert "the newest is not whole (file is not a database); make another: `studykit backup`" in ran.out
