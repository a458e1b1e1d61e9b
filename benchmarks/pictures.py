"""A picture in the terminal against its bare numbers: whole processes on a terminal with a warm server, in turn.

    python benchmarks/pictures.py [--rounds 5] [NAME ...]

`plot NAME --json` ends with the server's answer; what `plot NAME` takes longer is the drawing, which may take 1 s.
"""

import argparse
import os
import sys
import tempfile
import time
from statistics import median

import pexpect

from studykit.visuals.pictures import PICTURES

LIMIT = 1.0


def main() -> None:
    """Print the table; exit 1 if a drawing takes longer than LIMIT."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="NAME")
    parser.add_argument("--rounds", type=int, default=5)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        env = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        env |= {"STUDYKIT_HOME": f"{folder}/home", "PYTHONPYCACHEPREFIX": f"{folder}/compiled", "TERM": "xterm-256color"}
        slowest = max(compare(name, env, asked.rounds) for name in asked.names or PICTURES)
    sys.exit(1 if slowest > LIMIT else 0)


def compare(name: str, env: dict[str, str], rounds: int) -> float:
    """Run both in turn, print their medians and ratio, and give the median of the differences in seconds."""
    drawn, numbers = (["plot", name, "--text"], ["plot", name, "--json"])
    seconds(drawn, env), seconds(numbers, env)
    pairs = [(seconds(drawn, env), seconds(numbers, env)) for _ in range(rounds)]
    whole, answered, longer = (median(values) for values in zip(*((a, b, a - b) for a, b in pairs), strict=True))
    print(
        f"{name:<20} {whole:.2f} s, its numbers {answered:.2f} s: {whole / answered:.2f} times, {longer:.2f} s longer (at most {LIMIT:g})"
    )
    return longer


def seconds(arguments: list[str], env: dict[str, str]) -> float:
    """Wall time of a process on a terminal, to its end."""
    started = time.perf_counter()
    child = pexpect.spawn(sys.executable, ["-m", "studykit", *arguments], env=env, dimensions=(50, 80), timeout=120)
    child.expect(pexpect.EOF)
    took = time.perf_counter() - started
    child.close()
    assert child.exitstatus == 0, child.before
    return took


if __name__ == "__main__":
    main()
