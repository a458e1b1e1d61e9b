"""Which cells answer an exercise, in which line of the source each begins, and what is said of a file that holds no answer."""

from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from studykit.content.installed import builtin_pack
from studykit.content.pack import Library, load_library
from studykit.errors import SubmissionError, UnknownItem
from studykit.study.submission import Submission, submission_in
from tests.notebook_files import write_notebook

SGD, MSE = "optimizers/sgd_update", "gradient_descent/mse_gradient"
MARK, OTHER = f"# studykit: {SGD}", f"# studykit: {MSE}"


@pytest.fixture(scope="module")
def library() -> Library:
    return load_library([builtin_pack()])


@pytest.fixture
def read(tmp_path: Path, library: Library):
    def read(*cells: str, **how: object) -> Submission:
        return submission_in(write_notebook(tmp_path / "a.ipynb", *cells), library, **how)

    return read


def test_an_answer_goes_from_its_first_line_to_the_cell_that_grades_it(read) -> None:
    found = read("#: # Task", "early = 1", f"{MARK}\nx = 1", "#: and now", "y = 2", f"%grade {SGD}", "late = 1")
    assert found.exercise.id == SGD
    assert found.text == f"{MARK}\nx = 1\n\ny = 2\n"
    assert found.cells == ((1, 3), (4, 5))
    assert found.notices == ()


@pytest.mark.parametrize(
    "end", ["%hint", "%load_ext studykit", "# show me\n%plot loss_surface", "!studykit grade a.ipynb", f"{OTHER}\nz = 1"]
)
def test_an_answer_ends_where_something_else_begins(read, end: str) -> None:
    assert read(f"{MARK}\nx = 1", end, "late = 1").text == f"{MARK}\nx = 1\n"


@pytest.mark.parametrize(
    "head", ["%%grade optimizers/sgd_update", "%%grade --seed 7 sgd_update", f"%%time\n{MARK}", f"\n{MARK}", f"#  Studykit:{SGD}"]
)
def test_the_first_line_of_a_cell_may_be_a_magic(read, head: str) -> None:
    found = read(f"{head}\nx = 1")
    assert found.exercise.id == SGD
    assert found.text.endswith("\nx = 1\n")


@pytest.mark.parametrize("metadata", [{"tags": ["mine", f"studykit:{SGD}"]}, {"studykit": SGD}])
def test_a_tag_names_the_exercise_as_well(tmp_path: Path, library: Library, metadata: dict[str, object]) -> None:
    found = submission_in(write_notebook(tmp_path / "a.ipynb", "x = 1", **metadata), library)
    assert (found.exercise.id, found.text) == (SGD, "x = 1\n")


def test_all_cells_are_graded_on_demand_but_those_that_call_studykit(read) -> None:
    found = read("%load_ext studykit", "early = 1", f"{MARK}\nx = 1", "%grade", "late = 1", all_cells=True)
    assert found.text == f"early = 1\n\n{MARK}\nx = 1\n\nlate = 1\n"


def test_a_notebook_that_names_none_is_graded_whole_for_the_exercise_that_is_given(read) -> None:
    assert read("x = 1", "#: so", "y = 2", exercise=SGD).text == "x = 1\n\ny = 2\n"


def test_of_two_exercises_the_first_is_graded_or_the_one_that_is_given_and_that_is_said(read) -> None:
    cells = (f"{MARK}\nx = 1", f"{OTHER}\ny = 1")
    first, second = read(*cells), read(*cells, exercise="mse_gradient")
    assert (first.exercise.id, second.exercise.id) == (SGD, MSE)
    assert first.notices == (f"a.ipynb also answers {MSE}: `--exercise ID` grades that. This is {SGD}.",)
    assert second.text == f"{OTHER}\ny = 1\n"


def test_of_two_answers_to_one_exercise_the_last_is_graded_and_that_is_said(read) -> None:
    found = read(f"{MARK}\nx = 1", "%grade", f"{MARK}\nx = 2")
    assert found.text == f"{MARK}\nx = 2\n"
    assert found.notices == (f"a.ipynb answers {SGD} in cell 1 and cell 3; the last is graded.",)


def test_what_is_left_out_is_named_with_its_place(read) -> None:
    found = read(f"{MARK}\n%matplotlib inline\nx = 1", "%%bash\nls", *["!ls"] * 5)
    assert found.text.startswith(f"{MARK}\npass\nx = 1\n\n")
    assert found.notices == (
        "a.ipynb: graded without what only a notebook understands: `%matplotlib inline` (cell 1, line 2), `%%bash` (cell 2, line 1), "
        "`!ls` (cell 3, line 1), `!ls` (cell 4, line 1), `!ls` (cell 5, line 1) and 2 more.",
    )


def test_a_backslash_at_the_end_of_a_cell_does_not_go_on_in_the_next(read) -> None:
    compile(read(f"{MARK}\nx = 1 \\", "y = 2").text, "a", "exec")


def test_a_notebook_of_windows_is_read(tmp_path: Path, library: Library) -> None:
    file = write_notebook(tmp_path / "a.ipynb", f"{MARK}\r\nx = 1\r\n")
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n"))
    assert submission_in(file, library).text == f"{MARK}\nx = 1\n"


