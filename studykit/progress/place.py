"""Notices that a database was copied, because two machines that record under one device id could give two events one id."""

import os
import sqlite3
from pathlib import Path

from studykit.progress.queries import note_all_in_journal

_KNOWN = "SELECT key, value FROM local WHERE key IN ('device', 'place')"


def device_of(connection: sqlite3.Connection, path: Path) -> str:
    """Return the id under which this database records; a copy of another, or one that moved to another disk, gets a new one."""
    place = _place_of(path)
    known: dict[str, str] = dict(connection.execute(_KNOWN))
    if "device" in known and known.get("place") == place:
        return known["device"]
    try:
        return _settle(connection, place)
    except sqlite3.OperationalError as error:
        if "device" not in known or error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_READONLY:
            raise
        return known["device"]  # it cannot record, so it can give no id twice


def _place_of(path: Path) -> str:
    """Host and inode: a copy differs in one of them, wherever it lies, and a host that was renamed only goes on under a new id."""
    host = os.uname().nodename if hasattr(os, "uname") else os.environ.get("COMPUTERNAME", "")
    return f"{path.stat().st_ino} {host}"


def _settle(connection: sqlite3.Connection, place: str) -> str:
    connection.execute("BEGIN IMMEDIATE")
    try:
        known: dict[str, str] = dict(connection.execute(_KNOWN))  # again: another process may have settled meanwhile
        if "device" not in known or known.get("place", place) != place:
            note_all_in_journal(connection, known.get("device", ""))
            connection.execute("INSERT OR REPLACE INTO local VALUES ('device', lower(hex(randomblob(8))))")
        connection.execute("INSERT OR REPLACE INTO local VALUES ('place', ?)", (place,))
        device: str = dict(connection.execute(_KNOWN))["device"]
        connection.execute("COMMIT")
    except BaseException:
        connection.rollback()
        raise
    return device
