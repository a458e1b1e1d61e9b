"""One try of a hunt, judged with the help that it brings: which steps there are is known once the program was graded."""

from collections.abc import Callable

from studykit.study.hunting.evidence import Evidence
from studykit.study.hunting.hunt_sayings import after_line, after_reason
from studykit.study.hunting.tries import Judged, Stage, Tries


def judge(tries: Tries, answer: int, evidence: Evidence, wait: Callable[[], None] = lambda: None) -> tuple[Tries, Judged, list[str]]:
    """Judge a line, or the number of an explanation, whichever is asked; what to say of it, in sentences of Markdown. `wait` is called
    before anything that takes long."""
    is_line = tries.stage is Stage.LINE
    _, after = _tried(tries, answer)
    if len(after.told) > len(tries.told):
        if not evidence.is_there:
            wait()
        tries = tries.with_requirement(evidence.found() is not None)
    judged, after = _tried(tries, answer)
    return after, judged, list((after_line if is_line else after_reason)(tries, answer, judged, after, evidence))


def _tried(tries: Tries, answer: int) -> tuple[Judged, Tries]:
    return tries.try_line(answer) if tries.stage is Stage.LINE else tries.try_reason(answer)
