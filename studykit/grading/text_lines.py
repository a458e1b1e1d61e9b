"""Lines as Python counts them: `str.splitlines` also splits at a form feed or a Unicode line separator, and then all that follow shift."""

import io


def lines(source: str, keepends: bool = False) -> list[str]:
    """The lines of a source text."""
    found = list(io.StringIO(source, newline=None))
    return found if keepends else [line.rstrip("\n") for line in found]
