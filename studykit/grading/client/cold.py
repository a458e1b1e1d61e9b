"""The caller's side of grading, with a server of its own that ends with it. No torch here."""

import os
import socket
import subprocess
import sys
import tempfile
import threading
import time
from typing import Protocol

from studykit.errors import GraderError
from studykit.grading.client.running import Cancelled, Progress, Running
from studykit.grading.grade_report import Report
from studykit.grading.job import Job

__all__ = ["Cancelled", "Grader", "Gradings", "Running"]

# One thread each: a parallel operation in a parent and another in its forked child would wait forever.
_ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}


# By the first letters of their names. What else stands in a learner's environment, keys and passwords, is no server's business.
_PASSED_ON = (
    *("HOME", "PATH", "LANG", "LC_", "TZ", "TMPDIR", "TEMP", "TMP", "USER", "LOGNAME", "XDG_", "SYSTEMROOT"),
    *("PYTHON", "VIRTUAL_ENV", "CONDA_PREFIX", "LD_LIBRARY_PATH", "DYLD_"),
    *("CUDA_", "CUBLAS_", "CUDNN_", "NVIDIA_", "PYTORCH_", "TORCH_", "HIP_", "ROCR_", "GPU_DEVICE_ORDINAL"),
)
# They would take asserts and requirements out of the suites, print what nobody reads, or wait for a keyboard, for all clients to come.
_KEPT_BACK = (
    "PYTHONOPTIMIZE",
    "PYTHONINSPECT",
    "PYTHONVERBOSE",
    "PYTHONDEBUG",
    "PYTHONSTARTUP",
    "PYTHONWARNINGS",
    "PYTHONPROFILEIMPORTTIME",
)


class Gradings(Protocol):
    """What grades jobs: a server of one's own or the background server."""

    def begin(self, *jobs: Job) -> Running: ...


class Grader:
    """A running grading server; a context manager. Several threads may grade through it at once.

    Raises GraderError when the server or a suite fails, StudykitError when the asked device is not there.
    """

    def __init__(self, start: str = "auto") -> None:
        self._log = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the grader
        self._asking = threading.Lock()
        self._control, theirs = socket.socketpair()
        # -P: a random.py or torch.py in the learner's folder must not take the place of the real one.
        command = [sys.executable, "-P", "-m", "studykit.grading.server.forking", str(theirs.fileno())]
        command += [start] if start != "auto" else []
        self._server = subprocess.Popen(
            command, pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL, stdout=self._log, stderr=self._log, env=server_environment()
        )
        theirs.close()

    def __enter__(self) -> "Grader":
        return self

    def __exit__(self, *raised: object) -> None:
        self._control.close()  # which ends it, and lets it clear away
        try:
            self._server.wait(0.3)
        except subprocess.TimeoutExpired:  # it was still starting
            self._server.terminate()
            self._server.wait()
        self._log.close()

    @property
    def pid(self) -> int:
        """The server's process id."""
        return self._server.pid

    def begin(self, *jobs: Job) -> "Running":
        """Start to grade a job, or several answers to one exercise by one judge: that collects its suite once."""
        started = time.monotonic()
        ours, theirs = socket.socketpair()
        try:
            with self._asking, theirs:
                socket.send_fds(self._control, [b"j"], [theirs.fileno()])  # the job itself goes to the judge alone
        except OSError as error:
            ours.close()
            raise self._failed(f"The grading server is gone ({error})") from None
        return Running(jobs, ours, started, self._failed)

    def finish(self, running: "Running", progress: Progress = lambda results, latest: None) -> Report:
        """The report on a grade that was begun, as `grade` gives it."""
        return running.report(progress)

    def grade(self, job: Job, progress: Progress = lambda results, latest: None) -> Report:
        """Grade one job. `progress` gets all results so far and the latest: first with every test not run, then after each test."""
        return self.finish(self.begin(job), progress)

    def _failed(self, what: str) -> GraderError:
        size = os.fstat(self._log.fileno()).st_size
        tail = os.pread(self._log.fileno(), 2000, max(0, size - 2000)).decode(errors="replace").strip()
        return GraderError(f"{what}; your file was not judged. Its last words:\n{tail}\nTry again; `studykit doctor` checks the set-up.")


def server_environment() -> dict[str, str]:
    """The environment of any server: what Python, torch and CUDA read, and nothing else of the learner's."""
    passed_on = {name: value for name, value in os.environ.items() if name.startswith(_PASSED_ON) and name not in _KEPT_BACK}
    return {**passed_on, **_ONE_THREAD}
