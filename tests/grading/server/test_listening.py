"""Whatever a client sends, the background server goes on serving the others."""

import json
import socket
import struct

import pytest

from studykit.grading import address
from studykit.grading.client import background


@pytest.fixture(scope="module")
def server() -> int:
    background.start_and_wait(600)
    return int(background.status()["pid"])


def frame(header: bytes, body: bytes = b"") -> bytes:
    return struct.pack("!IQ", len(header), len(body)) + header + body


SENT = {
    "nothing": b"",
    "half a length": b"\0\0",
    "a length without end": struct.pack("!IQ", 2**32 - 1, 2**63),
    "no JSON": frame(b"\xff\xfe"),
    "JSON without end": frame(b"[" * 200_000),
    "a number without end": frame(b"9" * 200_000),
    "no object": frame(b"3"),
    "no request": frame(b"{}"),
    "an unknown request": frame(b'{"do": "explode"}'),
    "no jobs": frame(b'{"do": "grade"}'),
    "jobs that are none": frame(b'{"do": "grade"}') + frame(b"null"),
    "jobs that are a text": frame(b'{"do": "grade"}') + frame(b'"x"'),
    "an empty list of jobs": frame(b'{"do": "grade"}') + frame(b"[]"),
    "a job with unknown fields": frame(b'{"do": "grade"}') + frame(b'[{"x": 1}]'),
    "a job of the wrong kinds": frame(b'{"do": "grade"}')
    + frame(json.dumps([dict.fromkeys(["exercise", "source", "file_name", "suite", "probes", "seed"])]).encode()),
}


@pytest.mark.parametrize("sent", SENT)
def test_no_frame_ends_the_server(server: int, sent: str) -> None:
    with socket.socket(socket.AF_UNIX) as client:
        client.connect(str(address.address()))
        client.sendall(SENT[sent])
    assert background.status()["pid"] == server
