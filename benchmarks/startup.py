"""Start-up of the command line against a bare Typer program that prints one line: whole processes on a terminal, in turn, as ratios.

    python benchmarks/startup.py [--rounds 15]

The state folder is warm: the pack's cache and the database are there, as on every day but the first. The limits are of wall time; beside
it stands the ratio of processor time, which says more on a machine that does other things.
"""

import argparse
import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

import pexpect

from studykit.content.mistake import mistake_named
from studykit.content.pack import builtin_pack, load_library
from studykit.progress.events import Kind
from studykit.progress.store import Store

BARE = """
import typer

def main() -> None:
    print("hello")

typer.run(main)
"""

LOOP = "gradient_descent/numpy_loop"
TRAINER = "training/trainer"  # the largest program with the most mistakes
CARD = "card:optimizers/descent-direction"
# Arguments, the limit, and what to wait for: the end, or on a terminal the prompt below the first card or program.
COMMANDS = {
    "due --quiet": (["due", "--quiet"], 0.4, None),
    "due --count": (["due", "--count"], 0.4, None),
    "answer": (["answer", CARD, "4"], 0.4, None),
    "studykit": ([], 0.5, None),
    "due": (["due"], 0.5, None),
    "next": (["next"], 0.9, None),
    "review, first card": (["review"], 0.9, "shows the answer"),
    "hunt, first program": (["hunt", LOOP], 1.0, "Which line is wrong"),
    "hunt, a large one": (["hunt", TRAINER], 1.0, "Which line is wrong"),
    "--help": (["--help"], 1.0, None),
    # The solution's picture is made of kept numbers, one's own waits for a grade; `doctor` tries each layer of the sandbox.
    "plot": (["plot", "fitted_line"], 2.5, None),
    "plot, own code": (["plot", "fitted_line", "loop.py"], 3.5, None),
    "doctor": (["doctor"], 3.5, None),
}


def main() -> None:
    """Print the table; exit 1 if a ratio is above its limit."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=15)
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory() as folder:
        bare = Path(folder) / "bare.py"
        bare.write_text(BARE)
        # Compiled files are kept, as after any ordinary install.
        env = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        env |= {"STUDYKIT_HOME": f"{folder}/home", "PYTHONPYCACHEPREFIX": f"{folder}/compiled", "TERM": "xterm-256color"}
        with Store.open(Path(folder) / "home" / "progress.db") as store:
            for exercise in (LOOP, TRAINER):
                store.record(Kind.GRADED, f"exercise:{exercise}", datetime(2026, 1, 1, tzinfo=UTC), {"verdict": "passed"})
        # Something is due, so that `due` has to know which cards there are.
        subprocess.run([sys.executable, "-m", "studykit", "answer", "card:autograd/leaf", "4", "--at", "2026-01-01"], env=env, check=True)
        own = Path(folder) / "loop.py"
        own.write_text(f"# studykit: {LOOP}\n{mistake_named(load_library([builtin_pack()]).exercise(LOOP), 'climbs').source}")
        subprocess.run([sys.executable, "-m", "studykit", "plot", "fitted_line", own], env=env, check=True, stdout=subprocess.DEVNULL)
        worst = max(compare(name, *command, bare, env, rounds) for name, command in COMMANDS.items())
    sys.exit(1 if worst > 1 else 0)


def compare(name: str, arguments: list[str], limit: float, prompt: str | None, bare: Path, env: dict[str, str], rounds: int) -> float:
    """Run both in turn, print the median of the ratios of each pair, and give it as a share of the limit."""
    studykit, typer = [sys.executable, "-m", "studykit", *arguments], [sys.executable, str(bare)]
    seconds(studykit, env, prompt)
    seconds(typer, env, None)
    pairs = [(seconds(studykit, env, prompt), seconds(typer, env, None)) for _ in range(rounds)]
    ratio, of_processor = (median(ours[clock] / theirs[clock] for ours, theirs in pairs) for clock in (0, 1))
    ours, theirs = (median(pair[which][0] for pair in pairs) for which in (0, 1))
    print(
        f"{name:<20} {ours:.3f} s, bare Typer {theirs:.3f} s: {ratio:.2f} times (at most {limit}); of processor time {of_processor:.2f}",
        flush=True,
    )
    return ratio / limit


def seconds(command: list[str], env: dict[str, str], prompt: str | None) -> tuple[float, float]:
    """Wall time and processor time of a process on a terminal, to its end or to the prompt."""
    before = processor_seconds()
    started = time.perf_counter()
    child = pexpect.spawn(command[0], command[1:], env=env, cwd=str(Path(env["STUDYKIT_HOME"]).parent), dimensions=(50, 80), timeout=60)
    child.expect(prompt or pexpect.EOF)
    took = time.perf_counter() - started
    child.kill(signal.SIGKILL)  # at once: what it does behind the prompt is not asked
    child.close(force=True)
    return took, processor_seconds() - before


def processor_seconds() -> float:
    """What all children that have ended have taken."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    main()
