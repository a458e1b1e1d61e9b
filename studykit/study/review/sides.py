"""What stands on a card's two sides, kind by kind, as blocks that any screen can show."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from hashlib import sha256

from studykit.content.deck import Card, CardKind

# While the options stand, these are no other keys of the review; a colon before the letter makes it one.
LETTERS = "abcdefghijklmnop"


class Look(StrEnum):
    """How a block is shown: Markdown, highlighted Python, text as it stands, or an option that is chosen by its letter."""

    MARKDOWN = "markdown"
    CODE = "code"
    VERBATIM = "verbatim"
    OPTION = "option"


@dataclass(frozen=True, slots=True)
class Block:
    """A part of a side; `letter` belongs to an option."""

    look: Look
    text: str
    letter: str = ""

    @property
    def markdown(self) -> str:
        """The block as Markdown source: code in a fence, an option behind its letter."""
        text = self.text.rstrip("\n")
        if self.look is Look.CODE:
            return f"```python\n{text}\n```"
        return f"{self.letter}) {text}" if self.look is Look.OPTION else text


def options(card: Card, day: date) -> dict[str, str]:
    """The answer and the wrong choices by letter, in an order that changes with card and day, and that each terminal shows alike."""
    texts = sorted((*card.answer, *card.choices[: len(LETTERS) - 1]), key=lambda text: sha256(f"{day} {card.id} {text}".encode()).digest())
    return dict(zip(LETTERS, texts, strict=False))


def right_letter(card: Card, day: date) -> str:
    """The letter of a choice card's answer."""
    return next(letter for letter, text in options(card, day).items() if text == card.answer[0])


def front(card: Card, day: date) -> list[Block]:
    """The question's side."""
    blocks = [Block(Look.MARKDOWN, card.hidden() if card.kind is CardKind.CLOZE else card.front)]
    if card.code:
        blocks.append(Block(Look.CODE, card.code))
    if card.kind is CardKind.CHOICE:
        blocks += [Block(Look.OPTION, text, letter) for letter, text in options(card, day).items()]
    return blocks


def back(card: Card, day: date) -> list[Block]:
    """The answer's side."""
    blocks = _answer(card, day)
    return [*blocks, Block(Look.MARKDOWN, card.back)] if card.back else blocks


def fingerprint(card: Card) -> str:
    """Eight hexadecimal digits that change with what the answer's side says, but not with its layout."""
    # Any day will do: it only decides an option's letter.
    words = " ".join(block.text for block in back(card, date.min)).split()
    return sha256(" ".join(words).encode()).hexdigest()[:8]


def accepted(card: Card) -> Sequence[str]:
    """What counts as right where the learner types."""
    return (card.prints,) if card.kind is CardKind.PREDICT else card.answer


def _answer(card: Card, day: date) -> list[Block]:
    match card.kind:
        case CardKind.CLOZE:
            return [Block(Look.MARKDOWN, card.shown())]
        case CardKind.CHOICE:
            return [Block(Look.OPTION, card.answer[0], right_letter(card, day))]
        case CardKind.TYPED:
            return [Block(Look.VERBATIM, f"Answer: {' or '.join(card.answer)}")]
        case CardKind.PREDICT:
            return [Block(Look.VERBATIM, f"It prints:\n{card.prints}")]
    return []
