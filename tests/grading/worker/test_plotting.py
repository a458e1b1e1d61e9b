"""Drawing does no harm in a grade: matplotlib can be imported in every exercise, shows nothing and saves nothing."""

import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest

from studykit.grading.grade_report import Report, Verdict

pytest.importorskip("matplotlib", reason="needs the extra plots")

ONE_TEST = Path(__file__).parent / "sandbox" / "one_test"
DRAWS = """
fig, ax = plt.subplots()
ax.plot([1, 2])
ax.set_title("$x^2$")
plt.show()
fig.show()
plt.savefig(io.BytesIO())
print(matplotlib.get_backend())
"""

Grade = Callable[..., Report]


@pytest.fixture
def run(grade: Grade) -> Grade:
    """Grades a function with this body by a suite that nothing passes, so that what was printed is shown."""

    def run(body: str, **changes: object) -> Report:
        source = f"import io, os\nimport matplotlib\nimport matplotlib.pyplot as plt\n\ndef run():\n{textwrap.indent(body, '    ')}\n"
        return grade(source, suite=str(ONE_TEST / "suite.py"), probes=str(ONE_TEST / "probes.py"), forbids=(), **changes)

    return run


@pytest.mark.parametrize("needs", [(), ("scratch",)])
def test_a_figure_is_drawn_and_shown_without_a_screen_or_a_word(run: Grade, needs: tuple[str, ...]) -> None:
    result = run(DRAWS, needs=needs).results[0]
    assert result.printed == "Agg\n"
    assert result.got == "None"


def test_a_scratch_begins_empty_all_the_same(run: Grade) -> None:
    assert run("plt.plot([1])\nprint(os.listdir())", needs=("scratch",)).results[0].printed == "[]\n"
    assert run("plt.plot([1])\nplt.savefig('a.png')\nprint(os.listdir())", needs=("scratch",)).results[0].printed == "['a.png']\n"


@pytest.mark.parametrize("save", ["plt.savefig('line.png')", "plt.figure().savefig('/tmp/line.pdf')", "plt.imsave('a.png', [[1.0]])"])
def test_a_picture_that_is_saved_is_refused_with_what_to_do(run: Grade, save: str) -> None:
    result = run(f"plt.plot([1])\n{save}").results[0]
    assert "No picture can be saved while your file is graded: leave that call out" in (result.message or "")
    assert result.line == 7


def test_a_backend_with_windows_is_refused_with_what_to_do(run: Grade) -> None:
    assert "leave the choice of a backend out" in (run("plt.switch_backend('TkAgg')").results[0].message or "")


def test_an_answer_may_begin_with_the_import(grade: Grade) -> None:
    report = grade("import matplotlib.pyplot as plt\nplt.plot([1])\nplt.show()\n\ndef sgd_update(params, lr):\n    pass\n")
    assert report.verdict is Verdict.FAILED
    assert report.failure is None
