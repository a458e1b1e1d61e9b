"""Which cell is graded, and what of it."""

import pytest

from studykit.content.pack import builtin_pack, load_library
from studykit.errors import SubmissionError, UnknownItem
from studykit.notebook.answer_cell import answer_of, latest_answer

LIBRARY = load_library([builtin_pack()])
SGD = "optimizers/sgd_update"
LINE = f"# studykit: {SGD}"


def test_what_only_ipython_understands_is_left_out_and_named() -> None:
    answer = answer_of("%matplotlib inline\nx = 1\n!pip list\n", LIBRARY, SGD)
    assert answer.left_out == ("%matplotlib inline", "!pip list")
    assert answer.submission.text == "\npass\nx = 1\npass\n"


def test_a_starter_without_its_task_is_a_starter_in_a_cell() -> None:
    code = f"{LINE}\nimport torch\n\n\ndef sgd_update(params: list[torch.Tensor], lr: float) -> None:\n    raise NotImplementedError"
    starter = f"{code}  # TODO: one step of gradient descent\n"
    assert latest_answer([starter], LIBRARY, SGD).submission.is_untouched
    assert answer_of(starter, LIBRARY, None).submission.is_untouched
    assert not latest_answer([code.replace("raise NotImplementedError", "pass")], LIBRARY, SGD).submission.is_untouched


def test_lines_are_numbered_as_in_the_front_end() -> None:
    answer = answer_of("x = 1\ny = 2\n", LIBRARY, SGD)
    assert answer.submission.text.splitlines()[2] == "y = 2"  # below `%%grade` and x


def test_an_argument_goes_before_the_first_line() -> None:
    assert answer_of(f"{LINE}\nx = 1\n", LIBRARY, None).submission.exercise.id == SGD
    assert answer_of(f"{LINE}\nx = 1\n", LIBRARY, "optimizers/zero_grad").submission.exercise.id == "optimizers/zero_grad"


def test_the_newest_cell_of_the_exercise_counts() -> None:
    cells = ["", f"{LINE}\nx = 1\n", "# studykit: optimizers/zero_grad\nx = 2", f"%%grade {SGD}\nx = 3", "# studykit: no/such\n", "x = 4"]
    assert latest_answer(cells, LIBRARY, SGD).submission.text == "\nx = 3"
    assert latest_answer(cells[:3], LIBRARY, SGD).number == 1
    assert latest_answer(cells[:3], LIBRARY, None).submission.exercise.id == "optimizers/zero_grad"


def test_where_no_cell_answers_it_says_what_to_do() -> None:
    with pytest.raises(SubmissionError, match=f"no cell that was run in this session begins with `{LINE}`"):
        latest_answer(["x = 1"], LIBRARY, SGD)
    with pytest.raises(SubmissionError, match="the cell names no exercise"):
        answer_of("x = 1\n", LIBRARY, None)
    with pytest.raises(UnknownItem, match="no exercise 'no/such'"):
        answer_of("x = 1\n", LIBRARY, "no/such")
