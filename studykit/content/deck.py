"""A card as data, and the two faces of a cloze, so that every view hides and shows the same gaps."""

import re
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from studykit.content.search import holds

# Patterns as text: compiling them at each start would cost more than reading the cards.
GAP = r"(?s)\{\{(.+?)\}\}(?!\})"
CODE_SPAN = r"`[^`]+`"


class CardKind(StrEnum):
    BASIC = "basic"
    CLOZE = "cloze"
    TYPED = "typed"
    CHOICE = "choice"
    PREDICT = "predict"


@dataclass(frozen=True)
class Card:
    """One card of `cards/<deck>.yaml`; `slug` is its `id` there, under which its history is, `aliases` are ids that it had before,
    `deck/slug`. `choices` holds the wrong ones; `answer` what is accepted; `see` the addresses of the pages where one
    reads on."""

    deck: str
    slug: str
    front: str
    file: Path
    line: int
    back: str = ""
    kind: CardKind = CardKind.BASIC
    code: str = ""
    prints: str = ""
    choices: tuple[str, ...] = ()
    answer: tuple[str, ...] = ()
    proof: str = ""
    no_proof: str = ""
    tags: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    see: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        return f"{self.deck}/{self.slug}"

    @property
    def item(self) -> str:
        return f"card:{self.id}"

    def holds(self, text: str) -> bool:
        """Whether a term stands in the id, a side, the code or a tag, whatever its case and its hyphens."""
        parts = (self.id, self.front, self.back, self.code, self.prints, *self.answer, *self.choices, *self.tags)
        return holds("\n".join(parts), text)

    def gaps(self) -> tuple[str, ...]:
        """The answers of a cloze, in the order of its gaps."""
        return tuple(re.findall(GAP, self.front))

    def hidden(self) -> str:
        """The front with every gap as `[…]`."""
        return re.sub(GAP, "[…]", self.front)

    def shown(self) -> str:
        """The front with every gap filled, its answer in bold."""
        return re.sub(GAP, r"**\1**", re.sub(CODE_SPAN, _split_at_gaps, self.front))


def _split_at_gaps(span: re.Match[str]) -> str:
    # Markdown knows no bold inside a code span, so the span is closed before a gap and opened again after it.
    return re.sub(GAP, r"`**`\1`**`", span.group()).replace("``", "")
