"""Which installed packs can be used: one that is broken is left out as a whole, and stops nobody."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from studykit.content.contents import Contents
from studykit.content.deck import Card
from studykit.content.exercise import Exercise
from studykit.content.fault import in_order, place_of
from studykit.content.installed import InstalledPack
from studykit.content.reading import contents_of
from studykit.content.references import clashes, reference_faults


def fitting_packs(
    others: Sequence[Contents], installed: Sequence[InstalledPack], cache: Path | None
) -> tuple[dict[Path, Contents], tuple[str, ...]]:
    """The contents of the installed packs that can be read and fit to `others` and to each other, by folder, and a line for each of the
    rest."""
    if not installed:
        return {}, ()  # as for most learners: to go through all parts would be a sixth of reading them
    fitting: dict[InstalledPack, Contents] = {}
    broken: dict[InstalledPack, InstalledPack] = {}
    for pack in installed:
        contents, faults = contents_of(Path(pack.folder).resolve(), cache, keep_faults=True) if pack.folder else (Contents(), [])
        if pack.fault or faults:
            broken[pack] = replace(pack, fault=pack.fault or _in_short(faults))
        else:
            fitting[pack] = contents
    # Without the one that is left out, another may lack what it builds on.
    while misfits := _misfits(others, fitting):
        broken |= misfits
        fitting = {pack: contents for pack, contents in fitting.items() if pack not in misfits}
    told = tuple(broken[pack].left_out for pack in installed if pack in broken)
    return {Path(pack.folder).resolve(): contents for pack, contents in fitting.items()}, told


def _misfits(others: Sequence[Contents], installed: dict[InstalledPack, Contents]) -> dict[InstalledPack, InstalledPack]:
    """The packs in which a reference leads nowhere or an id is another pack's, each with what is wrong."""
    owners = {id(part): pack for pack, contents in installed.items() for part in (*contents.exercises, *contents.cards)}
    everything = [*others, *installed.values()]
    faults: dict[InstalledPack, list[str]] = {}
    for part, fault in reference_faults(everything):
        if owner := owners.get(id(part)):
            faults.setdefault(owner, []).append(f"{place_of(part)}: {fault}")
    wrong = {pack: replace(pack, fault=_in_short(own)) for pack, own in faults.items()}
    same: dict[InstalledPack, list[tuple[Exercise | Card, Path]]] = {}
    for part, folder in clashes(everything):
        if owner := owners.get(id(part)):
            same.setdefault(owner, []).append((part, folder))
    return wrong | {pack: _clashing(pack, *own) for pack, own in same.items()}


def _clashing(pack: InstalledPack, first: tuple[Exercise | Card, Path], *more: tuple[Exercise | Card, Path]) -> InstalledPack:
    # Both packs may be whole: to install one again would change nothing.
    part, folder = first
    fault = f"its {part.item.replace(':', ' ', 1)} is also in the pack {folder}{f' (and {len(more)} more)' if more else ''}"
    return replace(pack, fault=fault, remedy=f"rename one of the two: there, or in {pack.folder}")


def _in_short(faults: Iterable[str]) -> str:
    """One line of many."""
    first, *more = in_order(faults)
    return f"{' '.join(first.split())}{f' (and {len(more)} more)' if more else ''}"
