"""How `studykit check` tells what it finds, line by line as it is found, below a bar that shows how far it is."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import count
from typing import Any

from studykit.authoring.pack_check import PackCheck, Watcher
from studykit.authoring.requirements import Requirement
from studykit.authoring.validation import Proof
from studykit.cli.context import notice
from studykit.cli.views.show import mark
from studykit.study.phrases import named

TOLD = 10  # times at most, where no bar can be drawn


class Progress(Watcher):
    """Says on stderr how far a check is, for a pipe, a log, and `--json`."""

    def __init__(self) -> None:
        self._done, self._steps = count(1), 0

    def begin(self, steps: int) -> None:
        self._steps = steps
        if steps:
            notice(f"loading PyTorch, then {steps} step{'' if steps == 1 else 's'} ...")

    def step(self, what: str) -> None:
        done = next(self._done)
        if done * TOLD // self._steps > (done - 1) * TOLD // self._steps:
            notice(f"{done} of {self._steps}: {what}")


class CheckView(Progress):
    """Prints on a console."""

    def __init__(self, out: Any) -> None:
        super().__init__()
        self._out = out
        self._bar: Any = None
        self._task: Any = None

    @contextmanager
    def showing(self) -> Iterator[None]:
        """Show a bar as long as the check runs; only on a terminal."""
        if not self._out.is_terminal:
            yield
            return
        from rich import progress

        columns = (progress.TextColumn("{task.description}"), progress.BarColumn(), progress.MofNCompleteColumn())
        with progress.Progress(*columns, progress.TimeRemainingColumn(), console=self._out, transient=True) as self._bar:
            self._task = self._bar.add_task("Reading", total=None)
            yield

    def begin(self, steps: int) -> None:
        if self._bar is None:
            super().begin(steps)
        else:
            self._bar.update(self._task, description="Loading PyTorch", total=steps)

    def step(self, what: str) -> None:
        if self._bar is None:
            super().step(what)
        else:
            self._bar.update(self._task, advance=1, description=f"Proving {what}")

    def fault(self, fault: str) -> None:
        self._tell(f"{mark(False)} {fault}")

    def proof(self, proof: Proof) -> None:
        self._tell(_line(proof))
        if proof.row.undiagnosed:
            self._tell(f"  not diagnosed: {named(proof.row.undiagnosed)}")

    def sum_up(self, found: PackCheck) -> None:
        """Print the totals."""
        if found.mutants:
            every, rejected = sum(row.mutants for row in found.mutants), sum(row.rejected for row in found.mutants)
            self._tell(f"{rejected} of {every} mutants rejected ({rejected / max(1, every):.1%})")
        cards = f"Cards: {len(found.cards)} ({found.proved_cards} proved)"
        self._tell(f"Exercises: {len(found.proofs)}. {cards}. Faults: {len(found.faults)}.")

    def _tell(self, line: str) -> None:
        self._out.print(line, markup=False, soft_wrap=True)


def show_requirements(out: Any, requirements: Sequence[Requirement], faults: Sequence[str]) -> None:
    """Print each sentence of a task and below it the tests that ask it, then what is wrong with the marks."""
    for each in requirements:
        out.print(f"{mark(each.is_settled)} {each.sentence}", markup=False, soft_wrap=True)
        tests = each.tests or (("given: nothing to ask",) if each.is_given else ("no test asks for it",))
        out.print(f"    {', '.join(tests)}", markup=False, soft_wrap=True)
    asked, given = sum(bool(each.tests) for each in requirements), sum(each.is_given and not each.tests for each in requirements)
    out.print(f"Sentences: {len(requirements)}. Asked by a test: {asked}. Given: {given}.", markup=False)
    for fault in faults:
        out.print(f"{mark(False)} {fault}", markup=False, soft_wrap=True)


def _line(proof: Proof) -> str:
    row, mutants = proof.row, proof.mutants
    noticed = f"  {mutants.rejected:>3} of {mutants.mutants:>3} mutants rejected" if mutants else ""
    return (
        f"{mark(not proof.faults)} {row.exercise:<36} {row.tests:>3} tests  {row.also_right:>2} also right"
        f"  {row.rejected:>2} of {row.mistakes:>2} mistakes rejected, {row.diagnosed:>2} diagnosed{noticed}  {row.seconds:.2f} s"
    )
