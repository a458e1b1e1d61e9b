"""Gradescope's export: a folder for each submission, and one file that says whose it is."""

from datetime import UTC, date, datetime
from typing import Any

import yaml

from studykit.classroom.layouts.pile import Handed, Laid, Pile, laid, merged
from studykit.classroom.tree import Part, Tree
from studykit.errors import ClassError

METADATA = "submission_metadata.yml"
_METADATA_LIMIT = 1 << 28  # with the results of every attempt


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """Plain data, also of what Ruby calls its own."""


def _plain(loader: Any, _: str, node: yaml.Node) -> Any:
    if isinstance(node, yaml.MappingNode):
        return loader.construct_mapping(node, deep=True)
    return loader.construct_sequence(node, deep=True) if isinstance(node, yaml.SequenceNode) else loader.construct_scalar(node)


_Loader.add_multi_constructor("!", _plain)


def of_gradescope(tree: Tree) -> Laid | None:
    """None without the file that says whose submissions there are; ClassError if it cannot be read."""
    metadata = next((part for part in tree.top_files if part.name == METADATA and not part.fault), None)
    if metadata is None:
        return None
    said = _read(metadata)
    piles = [pile for key, value in said.items() if isinstance(value, dict) for pile in _piles(str(key), value, said, tree)]
    return laid("Gradescope", merged(piles), [part for part in tree.parts if part is not metadata])


def _read(metadata: Part) -> dict[Any, Any]:
    content = metadata.load(_METADATA_LIMIT)
    try:
        said = yaml.load(content[:_METADATA_LIMIT], Loader=_Loader)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise ClassError(f"{metadata.place}: is no YAML ({' '.join(str(error).split())}). Export the submissions again.") from None
    if not isinstance(said, dict):
        raise ClassError(f"{metadata.place}: names no submissions. Export the submissions again.")
    return said


def _piles(key: str, value: dict[Any, Any], said: dict[Any, Any], tree: Tree) -> list[Pile]:
    """A pile for each of those who handed in together. An export with all attempts has a folder for each of the history."""
    history = [each for each in _list(value.get(":history")) if isinstance(each, dict)]
    before = {f"submission_{each.get(':id')}": _time(each.get(":created_at")) for each in history} | {key: _time(value.get(":created_at"))}
    handed = [
        Handed(part, part.name, (time,))
        for folder, time in before.items()
        if folder == key or folder not in said
        for part in [*tree.in_folder(folder), *(part for part in tree.top_files if part.name == folder)]
    ]
    folders = {handed.part.path[0] for handed in handed}
    earlier = len([folder for folder in before if folder != key and folder not in folders])
    persons = [each for each in _list(value.get(":submitters")) if isinstance(each, dict)] or [{}]
    return [Pile(_name(person, key), _number(person), handed, earlier) for person in persons]


def _name(person: dict[Any, Any], key: str) -> str:
    return str(person.get(":name") or person.get(":email") or person.get(":sid") or key)


def _number(person: dict[Any, Any]) -> str:
    return str(person.get(":sid") or person.get(":email") or "")


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _time(value: Any) -> float:
    """YAML makes a date of what looks like one, and leaves the rest a text."""
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value.replace(" UTC", "+00:00"))
        except ValueError:
            return 0.0
    if isinstance(value, datetime):
        return (value if value.tzinfo else value.replace(tzinfo=UTC)).timestamp()
    return float(value.toordinal() * 86_400) if isinstance(value, date) else 0.0
