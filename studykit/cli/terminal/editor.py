"""Opens a file in the learner's editor, at a line where one is named, each editor by its own convention."""

import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from studykit.errors import StudykitError

FALLBACKS = ("nano", "vi")  # the first shows its keys on the screen
_TAKE_GOTO = frozenset({"code", "code-insiders", "codium", "cursor", "windsurf"})
_TAKE_FILE_AND_LINE = frozenset({"hx", "helix", "micro", "subl", "zed"})
_TAKE_NO_LINE = frozenset({"notepad", "open", "xdg-open"})
# These hand the file to a window, and would return at once.
_HAVE_WINDOWS = _TAKE_GOTO | {"subl", "zed"}


def edit(file: Path, line: int | None = None, waits: bool = True) -> None:
    """Open a file in $VISUAL, $EDITOR or, on a terminal, what of FALLBACKS is installed, at a line counted from 1 if one is given, and
    wait until the editor ends; one with windows of its own is not waited for unless `waits`.

    StudykitError if there is no editor, or if it cannot be started or ends with an error.
    """
    editor = os.environ.get("VISUAL") or os.environ.get("EDITOR") or _fallback()
    if not editor:
        raise StudykitError(f"No editor is set. Set VISUAL or EDITOR, or open {_place(file, line)} yourself.")
    # What comes through a pipe is meant for us, not for the editor.
    stdin = None if sys.stdin and sys.stdin.isatty() else subprocess.DEVNULL
    try:
        subprocess.run(command(editor, file, line, waits), check=True, stdin=stdin)
    except (OSError, ValueError, subprocess.CalledProcessError) as error:
        told = f"The editor {editor!r} did not work ({error}). Set VISUAL or EDITOR, or open {_place(file, line)} yourself."
        raise StudykitError(told) from None


def command(editor: str, file: Path, line: int | None = None, waits: bool = True) -> list[str]:
    """The call that opens a file; `editor` may hold options. Unknown editors get `+LINE FILE`, as vi and most others do."""
    words = shlex.split(editor)
    if not words:
        raise ValueError("it names no program")
    name = Path(words[0]).name.lower().removesuffix(".exe").removesuffix(".cmd")
    words += _wait(words) if waits and name in _HAVE_WINDOWS else []
    if line is None or name in _TAKE_NO_LINE:
        return [*words, str(file)]
    if name in _TAKE_GOTO:
        return [*words, "--goto", f"{file}:{line}"]
    return [*words, f"{file}:{line}"] if name in _TAKE_FILE_AND_LINE else [*words, f"+{line}", str(file)]


def _fallback() -> str | None:
    if not (sys.stdin and sys.stdin.isatty()):
        return None  # it would have no keys
    return next((editor for editor in FALLBACKS if shutil.which(editor)), None)


def _wait(words: Sequence[str]) -> list[str]:
    return [] if {"--wait", "-w"} & set(words) else ["--wait"]


def _place(file: Path, line: int | None) -> str:
    return str(file) if line is None else f"{file}:{line}"
