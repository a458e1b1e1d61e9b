"""What works in a notebook, beside other files or on a GPU is told for what it is, with its line, at the import and in a call."""

from collections.abc import Callable

import pytest
import torch

from studykit.grading.grade_report import Report, Verdict

Grade = Callable[..., Report]

BEFORE = "import sys\nimport numpy as np\nimport torch\n"  # so that what follows begins in line 4
AFTER = "\n\ndef sgd_update(params, lr):\n    pass\n"

AT_THE_IMPORT = [
    ("from helpers import square", "Only this file is graded, and no library of the name `helpers` is installed", 4),
    ("import helpers.shapes as shapes", "copy into it what you use of your other files", 4),
    ("from .helpers import square", "nothing can be imported relative to it", 4),
    ("from . import helpers", "nothing can be imported relative to it", 4),
    ("import xgboost", "-m pip install xgboost`", 4),
    ("import skimage.io", "-m pip install scikit-image`", 4),
    ("from google.colab import drive", "`google.colab` belongs to notebooks", 4),
    ("get_ipython().run_line_magic('matplotlib', 'inline')", "`get_ipython` is there in notebooks only", 4),
    ("\ndisplay(1)", "`display` is there in notebooks only", 5),
    ("from itertools import no_such_tool", "has no `no_such_tool` in `itertools`: it came with a later Python, or is misspelt", 4),
    ("x = np.loadtxt('data.csv', delimiter=',')", "`data.csv` is out of reach", 4),
    ("x = np.genfromtxt('data.csv')", "Data are the arguments of your functions", 4),
    ("x = np.loadtxt('https://example.org/data.csv')", "A submission has no network", 4),
    ("x = 1\nbreakpoint()\nx = 2", "Nobody is at the debugger", 5),
    ("import pdb\npdb.set_trace()\nx = 2", "Nobody is at the debugger", 5),
    ("sys.exit()", "Your file ends the program while it is imported", 4),
    ("exit()", "Your file ends the program while it is imported", 4),
    ("quit(3)", '`if __name__ == "__main__":`', 4),
]
ON_A_GPU = ["torch.set_default_device('cuda')", "torch.ones(2).cuda()", "torch.ones(2, device='cuda')", "torch.nn.Linear(1, 1).to('cuda')"]


@pytest.mark.parametrize(("text", "says", "line"), AT_THE_IMPORT)
def test_what_the_import_of_a_file_takes_for_granted_is_named_with_what_to_do(grade: Grade, text: str, says: str, line: int) -> None:
    report = grade(f"{BEFORE}{text}{AFTER}")
    assert report.verdict is Verdict.INVALID
    assert report.failure
    assert says in report.failure.message
    assert report.failure.line == line
    assert f"line {line}" in report.failure.message


@pytest.mark.skipif(torch.cuda.is_available(), reason="here is a GPU")
@pytest.mark.parametrize("text", ON_A_GPU)
def test_a_gpu_that_is_not_there_is_missed_in_the_line_that_asks_for_it(grade: Grade, text: str) -> None:
    report = grade(f"{BEFORE}{text}{AFTER}")
    assert report.failure
    assert "Your file cannot be imported in line 4: This grade has no GPU: follow the device" in report.failure.message


def test_a_gpu_that_is_asked_for_only_where_there_is_one_does_no_harm(grade: Grade) -> None:
    report = grade(f"{BEFORE}torch.set_default_device('cuda' if torch.cuda.is_available() else 'cpu'){AFTER}")
    assert report.failure is None


@pytest.mark.parametrize(("body", "says"), [("import helpers", "Only this file is graded"), ("breakpoint()", "Nobody is at the debugger")])
def test_a_call_is_told_the_same(grade: Grade, body: str, says: str) -> None:
    result = grade(f"def sgd_update(params, lr):\n    {body}\n").results[0]
    assert (result.message or "").startswith(says)
    assert result.line == 2


def test_what_has_nothing_to_do_with_the_inputs_names_no_case_of_them(grade: Grade) -> None:
    messages = {result.message for result in grade("def sgd_update(params, lr):\n    import helpers\n").results if result.line}
    assert len(messages) == 1


def test_a_program_that_reads_its_arguments_gets_none(grade: Grade) -> None:
    source = "import argparse, sys\nargs = argparse.ArgumentParser().parse_args()\n\ndef sgd_update(params, lr):\n    print(sys.argv)\n"
    assert grade(source).results[0].printed == "['answer.py']\n"
