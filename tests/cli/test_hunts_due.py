"""Bug hunts at the command line: counted at every door alike, answered by scripts, explained, undone."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from studykit.progress.events import Kind
from studykit.progress.store import Store
from tests.conftest import Ran

Run = Callable[..., Ran]
NOW = datetime.now().astimezone()
FIRST = "2026-01-01T12:00:00+00:00"


def passed(home: Path, at: datetime, *ids: str) -> None:
    with Store.open(home / "progress.db") as store:
        for id in ids:
            store.record(Kind.GRADED, f"exercise:{id}", at, {"verdict": "passed"})


@pytest.fixture
def ids(studykit: Run) -> list[str]:
    return [row["item"].partition(":")[2] for row in studykit("list", "--json").json][:5]


def test_every_door_counts_the_same_hunts(studykit: Run, home: Path, ids: list[str]) -> None:
    passed(home, NOW - timedelta(days=3), *ids)
    assert "Due today: 0 cards, 3 bug hunts, 0 exercises; 10 new cards to meet.\n" in studykit().out
    assert "ask today's cards and bug hunts" in studykit().out
    assert studykit("--json").json["due"] == {"cards": 0, "exercises": 0, "hunts": 3}
    assert studykit("due", "--count").out == "3\n"
    listed = studykit("due")
    assert [line.partition(":")[0] for line in listed.out.splitlines()] == ["hunt"] * 3
    assert listed.err == "studykit: 2 bug hunts more due than a day asks (`hunts_a_day: 3`).\n"
    told = studykit("due", "--json").json
    assert [row.get("waits") for row in told] == [None] * 3 + ["day's limit"] * 2
    assert set(told[0]) == {"item", "due", "interval_days", "ease", "repetitions", "lapses"}
    stats = studykit("stats", "--json").json
    assert stats["hunts"] | {"all": 0} == {"all": 0, "begun": 5, "done": 0, "found": 0, "missed": 0, "due": 3, "waiting": 2}
    assert [row["hunts"] for row in stats["forecast"][:2]] == [3, 2]


def test_a_day_is_done_when_its_hunts_are(studykit: Run, home: Path, ids: list[str]) -> None:
    passed(home, NOW - timedelta(days=3), *ids)
    (home / "settings.yaml").write_text("hunts_a_day: 1\n")
    hunt = studykit("due").out.split()[0]
    studykit("answer", hunt, 5)

    assert studykit("due", "--quiet").code == 1
    assert studykit("stats", "--json").json["reviews_today"] == 1


def test_a_hunt_of_an_exercise_in_progress_waits(studykit: Run, home: Path, ids: list[str]) -> None:
    passed(home, NOW - timedelta(days=3), ids[0])
    studykit("next", ids[0], "--to", "work")

    assert studykit("due", "--count").out == "0\n"
    assert studykit("due").err == "studykit: 1 bug hunt waits until the exercise in progress is passed.\n"
    assert studykit("due", "--json").json[0]["waits"] == "exercise in progress"


def test_a_hunt_is_answered_explained_and_undone(studykit: Run, home: Path, ids: list[str]) -> None:
    passed(home, datetime.fromisoformat(FIRST), ids[0])
    hunt, exercise = f"hunt:{ids[0]}", f"exercise:{ids[0]}"
    for day in ("2026-01-02", "2026-01-03"):
        answered = studykit("answer", hunt, 1, "--at", f"{day}T12:00")
    assert answered.out == f"{hunt} comes back tomorrow.\nMissed twice in a row: {exercise} is due.\n"
    assert [row["item"] for row in studykit("due", "--json", "--at", "2026-01-03T13:00").json] == [exercise]
    lines = studykit("why", hunt, "--at", "2026-01-03T13:00").out.splitlines()
    assert lines[:2] == [
        "2026-01-01  the exercise was passed: its first hunt comes on the next day",
        "2026-01-02  quality 1: quality 1 is below 3: n = 1, I(1) = 1, ease 2.50 kept; due 2026-01-03",
    ]
    assert "nudged: a bug in it was missed twice in a row; due that day" in studykit("why", exercise).out
    undone = studykit("undo", "--json").json
    assert (undone["item"], undone["with"]) == (hunt, [exercise])
    assert studykit("doctor", "--json").json["log_matches_cache"]


def test_a_hunt_found_says_that_the_exercise_waits(studykit: Run, home: Path, ids: list[str]) -> None:
    passed(home, datetime.fromisoformat(FIRST), ids[0])
    for day in ("2026-01-02", "2026-01-03"):
        studykit("answer", f"hunt:{ids[0]}", 5, "--at", f"{day}T12:00")
    told = studykit("answer", f"hunt:{ids[0]}", 5, "--at", "2026-01-09T12:00").out
    assert told.endswith(f"exercise:{ids[0]} does not need to be written again before 2026-02-12.\n")
    assert "postponed: a bug in it was found; not due before 2026-02-12" in studykit("why", f"exercise:{ids[0]}").out


def test_a_hunt_is_suspended_and_resumed_like_a_card(studykit: Run, home: Path, ids: list[str]) -> None:
    passed(home, NOW - timedelta(days=3), ids[0])
    assert studykit("suspend", f"hunt:{ids[0]}").out == f"hunt:{ids[0]} is suspended.\n"
    assert studykit("due", "--count").out == "0\n"
    studykit("resume", f"hunt:{ids[0]}")
    assert studykit("due", "--count").out == "1\n"


@pytest.mark.parametrize(
    ("item", "says"),
    [
        ("hunt:optimizers/sgd_update", "begins once you have passed the exercise"),
        ("hunt:optimizers/sgd_updat", "did you mean optimizers/sgd_update"),
    ],
)
def test_a_hunt_that_is_not_there_is_one_message(studykit: Run, item: str, says: str) -> None:
    ran = studykit("answer", item, 4)
    assert (ran.code, ran.out) == (2, "")
    assert says in ran.err


def test_stats_says_which_kinds_of_bugs_are_missed(studykit: Run, home: Path, ids: list[str]) -> None:
    passed(home, NOW - timedelta(days=9), *ids)
    done = [("losses/mean", 1), ("losses/mean", 5), ("optimizers/sign", 4), ("", 1)]
    with Store.open(home / "progress.db") as store:
        for day, (card, quality) in enumerate(done):
            data = {"quality": quality, "seconds": 90.0, "mistake": "m" if card else "", "cards": [card] if card else []}
            store.record(Kind.REVIEWED, f"hunt:{ids[0]}", NOW - timedelta(days=8 - day), data)
    stats = studykit("stats", "--json").json
    assert stats["bug_kinds"] == [
        {"card": "", "met": 1, "found": 0, "missed": 1},
        {"card": "losses/mean", "met": 2, "found": 1, "missed": 1},
        {"card": "optimizers/sign", "met": 1, "found": 1, "missed": 0},
    ]
    assert (stats["reviews"], stats["retention"], stats["seconds"]["hunts"], stats["seconds"]["reviews"]) == (4, None, 360.0, 0)
    said = " ".join(studykit("stats").out.split())
    assert "Bug hunts 2 of 4 found, 2 missed" in said
    assert "Kinds of bugs, those most missed first card met found missed (no bug) 1 0 1 losses/mean 2 1 1" in said


def test_stats_counts_which_explanations_are_confused(studykit: Run, home: Path, ids: list[str]) -> None:
    passed(home, NOW - timedelta(days=9), *ids)
    with Store.open(home / "progress.db") as store:
        for day, chosen in enumerate((["b"], ["c", "b"], [])):
            data = {"quality": 3, "mistake": "a", "cards": [], "chosen": chosen}
            store.record(Kind.REVIEWED, f"hunt:{ids[0]}", NOW - timedelta(days=8 - day), data)
    assert studykit("stats", "--json").json["bug_confusions"] == [
        {"exercise": ids[0], "mistake": "a", "chosen": "b", "times": 2},
        {"exercise": ids[0], "mistake": "a", "chosen": "c", "times": 1},
    ]


def test_an_exercise_that_no_pack_has_is_named_without_its_hunts(studykit: Run, home: Path) -> None:
    passed(home, NOW - timedelta(days=3), "gone/away")
    assert [one["item"] for one in studykit("doctor", "--json").json["unclaimed"]] == ["exercise:gone/away"]
    assert studykit("due", "--json").json == []


def test_the_hunts_are_synced_and_exported(studykit: Run, home: Path, tmp_path: Path, ids: list[str]) -> None:
    passed(home, datetime.fromisoformat(FIRST), ids[0])
    studykit("answer", f"hunt:{ids[0]}", 5, "--at", "2026-01-02T12:00")
    (tmp_path / "shared").mkdir()
    studykit("sync", "shared")
    studykit("export", "log.json", "--history")
    other = {"STUDYKIT_HOME": str(tmp_path / "other")}
    studykit("sync", "shared", **other)
    assert studykit("due", "--json", "--at", "2026-01-03T12:00", **other).json == studykit("due", "--json", "--at", "2026-01-03T12:00").json
    assert f"hunt:{ids[0]}" in (tmp_path / "log.json").read_text()
