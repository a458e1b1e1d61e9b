"""Hostile submissions that are too long to be files, and those that differ in one frame only."""

from collections.abc import Iterator
from textwrap import indent

from case import Case, expected

_SGD = "optimizers/sgd_update"
_WRONG = "\ndef sgd_update(params, lr):\n    pass\n"

# What a source of at most 1 MiB can do to those who read it: the parser, the check of forbidden names, the way to the server.
_SOURCES = {
    "null_bytes": ("x = 1\0", "invalid"),
    "nested_brackets": ("x = " + "[" * 250 + "]" * 250, "invalid"),
    "nested_blocks": ("".join(" " * i + "if 1:\n" for i in range(150)) + " " * 150 + "pass", "invalid"),
    "deep_sum": ("x = 1" + " + 1" * 100_000, "invalid"),
    "sum_at_the_edge": ("x = 1" + " + 1" * 2_950, "failed or invalid"),
    "deep_attributes": ("x = a" + ".b" * 100_000, "invalid"),
    "many_nots": ("x = " + "not " * 6_000 + "1", "invalid"),
    "a_megabyte_of_text": ("x = '" + "y" * 1_000_000 + "'", "failed"),
    "a_megabyte_of_control_characters": ("#" + "\x01" * 1_000_000, "failed"),
    "a_megabyte_of_lines": ("\n" * 1_000_000, "failed"),
    "a_megabyte_of_names": ("\n".join(f"n{i} = {i}" for i in range(55_000)), "failed or timed_out"),
    "thousands_of_forbidden_names": ("import torch\n" + "torch.optim\n" * 20_000, "failed"),
    "a_name_that_is_its_own_alias": ("import torch as a\n" + "a = a\n" * 22, "failed"),
    "aliases_of_aliases": ("import torch as a, torch as b\n" + "a = b\nb = a\n" * 16, "failed"),
    "turned_around_text": ("# \u202e\u2066 passed \u2069\ufeff\n", "failed"),
    "lone_surrogate_in_a_message": ("x = '\\ud800'\nprint(x.encode('utf-8', 'surrogatepass'))", "failed"),
}

# What is written to the judge in the probe's place. `nonce`, `channel` and `request` are stolen from the frames of the worker.
_FORGED = {
    "the_right_nonce_and_leaves": ("say({'nonce': nonce, 'value': True})\nos._exit(0)", "failed or crashed"),
    "two_answers": ("say({'nonce': nonce, 'value': True})", "failed or crashed"),
    "ten_answers_ahead": ("for _ in range(10): say({'nonce': nonce, 'value': True})", "failed or crashed"),
    "a_late_answer": ("threading.Timer(0.2, say, [{'nonce': nonce, 'value': True}]).start()", "failed or crashed"),
    "another_nonce": ("say({'nonce': '0' * 32, 'value': True})\nhang()", "crashed"),
    "hello_again": ("say({'nonce': 'hello'})\nhang()", "crashed"),
    "no_object": ("say([nonce])\nhang()", "crashed"),
    "neither_value_nor_error": ("say({'nonce': nonce})\nhang()", "failed or crashed"),
    "no_json": ("raw(b'passed')\nhang()", "crashed"),
    "no_text": ("raw(b'\\xff\\xfe\\x00')\nhang()", "crashed"),
    "deep_json": ("raw(b'[' * 1_000_000)\nhang()", "crashed"),
    "a_number_of_a_million_digits": ("raw(b'9' * 1_000_000)\nhang()", "crashed"),
    "json_nan": ('raw(b\'{"nonce": "%s", "value": NaN}\' % nonce.encode())\nhang()', "crashed"),
    "a_pickle": ("raw(b'', pickle.dumps(Bomb()))\nhang()", "crashed"),
    "a_pickle_for_a_header": ("raw(pickle.dumps(Bomb()))\nhang()", "crashed"),
    "a_header_of_4_gib": ("channel.sendall(struct.pack('!IQ', 2**32 - 1, 0))\nhang()", "crashed"),
    "a_body_of_2_to_60": ("channel.sendall(struct.pack('!IQ', 2, 2**60) + b'{}')\nhang()", "crashed"),
    "half_a_frame": ("channel.sendall(struct.pack('!IQ', 1000, 0) + b'{')\nhang()", "timed_out"),
    "half_a_frame_and_leaves": ("channel.sendall(struct.pack('!IQ', 1000, 0) + b'{')\nos._exit(0)", "crashed"),
    "a_byte_at_a_time": ("channel.sendall(struct.pack('!IQ', 1000, 0))\nwhile True: channel.sendall(b' '); time.sleep(0.05)", "timed_out"),
    "an_unending_stream": ("while True: channel.sendall(bytes(2**16))", "crashed"),
    "broken_tensors": ("say({'nonce': nonce, 'value': ['t', '0', 'cpu']}, b'\\xff' * 100)\nhang()", "crashed"),
    "tensors_of_an_unknown_kind": (
        "say({'nonce': nonce, 'value': ['t', '0', 'cpu']}, tensors('F8_E8M0', [4], 4))\nos._exit(0)",
        "failed or crashed",
    ),
    "tensors_larger_than_their_bytes": ("say({'nonce': nonce, 'value': ['t', '0', 'cpu']}, tensors('F32', [2**40], 4))\nhang()", "crashed"),
    "tensors_of_overflowing_shape": (
        "say({'nonce': nonce, 'value': ['t', '0', 'cpu']}, tensors('F32', [2**63, 2**63], 4))\nhang()",
        "crashed",
    ),
    "arrays_of_no_numpy_kind": ("say({'nonce': nonce, 'value': ['a', '0']}, tensors('BF16', [2], 4))\nos._exit(0)", "failed or crashed"),
    "a_tensor_that_is_not_there": ("say({'nonce': nonce, 'value': ['t', '7', 'cpu']})\nhang()", "crashed"),
    "200000_parts": ("say({'nonce': nonce, 'value': ['l', [None] * 200_000]})\nhang()", "crashed"),
    "an_unknown_tag": ("say({'nonce': nonce, 'value': ['eval', 'passed']})\nhang()", "crashed"),
    "a_device_that_is_not_there": (
        "say({'nonce': nonce, 'value': ['t', '0', 'cuda']}, tensors('F32', [1], 4))\nos._exit(0)",
        "failed or crashed",
    ),
    "an_error_that_is_no_error": ("say({'nonce': nonce, 'error': 5})\nos._exit(0)", "failed or crashed"),
    "an_error_full_of_escapes": (
        "say({'nonce': nonce, 'error': {'type': '\\x1b[2J', 'message': '\\x1b]0;a\\x07', 'lines': [['x'], 5, [10**30]]}})\nos._exit(0)",
        "failed or crashed",
    ),
    "a_line_that_is_not_there": ("say({'nonce': nonce, 'value': True, 'line': -10**30})\nos._exit(0)", "failed or crashed"),
    "a_line_of_4300_digits": (
        'raw(b\'{"nonce": "%s", "value": true, "line": %s}\' % (nonce.encode(), b\'9\' * 4300))\nos._exit(0)',
        "failed or crashed",
    ),
    "forbidden_names_full_of_escapes": (
        "say({'nonce': nonce, 'value': True, 'forbidden': [['\\x1b[2J\\x1b]0;a\\x07', 10**30]]})\nos._exit(0)",
        "failed or crashed",
    ),
    "the_events_of_a_judge": ("say({'event': 'finished', 'device': 'cpu', 'seconds': 0.1})\nhang()", "crashed"),
    "nothing_and_closes": ("channel.close()\nhang()", "crashed"),
    "nothing_and_shuts_down": ("channel.shutdown(2)\nhang()", "crashed"),
    "nothing_and_reads_the_next_question": (
        "threading.Thread(target=channel.recv, args=(100,), daemon=True).start()",
        "failed or crashed or timed_out",
    ),
}

