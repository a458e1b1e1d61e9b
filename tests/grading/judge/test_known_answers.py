"""Answers that grades share are asked once, and their memory is bounded."""

from typing import Any

import pytest
import torch

from studykit.grading.judge import known_answers
from studykit.grading.judge.known_answers import KnownAnswers
from studykit.grading.judge.probing import Draws
from studykit.grading.requests import as_bytes


class Counting:
    """Answers each request with a tensor, and counts how often it is asked."""

    def __init__(self) -> None:
        self.asked = 0

    def replay(self, request: bytes, draws: Draws, program: str | None) -> Any:
        self.asked += 1
        return torch.ones(1000)

    def draws(self, request: bytes, program: str | None) -> Draws:
        self.asked += 1
        return Draws(b"numbers")


def request(value: float) -> bytes:
    return as_bytes((0, "probe", (torch.full((3,), value),), {}))


def test_the_same_request_with_the_same_numbers_is_asked_once() -> None:
    known, workers = KnownAnswers(), Counting()
    for _ in range(3):
        known.answer("a", workers, request(1.0))  # type: ignore[arg-type]
    assert workers.asked == 1
    for program, value, draws in (("b", 1.0, Draws()), ("a", 2.0, Draws()), ("a", 1.0, Draws(b"other numbers"))):
        known.answer(program, workers, request(value), draws)  # type: ignore[arg-type]
    assert workers.asked == 4


def test_the_random_numbers_of_a_program_are_asked_once() -> None:
    known, workers = KnownAnswers(), Counting()
    for program, value in (("a", 1.0), ("a", 1.0), ("b", 1.0), ("a", 2.0), ("b", 1.0)):
        assert known.draws(program, workers, request(value)).packed == b"numbers"  # type: ignore[arg-type]
    assert workers.asked == 3


def test_more_than_is_kept_is_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(known_answers, "MOST_BYTES", 50_000)  # room for three answers of 16,000 bytes
    known, workers = KnownAnswers(), Counting()
    for program in "abca":
        known.answer(program, workers, request(1.0))  # type: ignore[arg-type]
    assert workers.asked == 3
    for program in "da":
        known.answer(program, workers, request(1.0))  # type: ignore[arg-type]
    assert workers.asked == 5
