"""What `studykit doctor` finds out about the log: its file, its cache, its backups, its sync, and under which id it records."""

from datetime import date
from typing import Any

from studykit.errors import PackError, StudykitError
from studykit.progress.events import Event
from studykit.progress.integrity import count_readable, integrity_faults, mend_indexes
from studykit.progress.replay import compare, rebuild
from studykit.progress.snapshots import OF_A_DAY, backups_in, fault_in, folder_of
from studykit.progress.store import Store
from studykit.progress.sync import last_sync
from studykit.study.clock import moment
from studykit.study.desk import Desk
from studykit.study.finding import Finding
from studykit.study.phrases import days, events
from studykit.study.unclaimed import findings as findings_of
from studykit.study.unclaimed import unclaimed

MOST_DIFFERENCES = 10


def log_findings(here: Desk, facts: dict[str, Any], rebuild_cache: bool) -> list[Finding]:
    """Look at log, backups and sync, and add to `facts` what --json shows of them."""
    today = here.day(moment(None))
    facts["log_matches_cache"] = False
    try:
        with here.store() as store:
            facts["device_id"] = store.device
            findings = [*_file(store, facts, rebuild_cache), *_log(store, facts, rebuild_cache), *_clock(store, facts)]
            findings += [*_unclaimed(here, store, facts), _sync(store, facts)]
    except StudykitError as error:
        findings = [Finding("log", False, str(error))]
    return [*findings, _backups(here, facts, today)]


def _file(store: Store, facts: dict[str, Any], rebuild_cache: bool) -> list[Finding]:
    if rebuild_cache:
        mend_indexes(store)
    faults = integrity_faults(store)
    facts["integrity"] = faults
    if not faults:
        return [Finding("database", True, f"whole; records as device {store.device}")]
    fix = "`studykit doctor --rebuild` fixes what only an index lacks, `studykit restore` the rest"
    return [Finding("database", False, f"{fault}; {fix}") for fault in faults]


def _log(store: Store, facts: dict[str, Any], rebuild_cache: bool) -> list[Finding]:
    if rebuild_cache:
        rebuild(store)
    number = count_readable(store)
    differences = compare(store)
    facts["log_matches_cache"] = not differences
    facts["events"] = number
    if not differences:
        return [Finding("log", True, f"{events(number)}; the cache is what they add up to")]
    return [
        Finding("log", False, f"{difference}. Fix it with `studykit doctor --rebuild`") for difference in differences[:MOST_DIFFERENCES]
    ]


def _clock(store: Store, facts: dict[str, Any]) -> list[Finding]:
    ahead = store.in_the_future(moment(None))
    facts["in_the_future"] = len(ahead)
    if not ahead:
        return []
    return [Finding("clock", False, f"{of_the_future(ahead)}; `studykit undo --future` takes them back")]


def _unclaimed(here: Desk, store: Store, facts: dict[str, Any]) -> list[Finding]:
    try:
        library = here.library
    except PackError:
        facts["unclaimed"] = None  # while packs cannot be read, nothing is known to be missing in them
        return []
    found = unclaimed(store, library)
    facts["unclaimed"] = [one.as_json() for one in found]
    return findings_of(found, library, here.home / "cards")


def of_the_future(ahead: list[Event]) -> str:
    """How many events lie in the future, and when."""
    return f"{events(len(ahead))} recorded in the future, up to {ahead[-1].day}: a clock was ahead"


def _sync(store: Store, facts: dict[str, Any]) -> Finding:
    last = last_sync(store)
    if last is None:
        facts["sync"] = None
        return Finding("sync", True, "never; `studykit sync DIR` shares what you learned with your other machines")
    facts["sync"] = {"folder": str(last.folder), "at": last.at.isoformat(), "recorded_since": last.recorded_since}
    waiting = f"{events(last.recorded_since)} recorded since" if last.recorded_since else "nothing recorded since"
    return Finding("sync", True, f"{last.at:%Y-%m-%d %H:%M} with {last.folder}; {waiting}")


def _backups(here: Desk, facts: dict[str, Any], today: date) -> Finding:
    backups = [backup for backup in backups_in(folder_of(here.database)) if backup.reason in OF_A_DAY]
    facts["backups"] = {"count": len(backups), "newest": None, "age_days": None}
    if not backups:
        return Finding("backups", True, "none yet; the next answer makes one")
    newest = backups[-1]
    age = (today - newest.day).days
    facts["backups"] |= {"newest": str(newest.path), "age_days": age}
    if fault := fault_in(newest.path):
        return Finding("backups", False, f"the newest is not whole ({fault}); make another: `studykit backup`")
    return Finding("backups", True, f"{len(backups)}; the newest is whole, of {newest.day} ({'today' if age == 0 else f'{days(age)} ago'})")
