"""Anki's templates filled with the fields of a note, as https://docs.ankiweb.net/templates/ describes them."""

import re
from collections.abc import Callable, Iterator

TAG = re.compile(r"\{\{\s*([#^/]?)\s*(.*?)\s*\}\}", re.DOTALL)
COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
# What an editor leaves of a field that looks empty.
NOTHING = re.compile(r"(?:<br\s*/?>|</?(?:div|p|span)\b[^>]*>|&nbsp;|\s)*", re.IGNORECASE)
BASE_AND_READING = re.compile(r" ?([^ >]+?)\[(.+?)\]")


def render(template: str, show: Callable[[str], str], is_filled: Callable[[str], bool]) -> str:
    """The template with `show(tag)` for each tag, such as `cloze:Text`; a section stays if its field `is_filled`, `{{^…}}` if not."""
    text, out, position = COMMENT.sub("", template), [], 0
    sections: list[bool] = []
    for tag in TAG.finditer(text):
        if all(sections):
            out.append(text[position : tag.start()])
        position = tag.end()
        if tag[1] == "/":
            del sections[-1:]
        elif tag[1]:
            sections.append(is_filled(tag[2]) == (tag[1] == "#"))
        elif all(sections):
            out.append(show(tag[2]))
    return "".join(out) + (text[position:] if all(sections) else "")


def tags(template: str) -> Iterator[str]:
    """The tags of a template that show something, in order."""
    return (tag[2] for tag in TAG.finditer(COMMENT.sub("", template)) if not tag[1])


def fields_in(template: str) -> set[str]:
    """The fields that a template shows or asks about."""
    return {field_of(tag[2]) for tag in TAG.finditer(COMMENT.sub("", template))}


def field_of(tag: str) -> str:
    """The field of a tag: what comes after its filters."""
    return tag.rpartition(":")[2].strip()


def filters_of(tag: str) -> list[str]:
    """The names of a tag's filters, in the order in which they stand."""
    return [name.strip() for name in tag.split(":")[:-1]]


def is_empty(field: str) -> bool:
    """Whether a field shows nothing."""
    return NOTHING.fullmatch(field) is not None


def with_readings(text: str) -> str:
    """Anki's `漢字[かんじ]` as `漢字 (かんじ)`."""
    return BASE_AND_READING.sub(r"\1 (\2)", text)
