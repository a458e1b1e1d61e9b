"""Keeps a grading process to itself and lets none outlive the process that started it."""

import contextlib
import ctypes
import os
import signal
import sys
import tempfile
from pathlib import Path

from studykit.grading.worker.sandbox import kernel

# What torch and its number libraries read late. Nothing else of the learner's environment is a submission's business.
_KEPT = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "LANG", "LC_ALL", "LD_LIBRARY_PATH")
BACKEND = "Agg"  # matplotlib's that needs no screen
_KEPT_FOR_CUDA = (
    "CUDA_VISIBLE_DEVICES",
    "CUDA_DEVICE_ORDER",
    "NVIDIA_VISIBLE_DEVICES",
    "PYTORCH_CUDA_ALLOC_CONF",
    "CUBLAS_WORKSPACE_CONFIG",
)


def follow(parent: int) -> None:
    """Die when `parent`, who started this process, dies; at once if it is dead already. Linux only; elsewhere nothing."""
    if sys.platform != "linux":
        return
    kernel.prctl(kernel.PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)


def keep_private() -> None:
    """Let no other process of the user read this one's memory or files. Children inherit it. Linux only; elsewhere nothing."""
    if sys.platform == "linux":
        kernel.prctl(kernel.PR_SET_DUMPABLE, 0)


def empty_environment(folder: str, has_scratch: bool, cuda: bool) -> None:
    """Forget the learner's environment, which may hold keys and passwords; home and temporary files are in the folder, if anywhere."""
    names = [*_KEPT, *(_KEPT_FOR_CUDA if cuda else ())]
    kept = {name: os.environ[name] for name in names if name in os.environ}
    os.environ.clear()
    _wipe_initial_environment()
    os.environ.update(kept, HOME=folder, MPLBACKEND=BACKEND)
    if has_scratch:
        os.environ["TMPDIR"] = folder
    if cuda:
        os.environ["CUDA_CACHE_DISABLE"] = "1"  # its folder would lie in the home
    tempfile.tempdir = folder if has_scratch else None


def _wipe_initial_environment() -> None:
    """The strings that the process was started with stay on its stack, whatever os.environ says."""
    with contextlib.suppress(OSError, ValueError, IndexError):
        fields = Path("/proc/self/stat").read_text().rpartition(")")[2].split()
        start, end = int(fields[47]), int(fields[48])  # proc_pid_stat(5): env_start, env_end
        if 0 < start < end:
            ctypes.memset(start, 0, end - start)
