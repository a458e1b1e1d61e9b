"""Three hundred grades in a row leave the server as it was: memory, open files, processes."""

import random
import sys
from pathlib import Path
from typing import Any

import pytest

from studykit.content.mistake import mistakes_of
from studykit.content.pack import builtin_pack, load_library

sys.path.insert(0, str(Path(__file__).parent))

from case import Case, cases_in_files

SOLUTIONS = builtin_pack() / "solutions/optimizers/sgd_update"
WARM_UP, GRADES = 30, 300
MEBIBYTE = 1024  # in KiB, as the server's memory is told
QUICK = ["ending_os_exit_at_import", "ending_segfault", "ending_recursion", "patch_frames", "patch_exit", "data_nan", "data_broadcast"]
QUICK += ["process_threads", "process_daemon", "reads_the_suite", "file_delete", "network_tcp", "steals_the_verdict", "output_flood"]


def mixed(count: int) -> list[tuple[str, set[str]]]:
    """Submissions in a random order that is always the same, each with the verdicts that may come of it."""
    right = [(file.read_text(), {"passed"}) for file in (SOLUTIONS / "solution.py", *sorted((SOLUTIONS / "also_right").glob("*.py")))]
    wrong = [(mistake.source, {"failed"}) for mistake in mistakes_of(load_library([builtin_pack()]).exercise("optimizers/sgd_update"))]
    hostile = [(case.source, set(case.expect)) for case in cases_in_files() if case.name in QUICK]
    draw = random.Random(1)
    return [draw.choice(draw.choice([right, wrong, hostile])) for _ in range(count)]


@pytest.mark.validate
def test_hundreds_of_grades_leave_the_server_as_it_was(ask) -> None:
    seen: list[dict[str, Any]] = []
    for source, verdicts in mixed(WARM_UP + GRADES):
        seen.append(ask(source, time_limit=0.5))
        assert seen[-1]["verdict"] in verdicts
        assert (seen[-1]["left"], seen[-1]["changed"]) == ([], [])
    first, last = seen[WARM_UP], seen[-1]
    assert last["server_kib"] - first["server_kib"] < 3 * MEBIBYTE
    assert last["server_files"] == first["server_files"]
    assert max(told["server_children"] for told in seen) <= 3


def test_the_quick_cases_exist() -> None:
    names = {case.name for case in cases_in_files() if isinstance(case, Case)}
    assert names.issuperset(QUICK)
