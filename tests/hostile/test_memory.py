"""A worker's memory holds what it was given and nothing of anybody else's: no submission, solution, mistake, suite or path of the log."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from memory_scan import scan, seen_by

SGD = "# studykit: optimizers/sgd_update\n"
VICTIM = "WITNESS_OF_A_SUBMISSION"
OWN = "WITNESS_OF_ITS_OWN"
# What marks each kind in the world of the bench: see `mark` there.
SECRETS = [
    VICTIM,
    "WITNESS_OF_A_SOLUTION",
    "WITNESS_OF_A_MISTAKE",
    "WITNESS_OF_A_SUITE",
    "progress.db",
    "STUDYKIT_HOME=",
    "a secret of the learner",
]


@pytest.mark.parametrize(
    "before",
    [
        {"source": f"{SGD}# {VICTIM}\ndef sgd_update(params, lr):\n    for p in params:\n        p.data -= lr * p.grad\n"},
        {"source": f"{SGD}# {VICTIM}\ndef sgd_update(params, lr):\n    for p in params:\n        p.data += lr * p.grad\n"},
        {"source": f"# {VICTIM}\ndef sgd_update(params, lr"},
        {"do": "plot"},
        {"do": "check"},
    ],
    ids=["a grade", "a diagnosis", "a syntax error", "a plot", "a check"],
)
def test_nothing_of_others_is_in_a_workers_memory(ask, before) -> None:
    for _ in range(2):
        ask(before.get("source", ""), **{name: value for name, value in before.items() if name != "source"})
    told = ask(scan([*SECRETS, OWN]) + f"\nown = {OWN!r}\n", time_limit=60.0, layers=[])
    assert seen_by(told["printed"]) == [OWN], told
