"""What the program of a bug hunt should do, in two sentences: `hunt:` of its exercise, or the beginning of the task where that serves."""

import re
from collections.abc import Iterator

from studykit.content.exercise import NO_HUNT, Exercise
from studykit.content.starter import task

LONGEST = 240  # letters of a task's beginning,
LONGEST_HUNT = 560  # and of `hunt:`
MOST_SENTENCES = 2
SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z`*])")
PROSE = re.compile(r"[A-Z`*]")
SAYS_TO_FIX = re.compile(r"\b(fix|bugs?|find)\b", re.IGNORECASE)


def asks_of(exercise: Exercise) -> dict[str, str]:
    """What the functions that are shown alone should do, by their names, or under no name what the whole program should do. PackError if
    the starter cannot be read; nothing at all where `hunt:` is none."""
    if exercise.hunt == NO_HUNT:
        return {}
    if isinstance(exercise.hunt, dict):
        return exercise.hunt
    return {"": exercise.hunt or start_of(task(exercise))}


def hunt_faults(exercise: Exercise) -> list[str]:
    """What is wrong with `hunt:` by itself."""
    texts = exercise.hunt if isinstance(exercise.hunt, dict) else {"": exercise.hunt}
    faults: list[str] = []
    for part, text in texts.items():
        key = f"hunt: {part}" if part else "hunt"
        sentences = len(SENTENCE_END.split(text.strip()))
        if isinstance(exercise.hunt, dict) and not (part.strip() and text.strip()):
            faults.append(f"{key}: empty; give functions and what they should do")
        if sentences > MOST_SENTENCES:
            faults.append(f"{key}: at most {MOST_SENTENCES} sentences, {sentences} found")
        if len(text) > LONGEST_HUNT:
            faults.append(f"{key}: at most {LONGEST_HUNT} letters, {len(text)} found")
    return faults


def start_of(docstring: str) -> str:
    """The first sentences of a task below its title, at most two; empty if they are a heading of what follows, too long, or of a bug."""
    for paragraph in re.split(r"\n\s*\n", docstring)[1:]:
        text = " ".join(paragraph.split())
        if PROSE.match(text):
            return _whole(SENTENCE_END.split(text)[:MOST_SENTENCES])
    return ""


def _whole(sentences: list[str]) -> str:
    return " ".join(_told(sentences))


def _told(sentences: list[str]) -> Iterator[str]:
    length = 0
    for sentence in sentences:
        length += len(sentence) + 1
        if length > LONGEST or not sentence.endswith(".") or SAYS_TO_FIX.search(sentence):
            return
        yield sentence
