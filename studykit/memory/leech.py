"""Which cards cost more than they give: a card that is forgotten again and again wants another cure than one more review."""

FIRST_LAPSES = 8
FURTHER_LAPSES = 4


def is_leech(lapses: int) -> bool:
    """Whether a card was forgotten often enough to be called a leech."""
    return lapses >= FIRST_LAPSES


def is_told(lapses: int) -> bool:
    """Whether this very lapse is one to point out: the eighth, and every fourth after it."""
    return is_leech(lapses) and (lapses - FIRST_LAPSES) % FURTHER_LAPSES == 0
