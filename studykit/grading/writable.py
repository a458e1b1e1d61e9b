r"""What a submission printed may hold any character; XML and strict readers of JSON take some of them only as `\x1b`."""

import re

# All that XML 1.0 has no way to write: control characters but tab and newline, halves of a surrogate pair, two that are no characters.
_UNWRITABLE = re.compile("[^\t\n\x20-\x7e\x80-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|[\x80-\x9f]")


def writable(text: str) -> str:
    r"""The text with each such character written out, as `\x1b` for the escape character."""
    return _UNWRITABLE.sub(lambda found: _name(ord(found[0])), text)


def _name(code: int) -> str:
    return f"\\x{code:02x}" if code < 256 else f"\\u{code:04x}"
