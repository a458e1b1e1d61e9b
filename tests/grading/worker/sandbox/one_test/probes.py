"""Calls the one function of a submission."""

from typing import Any


def run(submission: Any) -> object:
    return submission.run()
