"""Takes up what packs and decks say of former names: the histories of an item become one, and so does what this machine notes of it."""

import sqlite3
from collections.abc import Callable, Mapping

from studykit.memory.scheduler import Scheduler
from studykit.progress import queries
from studykit.progress.names import Names, names, note_names
from studykit.progress.openings import with_hunts
from studykit.progress.refold import refold_item


def learn_names(connection: sqlite3.Connection, former: Mapping[str, str], has: Callable[[str], bool], scheduler: Scheduler) -> None:
    """Bring the names in line with the packs and decks that are here, within a transaction of the caller: `former` gives the item of each
    former name, `has` says whether an item is here. What is known of an item that is not here now stays known."""
    before = names(connection)
    kept = {name: item for name, item in before.renamed.items() if not has(item)}
    # A name that an item of today bears is no former one: its history is that item's own.
    after = Names({name: item for name, item in {**kept, **former}.items() if not has(name)})
    if after.renamed != before.renamed:
        note_names(connection, after)
        _regroup(connection, before, after, scheduler)


def _regroup(connection: sqlite3.Connection, before: Names, after: Names, scheduler: Scheduler) -> None:
    changed = after.changed(before)
    affected = changed | {before.now(name) for name in changed} | {after.now(name) for name in changed}
    for name in sorted(set(with_hunts(list(affected)))):
        if after.now(name) == name:
            refold_item(connection, name, scheduler, after)
        else:
            queries.drop_memory(connection, name)
            queries.move_local(connection, name, after.now(name))
