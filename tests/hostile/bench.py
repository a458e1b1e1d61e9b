"""The process that owns a Grader and lets hostile submissions at it, one a line on stdin; a JSON line says what came of each.

Started as `python bench.py WORLD [UID]`; with a uid, everything, the server included, runs as that ordinary user.
"""

import contextlib
import ctypes
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

import processes  # beside this file
import world as worlds

from studykit.content.mistake import mistakes_of
from studykit.content.pack import builtin_pack, load_library
from studykit.errors import StudykitError
from studykit.grading.client.cold import Cancelled, Grader
from studykit.grading.grade_report import Report, Verdict
from studykit.grading.job import Job, job_for
from studykit.grading.parse import unparsable
from studykit.visuals.picture import picture

GIVE_UP_SECONDS = 30.0  # more than any grade here may take; after it the grade counts as hung
SETTLE_SECONDS = 3.0
VERDICTS = [verdict.value for verdict in Verdict]
_NEW_MOUNTS = 0x20000  # CLONE_NEWNS

Answer = dict[str, Any]


class Bench:
    """A world, a Grader in it, and what both looked like before anybody attacked them."""

    def __init__(self, world: worlds.World) -> None:
        self._world = world
        self._listeners = worlds.Listeners(world.root)
        self._library = load_library([builtin_pack()])
        self._grader = Grader()
        # A first grade, for the server makes its folders and torch its cache while it starts, and not before it is asked.
        sgd = self._library.exercise("optimizers/sgd_update")
        self._graded(job_for(sgd, f"# studykit: {sgd.id}\n{sgd.solution.read_text()}", "solution.py", 1, "cpu"))
        self._before = world.snapshot()

    def answer(self, request: Answer) -> Answer:
        """Grade `source` and say: verdict, what the learner reads, and what is left or changed."""
        known = set(processes.descendants())
        told = self._done(request)
        told["server_lives"] = self._grader.pid in {pid for pid, _ in processes.descendants()}
        if told["verdict"] not in VERDICTS or not told["server_lives"]:
            self._start_again()
            known |= set(processes.descendants())
        told["left"] = processes.await_only(known, SETTLE_SECONDS)
        told["changed"] = self._changed()
        told["reached"] = self._listeners.reached()
        processes.reap(self._grader.pid)
        return {**told, **self._server()}

    def _done(self, request: Answer) -> Answer:
        if request.get("do") is None:
            return self._graded(self._job(request))
        # What else goes through the same server: the solution for a picture, and all programs of an exercise at once for `check`.
        sgd, forward = (self._library.exercise(name) for name in ("optimizers/sgd_update", "gradient_descent/forward_and_mse"))
        solution = f"{sgd.solution.read_text()}\n# {worlds.OF_A_SOLUTION}\n"
        if request["do"] == "plot":
            marked = f"{forward.solution.read_text()}\n# {worlds.OF_A_SOLUTION}\n"
            self._grader.grade(picture("loss_surface").job(forward, marked, "solution.py", "cpu"))
        else:
            texts = [solution, *(mistake.source for mistake in mistakes_of(sgd))]
            jobs = [self._job({"source": text, "exercise": sgd.id}) for text in texts]
            list(self._grader.begin(*jobs).reports())
        return {"verdict": "passed", "read": [], "printed": "", "seconds": 0.0}

    def _job(self, request: Answer) -> Job:
        exercise = self._library.exercise(request["exercise"])
        places = {"HOME": self._world.home, "TMP": self._world.temporary, "DATABASE": self._world.database}
        places |= {"SUITE": self._world.suite(exercise.id), "SOLUTION": exercise.suite.parent / "solution.py"}
        numbers = {"SERVER": self._grader.pid, "PORT": self._listeners.port, "SOCKET": self._listeners.path, "MARK": worlds.MARK}
        source = request["source"]
        for name, value in {**places, **numbers, "REPOSITORY": worlds.REPOSITORY, "ABSTRACT": self._listeners.abstract[1:]}.items():
            source = source.replace(f"@{name}@", str(value))
        job = job_for(exercise, source, "answer.py", seed=request.get("seed", 7), device="cpu")
        suite = self._world.suite(exercise.id)
        job = replace(job, suite=str(suite / exercise.suite.name), probes=str(suite / exercise.probes.name))
        changes = {name: tuple(value) if name == "layers" else value for name, value in request.items() if name in ("time_limit", "layers")}
        return replace(job, **changes)

    def _graded(self, job: Job) -> Answer:
        started = time.monotonic()
        try:
            told = _told(unparsable(job) or self._judged(job))
        except Cancelled:
            told = {"verdict": "hung", "read": [f"no verdict within {GIVE_UP_SECONDS:g} s"], "printed": ""}
        except StudykitError as error:
            told = {"verdict": type(error).__name__, "read": [str(error)[-600:]], "printed": ""}
        except Exception as error:  # noqa: BLE001 - the learner would see a traceback: that is a finding, not the end of the bench
            told = {"verdict": f"broke the client: {type(error).__name__}", "read": [str(error)[:600]], "printed": ""}
        return {**told, "seconds": round(time.monotonic() - started, 2)}

    def _judged(self, job: Job) -> Report:
        running = self._grader.begin(job)
        timer = threading.Timer(GIVE_UP_SECONDS, running.cancel)
        timer.start()
        try:
            return running.report()
        finally:
            timer.cancel()

    def _start_again(self) -> None:
        """A grader that an attack broke must not spoil the next case; that it broke is told already."""
        with contextlib.suppress(OSError):
            self._grader.__exit__()
        processes.await_only(set(), seconds=0.2)
        self._grader = Grader()

    def _changed(self) -> list[str]:
        deadline = time.monotonic() + SETTLE_SECONDS
        while (changed := self._differences()) and time.monotonic() < deadline:
            time.sleep(0.05)  # the session clears its folders away right after the verdict
        if changed:
            self._before = self._world.snapshot()
        outside = worlds.marked_outside()
        worlds.remove(outside)
        return changed + [str(path) for path in outside]

    def _differences(self) -> list[str]:
        now = self._world.snapshot()
        return sorted(path for path in self._before.keys() | now.keys() if self._before.get(path) != now.get(path))

    def _server(self) -> Answer:
        folder = Path("/proc") / str(self._grader.pid)
        fields = dict(line.split(":", 1) for line in (folder / "status").read_text().splitlines())
        return {
            "server_kib": int(fields["VmRSS"].split()[0]),
            "server_files": len(list((folder / "fd").iterdir())) if os.getuid() == 0 else None,  # closed to its own user, too
            "server_children": len((folder / "task" / str(self._grader.pid) / "children").read_text().split()),
        }


