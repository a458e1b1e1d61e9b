"""`studykit optimize` on the simulated log of a person whose true parameters are known, and where there is nothing to fit."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import chdir
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from benchmarks.optimizer import TRUTH, accuracy, simulate
from studykit.installing import install_command
from studykit.memory.fsrs import FSRS
from studykit.progress.events import Kind
from studykit.progress.fitted import FITTED
from studykit.progress.store import Store
from tests.conftest import Ran, wait_until

Run = Callable[..., Ran]
CARD = "card:optimizers/descent-direction"
BEGIN = datetime(2024, 1, 1, 12, tzinfo=UTC)
CARDS = 43  # with 15 reviews each beside the first: 645, of which the earlier 516 are just enough to learn from
needs_proc = pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="only Linux says who started whom")
STAYS = "The fit predicts the held-out reviews no better, so the parameters stay as they are."


def record(home: Path, histories) -> None:
    with Store.open(home / "progress.db") as store:
        store.connection.execute("PRAGMA synchronous = OFF")
        for number, history in enumerate(histories):
            at = BEGIN + timedelta(days=5 * number)
            for days, quality in history:
                at += timedelta(days=days)
                store.record(Kind.REVIEWED, f"card:simulated/{number:02}", at, {"quality": quality})


def choose(home: Path, *lines: str) -> None:
    home.mkdir(exist_ok=True)
    (home / "settings.yaml").write_text("".join(f"{line}\n" for line in lines))


def fit_by_hand(home: Path, parameters) -> None:
    with Store.open(home / "progress.db") as store:
        store.record(Kind.FITTED, FITTED, datetime.now(UTC), {"parameters": parameters})


def fits(home: Path) -> list:
    with Store.open(home / "progress.db") as store:
        return store.events(FITTED)


def process(home: Path, *args: str) -> subprocess.Popen:
    command = [sys.executable, "-m", "studykit", *args]
    env = {**os.environ, "STUDYKIT_HOME": str(home)}
    return subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def child_of(pid: int) -> int | None:
    """The process that a studykit has started, if it has."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return int(children[0]) if children else None


@pytest.mark.validate  # most of a minute
def test_a_fit_predicts_better_is_kept_and_is_the_same_each_time(studykit: Run, home: Path) -> None:
    record(home, simulate(CARDS, seed=1))
    done = studykit("optimize", "--json").json
    event = fits(home)[0]

    assert (done["reviews"], done["held_out"], done["recorded"]) == (CARDS * 15, CARDS * 3, True)
    assert done["after"]["log_loss"] < done["before"]["log_loss"]
    assert done["after"]["calibration"] < done["before"]["calibration"]
    assert (event.data["parameters"], event.data["reviews"]) == (done["parameters"], CARDS * 15)

    # Judged by many other reviews of the same person. Two thirds: what the package's ten steps of Adam reach of so few reviews.
    others = simulate(300, seed=2)
    default, fitted, truth = (accuracy(tuple(each), others)[0] for each in (FSRS.parameters, done["parameters"], TRUTH))
    assert truth < fitted < default - 2 / 3 * (default - truth)

    # Once more, against the fit that has seen the held-out reviews: the same numbers show that the first fit was the same.
    again = studykit("optimize", "--check")
    assert again.out.splitlines()[0] == f"Reviews a day or more after the one before: {CARDS * 15}; the latest {CARDS * 3} are held out."
    assert re.search(rf"^log loss .* {done['after']['log_loss']:.4f}$", again.out, re.MULTILINE)
    assert again.out.splitlines()[-1] == STAYS
    assert again.err.startswith("studykit: Fitting to the 516 earlier reviews ...\n")
    assert (again.code, len(fits(home))) == (0, 1)


def test_too_few_reviews_are_counted_and_exercises_drills_and_same_days_are_none_of_them(studykit: Run, home: Path) -> None:
    record(home, [[(0, 4), (0, 4), (2, 4)], [(0, 1), (1, 4), (3, 4)]])
    with Store.open(home / "progress.db") as store:
        for days in range(5):
            at = BEGIN + timedelta(days=days)
            store.record(Kind.DRILLED, CARD, at, {"quality": 4})
            store.record(Kind.REVIEWED, "exercise:optimizers/sgd_update", at, {"quality": 4})
        store.record(Kind.REVIEWED, "card:simulated/00", BEGIN + timedelta(days=50), {"quality": 4})
        store.undo(BEGIN + timedelta(days=50))
    ran = studykit("optimize")

    assert (ran.code, ran.out) == (1, "")
    assert ran.err == (
        "studykit: optimize needs 640 reviews of cards a day or more after the review before, and your log has 3. "
        "Until then FSRS uses its default parameters, which fit most people.\n"
    )


