"""`studykit backup` and `restore`: copies of the log, and how to restore one."""

from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from studykit.cli.context import desk
from studykit.cli.terminal.consent import ask_before
from studykit.cli.terminal.out import say
from studykit.cli.views.show import print_json
from studykit.errors import ProgressError
from studykit.progress.backup import back_up, copy_whole, events_in
from studykit.progress.restore import Restored, left_out_by, restore, undo_restore
from studykit.progress.snapshots import Backup, Reason, backups_in, fault_in, folder_of, newest_whole
from studykit.study.clock import moment
from studykit.study.desk import Desk
from studykit.study.phrases import events

backup_app = typer.Typer(add_completion=False, rich_markup_mode=None)
restore_app = typer.Typer(add_completion=False, rich_markup_mode=None)

NEWEST = "newest"


def complete_backup(incomplete: str) -> list[str]:
    """Numbers of backups, and `newest`."""
    numbers = [str(backup.number) for backup in backups_in(folder_of(Desk().database))]
    return [word for word in (NEWEST, *numbers) if word.startswith(incomplete)]


@backup_app.command(epilog="Example: studykit backup --list")
def backup(
    ctx: typer.Context,
    file: Annotated[Path | None, typer.Argument(help="Where to write the copy; default: among the others.")] = None,
    listed: Annotated[bool, typer.Option("--list", help="List the backups.")] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask, even if FILE already exists.")] = False,
    json: Annotated[bool, typer.Option("--json", help="As an object; with --list, as an array.")] = False,
) -> None:
    """Back up the log. One backup per study day is made automatically; the last of 7 days, 4 weeks and 12 months are kept."""
    here = desk(ctx)
    if listed and file:
        raise typer.BadParameter("it writes no backup, so it goes without FILE.", param_hint="--list")
    if listed:
        _list(backups_in(folder_of(here.database)), json)
        return
    path = _copy_to(here, file, yes) if file else _copy(here)
    number = events_in(path)
    if json:
        print_json({"file": str(path), "events": number})
    else:
        say(f"{path}: {events(number)}, checked.")


@restore_app.command("restore", epilog="Example: studykit restore newest")
def restore_command(
    ctx: typer.Context,
    which: Annotated[
        str | None,
        typer.Argument(
            help="A file, a backup's number, a date, or newest; without it, a list.",
            metavar="FILE|DATE|newest",
            autocompletion=complete_backup,
        ),
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask, even if events recorded since the backup are lost.")] = False,
    undo: Annotated[bool, typer.Option("--undo", help="Undo the last restore; call it again for the one before.")] = False,
    json: Annotated[bool, typer.Option("--json", help="What was done, as an object.")] = False,
) -> None:
    """Restore a backup; without an argument, list them. The current log is kept, damaged or not, and other terminals go on with the
    restored log."""
    here = desk(ctx)
    if which and undo:
        raise typer.BadParameter("it takes the last restore back, so it goes without FILE.", param_hint="--undo")
    if which is None and not undo:
        _list(backups_in(folder_of(here.database)), json)
        if not json:
            say("`studykit restore NUMBER` goes back to one of them, `studykit restore newest` to the last that is whole.")
        return
    if which is not None:
        _check_wanted(here, which, yes)
    done = _restored(here, which or NEWEST, undo)
    with here.store():
        pass  # a log of another scheduler or format is brought up to date now, not before the next answer
    if json:
        print_json(_as_json(done))
    else:
        _tell(done, undo)


def _check_wanted(here: Desk, which: str, yes: bool) -> None:
    """Ask before events of the log are left out."""
    source = _chosen(here, which)
    left_out = 0 if yes else left_out_by(here.database, source)
    if left_out:
        ask_before(f"{source} lacks {events(left_out)} of your log, which would be kept only in a backup", "restore it", yes)


def _restored(here: Desk, which: str, is_undo: bool) -> Restored:
    today = here.day(moment(None))
    if is_undo:
        return undo_restore(here.database, today, here.scheduler)
    return restore(here.database, _chosen(here, which), today, scheduler=here.scheduler)


def _copy(here: Desk) -> Path:
    with here.store() as store:
        return back_up(store.path, here.day(moment(None)), Reason.ASKED).path


def _copy_to(here: Desk, file: Path, yes: bool) -> Path:
    file = file.expanduser()
    if not file.parent.is_dir():
        raise ProgressError(f"{file}: its folder does not exist. Name a new file.")
    if file.is_dir():
        raise ProgressError(f"{file}: is a folder. Name a file in it.")
    if file.exists():
        ask_before(f"{file}: already exists", "overwrite it", yes)
    with here.store() as store:
        copy_whole(store.path, file)
    return file


def _list(backups: list[Backup], json: bool) -> None:
    rows = [_described(backup) for backup in backups]
    if json:
        print_json(rows)
        return
    for row in rows:
        says = f"is not whole: {row['fault']}" if row["fault"] else events(row["events"])
        say(f"{row['number']:>4}  {row['day']}  {row['reason']:<14}  {says}")
    if not rows:
        say("There is no backup yet. The next answer makes one, or `studykit backup`.")


def _described(backup: Backup) -> dict[str, Any]:
    fault = "the file that a restore has replaced" if backup.reason is Reason.DAMAGED else fault_in(backup.path)
    facts = {"number": backup.number, "day": backup.day.isoformat(), "reason": backup.reason.value}
    return {**facts, "events": None if fault else events_in(backup.path), "fault": fault, "file": str(backup.path)}


def _chosen(here: Desk, which: str) -> Path:
    folder = folder_of(here.database)
    if which == NEWEST:
        newest = newest_whole(folder)
        if newest is None:
            raise ProgressError(f"{folder}: there is no backup that is whole. Name a copy of yours: studykit restore FILE")
        return newest.path
    path = Path(which).expanduser()
    if path.is_file():
        return path
    offered = [backup for backup in backups_in(folder) if which in (str(backup.number), backup.path.name) or _is_of_day(backup, which)]
    if not offered:
        raise ProgressError(f"{which}: no such file, and no backup has that number or day. `studykit backup --list` shows them.")
    return offered[-1].path


def _is_of_day(backup: Backup, which: str) -> bool:
    try:
        return backup.day == date.fromisoformat(which) and backup.reason is not Reason.DAMAGED
    except ValueError:
        return False


def _as_json(done: Restored) -> dict[str, object]:
    counts = {"events": done.events, "left_out": done.left_out, "salvaged": done.salvaged}
    return {"restored": str(done.taken), **counts, "kept": str(done.kept.path) if done.kept else None}


def _tell(done: Restored, is_undo: bool) -> None:
    say(f"Restored {done.taken}: {events(done.events)}.")
    if done.salvaged:
        say(f"Of these, {events(done.salvaged)} {_verb(done.salvaged, 'was', 'were')} read from the damaged file alone.")
    if done.kept is None:
        return
    if done.kept.reason is Reason.DAMAGED:
        say(f"The damaged file is kept: {done.kept.path}")
        return
    more = f"; {events(done.left_out)} {_verb(done.left_out, 'is', 'are')} only there" if done.left_out else ""
    say(f"What was there before is backup {done.kept.number}{more}.")
    back = f"studykit restore {done.kept.number}" if is_undo else "studykit restore --undo"
    say(f"`{back}` brings it back.")


def _verb(number: int, one: str, several: str) -> str:
    return one if number == 1 else several
