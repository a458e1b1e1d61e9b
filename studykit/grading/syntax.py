"""Says what a line is that Python cannot read: often not misspelt, but from a notebook, a terminal or a later Python."""

import re
import sys
from dataclasses import dataclass

RUNNING = f"Python {sys.version_info.major}.{sys.version_info.minor}"


@dataclass(frozen=True, slots=True)
class _Foreign:
    """Lines of one kind that are no Python of ours: what such a line is and what to do; `since` is the Python that can read it."""

    line: re.Pattern[str]
    says: str
    since: tuple[int, int] | None = None


_FOREIGN = (
    _Foreign(re.compile(r"\s*%%?[a-zA-Z]|\s*[\w, ]+=\s*%%?[a-zA-Z]"), "is notebook magic, which only Jupyter understands: delete it"),
    _Foreign(
        re.compile(r"\s*!|\s*\w+\s*=\s*!(ls|pip|cat|find|git|head|pwd|wget)\b|\s*\$ \w|\s*(pip3?|conda|python3?) \w"),
        "is a shell command, which only a notebook or a terminal understands: delete it, and run it in a terminal if you need it",
    ),
    _Foreign(re.compile(r"\s*\?{1,2}\w|\s*[\w.]+\?{1,2}\s*$"), "asks a notebook for help, which Python does not understand: delete it"),
    _Foreign(re.compile(r"\s*>>> "), "begins with a prompt of Python's: delete `>>> ` and the lines that Python printed"),
    _Foreign(re.compile(r"\s*```"), "is Markdown around code: delete it"),
    _Foreign(re.compile(r"(<{7}|={7}|>{7})( |$)"), "is a mark of a merge conflict: keep one of the two versions, and delete the marks"),
    _Foreign(re.compile(r"\s*type\s+\w+\s*(\[.*\])?\s*="), "is a type alias of Python 3.12: write `Name = ...` without `type`", (3, 12)),
    _Foreign(
        re.compile(r"\s*(async\s+)?(def|class)\s+\w+\["),
        "has type parameters in brackets, which came with Python 3.12: leave them out, or use typing.TypeVar",
        (3, 12),
    ),
    _Foreign(
        re.compile(r""".*[fF][rR]?(["'])(?:(?!\1).)*\{(?:(?!\1|\}).)*\1.*\}"""),
        "has the f-string's own quotes inside its braces, which came with Python 3.12: use the other kind of quotes there",
        (3, 12),
    ),
    _Foreign(
        re.compile(r""".*[fF][rR]?(["'])(?:(?!\1).)*\{(?:(?!\1|\}).)*$"""),
        "has a line break or a comment inside an f-string's braces, which came with Python 3.12: write it in one line",
        (3, 12),
    ),
    _Foreign(re.compile(r".*\b[tT][rR]?[\"'].*\{"), "is a template string, which came with Python 3.14: use an f-string", (3, 14)),
    _Foreign(re.compile(r"\s*except\s+[\w.]+,"), "needs brackets before Python 3.14: `except (A, B):`", (3, 14)),
)


def explain_syntax(error: SyntaxError) -> str:
    """What a learner reads of a syntax error: its line, what is wrong with it, and where it is known what to do."""
    line = error.text or ""
    code = line.strip()
    for foreign in _FOREIGN:
        if foreign.line.match(line) and (foreign.since is None or sys.version_info < foreign.since):
            here = f"; this is {RUNNING}" if foreign.since else ""
            return f"Line {error.lineno} {foreign.says}{here}. (`{code}`)"
    return f"{type(error).__name__}: {error.msg}{f' in line {error.lineno}' if error.lineno else ''}{f': {code}' if code else ''}"
