"""Moodle's "Download all submissions": a folder, or a file, for each student, with the number of the participant."""

import re

from studykit.classroom.layouts.pile import Handed, Laid, Pile, laid, merged
from studykit.classroom.tree import Tree

# Moodle 4 writes no `_` at the end of a folder; a file of a flat download has its name there.
_ENTRY = re.compile(r"(?P<name>.+)_(?P<number>\d+)_assignsubmission_[a-z]+(?:_(?P<file>.*))?", re.DOTALL)


def of_moodle(tree: Tree) -> Laid | None:
    """None where no name is Moodle's."""
    piles = []
    for folder in tree.top_folders:
        if entry := _ENTRY.fullmatch(folder):
            piles.append(Pile(entry["name"], entry["number"], [Handed(part, part.name) for part in tree.in_folder(folder)]))
    for part in tree.top_files:
        if (entry := _ENTRY.fullmatch(part.name)) and entry["file"]:
            piles.append(Pile(entry["name"], entry["number"], [Handed(part, entry["file"])]))
    return laid("Moodle", merged(piles), tree.parts) if piles else None
