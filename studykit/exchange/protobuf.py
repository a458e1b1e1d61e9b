"""The few fields that we read of Anki's protobuf messages; its schema is https://protobuf.dev/programming-guides/encoding/."""

VARINT, EIGHT_BYTES, LENGTH, FOUR_BYTES = 0, 1, 2, 5


def fields(message: bytes) -> dict[int, int | bytes]:
    """The fields of a message by number, the last of each; ValueError if it is cut short or of another kind."""
    found: dict[int, int | bytes] = {}
    position = 0
    while position < len(message):
        tag, position = _varint(message, position)
        if tag & 7 == VARINT:
            found[tag >> 3], position = _varint(message, position)
            continue
        if tag & 7 == LENGTH:
            size, position = _varint(message, position)
        elif tag & 7 in (EIGHT_BYTES, FOUR_BYTES):
            size = 8 if tag & 7 == EIGHT_BYTES else 4
        else:
            raise ValueError(f"a field of kind {tag & 7} where none belongs")
        if position + size > len(message):
            raise ValueError("a message that is cut short")
        found[tag >> 3] = message[position : position + size]
        position += size
    return found


def _varint(message: bytes, position: int) -> tuple[int, int]:
    value = shift = 0
    while position < len(message):
        byte = message[position]
        value |= (byte & 0x7F) << shift
        position, shift = position + 1, shift + 7
        if byte < 0x80:
            return value, position
    raise ValueError("a message that is cut short")
