"""Whether the parts of all packs fit together: ids are unique, prerequisites and cards exist, and no prerequisite leads back to itself."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TypeVar

from studykit.content.contents import Contents
from studykit.content.deck import Card
from studykit.content.exercise import Exercise
from studykit.content.nearest import did_you_mean

Part = TypeVar("Part", Exercise, Card)


def reference_faults(packs: Iterable[Contents]) -> Iterator[tuple[Exercise | Card, str]]:
    """Each faulty exercise or card with its fault, in order."""
    contents = list(packs)
    exercises = _unique(exercise for pack in contents for exercise in pack.exercises)
    cards = _unique(card for pack in contents for card in pack.cards)
    unread = _unread(contents)
    for pack in contents:
        yield from _twice(pack, exercises, cards)
        for exercise in pack.exercises:
            yield from ((exercise, f"requires: {fault}") for fault in unknown("exercise", exercise.requires, exercises))
            yield from ((exercise, f"cards: {fault}") for fault in _unknown_cards(exercise.cards, cards, unread))
    # Of two packs that do not fit together the later one is at fault: the first did without it.
    rank = {id(part): number for number, pack in enumerate(contents) for part in (*pack.exercises, *pack.cards)}
    yield from _claimed_twice(exercises, rank)
    yield from _claimed_twice(cards, rank)
    for cycle in cycles(exercises):
        last = max((exercises[name] for name in cycle), key=lambda exercise: rank[id(exercise)])
        yield last, f"requires: a cycle: {' -> '.join(cycle)}"


def clashes(packs: Iterable[Contents]) -> Iterator[tuple[Exercise | Card, Path]]:
    """Each exercise or card whose id an earlier pack has, with the folder of that pack."""
    owners: dict[str, Path] = {}
    for pack in packs:
        parts: list[Exercise | Card] = [*pack.exercises, *pack.cards]
        for part in parts:
            own = _pack_of(part)
            if (owner := owners.setdefault(part.item, own)) != own:
                yield part, owner


def _pack_of(part: Exercise | Card) -> Path:
    return part.pack if isinstance(part, Exercise) else part.file.parents[1]


class KnownCards:
    """The cards of some packs, to hold many references against."""

    def __init__(self, packs: Iterable[Contents]) -> None:
        contents = list(packs)
        self._cards = {card.id: card for pack in contents for card in pack.cards}
        self._unread = _unread(contents)

    def faults(self, names: Iterable[str]) -> list[str]:
        """A fault for each name that no pack has; a deck that could not be read is one fault already, and makes no more."""
        return _unknown_cards(names, self._cards, self._unread)


def unknown(noun: str, names: Iterable[str], known: Mapping[str, Exercise | Card]) -> list[str]:
    """A fault for each name that is not known; of one that something had before, with its name of today."""
    return [f"no {noun} '{name}'{_instead(name, known)}" for name in names if name not in known]


def _instead(name: str, known: Mapping[str, Exercise | Card]) -> str:
    today = next((id for id, part in known.items() if name in part.aliases), None)
    return f" (it is '{today}' now)" if today else did_you_mean(name, known)


def _unread(packs: Iterable[Contents]) -> set[str]:
    return {deck for pack in packs for deck in pack.unread}


def _unknown_cards(names: Iterable[str], known: Mapping[str, Card], unread: Collection[str]) -> list[str]:
    return unknown("card", [name for name in names if name.partition("/")[0] not in unread], known)


def cycles(exercises: dict[str, Exercise]) -> list[list[str]]:
    """Each cycle of prerequisites once, as [a, b, a]; found from its first exercise in the given order."""
    found: list[list[str]] = []
    finished: set[str] = set()
    for start in exercises:
        _follow(start, exercises, finished, found)
    return found


def _follow(start: str, exercises: dict[str, Exercise], finished: set[str], found: list[list[str]]) -> None:
    # A stack of its own: a long chain of prerequisites must not meet Python's recursion limit.
    path: list[str] = []
    waiting = [(start, 0)]
    while waiting:
        name, depth = waiting.pop()
        finished.update(path[depth:])
        del path[depth:]
        if name in path:
            found.append([*path[path.index(name) :], name])
        elif name in exercises and name not in finished:
            path.append(name)
            waiting += [(required, depth + 1) for required in reversed(exercises[name].requires)]
    finished.update(path)


def _unique(parts: Iterable[Part]) -> dict[str, Part]:
    first: dict[str, Part] = {}
    for part in parts:
        first.setdefault(part.id, part)
    return first


def _claimed_twice(parts: Mapping[str, Part], rank: Mapping[int, int]) -> Iterator[tuple[Part, str]]:
    """A former id has one history, so no other part may have it, or have had it."""
    owners: dict[str, str] = {}
    for part in [part for part in parts.values() if part.aliases]:
        for alias in part.aliases:
            if alias in parts and alias != part.id:
                yield (
                    max(part, parts[alias], key=lambda each: rank[id(each)]),
                    f"aliases: '{alias}' is an id in use; take one of the two away",
                )
            elif (owner := owners.setdefault(alias, part.id)) != part.id:
                yield part, f"aliases: '{alias}' is an alias of '{owner}', too; take one of the two away"


def _twice(pack: Contents, exercises: dict[str, Exercise], cards: dict[str, Card]) -> Iterator[tuple[Exercise | Card, str]]:
    for exercise in pack.exercises:
        if (first := exercises[exercise.id]) is not exercise:
            yield exercise, f"id: '{exercise.id}' is also in the pack {first.pack}"
    for card in pack.cards:
        if (other := cards[card.id]) is not card:
            where = f"first at line {other.line}" if other.file == card.file else f"also in {other.file}"
            yield card, f"id: given twice ({where})"
