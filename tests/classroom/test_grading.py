"""A class is graded once whatever happens on the way, and alike on every executor."""

import gc
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from studykit.classroom.engines import Engine, open_engine
from studykit.classroom.gradebook import Grade, Gradebook
from studykit.classroom.grading import grade_class
from studykit.classroom.kept import Kept
from studykit.classroom.one_batch import Graded, grade_batch
from studykit.classroom.work import Terms, answer_of, batches
from studykit.errors import ClassError, GraderError
from studykit.grading.grade_report import Report, Verdict
from studykit.grading.job import Job
from tests.classroom.class_of import SGD, class_of, kept_files, sgd, texts
from tests.conftest import wait_until

TERMS = Terms(seed=7)


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    with open_engine("local", 2) as opened:
        yield opened


class Unused(Executor):
    """An executor that nothing may be asked of."""

    def submit(self, *called: Any, **named: Any) -> Future[Any]:
        raise AssertionError("nothing is left to grade")


def seen(book: Gradebook) -> list[tuple[object, ...]]:
    """All that a gradebook says, without the seconds."""
    return [
        (grade.student, grade.verdict, grade.held, grade.points, grade.report and (grade.report.results, grade.report.diagnoses))
        for grade in book.grades
    ]


@pytest.fixture(scope="module")
def graded(engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> tuple[Gradebook, Path]:
    out = tmp_path_factory.mktemp("out")
    return grade_class(class_of(texts()), TERMS, engine, Kept(out), {SGD: 10}), out


def test_each_answer_has_its_verdict_and_its_points(graded: tuple[Gradebook, Path]) -> None:
    right, also_right, starter, *wrong, no_python, absent = graded[0].grades
    assert [grade.verdict for grade in (right, also_right, no_python, absent)] == ["passed", "passed", "invalid", "missing"]
    assert right.points == also_right.points == 10
    assert absent.points == no_python.points == 0
    for grade in (starter, *wrong):
        assert grade.verdict == "failed"
        assert 0 <= grade.points < 10


def test_wrong_answers_are_diagnosed_and_a_starter_is_not(graded: tuple[Gradebook, Path]) -> None:
    _, _, starter, *wrong, _, _ = graded[0].grades
    assert starter.report is not None
    assert starter.report.diagnoses == ()
    assert all(grade.report and grade.report.diagnosis for grade in wrong)


def test_the_same_text_is_graded_once(engine: Engine, tmp_path: Path) -> None:
    same = texts()[0]
    book = grade_class(class_of([same, same, same]), TERMS, engine, Kept(tmp_path), {})
    assert len(kept_files(tmp_path)) == 1
    assert [grade.verdict for grade in book.grades] == ["passed"] * 3 + ["missing"]


def test_a_second_start_grades_nothing_again(graded: tuple[Gradebook, Path]) -> None:
    book, out = graded
    again = grade_class(class_of(texts()), TERMS, Engine(Unused(), 1), Kept(out), {SGD: 10})
    assert again == book


def test_another_seed_or_a_changed_answer_is_graded_again(graded: tuple[Gradebook, Path]) -> None:
    submission = class_of(texts()).students[0].entries[0].submission
    assert submission is not None
    keys = {
        answer_of(submission, TERMS).key,
        answer_of(submission, Terms(8)).key,
        answer_of(submission, Terms(7, diagnose=False)).key,
        answer_of(replace(submission, text=submission.text + "\n"), TERMS).key,
    }
    assert len(keys) == 4


def test_what_was_graded_before_an_interrupt_is_kept(graded: tuple[Gradebook, Path], tmp_path: Path) -> None:
    calls = count()

    def interrupted(done: int, total: int) -> None:
        if next(calls) == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), open_engine("local", 1) as own:
        grade_class(class_of(texts()), TERMS, own, Kept(tmp_path), {SGD: 10}, tell=interrupted)
    before = kept_files(tmp_path)
    assert 1 <= len(before) < len(texts())
    with open_engine("local", 1) as own:
        book = grade_class(class_of(texts()), TERMS, own, Kept(tmp_path), {SGD: 10})
    assert seen(book) == seen(graded[0])
    assert set(before) < set(kept_files(tmp_path))


