"""Anki's collection inside a package: which of its files to read, and its notes in either of the two schemas."""

import json
import sqlite3
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from studykit.errors import StudykitError

# The newest first: beside it, a package holds an older one whose only note says that Anki is too old.
COLLECTIONS = ("collection.anki21b", "collection.anki21", "collection.anki2")
LARGEST = 2 << 30  # bytes
PIECE = 1 << 20
SEPARATOR = "\x1f"


@dataclass(frozen=True, slots=True)
class Note:
    """A note as Anki keeps it: fields in HTML; `deck` is that of its first card."""

    guid: str
    notetype: str
    deck: str
    fields: tuple[str, ...]
    tags: tuple[str, ...]


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


def notes(connection: sqlite3.Connection) -> Iterator[Note]:
    """The notes in the order in which they were made."""
    connection.create_collation("unicase", lambda a, b: (a.lower() > b.lower()) - (a.lower() < b.lower()))
    connection.text_factory = lambda raw: raw.decode("utf-8", errors="replace")
    notetypes, decks = _names(connection)
    deck_of = dict(connection.execute("SELECT nid, CASE WHEN odid != 0 THEN odid ELSE did END FROM cards ORDER BY ord DESC"))
    for id, guid, notetype, tags, fields in connection.execute("SELECT id, guid, mid, tags, flds FROM notes ORDER BY id"):
        deck = decks.get(deck_of.get(id), "imported")
        yield Note(str(guid), notetypes.get(notetype, ""), deck, tuple(str(fields).split(SEPARATOR)), tuple(str(tags).split()))


def _names(connection: sqlite3.Connection) -> tuple[dict[int, str], dict[int | None, str]]:
    tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    if "notetypes" in tables:
        decks = {id: name.replace(SEPARATOR, "::") for id, name in connection.execute("SELECT id, name FROM decks")}
        return dict(connection.execute("SELECT id, name FROM notetypes")), decks
    models, old_decks = (json.loads(text) for text in connection.execute("SELECT models, decks FROM col").fetchone())
    return {int(id): model["name"] for id, model in models.items()}, {int(id): deck["name"] for id, deck in old_decks.items()}


def _decompressed(packed: IO[bytes], file: Path) -> IO[bytes]:
    try:
        import zstandard  # only Anki's newer format needs it
    except ImportError:
        raise StudykitError(
            f"{file}: is in Anki's newer format, which needs another package: pip install 'studykit[anki]'. Or export it from Anki again "
            "with “Support older Anki versions” ticked. Nothing was imported."
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
