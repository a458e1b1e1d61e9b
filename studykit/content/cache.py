"""What was read from a pack, kept as JSON under the hash of its files, so that a start needs neither YAML nor pydantic."""

import os
from dataclasses import MISSING
from hashlib import sha256
from pathlib import Path
from typing import Any

from studykit import __version__
from studykit.content.cachefile import read_json, write_json
from studykit.content.contents import Contents, Topic
from studykit.content.deck import Card, CardKind
from studykit.content.exercise import Exercise, ExerciseKind
from studykit.content.pack_files import yaml_files

# A cache of other fields than these is another cache, even where the version was not raised.
FORMAT = " ".join([__version__, *(field for part in (Topic, Exercise, Card, Contents) for field in part.__dataclass_fields__)])

_CARD_DEFAULTS = {name: field.default for name, field in Card.__dataclass_fields__.items() if field.default is not MISSING}


def content_key(pack: Path, deck: str = "") -> str:
    """SHA-256 over names and bytes of curriculum, exercise.yaml files and decks, and over what this version reads from them; of one
    deck alone, if its name in the pack is given."""
    digest = sha256(FORMAT.encode())
    for name in [deck] if deck else yaml_files(pack):
        try:
            with open(f"{pack}/{name}", "rb") as file:  # noqa: PTH123 - at every start, a path for each file is a third of the time
                content = file.read()
        except OSError:
            continue  # the reader says what is wrong with it
        digest.update(f"\0{name}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()


def load(folder: Path, pack: Path, key: str, deck: str = "") -> Contents | None:
    """The contents kept for this key; None if there are none, or none that can be read."""
    try:
        kept = read_json(_file(folder, pack, deck))
        return _decoded(kept["contents"], pack) if kept["key"] == key else None
    except (ValueError, TypeError, KeyError, AttributeError):
        return None  # a damaged cache is no cache


def save(folder: Path, pack: Path, key: str, contents: Contents, deck: str = "") -> None:
    """Keeps the contents for this key, instead of what was kept for the pack; does nothing where that cannot be written."""
    write_json(_file(folder, pack, deck), {"key": key, "contents": _encoded(contents)})


def _file(folder: Path, pack: Path, deck: str) -> Path:
    return folder / f"pack-{sha256(os.fsencode(pack / deck)).hexdigest()[:16]}.json"


def _encoded(contents: Contents) -> dict[str, Any]:
    return {
        "topics": [vars(topic) for topic in contents.topics],
        "exercises": [_without(exercise, "pack") for exercise in contents.exercises],
        "cards": [_without(card, "file") for card in contents.cards],
        "left_out": contents.left_out,
    }


def _without(part: Exercise | Card, path: str) -> dict[str, Any]:
    # Defaults stand in the class, and paths follow the pack: neither needs keeping.
    defaults = {name: field.default if field.default is not MISSING else _made(field) for name, field in part.__dataclass_fields__.items()}
    return {name: value for name, value in vars(part).items() if name != path and value != defaults[name]}


def _made(field: Any) -> Any:
    return field.default_factory() if field.default_factory is not MISSING else MISSING


def _decoded(kept: dict[str, Any], pack: Path) -> Contents:
    kinds, card_kinds = {k.value: k for k in ExerciseKind}, {k.value: k for k in CardKind}
    decks = {deck: pack / "cards" / f"{deck}.yaml" for deck in {values["deck"] for values in kept["cards"]}}
    exercises, cards = [], []
    for values in kept["exercises"]:
        exercises.append(Exercise(**{**_tuples(values), "kind": kinds[values["kind"]], "pack": pack}))
    for values in kept["cards"]:
        # A frozen class sets its fields one by one, through a guard: for all cards of a pack that would be half of the time of a start.
        card = object.__new__(Card)
        found = {"kind": card_kinds[values.get("kind", "basic")], "file": decks[values["deck"]]}
        vars(card).update(_CARD_DEFAULTS | _tuples(values) | found)
        cards.append(card)
    topics = tuple(Topic(**_tuples(values)) for values in kept["topics"])
    return Contents(topics, tuple(exercises), tuple(cards), left_out=tuple(kept["left_out"]))


def _tuples(values: dict[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if type(value) is list else value for name, value in values.items()}
