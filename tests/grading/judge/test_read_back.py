"""Random numbers are read back only where a submission draws others than the solution, and one call of a probe decides for all."""

import pytest

from studykit.grading.judge.calls import Call
from studykit.grading.judge.probing import NO_DRAWS, Draws
from studykit.grading.judge.read_back import read_back

CALLS = [Call("t", probe, request, 1.0) for probe, request in (("a", b"a1"), ("a", b"a2 larger"), ("b", b"b1"), ("a", b"a1"), ("a", b"a3"))]


class Drawing:
    """Draws numbers of its own for those requests that begin with one of the letters, and keeps what it was asked."""

    def __init__(self, own: str) -> None:
        self.own = own
        self.asked: list[bytes] = []

    def __call__(self, request: bytes) -> Draws:
        self.asked.append(request)
        return Draws((b"own of " if chr(request[0]) in self.own else b"common of ") + request)


def test_nothing_is_read_back_where_both_draw_the_same_and_one_call_of_a_probe_is_asked() -> None:
    submission, solution = Drawing(""), Drawing("")
    assert read_back(CALLS, submission, solution) == {}
    assert submission.asked == solution.asked == [b"a2 larger", b"b1"]


def test_all_calls_of_a_probe_are_read_back_where_the_largest_draws_others() -> None:
    submission = Drawing("a")
    found = read_back(CALLS, submission, Drawing(""))
    assert {request: draws.packed for request, draws in found.items()} == {
        request: b"own of " + request for request in (b"a1", b"a2 larger", b"a3")
    }
    assert sorted(submission.asked) == [b"a1", b"a2 larger", b"a3", b"b1"]  # each once


@pytest.mark.parametrize("solution", [Drawing(""), lambda request: NO_DRAWS])
def test_a_submission_that_draws_nothing_has_nothing_to_read_back(solution: Drawing) -> None:
    assert read_back(CALLS, lambda request: NO_DRAWS, solution) == {}


def test_without_a_solution_all_that_is_drawn_is_read_back() -> None:
    assert list(read_back(CALLS, Drawing(""), lambda request: NO_DRAWS)) == [b"a1", b"a2 larger", b"a3", b"b1"]
