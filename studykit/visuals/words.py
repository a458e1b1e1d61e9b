"""How numbers read, in the terminal and on a page alike."""

from math import floor


def duration(seconds: float) -> str:
    """`40 s`, `12 min`, `3 h 5 min`."""
    if round(seconds) < 60:
        return f"{seconds:.0f} s"
    hours, minutes = divmod(round(seconds / 60), 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min"


def span(first: int, last: int | None) -> str:
    """Days from first to last: `1`, `2-7`, `91+` where there is no last."""
    if last is None:
        return f"{first}+"
    return str(first) if first == last else f"{first}-{last}"


def percent(share: float | None) -> str:
    """`83%`; a dash where nothing was counted."""
    # Halves go up, as they do in the browser; Python's own formatting would take 62.5 down to 62.
    return "-" if share is None else f"{floor(100 * share + 0.5)}%"
