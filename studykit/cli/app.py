"""The `studykit` command: the one place that turns errors into a message and an exit code."""

import atexit
import contextlib
import errno
import gc
import io
import os
import sys
from typing import NoReturn, TextIO, cast

from studykit.cli.terminal.out import VisibleStream, say
from studykit.errors import StudykitError

STOPPED = 130  # what Typer exits with after Ctrl-C
WRONG_CALL = 2
# Of an output, which has no name: its disk is full or fails, or nobody opened it.
UNWRITABLE = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EBADF)
SELDOM = 100_000  # objects: imports make tens of thousands, and none of them is garbage


def main() -> None:
    """Run the command line."""
    gc.set_threshold(SELDOM)  # start-up time: looking for garbage would be an eighth of `due --quiet`, also once more at the end
    atexit.register(gc.freeze)
    _open_what_is_closed()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # an ASCII terminal shows ? for what it cannot show, and goes on
    sys.stderr = cast("TextIO", VisibleStream(sys.stderr))  # Typer's own messages quote what was typed
    try:
        try:
            _run(sys.argv[1:])
        finally:
            sys.stdout.flush()  # here an error has its message; at the end of the program it would have none
    except StudykitError as error:
        say(f"studykit: {error}", err=True)
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        _stop()
    except SystemExit as ended:
        if ended.code == STOPPED:
            _stop()
        raise
    except BrokenPipeError:
        _leave_unwritten()
        sys.exit(1)
    except Exception as error:  # noqa: BLE001 - a bug: it keeps its traceback, and the learner hears whose fault it is
        if isinstance(error, OSError) and error.filename is None and error.errno in UNWRITABLE:
            _leave_unwritten()
            say(f"studykit: the output cannot be written ({error.strerror}).", err=True)
            sys.exit(WRONG_CALL)
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
    # Start-up time: Typer costs more than most commands, and a plain call needs none of it.
    from studykit.cli.group import app

    if os.environ.get("_STUDYKIT_COMPLETE") == "complete_bash":
        from studykit.cli.tab_in_bash import complete  # start-up time: only after Tab

        complete(lambda: app(prog_name="studykit"))
    app(prog_name="studykit")


def _stop() -> NoReturn:
    """Say that Ctrl-C ended the command, and exit with STOPPED."""
    import signal  # start-up time: only after Ctrl-C

    say("\nstudykit: stopped.", err=True)
    # Under `python -m`, Python ends by sending itself SIGINT, whatever the exit code, if Ctrl-C came within an `exec` of text, such as the
    # definition of a dataclass, even though it was caught. Where that signal is blocked, it exits with 130.
    if sys.platform != "win32":
        atexit.register(signal.pthread_sigmask, signal.SIG_BLOCK, {signal.SIGINT})
    sys.exit(STOPPED)


def _open_what_is_closed() -> None:
    """Lead a standard stream that is closed to nowhere: the next file opened, such as the log, would take its place and its output."""
    if None not in (sys.stdin, sys.stdout, sys.stderr):
        return
    while (opened := os.open(os.devnull, os.O_RDWR)) <= 2:
        pass
    os.close(opened)
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(number, "w" if number else "r", encoding="utf-8", closefd=False))  # noqa: SIM115 - a number


def _leave_unwritten() -> None:
    """Have nothing left that the end of the program would flush into an output that takes nothing."""
    with contextlib.suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
