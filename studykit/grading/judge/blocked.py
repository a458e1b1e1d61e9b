"""Tells a learner why the sandbox refused something, and what to do instead: an errno alone teaches nothing."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from errno import EACCES, EMFILE, ENOENT, ENOSPC, EPERM, EROFS
from typing import Any

_REFUSED = (EPERM, EACCES, ENOENT, EROFS)
_STARTS_A_PROGRAM = re.compile(r"\b(fork|forkpty|exec[lv]\w*|spawn\w*|posix_spawn\w*|popen|system)\s*\(")
_NETWORK_TYPES = ("URLError", "HTTPError", "gaierror", "DistNetworkError", "ConnectionError", "ConnectionRefusedError", "SSLError")
_NETWORK_CALLS = ("/socket.py:", "urllib/request.py:", "http/client.py:", "requests/", "urllib3/", "torch/hub.py:", "asyncio/")
_COMPILER_CALLS = ("torch/_dynamo/", "torch/_inductor/", "torch/export/", "utils/cpp_extension.py:", "torch/_export/")
_FILE_FAULT = re.compile(r"open file failed|Parent directory .* does not exist|No usable temporary directory|unable to open database file")
_FILE_NAME = re.compile(r": '([^']{1,80})'$|^(\S{1,80}) not found\.$")  # the second as NumPy says it, without an errno

LOADER = "DataLoader workers are processes, and a submission may not start any: use num_workers=0"
COMPILER = (
    "torch.compile, torch.export and C++ extensions write files and start a compiler, and a submission may do neither: "
    "call the function or module itself; the numbers are the same"
)
PROCESS = "A submission may not start processes or other programs: do the work in this one, or in threads (ThreadPoolExecutor)"
SIGNAL = "A submission may send signals to itself only: raise an exception instead"
NETWORK = "A submission has no network: what the exercise needs is in its arguments; make data with torch.rand and its like"
SHARED = "Memory cannot be shared with other processes, of which there are none: leave share_memory_() out"
FULL = "The scratch folder is full, it holds 16 MB: delete what you need no longer, or save less"
OPEN = "Too many files are open at once, 256 are allowed: close them, best by `with open(…) as file`"
KEYBOARD = "Nobody is at the keyboard while your file is graded: take the value as an argument instead of input()"
THREADS = "No more threads can be started in the memory of this exercise: start fewer, and join them"
SYSTEM = "A submission may not change the system it runs on, and no exercise needs it: leave that call out"
NO_FILES = (
    "a submission can reach no files, and this exercise needs none. Data are the arguments of your functions, io.BytesIO stands in for a "
    'file to write to, and what you read or write for yourself goes below `if __name__ == "__main__":`'
)
SCRATCH = 'a submission can reach files in its scratch folder only, which begins empty: use a relative path such as "model.pt"'


@dataclass(frozen=True, slots=True)
class Fault:
    """An exception of the worker: `calls` are "torch/utils/data/dataloader.py:__iter__" and so on, the outermost first; `code` is the
    submission's line."""

    type: str
    message: str
    errno: int | None
    calls: tuple[str, ...]
    code: str

    def went_through(self, *places: str) -> bool:
        """Whether a call lies in one of these files or folders."""
        return any(place in call for place in places for call in self.calls)

    @property
    def is_refused(self) -> bool:
        """Whether the sandbox may be the reason."""
        return self.errno in _REFUSED or "not permitted" in self.message


def fault(type: str, message: str, fields: dict[str, Any]) -> Fault:
    """Read what a worker says of an exception, with care: the worker may be hostile."""
    errno, calls, code = fields.get("errno"), fields.get("calls"), fields.get("code")
    texts = tuple(str(call)[:200] for call in calls[:100]) if isinstance(calls, list) else ()
    return Fault(type, message, errno if isinstance(errno, int) else None, texts, code[:500] if isinstance(code, str) else "")


def explain(fault: Fault, has_scratch: bool) -> str | None:
    """Why the sandbox refused it and what to do instead; None if the sandbox is not the reason."""
    for applies, sentence in _RULES:
        if applies(fault):
            return sentence
    if not _is_about_a_file(fault):
        return None
    found = _FILE_NAME.search(fault.message)
    if found is None and fault.errno == EPERM:
        return SYSTEM
    name = f"`{found[1] or found[2]}`" if found else "That file"
    return f"{name} is out of reach: {SCRATCH if has_scratch else NO_FILES}"


def _is_about_a_file(fault: Fault) -> bool:
    return fault.errno in _REFUSED or fault.type == "FileNotFoundError" or _FILE_FAULT.search(fault.message) is not None


def _starts_a_process(fault: Fault) -> bool:
    through = fault.went_through("/subprocess.py:", "multiprocessing/", "concurrent/futures/process.py:")
    return fault.is_refused and (through or (fault.errno == EPERM and _STARTS_A_PROGRAM.search(fault.code) is not None))


def _needs_the_network(fault: Fault) -> bool:
    if fault.type in _NETWORK_TYPES or (fault.type == "FileNotFoundError" and "://" in fault.message):
        return True
    return fault.is_refused and (fault.went_through(*_NETWORK_CALLS) or (fault.errno == EPERM and "socket" in fault.code))


def _compiles(fault: Fault) -> bool:
    halted = "torch._inductor.compile_fx" in fault.message
    return halted or (fault.went_through(*_COMPILER_CALLS) and (fault.is_refused or _is_about_a_file(fault)))


# The first that applies: a DataLoader's workers are processes, too, but the learner wrote num_workers.
_RULES: tuple[tuple[Callable[[Fault], bool], str], ...] = (
    (lambda fault: fault.went_through("utils/data/dataloader.py:") and fault.went_through("multiprocessing/"), LOADER),
    (_compiles, COMPILER),
    (_starts_a_process, PROCESS),
    (_needs_the_network, NETWORK),
    (lambda fault: fault.errno == EPERM and "kill" in fault.code, SIGNAL),
    (lambda fault: "shared memory object" in fault.message, SHARED),
    (lambda fault: fault.errno == ENOSPC or "No space left" in fault.message, FULL),
    (lambda fault: fault.errno == EMFILE, OPEN),
    (lambda fault: fault.type == "EOFError" and "reading a line" in fault.message, KEYBOARD),
    (lambda fault: fault.type == "RuntimeError" and "start new thread" in fault.message, THREADS),
)
