"""A review killed at any moment: what was acknowledged is in the log, and the cache says the same as the log."""

import os
import random
import subprocess
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from studykit.progress.events import Kind
from studykit.progress.replay import compare
from studykit.progress.store import Store

CARDS = 200
ANSWERS_A_LIFE = 45


@pytest.fixture
def many(tmp_path: Path) -> Path:
    """A pack of one deck with many cards."""
    deck = "\n".join(f"- {{id: c{number}, front: Question {number}?, back: Answer.}}" for number in range(CARDS))
    (tmp_path / "many" / "cards").mkdir(parents=True)
    (tmp_path / "many" / "cards" / "trial-many.yaml").write_text(deck, encoding="utf-8")
    return tmp_path / "many"


def killed_after(call: list[str], environment: dict[str, str], answers: int, seconds: float) -> list[str]:
    """Review through a pipe until some answers are acknowledged and some time is over; SIGKILL; return the acknowledged items."""
    with subprocess.Popen(call, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment, encoding="utf-8") as child:
        assert child.stdin is not None
        assert child.stdout is not None
        child.stdin.write("\n3\n" * CARDS)
        child.stdin.flush()
        seen: list[str] = []
        while len(seen) < answers and (line := child.stdout.readline()):
            seen += [line] * line.startswith("recorded ")
        time.sleep(seconds)
        child.kill()
        seen += [line for line in child.stdout if line.startswith("recorded ") and line.endswith("\n")]
    return [line.split()[1] for line in seen]


def test_killed_at_random_moments_no_acknowledged_answer_is_lost(
    command: Callable[..., list[str]], environment: dict[str, str], many: Path, log: Store
) -> None:
    call = command("--new", str(CARDS), deck="trial-many", pack=many)
    chance, acknowledged = random.Random(7), list[str]()
    while len(log.events()) < CARDS:
        answers, seconds = chance.randint(1, ANSWERS_A_LIFE), chance.uniform(0, 0.01)
        acknowledged += killed_after(call, environment, answers, seconds)
        assert set(acknowledged) <= {event.item for event in log.events()}
        assert compare(log) == []
    recorded = [event.item for event in log.events()]
    assert len(recorded) == len(set(recorded)) == CARDS
    assert len(acknowledged) > CARDS / 2


SAID = ("recorded", "drilled", "flagged", "unflagged", "buried", "dug", "suspended", "resumed", "undone", "redone")


def test_killed_between_all_sorts_of_keys_what_was_said_is_in_the_log(
    command: Callable[..., list[str]], environment: dict[str, str], many: Path, log: Store
) -> None:
    chance, acknowledged = random.Random(11), 0
    call = command("--new", str(CARDS), deck="trial-many", pack=many)
    for _ in range(int(os.environ.get("STUDYKIT_KILLS", "32")) // 4):  # `make kills` takes more
        keys = chance.choices(["\n\n", "\n1\n", "f\n", "u\n", "r\n", "b\n", "s\n"], k=300)
        known = len(log.events())
        words = said_before_death(call, environment, "".join(keys), chance.randint(1, 20), chance.uniform(0, 0.01))
        assert len(log.events()) - known >= len(words)
        assert compare(log) == []
        acknowledged += len(words)
    assert acknowledged > 0


def said_before_death(call: list[str], environment: dict[str, str], keys: str, deeds: int, seconds: float) -> list[str]:
    """Review with these lines, SIGKILL so long after some deeds are acknowledged, and return the first words of all that was."""
    with subprocess.Popen(call, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment, encoding="utf-8") as child:
        assert child.stdin is not None
        assert child.stdout is not None
        child.stdin.write(keys)
        child.stdin.flush()
        seen: list[str] = []
        while len(seen) < deeds and (line := child.stdout.readline()):
            seen += acknowledgment(line)
        time.sleep(seconds)
        child.kill()
        return seen + [word for line in child.stdout for word in acknowledgment(line)]


def acknowledgment(line: str) -> list[str]:
    return [word for word in line.split()[:1] if word in SAID and line.endswith("\n")]


def test_a_spread_killed_at_any_moment_is_whole_or_not_at_all(
    command: Callable[..., list[str]], environment: dict[str, str], many: Path, log: Store
) -> None:
    noon = datetime.fromisoformat("2026-11-01T12:00:00+00:00")
    for number in range(CARDS):
        log.record(Kind.REVIEWED, f"card:trial-many/c{number}", noon, {"quality": 4})
    call = command("--spread", "6", deck="trial-many", pack=many)
    chance, rest = random.Random(13), CARDS - -(-CARDS // 7)
    for _ in range(8):
        with subprocess.Popen(call, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment) as child:
            time.sleep(chance.uniform(0.2, 0.6))
            child.kill()
        assert sum(memory.due > noon.date().replace(day=21) for memory in log.all_memory() if memory.due) in (0, rest)
        assert compare(log) == []
        if log.events()[-1].kind is Kind.POSTPONED:
            log.undo(noon)
