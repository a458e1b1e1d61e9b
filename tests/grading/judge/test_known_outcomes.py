"""A test is run only for answers that are new, and each submission is asked and reported as if it came alone."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from studykit.content.pack import builtin_pack, load_library
from studykit.grading.client.warm import WarmGrader
from studykit.grading.grade_report import Outcome, Report, Result
from studykit.grading.job import job_for
from studykit.grading.judge import known_outcomes
from studykit.grading.judge.calls import NOT_KEPT, Call, Failed
from studykit.grading.judge.failures import ProbeFailed
from studykit.grading.judge.known_outcomes import Ended, KnownOutcomes
from studykit.grading.judge.replies import Reply
from tests.conftest import mistaken

SGD = load_library([builtin_pack()]).exercise("optimizers/sgd_update")
RIGHT = SGD.solution.read_text()

PASSED = Ended(has_passed=True)
FAILED = Ended(has_passed=False, failure=Result("a", "It is right.", Outcome.FAILED, "wrong"))
UNSAID = Ended(has_passed=False)


def value(number: float) -> Reply:
    return Reply({"value": number, "used": ["f"]}, b"")


def asked(*answers: float) -> list[Call]:
    """What a test asked that goes on with a request for each answer."""
    return [
        Call("test", "probe", f"after {answers[:i]}".encode(), answer, ("f",), value(answer).digest) for i, answer in enumerate(answers)
    ]


class Submission:
    """Gives these replies in turn; keeps what it was asked, and what became the calls of the test."""

    def __init__(self, *replies: Reply) -> None:
        self.left = list(replies)
        self.asked: list[bytes] = []
        self.taken: list[tuple[str, Any]] = []

    def ask_ahead(self, request: bytes) -> Reply | None:
        self.asked.append(request)
        return self.left.pop(0) if self.left else None

    def take_ahead(self, probes_and_answers: Sequence[tuple[str, Any]]) -> None:
        self.taken = list(probes_and_answers)


def follow(known: KnownOutcomes, submission: Submission, with_failure: bool = True) -> Ended | None:
    return known.follow("test", submission, with_failure)  # type: ignore[arg-type]


def known_outcomes_of(*tests: tuple[Sequence[float], Ended]) -> KnownOutcomes:
    known = KnownOutcomes()
    for answers, ended in tests:
        known.keep("test", asked(*answers), ended)
    return known


def test_the_same_answers_end_as_before_and_are_the_calls_of_the_test() -> None:
    known = known_outcomes_of(((1.0, 2.0), PASSED), ((1.0, 3.0), FAILED), ((4.0,), FAILED))
    for answers, ended in (((1.0, 2.0), PASSED), ((1.0, 3.0), FAILED), ((4.0,), FAILED)):
        submission = Submission(*map(value, answers))
        assert follow(known, submission) == ended
        assert submission.taken == [("probe", answer) for answer in answers]
        assert submission.asked == [each.request for each in asked(*answers)]


@pytest.mark.parametrize(
    "replies",
    [
        (value(1.0), value(5.0)),
        (value(5.0),),
        (value(1.0), Reply({"value": 2.0, "error": {"type": "ValueError"}})),
        (value(1.0), Reply(lost=ProbeFailed(Outcome.CRASHED, "It ended."))),
        (value(1.0),),  # and then no time is left
        (Reply({"value": 1.0}, b"tensor"),),
    ],
    ids=["a new number", "a new number at once", "an error", "a crash", "no time", "the bytes of a tensor"],
)
def test_where_an_answer_is_new_the_test_has_to_be_run(replies: tuple[Reply, ...]) -> None:
    submission = Submission(*replies)
    assert follow(known_outcomes_of(((1.0, 2.0), PASSED)), submission) is None
    assert submission.taken == []


def test_a_test_that_asks_nothing_is_run_each_time() -> None:
    submission = Submission(value(1.0))
    assert follow(known_outcomes_of(((), PASSED)), submission) is None
    assert submission.asked == []


@pytest.mark.parametrize("answer", [Failed(Outcome.CRASHED, "", ""), NOT_KEPT], ids=["a crash", "too large"])
def test_what_is_no_value_is_not_kept(answer: object) -> None:
    known = KnownOutcomes()
    known.keep("test", [*asked(1.0), Call("test", "probe", b"request", answer)], FAILED)
    assert follow(known, submission := Submission(value(1.0))) is None
    assert submission.asked == []


def test_a_failure_that_nobody_needed_is_found_out_when_somebody_does() -> None:
    known = known_outcomes_of(((1.0,), UNSAID))
    assert follow(known, Submission(value(1.0)), with_failure=False) == UNSAID
    assert follow(known, Submission(value(1.0))) is None
    known.keep("test", asked(1.0), FAILED)
    assert follow(known, Submission(value(1.0))) == FAILED
    known.keep("test", asked(1.0), UNSAID)
    assert follow(known, Submission(value(1.0))) == FAILED


def test_tests_are_told_apart() -> None:
    assert known_outcomes_of(((1.0,), PASSED)).follow("another", Submission(value(1.0)), True) is None  # type: ignore[arg-type]


def test_more_than_there_is_room_for_is_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(known_outcomes, "MOST_BYTES", 200)
    known = known_outcomes_of(*(((float(i),), PASSED) for i in range(20)))
    found = [follow(known, Submission(value(float(i)))) is not None for i in range(20)]
    assert 0 < sum(found) < 20
    assert found == sorted(found, reverse=True)


COUNTS = "calls = []\ndef sgd_update(params, lr):\n    calls.append(1)\n    print('call', len(calls))\n"
UPDATE = "    with torch.no_grad():\n        for p in params:\n            if p.grad is not None: p -= {lr} * p.grad\n"


def update(lr: str = "lr") -> str:
    return f"import torch\n{COUNTS}{UPDATE.format(lr=lr)}"


@pytest.fixture(scope="module")
def together_and_alone(grader: WarmGrader) -> list[tuple[Report, Report]]:
    """The reports of answers that are graded one after the other by one judge, and of each of them alone."""
    wrong = mistaken(SGD.id, "climbs")
    answers = [
        RIGHT,
        f"{RIGHT}\n# again",
        wrong,
        f"{wrong}\n# again",
        update(),
        update("(lr if len(calls) < 4 else 2 * lr)"),  # asked twice anywhere, it would be wrong earlier
        update("(2 * lr)"),
        f"{update('(2 * lr)')}\n# again",
        update("(lr / 0 if len(calls) > 2 else lr)"),
    ]
    jobs = [replace(job_for(SGD, answer, "answer.py", seed=7, device="cpu"), diagnosis_seconds=0.0) for answer in answers]
    return list(zip(grader.begin(*jobs).reports(), [grader.grade(job) for job in jobs], strict=True))


def test_each_report_is_the_one_that_the_answer_gets_alone(together_and_alone: list[tuple[Report, Report]]) -> None:
    for together, alone in together_and_alone:
        assert [result.as_json() for result in together.results] == [result.as_json() for result in alone.results]
        assert together.verdict is alone.verdict


def test_what_is_printed_is_each_submissions_own(together_and_alone: list[tuple[Report, Report]]) -> None:
    failed = [[result.printed for result in together.results if result.outcome is Outcome.FAILED] for together, _ in together_and_alone]
    assert not any(failed[2] + failed[3])
    assert all("call" in printed for printed in failed[6] + failed[7])
    assert failed[6] == failed[7] != []
