"""The process that runs the submission: it imports it, calls probes on it, and answers with plain data."""

import ast
import contextlib
import faulthandler
import json
import linecache
import os
import pickle
import signal
import socket
import sys
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache, partial
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any

import torch

from studykit.grading import frames, values
from studykit.grading.seeding import seed_everything
from studykit.grading.setup import Setup
from studykit.grading.worker.forbidden import Ban
from studykit.grading.worker.graph import GraphWatch
from studykit.grading.worker.sandbox.layers import Confinement, confine
from studykit.grading.worker.sandbox.reach import reach


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
    setup: Setup = frames.receive_pickle(channel)
    with open(trace_fd, "w", buffering=1, closefd=False) as trace:
        faulthandler.enable(trace, all_threads=False)
        faulthandler.register(signal.SIGUSR1, trace, all_threads=True)
        text = Path(setup.probes).read_text(encoding="utf-8")
        probes = compile(text, setup.probes, "exec", dont_inherit=True)
        sys.dont_write_bytecode = True  # nothing that is imported from now on may leave a file
        sys.modules["probes"] = _fresh(probes)  # which imports what they need, as long as files can be read
        _shut_in(setup)
        ban = Ban(setup.forbids, setup.file_name, setup.probes, text)
        subject = _import(channel, setup, ban)
        if subject is not None:
            _serve(channel, probes, subject, ban, setup.device == "cuda")


def _serve(channel: socket.socket, probes: CodeType, subject: Subject, ban: Ban, cuda: bool) -> None:
    while True:
        try:
            nonce, request, is_watched = frames.receive_pickle(channel)
        except frames.Hangup:
            return
        seed, name, args, kwargs = pickle.loads(request)
        seed_everything(seed, cuda)
        subject.used.clear()
        call = partial(_call, probes, name, subject, args, kwargs)
        if is_watched:
            _reply(channel, {"nonce": nonce, **_graph_of(call, ban.submission)})
            continue
        reply, body = _answer(call, ban)
        _reply(channel, {"nonce": nonce, "line": _line_of(subject), "forbidden": ban.take(), **reply}, body)


def _call(probes: CodeType, name: str, subject: Subject, args: tuple[Any, ...], kwargs: dict[str, Any]) -> object:
    # Made anew for each call: what a submission put in the place of a probe is not there.
    return getattr(_fresh(probes), name)(subject, *args, **kwargs)


def _fresh(probes: CodeType) -> ModuleType:
    module = ModuleType("probes")
    module.__file__ = probes.co_filename
    exec(probes, module.__dict__)
    return module


def _answer(call: Callable[[], object], ban: Ban) -> tuple[dict[str, Any], bytes]:
    file_name = ban.submission
    try:
        value = call()
        tree, body = values.encode(value)
    except BaseException as error:  # noqa: BLE001 - SystemExit and KeyboardInterrupt raised by the submission are answers, too
        return {"error": _describe(error, file_name)}, b""
    return {"value": tree}, body


def _graph_of(call: Callable[[], object], submission: str) -> dict[str, Any]:
    watch = GraphWatch(submission)
    with contextlib.suppress(BaseException), watch:  # the call failed before; now only its graph is asked for
        call()
    return watch.loss.as_json() if watch.loss else {}


def _import(channel: socket.socket, setup: Setup, ban: Ban) -> Subject | None:
    seed_everything(0, setup.device == "cuda")
    subjects: list[Subject] = []
    reply, _ = _answer(lambda: subjects.append(Subject(_execute(setup))), ban)
    _reply(channel, {"nonce": "import", "forbidden": ban.take(), **reply})
    return subjects[0] if subjects else None


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


def warm_torch() -> None:
    """Do once what imports a part of torch or NumPy at its first use, so that no fork has to.

    The first optimizer step imports `torch._dynamo`, a second of work that writes files, which the sandbox refuses; the first tensor that
    arrives or leaves imports what reads and writes its bytes.
    """
    parameter = torch.nn.Parameter(torch.ones(1))
    parameter.grad = torch.ones(1)
    torch.optim.SGD([parameter], lr=0.1).step()
    values.decode(*values.encode([pickle.loads(pickle.dumps(parameter.grad))]), parameter.device)


def _shut_in(setup: Setup) -> None:
    """Put the sandbox on. All that the worker itself needs of the files is read by now: probes and their imports."""
    if "torch._dynamo" not in sys.modules:
        warm_torch()
    # torch.compile would import its compiler for seconds, only to be refused the start of another: now it fails at once.
    sys.modules.setdefault("torch._inductor.compile_fx", None)  # type: ignore[arg-type]
    # More threads than processors wait for each other in a spin: a large product would take for ever.
    torch.set_num_threads = _stay_with_one_thread
    cuda = setup.device == "cuda"
    within = reach(Path(setup.probes).parent, cuda)
    confine(Confinement(Path.cwd(), within, setup.memory_limit, os.getppid(), "scratch" in setup.needs, cuda, setup.layers))


def _stay_with_one_thread(count: int) -> None:
    """In the place of `torch.set_num_threads`: the numbers are the same."""


def _describe(error: BaseException, file_name: str) -> dict[str, Any]:
    lines = [(frame.lineno, frame.name) for frame in traceback.extract_tb(error.__traceback__) if frame.filename == file_name]
    if isinstance(error, SyntaxError) and error.filename == file_name:
        lines.append((error.lineno, "<module>"))
    try:
        message = str(error)
    except Exception:  # noqa: BLE001 - a learner's exception class may fail to print itself
        message = ""
    described = {"type": type(error).__name__, "message": message[:2000], "lines": lines[-20:], "called": not lines and _is_a_call(error)}
    return {**described, **_circumstances(error, file_name, lines[-1][0] if lines else None)}


def _circumstances(error: BaseException, file_name: str, line: int | None) -> dict[str, Any]:
    """What tells a refusal of the sandbox from a mistake: errno, the calls that led there, the submission's line."""
    calls = [f"{'/'.join(Path(frame.filename).parts[-4:])}:{frame.name}" for frame in traceback.extract_tb(error.__traceback__)[-60:]]
    code = linecache.getline(file_name, line).strip() if line else ""
    return {"errno": error.errno if isinstance(error, OSError) else None, "calls": calls, "code": code}


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
    return _definition_lines(subject.module.__file__ or "").get(subject.used[-1])


@cache
def _definition_lines(file_name: str) -> dict[str, int]:
    """Where the functions and classes at the top level of the submission begin; of one name the first."""
    source = "".join(linecache.getlines(file_name))
    definitions = (node for node in ast.parse(source).body if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)))
    return {node.name: node.lineno for node in reversed(list(definitions))}
