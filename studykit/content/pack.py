"""All packs as one library, read through the cache, because every command starts here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from studykit.content.concepts import siblings
from studykit.content.contents import Contents, Topic
from studykit.content.deck import Card
from studykit.content.exercise import Exercise
from studykit.content.fault import in_order, place_of
from studykit.content.fitting import fitting_packs
from studykit.content.hunted import BugHunt, has_hunts
from studykit.content.installed import InstalledPack, builtin_pack, installed_packs
from studykit.content.nearest import nearest
from studykit.content.pack_files import deck_files
from studykit.content.reading import contents_of, deck_of
from studykit.content.references import reference_faults
from studykit.errors import PackError, UnknownItem

__all__ = ["Library", "Topic", "builtin_pack", "installed_packs", "load_library"]
Part = TypeVar("Part", Exercise, Card)


@dataclass(frozen=True)
class Library:
    """Everything that is taught. Exercises come in the order of the curriculum, cards in the order of its topics, then by deck name.

    `left_out` says what of the personal decks is not among the cards, and why, `broken` which installed packs are left out; a line each."""

    packs: tuple[Path, ...]
    topics: tuple[Topic, ...]
    exercises: dict[str, Exercise]
    cards: dict[str, Card]
    left_out: tuple[str, ...] = ()
    broken: tuple[str, ...] = ()

    def exercise(self, name: str) -> Exercise:
        """The exercise `topic/slug`, `exercise:topic/slug`, or `slug` where one topic alone has it, or an id that it had before;
        UnknownItem, with the nearest ids, if there is none."""
        name = name.removeprefix("exercise:")
        return _looked_up(self._now(f"exercise:{name}"), self.exercises, "exercise", "studykit list")

    def card(self, name: str) -> Card:
        """The card `deck/slug`, `card:deck/slug`, or `slug` where one deck alone has it, or an id that it had before; UnknownItem, with
        the nearest ids, if there is none."""
        name = name.removeprefix("card:")
        return _looked_up(self._now(f"card:{name}"), self.cards, "card", "studykit list --cards")

    def hunt(self, name: str) -> BugHunt:
        """The hunt of an exercise, named as the exercise is or as `hunt:topic/slug`; UnknownItem if there is none, or no such exercise."""
        exercise = self.exercise(name.removeprefix("hunt:"))
        if not has_hunts(exercise):
            raise UnknownItem(f"{exercise.id}: no mistake of this exercise serves as a bug hunt. `studykit check --hunts` says why.")
        return BugHunt(exercise)

    @cached_property
    def former(self) -> dict[str, str]:
        """The item of each name that an exercise or card had before: `card:deck/old` to `card:deck/new`; with an exercise its hunts."""
        aliases = [(alias, part) for part in self.exercises.values() for alias in part.aliases]
        exercises = {f"exercise:{alias}": part.item for alias, part in aliases} | {
            f"hunt:{alias}": f"hunt:{part.id}" for alias, part in aliases
        }
        return exercises | {f"card:{alias}": part.item for part in self.cards.values() for alias in part.aliases}

    @cached_property
    def siblings(self) -> dict[str, frozenset[str]]:
        """As `concepts.siblings`."""
        return siblings(self.cards.values())

    def _now(self, item: str) -> str:
        """The id of an item, by its name of today where it had another."""
        return (item if self.has(item) else self.former.get(item, item)).partition(":")[2]

    def has(self, item: str) -> bool:
        """Whether any pack has this item; the log may know items of a pack that is not here now."""
        kind, _, name = item.partition(":")
        if kind == "hunt":
            return name in self.exercises and has_hunts(self.exercises[name])
        return name in (self.exercises if kind == "exercise" else self.cards if kind == "card" else ())

    def item(self, item: str) -> Exercise | Card | BugHunt:
        """What an item of the log stands for, or an id as a list shows it; UnknownItem if no pack has it, or if several are meant. A hunt
        is meant only with its kind, since its exercise has the same id."""
        if item.startswith("hunt:"):
            return self.hunt(item)
        if item.startswith("card:"):
            return self.card(item)
        if item.startswith("exercise:"):
            return self.exercise(item)
        found: list[Exercise | Card] = [
            *_meant(self._now(f"exercise:{item}"), self.exercises),
            *_meant(self._now(f"card:{item}"), self.cards),
        ]
        if len(found) == 1:
            return found[0]
        items = [*(part.item for part in self.exercises.values()), *(part.item for part in self.cards.values())]
        if found:
            raise UnknownItem(f"'{item}' may be {_either([part.item for part in found])}; name one of them")
        raise UnknownItem(_unknown(f"no exercise or card '{item}'", nearest(item, items), "studykit list [--cards]"))


def load_library(
    packs: Sequence[Path], cache: Path | None = None, personal: Path | None = None, installed: Sequence[InstalledPack] = ()
) -> Library:
    """Reads the packs, in this order, through the cache folder if one is given. PackError with all faults of YAML and references;
    whether starters, solutions, suites and proofs are sound is for `validate.faults` and `studykit check`.

    `personal` is the folder that holds the learner's own `cards/`: a fault there leaves out its card, and nothing else. `installed` come
    after the packs: one that cannot be read, or does not fit to the others, is left out as a whole."""
    places = list(dict.fromkeys(pack.resolve() for pack in packs))
    contents, faults = [], []
    for place in places:
        own_contents, own = contents_of(place, cache)
        contents.append(own_contents)
        faults += [_named(fault, place, places) for fault in own]
    fitting, broken = fitting_packs(contents, [pack for pack in installed if Path(pack.folder).resolve() not in places], cache)
    found = reference_faults([*contents, *fitting.values()])
    faults += [_named(f"{place_of(part)}: {fault}", _pack_of(part), places) for part, fault in found]
    if faults:
        raise PackError(in_order(faults))
    places += fitting
    contents += fitting.values()
    if personal and (personal / "cards").is_dir() and personal.resolve() not in places:
        contents.append(_personal(personal.resolve(), contents, cache))
    return replace(_library(places, contents), broken=broken)


def _personal(folder: Path, packs: list[Contents], cache: Path | None) -> Contents:
    # Each deck is kept by itself: a card added to a small one must not cost reading a large one again.
    found = [deck_of(folder, name, cache) for name in deck_files(folder)]
    decks = Contents(cards=tuple(card for deck in found for card in deck.cards))
    taken = {id(card): f"{place_of(card)}: {fault}" for card, fault in reference_faults([*packs, decks])}  # the packs have no faults
    cards = tuple(card for card in decks.cards if id(card) not in taken)
    faults = in_order([*(fault for deck in found for fault in deck.left_out), *taken.values()])
    return Contents(cards=cards, left_out=tuple(f"{folder}/{fault}" for fault in faults))


def _library(packs: Sequence[Path], contents: Sequence[Contents]) -> Library:
    topics: dict[str, Topic] = {}
    for topic in (topic for pack in contents for topic in pack.topics):
        first = topics.get(topic.slug, Topic(topic.slug, topic.title))  # a second pack may add to a topic
        topics[topic.slug] = Topic(first.slug, first.title, first.exercises + topic.exercises)
    exercises = {exercise.id: exercise for pack in contents for exercise in pack.exercises}
    cards = [card for pack in contents for card in pack.cards]
    rank = {slug: number for number, slug in enumerate(topics)}
    cards.sort(key=lambda card: (rank.get(card.deck, len(rank)), card.deck))
    return Library(
        packs=tuple(packs),
        topics=tuple(topics.values()),
        exercises={name: exercises[name] for topic in topics.values() for name in topic.exercises},
        cards={card.id: card for card in cards},
        left_out=tuple(fault for pack in contents for fault in pack.left_out),
    )


def _pack_of(part: Exercise | Card) -> Path:
    return part.pack if isinstance(part, Exercise) else part.file.parents[1]


def _named(fault: str, pack: Path, packs: Sequence[Path]) -> str:
    return fault if len(packs) == 1 or fault.startswith(str(pack)) else f"{pack}/{fault}"


def _looked_up(name: str, known: Mapping[str, Part], noun: str, command: str) -> Part:
    found = _meant(name, known)
    if len(found) == 1:
        return found[0]
    if found:
        raise UnknownItem(f"'{name}' may be {_either([part.id for part in found])}; name one of them")
    raise UnknownItem(_unknown(f"no {noun} '{name}'", nearest(name, list(known)), command))


def _meant(name: str, known: Mapping[str, Part]) -> list[Part]:
    """The one of this id, or all whose slug it is; where none has the slug today, those that had it before."""
    if name in known:
        return [known[name]]
    if "/" in name:
        return []
    today = [part for id, part in known.items() if id.rpartition("/")[2] == name]
    return today or [part for part in known.values() if any(alias.rpartition("/")[2] == name for alias in part.aliases)]


def _either(ids: Sequence[str]) -> str:
    return f"{', '.join(ids[:-1])} or {ids[-1]}"


def _unknown(what: str, near: list[str], command: str) -> str:
    hint = f"did you mean {' or '.join(near)}? " if near else ""
    return f"{what}; {hint}`{command}` shows all"
