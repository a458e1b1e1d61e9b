"""Which new cards a device takes where a learner has several, so that two that have not synced yet rarely introduce the same."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from zlib import crc32

DAYS_BETWEEN_SYNCS = 7


@dataclass(frozen=True, slots=True)
class Share:
    """Which of the cards fall to this device: it is number `place` (from 0) of `devices`; with one device, all do."""

    place: int = 0
    devices: int = 1

    def has(self, item: str) -> bool:
        """Whether a new card falls to this device; by a checksum of its id, which is the same on every machine."""
        return self.devices == 1 or crc32(item.encode()) % self.devices == self.place


def own_first(items: Iterable[str], share: Share, new_a_day: int) -> Iterator[str]:
    """Return new cards in their order, but last those that the other devices will take next, if they are used as much as this one.

    Only so many are left to them as they take before the next sync: what a device that is seldom used does not get to is met here.
    """
    room = DAYS_BETWEEN_SYNCS * new_a_day * (share.devices - 1)
    left_to_others: list[str] = []
    for item in items:
        if not share.has(item) and len(left_to_others) < room:
            left_to_others.append(item)
        else:
            yield item
    yield from left_to_others
