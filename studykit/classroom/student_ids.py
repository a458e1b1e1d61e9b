"""Names of students as names of files: safe on any system, and different for any two, whatever the students are called."""

import unicodedata
from collections import Counter
from collections.abc import Sequence

LONGEST = 80  # bytes: it stands in paths, with an ending
_LONGEST_NUMBER = 30
_NAMELESS = "student"
_DEVICES = {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))}  # no file on Windows is called so


def student_ids(students: Sequence[tuple[str, str]]) -> list[str]:
    """An id for each name with its number, which may be empty. Those of one name get their number, or `-2`, `-3`, in the order given."""
    bases = [_safe(name) for name, _ in students]
    same = Counter(map(_key, bases))
    ids = [""] * len(students)
    taken: set[str] = set()
    # Names that are there once come first, so that they stay what they are.
    for at in sorted(range(len(students)), key=lambda at: same[_key(bases[at])] > 1):
        base, number = bases[at], _safe(students[at][1], "")[:_LONGEST_NUMBER] if same[_key(bases[at])] > 1 else ""
        count, candidate = 1, _with(base, f"-{number}" if number else "")
        while _key(candidate) in taken:
            count += 1
            candidate = _with(base, f"-{number}-{count}" if number else f"-{count}")
        taken.add(_key(candidate))
        ids[at] = candidate
    return ids


def _safe(name: str, nameless: str = _NAMELESS) -> str:
    """Letters with their marks, and digits, of any script; a dash for each run of what else there is."""
    plain = "".join(c if c in "_." or unicodedata.category(c)[0] in "LMN" else "-" for c in unicodedata.normalize("NFKC", name))
    safe = _cut(unicodedata.normalize("NFKC", "-".join(filter(None, plain.split("-")))), LONGEST) or nameless
    return f"{_NAMELESS}-{safe}" if safe.partition(".")[0].casefold() in _DEVICES else safe


def _with(base: str, ending: str) -> str:
    return _cut(base, LONGEST - len(ending.encode())) + ending


def _cut(text: str, most: int) -> str:
    return text.encode()[:most].decode(errors="ignore").strip(".-")


def _key(id: str) -> str:
    """Equal where any system takes two files for one."""
    return unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", id).upper().casefold())
