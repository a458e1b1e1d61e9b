"""A pack's YAML files to dataclasses: shape and own rules of each part, every fault collected. Imported only when the cache misses."""

from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

import yaml
from pydantic import TypeAdapter

from studykit.content.contents import Contents, Topic
from studykit.content.deck import Card
from studykit.content.exercise import Exercise
from studykit.content.nearest import did_you_mean
from studykit.content.rules import DECK_NAME, card_faults, exercise_faults, is_python_name
from studykit.content.shape import known_keys, shaped
from studykit.content.yamlfile import line_of, plain, read_yaml, what
from studykit.errors import PackError

CURRICULUM = "exercises/curriculum.yaml"
GIVEN_BY_PLACE = {"topic", "slug", "pack", "deck", "file", "line"}
EXERCISE_KEYS = [field.name for field in fields(Exercise) if field.name not in GIVEN_BY_PLACE]
CARD_KEYS = ["id", *(field.name for field in fields(Card) if field.name not in GIVEN_BY_PLACE)]
TOPIC_KEYS = ["topic", "title", "exercises"]
TOPIC, EXERCISE, CARD = TypeAdapter(Topic), TypeAdapter(Exercise), TypeAdapter(Card)
EXERCISE_STAND_INS = {"title": "?", "kind": "implement", "difficulty": 1, "requires": (), "cards": (), "hints": ("?",) * 3, "source": ()}


def read_pack(pack: Path) -> tuple[Contents, list[str]]:
    """The parts of a pack that could be read, and a line for each fault. References between parts are not looked at."""
    faults: list[str] = []
    if not (pack / "exercises").is_dir() and not (pack / "cards").is_dir():
        return Contents(), [f"{pack}: no pack: neither exercises/ nor cards/ is in this folder"]
    topics = _topics(pack, faults)
    exercises = _exercises(pack, topics, faults)
    decks = {file.stem: _deck(file, faults) for file in _deck_files(pack, faults)}
    cards = tuple(card for deck in decks.values() for card in deck or ())
    return Contents(topics, exercises, cards, tuple(name for name, deck in decks.items() if deck is None)), faults


def read_deck(file: Path) -> Contents:
    """The sound cards of one deck; what has a fault is left out, with a line for each fault in `left_out`."""
    left_out = _name_faults(file)
    cards = () if left_out else tuple(_sound(file, left_out))
    return Contents(cards=cards, left_out=tuple(left_out))


def card_of(raw: dict[str, Any], file: Path, line: int, faults: list[str]) -> Card:
    """A card from text and lists by key, `id` among them, for the deck that `file` is named after; its faults begin with their key."""
    raw = known_keys(raw, CARD_KEYS, faults)
    slug = raw.pop("id", None)
    if isinstance(raw.get("answer"), str):
        raw["answer"] = [raw["answer"]] if raw["answer"] else []
    shape = [] if isinstance(slug, str) and slug else ["id: missing"]
    values = {**raw, "slug": slug if isinstance(slug, str) else "", "deck": file.stem, "file": file, "line": line}
    card = shaped(CARD, values, {"front": "?"}, shape)
    faults += shape or card_faults(card)
    return card


def _topics(pack: Path, faults: list[str]) -> tuple[Topic, ...]:
    if not (pack / "exercises").is_dir():
        return ()
    topics: dict[str, Topic] = {}
    for node in _entries(pack / CURRICULUM, CURRICULUM, "topics", faults) or ():
        place = f"{CURRICULUM}:{line_of(node)}"
        topic = _topic(node, place, faults)
        if topic and topic.slug in topics:
            faults.append(f"{place}: topic: '{topic.slug}' given twice")
        elif topic:
            topics[topic.slug] = topic
    return tuple(topics.values())


def _topic(node: yaml.Node, place: str, faults: list[str]) -> Topic | None:
    own: list[str] = []
    raw = known_keys(_mapping(node, faults, CURRICULUM), TOPIC_KEYS, own)
    name = raw.pop("topic", None)
    if not isinstance(name, str) or not is_python_name(name):
        faults.append(f"{place}: topic: expected a Python name, found {name or 'nothing'!r}")
        return None
    topic = shaped(TOPIC, {**raw, "slug": name}, {"title": "?"}, own)
    slugs = list(topic.exercises)
    own += [f"exercises: '{slug}' given twice" for slug in dict.fromkeys(slugs) if slugs.count(slug) > 1]
    faults.extend(f"{place}: topic '{name}': {fault}" for fault in own)
    return Topic(name, topic.title, tuple(f"{name}/{slug}" for slug in dict.fromkeys(slugs)))


