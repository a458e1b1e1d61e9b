"""Which devices a learner uses, as far as this one knows, and which new cards fall to it."""

import json
import sqlite3
from datetime import datetime, timedelta

from studykit.memory.device_share import Share
from studykit.progress import queries
from studykit.progress.events import id_prefix, utc_milliseconds
from studykit.progress.store import Store

LAST_SYNC = "synced"  # what this machine notes of its last sync
DEVICES = "devices"
IN_USE = timedelta(days=60)
FEWEST_OF_WHO_SYNCS = 2


def devices_in_use(connection: sqlite3.Connection, own: str, at: datetime) -> list[str]:
    """Return the ids of this device and of those that recorded something in the last 60 days, the one that recorded first in front."""
    since = id_prefix(utc_milliseconds(at) - IN_USE) if at.timestamp() > IN_USE.total_seconds() else ""
    rows = connection.execute("SELECT device, min(id), max(id) FROM event GROUP BY device ORDER BY 2")
    known = [device for device, _, last in rows if last >= since or device == own]
    return known if own in known else [*known, own]


def share_of_new(store: Store) -> Share:
    """Return which new cards fall to this device: all of them until it first syncs; from then on there is at least another one."""
    with store.reading() as connection:
        noted = queries.noted_locally(connection, LAST_SYNC)
    if noted is None:
        return Share()
    known: list[str] = json.loads(noted).get(DEVICES, [])
    # After a restore it has another id, which the last sync did not know.
    all_devices = known if store.device in known else [*known, store.device]
    return Share(all_devices.index(store.device), max(FEWEST_OF_WHO_SYNCS, len(all_devices)))
