"""A bug hunt as HTML: its program with numbers, the explanations, and the edit at its end."""

from collections.abc import Iterable

from studykit.content.html_block import block, tag, text
from studykit.content.markdown import html
from studykit.study.hunting.hunt_sayings import HOW_TO_NAME_A_LINE, answer_line, fix_of, letter
from studykit.study.hunting.now import HuntNow
from studykit.study.hunting.tries import Stage, Tries


def heading(now: HuntNow) -> str:
    """Which hunt of how many this is, in words."""
    place = [f"{now.number} of {now.total}"] if now.total > 1 else []
    return " · ".join((*place, "Bug hunt", now.exercise.id))


def program_html(now: HuntNow, tries: Tries) -> str:
    """The task and the program; lines that were tried in vain, and those found, are marked."""
    rows = (_row(number, line, tries) for number, line in enumerate(now.hunt.program, now.hunt.first_line))
    how = [tag("p", "faint", text(HOW_TO_NAME_A_LINE))] if tries.stage is Stage.LINE else []
    program = f"<pre><code>{''.join(rows)}</code></pre>"
    return block(tag("p", "faint", text(heading(now))), html(now.hunt.asks), program, *how, *_choices(tries))


def ending_html(now: HuntNow) -> str:
    """The edit that fixes it, the explanation and the cards."""
    hunt = now.hunt
    if not hunt.has_bug:
        return block(html(answer_line(hunt)))
    edit = "".join(map(_edit_line, fix_of(hunt)))
    cards = tag("p", "faint", text(f"Cards: {', '.join(hunt.cards)}")) if hunt.cards else ""
    return block(html(answer_line(hunt)), f"<pre><code>{edit}</code></pre>", html(hunt.says), cards)


def program_text(now: HuntNow) -> str:
    """The same as text, where no HTML is shown."""
    rows = (f"{number:>3}  {line}".rstrip() for number, line in enumerate(now.hunt.program, now.hunt.first_line))
    return "\n".join([heading(now), "", now.hunt.asks, "", *rows])


def choices_text(now: HuntNow) -> str:
    """The explanations by letter."""
    return "\n".join(f"{letter(number)}) {choice}" for number, choice in enumerate(now.hunt.choices))


def ending_text(now: HuntNow) -> str:
    """The end as text."""
    return "\n".join([answer_line(now.hunt), *fix_of(now.hunt), now.hunt.says]).rstrip()


def choices_html(tries: Tries) -> str:
    """The explanations alone."""
    return block(*_choices(tries))


def _row(number: int, line: str, tries: Tries) -> str:
    is_found = tries.stage is not Stage.LINE and number in tries.hunt.faulty
    mark, css = ("✓", "good") if is_found else ("✗", "bad") if number in tries.lines else (" ", "faint")
    return f"{tag('span', css, f'{mark}{number:>3}  ')}{text(line)}\n"


def _choices(tries: Tries) -> Iterable[str]:
    if tries.stage is not Stage.REASON:
        return
    for number, choice in enumerate(tries.hunt.choices):
        shown = tag("span", "bad", "✗") if number in tries.reasons else html(choice)
        yield tag("div", "option", f"<b>{letter(number)})</b>", f"<div>{shown}</div>")


def _edit_line(line: str) -> str:
    name = {"+": "ins", "-": "del"}.get(line[:1])
    return f"<{name}>{text(line)}</{name}>\n" if name else f"{text(line)}\n"
