"""Which installed packs can be used: one that is broken is left out as a whole, and stops nobody."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from studykit.content.contents import Contents
from studykit.content.fault import in_order, place_of
from studykit.content.installed import InstalledPack
from studykit.content.reading import contents_of
from studykit.content.references import reference_faults


def fitting_packs(
    others: Sequence[Contents], installed: Sequence[InstalledPack], cache: Path | None
) -> tuple[dict[Path, Contents], tuple[str, ...]]:
    """The contents of the installed packs that can be read and fit to `others` and to each other, by folder, and a line for each of the
    rest."""
    fitting: dict[InstalledPack, Contents] = {}
    broken: dict[InstalledPack, str] = {}
    for pack in installed:
        contents, faults = contents_of(Path(pack.folder).resolve(), cache, keep_faults=True) if pack.folder else (Contents(), [])
        if pack.fault or faults:
            broken[pack] = pack.fault or _in_short(faults)
        else:
            fitting[pack] = contents
    # Without the one that is left out, another may lack what it builds on.
    while misfits := _misfits(others, fitting):
        broken |= misfits
        fitting = {pack: contents for pack, contents in fitting.items() if pack not in misfits}
    told = tuple(replace(pack, fault=broken[pack]).left_out for pack in installed if pack in broken)
    return {Path(pack.folder).resolve(): contents for pack, contents in fitting.items()}, told


def _misfits(others: Sequence[Contents], installed: dict[InstalledPack, Contents]) -> dict[InstalledPack, str]:
    """The packs in which a reference leads nowhere, and what is wrong."""
    owners = {id(part): pack for pack, contents in installed.items() for part in (*contents.exercises, *contents.cards)}
    faults: dict[InstalledPack, list[str]] = {}
    for part, fault in reference_faults([*others, *installed.values()]):
        if owner := owners.get(id(part)):
            faults.setdefault(owner, []).append(f"{place_of(part)}: {fault}")
    return {pack: _in_short(own) for pack, own in faults.items()}


def _in_short(faults: Iterable[str]) -> str:
    """One line of many."""
    first, *more = in_order(faults)
    return f"{' '.join(first.split())}{f' (and {len(more)} more)' if more else ''}"
