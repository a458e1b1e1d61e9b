"""Which function a line belongs to."""

from studykit.content.owners import IMPORT, owners

PROGRAM = """\
import math
LIMIT = 3
@cache
def f():
    return {
        1: 2,
    }

class A(B):
    kind = "a"
    @property
    def size(self):
        return 1

    def other(self):
        pass
print(f())"""


def test_each_line_has_the_function_method_or_name_that_it_belongs_to():
    assert owners(PROGRAM.split("\n")) == (
        IMPORT,
        "LIMIT",
        *["f"] * 5,
        "",
        *["A"] * 2,
        *["A.size"] * 3,
        "",
        *["A.other"] * 2,
        "",
    )
