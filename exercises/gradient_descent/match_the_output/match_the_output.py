"""Match printed output to code

Write a program that finds out which code printed a given output. A number printed in a notebook can prove that the
code beside it is not the code that ran. To see that, compare numbers, not text: `[0.49671415]`,
`array([0.49671415])` and `np.float64(0.4967141530112327)` look different, but are the same value.

Write three functions:

- `read_numbers(text)`: the numbers in a printed text, in order, as a list of floats. A number may
  have a sign, a decimal point and an exponent: `-0.1382643`, `2.`, `.5`, `1e-05`, `42`. Digits that belong to
  a **name** (a run of letters, digits and underscores that does not begin with a digit: `float64`,
  `x_1`) or are in **quotes** (`'cuda:0'`, `"cuda:0"`) are not numbers.
- `agrees(text, values)`: True if the text contains as many numbers as `values`, and each value, in
  order, matches the printed number: it is at most **half a unit of the last printed digit** away. So
  `1.02` matches 1.015 to 1.025, `2.` matches 1.5 to 2.5, `3e-05` matches 2.5e-05 to 3.5e-05. You may add a
  relative tolerance of 1e-12 for rounding.
- `made_by(text, candidates)`: `candidates` is a dict that maps the name of a program to the list of its values. It
  returns a list of the names of those that agree with the text, in the order of the dict.

Example:

    read_numbers("tensor([0.3367], device='cuda:0', dtype=torch.float64)")    # [0.3367]
    agrees("[0.49671415] [-0.1382643]", [0.4967141530112327, -0.13826430117118466])     # True
    made_by("[1.0235] [1.9690]", {"buggy": [1.5306, 0.8957], "fixed": [1.02354, 1.96896]})
    # ["fixed"]

Python's `re` is all you need.
"""

import re


def read_numbers(text: str) -> list[float]:
    raise NotImplementedError  # TODO: numbers, but not those in names and quotes


def agrees(text: str, values: list[float]) -> bool:
    raise NotImplementedError  # TODO: each within half a unit of its last printed digit


def made_by(text: str, candidates: dict[str, list[float]]) -> list[str]:
    raise NotImplementedError  # TODO: the names of the programs that agree
