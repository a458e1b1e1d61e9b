"""Reads packs and decks through the cache, because every command starts here."""

from pathlib import Path

from studykit.content import cache as kept
from studykit.content.contents import Contents


def contents_of(pack: Path, cache: Path | None, keep_faults: bool = False) -> tuple[Contents, list[str]]:
    """What a pack holds, and a line for each fault; with `keep_faults` a pack that has some is not read again before it changes."""
    key = kept.content_key(pack) if cache else ""
    if cache and (contents := kept.load(cache, pack, key)):
        return contents, list(contents.left_out)
    from studykit.content.read import read_pack  # start-up time: pydantic and yaml, needed only when the cache misses

    contents, faults = read_pack(pack)
    if cache and not faults:
        kept.save(cache, pack, key, contents)
    elif cache and keep_faults:
        kept.save(cache, pack, key, Contents(left_out=tuple(faults)))
    return contents, faults


def deck_of(folder: Path, name: str, cache: Path | None) -> Contents:
    """The sound cards of one personal deck."""
    key = kept.content_key(folder, name) if cache else ""
    if cache and (deck := kept.load(cache, folder, key, name)):
        return deck
    from studykit.content.read import read_deck  # start-up time: as above

    deck = read_deck(folder / name)
    if cache:
        kept.save(cache, folder, key, deck, name)
    return deck