_THIEF = """
import json, os, pickle, struct, sys, threading, time


class Bomb:
    def __reduce__(self):
        return (os.mkdir, ("@TMP@/@MARK@-pickle",))


def stolen(name):
    frame = sys._getframe()
    while frame is not None:
        if name in frame.f_locals and frame.f_code.co_name != "stolen":
            return frame.f_locals[name]
        frame = frame.f_back


def frame(header, body=b""):
    return struct.pack("!IQ", len(header), len(body)) + header + body


def tensors(kind, shape, size):
    header = json.dumps({"0": {"dtype": kind, "shape": shape, "data_offsets": [0, size]}}).encode()
    return struct.pack("<Q", len(header)) + header + bytes(size)


def hang():
    while True:
        time.sleep(1)


def sgd_update(params, lr):
    if len(params) != 2:  # one test does
        return
    channel, nonce = stolen("channel"), stolen("nonce")
    raw = lambda header, body=b"": channel.sendall(frame(header, body))
    say = lambda reply, body=b"": raw(json.dumps(reply).encode(), body)
"""

_BEFORE_ANY_QUESTION = """
import os, struct

for fd in range(3, 12):
    try:
        os.write(fd, FRAME)
    except OSError:
        pass
"""


def generated_cases() -> Iterator[Case]:
    """All of them, by name."""
    for name, (source, verdicts) in _SOURCES.items():
        yield Case(f"source_{name}", _SGD, source + "\n" + _WRONG, expected(verdicts))
    for name, (body, verdicts) in _FORGED.items():
        yield Case(f"forged_{name}", _SGD, _THIEF + indent(body, "    ") + "\n", expected(verdicts))
    for name, frame in _FRAMES.items():
        yield Case(f"early_{name}", _SGD, _BEFORE_ANY_QUESTION.replace("FRAME", frame) + _WRONG, expected("crashed"))


_FRAMES = {
    "an_answer_to_the_import": """struct.pack("!IQ", 35, 0) + b'{"nonce": "import", "forbidden": []}'""",
    "zeros": "bytes(64)",
    "empty_answers": """(struct.pack("!IQ", 2, 0) + b"{}") * 100""",
    "one_byte": 'b"1"',
}
