"""A zip as it was handed in, read in memory: nothing of it is written to the disk, and what could do harm is refused with the reason."""

import calendar
import re
import stat
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from studykit.classroom.tree import A_LINK, NO_FILE, Names, Part, Tree, is_hidden, planted, shown
from studykit.errors import ClassError, SubmissionError

MOST_MEMBERS = 20_000
MOST_BYTES = 1 << 30  # decompressed, of all that is read
_CHUNK = 1 << 20
_ENCRYPTED = 0x1
_UTF_8 = 0x800
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # the others decompress all of a block, however large, before they can be stopped
_DAMAGES = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError, NotImplementedError)


@dataclass(slots=True)
class _Allowance:
    """How many bytes may still be decompressed."""

    left: int


@contextmanager
def opened_archive(file: Path, most_bytes: int = MOST_BYTES) -> Iterator[Tree]:
    """The tree of a zip, whose files can be read as long as it is open. ClassError if it is none, or holds too many files."""
    try:
        archive = zipfile.ZipFile(file)
    except _DAMAGES as error:
        raise ClassError(f"{file}: is no zip, or was cut off ({error}). Download it again, or unpack it and give the folder.") from None
    with archive:
        if (count := len(archive.infolist())) > MOST_MEMBERS:
            raise ClassError(f"{file}: holds {count:,} files; at most {MOST_MEMBERS:,} are read. Unpack it and give the folder.")
        yield _tree(archive, file.stem, _Allowance(most_bytes))


def _tree(archive: zipfile.ZipFile, name: str, allowance: _Allowance) -> Tree:
    parts: list[Part] = []
    folders: set[Names] = set()
    left_out: list[str] = []
    for info in archive.infolist():
        whole = _name(info)
        path = tuple(part for part in whole.split("/") if part not in ("", "."))
        if why := _is_outside(whole):
            left_out.append(f"{shown((whole,))}: {why}")
        elif whole.endswith("/"):
            folders |= {path} if path else set()
        elif path and not is_hidden(path):
            load = partial(_read, archive, info, shown(path), allowance)
            parts.append(Part(path, shown(path), info.file_size, _modified(info), load, _fault(info)))
        else:
            folders |= {path[:-1]} if len(path) > 1 else set()  # `.git` shows a clone
    return planted(name, parts, folders, left_out)


def _name(info: zipfile.ZipInfo) -> str:
    """The name as it was meant: some programs write UTF-8 and do not say so, and some a backslash between folders."""
    name = info.orig_filename
    if not info.flag_bits & _UTF_8:
        with suppress(UnicodeError):  # then it is in the code page of old
            name = name.encode("cp437").decode("utf-8")
    return name.replace("\\", "/")


def _is_outside(name: str) -> str:
    if "\0" in name:
        return "has a name with a zero byte, so it is not read."
    if name.startswith("/") or re.match(r"[A-Za-z]:", name):
        return "has an absolute name, which leads out of the zip, so it is not read."
    if ".." in name.split("/"):
        return "has a name with `..`, which leads out of the zip, so it is not read."
    return ""


def _fault(info: zipfile.ZipInfo) -> str:
    kind = stat.S_IFMT(info.external_attr >> 16)
    if kind == stat.S_IFLNK:
        return A_LINK
    if kind not in (0, stat.S_IFREG):
        return NO_FILE
    if info.flag_bits & _ENCRYPTED:
        return "is encrypted. Hand it in without a password."
    if info.compress_type not in _METHODS:
        return "is compressed in a way that is not read. Zip it with the usual method (Deflate)."
    return ""


def _modified(info: zipfile.ZipInfo) -> float:
    try:
        return float(calendar.timegm((*info.date_time, 0, 0, 0)))
    except (ValueError, OverflowError):
        return 0.0  # a month of 0, as in a zip without dates


def _read(archive: zipfile.ZipFile, info: zipfile.ZipInfo, place: str, allowance: _Allowance, most: int) -> bytes:
    content = bytearray()
    try:
        with archive.open(info) as stream:
            # What the header says is no limit that one can trust; these stop the decompressing itself, and count what proves damaged.
            while len(content) <= most and (chunk := stream.read(min(_CHUNK, most + 1 - len(content), allowance.left + 1))):
                content += chunk
                allowance.left -= len(chunk)
                if allowance.left < 0:
                    allowance.left = 0
                    raise SubmissionError(f"{place}: is not read, since all of the zip is more than 1 GiB. Unpack it and give the folder.")
    except _DAMAGES as error:
        raise SubmissionError(f"{place}: is damaged in the zip ({error}).") from None
    return bytes(content)
