"""`check` proves what it is told to prove, and shows how far it is."""

import json
import os
import pty
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Ran
from tests.small_pack import FILES, PackFolder

Run = Callable[..., Ran]
SGD, FIRST = "optimizers/sgd_update", "trial/sgd_update"


@pytest.fixture
def pack(tmp_path: Path) -> PackFolder:
    """The small pack under names that the built-in one has not."""
    pack = PackFolder(tmp_path / "pack")
    for name, text in FILES.items():
        pack.write(name.replace("optimizers", "trial"), text.replace("optimizers", "trial"))
    return pack


def test_check_proves_the_named_exercise_and_deck_alone(studykit: Run) -> None:
    checked = studykit("check", "--only", SGD, "--deck", "losses", "--json").json

    (row,) = checked["exercises"]
    assert checked["well"] is True
    assert (row["exercise"], row["rejected"], row["diagnosed"] + len(row["undiagnosed"])) == (SGD, row["mistakes"], row["mistakes"])


def test_a_deck_alone_grades_no_exercise(studykit: Run, pack: PackFolder) -> None:
    pack.write("cards/words.yaml", "- {id: word, front: What is a word?, back: A word.}\n")
    ran = studykit("check", pack.path, "--deck", "words")

    assert ran.code == 0
    assert ran.out == "Exercises: 0. Cards: 1 (0 proved). Faults: 0.\n"


@pytest.mark.parametrize("options", [[], ["--json"]])
def test_a_pipe_is_told_on_stderr_how_far_the_check_is(studykit: Run, pack: PackFolder, options: list[str]) -> None:
    card = "- {{id: word{0}, front: What is {0} + 0?, back: It is {0}., proof: assert {0} + 0 == {0}}}\n"
    pack.write("cards/words.yaml", "".join(card.format(number) for number in range(20)))
    ran = studykit("check", pack.path, "--deck", "words", *options)

    assert ran.code == 0
    assert "of 20" not in ran.out
    first, *others = ran.err.splitlines()
    assert first == "studykit: loading PyTorch, then 20 steps ..."
    assert others == [f"studykit: {number} of 20: cards" for number in range(2, 21, 2)]


def test_a_deck_that_is_not_there_is_named(studykit: Run, pack: PackFolder) -> None:
    ran = studykit("check", pack.path, "--deck", "opt")

    assert ran.code == 2
    assert ran.err == "studykit: no deck 'opt' in this pack; it has trial\n"


def test_a_terminal_sees_how_far_the_proof_is(pack: PackFolder) -> None:
    leader, follower = pty.openpty()
    command = [sys.executable, "-m", "studykit", "check", str(pack.path), "--only", FIRST]
    child = subprocess.Popen(command, stdout=follower, stderr=follower, env={**os.environ, "TERM": "xterm", "COLUMNS": "100"})
    os.close(follower)
    shown = b""
    while True:
        try:
            shown += os.read(leader, 4096)
        except OSError:  # the child has closed its end
            break
    os.close(leader)

    assert child.wait() == 0, shown
    assert f"Proving {FIRST}".encode() in shown
    assert b"Exercises: 1." in shown


def test_a_proof_that_is_stopped_has_told_what_it_found(pack: PackFolder) -> None:
    pack.replace("solutions/trial/zero_grad/test_zero_grad.py", "assert probes", "import time; time.sleep(600)\n    assert probes")
    command = [sys.executable, "-m", "studykit", "check", str(pack.path), "--only", FIRST, "--only", "trial/zero_grad"]
    child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert child.stdout is not None
    first = child.stdout.readline()
    child.send_signal(signal.SIGINT)
    rest, _ = child.communicate()

    assert first.split()[1] == FIRST
    assert child.returncode == 130
    assert rest == ""


def test_an_exercise_that_is_itself_broken_is_a_fault_of_the_pack_and_the_others_are_proved(studykit: Run, pack: PackFolder) -> None:
    pack.replace("solutions/trial/sgd_update/test_sgd_update.py", "probes.moved()", "probes.mooved()")
    ran = studykit("check", pack.path, "--json")

    assert ran.code == 1
    suite = "solutions/trial/sgd_update/test_sgd_update.py:9"
    assert f"{suite}: calls the probe `mooved`, which probes.py does not define" in ran.json["faults"]
    assert [row["exercise"] for row in ran.json["exercises"]] == [FIRST, "trial/zero_grad"]


def test_a_learner_of_a_broken_exercise_is_told_so_and_nothing_is_recorded(studykit: Run, pack: PackFolder, tmp_path: Path) -> None:
    pack.replace("solutions/trial/sgd_update/probes.py", "submission.f(2)", "submission.f(2, 3)")
    (tmp_path / "answer.py").write_text(f"# studykit: {FIRST}\ndef f(x):\n    return x + x\n")
    ran = studykit("--pack", pack.path, "grade", "answer.py")

    assert ran.code == 3
    assert "is itself broken; your file was not graded, and nothing was recorded." in ran.err
    assert "probes.py:5: TypeError" in ran.err
    assert "Traceback" not in ran.err
    assert studykit("stats", "--json").json["reviews"] == 0
    row = next(row for row in studykit("--pack", pack.path, "list", "--json").json if row["item"] == f"exercise:{FIRST}")
    assert row["status"] not in ("passed", "in progress")


def test_hunts_are_counted_and_each_reason_is_told_by_name(studykit: Run, pack: PackFolder) -> None:
    ran = studykit("check", pack.path, "--hunts", "--only", FIRST)

    assert ran.code == 1
    assert ran.out.startswith("✗ trial/sgd_update                          0 of    3 mistakes serve    0 without a bug\n")
    assert "    triples: other explanations that are false of it: 0; at least 2\n" in ran.out
    assert f"solutions/{FIRST}/rejections.json: not of this suite and these mistakes" in ran.out
    assert ran.out.endswith("Exercises: 1. Hunts: 0 of 3 mistakes. Without a bug: 0. Faults: 1.\n")


def test_what_rejects_each_mistake_is_recorded(studykit: Run, pack: PackFolder) -> None:
    studykit("check", pack.path, "--hunts", "--record", "--only", FIRST)
    found = studykit("check", pack.path, "--hunts", "--only", FIRST, "--json").json
    recorded = json.loads((pack.path / f"solutions/{FIRST}/rejections.json").read_text(encoding="utf-8"))

    assert recorded["tests"][0] == "test_it_doubles"
    assert recorded["mistakes"] == {"adds": [0], "drops": [0], "triples": [0]}
    assert found["well"] is True
    (row,) = found["exercises"]
    assert (row["exercise"], row["mistakes"], row["hunts"]) == (FIRST, 3, 0)


def test_a_record_without_hunts_is_refused(studykit: Run) -> None:
    ran = studykit("check", "--record")

    assert (ran.code, ran.err) == (2, "studykit: --record goes with --hunts: studykit check --hunts --record\n")
