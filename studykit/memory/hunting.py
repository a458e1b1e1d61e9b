"""Bug hunts: which mistake comes next, how good an answer was, and what it does to rewriting the exercise; a function of what happened."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from hashlib import sha256
from typing import NamedTuple

from studykit.memory.schedule import LOWEST_RECALL

NO_BUG = ""  # instead of a mistake's name: the program that was shown is right
FOUND = 4  # this quality or better
AT_ONCE, AT_THE_SECOND_TRY, WITH_HELP, GIVEN_UP = 5, 4, 3, 1

ONE_IN = 8  # so many hunts has no bug: else one learns to suspect the strangest line
BETWEEN_MISSES = 2  # hunts of the exercise before a mistake that was missed comes again: at once it would be remembered, not found
# How many times as long ago a mistake counts as met, by the last quality: what was hard comes again sooner.
SOONER = {AT_ONCE: 1, AT_THE_SECOND_TRY: 2, WITH_HELP: 4}
MISSED_SOONER = 8

MISSES = 2  # in a row make the exercise itself due
REWRITING_FACTOR = 2  # the exercise waits so many times as long as its hunt
LONGEST_UNWRITTEN_DAYS = 365  # finding a bug is not writing the program: after a year hunts put that off no more


class Met(NamedTuple):
    """A hunt that was done: its mistake, how well it was found, and when, as a text that sorts by time."""

    name: str
    quality: int
    at: str


class Made(NamedTuple):
    """A mistake that the learner made in a grade, or one of the same idea, and when, as in Met."""

    name: str
    at: str


def next_hunt(
    exercise: str, names: Sequence[str], met: Sequence[Met], made: Sequence[Made] = (), serves: Callable[[str], bool] = lambda _: True
) -> str:
    """Return which of an exercise's mistakes its next hunt shows, NO_BUG for none; `met` holds the hunts done so far, in order.

    A mistake that the learner made comes first, until it was met; then one that was missed, after two other hunts; then those never met,
    in an order of the exercise's own; then the one met longest ago, sooner the harder it was, and never the same twice in a row. One hunt
    of eight shows a right program, by a checksum of exercise and number, so that no counting foretells it. Only mistakes that serve are
    shown, and `serves` is asked of as few as will do.
    """
    waiting = sorted((one.at, one.name) for one in made if one.name in names and not _was_met_since(one, met))
    if own := next((name for _, name in waiting if serves(name)), None):
        return own
    if _is_without_bug(exercise, len(met)):
        return NO_BUG
    places = {hunt.name: place for place, hunt in enumerate(met) if hunt.name in names and serves(hunt.name)}
    missed = [place for place in places.values() if met[place].quality < LOWEST_RECALL and len(met) - place > BETWEEN_MISSES]
    if missed:
        return met[min(missed)].name
    unmet = sorted((name for name in names if name not in places), key=lambda name: _checksum(exercise, name))
    if new := next(filter(serves, unmet), None):
        return new
    others = [name for name, place in places.items() if place < len(met) - 1] or list(places)
    return max(
        others, key=lambda name: ((len(met) - places[name]) * _sooner(met[places[name]].quality), _checksum(exercise, name)), default=NO_BUG
    )


def quality_of(line_tries: int, reason_tries: int, helps: int, is_given_up: bool = False) -> int:
    """Return the quality of a hunt: 5 found at once, with the right reason; 4 with one wrong try, 3 with more of them or with help, 1 given
    up."""
    if is_given_up:
        return GIVEN_UP
    wrong = max(0, line_tries - 1) + max(0, reason_tries - 1)
    if helps or wrong > 1:
        return WITH_HELP
    return AT_THE_SECOND_TRY if wrong else AT_ONCE


def misses_in_a_row(qualities: Sequence[int]) -> int:
    """Return how many hunts were missed last, with no other in between."""
    count = 0
    for quality in reversed(qualities):
        if quality >= LOWEST_RECALL:
            break
        count += 1
    return count


def rewriting_day(found: date, hunt_interval_days: int, written: date) -> date:
    """Return the day before which an exercise need not be written again, since a bug was found in it, and the hunt comes back after so
    many days: after twice as many, but at most a year after it was `written` last."""
    days = min(REWRITING_FACTOR * hunt_interval_days, max(0, (written - found).days + LONGEST_UNWRITTEN_DAYS))
    return found + timedelta(days=min(days, (date.max - found).days))


def _was_met_since(made: Made, met: Sequence[Met]) -> bool:
    return any(hunt.name == made.name and hunt.at > made.at for hunt in met)


def _is_without_bug(exercise: str, number: int) -> bool:
    return _checksum(exercise, f"without a bug {number}") % ONE_IN == 0


def _sooner(quality: int) -> int:
    return SOONER.get(quality, MISSED_SOONER)


def _checksum(exercise: str, text: str) -> int:
    return int.from_bytes(sha256(f"{exercise} {text}".encode()).digest()[:8])
