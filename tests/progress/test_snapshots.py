"""Which backups are kept, and which file is one."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studykit.progress.snapshots import OF_A_DAY, Backup, Reason, backups_in, fault_in, is_backed_up, name_of, newest_whole, superfluous

FIRST = date(2024, 1, 1)

backup_days = st.lists(st.tuples(st.integers(0, 500), st.sampled_from(list(Reason))), max_size=60)


def made(days, reason=Reason.DAILY):
    return [Backup(number, FIRST + timedelta(days=day), reason, Path(str(number))) for number, day in enumerate(days, 1)]


def thinned_day_by_day(count):
    kept = []
    for number in range(count):
        kept.append(Backup(number, FIRST + timedelta(days=number), Reason.DAILY, Path(str(number))))
        dropped = superfluous(kept)
        kept = [backup for backup in kept if backup not in dropped]
    return [str(backup.day) for backup in kept]


def test_of_two_years_of_daily_backups_stay_days_weeks_and_months():
    days = thinned_day_by_day(730)

    assert days[-7:] == [str(FIRST + timedelta(days=number)) for number in range(723, 730)]
    # The last of each of 4 weeks, and of each of 12 months.
    assert days[:-7] == [
        *("2025-01-31", "2025-02-28", "2025-03-31", "2025-04-30", "2025-05-31", "2025-06-30", "2025-07-31", "2025-08-31", "2025-09-30"),
        *("2025-10-31", "2025-11-30", "2025-12-14", "2025-12-21"),
    ]


def test_the_newest_five_stay_though_they_are_of_one_day():
    assert [backup.number for backup in superfluous(made([0] * 8))] == [3, 2, 1]


@pytest.mark.parametrize("reason", [reason for reason in Reason if reason not in OF_A_DAY])
def test_what_a_restore_put_aside_stays(reason):
    aside = made([0] * 9, reason)
    later = [Backup(number, FIRST + timedelta(days=number), Reason.DAILY, Path(f"d{number}")) for number in range(10, 900)]

    assert superfluous([*aside, *later])
    assert not {reason} & {backup.reason for backup in superfluous([*aside, *later])}


@given(backup_days)
def test_the_newest_is_never_dropped_and_dropping_twice_drops_no_more(days):
    backups = [Backup(n, FIRST + timedelta(days=day), reason, Path(str(n))) for n, (day, reason) in enumerate(days)]
    dropped = superfluous(backups)
    kept = [backup for backup in backups if backup not in dropped]

    assert set([backup for backup in backups if backup.reason in OF_A_DAY][-5:]) <= set(kept)
    assert superfluous(kept) == []


def test_a_clock_set_back_does_not_make_an_old_backup_the_newest(tmp_path, store):
    for number, day in ((1, "2030-01-01"), (2, "2026-03-10")):
        (tmp_path / name_of(number, date.fromisoformat(day), Reason.DAILY)).write_bytes(store.connection.serialize())

    assert newest_whole(tmp_path).number == 2


def test_only_files_with_the_name_of_a_backup_are_listed(tmp_path):
    names = ["0001-2026-03-10-daily.db", "0002-2026-13-10-daily.db", "0003-2026-03-10-other.db", "notes.db", ".0004-2026-03-10-daily.db.77"]
    for name in names:
        (tmp_path / name).touch()

    assert [backup.path.name for backup in backups_in(tmp_path)] == names[:1]
    assert backups_in(tmp_path / "not there") == []


def test_a_day_is_backed_up_by_a_daily_or_a_wanted_backup_alone(tmp_path):
    for reason, is_enough in ((Reason.BEFORE_RESTORE, False), (Reason.DAMAGED, False), (Reason.ASKED, True)):
        (tmp_path / name_of(1, FIRST, reason)).touch()
        assert is_backed_up(tmp_path, FIRST) is is_enough


@pytest.mark.parametrize("content", [b"", b"garbage" * 1000, b"SQLite format 3\0" + b"\xff" * 5000])
def test_a_file_that_is_no_whole_log_is_told(tmp_path, content):
    file = tmp_path / "file.db"
    file.write_bytes(content)

    assert fault_in(file)
    assert file.read_bytes() == content


def test_a_file_that_is_not_there_is_told(tmp_path):
    assert fault_in(tmp_path / "none.db") == "unable to open database file"
