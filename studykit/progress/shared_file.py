"""One device's file in a shared folder: a header, then an event a line, in JSON; it only ever grows."""

import json
import os
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO, NoReturn

from studykit.errors import ProgressError
from studykit.progress.backup import sync_folder
from studykit.progress.events import Event, LogRow, UnreadableEvent, check_whole, decode, encode

FORMAT = 1
SUFFIX = ".jsonl"

_KEYS = ["id", "at", "day", "device", "kind", "item", "data"]


@dataclass(slots=True)
class Contents:
    """What stands in a file. `new` are the events the log lacks; `complete` is the length in bytes without a torn last line.

    `is_waiting`: the last line, or all of the file, is still to come. `is_ours` is False where the header is not one this studykit wrote.
    """

    device: str | None = None
    is_ours: bool = True
    is_waiting: bool = False
    complete: int = 0
    ids: set[str] = field(default_factory=set)
    new: list[Event] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


def read_shared(path: Path, row_of: Callable[[str], LogRow | None]) -> Contents:
    """Read a file that may be written or copied at this moment; ProgressError if that is not allowed.

    `row_of` gives the log's row of an id.
    """
    contents = Contents()
    try:
        with path.open("rb") as file:
            _read(file, path, contents, row_of)
    except FileNotFoundError:
        contents.is_waiting = True  # it was there when the folder was listed: whoever copies it is not done
    except OSError as error:
        raise ProgressError(f"{path}: cannot be read ({error.strerror}). Allow reading it, and sync again.") from error
    return contents


def append_shared(path: Path, device: str, complete: int, rows: Iterable[LogRow]) -> int:
    """Append events to this device's own file and wait for the disk; return how many. `complete` is the length that was read.

    What follows a torn write is cut off, for the log has it; where the disk refuses, the file is as it was.
    """
    try:
        with os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "r+b") as file:
            file.truncate(complete)
            file.seek(complete)
            try:
                if not complete:
                    file.write(header_line(device))
                sent = sum(file.write(line_of(row)) > 0 for row in rows)
                file.flush()
                os.fsync(file.fileno())
            except BaseException:
                _cut_back(path, complete)
                raise
    except OSError as error:
        says = f"cannot be written ({error.strerror}); your log has everything"
        raise ProgressError(f"{path}: {says}. Free some space or allow writing there, and sync again.") from error
    sync_folder(path.parent)
    return sent


def header_line(device: str) -> bytes:
    return json.dumps({"studykit": "events", "format": FORMAT, "device": device}).encode() + b"\n"


def line_of(row: LogRow) -> bytes:
    """Return the line of an event; the data stand there as the log keeps them."""
    parts = [f'"{key}":{json.dumps(value)}' for key, value in zip(_KEYS[:-1], row[:-1], strict=True)]
    return f'{{{",".join(parts)},"data":{row[-1]}}}\n'.encode()


def parse_line(line: bytes) -> Event:
    """Return the event of a line; ValueError says why it is none."""
    try:
        values = json.loads(line, parse_constant=_refuse)
    except RecursionError:
        raise ValueError("is nested too deeply") from None
    except ValueError:
        raise ValueError("is no JSON") from None
    if not isinstance(values, dict) or sorted(values) != sorted(_KEYS):
        raise ValueError(f"should have the keys {', '.join(_KEYS)}")
    *texts, data = (values[key] for key in _KEYS)
    if not all(isinstance(text, str) for text in texts) or not isinstance(data, dict):
        raise ValueError("has a value of the wrong type")
    try:
        event = decode((*texts, encode(data)))
    except UnreadableEvent as error:
        raise ValueError(str(error)) from None
    check_whole(event)
    return event


def _read(file: BinaryIO, path: Path, contents: Contents, row_of: Callable[[str], LogRow | None]) -> None:
    for number, line in enumerate(file, 1):
        if not line.endswith(b"\n"):
            contents.is_waiting = True
            return
        contents.complete += len(line)
        try:
            if number == 1:
                contents.device = _device_of(line)
            else:
                _take(line, contents, row_of)
        except ValueError as error:
            contents.faults.append(f"{path}, line {number}: {error}.")
        if contents.device is None:
            contents.is_ours = False
            return
    contents.is_waiting = contents.device is None


def _take(line: bytes, contents: Contents, row_of: Callable[[str], LogRow | None]) -> None:
    # An event that the log has is not parsed: comparing bytes is ten times as fast.
    id = line[7:41].decode(errors="replace")
    row = row_of(id)
    if row is None or line != line_of(row):
        event = parse_line(line)
        id, row = event.id, row_of(event.id)
        if row is None:
            contents.new.append(event)
        elif decode(row) != event:
            raise ValueError(f"another event of the id {id} is in the log, which stays as it is")
    contents.ids.add(id)


def _device_of(line: bytes) -> str:
    """The device in a header."""
    header = _header(line)
    if header is None or header.get("studykit") != "events" or not isinstance(header.get("device"), str):
        raise ValueError("is no header of a studykit log, so the file is left out; move it out of the folder")
    if header.get("format") != FORMAT:
        raise ValueError(f"a newer studykit wrote this file (format {header.get('format')}), so it is left out; upgrade studykit")
    device: str = header["device"]
    return device


def _header(line: bytes) -> dict[str, Any] | None:
    try:
        header = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return header if isinstance(header, dict) else None


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is no JSON")


def _cut_back(path: Path, length: int) -> None:
    with suppress(OSError):
        os.truncate(path, length)