def test_a_kept_report_that_was_damaged_is_graded_again(engine: Engine, tmp_path: Path) -> None:
    answers = texts()[:1]
    grade_class(class_of(answers), TERMS, engine, Kept(tmp_path), {})
    (tmp_path / "kept" / kept_files(tmp_path)[0]).write_text('{"verdict": "passed"')
    book = grade_class(class_of(answers), TERMS, engine, Kept(tmp_path), {})
    assert book.grades[0].verdict == "passed"


def test_any_executor_gives_the_same_grades(graded: tuple[Gradebook, Path], tmp_path: Path) -> None:
    with ProcessPoolExecutor(1) as pool:
        book = grade_class(class_of(texts()), TERMS, Engine(pool, 1), Kept(tmp_path), {SGD: 10})
    assert seen(book) == seen(graded[0])


def test_a_machine_with_another_version_of_the_exercise_is_refused() -> None:
    submission = class_of(texts()).students[0].entries[0].submission
    assert submission is not None
    (batch,) = batches([(sgd(), answer_of(submission, TERMS))], TERMS, (), 1)
    with pytest.raises(ClassError, match="is another version here"):
        grade_batch(replace(batch, fingerprint="0"))


def sizes_of(count: int, workers: int) -> list[int]:
    """The sizes of the batches in which so many answers to one exercise are graded."""
    submission = class_of(texts()).students[0].entries[0].submission
    assert submission is not None
    answer = answer_of(submission, TERMS)
    asked = [(sgd(), replace(answer, key=str(number))) for number in range(count)]
    made = batches(asked, TERMS, (), workers)
    assert [one.key for batch in made for one in batch.answers] == [one.key for _, one in asked]
    return [len(batch.answers) for batch in made]


@pytest.mark.parametrize(("count", "workers"), [(1, 1), (1, 8), (2, 2), (11, 2), (50, 1), (1000, 2), (1000, 64)])
def test_batches_hold_each_answer_and_leave_no_worker_without(count: int, workers: int) -> None:
    assert len(sizes_of(count, workers)) >= min(count, workers)


@pytest.mark.parametrize("workers", [2, 8])
def test_batches_are_large_first_and_small_at_the_end(workers: int) -> None:
    sizes = sizes_of(1000, workers)
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[0] == 100
    assert sizes[-1] <= 20  # no worker waits long for the last one
    assert len(sizes) < 1000 / 100 + 6 * workers  # a batch costs seconds


def test_one_worker_has_nobody_to_share_with() -> None:
    assert sizes_of(1000, 1) == [100] * 10
    assert sizes_of(150, 1) == [75, 75]


def test_threads_that_read_their_batches_at_the_same_time_do_not_disturb_each_other() -> None:
    submission = class_of(["def sgd_update(:"]).students[0].entries[0].submission
    assert submission is not None
    answers = tuple(replace(answer_of(submission, TERMS), key=str(number)) for number in range(10))
    (batch,) = batches([(sgd(), answer) for answer in answers], replace(TERMS, trust=True), (), 1)
    thresholds = gc.get_threshold()

    def let_others_run(phase: str, info: object) -> None:
        time.sleep(0)

    # Threads change places where a collection runs Python, as that of hypothesis does, and any object with __del__.
    gc.callbacks.append(let_others_run)
    gc.set_threshold(50)
    try:
        with ThreadPoolExecutor(4) as pool:
            graded = list(pool.map(grade_batch, [batch] * 4))
    finally:
        gc.set_threshold(*thresholds)
        gc.callbacks.remove(let_others_run)
    assert all(one.report is not None and one.report.verdict == "invalid" for results in graded for one in results)


class EndsAt:
    """A grader whose judge ends without a verdict at the job with one text."""

    def __init__(self, ends_at: str) -> None:
        self._ends_at = ends_at
        self.asked: list[list[str]] = []

    def begin(self, *jobs: Job) -> "EndsAt":
        self.asked.append([job.source for job in jobs])
        return self

    def reports(self) -> Iterator[Report]:
        for source in self.asked[-1]:
            if source == self._ends_at:
                raise GraderError("the judge is gone")
            yield Report(SGD, Verdict.PASSED, 7, "cpu", 0.1, 0.1, ())


