"""Charts out of characters, in 80 and in 40 columns, in blocks and in ASCII."""

from datetime import date, timedelta

import pytest

from studykit.cli.views.text_charts import bar, calendar_lines, column_lines

TODAY = date(2026, 3, 11)  # a Wednesday
BY_DAY = {TODAY: 50, TODAY - timedelta(days=1): 25, TODAY - timedelta(days=2): 1, TODAY - timedelta(days=7): 12}


def test_the_calendar_shows_weeks_as_columns_and_ends_today():
    lines = calendar_lines(BY_DAY, TODAY, 80, True)

    assert lines[0] == "     Sep   Oct     Nov     Dec       Jan     Feb     Mar"
    assert lines[1] == "Mon  " + "· " * 25 + "░"
    assert lines[2] == "Tue  " + "· " * 25 + "▓"
    assert lines[3] == "Wed  " + "· " * 24 + "▒ █"
    assert lines[4] == "Thu  " + ("· " * 25).rstrip()
    assert lines[8] == "     · 0  ░ 1-9  ▒ 10-24  ▓ 25-49  █ 50+"


def test_in_ascii_each_level_is_another_character():
    lines = calendar_lines(BY_DAY, TODAY, 80, False)

    assert "\n".join(lines).isascii()
    assert [line[-1] for line in lines[1:4]] == ["-", "*", "#"]
    assert lines[3].endswith(". + #")


@pytest.mark.parametrize("width", [12, 20, 31, 40, 57, 80, 200])
def test_the_calendar_keeps_to_its_width(width):
    lines = calendar_lines(BY_DAY, TODAY, width, True)

    assert all(len(line) <= max(width, 14) for line in lines)
    assert lines[3].endswith("█")  # today is always there
    assert len({line.rstrip().rfind("·") for line in lines[4:8]}) == 1


def test_in_40_columns_all_26_weeks_are_there():
    assert calendar_lines({}, TODAY, 40, True)[1] == "Mon  " + "·" * 26


def test_columns_are_as_high_as_their_share_of_the_highest():
    assert column_lines([4, 2, 0, 1], 80, True, height=2) == ["   4 █", "     █ █   ▄"]
    assert column_lines([4, 2, 0, 1], 80, False, height=4) == ["   4 #", "     #", "     # #", "     # #   #"]


def test_one_among_thousands_is_still_seen():
    assert column_lines([5000, 1, 0], 80, True, height=1) == ["5000 █ ▁"]
    assert column_lines([5000, 1, 0], 80, False, height=1) == ["5000 # #"]


def test_thirty_columns_fit_into_40_and_are_spread_in_80():
    assert column_lines([1] * 30, 40, True, height=1) == ["   1 " + "█" * 30]
    assert column_lines([1] * 30, 80, True, height=1) == ["   1 " + "█ " * 29 + "█"]


def test_a_bar_is_its_share_of_the_width():
    assert (bar(0, 10, True), bar(0.5, 10, True), bar(1, 10, False)) == ("", "█████", "##########")
