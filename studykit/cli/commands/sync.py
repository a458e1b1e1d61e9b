"""`studykit sync`: exchanges what was learned on several machines through a shared folder, without a server."""

from pathlib import Path
from typing import Annotated

import typer

from studykit.cli.context import desk
from studykit.cli.terminal.out import say
from studykit.cli.views.show import print_json
from studykit.errors import StudykitError
from studykit.progress.sync import Synced, last_sync, sync
from studykit.study.clock import moment
from studykit.study.phrases import events

app = typer.Typer(add_completion=False, rich_markup_mode=None)

MOST_SHOWN = 10


@app.command("sync", epilog="Example: studykit sync ~/Sync/studykit")
def sync_command(
    ctx: typer.Context,
    folder: Annotated[
        Path | None, typer.Argument(metavar="DIR", help="A folder that your machines share; default: the one used last.")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="The counts as an object.")] = False,
) -> None:
    """Sync your machines via a shared folder (git, Syncthing, USB stick).

    Exit code 2 if lines were malformed; all others were imported.
    """
    here = desk(ctx)
    with here.store() as store:
        if folder is None:
            last = last_sync(store)
            if last is None:
                raise StudykitError("sync: which folder? Name one that your machines share: studykit sync DIR")
            folder = last.folder
        done = sync(store, folder.expanduser(), moment(None))
    if json:
        print_json(_as_json(done))
    else:
        _show(done)
    raise typer.Exit(2 if done.faults else 0)


def _as_json(done: Synced) -> dict[str, object]:
    counts = {"sent": done.sent, "received": done.received, "devices": done.devices}
    waiting = {"waiting": len(done.waiting), "faults": len(done.faults)}
    return {"folder": str(done.folder), **counts, **waiting, "messages": list(done.faults)}


def _show(done: Synced) -> None:
    devices = "1 device" if done.devices == 1 else f"{done.devices} devices"
    say(f"{events(done.received)} received, {events(done.sent)} sent; {devices} in {done.folder}.")
    for path in done.waiting:
        say(f"{path}: the end is still to come; sync again when it is there.")
    for fault in done.faults[:MOST_SHOWN]:
        say(f"studykit: {fault}", err=True)
    if len(done.faults) > MOST_SHOWN:
        say(f"studykit: and {len(done.faults) - MOST_SHOWN} more; --json has them all.", err=True)
