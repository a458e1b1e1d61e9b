"""Which function of a program each line belongs to, so that the functions of a bug can be shown alone."""

import re
from collections.abc import Collection, Sequence

from studykit.content.tidy import continues

IMPORT = "import"  # no name of a function
HEAD = re.compile(r"(?P<margin>| {4})(?:(?:async )?def|(?P<class>class)) (?P<name>\w+)")
SET = re.compile(r"(\w+)\s*[:=](?!=)")


def owners(lines: Sequence[str]) -> tuple[str, ...]:
    """For each line of a tidied program the name of its function, `Class.method` for a method, `Class` for what else stands in a class, the
    name that a statement outside of them sets, IMPORT, or nothing."""
    found: list[str] = []
    owner, in_class, decorators = "", "", 0
    for line, is_within in zip(lines, continues(lines), strict=True):
        margin = len(line) - len(line.lstrip())
        if line and not is_within and margin <= (4 if in_class else 0):
            if (head := HEAD.match(line)) and (in_class or not margin):
                owner = f"{in_class}.{head['name']}" if margin else head["name"]
                in_class = in_class if margin else head["name"] * bool(head["class"])
                found[len(found) - decorators :] = [owner] * decorators
            else:
                in_class = in_class * (margin > 0)
                owner = in_class or _of_a_statement(line)
            decorators = decorators + 1 if line.startswith("@", margin) else 0
        found.append(owner)
    return tuple(owner if line else "" for owner, line in zip(found, lines, strict=True))


def is_part(owner: str, names: Collection[str]) -> bool:
    """Whether a line of this owner is among what these names name, functions, methods or whole classes."""
    return owner in names or owner.partition(".")[0] in names


def is_head(owner: str, names: Collection[str]) -> bool:
    """Whether a line of this owner stands in the class, but in no method, of a method that is named."""
    return any(name.startswith(f"{owner}.") for name in names)


def _of_a_statement(line: str) -> str:
    if line.startswith(("import ", "from ")):
        return IMPORT
    return name[1] if (name := SET.match(line)) else ""
