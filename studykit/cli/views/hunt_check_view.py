"""How `studykit check --hunts` tells which mistakes serve as bug hunts, and why the others do not."""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import groupby
from typing import Any

from studykit.authoring.hunt_check import HuntRow
from studykit.cli.views.show import mark


def show_hunts(out: Any, rows: Sequence[HuntRow], with_reasons: bool) -> None:
    """Print a line for each exercise below one for its topic; then the reasons, of each mistake by name or counted; then the faults."""
    for topic, group in groupby(rows, key=lambda row: row.exercise.partition("/")[0]):
        ones = list(group)
        if len(rows) > 1:
            _tell(out, _line("", topic, ones))
        for row in ones:
            _tell(out, _line(f"{mark(not row.faults)} ", row.exercise, [row]))
            for name, reason in row.unserved.items() if with_reasons else ():
                _tell(out, f"    {name}: {reason}")
    _sum_up(out, rows)


def _sum_up(out: Any, rows: Sequence[HuntRow]) -> None:
    reasons = Counter(_kind(reason) for row in rows for reason in row.unserved.values())
    if reasons:
        _tell(out, "Why other mistakes do not serve:")
    for kind, count in reasons.most_common():
        _tell(out, f"{count:>5}  {kind}")
    faults = [fault for row in rows for fault in row.faults]
    for fault in faults:
        _tell(out, f"{mark(False)} {fault}")
    serving, mistakes = sum(row.serving for row in rows), sum(row.mistakes for row in rows)
    without = sum(row.without_bug for row in rows)
    _tell(out, f"Exercises: {len(rows)}. Hunts: {serving} of {mistakes} mistakes. Without a bug: {without}. Faults: {len(faults)}.")


def _line(before: str, name: str, rows: Sequence[HuntRow]) -> str:
    serving, mistakes, without = (sum(getattr(row, key) for row in rows) for key in ("serving", "mistakes", "without_bug"))
    return f"{before}{name:<{40 - len(before)}} {serving:>4} of {mistakes:>4} mistakes serve  {without:>3} without a bug"


def _kind(reason: str) -> str:
    """A reason without the numbers and names of the one mistake."""
    return re.sub(r"`(?!hunt)[^`]*`|(?<=as )\w+$", "…", re.sub(r"\d+(?= (lines|places|of|characters))|(?<=of )\d+|(?<=: )\d+", "…", reason))


def _tell(out: Any, line: str) -> None:
    out.print(line, markup=False, soft_wrap=True)
