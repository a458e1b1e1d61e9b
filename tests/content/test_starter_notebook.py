"""The notebook that is handed out: valid, the task as it stands, and a starter that is known as such."""

import nbformat

from studykit.content.starter import hand_out, is_handed_out, task
from studykit.content.starter_notebook import hand_out_notebook


def cells(exercise, round_number=0):
    notebook = nbformat.reads(hand_out_notebook(exercise, round_number), as_version=nbformat.NO_CONVERT)
    nbformat.validate(notebook)
    assert (notebook.nbformat, notebook.nbformat_minor) == (4, 5)
    return {cell.id: cell.source for cell in notebook.cells}


def test_task_starter_grade_and_hint_are_cells(pack):
    exercise = pack.exercise("optimizers/sgd_update")
    found = cells(exercise)
    assert list(found) == ["task", "load", "answer", "grade", "hint"]
    assert found["task"] == f"# {task(exercise)}"
    assert found["load"] == "%load_ext studykit"
    assert found["grade"] == "%grade optimizers/sgd_update"
    assert found["answer"].startswith("# studykit: optimizers/sgd_update\n")
    assert found["answer"].partition("\n")[2] in hand_out(exercise)


def test_a_task_without_the_title_gets_one_as_heading(pack):
    pack.replace("exercises/optimizers/zero_grad/zero_grad.py", "Clear the gradients\n\n", "")
    assert cells(pack.exercise("optimizers/zero_grad"))["task"] == "# Clear the gradients\n\nMend `f`."


def test_every_cell_of_every_exercise_and_round_is_known_as_handed_out(pack):
    for exercise in pack.library().exercises.values():
        for n in range(4):
            answer = cells(exercise, n)["answer"]
            assert is_handed_out(exercise, answer, in_notebook=True)
            assert not is_handed_out(exercise, f"{answer}\nx = 1", in_notebook=True)
            assert not is_handed_out(exercise, answer)  # a program without its task was edited


def test_rounds_of_a_fix_exercise_differ_and_one_round_is_always_the_same_file(pack):
    exercise = pack.exercise("optimizers/zero_grad")
    assert len({hand_out_notebook(exercise, n) for n in range(3)}) == 3
    assert hand_out_notebook(exercise, 1) == hand_out_notebook(exercise, 1)