def test_an_answer_that_ends_its_judge_is_asked_again_alone_and_the_others_together(monkeypatch: pytest.MonkeyPatch) -> None:
    submission = class_of(texts()).students[0].entries[0].submission
    assert submission is not None
    answer = answer_of(submission, TERMS)
    asked = [(sgd(), replace(answer, key=name, text=f"{name} = 1\n")) for name in "abcde"]
    (batch,) = batches(asked, replace(TERMS, trust=True), (), 1)
    grader = EndsAt("c = 1\n")
    monkeypatch.setattr("studykit.classroom.one_batch._grader", lambda: (grader, None))
    told: list[Graded] = []
    results = grade_batch(batch, told.append)
    assert told == results
    assert {one.key: one.report is not None for one in results} == {"a": True, "b": True, "c": False, "d": True, "e": True}
    assert [len(sources) for sources in grader.asked] == [5, 1, 1, 1, 2]


def test_an_answer_is_kept_before_its_batch_is_done(tmp_path: Path) -> None:
    seen_kept: list[int] = []
    with open_engine("local", 1) as own:
        grade_class(
            class_of(texts()), TERMS, own, Kept(tmp_path), {SGD: 10}, tell=lambda done, total: seen_kept.append(len(kept_files(tmp_path)))
        )
    assert seen_kept == list(range(len(set(texts())) + 1))


class Cluster:
    """A Dask scheduler and two workers with one thread each, as processes in separate folders."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "scheduler.json"
        self._folder = folder
        self.processes = [self._start("scheduler", "--port", "0", "--no-dashboard")]
        wait_until(self.file.is_file)
        for name in ("one", "two"):
            (folder / name).mkdir()
            local = ("--local-directory", str(folder / name), "--nthreads", "1", "--no-dashboard", "--nanny")
            self.processes.append(self._start("worker", *local))

    def _start(self, what: str, *options: str) -> "subprocess.Popen[bytes]":
        command = [sys.executable, "-m", "distributed.cli.dask_" + what, "--scheduler-file", str(self.file), *options]
        quiet = {**os.environ, "DASK_DISTRIBUTED__ADMIN__LOG_LEVEL": "error"}
        return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=quiet)

    def stop(self) -> None:
        for process in reversed(self.processes):
            process.send_signal(signal.SIGTERM)
        for process in self.processes:
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:  # a machine with much else to do; how Dask ends is not ours to test
                process.kill()
                process.wait()


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    pytest.importorskip("distributed")
    running = Cluster(tmp_path)
    yield running
    running.stop()


def test_a_dask_cluster_that_loses_a_worker_gives_the_same_grades(cluster: Cluster, graded: tuple[Gradebook, Path], tmp_path: Path) -> None:
    from distributed import Client

    killed: list[int] = []

    def kill_once(done: int, total: int) -> None:
        if done >= 1 and not killed:
            with Client(scheduler_file=str(cluster.file), set_as_default=False) as client:
                killed.append(min(client.run(os.getpid).values()))
            os.kill(killed[0], signal.SIGKILL)

    with Client(scheduler_file=str(cluster.file), set_as_default=False) as client:
        client.wait_for_workers(2)
    with open_engine(str(cluster.file)) as engine:
        book = grade_class(class_of(texts()), TERMS, engine, Kept(tmp_path / "out"), {SGD: 10}, tell=kill_once)
    assert killed
    assert seen(book) == seen(graded[0])
    assert len(kept_files(tmp_path / "out")) == len(set(texts()))


@pytest.mark.parametrize("on", ["tcp://127.0.0.1:1", "no_such_file.json"])
def test_a_cluster_that_is_not_there_is_refused(on: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("studykit.classroom.engines.SECONDS_TO_CONNECT", 1)
    with pytest.raises(ClassError, match=r"no Dask scheduler answers|neither"), open_engine(on):
        pass


def test_what_is_missing_or_unreadable_has_no_points() -> None:
    missing = Grade("a", "A", SGD, None, "handed in nothing")
    unreadable = Grade("b", "B", SGD, None, "is no text", attempts=1)
    assert [(grade.verdict, grade.points) for grade in (missing, unreadable)] == [("missing", 0.0), ("unreadable", 0.0)]
