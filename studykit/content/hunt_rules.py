"""Which mistakes serve as a bug hunt: each rule is a function that gives the reason why one does not, or nothing."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from studykit.content.hunt_program import LONGEST, Shown
from studykit.content.mistake import STARTER, Mistake

MOST_PLACES = 2
WIDEST = 100
SHARE = 3  # at most a line in so many is faulty,
FEW = 2  # or so many lines are
FEWEST_OTHERS = 2
NAME = re.compile(r"[A-Za-z_]\w*")
TELLING = re.compile(r"(^|_)(wrong|bug|buggy|bad|broken|faulty|incorrect|mistake|naive|forgot|forgotten|todo|fixme)(_|$)", re.IGNORECASE)


@dataclass(frozen=True)
class Candidate:
    """A mistake with all that rules look at: what would be shown (None if nothing can be), what the program should do, its own explanation,
    how many of others are false of it, the tests that reject it (None if nobody graded it), those that ask for what the hunt does not say,
    and other mistakes of the same program."""

    mistake: Mistake
    shown: Shown | None
    asks: str = ""
    text: str = ""
    others: int = 0
    rejecting: frozenset[str] | None = None
    untold: frozenset[str] = frozenset()
    twins: tuple[str, ...] = ()


def is_an_edit(one: Candidate) -> str:
    """Without a right answer beside it there is no edit to show."""
    return "another program, not an edit of a right answer" if one.mistake.base in ("", STARTER) else ""


def is_asked_for(one: Candidate) -> str:
    """Nothing is a bug of a program of which nobody says what it should do."""
    if one.shown is None:
        return "changes what `hunt:` says nothing of"
    return "" if one.asks else "nothing says in two sentences what the program should do; give `hunt:`"


def is_rejected(one: Candidate) -> str:
    """What the suite accepts is no bug."""
    return "no test of the suite rejects it" if one.rejecting is not None and not one.rejecting else ""


def is_told(one: Candidate) -> str:
    """A hunt is unfair if its program could be right, given what is said."""
    return "only tests in `hunt_untold` reject it" if one.rejecting and one.rejecting <= one.untold else ""


def is_one_bug(one: Candidate) -> str:
    """One bug is looked for, not several."""
    places = one.shown.places if one.shown else 0
    return f"changes {places} places; at most {MOST_PLACES}" if places > MOST_PLACES else ""


def fits_a_screen(one: Candidate) -> str:
    """A program is read at one look, with the numbers of its lines beside it."""
    return too_large(one.shown) if one.shown else ""


def is_hidden(one: Candidate) -> str:
    """Where much of what is shown is faulty, any line is found."""
    if one.shown is None:
        return ""
    lines, faulty = sum(map(bool, one.shown.wrong.lines)), len(one.shown.faulty)
    return f"{faulty} of {lines} lines are faulty" if faulty > max(FEW, lines // SHARE) else ""


def gives_no_name_away(one: Candidate) -> str:
    """Nobody should find a bug by a name that says so."""
    if one.shown is None:
        return ""
    right, wrong = (set(NAME.findall("\n".join(code.lines))) for code in (one.shown.right, one.shown.wrong))
    telling = sorted(name for name in wrong - right if TELLING.search(name))
    return f"the name `{telling[0]}` gives it away" if telling else ""


def is_alone(one: Candidate) -> str:
    """Two explanations of one program would both be true."""
    return f"shows the same program as {one.twins[0]}" if one.twins else ""


def has_a_text(one: Candidate) -> str:
    """A choice must not name the line, and must say what goes wrong."""
    return "" if one.text else "its explanation names the line, or begins with what is right; give `Choice:`"


def has_others(one: Candidate) -> str:
    """Its explanation stands among others that are false of its program."""
    return f"other explanations that are false of it: {one.others}; at least {FEWEST_OTHERS}" if one.others < FEWEST_OTHERS else ""


RULES: tuple[Callable[[Candidate], str], ...] = (
    is_an_edit,
    is_asked_for,
    is_rejected,
    is_told,
    is_one_bug,
    fits_a_screen,
    is_hidden,
    gives_no_name_away,
    is_alone,
    has_a_text,
    has_others,
)


def reason_against(one: Candidate) -> str:
    """Why a mistake does not serve, the first reason of the rules; empty if it does."""
    return next((reason for rule in RULES if (reason := rule(one))), "")


def too_large(seen: Shown) -> str:
    """Why a program does not fit a screen; empty if it does."""
    lines = seen.wrong.lines
    if len(lines) > LONGEST:
        return f"{len(lines)} lines; at most {LONGEST}"
    widest = max(map(len, lines), default=0)
    return f"a line of {widest} characters; at most {WIDEST}" if widest > WIDEST else ""
