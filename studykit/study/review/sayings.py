"""What is said of an undo, a redo and an answer that has changed, at every door alike."""

from datetime import date

from studykit.study.phrases import when
from studykit.study.review.question import GRADES, Answer, Outcome
from studykit.study.review.reversal import Reversal

CHANGED = "The answer has changed since you last saw it."
UNDO_SAYS = {
    Reversal.ANSWER: "undone {}: it comes back now",
    Reversal.DRILL: "undone {} in the drill",
    Reversal.SUSPENSION: "resumed {}",
    Reversal.BURIAL: "dug out {}",
    Reversal.FLAG: "unflagged {}",
    Reversal.FLAG_TAKEN: "flagged {}",
    Reversal.NOT_A_REVIEW: "nothing undone: the last event is {}; `studykit undo` takes it back",
    Reversal.NOTHING: "nothing to undo",
}
REDO_SAYS = {
    Reversal.ANSWER: "redone {}: its answer counts again",
    Reversal.DRILL: "redone {} in the drill",
    Reversal.SUSPENSION: "suspended {}",
    Reversal.BURIAL: "buried {}",
    Reversal.FLAG: "flagged {}",
    Reversal.FLAG_TAKEN: "unflagged {}",
    Reversal.NOT_A_REVIEW: "nothing redone: what was undone last is {}; `studykit redo` brings it back",
    Reversal.NOTHING: "nothing to redo",
}


def acknowledged(item: str, key: str, answer: Answer, today: date) -> str:
    """What became of an answer that was given with the key of a grade."""
    if answer.outcome is Outcome.ELSEWHERE:
        return f"not recorded {item}: answered or suspended elsewhere meanwhile"
    if answer.outcome is Outcome.DRILLED:
        return f"drilled {item} {answer.quality}, {'comes again' if answer.stays else 'done'}"
    if answer.due is None:
        return f"recorded {item} {answer.quality}, due {answer.due}"
    return f"{key} {GRADES[key].name}: recorded, due {when(answer.due, today)}"
