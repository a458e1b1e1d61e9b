"""studykit: exercises graded on real torch models, and flashcards that come back when they are due.

    import studykit

    report = studykit.grade("sgd_update.py")    # graded in a sandbox; nothing is recorded
    study = studykit.Study()                    # the learner's own log: grade, next, hint, due, review, statistics, plot
    found = studykit.check("my_pack")           # whether a pack of one's own is sound

In a notebook, `%load_ext studykit` gives the same as magics. Importing studykit costs nothing: each name is loaded when it is first used.
"""

TYPE_CHECKING = False  # type checkers take it for true; the module `typing` would take seven times as long to load as this one

if TYPE_CHECKING:
    from studykit.authoring.pack_check import PackCheck, check
    from studykit.content.deck import Card
    from studykit.content.exercise import Exercise
    from studykit.content.mistake import Mistake
    from studykit.errors import StudykitError
    from studykit.grading.grade_report import Diagnosis, Outcome, Report, Result, Verdict
    from studykit.study.api import Study, grade

__version__ = "0.1.0"
__all__ = [
    "Card",
    "Diagnosis",
    "Exercise",
    "Mistake",
    "Outcome",
    "PackCheck",
    "Report",
    "Result",
    "Study",
    "StudykitError",
    "Verdict",
    "__version__",
    "check",
    "grade",
]

_HOMES = {
    "studykit.authoring.pack_check": ("PackCheck", "check"),
    "studykit.content.deck": ("Card",),
    "studykit.content.exercise": ("Exercise",),
    "studykit.content.mistake": ("Mistake",),
    "studykit.errors": ("StudykitError",),
    "studykit.grading.grade_report": ("Diagnosis", "Outcome", "Report", "Result", "Verdict"),
    "studykit.study.api": ("Study", "grade"),
}


def __getattr__(name: str) -> object:
    from importlib import import_module  # start-up time: every command imports this package

    for home, names in _HOMES.items():
        if name in names:
            return getattr(import_module(home), name)
    raise AttributeError(f"module 'studykit' has no attribute '{name}'")


def load_ipython_extension(shell: object) -> None:
    """What `%load_ext studykit` calls."""
    from studykit.notebook.extension import register  # start-up time: only in IPython

    register(shell)


def __dir__() -> list[str]:
    return __all__
