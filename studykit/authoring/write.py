"""Cards as an author would write them, and files written whole or not at all."""

import contextlib
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import yaml

from studykit.content.deck import Card, CardKind
from studykit.content.read import CARD_KEYS

LINE_LENGTH = 140
IN_ONE_LINE = ("tags", "source", "see", "aliases")
# A first line that begins with a space, or a line that ends in one, is read more easily between quotes.
PLAIN_LINES = re.compile(r"\S(?:[^\n]*[^\s])?(?:\n+ *\S(?:[^\n]*[^\s])?)*")


class _Dumper(getattr(yaml, "CSafeDumper", yaml.SafeDumper)):  # type: ignore[misc]  # libyaml's, where it is installed: ten times as fast
    def ignore_aliases(self, data: Any) -> bool:
        return True


class _Inline(list[str]):
    """A list that is written in one line."""


def _text(dumper: Any, text: str) -> yaml.Node:
    in_lines = "\n" in text and PLAIN_LINES.fullmatch(text)
    node: yaml.Node = dumper.represent_scalar("tag:yaml.org,2002:str", f"{text}\n" if in_lines else text, style="|" if in_lines else None)
    return node


def _inline(dumper: Any, texts: _Inline) -> yaml.Node:
    node: yaml.Node = dumper.represent_sequence("tag:yaml.org,2002:seq", list(texts), flow_style=True)
    return node


_Dumper.add_representer(str, _text)
_Dumper.add_representer(_Inline, _inline)


def values_of(card: Card) -> dict[str, Any]:
    """What the deck's file says of a card: text and lists by key, `id` first, without what holds by default."""
    found: dict[str, Any] = {"id": card.slug}
    if card.kind is not CardKind.BASIC:
        found["kind"] = card.kind.value
    for key in CARD_KEYS:
        value = getattr(card, key) if key not in ("id", "kind") else None
        if value:
            found[key] = list(value) if isinstance(value, tuple) else value
    if len(card.answer) == 1:
        found["answer"] = card.answer[0]
    return found


def as_yaml(cards: Iterable[Card]) -> str:
    """The cards as entries of a deck, a blank line between two."""
    return "\n".join(entry(values_of(card)) for card in cards)


def entry(values: Mapping[str, Any]) -> str:
    """One entry of a deck, from text and lists by key."""
    shaped = {key: _Inline(value) if key in IN_ONE_LINE else value for key, value in values.items()}
    text: str = yaml.dump([shaped], Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=LINE_LENGTH)
    return text


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """Keeps other studykits from changing a folder's decks meanwhile; it is made if it is not there. OSError if that cannot be."""
    import fcntl  # of the systems that we run on; read-only commands do without

    folder.mkdir(parents=True, exist_ok=True)
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)  # the system lets go of it, whatever becomes of us
        yield
    finally:
        os.close(handle)


def write_whole(file: Path, text: str) -> None:
    """Writes a file, and its folder, whole or not at all; on return it survives a power loss."""
    part = file.with_name(f".{file.name}.part")
    file.parent.mkdir(parents=True, exist_ok=True)
    try:
        with part.open("w", encoding="utf-8", newline="") as out:
            out.write(text)
            out.flush()
            os.fsync(out.fileno())
        if file.exists():
            part.chmod(file.stat().st_mode)
        part.replace(file)
    except BaseException:
        with contextlib.suppress(OSError):
            part.unlink()
        raise
