"""The process that runs the submission: it imports it, calls probes on it, and answers with plain data."""

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
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from types import CodeType, ModuleType, SimpleNamespace
from typing import Any

import torch

from studykit.grading import frames, values
from studykit.grading.requests import from_bytes
from studykit.grading.seeding import seed_everything
from studykit.grading.setup import How, Setup
from studykit.grading.text_lines import lines
from studykit.grading.worker.ahead import PROBES, compiled
from studykit.grading.worker.draws import GiveDraws, KeepDraws
from studykit.grading.worker.forbidden import Ban, UnknownName
from studykit.grading.worker.graph import GraphWatch
from studykit.grading.worker.plotting import prepare_matplotlib
from studykit.grading.worker.sandbox.layers import Confinement, confine
from studykit.grading.worker.sandbox.reach import reach

MOST_DRAWS = 1_000_000  # random numbers that are sent back


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


class MissingProbe(Exception):
    """The suite asked for a probe that probes.py does not define."""


class Breakpoint(Exception):
    """A submission called `breakpoint()`."""


def _refuse_breakpoint(*_: object, **__: object) -> None:
    raise Breakpoint


def main(channel: socket.socket, trace_fd: int) -> None:
    """Serve one judge over `channel` until it hangs up. `trace_fd` takes the lines where a killed call stood."""
    _reply(channel, {"nonce": "hello"})
    setup: Setup = frames.receive_pickle(channel)
    with open(trace_fd, "w", buffering=1, closefd=False) as trace:
        faulthandler.enable(trace, all_threads=False)
        faulthandler.register(signal.SIGUSR1, trace, all_threads=True)
        sys.dont_write_bytecode = True  # nothing that is imported from now on may leave a file
        sys.argv = [setup.file_name]  # a program that parses its arguments gets none, and not those of a server
        sys.breakpointhook = _refuse_breakpoint  # a debugger would read the end of stdin, and stop a line too late
        if (prepared := _prepared(channel, setup)) is not None:
            probes, ban = prepared
            subject = _import(channel, setup, ban)
            if subject is not None:
                _serve(channel, probes, subject, ban, setup)


def _prepared(channel: socket.socket, setup: Setup) -> tuple[CodeType, Ban] | None:
    """Probes and bans in place and the sandbox on, which is told; None where the pack is at fault, which is told instead."""
    try:
        probes = compiled(setup.probes)
        sys.modules["probes"] = _fresh(probes)  # which imports what they need, as long as files can be read
    except BaseException as error:  # noqa: BLE001 - whatever a probes.py does at its import
        line = error.lineno if isinstance(error, SyntaxError) else _line_of_probes(traceback.extract_tb(error.__traceback__))
        _reply(channel, {"nonce": "ready", "broken": {"line": line, "what": _named(error)}})
        return None
    _shut_in(setup)
    try:
        ban = Ban(setup.forbids, setup.file_name, PROBES, setup.probes)
    except UnknownName as error:
        _reply(channel, {"nonce": "ready", "broken": {"forbids": error.name, "what": str(error)[:500]}})
        return None
    _reply(channel, {"nonce": "ready"})
    return probes, ban


def _named(error: BaseException) -> str:
    message = error.msg if isinstance(error, SyntaxError) else str(error)
    return f"{type(error).__name__}: {message[:500]}" if message else type(error).__name__


def _line_of_probes(stack: traceback.StackSummary) -> int | None:
    return next((frame.lineno for frame in reversed(stack) if frame.filename == PROBES), None)


def _serve(channel: socket.socket, probes: CodeType, subject: Subject, ban: Ban, setup: Setup) -> None:
    cuda, running = setup.device == "cuda", setup.source
    while True:
        try:
            nonce, request, how, draws, program = frames.receive_pickle(channel)
        except frames.Hangup:
            return
        seed, name, args, kwargs = from_bytes(request)
        if program is not None and program != running:
            running, subject = program, _other(setup, program)
        seed_everything(seed, cuda)
        subject.used.clear()
        call = partial(_call, probes, name, subject, args, kwargs)
        match how:
            case How.GRAPH:
                _reply(channel, {"nonce": nonce, **_graph_of(call, ban.submission)})
            case How.DRAWS:
                reply, body = _answer(partial(_draws_of, call), ban)
                _reply(channel, {"nonce": nonce, **reply}, body)
            case _:
                with GiveDraws(from_bytes(draws)) if draws else contextlib.nullcontext():
                    reply, body = _answer(call, ban)
                used = sorted(set(subject.used))[:50]
                _reply(channel, {"nonce": nonce, "used": used, "forbidden": ban.take(), **reply}, body)


