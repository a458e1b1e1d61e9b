"""Files side by side, each named after its student, or after the student and the exercise."""

from collections.abc import Sequence

from studykit.classroom.layouts.pile import Handed, Laid, Pile, laid
from studykit.classroom.naming import bare_stem, is_program, slug_of, without_slug
from studykit.classroom.tree import Tree

_OF_THE_CLASS = (".csv", ".tsv", ".yml", ".yaml", ".json", ".toml", ".md")  # a roster or a note rather than an answer


def of_flat(tree: Tree, slugs: Sequence[str]) -> Laid:
    """The files at the root; what lies deeper is nobody's, and so is a file whose name is that of an exercise alone."""
    piles: dict[str, Pile] = {}
    stems = {part.name.rpartition(".")[0] for part in tree.top_files}
    programs = [part for part in tree.top_files if is_program(part.name)]
    for part in [*programs, *(part for part in tree.top_files if not is_program(part.name))]:
        student = _student(part.name, slugs, stems)
        key = student.casefold()
        if student and (key in piles or not part.name.casefold().endswith(_OF_THE_CLASS)):
            piles.setdefault(key, Pile(student)).handed.append(Handed(part, part.name))
    return laid("flat files", list(piles.values()), tree.parts)


def _student(name: str, slugs: Sequence[str], stems: set[str]) -> str:
    """`alice-2` is a second attempt where there is an `alice`, else a student like `alice-1`."""
    stem, bare = name.rpartition(".")[0] or name, bare_stem(name)
    return without_slug(bare if bare in stems or slug_of(name, slugs) else stem, slugs)