def _told(report: Report) -> Answer:
    texts = [text for result in report.results for text in (result.message, result.expected, result.got) if text]
    printed = "".join(result.printed for result in report.results)
    if report.failure is not None:
        texts, printed = [report.failure.message, *texts], report.failure.printed + printed
    return {"verdict": report.verdict.value, "read": texts, "printed": printed}


def become(uid: int, root: Path) -> None:
    """Go on as an ordinary user, for whom this Python is readable even if it lies in somebody's private folder."""
    _in_mounts_of_its_own()
    for folder in reversed(Path(sys.base_prefix).parents):
        if not folder.stat().st_mode & 0o001:
            _show_only(Path(sys.base_prefix), folder, root)
            break
    for path in (root, *root.rglob("*")):
        os.chown(path, uid, uid, follow_symlinks=False)
    os.setgroups([])
    os.setresgid(uid, uid, uid)
    os.setresuid(uid, uid, uid)


def _in_mounts_of_its_own() -> None:
    """What is mounted from here on, by this process or by an attack, is seen by nobody else."""
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(_NEW_MOUNTS):
        raise OSError(ctypes.get_errno(), "unshare(CLONE_NEWNS)")
    subprocess.run(["mount", "--make-rprivate", "/"], check=True)


def _show_only(inner: Path, private: Path, root: Path) -> None:
    """Put an open folder over `private`, with nothing in it but `inner`."""
    aside = root / "python"
    aside.mkdir()
    subprocess.run(["mount", "--bind", inner, aside], check=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", "mode=755", "tmpfs", private], check=True)
    inner.mkdir(parents=True)
    subprocess.run(["mount", "--bind", aside, inner], check=True)
    subprocess.run(["umount", aside], check=True)
    aside.rmdir()


def main(root: Path, uid: int | None) -> None:
    """Serve until stdin ends."""
    world = worlds.World(root)
    world.make()
    if uid is not None:
        become(uid, root)
    elif os.getuid() == 0:
        _in_mounts_of_its_own()
    os.environ.update(HOME=str(world.home), TMPDIR=str(world.temporary), STUDYKIT_HOME=str(world.database.parent))
    os.environ["STUDYKIT_TEST_SECRET"] = "a secret of the learner's environment"
    os.chdir(world.home)
    tempfile.tempdir = None
    processes.adopt_orphans()
    bench = Bench(world)
    for line in sys.stdin:
        sys.stdout.write(json.dumps(bench.answer(json.loads(line))) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]) if sys.argv[2:] else None)