def _call(probes: CodeType, name: str, subject: Subject, args: tuple[Any, ...], kwargs: dict[str, Any]) -> object:
    # Made again for each call: what a submission put in the place of a probe is not there.
    probe = getattr(_fresh(probes), name, None)
    if probe is None:
        raise MissingProbe(name)
    return probe(subject, *args, **kwargs)


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


def _other(setup: Setup, program: str) -> Subject:
    """Another program of the pack's in the place of the submission, in a process that runs no submission: one after the other, so that a
    diagnosis need not start a process for each. What a program may have switched is switched back."""
    torch.set_grad_enabled(True)
    torch.set_default_dtype(torch.float32)
    torch.use_deterministic_algorithms(False)
    seed_everything(0, setup.device == "cuda")
    module = ModuleType("submission")
    with contextlib.suppress(BaseException):  # its calls will fail, as those of a submission that is broken so
        module = _execute(replace(setup, source=program))
    return Subject(module)


def _draws_of(call: Callable[[], object]) -> list[list[object]]:
    """Which random numbers a call draws, in order, as pairs of kind and tensor; none where they are too many."""
    keeping = KeepDraws()
    with contextlib.suppress(BaseException), keeping:
        call()
    is_small = sum(values.numel() for _, values in keeping.draws) <= MOST_DRAWS
    return [[kind, values] for kind, values in keeping.draws] if is_small else []


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
    """Import the submission from its text: no file of it is needed, and no neighbor of it can be imported."""
    linecache.cache[setup.file_name] = (len(setup.source), None, lines(setup.source, keepends=True), setup.file_name)
    module = ModuleType("submission")
    module.__file__ = setup.file_name
    sys.modules["submission"] = module
    exec(compile(setup.source, setup.file_name, "exec", dont_inherit=True), module.__dict__)
    torch.empty(0)  # a default device that is not here fails now, once, and not in each probe
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
        prepare_matplotlib()
    # torch.compile would import its compiler for seconds, only to be refused the start of another: now it fails at once.
    sys.modules.setdefault("torch._inductor.compile_fx", None)  # type: ignore[arg-type]
    # More threads than processors wait for each other in a spin: a large product would take forever.
    torch.set_num_threads = _stay_with_one_thread
    cuda = setup.device == "cuda"
    if not cuda:
        _seed_without_tracebacks()
    within = reach(Path(setup.suite_folder), cuda)
    confine(Confinement(Path.cwd(), within, setup.memory_limit, os.getppid(), "scratch" in setup.needs, cuda, setup.layers))


def _seed_without_tracebacks() -> None:
    """Keep `torch.manual_seed` from noting where it was called, for each kind of device that might still come: a millisecond each time.
    None can come in a worker."""
    for devices in (torch.cuda, torch.xpu, torch.mtia):
        devices.traceback = SimpleNamespace(format_stack=list)


def _stay_with_one_thread(count: int) -> None:
    """In the place of `torch.set_num_threads`: the numbers are the same."""


def _describe(error: BaseException, file_name: str) -> dict[str, Any]:
    stack = traceback.extract_tb(error.__traceback__)
    own = [(frame.lineno, frame.name) for frame in stack if frame.filename == file_name]
    if isinstance(error, SyntaxError) and error.filename == file_name:
        own.append((error.lineno, "<module>"))
    try:
        message = str(error)
    except Exception:  # noqa: BLE001 - a learner's exception class may fail to print itself
        message = ""
    described = {"type": type(error).__name__, "message": message[:2000], "lines": own[-20:], "called": not own and _is_a_call(error)}
    is_own = bool(stack) and stack[-1].filename == file_name  # raised there, and not in a library that was called
    described |= {"own": is_own, "probe_line": _line_of_probes(stack)}
    return {**described, **_circumstances(error, stack, file_name, own[-1][0] if own else None)}


def _circumstances(error: BaseException, stack: traceback.StackSummary, file_name: str, line: int | None) -> dict[str, Any]:
    """What tells a refusal of the sandbox from a mistake: errno, the calls that led there, the submission's line."""
    calls = [f"{'/'.join(Path(frame.filename).parts[-4:])}:{frame.name}" for frame in stack[-60:]]
    code = linecache.getline(file_name, line).strip() if line else ""
    return {"errno": error.errno if isinstance(error, OSError) else None, "calls": calls, "code": code}


def _is_a_call(error: BaseException) -> bool:
    """Whether a TypeError arose where a probe calls the submission: the signature does not fit."""
    return isinstance(error, TypeError) and "argument" in str(error)
