"""The collection inside a package of Anki: which of its files to read, and in which compression."""

import zipfile
from pathlib import Path
from typing import IO

from studykit.errors import StudykitError
from studykit.installing import install_command

# The newest first: beside it, a package holds an older one whose only note says that Anki is too old.
COLLECTIONS = ("collection.anki21b", "collection.anki21", "collection.anki2")
LARGEST = 2 << 30  # bytes
PIECE = 1 << 20


def unpack(file: Path, folder: Path) -> Path:
    """The package's collection as a database in `folder`. StudykitError if it is no package of Anki, or damaged."""
    target = folder / "collection.db"
    try:
        with zipfile.ZipFile(file) as package:
            name = next((name for name in COLLECTIONS if name in package.namelist()), None)
            if name is None:
                raise StudykitError(f"{file}: holds no collection, so it is no package of Anki. Nothing was imported.")
            with package.open(name) as packed, target.open("wb") as out:
                _copy(_decompressed(packed, file) if name.endswith("b") else packed, out, file)
    except (zipfile.BadZipFile, EOFError, RuntimeError, NotImplementedError) as error:
        raise StudykitError(f"{file}: no package of Anki, or damaged ({error}). Nothing was imported.") from None
    except OSError as error:
        raise StudykitError(f"{file}: cannot be read ({error.strerror or error}). Nothing was imported.") from None
    return target


def _decompressed(packed: IO[bytes], file: Path) -> IO[bytes]:
    try:
        import zstandard  # only Anki's newer format needs it
    except ImportError:
        raise StudykitError(
            f"{file}: is in Anki's newer format, which needs another package: run `{install_command('anki')}`. Or export it from Anki "
            "again with “Support older Anki versions” ticked. Nothing was imported."
        ) from None
    reader: IO[bytes] = zstandard.ZstdDecompressor().stream_reader(packed)
    return reader


def _copy(source: IO[bytes], target: IO[bytes], file: Path) -> None:
    size = 0
    try:
        while piece := source.read(PIECE):
            size += len(piece)
            if size > LARGEST:
                raise StudykitError(f"{file}: its collection is larger than 2 GiB. Export fewer decks at once. Nothing was imported.")
            target.write(piece)
    except StudykitError:
        raise
    except OSError:
        raise
    except Exception as error:  # noqa: BLE001 - zlib.error, zstandard.ZstdError: whatever the decompressor makes of damaged bytes
        raise StudykitError(f"{file}: damaged ({error}). Export it from Anki again. Nothing was imported.") from None
