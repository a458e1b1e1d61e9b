"""What a file's name says: the exercise at its end, and the number of an attempt."""

import re
from collections.abc import Iterable, Sequence

PROGRAMS = (".py", ".ipynb")
# Platforms and browsers number what has the name of an earlier file: `x-1.py`, `x (1).py`.
_AGAIN = re.compile(r"(?:-(\d{1,6})|\s*\((\d{1,6})\))$")
_BETWEEN = "_-. +"


def is_program(name: str) -> bool:
    """Whether a file of this name can be an answer."""
    return name.casefold().endswith(PROGRAMS)


def bare_stem(name: str) -> str:
    """The name without its ending, and without the number of an attempt."""
    return _AGAIN.sub("", _stem(name))


def attempt_number(name: str) -> float:
    """The number that a platform or browser put at the end of a name; 0 where it put none."""
    again = _AGAIN.search(_stem(name))
    return float(again[1] or again[2]) if again else 0.0


def slug_of(name: str, slugs: Iterable[str]) -> str | None:
    """The longest of the slugs that a file's name ends with, as a word of its own."""
    stem = _plain(bare_stem(name))
    fitting = [slug for slug in slugs if stem == _plain(slug) or stem.endswith(f"_{_plain(slug)}")]
    return max(fitting, key=len, default=None)


def is_called(name: str, slug: str) -> bool:
    """Whether a file's name is the slug and nothing else."""
    return _plain(bare_stem(name)) == _plain(slug)


def without_slug(stem: str, slugs: Sequence[str]) -> str:
    """What stands before the slug at the end of a name; all of it where none stands there."""
    slug = slug_of(f"{stem}.py", slugs)
    return (stem[: -len(slug)] if slug else stem).strip(_BETWEEN)


def _stem(name: str) -> str:
    return name.rpartition(".")[0] or name


def _plain(stem: str) -> str:
    return "".join("_" if c in _BETWEEN else c for c in stem).casefold()
