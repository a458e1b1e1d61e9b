"""A hostile submission as its file tells it: what it tries, and what must come of it."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

CASES = Path(__file__).with_name("cases")

_EXERCISE = re.compile(r"# studykit: (\S+)")
_EXPECT = re.compile(r"Expect: (.+)\Z")
_OPEN = re.compile(r"^Open: (.+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Case:
    """A submission to `exercise`. `expect` holds the verdicts that may come of it, never `passed`.

    `open` says why it is not answered yet: such a case is expected to fail until somebody mends what it found.
    """

    name: str
    exercise: str
    source: str
    expect: frozenset[str]
    open: str | None = None


NOT_PASSED = frozenset({"failed", "crashed", "timed_out", "out_of_memory", "invalid"})


def cases_in_files() -> Iterator[Case]:
    """The cases of the folder `cases`, by name."""
    for file in sorted(CASES.glob("*.py")):
        yield _read(file)


def expected(words: str) -> frozenset[str]:
    """The verdicts that an `Expect:` line allows. ValueError if it names one that does not exist."""
    verdicts = NOT_PASSED if words == "not passed" else frozenset(words.split(" or "))
    if not verdicts <= NOT_PASSED:
        raise ValueError(f"`Expect: {words}` should be `not passed` or some of {', '.join(sorted(NOT_PASSED))}")
    return verdicts


def _read(file: Path) -> Case:
    source = file.read_text(encoding="utf-8")
    told = ast.get_docstring(ast.parse(source)) or ""
    exercise, expect, why_open = _EXERCISE.match(source), _EXPECT.search(told), _OPEN.search(told)
    if exercise is None or expect is None:
        raise ValueError(f"{file.name} needs a first line `# studykit: topic/slug` and a docstring that ends with `Expect: ...`")
    return Case(file.stem, exercise[1], source, expected(expect[1]), why_open[1] if why_open else None)
