"""Finds out which layers hold on this machine, by putting each on a process and doing what it must stop."""

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path

from studykit.grading.isolation import Held, Layer, Standing
from studykit.grading.worker.sandbox import kernel
from studykit.grading.worker.sandbox.layers import Confinement, confine
from studykit.grading.worker.sandbox.reach import reach

_SECONDS = 30.0
_MEBIBYTES = 64
_PR_GET_DUMPABLE = 3
# In root's private folders Python is within another user's reach only by way of the namespaces.
_TRIED_WITH = {Layer.IDENTITY: (Layer.NAMESPACES, Layer.IDENTITY)}


def probe_sandbox() -> Standing:
    """Which layers hold here, and why or why not. Takes about a tenth of a second; all of it happens in child processes."""
    command = [sys.executable, "-P", "-m", "studykit.grading.worker.sandbox.probe"]
    try:
        tried = subprocess.run(command, capture_output=True, text=True, check=True, timeout=_SECONDS, stdin=subprocess.DEVNULL)
        found = json.loads(tried.stdout)
    except (OSError, subprocess.SubprocessError, ValueError) as error:
        return Standing(tuple(Held(layer, False, f"could not be tried: {error}") for layer in Layer))
    return Standing(tuple(Held(Layer(one["name"]), one["holds"], one["reason"], one["wholly"]) for one in found))


def try_all() -> list[Held]:
    """Try each layer in a child of its own."""
    with tempfile.TemporaryDirectory(prefix="studykit-") as folder:
        return [_try(layer, Path(folder)) for layer in Layer]


def _try(layer: Layer, folder: Path) -> Held:
    reading, writing = os.pipe()
    parent = os.getpid()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _report(layer, Confinement(folder, reach(), _MEBIBYTES, parent, layers=_TRIED_WITH.get(layer, (layer,))), writing)
    os.close(writing)
    with os.fdopen(reading, encoding="utf-8") as answer:
        text = answer.read()
    os.waitpid(child, 0)
    return Held(**json.loads(text)) if text else Held(layer, False, "the process that tried it died")


def _report(layer: Layer, wish: Confinement, writing: int) -> None:
    try:
        held = next(one for one in confine(wish).layers if one.name is layer)
        if held.holds and not _stops(layer):
            held = replace(held, holds=False, reason="it was put on, and did not stop what it must")
        os.write(writing, json.dumps(asdict(held)).encode())
    finally:
        os._exit(0)


def _stops(layer: Layer) -> bool:
    match layer:
        case Layer.PRIVACY:
            return kernel.prctl(_PR_GET_DUMPABLE) == 0 and "PATH" not in os.environ
        case Layer.NAMESPACES:
            return not Path("/etc/passwd").exists() and [name for _, name in socket.if_nameindex()] in ([], ["lo"])
        case Layer.IDENTITY:
            return 0 not in os.getresuid() and _refuses(lambda: os.setuid(0), OSError)
        case Layer.LIFELINE:
            return kernel.death_signal() == signal.SIGKILL
        case Layer.LIMITS:
            return _refuses(lambda: bytearray(_MEBIBYTES << 21), MemoryError)
        case Layer.LANDLOCK:
            return _refuses(lambda: list(Path("/etc").iterdir()), PermissionError) and Path(os.__file__).read_bytes() != b""
        case Layer.SECCOMP:
            return _refuses(socket.socket, PermissionError) and _refuses(os.fork, PermissionError)


def _refuses(attempt: Callable[[], object], error: type[Exception]) -> bool:
    try:
        attempt()
    except error:
        return True
    return False


if __name__ == "__main__":
    sys.stdout.write(json.dumps([asdict(held) for held in try_all()]))
