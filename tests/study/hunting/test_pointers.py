"""No help says where the bug is while its line is asked."""

import pytest

from studykit.study.hunting.pointers import without_pointers

PROGRAM = "def f(x):\n    y = x.detach()\n    return y.sum()\n"
MESSAGES = {
    "RuntimeError: shapes differ (line 2)": "RuntimeError: shapes differ",
    "uses torch.nn, which this exercise asks you to build (line 12)": "uses torch.nn, which this exercise asks you to build",
    "No files may be written (line 3; OSError: no)": "No files may be written (OSError: no)",
    "Still running after 10 s in line 2: is there a loop that never ends?": "Still running after 10 s: is there a loop that never ends?",
    "the graph ends in line 2: `y = x.detach()`, where autograd is switched off": "the graph ends, where autograd is switched off",
    "Line 3 is no Python. (`return y.sum()`)": "Line … is no Python. (`…`)",
    "the result has shape (2, 3)": "the result has shape (2, 3)",
}


@pytest.mark.parametrize("message", MESSAGES)
def test_a_message_names_no_line_and_quotes_none(message: str) -> None:
    assert without_pointers(message, PROGRAM) == MESSAGES[message]
