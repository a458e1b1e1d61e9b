"""Canvas' "Download Submissions": flat files with the student's name, `LATE`, the numbers of user and file, and the name that it had."""

import re

from studykit.classroom.layouts.pile import Handed, Laid, Pile, laid, merged
from studykit.classroom.naming import attempt_number
from studykit.classroom.tree import Part, Tree

_FILE = re.compile(
    r"""(?: (?P<name>\w+?) _(?:LATE_)? (?P<user>\d+)             # smithalice_LATE_1234
          | (?:LATE_)? anon_ (?P<anonymous>[A-Za-z0-9]+) )       # anon_aBc12, where names are hidden
        _ (?: (?P<id>\d+)_(?P<file>.+) | (?P<typed>(?:text|link)\.html) )""",
    re.VERBOSE | re.DOTALL,
)


def of_canvas(tree: Tree) -> Laid | None:
    """None unless most files have names of Canvas."""
    files = tree.top_files
    found = [(part, match) for part in files if (match := _FILE.fullmatch(part.name))]
    if 2 * len(found) <= len(files):
        return None
    return laid("Canvas", merged([_pile(part, match) for part, match in found]), tree.parts)


def _pile(part: Part, match: re.Match[str]) -> Pile:
    name = match["name"] or f"anon {match['anonymous']}"
    own = match["file"] or match["typed"]
    return Pile(name, match["user"] or match["anonymous"], [Handed(part, own, (attempt_number(own), float(match["id"] or 0)))])
