"""What does not fit on the screen opens where it is wanted and can be scrolled to both ends."""

from hypothesis import given
from hypothesis import strategies as st

from studykit.cli.terminal.keys import DOWN, PAGE_DOWN, PAGE_UP, SCROLLS
from studykit.cli.watching.window import MORE, Window

REPORT = [f"report {number}" for number in range(30)]
LIST = [f"new  topic/e{number}  Title" for number in range(50)]


def test_a_report_opens_at_its_end_and_a_long_list_at_the_exercise() -> None:
    assert Window().lines(REPORT, [], 10, "topic/e7") == [MORE, *REPORT[21:]]
    shown = Window().lines(REPORT, LIST, 10, "topic/e20")
    assert shown == [MORE, *LIST[16:24], MORE]


@given(st.integers(1, 40), st.integers(0, 30), st.integers(0, 50), st.lists(st.sampled_from(SCROLLS), max_size=8))
def test_it_never_shows_more_than_fits_and_all_that_does(room: int, report: int, listed: int, keys: list[str]) -> None:
    window = Window()
    for key in keys:
        assert len(window.lines(REPORT[:report], LIST[:listed], room, "topic/e9")) == min(room, report + listed)
        window.scroll(key)


def test_both_ends_can_be_reached() -> None:
    window = Window()
    window.lines(REPORT, LIST, 10, "topic/e20")
    for key, end in ((PAGE_UP, REPORT[0]), (PAGE_DOWN, LIST[-1])):
        for _ in range(20):
            window.scroll(key)
            shown = window.lines(REPORT, LIST, 10, "topic/e20")
        assert end in shown
    window.scroll(DOWN)
    assert window.lines(REPORT, LIST, 10, "topic/e20")[-1] == LIST[-1]
