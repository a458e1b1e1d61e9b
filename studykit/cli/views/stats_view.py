"""How `stats` looks in a terminal, from 40 columns on."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from studykit.cli.terminal.out import console
from studykit.cli.views.show import is_unicode
from studykit.cli.views.text_charts import bar, calendar_lines, column_lines
from studykit.study.phrases import counted, days
from studykit.visuals.words import duration, percent, span

Numbers = dict[str, Any]
MOST_BAR = 30
MOST_KINDS = 10
NARROW = 50


def show_statistics(numbers: Numbers) -> None:
    """Print the object of `stats --json` for people; what has no numbers yet is left out."""
    out = console()
    _totals(out, numbers)
    if not numbers["reviews"] and not numbers["grades"]:
        out.print("\nNothing is in the log yet. `studykit review` shows cards, `studykit next` gives you an exercise.")
        return
    for section in (_calendar, _decks, _intervals, _forecast, _topics, _hardest, _bug_kinds):
        section(out, numbers)


def _totals(out: Console, numbers: Numbers) -> None:
    exercises, cards, retention = numbers["exercises"], numbers["cards"], numbers["retention"]
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_row(
        "Exercises", f"{exercises['passed']} of {exercises['all']} passed, {exercises['due']} due, {counted(numbers['grades'], 'grade')}"
    )
    grid.add_row("Cards", f"{cards['met']} of {cards['all']} met, {cards['due']} due")
    if (hunts := numbers["hunts"])["begun"]:
        grid.add_row("Bug hunts", f"{hunts['found']} of {hunts['done']} found, {hunts['missed']} missed, {hunts['due']} due")
    grid.add_row("Reviews", f"{numbers['reviews']}, {numbers['reviews_today']} of them today")
    grid.add_row("Retention", "no second review yet" if retention is None else f"{percent(retention)} recalled, of cards asked before")
    grid.add_row("Streak", f"{days(numbers['streak_days'])}, the longest {days(numbers['longest_streak_days'])}")
    grid.add_row("Time", _time(numbers["seconds"]))
    out.print(grid)
    for line in numbers["why_waiting"]:
        out.print(Text(line))


def _calendar(out: Console, numbers: Numbers) -> None:
    by_day = {date.fromisoformat(day): count for day, count in numbers["by_day"].items()}
    if by_day:
        _heading(out, "Reviews a day")
        _lines(out, calendar_lines(by_day, date.fromisoformat(numbers["day"]), out.width, is_unicode()))


def _decks(out: Console, numbers: Numbers) -> None:
    _recalls(out, "Retention by deck", [(row["deck"], row) for row in numbers["retention_by_deck"]])


def _intervals(out: Console, numbers: Numbers) -> None:
    rows = [(span(row["from_days"], row["to_days"]), row) for row in numbers["retention_by_interval"]]
    asked = numbers["retention_asked"]
    said = "" if asked is None else f" ({percent(asked)} is asked for)"
    _recalls(out, f"Retention by days since the review before{said}", rows)


def _recalls(out: Console, title: str, rows: Sequence[tuple[str, Numbers]]) -> None:
    if not any(row["reviews"] for _, row in rows):
        return
    _heading(out, title)
    widest = max(len(name) for name, _ in rows)
    room = max(5, min(MOST_BAR, out.width - min(widest, out.width // 3) - 20))
    grid = Table.grid(padding=(0, 2, 0, 0))
    for justify in ("left", "left", "right", "right"):
        grid.add_column(justify=justify, overflow="fold")
    for name, row in rows:
        share = row["retention"]
        drawn = bar(share or 0.0, room, is_unicode())
        grid.add_row(Text(name if name.isprintable() else ascii(name)), drawn.ljust(room), percent(share), f"of {row['reviews']}")
    out.print(grid)


def _forecast(out: Console, numbers: Numbers) -> None:
    coming = [row["cards"] + row["exercises"] + row["hunts"] for row in numbers["forecast"]]
    _heading(out, f"Due in the next {len(coming)} days")
    if not any(coming):
        out.print("Nothing.")
        return
    _lines(out, column_lines(coming, out.width, is_unicode()))
    busiest = numbers["forecast"][coming.index(max(coming))]["day"]
    out.print(f"{coming[0]} today, {sum(coming[1:2])} tomorrow, {sum(coming[:7])} in 7 days, {sum(coming)} in all; most on {busiest}.")


def _topics(out: Console, numbers: Numbers) -> None:
    rows = [
        [row["topic"], f"{row['passed']} of {row['passed'] + row['open']}", *(str(row[name]) for name in ("tries", "hints", "given_up"))]
        for row in numbers["topics"]
    ]
    _table(out, "Exercises by topic", ("topic", "passed", "tries", "hints", "gave up"), rows)


def _hardest(out: Console, numbers: Numbers) -> None:
    rows = [
        [row["item"].partition(":")[2] + (" (suspended)" if row["suspended"] else ""), str(row["lapses"]), percent(row["retention"])]
        for row in numbers["hardest"]
    ]
    _table(out, "Hardest cards", ("card", "lapses", "recalled"), rows)


def _bug_kinds(out: Console, numbers: Numbers) -> None:
    rows = [
        [row["card"] or "(no bug)", *(str(row[name]) for name in ("met", "found", "missed"))] for row in numbers["bug_kinds"][:MOST_KINDS]
    ]
    _table(out, "Kinds of bugs, those most missed first", ("card", "met", "found", "missed"), rows)


def _table(out: Console, title: str, names: Iterable[str], rows: Sequence[Sequence[str]]) -> None:
    if not rows:
        return
    _heading(out, title)
    table = Table(box=None, pad_edge=False, padding=(0, 2 if out.width > NARROW else 1, 0, 0), collapse_padding=True)
    for number, name in enumerate(names):
        narrowest = max(len(word) for word in name.split())
        table.add_column(name, justify="right" if number else "left", overflow="fold", min_width=narrowest if number else None)
    for first, *rest in rows:
        table.add_row(Text(first), *rest)
    out.print(table)


def _heading(out: Console, title: str) -> None:
    out.print(f"\n{title}", style="bold")


def _lines(out: Console, lines: Iterable[str]) -> None:
    for line in lines:
        out.print(Text(line), no_wrap=True, overflow="crop")


def _time(seconds: Numbers) -> str:
    if not seconds["all"]:
        return "nothing timed yet"
    typical = seconds["typical_review"]
    said = f"{duration(seconds['all'])}, {duration(seconds['today'])} of it today"
    return said if typical is None else f"{said}; a review typically takes {typical:.0f} s"
