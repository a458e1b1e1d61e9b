"""The gaps of Anki's clozes, `{{c1::answer::hint}}`, as ours."""

import re

# Anki's editor nests gaps, and lets one belong to several numbers: {{c1,2::both}}.
NUMBER = re.compile(r"\{\{c(\d[\d,]*)::")
INNERMOST = re.compile(r"\{\{c(\d[\d,]*)::((?:(?!\{\{c\d[\d,]*::|\}\}).)*?)(?:::((?:(?!\{\{c\d[\d,]*::|\}\}|::).)*))?\}\}", re.DOTALL)
# Private-use characters stand for a gap's ends while HTML becomes Markdown.
BEGIN, END = "\ue000", "\ue001"


def numbers(text: str) -> list[int]:
    """The numbers of a field's gaps, in order; Anki asks each by itself."""
    return sorted({number for given in NUMBER.findall(text) for number in _each(given)})


def with_gaps(text: str, number: int) -> str:
    """The text with the gaps of that number between BEGIN and END, their hints after them; those of other numbers are filled."""
    before = ""
    while before != text:
        before, text = text, INNERMOST.sub(lambda gap: _gap(gap, number), text)
    return text


def as_ours(text: str) -> str:
    """A text of `with_gaps` with our gaps, `{{answer}}`."""
    return text.replace(BEGIN, "{{").replace(END, "}}")


def _gap(gap: re.Match[str], number: int) -> str:
    if number not in _each(gap[1]):
        return gap[2]
    hint = f" (hint: {gap[3]})" if gap[3] and gap[3].strip() else ""
    return f"{BEGIN}{gap[2].replace(BEGIN, '').replace(END, '') or '…'}{END}{hint}"


def _each(given: str) -> list[int]:
    return [int(number) for number in given.split(",") if number]
