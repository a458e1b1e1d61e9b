"""A review killed at any moment: what was acknowledged is in the log, and the cache says the same as the log."""

import random
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

from studykit.progress.replay import compare
from studykit.progress.store import Store

CARDS = 200
ANSWERS_A_LIFE = 45


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
    command: Callable[..., list[str]], environment: dict[str, str], tmp_path: Path, log: Store
) -> None:
    deck = "\n".join(f"- {{id: c{number}, front: Question {number}?, back: Answer.}}" for number in range(CARDS))
    (tmp_path / "many" / "cards").mkdir(parents=True)
    (tmp_path / "many" / "cards" / "trial-many.yaml").write_text(deck, encoding="utf-8")
    call = command("--new", str(CARDS), deck="trial-many", pack=tmp_path / "many")
    chance, acknowledged = random.Random(7), list[str]()
    while len(log.events()) < CARDS:
        answers, seconds = chance.randint(1, ANSWERS_A_LIFE), chance.uniform(0, 0.01)
        acknowledged += killed_after(call, environment, answers, seconds)
        assert set(acknowledged) <= {event.item for event in log.events()}
        assert compare(log) == []
    recorded = [event.item for event in log.events()]
    assert len(recorded) == len(set(recorded)) == CARDS
    assert len(acknowledged) > CARDS / 2
