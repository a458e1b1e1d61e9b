"""Which cards claim something about torch or NumPy, because such a claim needs code that shows it."""

import re

from studykit.content.deck import Card, CardKind

BELOW_A_LIBRARY = r"\b(?:torch|np|numpy|nn|F|optim)\.\w+"
LIBRARY = r"\b(?i:pytorch|torch|numpy)\b"
KNOWN_NAMES = r"\b(?:DataLoader|TensorDataset|autograd|requires_grad|grad_fn|no_grad|zero_grad|state_dict|load_state_dict|manual_seed)\b"
METHODS = r"\.(?:backward|step|detach|item|grad|parameters|numpy|eval|train|mean|sum|reshape|view|unsqueeze|squeeze|clone)\b"
CLAIM = re.compile("|".join((BELOW_A_LIBRARY, LIBRARY, KNOWN_NAMES, METHODS)))


def unproved(card: Card) -> str | None:
    """The torch or NumPy name that a card speaks of while it has neither `proof` nor `no_proof`; None if all is well.
    A predict card is proved by running it."""
    if card.proof or card.no_proof or card.kind is CardKind.PREDICT:
        return None
    found = CLAIM.search("\n".join((card.front, card.back, card.code, *card.choices, *card.answer)))
    return found.group().removeprefix(".") if found else None
