"""The two sides of a card of Anki as text and lists by key, from its note and template."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from html import escape
from typing import Any

from studykit.exchange import gaps, template
from studykit.exchange.collection import Note, Template
from studykit.exchange.from_html import markdown
from studykit.exchange.media import IMAGE_OCCLUSION, has_text, is_occlusion, only_media

ANSWER_BEGINS = re.compile(r"<hr\b[^>]*\bid\s*=\s*[\"']?answer\b[^>]*>", re.IGNORECASE)
GAP = re.compile(f"{gaps.BEGIN}(.*?){gaps.END}", re.DOTALL)
LINE = re.compile(r"\s*-{3,}\s*$", re.MULTILINE)


class NotTaken(Exception):
    """Why a card of Anki becomes none here."""


@dataclass(frozen=True, slots=True)
class _Sides:
    note: Note
    template: Template
    number: int
    typed: str = ""  # what is to be typed

    def html(self, text: str, without: Collection[str] = ()) -> str:
        """A template, or a part of one, filled; tags in `without` show nothing."""
        return template.render(text, lambda tag: "" if tag in without else self._shown(tag), self._is_filled)

    def markdown(self, text: str, without: Collection[str] = ()) -> str:
        return gaps.as_ours(markdown(self.html(text, without)))

    def field(self, name: str) -> str:
        return dict(zip(self.note.notetype.fields, self.note.fields, strict=False)).get(name, "")

    def _shown(self, tag: str) -> str:
        filters, name = template.filters_of(tag), template.field_of(tag)
        text = {"Tags": " ".join(self.note.tags), "Type": self.note.notetype.name, "Card": self.template.name}.get(name) or self.field(name)
        for filter in reversed(filters):
            if filter in ("cloze", "cloze-only"):  # of several fields with gaps, a card shows those that have its own
                text = gaps.with_gaps(text, self.number) if self.number in gaps.numbers(text) else ""
            elif filter.startswith("tts"):
                return ""
            elif filter == "text":
                text = escape(markdown(text, escape=False))
            elif filter == "furigana":
                text = template.with_readings(text)
        return text

    def _is_filled(self, name: str) -> bool:
        if number := re.fullmatch(r"c(\d+)", name):
            return int(number[1]) == self.number
        return bool(self.note.tags) if name == "Tags" else not template.is_empty(self.field(name))


def raw_of(note: Note, number: int) -> dict[str, Any]:
    """What the card says that is made of a note's template or gap of that number, counted from 0. NotTaken says why there is none."""
    of = note.notetype
    if "image occlusion" in of.name.lower() or any(map(is_occlusion, note.fields)):
        raise NotTaken(IMAGE_OCCLUSION)
    found = of.templates.get(0 if of.is_cloze else number)
    if found is None:
        raise NotTaken("its template is not in the package")
    if of.is_cloze:
        return _cloze(_Sides(note, found, number + 1))
    return _plain(_Sides(note, found, 0, _typed(note, found)))


def _cloze(sides: _Sides) -> dict[str, Any]:
    hidden = {tag for tag in template.tags(sides.template.question) if "cloze" in template.filters_of(tag)}
    front = markdown(sides.html(sides.template.question))
    answers = GAP.findall(front)
    if not answers:
        raise NotTaken(f"its gap c{sides.number} is not in the note")
    if not all(map(has_text, answers)):
        raise NotTaken(only_media("answer"))
    return {"kind": "cloze", "front": gaps.as_ours(front), "back": _back(sides, hidden)}


def _plain(sides: _Sides) -> dict[str, Any]:
    front = markdown(sides.html(sides.template.question, _typed_tags(sides.template)))
    back = _back(sides, _typed_tags(sides.template) if sides.typed else ())
    for what, text in (("question", front), ("answer", back or sides.typed)):
        if not text:
            raise NotTaken(f"no {what}")
        if not has_text(text):
            raise NotTaken(only_media(what))
    if sides.typed:
        return {"kind": "typed", "front": front, "answer": sides.typed, "back": "" if back == markdown(escape(sides.typed)) else back}
    return {"front": front, "back": back}


def _typed_tags(of: Template) -> list[str]:
    return [tag for tag in template.tags(of.question) if "type" in template.filters_of(tag)]


def _typed(note: Note, found: Template) -> str:
    """The text that the question asks to type; nothing where it asks for none, for several lines, or for an image."""
    fields = dict(zip(note.notetype.fields, note.fields, strict=False))
    for tag in _typed_tags(found):
        text = markdown(fields.get(template.field_of(tag), ""), escape=False)
        return text if has_text(text) and "\n" not in text else ""
    return ""


def _back(sides: _Sides, hidden: Collection[str]) -> str:
    """What the answer's side shows beyond the question."""
    seen = {*template.tags(sides.template.question)} - {"FrontSide"}
    before, after = _parted(sides.template.answer)
    beginning = sides.markdown(before, hidden)
    if not seen.isdisjoint(template.tags(before)):
        question = sides.markdown(sides.template.question, hidden)
        is_repeated = question and f"{beginning}\n".startswith(f"{question}\n")
        beginning = beginning[len(question) :].strip() if is_repeated else sides.markdown(before, {*hidden, *seen})
    if line := LINE.match(beginning):
        beginning = beginning[line.end() :].strip()
    return "\n\n".join(part for part in (beginning, sides.markdown(after, hidden)) if part)


def _parted(answer: str) -> tuple[str, str]:
    """The answer's template up to Anki's line, and from there."""
    mark = ANSWER_BEGINS.search(answer)
    return (answer[: mark.start()], answer[mark.end() :]) if mark else (answer, "")
