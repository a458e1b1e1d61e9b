"""The list of all commands as it was printed last: to make it, Typer imports every command."""

import os
import shutil
import sys
from pathlib import Path
from typing import Any

from studykit import __version__
from studykit.content.cachefile import read_json, write_json
from studykit.settings import home

WIDEST = 82  # columns: Typer fills no more


def kept_page() -> str | None:
    """The page as this program would print it in this terminal; None if it is not known."""
    kept = read_json(_file())
    return kept["page"] if isinstance(kept, dict) and kept.get("state") == _state() else None


def keep_page(page: str) -> None:
    """Remember the page, where there is a state folder."""
    if home().is_dir():
        write_json(_file(), {"state": _state(), "page": page})


def _state() -> list[Any]:
    # Another Typer might lay out the page in another way; an installer replaces its folder.
    places = [Path(__file__).parent, Path(__file__).parent / "commands", *(Path(place, "typer") for place in sys.path)]
    files = [entry.stat().st_mtime_ns for place in places if place.is_dir() for entry in sorted(os.scandir(place), key=lambda e: e.name)]
    return [__version__, sys.argv[0], min(shutil.get_terminal_size().columns, WIDEST), files]


def _file() -> Path:
    return home() / "cache" / "help.json"
