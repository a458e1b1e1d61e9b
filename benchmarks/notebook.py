"""From a cell's run to its verdict: `%%grade` in a kernel against `studykit grade` in a shell, both warm, in turn.

    python benchmarks/notebook.py [--rounds 11]

The kernel's time ends when the verdict arrives at the front end, the command's when its process ends.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import Any

from jupyter_client.manager import start_new_kernel
from sgd_answers import answer

from studykit.grading.client.background import stop

LIMIT_SECONDS = 0.1


def main() -> None:
    """Print the table; exit 1 if a cell takes more than LIMIT_SECONDS longer than the command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=11)
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory(prefix="sk") as folder:
        os.environ |= {"XDG_RUNTIME_DIR": folder, "STUDYKIT_HOME": f"{folder}/home", "IPYTHONDIR": f"{folder}/ipython"}
        try:
            slower = compare(Path(folder), rounds)
        finally:
            stop(everyone=True)
    sys.exit(1 if slower > LIMIT_SECONDS else 0)


def compare(folder: Path, rounds: int) -> float:
    """Grade a right and a wrong answer by both doors in turn; print the medians, and give the most that a cell takes longer."""
    manager, client = start_new_kernel(kernel_name="python3", cwd=str(folder))
    try:
        client.execute_interactive("%load_ext studykit", timeout=60)
        for verdict in ("passed", "failed"):  # the first of each loads what both doors need
            by_cell(client, verdict), by_command(folder, verdict)
        rows = {
            verdict: [(by_cell(client, verdict), by_command(folder, verdict)) for _ in range(rounds)] for verdict in ("passed", "failed")
        }
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
    return max(show(verdict, pairs) for verdict, pairs in rows.items())


def show(verdict: str, pairs: list[tuple[float, float]]) -> float:
    """Print one line; give the median of how much longer the cell takes, in seconds."""
    cell, command = (median(column) for column in zip(*pairs, strict=True))
    longer = median(one - other for one, other in pairs)
    ratio = median(one / other for one, other in pairs)
    print(f"{verdict}: cell {cell:.3f} s, command {command:.3f} s; {ratio:.2f} times, {longer:+.3f} s (at most +{LIMIT_SECONDS})")
    return longer


def by_cell(client: Any, verdict: str) -> float:
    """Seconds from the request to run the cell until its result is there."""
    arrived: list[float] = []

    def hear(message: dict[str, Any]) -> None:
        if message["msg_type"] == "execute_result":
            arrived.append(time.perf_counter())

    started = time.perf_counter()
    client.execute_interactive(f"%%grade\n{answer(verdict)}", timeout=120, output_hook=hear)
    return arrived[0] - started


def by_command(folder: Path, verdict: str) -> float:
    """Wall time of `studykit grade`."""
    file = folder / "sgd_update.py"
    file.write_text(answer(verdict), encoding="utf-8")
    started = time.perf_counter()
    subprocess.run([sys.executable, "-m", "studykit", "grade", str(file)], cwd=folder, stdout=subprocess.DEVNULL, check=False)
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
