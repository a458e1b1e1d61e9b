"""Which new cards a device takes where a learner has several, so that two that have not synced yet rarely introduce the same."""

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from zlib import crc32

DAYS_HELD_BACK = 14  # twice the days between two syncs of a learner who syncs every week


@dataclass(frozen=True, slots=True)
class Share:
    """Which of the cards fall to this device: it is number `place` (from 0) of `devices`; with one device, all do."""

    place: int = 0
    devices: int = 1

    def has(self, item: str) -> bool:
        """Whether a new card falls to this device; by a checksum of its id, which is the same on every machine."""
        return self.devices == 1 or crc32(item.encode()) % self.devices == self.place


def own_first(items: Iterable[str], share: Share, new_a_day: int) -> Iterator[str]:
    """Return new cards in their order, but hold back those of the other devices for about two weeks, for they are met there.

    None is held back for good: as soon as more are waiting than the others meet in that time, the first of them follows.
    """
    room = DAYS_HELD_BACK * new_a_day * (share.devices - 1)
    held: deque[str] = deque()
    for item in items:
        if share.has(item):
            yield item
            continue
        held.append(item)
        if len(held) > room:
            yield held.popleft()
    yield from held
