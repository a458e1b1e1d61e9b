"""The process that runs the submission: it imports it, calls probes on it, and answers with plain data."""

import ast
import faulthandler
import importlib.util
import json
import linecache
import os
import random
import resource
import signal
import socket
import sys
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import torch

from studykit.grading import frames, values
from studykit.grading.forbidden import Watch

PRINT_LIMIT = 8 << 20  # bytes in one file: a submission that prints more is stopped
MEBIBYTE = 1 << 20


@dataclass(frozen=True)
class Setup:
    """What a worker is told before it imports anything of the learner's."""

    source: str
    file_name: str
    probes: str
    memory_limit: int
    device: str
    forbids: tuple[str, ...] = ()


@dataclass
class Subject:
    """The submission as probes see it: attributes of the module, remembering which were used."""

    module: ModuleType
    used: list[str] = field(default_factory=list)

    def __getattr__(self, name: str) -> Any:
        try:
            value = getattr(self.module, name)
        except AttributeError:
            if name.startswith("__"):
                raise
            raise MissingName(name) from None
        self.used.append(name)
        return value


class MissingName(AttributeError):
    """A probe asked for a name that the submission does not define."""


def main(channel: socket.socket, trace_fd: int) -> None:
    """Serve one judge over `channel` until it hangs up. `trace_fd` takes the lines where a killed call stood."""
    _reply(channel, {"nonce": "hello"})
    frames.receive_pickle(channel)
    setup: Setup = frames.receive_pickle(channel)
    _limit_resources(setup)
    with open(trace_fd, "w", buffering=1, closefd=False) as trace:
        faulthandler.enable(trace, all_threads=False)
        faulthandler.register(signal.SIGUSR1, trace, all_threads=True)
        watch = Watch(setup.forbids, setup.file_name, setup.probes)
        probes, subject = _import(channel, setup, watch)
        if subject is not None:
            _serve(channel, probes, subject, watch)


def _serve(channel: socket.socket, probes: ModuleType, subject: Subject, watch: Watch) -> None:
    while True:
        try:
            nonce, seed, name, args, kwargs = frames.receive_pickle(channel)
        except frames.Hangup:
            return
        seed_everything(seed)
        subject.used.clear()
        reply, body = _answer(partial(_call, probes, name, subject, args, kwargs), watch)
        _reply(channel, {"nonce": nonce, "line": _line_of(subject), "forbidden": watch.take(), **reply}, body)


def _call(probes: ModuleType, name: str, subject: Subject, args: tuple[Any, ...], kwargs: dict[str, Any]) -> object:
    return getattr(probes, name)(subject, *args, **kwargs)


def _answer(call: Callable[[], object], watch: Watch) -> tuple[dict[str, Any], bytes]:
    file_name = watch.submission
    try:
        with watch:
            value = call()
        tree, body = values.encode(value)
    except BaseException as error:  # noqa: BLE001 - SystemExit and KeyboardInterrupt raised by the submission are answers, too
        return {"error": _describe(error, file_name)}, b""
    return {"value": tree}, body


def _import(channel: socket.socket, setup: Setup, watch: Watch) -> tuple[ModuleType, Subject | None]:
    probes = _load(Path(setup.probes))
    seed_everything(0)
    subjects: list[Subject] = []
    reply, _ = _answer(lambda: subjects.append(Subject(_execute(setup))), watch)
    _reply(channel, {"nonce": "import", "forbidden": watch.take(), **reply})
    return probes, subjects[0] if subjects else None


def _reply(channel: socket.socket, reply: dict[str, Any], body: bytes = b"") -> None:
    sys.stdout.flush()
    sys.stderr.flush()
    header = json.dumps(reply).encode()
    if len(header) > frames.HEADER_LIMIT or len(body) > frames.BODY_LIMIT:
        too_long = {"type": "TooLong", "message": f"the answer is too long to compare ({len(header) + len(body):,} bytes)", "lines": []}
        header, body = json.dumps({**reply, "value": None, "error": too_long}).encode(), b""
    frames.send(channel, header, body)


def _execute(setup: Setup) -> ModuleType:
    """Import the submission from its text: no file of it is needed, and no neighbour of it can be imported."""
    linecache.cache[setup.file_name] = (len(setup.source), None, setup.source.splitlines(keepends=True), setup.file_name)
    module = ModuleType("submission")
    module.__file__ = setup.file_name
    sys.modules["submission"] = module
    exec(compile(setup.source, setup.file_name, "exec", dont_inherit=True), module.__dict__)
    return module


def _load(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("probes", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["probes"] = module
    spec.loader.exec_module(module)
    return module


def seed_everything(seed: int) -> None:
    """Seed every generator that a submission may draw from, so that a call can be replayed."""
    torch.manual_seed(seed)
    np.random.seed(seed % 2**32)
    random.seed(seed)


def _limit_resources(setup: Setup) -> None:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # Python ignores SIGXFSZ; the default stops a flood at once and names itself in the exit status.
    signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
    resource.setrlimit(resource.RLIMIT_FSIZE, (PRINT_LIMIT, PRINT_LIMIT))
    if setup.device == "cpu" and sys.platform == "linux":  # a CUDA context maps more addresses than any limit
        pages = int(Path("/proc/self/statm").read_text().split()[0])
        limit = pages * os.sysconf("SC_PAGE_SIZE") + setup.memory_limit * MEBIBYTE
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


def _describe(error: BaseException, file_name: str) -> dict[str, Any]:
    lines = [(frame.lineno, frame.name) for frame in traceback.extract_tb(error.__traceback__) if frame.filename == file_name]
    if isinstance(error, SyntaxError) and error.filename == file_name:
        lines.append((error.lineno, "<module>"))
    try:
        message = str(error)
    except Exception:  # noqa: BLE001 - a learner's exception class may fail to print itself
        message = ""
    return {"type": type(error).__name__, "message": message[:2000], "lines": lines[-20:], "called": not lines and _is_a_call(error)}


def _is_a_call(error: BaseException) -> bool:
    """Whether a TypeError arose where a probe calls the submission: the signature does not fit."""
    return isinstance(error, TypeError) and "argument" in str(error)


def _line_of(subject: Subject) -> int | None:
    """Where the last used function or class of the submission begins."""
    if not subject.used:
        return None
    value = getattr(subject.module, subject.used[-1], None)
    code = getattr(value, "__code__", None)
    if code is not None and code.co_filename == subject.module.__file__:
        return int(code.co_firstlineno)
    return _definition_line(subject.module.__file__ or "", subject.used[-1])


def _definition_line(file_name: str, name: str) -> int | None:
    source = "".join(linecache.getlines(file_name))
    for node in ast.parse(source).body if source else []:
        if getattr(node, "name", None) == name:
            return node.lineno
    return None
