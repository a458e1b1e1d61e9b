"""Ids that are made from a text, for cards that come without one."""

import re
import unicodedata
from collections.abc import Container
from hashlib import sha256
from itertools import count

WORDS = 6
LONGEST = 40
OF_NO_WORD = frozenset({"a", "an", "the", "is", "are", "does", "do", "of", "to", "in"})


def slug_of(text: str, taken: Container[str] = ()) -> str:
    """A card's id from its front: its first words, small, with hyphens; numbered where that is taken, a hash where it has no letters."""
    words = re.findall(r"[a-z0-9]+", _ascii(text))
    telling = [word for word in words if word not in OF_NO_WORD] or words
    slug = _cut("-".join(telling[:WORDS])) or f"card-{sha256(text.encode(errors='replace')).hexdigest()[:8]}"
    return _free(slug, taken)


def deck_name_of(text: str) -> str:
    """A deck's name from what another program calls it; `imported` where that has no letters."""
    return _cut("-".join(re.findall(r"[a-z0-9]+(?:_[a-z0-9]+)*", _ascii(text)))) or "imported"


def _ascii(text: str) -> str:
    return unicodedata.normalize("NFKD", text.casefold()).encode("ascii", "ignore").decode().lower()


def _cut(slug: str) -> str:
    return slug if len(slug) <= LONGEST else slug[:LONGEST].rpartition("-")[0] or slug[:LONGEST].rstrip("_")


def _free(slug: str, taken: Container[str]) -> str:
    if slug not in taken:
        return slug
    return next(other for number in count(2) if (other := f"{slug}-{number}") not in taken)
