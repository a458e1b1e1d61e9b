"""Warm `studykit grade`, as a whole command, against `python -m pytest` and `otter check` on the same ten tests, in one run, as ratios.

    python benchmarks/grading.py [--rounds 7] [--otter PATH]

The plain suite holds the same ten tests and imports the answer as ordinary test files do. `otter` is the command of otter-grader
(pip install otter-grader, in an environment that has torch); without it that row is left out.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

SUITE = '''"""Ten small tests of an SGD update."""

import pytest
import torch
from torch.testing import assert_close
{imports}

SHAPES = [(4, 3), (3,), (1,), (), (2, 2), (5,), (7, 1), (1, 7), (3, 3), (6,)]


@pytest.mark.parametrize("shape", SHAPES)
def test_moves(shape{fixtures}):
    """The parameter moves against its gradient."""
    value, grad = torch.randn(shape), torch.randn(shape)
    assert_close({call}, value - 0.1 * grad)
'''

PROBES = '''"""The SGD update, once."""


def moved(submission, value, grad):
    """A parameter after one update."""
    p = value.clone().requires_grad_()
    p.grad = grad.clone()
    submission.sgd_update([p], 0.1)
    return p.detach()
'''

ANSWER = """import torch


def sgd_update(params, lr):
    with torch.no_grad():
        for p in params:
            if p.grad is not None:
                p -= lr * p.grad
"""

OTTER_TEST = """OK_FORMAT = True

test = {"name": "q", "points": 1, "suites": [{"cases": [
%s
], "scored": True, "setup": "", "teardown": "", "type": "doctest"}]}
"""

OTTER_CASE = '''{"code": r""">>> import torch; from probes import moved; from types import SimpleNamespace
>>> v, g = torch.randn(%s), torch.randn(%s)
>>> torch.testing.assert_close(moved(SimpleNamespace(sgd_update=sgd_update), v, g), v - 0.1 * g)
""", "hidden": False, "locked": False}'''

MISTAKES = 12

SHAPES = ["4, 3", "3", "1", "()", "2, 2", "5", "7, 1", "1, 7", "3, 3", "6"]


def main() -> None:
    """Print the table; exit 1 if a ratio misses its mark."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--otter", default=shutil.which("otter"))
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="sk", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        env = environment(folder)
        grade, wrong, mended = write_pack(folder)
        subprocess.run([*grade[:-2], "server", "start"], env=env, check=True, stdout=subprocess.DEVNULL)
        misses = [
            against("python -m pytest", grade, plain(folder), env, folder, options.rounds, 10.0),
            against("otter check", grade, otter(folder, options.otter), env, folder, options.rounds, 15.0) if options.otter else False,
            inside(grade, wrong, env, folder, options.rounds),
            alike(grade, mended, env, folder, options.rounds),
        ]
        subprocess.run([*grade[:-2], "server", "stop"], env=env, check=True, stdout=subprocess.DEVNULL)
    sys.exit(any(misses))


def against(name: str, ours: list[str], theirs: list[str], env: dict[str, str], folder: Path, rounds: int, at_least: float) -> bool:
    """Run both in turn and print the median ratio of the pairs; whether it misses its mark."""
    seconds(ours, env, folder)
    seconds(theirs, env, folder)
    pairs = [(seconds(ours, env, folder), seconds(theirs, env, folder)) for _ in range(rounds)]
    ratio = median(other / own for own, other in pairs)
    own, other = median(pair[0] for pair in pairs), median(pair[1] for pair in pairs)
    print(f"studykit grade {own:.3f} s, {name} {other:.3f} s: {ratio:.1f} times faster (at least {at_least:g})")
    return ratio < at_least


def inside(grade: list[str], wrong: list[str], env: dict[str, str], folder: Path, rounds: int) -> bool:
    """Print the server's part of a grade, and what a diagnosis adds; whether either is over its limit."""
    passed = [report(grade, env, folder) for _ in range(rounds)]
    failed = [report(wrong, env, folder) for _ in range(rounds)]
    part = median(one["seconds"]["total"] for one in passed)
    extra = median(one["seconds"]["total"] for one in failed) - part
    named = sum(bool(one["diagnosis"]) for one in failed)
    print(f"the server's part: {part:.3f} s (at most 0.15)")
    print(f"a failed grade with its diagnosis: {extra:.3f} s more (at most 0.3); {named} of {rounds} named the mistake")
    return part > 0.15 or extra > 0.3


def alike(grade: list[str], mended: list[str], env: dict[str, str], folder: Path, rounds: int) -> bool:
    """Print how a grade of a `fix` exercise compares with one of an `implement` exercise with the same suite and mistakes."""
    pairs = [(seconds(grade, env, folder), seconds(mended, env, folder)) for _ in range(rounds)]
    ratio = median(fixed / implemented for implemented, fixed in pairs)
    print(f"a `fix` exercise against an `implement` one with the same suite and {MISTAKES} mistakes: {ratio:.2f} times (at most 1.2)")
    return ratio > 1.2


