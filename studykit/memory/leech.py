"""Which cards cost more than they give: a card that is forgotten again and again needs something else than one more review."""

FURTHER_LAPSES = 4


def becomes_leech(lapses: int, resumed: int, limit: int) -> bool:
    """Whether a lapse, which is the card's `lapses`th, makes it a leech: at `limit` lapses, and at 4 more for each time it was resumed.

    With a limit of 0 none ever is.
    """
    return limit > 0 and lapses >= limit + FURTHER_LAPSES * resumed
