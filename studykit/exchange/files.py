"""Which format a file's name stands for, how it is read, and how one is written whole or not at all."""

import contextlib
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path

from studykit.errors import StudykitError
from studykit.exchange.parcel import Parcel


class Format(StrEnum):
    CSV = ".csv"
    JSON = ".json"
    APKG = ".apkg"


def format_of(file: Path) -> Format:
    """The format by the end of the name; StudykitError for another."""
    try:
        return Format(file.suffix.lower())
    except ValueError:
        raise StudykitError(f"{file}: the name must end in {', '.join(Format)}.") from None


def read(file: Path) -> Parcel:
    """What a file holds. StudykitError says what is wrong with it, and where."""
    format = format_of(file)
    if not file.is_file():
        raise StudykitError(f"{file}: no such file.")
    if format is Format.APKG:
        from studykit.exchange.apkg_in import read_apkg  # start-up time: libraries that only Anki's format needs

        return read_apkg(file)
    from studykit.exchange.csvfile import read_csv  # start-up time, as above
    from studykit.exchange.jsonfile import read_json

    reader: Callable[[Path, str], Parcel] = read_csv if format is Format.CSV else read_json
    try:
        return reader(file, file.read_bytes().decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = file.read_bytes()[: error.start].count(b"\n") + 1
        raise StudykitError(f"{file}:{line}: byte {error.start + 1} is not UTF-8; save the file as UTF-8. Nothing was imported.") from None
    except OSError as error:
        raise StudykitError(f"{file}: cannot be read ({error.strerror}).") from None


@contextmanager
def whole(file: Path, force: bool) -> Iterator[Path]:
    """A path to write to, which takes the place of `file` at the end; after a failure `file` is as it was. Replaces only with `force`."""
    if file.exists() and not force:
        raise StudykitError(f"{file}: is there already. Choose another name, or replace it with --force.")
    if file.is_dir():
        raise StudykitError(f"{file}: is a folder. Name a file.")
    part = file.with_name(f".{file.name}.part")
    try:
        yield part
        with part.open("rb") as written:
            os.fsync(written.fileno())
        part.replace(file)
    except OSError as error:
        raise StudykitError(f"{file}: cannot be written ({error.strerror}); nothing was exported.") from None
    finally:
        with contextlib.suppress(OSError):
            part.unlink()