def seconds(command: list[str], env: dict[str, str], folder: Path) -> float:
    """Wall time of one whole process."""
    started = time.perf_counter()
    done = subprocess.run(command, env=env, cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    took = time.perf_counter() - started
    assert done.returncode == 0, done.stdout + done.stderr
    return took


def report(command: list[str], env: dict[str, str], folder: Path) -> dict[str, dict[str, float]]:
    """What `grade --json` says."""
    done = subprocess.run([*command, "--json"], env=env, cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    found: dict[str, dict[str, float]] = json.loads(done.stdout)
    return found


def environment(folder: Path) -> dict[str, str]:
    """A state and socket folder of its own; compiled files are kept, as after any ordinary install."""
    env = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    own = {"STUDYKIT_HOME": f"{folder}/home", "XDG_RUNTIME_DIR": str(folder), "PYTHONPYCACHEPREFIX": f"{folder}/compiled"}
    # One thread for all: these tests are too small for more.
    return env | own | {"OMP_NUM_THREADS": "1"}


def write_pack(folder: Path) -> tuple[list[str], list[str], list[str]]:
    """A pack with the ten tests, once to be written and once to be fixed; the commands that grade the right answer, a known mistake, and
    the right answer to what is to be fixed."""
    pack = folder / "pack"
    files = {
        "exercises/curriculum.yaml": "- topic: optimizing\n  title: Optimizing\n  exercises: [update, mend]\n",
        "cards/optimizing.yaml": "- id: a\n  front: a?\n  back: b\n",
        **exercise_files("update", "implement", "def sgd_update(params, lr):\n    raise NotImplementedError\n"),
        **exercise_files("mend", "fix", ANSWER.replace("lr * p.grad", "2 * lr * p.grad")),
    }
    for name, text in files.items():
        (pack / name).parent.mkdir(parents=True, exist_ok=True)
        (pack / name).write_text(text)
    answers = {
        "right.py": f"# studykit: optimizing/update\n{ANSWER}",
        "wrong.py": f"# studykit: optimizing/update\n{ANSWER.replace('lr * p.grad', '9 * lr * p.grad')}",
        "mended.py": f"# studykit: optimizing/mend\n{ANSWER}",
    }
    for name, text in answers.items():
        (folder / name).write_text(text)
    studykit = [sys.executable, "-m", "studykit", "--pack", str(pack), "grade"]
    return [*studykit, "right.py"], [*studykit, "wrong.py"], [*studykit, "mended.py"]


def exercise_files(slug: str, kind: str, starter: str) -> dict[str, str]:
    """An exercise with the ten tests, by path in the pack; its mistakes multiply the step."""
    where = f"optimizing/{slug}"
    step = next(line for line in ANSWER.splitlines() if "lr * p.grad" in line)
    mistakes = "\n".join(
        f"## times_{n}\n\nTimes {n}.\n\nCards: optimizing/a\n\n```diff\n-{step}\n+{step.replace('lr', f'{n} * lr')}\n```\n"
        for n in range(2, MISTAKES + 2)
    )
    return {
        f"exercises/{where}/exercise.yaml": f"title: {slug}\nkind: {kind}\ndifficulty: 1\nrequires: []\ncards: []\n"
        "hints: [a, b, c]\nsource: [X]\n",
        f"exercises/{where}/{slug}.py": f'"""{slug}"""\n\n\n{starter}',
        f"solutions/{where}/solution.py": f'"""Right."""\n\n{ANSWER}',
        f"solutions/{where}/also_right/same.py": f'"""Right."""\n\n{ANSWER}',
        f"solutions/{where}/probes.py": PROBES,
        f"solutions/{where}/test_{slug}.py": SUITE.format(imports="", fixtures=", probes", call="probes.moved(value, grad)"),
        f"solutions/{where}/mistakes.md": mistakes,
    }


def plain(folder: Path) -> list[str]:
    """The same tests for pytest, beside the answer."""
    place = folder / "plain"
    place.mkdir()
    (place / "answer.py").write_text(ANSWER)
    (place / "probes.py").write_text(PROBES)
    imports = "\nimport answer\nfrom probes import moved"
    (place / "test_update.py").write_text(SUITE.format(imports=imports, fixtures="", call="moved(answer, value, grad)"))
    return [sys.executable, "-m", "pytest", "-q", str(place)]


def otter(folder: Path, command: str) -> list[str]:
    """The same tests for otter-grader."""
    place = folder / "otter"
    (place / "tests").mkdir(parents=True)
    (folder / "probes.py").write_text(PROBES)
    (folder / "answer.py").write_text(ANSWER)
    cases = ",\n".join(OTTER_CASE % (shape, shape) for shape in SHAPES)
    (place / "tests" / "q.py").write_text(OTTER_TEST % cases)
    return [command, "check", "-t", str(place / "tests"), "answer.py"]


if __name__ == "__main__":
    main()
