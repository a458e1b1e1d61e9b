"""Length-limited frames over a socket, so that neither side can make the other read without end."""

import json
import pickle
import socket
import struct
import time
from typing import Any

HEADER_LIMIT = 1 << 20  # JSON: a tree of numbers and names; tensors travel in the body
BODY_LIMIT = 256 << 20
EVENT_LIMIT = 8 << 20  # a submission of 1 MiB, six bytes for each of its control characters

_LENGTHS = struct.Struct("!IQ")


class ProtocolError(Exception):
    """The peer broke the protocol: too long, cut off, or not what was asked for."""


class Hangup(ProtocolError):
    """The peer is gone."""


class DeadlinePassed(Exception):
    """No whole frame before the deadline."""


def send(channel: socket.socket, header: bytes, body: bytes = b"", deadline: float | None = None) -> None:
    """Send one frame. `deadline` is a `time.monotonic()` value; past it DeadlinePassed is raised."""
    try:
        channel.settimeout(_left(deadline))
        channel.sendall(_LENGTHS.pack(len(header), len(body)) + header)
        if body:
            channel.settimeout(_left(deadline))
            channel.sendall(body)
    except TimeoutError:
        raise DeadlinePassed from None
    except OSError as error:
        raise Hangup(str(error)) from None


def receive(
    channel: socket.socket, deadline: float | None = None, header_limit: int = HEADER_LIMIT, body_limit: int = BODY_LIMIT
) -> tuple[bytes, bytes]:
    """Read one frame: (header, body). Raises Hangup, ProtocolError or DeadlinePassed."""
    header_length, body_length = _LENGTHS.unpack(_exactly(channel, _LENGTHS.size, deadline))
    if header_length > header_limit or body_length > body_limit:
        raise ProtocolError(f"an answer of {header_length + body_length:,} bytes is too long")
    return _exactly(channel, header_length, deadline), _exactly(channel, body_length, deadline)


def send_json(channel: socket.socket, value: Any, deadline: float | None = None) -> None:
    """Send `value` as a frame of JSON."""
    send(channel, json.dumps(value).encode(), deadline=deadline)


def receive_json(channel: socket.socket, deadline: float | None = None) -> Any:
    """Read a frame of JSON from a trusted peer."""
    return json.loads(receive(channel, deadline, EVENT_LIMIT, 0)[0])


def send_pickle(channel: socket.socket, value: Any, deadline: float | None = None) -> None:
    """Send any value to the worker. Never the other way round: a pickle can run code where it is read."""
    send(channel, b"", pickle.dumps(value), deadline)


def receive_pickle(channel: socket.socket) -> Any:
    """Read a pickled frame. Only the worker does this, and only from its judge."""
    return pickle.loads(receive(channel, body_limit=1 << 40)[1])


def _exactly(channel: socket.socket, count: int, deadline: float | None) -> bytes:
    chunks = bytearray()
    while len(chunks) < count:
        try:
            channel.settimeout(_left(deadline))
            chunk = channel.recv(min(count - len(chunks), 1 << 20))
        except TimeoutError:
            raise DeadlinePassed from None
        except OSError as error:
            raise Hangup(str(error)) from None
        if not chunk:
            raise Hangup("the connection ended")
        chunks += chunk
    return bytes(chunks)


def _left(deadline: float | None) -> float | None:
    if deadline is None:
        return None
    left = deadline - time.monotonic()
    if left <= 0:
        raise DeadlinePassed
    return left
