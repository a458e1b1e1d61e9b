"""What a grade says: verdict, one result a requirement, and the JSON that other programs rely on."""

from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from studykit.grading.curves import Curves


class Outcome(StrEnum):
    """How one hidden test ended."""

    PASSED = "passed"
    FAILED = "failed"
    TIMED_OUT = "timed_out"
    CRASHED = "crashed"
    OUT_OF_MEMORY = "out_of_memory"
    NOT_RUN = "not_run"


class Verdict(StrEnum):
    """How a whole submission was judged."""

    PASSED = "passed"
    FAILED = "failed"
    INVALID = "invalid"
    TIMED_OUT = "timed_out"
    CRASHED = "crashed"
    OUT_OF_MEMORY = "out_of_memory"


# The first of these that any test shows is the verdict: what stopped the code says more than what it got wrong.
_GRAVEST_FIRST = (Outcome.CRASHED, Outcome.OUT_OF_MEMORY, Outcome.TIMED_OUT)


@dataclass(frozen=True, slots=True)
class Result:
    """One requirement of the suite and whether it holds; parametrized cases of a test are one result. In a notebook, `line` is one of the
    cell of the number `cell`."""

    name: str
    requirement: str
    outcome: Outcome = Outcome.NOT_RUN
    message: str | None = None
    expected: str | None = None
    got: str | None = None
    line: int | None = None
    printed: str = ""
    cards: tuple[str, ...] = ()
    curves: Curves | None = None
    cell: int | None = None

    def as_json(self) -> dict[str, Any]:
        """The object in `tests` of `grade --json`."""
        return {
            "name": self.name,
            "requirement": self.requirement,
            "outcome": self.outcome.value,
            "message": self.message,
            "expected": self.expected,
            "got": self.got,
            **({"cell": self.cell} if self.cell else {}),
            "line": self.line,
            "printed": self.printed,
            "curves": self.curves.as_json() if self.curves else None,
        }


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a submission could not be judged at all: it does not parse, does not import, or did not survive its import. `cell` as in a
    Result."""

    verdict: Verdict
    message: str
    line: int | None = None
    printed: str = ""
    cell: int | None = None


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """A known mistake whose numbers the submission gives, what it says to the learner, and the cards that correct it.

    `function` names where it is made, if another function is wrong for another reason; else it is empty. `is_partial` if some of the failed
    tests fail for something else, which is not known."""

    mistake: str
    says: str
    cards: tuple[str, ...]
    function: str = ""
    is_partial: bool = False

    def as_json(self) -> dict[str, Any]:
        """An object in `diagnosis` of `grade --json`."""
        where = {"function": self.function} if self.function else {}
        partial = {"partial": True} if self.is_partial else {}
        return {"mistake": self.mistake, "says": self.says, "cards": list(self.cards), **where, **partial}


@dataclass(frozen=True, slots=True)
class Report:
    """A finished grade. `seconds_tests` is the suite's part of `seconds_total`; `recorded` is what it gave for a picture.

    `diagnoses` are the known mistakes that explain it, at most two; `is_compared` is false if time was up, or somebody stopped waiting,
    before all of them were compared. `seed` is None where it must not be told. `source` is the text that was graded, of which a line may
    be shown. A notebook shows a report as HTML, another program as text.
    """

    exercise: str
    verdict: Verdict
    seed: int | None
    device: str
    seconds_total: float
    seconds_tests: float
    results: tuple[Result, ...]
    failure: Failure | None = None
    diagnoses: tuple[Diagnosis, ...] = ()
    capsule: str | None = None
    recorded: dict[str, Any] = field(default_factory=dict)
    is_compared: bool = True
    source: str = field(default="", repr=False)

    @property
    def diagnosis(self) -> Diagnosis | None:
        """The first of the known mistakes that explain it; None if there is none."""
        return self.diagnoses[0] if self.diagnoses else None

    @property
    def passed(self) -> bool:
        """Whether every requirement was tested and holds."""
        return self.verdict is Verdict.PASSED

    @property
    def failed_cards(self) -> tuple[str, ...]:
        """Ids of the cards that the diagnosis and the failed tests point at, each once."""
        diagnosed = [card for diagnosis in self.diagnoses for card in diagnosis.cards]
        pointed_at = [card for result in self.results if _shows_a_gap(result) for card in result.cards]
        return tuple(dict.fromkeys([*diagnosed, *pointed_at]))

    def as_json(self, schedule: dict[str, Any] | None = None) -> dict[str, Any]:
        """The object that `grade --json` prints; `schedule` is the exercise's, after this grade."""
        return {
            "exercise": self.exercise,
            "verdict": self.verdict.value,
            "message": self.failure.message if self.failure else None,
            **({"cell": self.failure.cell} if self.failure and self.failure.cell else {}),
            "line": self.failure.line if self.failure else None,
            "seed": self.seed,
            "device": self.device,
            "seconds": {"total": round(self.seconds_total, 3), "tests": round(self.seconds_tests, 3)},
            "tests": [result.as_json() for result in self.results],
            "diagnosis": [diagnosis.as_json() for diagnosis in self.diagnoses],
            "diagnosis_complete": self.is_compared,
            "schedule": schedule,
        }

    def _repr_html_(self) -> str:
        from studykit.grading.report_html import html_of  # start-up time: only a notebook shows pages

        return html_of(self)

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        from studykit.grading.report_text import text_of  # start-up time: as above

        printer.text(text_of(self))


def place(told: Result | Failure) -> str:
    """Which line of the submission is meant, as `line 7` or `cell 3, line 2`; empty if none is."""
    cell = f"cell {told.cell}, " if told.cell else ""
    return f"{cell}line {told.line}" if told.line else ""


def verdict(results: tuple[Result, ...]) -> Verdict:
    """Judge the results: passed only if there is one at least and all of them ran and passed."""
    outcomes = {result.outcome for result in results}
    if outcomes == {Outcome.PASSED}:
        return Verdict.PASSED
    return next((Verdict(outcome.value) for outcome in _GRAVEST_FIRST if outcome in outcomes), Verdict.FAILED)


def not_run(results: tuple[Result, ...], message: str) -> tuple[Result, ...]:
    """The same requirements, none of them tested, because of `message`."""
    return tuple(replace(result, outcome=Outcome.NOT_RUN, message=message) for result in results)


def _shows_a_gap(result: Result) -> bool:
    return result.outcome not in (Outcome.PASSED, Outcome.NOT_RUN)
