"""A card's sides as HTML, and what is said about an attempt."""

import re
from collections.abc import Iterable, Sequence

from studykit.content.html_block import block, tag, text
from studykit.content.markdown import html
from studykit.study.review.attempt import Attempt
from studykit.study.review.question import Question
from studykit.study.review.sayings import CHANGED
from studykit.study.review.sides import Block, Look, back, front

_MARKED = re.compile(r"\[-(.*?)-\]|\{\+(.*?)\+\}")


def heading(question: Question) -> str:
    """Which card of how many this is, in words."""
    place = f"Drill, {question.total} left" if question.is_drill else f"{question.number} of {question.total}"
    marks = [word for word, holds in (("new", question.is_new and not question.is_drill), ("flagged", question.is_flagged)) if holds]
    return " · ".join((place, question.card.deck, *marks))


def front_html(question: Question) -> str:
    """The question's side."""
    return block(tag("p", "faint", text(heading(question))), *map(_shown, front(question.card, question.day)))


def back_html(question: Question, attempt: Attempt) -> str:
    """What is said about the attempt, and the answer's side."""
    changed = [tag("p", "faint", text(CHANGED))] if question.has_changed else []
    return block("<hr>", *_remarks(attempt.remarks), *map(_shown, back(question.card, question.day)), *changed)


def said_html(lines: Iterable[str]) -> str:
    """Sentences of Markdown, small."""
    return block(*(tag("div", "faint", html(line)) for line in lines))


def _shown(part: Block) -> str:
    if part.look is Look.CODE:
        return f"<pre><code>{text(part.text.rstrip())}</code></pre>"
    if part.look is Look.VERBATIM:
        return f"<pre>{text(part.text.rstrip())}</pre>"
    if part.look is Look.OPTION:
        return tag("div", "option", f"<b>{text(part.letter)})</b>", f"<div>{html(part.text)}</div>")
    return html(part.text)


def _remarks(remarks: Sequence[str]) -> list[str]:
    return [tag("p", "", _difference(line)) for line in remarks]


def _difference(line: str) -> str:
    """A line in which [-what is too much-] and {+what is missing+} are marked."""
    parts, end = [], 0
    for found in _MARKED.finditer(line):
        parts += [
            text(line[end : found.start()]),
            f"<del>{text(found[1])}</del>" if found[1] is not None else f"<ins>{text(found[2])}</ins>",
        ]
        end = found.end()
    return "".join([*parts, text(line[end:])])
