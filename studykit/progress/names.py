"""The names that items had before, so that what is in the log under them counts for the item of today.

The log keeps each event under the name that its item had; which names are one item is what this machine's packs and decks say, noted
beside the log. So an event that another machine recorded under an older or a newer name counts as soon as both names are known here.
"""

import json
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from studykit.progress import queries

_NOTED = "renamed"


@dataclass(frozen=True)
class Names:
    """Which items were renamed: `renamed` gives the next name of each former one."""

    renamed: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def today(self) -> dict[str, str]:
        """The name of today of each former one."""
        return {former: self._last(former) for former in self.renamed}

    def now(self, item: str) -> str:
        """Return the name of today of an item."""
        return self.today.get(item, item)

    def all_of(self, item: str) -> tuple[str, ...]:
        """Return all names of an item of today, its own first."""
        return (item, *sorted(former for former, today in self.today.items() if today == item))

    def merged(self) -> dict[str, tuple[str, ...]]:
        """Return each item of today that had another name, by item, with all its names."""
        return {item: self.all_of(item) for item in sorted(set(self.today.values()))}

    def changed(self, before: "Names") -> set[str]:
        """Return the former names that meant something else before, or are new or gone."""
        return {name for name in {*self.renamed, *before.renamed} if self.now(name) != before.now(name)}

    def _last(self, item: str) -> str:
        seen = {item}
        while (item := self.renamed.get(item, item)) not in seen:
            seen.add(item)
        return item


NO_NAMES = Names()


def names(connection: sqlite3.Connection) -> Names:
    """Return the names that this machine knows; in a log in which nothing was renamed that is one look at a small table."""
    noted = queries.noted_locally(connection, _NOTED)
    return _read(noted) if noted else NO_NAMES


@lru_cache(maxsize=1)
def _read(noted: str) -> Names:
    """The same object for the same text: each answer asks twice, and to follow all names of a pack would be half of its time."""
    return Names(json.loads(noted))


def note_names(connection: sqlite3.Connection, known: Names) -> None:
    queries.note_locally(connection, _NOTED, json.dumps(dict(sorted(known.renamed.items()))))


def as_parameter(items: Iterable[str]) -> str:
    """Return items as the one parameter of `IN (SELECT value FROM json_each(?))`."""
    return json.dumps(list(items))
