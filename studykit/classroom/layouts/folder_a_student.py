"""A folder for each student, which has the student's name."""

from studykit.classroom.layouts.pile import Handed, Laid, Pile, laid
from studykit.classroom.naming import is_program
from studykit.classroom.tree import Tree


def of_folders(tree: Tree) -> Laid | None:
    """None where there are more programs beside the folders than folders."""
    if len(tree.top_folders) <= sum(is_program(part.name) for part in tree.top_files):
        return None
    if not tree.top_folders:
        return None
    piles = [Pile(folder, "", [Handed(part, part.name) for part in tree.in_folder(folder)]) for folder in tree.top_folders]
    return laid("a folder a student", piles, tree.parts)
