"""The names that a mistyped one may have meant, so that every message about an unknown name can offer them."""

from collections.abc import Iterable


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """` (did you mean 'front'?)`, or nothing where no known name is near; of `topic/slug` names the slug alone may be near, too."""
    near = nearest(name, list(known))
    return f" (did you mean {' or '.join(repr(n) for n in near)}?)" if near else ""


def nearest(name: str, known: list[str], most: int = 3) -> list[str]:
    """At most `most` of the known names, the nearest first."""
    from difflib import get_close_matches  # start-up time: needed only when something is wrong

    by_slug = {k.rpartition("/")[2]: k for k in reversed(known)}
    slugs = get_close_matches(name.rpartition("/")[2], by_slug, n=most, cutoff=0.75)
    return list(dict.fromkeys(get_close_matches(name, known, n=most, cutoff=0.85) + [by_slug[s] for s in slugs]))[:most]