def test_outputs_of_many_megabytes_are_no_part_of_an_answer(tmp_path: Path, library: Library) -> None:
    cell = new_code_cell(f"{MARK}\nx = 1", outputs=[nbformat.v4.new_output("stream", text="#" * (3 << 20))])
    nbformat.write(new_notebook(cells=[cell]), tmp_path / "a.ipynb")
    assert submission_in(tmp_path / "a.ipynb", library).text == f"{MARK}\nx = 1\n"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("", "is empty, so it was never saved. Save the notebook in Jupyter"),
        ('{"cells": [', "is no notebook, or was cut off: it is not JSON"),
        ("[" * 100_000, "is no notebook, or was cut off"),
        ("[]", "is JSON, but no notebook. Write one with `studykit next ID --notebook`."),
        ('{"nbformat": 3, "worksheets": []}', "is in the notebook format 3, which Jupyter wrote until 2015"),
        ('{"nbformat": 4}', "no cell answers an exercise: it has no cells."),
        ('{"nbformat": 4, "cells": [7]}', "cell 1 has no text. Open it in Jupyter and save it again."),
        ('{"nbformat": 4, "cells": [{"cell_type": "code", "source": [1]}]}', "cell 1 has no text."),
        ('{"nbformat": 4, "cells": [{"cell_type": "code", "source": "\\ud800"}]}', "cell 1 holds half a character."),
        (
            '{"nbformat": 4, "cells": [{"cell_type": "code", "source": "x"}]}',
            "make `# studykit: topic/slug` the first line of the one that",
        ),
    ],
)
def test_a_file_that_is_no_notebook_is_one_message(tmp_path: Path, library: Library, content: str, says: str) -> None:
    (tmp_path / "a.ipynb").write_text(content)
    with pytest.raises(SubmissionError) as raised:
        submission_in(tmp_path / "a.ipynb", library)
    assert says in str(raised.value)
    assert len(str(raised.value)) < 500


def test_the_name_of_a_notebook_gives_back_a_lost_first_line(tmp_path: Path, library: Library) -> None:
    with pytest.raises(SubmissionError, match=f"make `{MARK}` the first line of the one that does"):
        submission_in(write_notebook(tmp_path / "sgd_update.ipynb", "x = 1"), library)


def test_an_exercise_that_a_notebook_does_not_answer_is_refused(read) -> None:
    with pytest.raises(SubmissionError, match=f"no cell answers {MSE}, but {SGD}. With --all-cells every cell is graded"):
        read(f"{MARK}\nx = 1", exercise=MSE)
    with pytest.raises(UnknownItem, match=r"a.ipynb, cell 2: .*no exercise 'a/b'"):
        read("#: text", "# studykit: a/b")


def test_cells_without_end_are_refused(read) -> None:
    with pytest.raises(SubmissionError, match="hold more than 1 MiB"):
        read(f"{MARK}\n" + "#" * (1 << 20))


JUPYTEXT = f"""# ---
# jupyter:
#   kernelspec: python3
# ---

# %% [markdown]
# # The task

# %%
{MARK}
import torch
%matplotlib inline

# %% [markdown]
# Now the update:

# %% tags=["a"]
def sgd_update(params, lr):
    return params.foo

# %%
# %grade {SGD}

# %%
1 / 0
"""


def test_a_program_with_cells_keeps_its_lines(tmp_path: Path, library: Library) -> None:
    (tmp_path / "a.py").write_text(JUPYTEXT)
    found = submission_in(tmp_path / "a.py", library)
    given, graded = JUPYTEXT.split("\n"), found.text.split("\n")
    assert (found.exercise.id, found.cells, len(graded)) == (SGD, (), len(given))
    assert {number: line for number, line in enumerate(graded) if line} == {
        8: "# %%",
        9: MARK,
        10: "import torch",
        11: "pass",
        16: given[16],
        17: given[17],
        18: given[18],
    }
    assert found.notices == ("a.py: graded without what only a notebook understands: `%matplotlib inline` (line 12).",)


@pytest.mark.parametrize(
    "text",
    [
        "x = 1\n%matplotlib inline\n",
        "x = '%%'\n# %%time\n%%time\n",
        "x = f'{1:.0%}'\n",
        "# %%\nx = 1\n\n# %% two\ny = 2\n",
        "x = '''\n# %%\n'''\n",
    ],
)
def test_a_program_without_cells_or_with_nothing_but_python_in_them_stays_as_it_is(tmp_path: Path, library: Library, text: str) -> None:
    (tmp_path / "a.py").write_text(f"{MARK}\n{text}")
    assert submission_in(tmp_path / "a.py", library).text == f"{MARK}\n{text}"


def test_a_program_with_cells_that_names_no_exercise_is_refused_like_any_other(tmp_path: Path, library: Library) -> None:
    (tmp_path / "a.py").write_text("# %%\nx = 1\n")
    with pytest.raises(SubmissionError, match="the first line names no exercise"):
        submission_in(tmp_path / "a.py", library)


def test_a_notebook_of_millions_of_values_is_not_even_parsed(tmp_path: Path, library: Library) -> None:
    (tmp_path / "a.ipynb").write_text('{"nbformat": 4, "cells": [' + "{}," * 5_000_001 + "{}]}")
    with pytest.raises(SubmissionError, match="holds more than 5,000,000 values"):
        submission_in(tmp_path / "a.ipynb", library)
