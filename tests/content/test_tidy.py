"""A program as a hunt shows it does the same, without comments and within the width of a terminal."""

import ast

import pytest

from studykit.content.tidy import WIDTH, tidied

LONG = "def f(first: int, second: int, third: int, fourth: int, fifth: int, sixth: int, seventh: int) -> int:\n    return first\n"


def same(program: str) -> bool:
    return ast.dump(ast.parse(program)) == ast.dump(ast.parse("\n".join(tidied(program))))


def test_comments_and_double_blank_lines_go():
    program = "import math\n\n\n# why\nx = 1  # here\ny = '# no comment'\n"
    assert tidied(program) == ("import math", "", "x = 1", "y = '# no comment'")


@pytest.mark.parametrize(
    "program",
    [
        LONG,
        'x = """a # b\n\n  c"""  # d\n',
        "x = {'a': [1, 2, 3], 'b': f\"{1 + 1}, # {2}\"}  # e\n",
        "total = sum(value * weight for value, weight in zip(range(100), range(100)) if value % 2 == 0 and weight > 10)\n",
        "raise ValueError('a long text that cannot be broken anywhere, because it is one string, and longer than a line')\n",
        "x = [\n    1,  # one\n    2,\n]\n",
    ],
)
def test_the_program_does_the_same(program):
    assert same(program)
    assert not any("#" in line and "'" not in line and '"' not in line for line in tidied(program))


def test_a_long_line_ends_behind_a_comma_and_goes_on_indented():
    first, second, body = tidied(LONG)
    assert first.endswith(",")
    assert second.startswith("        ")
    assert max(len(first), len(second)) <= WIDTH
    assert body == "    return first"


def test_what_is_iterated_stays_together():
    line = "total = sum(value_of_it * weight_of_it for value_of_it, weight_of_it in zip(values_of_all, weights_of_all))\n"
    assert tidied(line)[1].strip().startswith("for value_of_it, weight_of_it in zip(")


BREAKS = {
    "behind a comma rather than at an operator": (
        "def initialized(model: nn.Module, generator: torch.Generator | None = None) -> nn.Module:\n    pass",
        ["def initialized(model: nn.Module,", "        generator: torch.Generator | None = None) -> nn.Module:", "    pass"],
    ),
    "at the operator that binds least": (
        "gradient_of_x = grad_output * (slope + (1 - slope) * torch.sigmoid(beta_of_the_slope * x))",
        ["gradient_of_x = grad_output * (slope", "    + (1 - slope) * torch.sigmoid(beta_of_the_slope * x))"],
    ),
    "in no subscript": (
        "is_token = torch.arange(ids.shape[1], device=ids.device) < lengths_of_all[:, None]",
        ["is_token = torch.arange(ids.shape[1],", "    device=ids.device) < lengths_of_all[:, None]"],
    ),
    "nowhere rather than in a short bracket": (
        "theta, count = theta - lr * 2 * a.T @ (a @ theta - y) / len(a), count_of_steps + 1",
        ["theta, count = theta - lr * 2 * a.T @ (a @ theta - y) / len(a), count_of_steps + 1"],
    ),
}


@pytest.mark.parametrize("kind", BREAKS)
def test_a_long_line_is_broken(kind):
    program, lines = BREAKS[kind]
    assert list(tidied(program)) == lines
