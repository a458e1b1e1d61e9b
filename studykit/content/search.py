"""Finds a term in a text however it is hyphenated: `mini-batch` is `minibatch`, and `byte pair encoding` is `byte-pair encoding`."""

import re
from functools import lru_cache

SEPARATOR = r"\s+|(?<=\w)-(?=\w)"


def holds(text: str, term: str) -> bool:
    """Whether a term stands in a text, whatever its case and its hyphens."""
    return _pattern(term.casefold().strip()).search(text.casefold()) is not None


@lru_cache(maxsize=8)
def _pattern(term: str) -> re.Pattern[str]:
    words = re.split(SEPARATOR, term)
    return re.compile(r"[-\s]*".join(re.sub(r"(?<=[a-z])(?=\\?[a-z])", "-?", re.escape(word)) for word in words))