def _exercises(pack: Path, topics: tuple[Topic, ...], faults: list[str]) -> tuple[Exercise, ...]:
    listed = [exercise for topic in topics for exercise in topic.exercises]
    found = sorted(file.parent.relative_to(pack / "exercises").as_posix() for file in pack.glob("exercises/*/*/exercise.yaml"))
    for name in listed:
        if not (pack / "exercises" / name).is_dir():
            faults.append(f"{CURRICULUM}: exercises: no folder exercises/{name}{did_you_mean(name, set(found) - set(listed))}")
        elif name not in found:
            faults.append(f"exercises/{name}/exercise.yaml: missing")
    faults.extend(f"exercises/{name}/exercise.yaml: not listed in {CURRICULUM}" for name in found if name not in listed)
    order = [name for name in listed if name in found] + [name for name in found if name not in listed]
    return tuple(_exercise(pack, name, faults) for name in order)


def _exercise(pack: Path, name: str, faults: list[str]) -> Exercise:
    file = f"exercises/{name}/exercise.yaml"
    topic, _, slug = name.partition("/")
    own = [f"slug: '{part}' is no Python name; rename the folder" for part in (topic, slug) if not is_python_name(part)]
    raw: dict[str, Any] = {}
    broken: list[str] = []
    try:
        node = read_yaml(pack / file, file)
        raw = _mapping(node, broken, file)
    except PackError as error:
        broken += error.faults
    values = known_keys(raw, EXERCISE_KEYS, own)
    shape: list[str] = []
    exercise = shaped(EXERCISE, {**values, "topic": topic, "slug": slug, "pack": pack}, EXERCISE_STAND_INS, shape)
    if not broken or raw:
        own += shape + exercise_faults(exercise)
    faults.extend(broken + [f"{file}: {fault}" for fault in own])
    return exercise


def _deck_files(pack: Path, faults: list[str]) -> list[Path]:
    faults.extend(fault for file in sorted(pack.glob("cards/*.yml")) for fault in _name_faults(file))
    return sorted(file for file in pack.glob("cards/*.yaml") if not file.name.startswith("."))  # an editor's own files


def _deck(file: Path, faults: list[str]) -> list[Card] | None:
    faults += _name_faults(file)
    entries = _entries(file, f"cards/{file.name}", "cards", faults)
    if entries is None:
        return None
    cards = [_card(node, file, number, faults) for number, node in enumerate(entries, start=1)]
    return [card for card in cards if card]


def _sound(file: Path, left_out: list[str]) -> Iterator[Card]:
    for number, node in enumerate(_entries(file, f"cards/{file.name}", "cards", left_out) or (), start=1):
        own: list[str] = []
        card = _card(node, file, number, own)
        if card and not own:
            yield card
        left_out += own


def _name_faults(file: Path) -> list[str]:
    if file.suffix != ".yaml":
        return [f"cards/{file.name}: a deck's file must end in .yaml"]
    if DECK_NAME.fullmatch(file.stem):
        return []
    return [f"cards/{file.name}: a deck's name must be small letters, digits, hyphens and underscores"]


def _card(node: yaml.Node, file: Path, number: int, faults: list[str]) -> Card | None:
    name = f"cards/{file.name}"
    own: list[str] = []
    card = card_of(_mapping(node, faults, name), file, line_of(node), own)
    label = f"card '{card.slug}'" if card.slug else f"card {number}"
    faults.extend(f"{name}:{card.line}: {label}: {fault}" for fault in own)
    return card if card.slug else None


def _entries(file: Path, name: str, noun: str, faults: list[str]) -> list[yaml.Node] | None:
    try:
        node = read_yaml(file, name)
    except PackError as error:
        faults.extend(error.faults)
        return None
    if isinstance(node, yaml.SequenceNode):
        return list(node.value)
    faults.append(f"{name}: expected a list of {noun}, found {what(node)}")
    return None


def _mapping(node: yaml.Node | None, faults: list[str], name: str) -> dict[str, Any]:
    if isinstance(node, yaml.MappingNode):
        found = plain(node, faults, name)
        return found if isinstance(found, dict) else {}
    place = f"{name}:{line_of(node)}" if node else name
    faults.append(f"{place}: expected a mapping (key: value), found {what(node)}")
    return {}
