"""One running worker as the judge holds it: its process, its channel, and the files it prints to."""

import contextlib
import json
import os
import re
import select
import signal
import socket
import time
from typing import Any

from studykit.grading import frames
from studykit.grading.job import MOST_PUT_OFF
from studykit.grading.judge.budget import waited_by

READ_BYTES = 32 << 10
SECONDS_TO_SAY_WHERE = 0.3
SECONDS_OF_MOST_ANSWERS = 0.05  # in which it is not asked what a worker waits for


class Link:
    """A worker that was asked for on `control`, the judge's way to its supervisor."""

    def __init__(self, control: socket.socket) -> None:
        frames.send_json(control, {"do": "worker"})
        answer, fds, _, _ = socket.recv_fds(control, 64, 3)
        self._control = control
        self.pid: int = json.loads(answer)
        self.channel = socket.socket(fileno=fds[0])
        self._output, self._trace = fds[1], fds[2]
        self._read_so_far = 0

    def exchange(self, nonce: str, request: object, seconds: float) -> tuple[dict[str, Any], bytes]:
        """Send a request and wait for its answer. Errors as of `receive`."""
        deadline = time.monotonic() + seconds
        # Whatever is wrong shows again when the answer is awaited.
        with contextlib.suppress(frames.Hangup, frames.DeadlinePassed):
            frames.send_pickle(self.channel, request, deadline)
        return self.receive(nonce, deadline)

    def receive(self, nonce: str, deadline: float) -> tuple[dict[str, Any], bytes]:
        """Header and body of the answer to a request. Raises Hangup, DeadlinePassed, or ProtocolError for anything but that answer.

        What the worker waits for a processor, since others use all of them, puts the deadline off."""
        header, body = frames.receive(self.channel, self._put_off(deadline))
        try:
            reply = json.loads(header)
        except (ValueError, RecursionError) as error:
            raise frames.ProtocolError(str(error)) from None
        if not isinstance(reply, dict) or reply.get("nonce") != nonce:
            raise frames.ProtocolError("an answer to no question")
        return reply, body

    def _put_off(self, deadline: float) -> float:
        """Waits until there is something to read; the deadline that holds then."""
        left = max(deadline - time.monotonic(), 0.0)
        if select.select([self.channel], [], [], min(SECONDS_OF_MOST_ANSWERS, left))[0]:
            return deadline
        began, most, latest = waited_by(self.pid), MOST_PUT_OFF * left, deadline
        while not select.select([self.channel], [], [], max(latest - time.monotonic(), 0.0))[0]:
            later = deadline + min(waited_by(self.pid) - began, most)
            if later <= time.monotonic():
                break
            latest = later
        return latest

    @property
    def has_spoken(self) -> bool:
        """Whether bytes lie in the channel although nothing was asked."""
        self.channel.settimeout(0)
        with contextlib.suppress(BlockingIOError, OSError):
            return bool(self.channel.recv(1, socket.MSG_PEEK))
        return False

    def printed(self, room: int) -> str:
        """What was printed since the last call, at most `room` bytes of it."""
        found = os.pread(self._output, max(room, 0), self._read_so_far)
        self._read_so_far = os.fstat(self._output).st_size
        return found.decode(errors="replace")

    def last_line(self, file_name: str) -> int | None:
        """The innermost line of the submission in the last traceback that the fault handler wrote."""
        text = os.pread(self._trace, READ_BYTES, 0).decode(errors="replace")
        lines = re.findall(rf'File "{re.escape(file_name)}", line (\d{{1,7}}) in', text)
        return int(lines[0]) if lines else None

    def where_it_stands(self, file_name: str) -> int | None:
        """Ask the worker's fault handler for its traceback: it answers even inside a loop that never lets go."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGUSR1)
        deadline = time.monotonic() + SECONDS_TO_SAY_WHERE
        while time.monotonic() < deadline:
            if (line := self.last_line(file_name)) is not None:
                return line
            time.sleep(0.01)
        return None

    def kill(self) -> None:
        """SIGKILL the worker and whatever it started."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)

    def end(self) -> int | None:
        """Have the supervisor end the worker; its exit code, negative for a signal, None if it lived on."""
        frames.send_json(self._control, {"do": "end", "pid": self.pid})
        status: int | None = frames.receive_json(self._control)
        self.channel.close()
        return status
