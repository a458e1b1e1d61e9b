"""`due` for shell prompts and cron: what is left to do today, by exit code or as a number."""

from collections.abc import Callable
from pathlib import Path

from tests.conftest import Ran

Run = Callable[..., Ran]
CARD, SIBLING = "card:losses/column-minus-row", "card:losses/mse-only-warns"


def test_quiet_and_count_leave_out_what_waits_for_its_sibling_but_the_list_does_not(studykit: Run) -> None:
    for card in (CARD, SIBLING):
        studykit("answer", card, 4, "--at", "2026-01-01")
    assert studykit("due", "--count", "--at", "2026-01-02") == Ran(0, "1\n", "")
    studykit("answer", CARD, 4, "--at", "2026-01-02")
    assert studykit("due", "--quiet", "--at", "2026-01-02") == Ran(1, "", "")
    assert [entry["item"] for entry in studykit("due", "--json", "--at", "2026-01-02").json] == [SIBLING]
    assert studykit("due", "--quiet", "--at", "2026-01-03").code == 0


def test_a_day_is_done_when_its_limit_is_reached(studykit: Run, home: Path) -> None:
    for card in (CARD, "card:autograd/leaf"):
        studykit("answer", card, 4, "--at", "2026-01-01")
    (home / "settings.yaml").write_text("reviews_a_day: 1\n")
    studykit("answer", CARD, 4, "--at", "2026-01-02")
    assert studykit("due", "--count", "--at", "2026-01-02").out == "0\n"


def test_an_exercise_counts_too(studykit: Run) -> None:
    studykit("answer", "exercise:optimisers/sgd_update", 4, "--at", "2026-01-01")
    assert studykit("due", "--count", "--at", "2026-01-02").out == "1\n"
    assert studykit("due", "--quiet", "--at", "2026-01-02").code == 0


def test_new_cards_are_not_due(studykit: Run) -> None:
    assert studykit("due", "--quiet").code == 1
