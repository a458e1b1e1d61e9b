"""A class of a thousand: graded here and on a Dask cluster that loses a worker, alike to the byte; how many a second; against otter-grader.

    python benchmarks/classroom.py [--submissions 1000] [--hostile 12] [--exercises 10] [--otter PATH]

The exercises are drawn with a printed seed from those of difficulty 1 to 3, as for a first course. The first part compares the grades of
three layouts and two engines, with an interrupt and a worker that is killed. The second counts answers a second with one worker on one
processor and two on two, with and without diagnosis, without hostile ones, which wait for time limits: of the whole command, which begins
with the import of PyTorch, and of the answers after the first. The third grades a hundred answers to the exercise of
`benchmarks/grading.py`, and some of them with `otter run`, one by one, as it works without Docker. Exit 1 if anything differs or a mark is
missed.
"""

import argparse
import csv
import json
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import grading
import made_up_class

from studykit.content.exercise import Exercise
from studykit.content.pack import builtin_pack, load_library

STUDYKIT = [sys.executable, "-m", "studykit"]
HUNDRED = 100
ADDITIONS = 20_000_000
HARDEST = 3
ALWAYS = ("optimizers/sgd_update",)


def main() -> None:
    """Run the parts that are asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--submissions", type=int, default=1000)
    parser.add_argument("--hostile", type=int, default=12)
    parser.add_argument("--exercises", type=int, default=10)
    parser.add_argument("--timed", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", choices=("alike", "speed", "otter"))
    parser.add_argument("--otter", default=shutil.which("otter"))
    parser.add_argument("--otter-runs", type=int, default=100)
    options = parser.parse_args()
    draw = random.Random(options.seed)
    exercises = drawn(options.exercises, draw)
    print(f"seed {options.seed}: {', '.join(exercise.id for exercise in exercises)}")
    with tempfile.TemporaryDirectory(prefix="sk") as name:
        folder = Path(name)
        os.environ.update(STUDYKIT_HOME=f"{folder}/home", XDG_RUNTIME_DIR=str(folder), OMP_NUM_THREADS="1")
        misses = []
        if options.only in (None, "alike"):
            files = made_up_class.made_up(exercises, options.submissions, draw, options.hostile)
            misses.append(alike(files, folder))
        if options.only in (None, "speed"):
            misses.append(speed(made_up_class.made_up(exercises, options.timed, draw), folder))
        if options.otter and options.only in (None, "otter"):
            misses.append(against_otter(options.otter, options.otter_runs, folder))
        subprocess.run([*STUDYKIT, "server", "stop"], check=False, stdout=subprocess.DEVNULL)
    sys.exit(any(misses))


def drawn(count: int, draw: random.Random) -> list[Exercise]:
    """So many exercises, the SGD update, which the hostile files answer, among them."""
    library = load_library([builtin_pack()])
    others = [exercise for id, exercise in library.exercises.items() if id not in ALWAYS and exercise.difficulty <= HARDEST]
    return [*(library.exercises[id] for id in ALWAYS), *draw.sample(others, count - len(ALWAYS))]


def alike(files: Sequence[made_up_class.HandedInFile], folder: Path) -> bool:
    """Grade three layouts, here and on a cluster; whether any grade differs, is lost or is there twice."""
    layouts = {
        "folders": made_up_class.as_folders(files, folder / "folders"),
        "flat": made_up_class.as_flat_files(files, folder / "flat"),
        "moodle": made_up_class.as_moodle_zip(files, folder / "moodle.zip"),
    }
    started = time.perf_counter()
    grade(layouts["folders"], folder / "here")
    print(f"here, a folder each: {time.perf_counter() - started:.0f} s")
    with cluster(folder / "cluster") as (scheduler, workers):
        command = class_grade(layouts["moodle"], folder / "there", "--on", str(scheduler))
        interrupted(command, folder / "there", len(files) // 4)
        print(f"on the cluster: stopped with Ctrl-C after {kept(folder / 'there')} answers")
        running = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        wait_for(lambda: kept(folder / "there") > len(files) // 2 or running.poll() is not None)
        os.kill(youngest_child(workers[0]), signal.SIGKILL)
        print(f"killed a worker at {kept(folder / 'there')} answers; the class ended with {running.wait()}")
    shutil.copytree(folder / "here" / "kept", folder / "flat_out" / "kept")
    shutil.copy(folder / "here" / "seed", folder / "flat_out" / "seed")
    grade(layouts["flat"], folder / "flat_out")
    books = [rows(folder / out) for out in ("here", "there", "flat_out")]
    print(f"verdicts: {dict(Counter(row[-1][0] for row in books[0]))}")
    for name, book in zip(("on the cluster", "as flat files"), books[1:], strict=True):
        differ = sum(a != b for a, b in zip(sorted(books[0]), sorted(book), strict=True))
        print(f"{name}: {len(book)} of {len(files)} grades, {differ} differ")
    print(f"largest memory of a process: {resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024:.0f} MiB")
    return any(sorted(book) != sorted(books[0]) or len(book) != len(files) for book in books)


def speed(files: Sequence[made_up_class.HandedInFile], folder: Path) -> bool:
    """Answers a second, with one worker on one processor and two on two; whether a mark is missed."""
    place = made_up_class.as_folders(files, folder / "timed")
    print(f"this processor adds {ADDITIONS:,} numbers in Python in {seconds_of_additions():.1f} s")
    is_missed = False
    for diagnosis, mark in (("--diagnosis", 5), ("--no-diagnosis", 10)):
        one, two = (rates(place, folder / f"out{workers}{diagnosis}", workers, diagnosis) for workers in (1, 2))
        ups = [b / a for a, b in zip(one, two, strict=True)]
        print(f"{diagnosis}: two workers against one {ups[0]:.2f} times, after the first answer {ups[1]:.2f} times (at least 1.8)")
        is_missed |= one[0] < mark or ups[0] < 1.8
    return is_missed


def rates(place: Path, out: Path, workers: int, diagnosis: str) -> tuple[float, float]:
    """Answers a second of the whole command, which begins with the import of PyTorch, and of the answers after the first."""
    subprocess.run([*STUDYKIT, "server", "stop"], check=False, stdout=subprocess.DEVNULL)
    started = time.time()
    with on_processors(workers):
        grade(place, out, "--workers", str(workers), diagnosis, "--no-similar")
    seconds = time.time() - started
    came = sorted(file.stat().st_mtime for file in (out / "kept").glob("*.json"))
    whole, later = len(came) / seconds, (len(came) - 1) / (came[-1] - came[0])
    print(f"{workers} worker(s), {diagnosis}: {whole:.1f} answers a second, {later:.1f} after the first, at {came[0] - started:.1f} s")
    return whole, later


@contextmanager
def on_processors(count: int) -> Iterator[None]:
    """Have what is started run on so many processors, where the system can hold it to them."""
    free = os.sched_getaffinity(0) if hasattr(os, "sched_setaffinity") else set[int]()
    if len(free) > count:
        os.sched_setaffinity(0, set(sorted(free)[:count]))
    try:
        yield
    finally:
        if free:
            os.sched_setaffinity(0, free)


def seconds_of_additions() -> float:
    """How quick this processor is, by a plain loop."""
    started, total = time.process_time(), 0
    for number in range(ADDITIONS):
        total += number
    return time.process_time() - started


def against_otter(otter: str, runs: int, folder: Path) -> bool:
    """The seconds an answer takes in a class of a hundred, and with `otter run`; whether the ratio misses its mark."""
    grading.write_pack(folder)
    place = folder / "hundred"
    place.mkdir()
    for student in range(HUNDRED):
        text = grading.ANSWER if student % 2 else grading.ANSWER.replace("lr * p.grad", "9 * lr * p.grad")
        (place / f"student{student:03}_update.py").write_text(f"# studykit: optimizing/update\n{text}\n# {student}\n")
    started = time.perf_counter()
    command = class_grade(place, folder / "hundred_out")
    done = subprocess.run(
        [*STUDYKIT, "--pack", str(folder / "pack"), *command[len(STUDYKIT) :]], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    own = (time.perf_counter() - started) / HUNDRED
    theirs = otter_seconds(otter, sorted(place.iterdir())[:runs], folder)
    print(f"a class of {HUNDRED}: {own:.3f} s an answer, `otter run` {theirs:.3f} s: {theirs / own:.1f} times faster (at least 20)")
    return theirs / own < 20


def otter_seconds(otter: str, files: Sequence[Path], folder: Path) -> float:
    """What `otter run` takes for an answer, of those given."""
    work = folder / "otter"
    (work / "tests").mkdir(parents=True)
    (work / "library").mkdir()
    cases = ",\n".join(grading.OTTER_CASE % (shape, shape) for shape in grading.SHAPES)
    (work / "tests" / "q.py").write_text(grading.OTTER_TEST % cases)
    (work / "library" / "probes.py").write_text(grading.PROBES)  # among the files it would be a second submission
    made = [otter, "generate", "-t", "tests", "--no-environment", "-o", "autograder.zip"]
    subprocess.run(made, cwd=work, check=True, capture_output=True)
    started = time.perf_counter()
    for file in files:
        shutil.copy(file, work / "answer.py")
        subprocess.run(
            [otter, "run", "--no-logo", "-a", "autograder.zip", "-o", ".", "answer.py"], cwd=work, check=True, capture_output=True
        )
        assert json.loads((work / "results.json").read_text())["tests"]
    return (time.perf_counter() - started) / len(files)


def class_grade(place: Path, out: Path, *options: str) -> list[str]:
    """The command that grades a class, with one seed for all."""
    return [*STUDYKIT, "class", "grade", str(place), "--out", str(out), "--seed", "5", *options]


def grade(place: Path, out: Path, *options: str) -> None:
    """Grade a class to the end."""
    done = subprocess.run(class_grade(place, out, *options), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def interrupted(command: list[str], out: Path, after: int) -> None:
    """Grade a class and stop it, as Ctrl-C does, when so many answers are kept."""
    running = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    wait_for(lambda: kept(out) >= after or running.poll() is not None)
    running.send_signal(signal.SIGINT)
    assert running.wait() == 130


def rows(out: Path) -> list[tuple[str, str, tuple[str, ...]]]:
    """What grades.csv says of each file, but for the seconds, the place and what a layout calls a student."""
    with (out / "grades.csv").open(encoding="utf-8", newline="") as opened:
        found = list(csv.DictReader(opened))
    left_out = ("seconds", "place", "student", "name", "exercise")
    texts = {row["place"]: number(row) for row in found}
    return [(texts[row["place"]], row["exercise"], tuple(value for name, value in row.items() if name not in left_out)) for row in found]


def number(row: dict[str, str]) -> str:
    """The number of a student, whichever layout it comes from."""
    digits = "".join(letter if letter.isdigit() else " " for letter in row["place"]).split()
    return str(int(digits[0] if not row["place"].count("_assignsubmission") else next(d for d in digits if len(d) == 6)) % 100000)


def kept(out: Path) -> int:
    """How many answers are graded."""
    return len(list((out / "kept").glob("*.json"))) if (out / "kept").is_dir() else 0


def wait_for(holds: "object", seconds: float = 3600) -> None:
    """Wait until it holds."""
    deadline = time.monotonic() + seconds
    while not holds():  # type: ignore[operator]
        assert time.monotonic() < deadline, "took too long"
        time.sleep(0.05)


@contextmanager
def cluster(folder: Path) -> Iterator[tuple[Path, list[int]]]:
    """A Dask scheduler and two workers of one thread each, in folders of their own; the scheduler's file and the pids of the workers'
    nannies."""
    folder.mkdir()
    file = folder / "scheduler.json"
    processes = [dask("scheduler", file, "--port", "0", "--no-dashboard")]
    wait_for(file.is_file)
    for name in ("one", "two"):
        (folder / name).mkdir()
        processes.append(dask("worker", file, "--local-directory", str(folder / name), "--nthreads", "1", "--no-dashboard"))
    try:
        yield file, [process.pid for process in processes[1:]]
    finally:
        for process in reversed(processes):
            process.terminate()
        for process in processes:
            process.wait()


def dask(what: str, file: Path, *options: str) -> "subprocess.Popen[bytes]":
    """A process of Dask's."""
    command = [sys.executable, "-m", f"distributed.cli.dask_{what}", "--scheduler-file", str(file), *options]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def youngest_child(pid: int) -> int:
    """The worker that a nanny started."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return int(children[-1])


if __name__ == "__main__":
    main()
