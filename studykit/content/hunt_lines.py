"""Which lines of a program with a bug count as found: those of the bug, and those where it could be fixed as well."""

from collections.abc import Sequence

from studykit.content.hunt_checks import places_of_a_check
from studykit.content.hunt_order import around, behind_what_came, doubled, is_for_another, one_of_two, other_gaps, passed_by
from studykit.content.hunt_text import Change, Text
from studykit.content.hunt_uses import uses


def found_lines(right: Text, wrong: Text, changes: Sequence[Change]) -> frozenset[int]:
    """The lines of the wrong program that count as found."""
    found: set[int] = set()
    for change in changes:
        came = [line for line in range(change[3], change[4]) if wrong.lines[line]]
        if not came and is_for_another(right, wrong, change, changes):
            continue
        found.update(came or around(right, wrong, change))
        found.update(behind_what_came(right, wrong, change))
        if not came and not _is_moved(right, wrong, change, changes):
            found.update(places_of_a_check(right, wrong, change))
            found.update(other_gaps(right, wrong, change))
            found.update(one_of_two(right, wrong, change))
        found.update(uses(right, wrong, change))
        found.update(doubled(wrong, change))
    found.update(passed_by(right, wrong, changes))
    return frozenset(line for each in found for line in wrong.whole(each) if wrong.lines[line])


def _is_moved(right: Text, wrong: Text, change: Change, changes: Sequence[Change]) -> bool:
    gone = {right.lines[line].strip() for line in range(change[1], change[2])} - {""}
    return any(wrong.lines[line].strip() in gone for each in changes for line in range(each[3], each[4]))
