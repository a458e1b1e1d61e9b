"""How many wrong programs a diagnosis names: known mistakes in another style, alone and two together, idle and on a busy machine.

    python benchmarks/diagnosis.py [--mistakes 80] [--pairs 40] [--load 8]

A mistake in another style has other names for everything local, and no comments. A pair is two mistakes made in one program; pairs whose
grade passes, because the one undoes the other, are left out. Prints the shares; exit 1 if one misses its mark.
"""

import argparse
import ast
import builtins
import random
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

from studykit.content.exercise import Exercise
from studykit.content.mistake import mistakes_of
from studykit.content.pack import builtin_pack, load_library
from studykit.grading.client.cold import Grader
from studykit.grading.job import job_for
from studykit.grading.judge.candidates import pairs_of, programs_of

AT_LEAST = {"mistakes": 0.95, "pairs": 0.60}


@dataclass(frozen=True)
class Wrong:
    """A wrong program and the mistakes in it."""

    exercise: Exercise
    names: frozenset[str]
    source: str


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--mistakes", type=int, default=80)
    parser.add_argument("--pairs", type=int, default=40)
    parser.add_argument("--load", type=int, default=8)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    draw = random.Random(options.seed)
    exercises = list(load_library([builtin_pack()]).exercises.values())
    alone = sample([one for exercise in exercises for one in rewritten(exercise)], options.mistakes, draw)
    pairs = sample([pair for exercise in exercises for pair in together(exercise)], options.pairs, draw)
    misses = []
    with Grader() as grader:
        for load in (0, options.load):
            with busy(load):
                for kind, programs in (("mistakes", alone), ("pairs", pairs)):
                    named, wrongly, failed = judged(grader, programs)
                    share = named / max(failed, 1)
                    print(
                        f"{kind}, {load} other processes: {named} of {failed} named ({share:.0%}, at least {AT_LEAST[kind]:.0%}), "
                        f"{wrongly} by another name"
                    )
                    misses.append(share < AT_LEAST[kind])
    sys.exit(any(misses))


def judged(grader: Grader, programs: list[Wrong]) -> tuple[int, int, int]:
    """How many of the programs are named, how many are named otherwise, and how many fail at all."""
    named = wrongly = failed = 0
    for wrong in programs:
        report = grader.grade(job_for(wrong.exercise, wrong.source, "answer.py", seed=11, device="cpu"))
        found = {diagnosis.mistake for diagnosis in report.diagnoses}
        failed += not report.passed
        named += not report.passed and found == wrong.names
        wrongly += not found <= wrong.names
    return named, wrongly, failed


def rewritten(exercise: Exercise) -> Iterator[Wrong]:
    """Each mistake of an exercise in another style."""
    for mistake in mistakes_of(exercise):
        yield Wrong(exercise, frozenset({mistake.name}), in_another_style(mistake.source))


def together(exercise: Exercise) -> Iterator[Wrong]:
    """Each pair of mistakes that touch different places of the solution."""
    job = job_for(exercise, "", "answer.py", seed=0)
    for pair in pairs_of(job, programs_of(job, frozenset())):
        yield Wrong(exercise, frozenset(pair.names), pair.source)


def in_another_style(source: str) -> str:
    """The program with other names for all that is local to a function, and without comments."""
    tree = ast.parse(source)
    for node in tree.body:
        for function in ast.walk(node):
            if isinstance(function, ast.FunctionDef):
                rename(function)
    return ast.unparse(tree)


def rename(function: ast.FunctionDef) -> None:
    """Give the local variables of a function other names, but for parameters, which a caller may name."""
    kept = {argument.arg for each in ast.walk(function) if isinstance(each, ast.arguments) for argument in every_argument(each)}
    kept |= {name for each in ast.walk(function) if isinstance(each, ast.Global | ast.Nonlocal) for name in each.names} | set(dir(builtins))
    own = {each.id for each in ast.walk(function) if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store)} - kept
    for each in ast.walk(function):
        if isinstance(each, ast.Name) and each.id in own:
            each.id = f"my_{each.id}"


def every_argument(arguments: ast.arguments) -> list[ast.arg]:
    """The parameters of a function."""
    rest = [argument for argument in (arguments.vararg, arguments.kwarg) if argument]
    return [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs, *rest]


def sample(programs: list[Wrong], count: int, draw: random.Random) -> list[Wrong]:
    """So many of them."""
    return draw.sample(programs, min(count, len(programs)))


@contextmanager
def busy(processes: int) -> Iterator[None]:
    """So many processes that compute without end."""
    with ExitStack() as stack:
        for _ in range(processes):
            process = subprocess.Popen([sys.executable, "-c", "while True: pass"])
            stack.callback(process.wait)
            stack.callback(process.kill)
        yield


if __name__ == "__main__":
    main()
