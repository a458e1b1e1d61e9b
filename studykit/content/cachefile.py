"""A file of the cache: JSON, written whole or not at all, and no loss where it cannot be read."""

import json
import os
from pathlib import Path
from typing import Any


def read_json(file: Path) -> Any:
    """What a cache file holds; None if it is not there, or damaged."""
    try:
        return json.loads(file.read_bytes())
    except (OSError, ValueError, RecursionError):
        return None


def write_json(file: Path, value: object) -> None:
    """Writes a cache file whole or not at all, and silently not at all where the folder cannot be written."""
    unfinished = file.with_name(f"{file.name}.{os.getpid()}")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        unfinished.write_text(json.dumps(value), encoding="utf-8")
        unfinished.replace(file)
    except OSError:
        _remove(unfinished)


def _remove(file: Path) -> None:
    try:
        file.unlink(missing_ok=True)
    except OSError:
        return
