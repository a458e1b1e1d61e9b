"""Makes text that a submission may have written fit to be shown: no control characters, no more than a screen can hold."""

import re
from typing import Any

LIMIT = 4000
_CONTROL_CHARACTERS = re.compile(r"\x1b\[[0-9;?]*[ -/]*[@-~]|[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def clean(text: str, limit: int = LIMIT) -> str:
    """The text without escape sequences and control characters, cut at `limit` characters."""
    return _CONTROL_CHARACTERS.sub("", text[: 2 * limit])[:limit]


def clean_fields(fields: dict[str, Any]) -> dict[str, Any]:
    """An event of the judge with its texts cleaned; what was printed is longer and was cleaned when it was read."""
    return {name: clean(value) if isinstance(value, str) and name != "printed" else value for name, value in fields.items()}
