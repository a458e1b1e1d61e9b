"""Colors that can be read on a dark and on a light background; apart from those of code, for which Pygments has to be imported."""

INLINE_CODE = "magenta"
ADDED, REMOVED = "green", "red"
