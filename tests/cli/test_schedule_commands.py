"""`answer`, `due`, `why`, `stats`, `undo`, `suspend`: what scripts and editors rely on."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from tests.conftest import Ran

Run = Callable[..., Ran]
CARD = "card:optimizers/descent-direction"
CARDS = [f"card:optimizers/{name}" for name in ("descent-direction", "update-in-place", "step-reads", "step-size")]

# The table of the published algorithm: qualities, intervals, eases, repetitions.
HISTORIES = [
    ([4] * 8, [1, 6, 15, 38, 95, 238, 595, 1488], [2.5] * 8, [1, 2, 3, 4, 5, 6, 7, 8]),
    ([5] * 8, [1, 6, 17, 48, 140, 420, 1302, 4167], [2.6, 2.7, 2.8, 2.9, 3.0, 3.1, 3.2, 3.3], [1, 2, 3, 4, 5, 6, 7, 8]),
    ([4, 4, 4, 4, 2, 4, 4, 4, 4], [1, 6, 15, 38, 1, 6, 15, 38, 95], [2.5] * 9, [1, 2, 3, 4, 1, 2, 3, 4, 5]),
]


@pytest.mark.parametrize(("qualities", "intervals", "eases", "repetitions"), HISTORIES)
def test_answers_over_dates_give_the_published_table(studykit: Run, qualities, intervals, eases, repetitions) -> None:
    day, seen = date(2026, 1, 1), []
    for quality in qualities:
        answered = studykit("answer", CARD, quality, "--at", day, "--json").json
        seen.append((answered["interval_days"], answered["ease"], answered["repetitions"]))
        assert answered["due"] == (day + timedelta(days=answered["interval_days"])).isoformat()
        day = date.fromisoformat(answered["due"])
    assert seen == list(zip(intervals, eases, repetitions, strict=True))


def test_answer_prints_exactly_the_keys_of_the_contract(studykit: Run) -> None:
    answered = studykit("answer", CARD, 4, "--json").json
    assert list(answered) == ["item", "due", "interval_days", "ease", "repetitions", "lapses"]
    assert answered["item"] == CARD


def test_why_explains_each_number(studykit: Run) -> None:
    for day, quality in (("2026-01-01", 4), ("2026-01-02", 3), ("2026-01-08", 5)):
        studykit("answer", CARD, quality, "--at", day)
    lines = studykit("why", CARD, "--at", "2026-01-08").out.splitlines()
    assert lines.pop().startswith("Read on: https://docs.pytorch.org/")
    assert lines == [
        "2026-01-01  quality 4: I(1) = 1, ease 2.50 + 0.00 = 2.50; due 2026-01-02",
        "2026-01-02  quality 3: I(2) = 6, ease 2.50 - 0.14 = 2.36; due 2026-01-08",
        "2026-01-08  quality 5: I(3) = ceil(6 x 2.36) = 15, ease 2.36 + 0.10 = 2.46; due 2026-01-23",
        f"{CARD} is due in 15 days (2026-01-23), interval 15 days.",
    ]


def test_why_has_the_same_as_json(studykit: Run) -> None:
    studykit("answer", CARD, 4, "--at", "2026-01-01")
    explained = studykit("why", CARD, "--json").json
    assert explained["schedule"]["due"] == "2026-01-02"
    assert explained["steps"][0]["interval"] == "I(1) = 1"


def test_due_shows_what_the_day_brings_most_overdue_first(studykit: Run) -> None:
    studykit("answer", CARD, 4, "--at", "2026-01-02")
    studykit("answer", "card:autograd/leaf", 4, "--at", "2026-01-01")
    due = studykit("due", "--at", "2026-01-03", "--json").json
    assert [entry["item"] for entry in due] == ["card:autograd/leaf", CARD]
    assert set(due[0]) == {"item", "due", "interval_days", "ease", "repetitions", "lapses"}
    assert studykit("due", "--at", "2026-01-01", "--json").json == []


def test_due_quiet_speaks_by_its_exit_code(studykit: Run) -> None:
    studykit("answer", CARD, 4, "--at", "2026-01-01")
    assert studykit("due", "--quiet", "--at", "2026-01-02").code == 0
    assert studykit("due", "--quiet", "--at", "2026-01-01") == Ran(1, "", "")


def test_the_study_day_begins_at_four_in_the_morning(studykit: Run) -> None:
    answered = studykit("answer", CARD, 4, "--at", "2026-01-02T03:59:00", "--json").json
    assert answered["due"] == "2026-01-02"


def test_the_hour_of_the_study_day_is_a_setting(studykit: Run, home) -> None:
    home.mkdir()
    (home / "settings.yaml").write_text("day_begins_at: 0\n")
    answered = studykit("answer", CARD, 4, "--at", "2026-01-02T03:59:00", "--json").json
    assert answered["due"] == "2026-01-03"


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ("new_cards: 3\n", "unknown setting 'new_cards'"),
        ("new_cards_a_day: many\n", "new_cards_a_day: 'many' should be a whole number"),
        ("day_begins_at: 24\n", "from 0 to 23"),
        ("- 3\n", "should hold lines like"),
        ("a: [\n", "no valid YAML"),
        ("reviews_a_day: 3\nreviews_a_day: 4\n", "reviews_a_day stands there twice; take one of the two away."),
    ],
)
def test_a_wrong_setting_is_named(studykit: Run, home, settings: str, says: str) -> None:
    home.mkdir()
    (home / "settings.yaml").write_text(settings)
    ran = studykit("due")
    assert ran.code == 2
    assert says in ran.err
    assert "settings.yaml" in ran.err


def test_a_state_folder_that_is_a_file_is_named(studykit: Run, home) -> None:
    home.touch()
    assert studykit("due").err == f"studykit: {home}: is no folder. Set STUDYKIT_HOME to a folder you may write.\n"


def test_undo_takes_back_one_step_after_the_other(studykit: Run) -> None:
    studykit("answer", CARD, 4, "--at", "2026-01-01")
    studykit("answer", CARD, 4, "--at", "2026-01-02")
    assert studykit("undo", "--json").json["schedule"]["due"] == "2026-01-02"
    assert studykit("undo", "--json").json["schedule"] is None
    assert studykit("undo").code == 2
    assert studykit("stats", "--json").json["reviews"] == 0


def test_undo_and_redo_tell_what_else_they_reach(studykit: Run) -> None:
    for card in CARDS:
        studykit("answer", card, 4, "--at", "2026-01-01")
    studykit("review", "--spread", 2)

    undone = studykit("undo")
    assert undone.code == 0, undone.err
    first, rest = undone.out.splitlines()
    assert "postponed" in first
    assert rest == "So is what came with it, of 1 more: card:optimizers/update-in-place."
    assert len(studykit("redo", "--json").json["with"]) == 1


def test_a_suspended_item_is_not_due_until_it_is_resumed(studykit: Run) -> None:
    studykit("answer", CARD, 4, "--at", "2026-01-01")
    assert studykit("suspend", CARD).out == f"{CARD} is suspended.\n"
    assert studykit("suspend", CARD).out == f"{CARD} is already suspended.\n"
    assert studykit("due", "--json").json == []
    assert studykit("resume", CARD, "--json").json["changed"] is True
    assert [entry["item"] for entry in studykit("due", "--json").json] == [CARD]


def test_stats_counts_what_the_log_holds(studykit: Run) -> None:
    for day, quality in (("2026-01-01", 4), ("2026-01-02", 1), ("2026-01-03", 4)):
        studykit("answer", CARD, quality, "--at", day)
    stats = studykit("stats", "--at", "2026-01-03", "--json").json
    assert stats["reviews"] == 3
    assert stats["by_quality"] == {"0": 0, "1": 1, "2": 0, "3": 0, "4": 2, "5": 0}
    assert stats["retention"] == 0.5
    assert stats["streak_days"] == 3
    assert stats["cards"]["met"] == 1


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["answer", "card:optimizers/descent-directon", 4], "did you mean optimizers/descent-direction"),
        (["answer", "descent-directions", 4], "no exercise or card 'descent-directions'; did you mean"),
        (["answer", CARD, 6], "6 is too high; the most is 5."),
        (["answer", CARD, "good"], "QUALITY"),
        (["answer", CARD, 4, "--at", "yesterday"], "is no ISO 8601 time"),
        (["why", "exercise:optimizers/sgd"], "no exercise 'optimizers/sgd'"),
        (["suspend", "card:none/none"], "studykit list --cards"),
        (["nxt"], "Did you mean next?"),
        (["list", "--topic", "torch"], "no such topic; there are"),
        (["--pack", "nowhere", "list"], "no such folder"),
    ],
)
def test_a_wrong_call_is_one_message_and_exit_code_2(studykit: Run, arguments: list[object], says: str) -> None:
    ran = studykit(*arguments)
    assert ran.code == 2
    assert says in " ".join(ran.err.split())
    assert "Traceback" not in ran.err
    assert ran.out == ""


def test_what_a_clock_that_was_ahead_recorded_is_named_and_taken_back(studykit: Run) -> None:
    studykit("answer", CARDS[1], 4)
    studykit("answer", CARD, 5, "--at", "2130-05-01T10:00:00+00:00")
    assert "1 event recorded in the future" in studykit().out
    assert "1 event recorded in the future, up to 2130-05-01" in studykit("doctor").out
    assert studykit("undo", "--future", "--json").json["undone"][0]["item"] == CARD
    assert studykit("why", CARD, "--json").json["schedule"] is None
    assert studykit("--json").json["in_the_future"] == 0
    assert studykit("undo", "--future").out == "Nothing was recorded in the future.\n"
    assert studykit("doctor", "--json").json["log_matches_cache"]


def test_an_answer_before_its_day_says_that_the_date_stays(studykit: Run) -> None:
    for day in ("2026-01-01", "2026-01-02"):
        studykit("answer", CARD, 4, "--at", day)
    early = studykit("answer", CARD, 4, "--at", "2026-01-04")
    assert early.out == f"{CARD} was not due: it comes back in 4 days (2026-01-08) as before.\n"
    assert studykit("answer", CARD, 1, "--at", "2026-01-04").out == f"{CARD} comes back tomorrow.\n"


def test_an_answer_that_makes_a_leech_says_so_and_one_undo_takes_both_back(studykit: Run) -> None:
    for day in range(1, 9):
        studykit("answer", CARD, 1, "--at", f"2026-01-0{day}")
    leech = studykit("answer", CARD, 1, "--at", "2026-01-09")
    assert leech.out.startswith(f"Leech: {CARD} was forgotten 8 times and is suspended.")
    assert f"`studykit resume {CARD}`" in leech.out
    assert studykit("list", "--cards", "--status", "suspended").out.count("\n") == 1
    studykit("undo")
    assert studykit("list", "--cards", "--status", "suspended").out == ""
