"""Anki's messages, and those that are none."""

import pytest

from studykit.exchange.protobuf import fields


def test_the_fields_of_a_message_are_found_by_their_numbers():
    assert fields(b"\x0a\x02ab\x10\x96\x01\x1d\x00\x00\x00\x01\x21" + b"\x00" * 8) == {
        1: b"ab",
        2: 150,
        3: b"\x00\x00\x00\x01",
        4: b"\x00" * 8,
    }


@pytest.mark.parametrize("message", [b"\x0a\x05ab", b"\x0a", b"\xff", b"\x0b"])
def test_what_is_no_message_is_told(message):
    with pytest.raises(ValueError, match=r"cut short|none belongs"):
        fields(message)
