"""`studykit class grade`: grades what a class handed in, and writes gradebook, feedback and report."""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer

from studykit.classroom.collecting import collect
from studykit.classroom.engines import LOCAL, open_engine
from studykit.classroom.gradebook import Gradebook
from studykit.classroom.grading import Tell, grade_class
from studykit.classroom.handed_in import HandedIn
from studykit.classroom.kept import Kept
from studykit.classroom.one_batch import refuse_little_isolation
from studykit.classroom.points import worth_of
from studykit.classroom.seeds import seed_of
from studykit.classroom.work import Terms
from studykit.classroom.written import write_all
from studykit.cli.complete import complete_exercise
from studykit.cli.context import desk, notice
from studykit.cli.terminal.out import console, say
from studykit.cli.views.show import print_json
from studykit.content.exercise import DEVICES
from studykit.errors import StudykitError
from studykit.grading.feedback_level import Feedback
from studykit.study.phrases import counted

TOLD = 10  # times at most, where no bar can be drawn


def grade(
    ctx: typer.Context,
    submissions: Annotated[Path, typer.Argument(help="A folder or a zip, as Moodle, Canvas, Gradescope, nbgrader or git left it.")],
    out: Annotated[Path, typer.Option(help="The folder for grades, feedback and report; call again to continue.", metavar="OUT")],
    exercise: Annotated[
        list[str] | None,
        typer.Option(
            help="topic/slug that was set; may be repeated. All that were found if none.", metavar="ID", autocompletion=complete_exercise
        ),
    ] = None,
    on: Annotated[str, typer.Option(help="local, or a Dask scheduler: tcp://HOST:PORT or its scheduler file.", metavar="WHERE")] = LOCAL,
    workers: Annotated[int | None, typer.Option(min=1, max=1024, help="How many are graded at once; all processors if not given.")] = None,
    points: Annotated[list[str] | None, typer.Option(help="What an exercise counts: N, or ID=N; may be repeated.", metavar="N")] = None,
    roster: Annotated[Path | None, typer.Option(help="Who should have handed in: a name a line, or a CSV.", metavar="FILE")] = None,
    feedback: Annotated[Feedback, typer.Option(help="What students see of the hidden tests.")] = Feedback.FULL,
    seed: Annotated[int | None, typer.Option(min=0, max=2**32 - 1, help="Seed of all grades; drawn once for OUT if not given.")] = None,
    device: Annotated[str, typer.Option(help="auto, cpu or cuda.")] = "auto",
    diagnosis: Annotated[bool, typer.Option("--diagnosis/--no-diagnosis", help="Compare wrong answers with known mistakes.")] = True,
    similar: Annotated[bool, typer.Option("--similar/--no-similar", help="Compare the answers with each other.")] = True,
    trust: Annotated[bool, typer.Option("--trust", help="Grade also where the sandbox is weak. Never for strangers' code.")] = False,
    json: Annotated[bool, typer.Option("--json", help="What was graded, as an object.")] = False,
) -> None:
    """Grade the submissions of a class, and write grades.csv, feedback and a report."""
    here = desk(ctx)
    if device not in (known := ("auto", *DEVICES)):
        raise StudykitError(f"There is no device {device!r}; it is one of {', '.join(known)}.")
    handed_in = collect(submissions, here.library, exercise or (), roster)
    worth = worth_of(points or (), here.library, handed_in.exercises)
    if not trust:
        refuse_little_isolation()
    kept = Kept(out)
    terms = Terms(seed_of(out, seed), device, diagnosis, trust)
    if not json:
        say(_found(handed_in))
    try:
        with open_engine(on, workers) as engine, _showing(json) as tell:
            book = grade_class(handed_in, terms, engine, kept, worth, here.packs[1:], tell)
    except KeyboardInterrupt:
        notice(f"what was graded so far is kept in {out}; run the same command to continue.")
        raise
    write_all(book, here.library, out, feedback, similar)
    if json:
        print_json(_as_json(book, out))
    else:
        _sum_up(book, out)
    raise typer.Exit(3 if any(grade.is_owed for grade in book.grades) else 0)


def _found(handed_in: HandedIn) -> str:
    entries = sum(entry.submission is not None for student in handed_in.students for entry in student.entries)
    students = counted(len(handed_in.students), "student")
    return f"{students}, {counted(entries, 'answer')} to {counted(len(handed_in.exercises), 'exercise')} ({handed_in.layout})"


@contextmanager
def _showing(is_quiet: bool) -> Iterator[Tell]:
    """What is told how many answers are graded: a bar on a terminal, ten lines elsewhere."""
    out = console()
    if is_quiet or not out.is_terminal:
        yield _in_lines()
        return
    from rich import progress  # start-up time: only on a terminal

    columns = (progress.TextColumn("Grading"), progress.BarColumn(), progress.MofNCompleteColumn(), progress.TimeRemainingColumn())
    with progress.Progress(*columns, console=out, transient=True) as bar:
        task = bar.add_task("", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def _in_lines() -> Tell:
    told = -1

    def tell(done: int, total: int) -> None:
        nonlocal told
        if total and done * TOLD // total > told:
            told = done * TOLD // total
            notice(f"{done} of {total} different answers graded")

    return tell


def _sum_up(book: Gradebook, out: Path) -> None:
    verdicts = Counter(grade.verdict for grade in book.grades)
    say(", ".join(f"{count} {verdict.replace('_', ' ')}" for verdict, count in verdicts.most_common()))
    for line in _notes(book):
        say(line)
    say(f"Wrote {out}: grades.csv, report.html, feedback/, junit.xml, results/. `studykit class homework {out}` turns it into homework.")


def _notes(book: Gradebook) -> Iterator[str]:
    if owed := [grade for grade in book.grades if grade.is_owed]:
        yield f"The grader failed with {counted(len(owed), 'answer')}; call again to have them graded."
    if unread := [f"{grade.place or grade.name}: {grade.problem}" for grade in book.grades if grade.verdict == "unreadable"]:
        yield from _some("Not readable", unread)
    if book.left_out:
        yield from _some("Left out", book.left_out)


def _some(what: str, lines: Sequence[str]) -> Iterator[str]:
    yield f"{what}: {len(lines)}"
    yield from (f"  {line}" for line in lines[:TOLD])
    if len(lines) > TOLD:
        yield f"  … and {len(lines) - TOLD} more, in report.html"


def _as_json(book: Gradebook, out: Path) -> dict[str, Any]:
    students = {grade.student for grade in book.grades}
    verdicts = Counter(grade.verdict for grade in book.grades)
    return {
        "out": str(out),
        "exercises": list(book.exercises),
        "students": len(students),
        "answers": sum(grade.report is not None for grade in book.grades),
        "verdicts": dict(sorted(verdicts.items())),
        "seed": book.seed,
        "left_out": list(book.left_out),
    }
