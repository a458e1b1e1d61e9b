"""A refusal of the sandbox tells the learner why and what to do instead."""

import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest

from studykit.grading.grade_report import Report, Verdict

ONE_TEST = Path(__file__).parents[1] / "worker" / "sandbox" / "one_test"

REFUSED = [
    ("list(torch.utils.data.DataLoader([1, 2], num_workers=2))", "use num_workers=0 (line 4"),
    ("torch.compile(lambda x: x * 2)(torch.ones(3))", "call the function or module itself; the numbers are the same (line 4"),
    ("socket.socket()", "A submission has no network"),
    ("urllib.request.urlopen('http://127.0.0.1:1/')", "A submission has no network"),
    ("socket.getaddrinfo('example.org', 80)", "A submission has no network"),
    ("torch.hub.load_state_dict_from_url('https://example.org/a.pt')", "A submission has no network"),
    ("subprocess.run(['ls'])", "may not start processes or other programs"),
    ("os.fork()", "may not start processes or other programs"),
    ("multiprocessing.Pool(2)", "may not start processes or other programs"),
    ("os.kill(os.getppid(), 9)", "may send signals to itself only"),
    ("os.setuid(0)", "may not change the system"),
    ("open('data.csv')", "`data.csv` is out of reach: a submission can reach no files, and this exercise needs none"),
    ("torch.save(torch.ones(2), 'model.pt')", "io.BytesIO stands in for a file"),
    ("tempfile.TemporaryFile()", "io.BytesIO stands in for a file"),
    ("os.remove('/etc/hostname')", "`/etc/hostname` is out of reach"),
    ("torch.ones(2).share_memory_()", "leave share_memory_() out"),
    ("input('?')", "Nobody is at the keyboard"),
    ("[os.open('/dev/null', 0) for _ in range(999)]", "256 are allowed"),
]

Grade = Callable[..., Report]


@pytest.fixture
def run(grade: Grade) -> Grade:
    """Grades a function with this body by a suite of one test."""

    def run(body: str, **changes: object) -> Report:
        imports = "import multiprocessing, os, socket, subprocess, tempfile, torch, torch.utils.data, urllib.request"
        source = f"{imports}\n\ndef run():\n{textwrap.indent(body, '    ')}\n"
        return grade(source, suite=str(ONE_TEST / "suite.py"), probes=str(ONE_TEST / "probes.py"), forbids=(), **changes)

    return run


@pytest.mark.parametrize(("body", "says"), REFUSED)
def test_a_refusal_says_why_and_what_to_do(run: Grade, body: str, says: str) -> None:
    result = run(body).results[0]
    assert says in (result.message or "")
    assert result.line == 4


def test_torch_compile_ends_quickly_also_where_files_may_be_written(run: Grade) -> None:
    report = run("torch.compile(lambda x: x * 2)(torch.ones(3))", needs=("scratch",))
    assert "call the function or module itself" in (report.results[0].message or "")
    assert report.verdict is Verdict.FAILED  # a compiler that runs takes longer than the exercise's time limit


def test_a_wrong_path_in_the_scratch_is_told_from_a_forbidden_one(run: Grade) -> None:
    message = run("torch.load('model.pt')", needs=("scratch",)).results[0].message or ""
    assert "`model.pt` is out of reach: a submission can reach files in its scratch folder only, which begins empty" in message


def test_a_refusal_at_the_import_is_told_the_same_way(grade: Grade) -> None:
    report = grade("import os\nopen('data.csv')\n")
    assert report.verdict is Verdict.INVALID
    assert "Your file cannot be imported in line 2: `data.csv` is out of reach" in (report.failure.message if report.failure else "")


def test_an_ordinary_error_is_not_blamed_on_the_sandbox(run: Grade) -> None:
    assert run("{}['kill']").results[0].message == "KeyError: 'kill' (line 4)"
    assert run("raise ValueError('Operation of the socket')").results[0].message == "ValueError: Operation of the socket (line 4)"
