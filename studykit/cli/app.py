"""The `studykit` command: the one place that turns errors into a message and an exit code."""

import atexit
import contextlib
import gc
import io
import os
import sys
from typing import TextIO, cast

from studykit.cli.terminal.out import VisibleStream, say
from studykit.errors import StudykitError

STOPPED = 130  # what Typer exits with after Ctrl-C
SELDOM = 100_000  # objects: imports make tens of thousands, and none of them is garbage


def main() -> None:
    """Run the command line."""
    gc.set_threshold(SELDOM)  # start-up time: looking for garbage would be an eighth of `due --quiet`, also once more at the end
    atexit.register(gc.freeze)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # an ASCII terminal shows ? for what it cannot show, and goes on
    sys.stderr = cast("TextIO", VisibleStream(sys.stderr))  # Typer's own messages quote what was typed
    try:
        _run(sys.argv[1:])
    except StudykitError as error:
        say(f"studykit: {error}", err=True)
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        say("\nstudykit: stopped.", err=True)
        sys.exit(STOPPED)
    except SystemExit as ended:
        if ended.code == STOPPED:
            say("\nstudykit: stopped.", err=True)
        raise
    except Exception:  # noqa: BLE001 - a bug: it keeps its traceback, and the learner hears whose fault it is
        import traceback  # start-up time: only a bug needs it

        traceback.print_exc()
        say("studykit: this is a bug in studykit. Please report it with the lines above and the command you typed.", err=True)
        sys.exit(3)


def _run(arguments: list[str]) -> None:
    from studykit.cli.declared import Refused  # start-up time, as above
    from studykit.cli.quick import quick_call

    if (call := quick_call(arguments)) is not None:
        try:
            call()
            return
        except Refused:
            pass  # Typer refuses it, too, and tells it with the usage
        except BrokenPipeError:
            with contextlib.suppress(OSError):
                os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # nothing is left to be flushed into the pipe
            sys.exit(1)
    # Start-up time: Typer costs more than most commands, and a plain call needs none of it.
    from studykit.cli.group import app

    if os.environ.get("_STUDYKIT_COMPLETE") == "complete_bash":
        from studykit.cli.tab_in_bash import complete  # start-up time: only after Tab

        complete(lambda: app(prog_name="studykit"))
    app(prog_name="studykit")
