"""No hostile submission passes, stays, changes anything or reaches anybody, and after each a right answer passes as before."""

import re
import sys
from pathlib import Path

import pytest

from studykit.content.pack import builtin_pack

sys.path.insert(0, str(Path(__file__).parent))

from case import Case, cases_in_files
from generated import generated_cases

CASES = [*cases_in_files(), *generated_cases()]
RIGHT = (builtin_pack() / "solutions/optimizers/sgd_update/solution.py").read_text()
WRONG = "def sgd_update(params, lr): pass"
CONTROL_CHARACTERS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
SECONDS = 120.0  # on a slow, busy machine a suite of calls that fill the memory and its diagnosis take 60; to take longer is a fault

# What the bench must notice when nothing holds a submission back: a check that never fails proves nothing.
GETS_THROUGH = {
    "process_daemon": "left",
    "file_bashrc": "changed",
    "file_temporary_folders": "changed",
    "network_tcp": "reached",
    "network_udp": "reached",
    "reads_the_suite": "printed",
    "steals_solution": "verdict",
}


def as_parameter(case: Case):
    marks = [pytest.mark.xfail(reason=case.open, strict=True)] if case.open else []
    return pytest.param(case, id=case.name, marks=marks)


@pytest.mark.parametrize("case", [as_parameter(case) for case in CASES])
def test_it_gets_nothing_and_leaves_nothing(ask, case: Case) -> None:
    told = ask(case.source, case.exercise, time_limit=2.0 if case.name.startswith(("yes_", "memory_")) else 0.5)  # those have work to do
    after = ask(RIGHT)
    assert told["verdict"] in case.expect, told
    assert told["server_lives"]
    assert {key: told[key] for key in ("left", "changed", "reached")} == {"left": [], "changed": [], "reached": []}
    assert not [text for text in (*told["read"], told["printed"]) if "leaked" in text]
    assert not [text for text in (*told["read"], told["printed"]) if CONTROL_CHARACTERS.search(text)]
    assert told["seconds"] < SECONDS
    assert after["verdict"] == "passed"


@pytest.mark.parametrize(("name", "what"), GETS_THROUGH.items())
def test_without_the_sandbox_it_would_get_through_and_be_seen(ask, name: str, what: str) -> None:
    case = next(case for case in CASES if case.name == name)
    told = ask(case.source, case.exercise, time_limit=0.5, layers=[])
    assert told["verdict"] == "passed" if what == "verdict" else told[what]


def test_after_all_of_it_a_wrong_answer_still_fails(ask) -> None:
    assert ask(WRONG)["verdict"] == "failed"


def test_there_are_enough_cases_and_each_threat_has_some() -> None:
    kinds = {case.name.partition("_")[0] for case in CASES}
    threats = {"ending", "loop", "memory", "process", "steals", "reads", "network", "file", "output", "early", "forged", "patch", "data"}
    assert kinds == threats | {"forbidden", "source", "yes"}
    assert len(list(cases_in_files())) >= 60
    assert len({case.name for case in CASES}) == len(CASES)
