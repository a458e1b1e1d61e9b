"""The caller's side of the background server: finds it, starts it, and asks it. No torch here."""

import contextlib
import socket
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from studykit.grading import frames
from studykit.grading.address import FORK_IS_SAFE, START_SECONDS, NoPlace, address, all_addresses

if TYPE_CHECKING:
    import subprocess

ANSWER_SECONDS = 3.0
DEVICE_SECONDS = 15.0  # to wake up a GPU may take as long


class Unreachable(Exception):
    """No background server can be had; the message says why."""


def start_ahead(idle_seconds: float) -> None:
    """Start the background server if none listens, without waiting for it; silent if that is not possible."""
    with contextlib.suppress(Unreachable, NoPlace, OSError):
        place = address()
        if _connected(place) is None:
            _launch(place, idle_seconds)


def start_and_wait(idle_seconds: float) -> None:
    """Start the background server if none runs; return when it answers. Raises Unreachable."""
    with asked(idle_seconds, {"do": "status"}) as channel:
        try:
            frames.receive_json(channel, time.monotonic() + START_SECONDS)
        except (frames.ProtocolError, frames.DeadlinePassed) as error:
            raise Unreachable(str(error) or "it does not answer") from None


def status() -> dict[str, Any] | None:
    """What the running background server says of itself; None if none answers."""
    return _said("status")


def devices() -> list[str] | None:
    """The devices that torch sees in the running background server; None if none answers."""
    found = _said("devices", seconds=DEVICE_SECONDS)
    return [str(name) for name in found] if isinstance(found, list) else None


def stop(everyone: bool = False) -> bool:
    """End the background server (with `everyone`, those of older versions, too); whether one was running."""
    with contextlib.suppress(NoPlace):
        places = all_addresses() if everyone else [address()]
        stopped = [_said("stop", place) for place in places]  # all of them, not up to the first
        return any(answer is not None for answer in stopped)
    return False


def _said(what: str, place: Path | None = None, seconds: float = ANSWER_SECONDS) -> Any:
    try:
        channel = _connected(place or address())
        if channel is None:
            return None
        with channel:
            deadline = time.monotonic() + seconds
            frames.send_json(channel, {"do": what}, deadline)
            return frames.receive_json(channel, deadline)
    except (Unreachable, NoPlace, OSError, frames.ProtocolError, frames.DeadlinePassed, ValueError):
        return None


def asked(idle_seconds: float, request: dict[str, Any]) -> socket.socket:
    """A connection to the background server on which `request` was made."""
    if not FORK_IS_SAFE:
        raise Unreachable("this system cannot fork with torch loaded")
    try:
        channel = _reached(address(), idle_seconds)
        frames.send_json(channel, request, time.monotonic() + START_SECONDS)
    except (NoPlace, OSError, frames.Hangup, frames.DeadlinePassed) as error:
        raise Unreachable(str(error) or "it does not answer") from None
    return channel


def _reached(place: Path, idle_seconds: float) -> socket.socket:
    if (channel := _connected(place)) is not None:
        return channel
    server = _launch(place, idle_seconds)
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if (channel := _connected(place)) is not None:
            return channel
        if server.poll() not in (None, 0):
            raise Unreachable(f"it did not start ({_last_words(place)})")
        time.sleep(0.02)
    raise Unreachable("it did not start in time")


def _connected(place: Path) -> socket.socket | None:
    channel = socket.socket(socket.AF_UNIX)
    try:
        channel.connect(str(place))
    except (FileNotFoundError, ConnectionRefusedError):
        channel.close()
        return None
    except OSError as error:
        channel.close()
        raise Unreachable(str(error)) from None
    return channel


def _launch(place: Path, idle_seconds: float) -> "subprocess.Popen[bytes]":
    import subprocess  # start-up time: it runs already, as a rule

    from studykit.grading.client.cold import server_environment

    command = [sys.executable, "-P", "-m", "studykit.grading.server.listening", str(place), str(idle_seconds)]
    try:
        with place.with_suffix(".log").open("wb") as log:
            return subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True, env=server_environment(), cwd="/"
            )
    except OSError as error:
        raise Unreachable(f"{place.parent}: {error.strerror}") from None


def _last_words(place: Path) -> str:
    with contextlib.suppress(OSError):
        return place.with_suffix(".log").read_text(errors="replace").strip()[-200:] or "no message"
    return "no message"
