"""Which layout a tree has: the platforms first, whose names nobody chooses by chance, then the habits."""

from collections.abc import Sequence

from studykit.classroom.layouts.canvas import of_canvas
from studykit.classroom.layouts.flat import of_flat
from studykit.classroom.layouts.folder_a_student import of_folders
from studykit.classroom.layouts.github_classroom import of_github_classroom
from studykit.classroom.layouts.gradescope import of_gradescope
from studykit.classroom.layouts.moodle import of_moodle
from studykit.classroom.layouts.nbgrader import of_nbgrader
from studykit.classroom.layouts.pile import Laid
from studykit.classroom.naming import bare_stem, slug_of, without_slug
from studykit.classroom.tree import Tree

_PLATFORMS = (of_gradescope, of_moodle, of_nbgrader, of_github_classroom, of_canvas)


def recognized(tree: Tree, slugs: Sequence[str]) -> Laid:
    """The tree by students; a folder that holds all of it, as many zips have one, may stand around it. `slugs` are those of all
    exercises, in lower case or not."""
    inner = tree.below(tree.top_folders[0]) if len(tree.top_folders) == 1 and not tree.top_files else None
    for each in (tree, inner):
        if each and (found := next(filter(None, (layout(each) for layout in _PLATFORMS)), None)):
            return found
    if inner and (inner.name.casefold() == tree.name.casefold() or _holds_several(inner, slugs)):
        return recognized(inner, slugs)
    return of_folders(tree) or of_flat(tree, slugs)


def _holds_several(tree: Tree, slugs: Sequence[str]) -> bool:
    """Whether it is a class rather than what one student handed in: folders, or files that name students before the exercise."""
    named = (part.name for part in tree.top_files if slug_of(part.name, slugs))
    students = {without_slug(bare_stem(name), slugs).casefold() for name in named} - {""}
    return len(tree.top_folders) > 1 or len(students) > 1
