"""A review by `input()`, for terminals and for front ends without widgets."""

from time import monotonic

from IPython.core.error import StdinNotImplementedError
from IPython.display import display

from studykit.content.deck import CardKind
from studykit.content.pack import Library
from studykit.errors import StudykitError
from studykit.notebook.card_html import back_html, front_html, heading, said_html
from studykit.notebook.output import Output
from studykit.study.review.attempt import GOOD, Attempt, chosen, typed_in
from studykit.study.review.offers import leech_offer
from studykit.study.review.question import GRADES, Question
from studykit.study.review.sayings import UNDO_SAYS, acknowledged
from studykit.study.review.session import ReviewSession
from studykit.study.review.sides import options

COMMANDS = ":u undo, :s suspend, :b bury, :q quit"


class _Left(Exception):
    """The card was left by a command; `quits` if it was the last."""

    def __init__(self, quits: bool = False) -> None:
        super().__init__()
        self.quits = quits


def ask(session: ReviewSession, library: Library) -> None:
    """Ask until there is nothing more to ask, or the learner quits. StudykitError where the front end takes no input."""
    try:
        while (question := session.question()) is not None:
            try:
                _card(session, question, library)
            except _Left as left:
                if left.quits:
                    return
    except (EOFError, KeyboardInterrupt):
        return
    except StdinNotImplementedError:
        raise StudykitError("this notebook takes no input; `Study.review()` asks cards from code.") from None


def _card(session: ReviewSession, question: Question, library: Library) -> None:
    began = monotonic()
    display(Output(front_html(question), f"{heading(question)}\n\n{question.front}"))
    attempt = _attempt(session, question)
    remarks = "\n".join(attempt.remarks)
    display(Output(back_html(question, attempt), f"{remarks}\n\n{question.back}".strip()))
    key = _grade(session, question, attempt.suggested)
    answer = session.answer(question, GRADES[key].quality, monotonic() - began, attempt.typed)
    _say(acknowledged(question.card.item, key, answer, session.today))
    if answer.leech_lapses:
        _say(leech_offer(question.card, answer.leech_lapses, library))


def _attempt(session: ReviewSession, question: Question) -> Attempt:
    if question.card.kind is CardKind.CHOICE:
        letters = options(question.card, question.day)
        letter = _line(session, question, f"{', '.join(letters)}, or Enter shows the answer ({COMMANDS}): ")
        return chosen(question, letter) if letter in letters else Attempt()
    if question.card.kind is CardKind.TYPED:
        return typed_in(question, _line(session, question, f"Type the answer, or Enter shows it ({COMMANDS}): "))
    if question.card.kind is CardKind.PREDICT:
        return typed_in(question, _lines(session, question))
    _line(session, question, f"Enter shows the answer ({COMMANDS}): ")
    return Attempt(GOOD)


def _lines(session: ReviewSession, question: Question) -> str:
    lines = [_line(session, question, f"Type its output, then an empty line ({COMMANDS}): ")]
    while lines[-1]:
        lines.append(_line(session, question, "… "))
    return "\n".join(lines)


def _grade(session: ReviewSession, question: Question, suggested: str) -> str:
    parts = [f"{key} {grade.name}{_interval(question, grade.quality)}" for key, grade in GRADES.items()]
    while True:
        line = _line(session, question, f"{' · '.join(parts)} · Enter = {suggested}: ")
        if (key := line or suggested) in GRADES:
            return key


def _interval(question: Question, quality: int) -> str:
    return "" if question.is_drill else f" {question.interval_days(quality)}d"


def _line(session: ReviewSession, question: Question, prompt: str) -> str:
    """What is typed, unless it is a command, which is obeyed."""
    line = input(prompt).strip()
    match line:
        case ":q":
            raise _Left(quits=True)
        case ":u":
            undone, what = session.undo()
            _say(UNDO_SAYS[undone].format(what))
        case ":s":
            session.suspend(question)
            _say(f"suspended {question.card.item}; :u brings it back")
        case ":b":
            session.bury(question)
            _say(f"buried {question.card.item} for today; :u brings it back")
        case _:
            return line
    raise _Left


def _say(line: str) -> None:
    display(Output(said_html([line]), line))