@pytest.mark.parametrize("package", ["fsrs", "pandas"])
def test_a_missing_package_is_named_with_the_command_that_installs_it(studykit: Run, tmp_path: Path, package: str) -> None:
    hidden = tmp_path / "hidden"
    hidden.mkdir()
    (hidden / "sitecustomize.py").write_text(f"import sys\nsys.modules[{package!r}] = None\n")
    ran = studykit("optimize", PYTHONPATH=os.pathsep.join([str(hidden), *filter(None, [os.environ.get("PYTHONPATH")])]))

    with chdir(tmp_path):
        install = install_command("fsrs")
    assert (ran.code, ran.out) == (2, "")
    assert re.fullmatch(rf"studykit: .* needs the package `{package}`, which is not installed: run `{re.escape(install)}`\.\n", ran.err)


@needs_proc
def test_ctrl_c_ends_the_fit_and_changes_nothing(home: Path) -> None:
    record(home, simulate(CARDS, seed=1))
    with process(home, "optimize") as running:
        assert running.stderr is not None
        while "Optimizing" not in running.stderr.readline(40):
            pass
        child = child_of(running.pid)
        running.send_signal(signal.SIGINT)
        out, err = running.communicate()

    assert (running.returncode, out) == (130, "")
    assert err.endswith("studykit: stopped.\n")
    assert fits(home) == []
    wait_until(lambda: not Path(f"/proc/{child}").exists())


@needs_proc
def test_a_fit_that_dies_is_told_and_changes_nothing(home: Path) -> None:
    record(home, simulate(CARDS, seed=1))
    with process(home, "optimize") as running:
        wait_until(lambda: child_of(running.pid))
        child = child_of(running.pid)
        assert child is not None
        os.kill(child, signal.SIGKILL)
        out, err = running.communicate()

    assert (running.returncode, out) == (3, "")
    assert err.endswith("studykit: optimize: the fit ended without an answer (exit code -9); nothing was recorded. Try again.\n")
    assert fits(home) == []


def test_undo_names_a_fit_in_plain_words_and_due_dates_follow(studykit: Run, home: Path) -> None:
    choose(home, "scheduler: fsrs")
    studykit("answer", CARD, 4, "--at", "2026-01-01")
    before = studykit("why", CARD, "--json").json
    fit_by_hand(home, (*FSRS.parameters[:2], 9.0, *FSRS.parameters[3:]))
    fitted = studykit("why", CARD, "--json").json

    assert [each["schedule"]["interval_days"] for each in (before, fitted)] == [2, 9]
    assert studykit("why", CARD, "--json", "--under", "fsrs").json == fitted
    assert "S = 9.00" in studykit("why", CARD).out
    assert studykit("stats", "--compare", "--json").json["items"][0]["fsrs"]["interval_days"] == 9
    undone = studykit("undo").out
    assert undone.startswith("Took back: FSRS fitted to your reviews on ")
    assert undone.endswith("FSRS uses its default parameters now.\n")
    assert studykit("why", CARD, "--json").json == before
    assert studykit("redo").out.startswith("Brought back: FSRS fitted to your reviews on ")
    assert studykit("undo", "--json").json["undone"] == "fitted"


def test_no_list_count_or_finding_shows_a_fit_as_an_item(studykit: Run, home: Path) -> None:
    choose(home, "scheduler: fsrs")
    studykit("answer", CARD, 4, "--at", "2026-01-01")
    shows = [("list", "--cards", "--status", "learning"), ("due", "--json"), ("stats", "--json")]
    before = [studykit(*call) for call in shows]
    fit_by_hand(home, FSRS.parameters)

    assert [studykit(*call) for call in shows] == before
    doctor = studykit("doctor", "--json").json
    assert (doctor["unclaimed"], doctor["log_matches_cache"], doctor["events"]) == ([], True, 2)


@pytest.mark.parametrize(("scheduler", "asked"), [("sm2", None), ("fsrs", 0.85)])
def test_stats_shows_the_retention_asked_for_beside_the_one_reached(studykit: Run, home: Path, scheduler, asked) -> None:
    choose(home, f"scheduler: {scheduler}", "fsrs_retention: 0.85")
    for day, quality in (("2026-01-01", 4), ("2026-01-03", 4), ("2026-01-09", 1)):
        studykit("answer", CARD, quality, "--at", day)
    numbers = studykit("stats", "--json").json
    lines = studykit("stats").out.splitlines()

    assert numbers["retention_asked"] == asked
    assert [row["reviews"] for row in numbers["retention_by_interval"]] == [0, 2, 0, 0, 0]
    heading = next(line for line in lines if line.startswith("Retention by days"))
    assert heading.endswith("before (85% is asked for)" if asked else "before")
