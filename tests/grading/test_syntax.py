"""A line that Python cannot read is told for what it is, wherever it comes from."""

import sys

import pytest

from studykit.grading.syntax import explain_syntax

FOREIGN = [
    ("%matplotlib inline", "is notebook magic, which only Jupyter understands: delete it. (`%matplotlib inline`)"),
    ("%%time\nx = 1", "is notebook magic"),
    ("seconds = %timeit -o f()", "is notebook magic"),
    ("!pip install numpy", "is a shell command"),
    ("files = !ls", "is a shell command"),
    ("pip install numpy", "is a shell command"),
    ("$ python answer.py", "is a shell command"),
    ("?print", "asks a notebook for help"),
    ("torch.nn.Linear??", "asks a notebook for help"),
    (">>> x = 1", "begins with a prompt of Python's"),
    ("```python\nx = 1\n```", "is Markdown around code"),
    ("<<<<<<< HEAD\nx = 1\n=======\nx = 2\n>>>>>>> other", "is a mark of a merge conflict"),
]
OF_3_12 = [
    ("type Rate = float", "is a type alias of Python 3.12"),
    ("type Pair[T] = tuple[T, T]", "is a type alias of Python 3.12"),
    ("def first[T](x: list[T]) -> T: return x[0]", "has type parameters in brackets"),
    ("class Box[T]: pass", "has type parameters in brackets"),
    ('print(f"{losses["train"]:.2f}")', "has the f-string's own quotes inside its braces"),
    ("print(f'{losses['train']}')", "has the f-string's own quotes inside its braces"),
    ('x = f"{\n1\n}"', "has a line break or a comment inside an f-string's braces"),
]
OWN = [
    "def f(:",
    "x = 5 % %",
    "x = = 1",
    "if x == 1 print(x)",
    "print 'a'",
    'f"{x!"',
    "loss = !done",
    "x = y ? 1 : 2",
    "def f(x)\n    return x",
    "return x]",
    "type = class",
    'f("{", ]',
]


def explained(text: str) -> str:
    with pytest.raises(SyntaxError) as caught:
        compile(text, "answer.py", "exec")
    return explain_syntax(caught.value)


def test_a_fault_of_no_line_names_none() -> None:
    assert "None" not in explain_syntax(SyntaxError("source code string cannot contain null bytes"))


@pytest.mark.parametrize(("text", "says"), FOREIGN)
def test_a_line_from_elsewhere_is_named_with_what_to_do(text: str, says: str) -> None:
    assert explained(f"x = 1\n{text}\n").startswith(f"Line 2 {says}")


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="this Python can read them")
@pytest.mark.parametrize(("text", "says"), OF_3_12)
def test_a_line_of_a_later_python_is_named_with_the_version_that_runs(text: str, says: str) -> None:
    message = explained(f"x = 1\n{text}\n")
    assert message.startswith(f"Line 2 {says}")
    assert "; this is Python 3.11. (`" in message


@pytest.mark.parametrize("text", OWN)
def test_a_mistake_of_ones_own_keeps_the_words_of_python(text: str) -> None:
    assert explained(text).startswith("SyntaxError: ")
