"""Clones of GitHub Classroom: a repository for each student, whose name is that of the assignment and that of the user."""

from studykit.classroom.layouts.pile import Handed, Laid, Pile, laid
from studykit.classroom.tree import Tree

_ALL = "-submissions"  # `gh classroom clone student-repos` puts the clones into ASSIGNMENT-submissions


def of_github_classroom(tree: Tree) -> Laid | None:
    """None unless repositories lie in it, and more of them than other folders."""
    clones = sorted(clone[0] for clone in tree.clones if len(clone) == 1)
    if not clones or 2 * len(clones) <= len(tree.top_folders):
        return None
    assignment = _assignment(tree.name, clones)
    piles = [
        Pile(clone.removeprefix(assignment) or clone, "", [Handed(part, part.name) for part in tree.in_folder(clone)]) for clone in clones
    ]
    return laid("GitHub Classroom", piles, tree.parts)


def _assignment(name: str, clones: list[str]) -> str:
    """What all names begin with, up to a dash; of a single clone nobody can tell."""
    of_folder = f"{name.removesuffix(_ALL)}-"
    if name.endswith(_ALL) and all(clone.startswith(of_folder) for clone in clones):
        return of_folder
    first, last = clones[0], clones[-1]  # they are sorted, so what these two share, all share
    same = next((at for at, (one, other) in enumerate(zip(first, last, strict=False)) if one != other), 0)
    return first[: first.rfind("-", 0, same) + 1]
