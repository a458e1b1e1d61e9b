"""Which format a file's name stands for, how it is read, and how one is written whole or not at all."""

import codecs
import contextlib
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path

from studykit.errors import StudykitError
from studykit.exchange.parcel import Parcel
from studykit.memory.calendar import DAY_BEGINS_AT


class Format(StrEnum):
    """What is written; each is read, too."""

    CSV = ".csv"
    JSON = ".json"
    APKG = ".apkg"


READ_AS = {**{format.value: format for format in Format}, ".tsv": Format.CSV, ".txt": Format.CSV, ".colpkg": Format.APKG}
# Excel's "Unicode text" is UTF-16.
MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def format_of(file: Path) -> Format:
    """The format to write by the end of the name; StudykitError for another."""
    try:
        return Format(file.suffix.lower())
    except ValueError:
        raise StudykitError(f"{file}: the name must end in {', '.join(Format)}.") from None


def read(file: Path, with_schedule: bool = False, rollover_hour: int = DAY_BEGINS_AT) -> Parcel:
    """What a file holds; of a package of Anki also its history and due dates, if wanted. StudykitError says what is wrong with it."""
    format = READ_AS.get(file.suffix.lower())
    if format is None:
        raise StudykitError(f"{file}: the name must end in {', '.join(READ_AS)}.")
    if not file.is_file():
        raise StudykitError(f"{file}: no such file.")
    if format is Format.APKG:
        from studykit.exchange.apkg_in import read_apkg  # start-up time: libraries that only Anki's format needs

        return read_apkg(file, with_schedule, rollover_hour)
    if with_schedule:
        raise StudykitError(f"{file}: only a package of Anki (.apkg, .colpkg) has a schedule; leave out --with-schedule.")
    from studykit.exchange.csvfile import read_csv  # start-up time, as above
    from studykit.exchange.jsonfile import read_json

    reader: Callable[[Path, str], Parcel] = read_csv if format is Format.CSV else read_json
    return reader(file, _text(file))


def _text(file: Path) -> str:
    try:
        content = file.read_bytes()
    except OSError as error:
        raise StudykitError(f"{file}: cannot be read ({error.strerror}).") from None
    try:
        return content.decode(next((encoding for mark, encoding in MARKS if content.startswith(mark)), "utf-8"))
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise StudykitError(f"{file}:{line}: byte {error.start + 1} is not UTF-8; save the file as UTF-8. Nothing was imported.") from None


@contextmanager
def whole(file: Path) -> Iterator[Path]:
    """A path to write to, which takes the place of `file` at the end; after a failure `file` is as it was."""
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
