"""What only a notebook understands is left out and named, and nothing that is Python."""

import ast

import pytest

from studykit.study.cells.magics import without_magics


def left_out(text: str) -> list[tuple[int, str]]:
    return [(each.line, each.code) for each in without_magics(text)[1]]


@pytest.mark.parametrize(
    "line",
    [
        "%matplotlib inline",
        "!pip install einops",
        "!!ls",
        "?torch.nn.Linear",
        "torch.nn.Linear??",
        "%timeit?",
        "seconds = %timeit -o f()",
        "files = !ls",
        "get_ipython().run_line_magic('matplotlib', 'inline')",
        "get_ipython().system('pip install einops')",
        "display(x)",
        "display(x);",
        "from IPython.display import display",
    ],
)
def test_a_line_of_a_notebook_is_left_out_and_named(line: str) -> None:
    text, named = without_magics(f"import torch\n{line}\nx = 1")
    assert text == "import torch\npass\nx = 1"
    assert [(each.line, each.code) for each in named] == [(2, line)]


@pytest.mark.parametrize(
    "text",
    [
        "x = 7 % 3",
        "x = (7\n     %y)",
        's = """\n%matplotlib inline\n!ls\n"""',
        "x = 7 \\\n  %y",
        "if x != y: pass",
        "# why?",
        "def display(x): pass\ndisplay(1)",
        "display = print\ndisplay(1)",
        "if x: display(1)",
        "from IPython.display import display, HTML",
        "plot(x); display(x)",
        "",
    ],
)
def test_python_stays_as_it_is(text: str) -> None:
    assert without_magics(text) == (text, [])


def test_a_text_with_percent_signs_stays_though_a_magic_stands_below_it() -> None:
    text = 's = """\n%not magic\n!nor this\n"""\ny = (1\n!= 2,\n%x)\n%matplotlib inline\nz = 1'
    assert left_out(text) == [(8, "%matplotlib inline")]


def test_a_magic_in_a_block_leaves_the_block_whole() -> None:
    text, _ = without_magics("for x in y:\n    %time f(x)\nprint(y)")
    assert text == "for x in y:\n    pass\nprint(y)"


def test_a_magic_of_several_lines_is_left_out_whole() -> None:
    text, named = without_magics("!pip install \\\n    einops\nx = 1")
    assert ast.unparse(ast.parse(text)) == "pass\nx = 1"
    assert text.count("\n") == 2
    assert [each.line for each in named] == [1]


@pytest.mark.parametrize("magic", ["%%time", "%%capture out"])
def test_a_magic_that_runs_its_cell_leaves_the_cell(magic: str) -> None:
    assert without_magics(f"{magic}\ndef f(): pass")[0] == "pass\ndef f(): pass"


@pytest.mark.parametrize("magic", ["%%bash", "%%html", "%%writefile a.py", "%%timeit"])
def test_a_cell_in_another_language_is_left_out_whole(magic: str) -> None:
    text, named = without_magics(f"{magic}\nfor x in y\n    z")
    assert text.strip() == ""
    assert text.count("\n") == 2
    assert [(each.line, each.code) for each in named] == [(1, magic)]


def test_what_grades_the_cell_itself_is_not_worth_a_word() -> None:
    assert without_magics("%%grade optimizers/sgd_update\nx = 1") == ("pass\nx = 1", [])


def test_a_call_over_several_lines_moves_no_line() -> None:
    assert without_magics("display(\n  1,\n)\nx = 1")[0] == "pass\n\n\nx = 1"


def test_a_cell_with_a_fault_of_its_own_keeps_it() -> None:
    text, named = without_magics("%time x\ndef f(\nx = 'a\n%matplotlib inline")
    assert text.split("\n")[1:3] == ["def f(", "x = 'a"]
    assert named[0].line == 1


def test_a_deep_or_long_cell_is_read_all_the_same() -> None:
    deep = "(" * 5000
    assert without_magics(f"{deep}\n%time")[0].startswith(deep)
    assert len(left_out("%time\n" * 3000)) == 3000


@pytest.mark.parametrize(
    "text",
    [" " * 200_000 + "x", "x" * 200_000, "x " * 100_000, "'''\n" + "%a\n" * 30_000, "display();" * 20_000, "x = " + " " * 200_000],
)
def test_a_text_that_was_made_to_take_minutes_is_read(text: str) -> None:
    """With the slow way of reading each of these would take from minutes to days."""
    assert without_magics(text)[0].count("\n") == text.count("\n")
