"""Charts out of characters: a calendar, columns and bars that need no color, in a width that is given, also in plain ASCII."""

from calendar import day_abbr, month_abbr
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import groupby

from studykit.progress.half_year import WEEKS, last_weeks, level, level_names

_LABEL = 5
_SHADES = {True: "·░▒▓█", False: ".-+*#"}
_EIGHTHS = " ▁▂▃▄▅▆▇█"


def calendar_lines(by_day: Mapping[date, int], today: date, width: int, unicode: bool) -> list[str]:
    """Return the half year up to today, a column a week and a row a weekday, or as many weeks as the width holds; then the legend."""
    cell = 2 if width >= _LABEL + WEEKS * 2 else 1
    weeks = last_weeks(today, max(1, min(WEEKS, (width - _LABEL) // cell)))
    shades = _SHADES[unicode]
    lines = [" " * _LABEL + _months(weeks, cell, width - _LABEL)]
    for weekday in range(7):
        days = [week[weekday] for week in weeks if weekday < len(week)]
        marks = "".join(shades[level(by_day.get(day, 0))].ljust(cell) for day in days)
        lines.append(f"{day_abbr[weekday]:<{_LABEL}}{marks}")
    legend = [f"{shade} {name}" for shade, name in zip(shades, level_names(), strict=True)]
    return [line.rstrip() for line in (*lines, *_wrapped(legend, width - _LABEL))]


def column_lines(values: Sequence[int], width: int, unicode: bool, height: int = 5) -> list[str]:
    """Return a column for each value, the highest `height` lines tall and named at its top; something is never as low as nothing."""
    top = max(values, default=0)
    cell = 2 if _LABEL + len(values) * 2 <= width else 1
    steps = 8 if unicode else 1
    tall = [0 if value == 0 else max(1, round(value / top * height * steps)) for value in values]
    lines = []
    for line in reversed(range(height)):
        filled = [min(steps, max(0, eighths - line * steps)) for eighths in tall]
        marks = "".join((_EIGHTHS[eighths] if unicode else " #"[eighths]).ljust(cell) for eighths in filled)
        lines.append(f"{top if line == height - 1 else '':>{_LABEL - 1}} {marks}".rstrip())
    return lines


def bar(share: float, width: int, unicode: bool) -> str:
    """Return a bar of this share (0 to 1) of a width."""
    return ("█" if unicode else "#") * round(share * width)


def _months(weeks: Sequence[Sequence[date]], cell: int, width: int) -> str:
    """The name of each month above its first week; one that has no room for its name is left out."""
    line = ""
    for month, among in groupby(weeks, key=lambda week: week[0].month):
        end = len(line) + cell * len(list(among))
        # The last month may reach beyond its weeks, as far as the width goes.
        limit = width + 1 if end == cell * len(weeks) else end
        name = month_abbr[month]
        line = (line + name if len(line + name) < limit else line).ljust(end)
    return line


def _wrapped(parts: Sequence[str], width: int) -> list[str]:
    lines = [""]
    for part in parts:
        if lines[-1] and len(lines[-1]) + 2 + len(part) > width:
            lines.append("")
        lines[-1] += f"  {part}" if lines[-1] else part
    return [" " * _LABEL + line for line in lines]
