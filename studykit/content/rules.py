"""What holds for the keys of one exercise or card beyond their types; each fault begins with its key."""

import keyword
import re

from studykit.content.deck import GAP, Card, CardKind
from studykit.content.exercise import DEVICES, Exercise
from studykit.content.hunt_task import hunt_faults

FEWEST_HINTS = 3
LONGEST_LIMIT = 600  # seconds
NEEDS = ("scratch",)
PAGE = re.compile(r"https://[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+(/[^\s<>\"]*)?")
ID = re.compile(r"[A-Za-z0-9_-]+/[A-Za-z0-9_-]+")
KEBAB_CASE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
DECK_NAME = re.compile(r"[a-z0-9]+([-_][a-z0-9]+)*")
OWN_KEYS = {"prints": (CardKind.PREDICT,), "choices": (CardKind.CHOICE,), "answer": (CardKind.TYPED, CardKind.CHOICE)}


def is_python_name(name: str) -> bool:
    """Whether files of this name can be imported everywhere."""
    return name.isidentifier() and name.isascii() and not keyword.iskeyword(name)


def exercise_faults(exercise: Exercise) -> list[str]:
    """The values of exercise.yaml that no type forbids."""
    faults = _blank("title", (exercise.title,)) + _blank("hints", exercise.hints)
    if not 1 <= exercise.difficulty <= 5:
        faults.append(f"difficulty: expected 1 to 5, found {exercise.difficulty}")
    if len(exercise.hints) < FEWEST_HINTS:
        faults.append(f"hints: at least {FEWEST_HINTS} needed, {len(exercise.hints)} found")
    faults += [
        f"helps: {test}: expected 1 to {len(exercise.hints)}, found {number}"
        for test, number in exercise.helps.items()
        if not 1 <= number <= len(exercise.hints)
    ]
    if not 0 < exercise.time_limit <= LONGEST_LIMIT:
        faults.append(f"time_limit: expected seconds above 0, at most {LONGEST_LIMIT}, found {exercise.time_limit:g}")
    if exercise.memory_limit <= 0:
        faults.append(f"memory_limit: expected MiB above 0, found {exercise.memory_limit}")
    if not exercise.devices:
        faults.append("devices: at least one needed, 0 found")
    faults += _not_among("devices", exercise.devices, DEVICES) + _not_among("needs", exercise.needs, NEEDS)
    faults += [f"forbids: expected a dotted name, found '{name}'" for name in exercise.forbids if not _is_dotted(name)]
    faults += [f"formulas: '{text}': {fault}" for text, latex in exercise.formulas.items() if (fault := _latex_fault(text, latex))]
    return faults + hunt_faults(exercise) + _pages(exercise.see) + _aliases(exercise.aliases, exercise.id, "topic/slug")


def card_faults(card: Card) -> list[str]:
    """What a card of its kind needs and must not have."""
    faults = [] if KEBAB_CASE.fullmatch(card.slug) else [f"id: expected small letters, digits and hyphens, found '{card.slug}'"]
    faults += _blank("front", (card.front,)) + _blank("answer", card.answer) + _blank("choices", card.choices)
    for key, kinds in OWN_KEYS.items():
        if getattr(card, key) and card.kind not in kinds:
            faults.append(f"{key}: only for kind {' or '.join(kinds)}, not {card.kind}")
    if card.proof and card.no_proof:
        faults.append("no_proof: given beside a proof; keep one of them")
    return faults + _pages(card.see) + _aliases(card.aliases, card.id, "deck/slug") + _needed(card)


def _latex_fault(text: str, latex: str) -> str:
    """What no parser of LaTeX would take; the rest shows where it is typeset."""
    if not text.strip() or not latex.strip():
        return "empty; give a text of the task and its LaTeX"
    if "$" in latex:
        return "leave out the dollars around the LaTeX"
    braces = re.sub(r"\\.|[^{}]", "", latex)
    while "{}" in braces:
        braces = braces.replace("{}", "")
    return f"'{braces}' is not closed or not opened" if braces else ""


def _needed(card: Card) -> list[str]:
    match card.kind:
        case CardKind.BASIC if not card.back:
            return ["back: a basic card needs one" + (" (for gaps: kind: cloze)" if re.search(GAP, card.front) else "")]
        case CardKind.CLOZE if not card.gaps():
            return ["front: a cloze needs a gap, {{answer}}"]
        case CardKind.TYPED if not card.answer:
            return ["answer: a typed card needs one"]
        case CardKind.PREDICT:
            return [f"{key}: a predict card needs it" for key in ("code", "prints") if not getattr(card, key)]
        case CardKind.CHOICE:
            return _choice(card)
    return []


def _choice(card: Card) -> list[str]:
    faults = []
    if len(card.answer) != 1:
        faults.append(f"answer: a choice card needs exactly one, {len(card.answer)} found")
    if len(card.choices) < 2:
        faults.append(f"choices: at least 2 wrong ones needed, {len(card.choices)} found")
    given = [*card.answer, *card.choices]
    return faults + [f"choices: '{text}' given twice" for text in dict.fromkeys(given) if given.count(text) > 1]


def _aliases(aliases: tuple[str, ...], id: str, form: str) -> list[str]:
    faults = [f"aliases: '{alias}' is the id that it has now" for alias in aliases if alias == id]
    unfit = [alias for alias in aliases if not re.fullmatch(ID, alias)]
    return faults + [f"aliases: expected a former id, as {form}, found '{alias}'" for alias in unfit]


def _pages(addresses: tuple[str, ...]) -> list[str]:
    return [f"see: expected the address of a page, as https://…, found '{page}'" for page in addresses if not PAGE.fullmatch(page)]


def _blank(key: str, texts: tuple[str, ...]) -> list[str]:
    return [f"{key}: empty"] if any(not text.strip() for text in texts) else []


def _not_among(key: str, names: tuple[str, ...], known: tuple[str, ...]) -> list[str]:
    return [f"{key}: '{name}' is not one of {', '.join(known)}" for name in names if name not in known]


def _is_dotted(name: str) -> bool:
    return all(part.isidentifier() for part in name.split("."))
