"""nbgrader's folder of a course: `submitted/STUDENT/ASSIGNMENT/`, each with the time at which it was collected."""

from datetime import UTC, datetime

from studykit.classroom.layouts.pile import Handed, Laid, Pile, laid
from studykit.classroom.tree import Part, Tree
from studykit.errors import SubmissionError

SUBMITTED = "submitted"
_TIMESTAMP = "timestamp.txt"
_LONGEST = 200


def of_nbgrader(tree: Tree) -> Laid | None:
    """None unless the folder is `submitted`, has it, or has timestamps where nbgrader puts them."""
    if SUBMITTED in tree.top_folders:
        tree = tree.below(SUBMITTED)  # beside it lie the course's own files
    elif tree.name != SUBMITTED and not any(_is_timestamp(part) for part in tree.parts):
        return None
    if not tree.top_folders:
        return None
    times = {part.path[:2]: _time(part) for part in tree.parts if _is_timestamp(part)}
    parts = [part for part in tree.parts if not _is_timestamp(part)]
    piles = [
        Pile(
            student, "", [Handed(part, part.name, _order(part, times)) for part in parts if part.path[0] == student and len(part.path) > 1]
        )
        for student in tree.top_folders
    ]
    return laid("nbgrader", piles, parts)


def _is_timestamp(part: Part) -> bool:
    return len(part.path) == 3 and part.name == _TIMESTAMP


def _order(part: Part, times: dict[tuple[str, ...], float]) -> tuple[float, ...]:
    return (times.get(part.path[:2], 0.0),)


def _time(part: Part) -> float:
    """The first two words, day and time; a course has one time zone."""
    try:
        words = part.load(_LONGEST).decode(errors="replace").split() if not part.fault else []
        return datetime.fromisoformat(" ".join(words[:2])).replace(tzinfo=UTC).timestamp()
    except (SubmissionError, ValueError):
        return part.modified
