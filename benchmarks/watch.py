"""From a save to its verdict: `studykit watch` on a terminal against `studykit grade` started cold, in turn, as a ratio.

    python benchmarks/watch.py [--rounds 11]

A cold `grade` has no background server to ask, so it loads PyTorch itself; that is what a learner waits for without `watch`.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

import pexpect
from sgd_answers import answer

from studykit.grading.client.background import stop

FILE = "sgd_update.py"
LIMIT_SECONDS = 0.5


def main() -> None:
    """Print the table; exit 1 if the median save-to-verdict time is above the limit."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=11)
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory(prefix="sk") as folder:
        os.environ |= {"XDG_RUNTIME_DIR": folder, "STUDYKIT_HOME": f"{folder}/home", "TERM": "xterm-256color"}
        try:
            worst = compare(Path(folder), rounds)
        finally:
            stop(everyone=True)
    sys.exit(1 if worst > LIMIT_SECONDS else 0)


def compare(folder: Path, rounds: int) -> float:
    """Save a right and a wrong answer in turn, and grade each cold; print the medians and give the slower one of `watch`."""
    (folder / "cold").mkdir()
    graded_cold(folder / "cold", "failed")  # fills the cache of the pack, as on every day but the first
    (folder / FILE).write_text(answer("failed"))
    command = ["-m", "studykit", "watch", FILE]
    watched = pexpect.spawn(sys.executable, command, cwd=folder, dimensions=(50, 90), encoding="utf-8", timeout=120)
    watched.expect(r"Not yet: (\d+ of \d+ requirements hold)")
    assert watched.match
    says = {"passed": "Passed: ", "failed": watched.match[1]}
    rows: dict[str, list[tuple[float, float, float]]] = {"passed": [], "failed": []}
    for number in range(2 * rounds):
        verdict = ("passed", "failed")[number % 2]
        rows[verdict].append((*saved(watched, folder / FILE, verdict, says[verdict]), graded_cold(folder / "cold", verdict)))
    watched.send("q")
    watched.expect(pexpect.EOF)
    return max(show(verdict, row) for verdict, row in rows.items())


def show(verdict: str, rows: list[tuple[float, float, float]]) -> float:
    """Print one line; give the median seconds from a save to its verdict."""
    first, whole, cold = (median(column) for column in zip(*rows, strict=True))
    ratio = median(row[2] / row[1] for row in rows)
    print(
        f"{verdict}: save to verdict {first:.3f} s (at most {LIMIT_SECONDS}), to the whole report {whole:.3f} s;"
        f" grade started cold {cold:.3f} s: {ratio:.1f} times"
    )
    return first


def saved(watched: "pexpect.spawn[str]", file: Path, verdict: str, says: str) -> tuple[float, float]:
    """Seconds from a save by rename until the verdict stands on the terminal, and until the whole report with its diagnosis does."""
    draft = file.with_suffix(".draft")
    draft.write_text(answer(verdict))
    time.sleep(0.3)  # at rest, as an editor finds it
    started = time.perf_counter()
    draft.rename(file)
    watched.expect_exact(says)
    first = time.perf_counter() - started
    if verdict == "failed":
        watched.expect_exact("Not yet: ")
    return first, time.perf_counter() - started


def graded_cold(folder: Path, verdict: str) -> float:
    """Wall time of a `grade` that has no server to ask."""
    (folder / "settings.yaml").write_text("server_idle_minutes: 0\n")
    (folder / FILE).write_text(answer(verdict))
    started = time.perf_counter()
    command = [sys.executable, "-m", "studykit", "grade", FILE]
    subprocess.run(command, cwd=folder, env={**os.environ, "STUDYKIT_HOME": str(folder)}, stdout=subprocess.DEVNULL, check=False)
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
