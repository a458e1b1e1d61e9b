"""`due` for shell prompts and cron: what is left to do today, by exit code or as a number."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from tests.conftest import Ran

Run = Callable[..., Ran]
CARD, SIBLING = "card:losses/column-minus-row", "card:losses/mse-only-warns"
EXERCISES = ("exercise:gradient_descent/forward_and_mse", "exercise:optimizers/sgd_update")


def test_what_waits_for_its_sibling_is_counted_apart(studykit: Run) -> None:
    for card in (CARD, SIBLING):
        studykit("answer", card, 4, "--at", "2026-01-01")
    assert studykit("due", "--count", "--at", "2026-01-02") == Ran(0, "1\n", "")
    studykit("answer", CARD, 4, "--at", "2026-01-02")
    assert studykit("due", "--quiet", "--at", "2026-01-02") == Ran(1, "", "")
    waits = "studykit: 1 card waits for tomorrow: same concept as a card of today.\n"
    assert studykit("due", "--at", "2026-01-02") == Ran(0, "Nothing that is due is left for today.\n", waits)
    assert [(entry["item"], entry.get("waits")) for entry in studykit("due", "--json", "--at", "2026-01-02").json] == [
        (SIBLING, "same concept")
    ]
    assert studykit("due", "--quiet", "--at", "2026-01-03").code == 0


def test_every_door_says_the_same_number(studykit: Run, home: Path) -> None:
    for days_ago, items in ((2, (CARD, SIBLING, "card:autograd/leaf", "card:optimizers/step-reads")), (20, EXERCISES)):
        for item in items:
            studykit("answer", item, 4, "--at", (datetime.now().astimezone() - timedelta(days=days_ago)).isoformat())
    (home / "settings.yaml").write_text("reviews_a_day: 2\nnew_cards_a_day: 3\n")
    told = studykit().out
    assert "Due today: 2 cards, 1 exercise; 0 new cards to meet.\n" in told
    assert "more due than the 2 of a day: `studykit review --spread 7` spreads them.\n" in told
    assert "Streak: 0" not in told
    assert ", met 4 of " in told
    assert studykit("due", "--count").out == "3\n"
    listed = studykit("due")
    assert len(listed.out.splitlines()) == 3
    assert "more due than the 2 of a day" in listed.err
    assert sum("waits" not in entry for entry in studykit("due", "--json").json) == 3
    stats = studykit("stats", "--json").json
    assert (stats["cards"]["due"], stats["exercises"]["due"], stats["cards"]["waiting"]) == (2, 1, 2)
    assert (stats["forecast"][0]["cards"], stats["forecast"][0]["exercises"], stats["forecast"][1]["cards"]) == (2, 1, 2)
    said = " ".join(studykit("stats").out.split())
    assert f"4 of {stats['cards']['all']} met, 2 due" in said
    assert said.count("2 cards more due than the 2 of a day: `studykit review --spread 7` spreads them.") == 1
    assert "1 of 2: card:" in studykit("review").out


def test_a_day_is_done_when_its_limit_is_reached(studykit: Run, home: Path) -> None:
    for card in (CARD, "card:autograd/leaf"):
        studykit("answer", card, 4, "--at", "2026-01-01")
    (home / "settings.yaml").write_text("reviews_a_day: 1\n")
    studykit("answer", CARD, 4, "--at", "2026-01-02")
    assert studykit("due", "--count", "--at", "2026-01-02").out == "0\n"


def test_an_exercise_counts_too(studykit: Run) -> None:
    for exercise in EXERCISES:
        studykit("answer", exercise, 4, "--at", "2026-01-01")
    assert studykit("due", "--count", "--at", "2026-01-15").out == "1\n"
    assert studykit("due", "--quiet", "--at", "2026-01-15").code == 0
    assert "1 exercise more due than a day asks (`exercises_a_day: 1`).\n" in studykit("due", "--at", "2026-01-15").err
    assert studykit("due", "--json", "--at", "2026-01-15").json[1]["waits"] == "day's limit"


def test_new_cards_are_not_due(studykit: Run) -> None:
    assert studykit("due", "--quiet").code == 1
