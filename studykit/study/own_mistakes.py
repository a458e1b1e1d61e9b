"""Brings a mistake that the learner made as a bug hunt: in other code of the same idea, or else in the exercise's own."""

from collections.abc import Iterator, Sequence
from datetime import date

from studykit.content.exercise import Exercise
from studykit.content.hunted import mistakes_to_hunt
from studykit.content.pack import Library
from studykit.grading.grade_report import Diagnosis
from studykit.memory.scheduler import HUNT_PREFIX
from studykit.progress.events import MISTAKE, REASON, Draft, Kind
from studykit.progress.openings import hunt_of
from studykit.progress.store import Store

MISTAKE_MADE = "mistake made"
MOST_READ = 3  # exercises whose mistakes are read: each costs some 30 ms of a grade


def hunts_brought(library: Library, store: Store, exercise: Exercise, diagnoses: Sequence[Diagnosis]) -> list[Draft]:
    """Return the hunts that come because of what a grade was diagnosed as, to be recorded with it.

    One of another exercise that was passed, whose mistake has a card of the one that was made; else the exercise's own. As long as that
    was not passed its hunt would give away the solution: it comes on the day after the pass, for the grade itself has the mistake's name.
    """
    begun = {memory.item: memory.last for memory in store.all_memory() if memory.item.startswith(HUNT_PREFIX) and memory.due}
    own = hunt_of(exercise.item)
    others = {library.exercises[item.removeprefix(HUNT_PREFIX)]: last for item, last in begun.items() if item != own and library.has(item)}
    drafts = []
    for diagnosis in diagnoses:
        if found := _elsewhere(exercise, others, diagnosis):
            drafts.append(_draft(hunt_of(found[0].item), found[1]))
        elif own in begun and library.has(own):
            drafts.append(_draft(own, diagnosis.mistake))
    return drafts


def _elsewhere(exercise: Exercise, others: dict[Exercise, date | None], made: Diagnosis) -> tuple[Exercise, str] | None:
    """Another exercise that has a mistake of the same idea, with the mistake's name. Looked at are the likeliest, which have one of its
    cards or are of the topic, then those hunted longest ago."""
    topics = {exercise.topic, *(card.partition("/")[0] for card in made.cards)}

    def likeliest(other: Exercise) -> tuple[bool, bool, date, str]:
        return set(other.cards).isdisjoint(made.cards), other.topic not in topics, others[other] or date.min, other.id

    near = sorted(others, key=likeliest)[:MOST_READ]
    return next(((other, name) for other in near for name in _alike(other, made)), None)


def _alike(exercise: Exercise, made: Diagnosis) -> Iterator[str]:
    shared = {name: len(set(cards) & set(made.cards)) for name, cards in mistakes_to_hunt(exercise).items()}
    yield from sorted((name for name in shared if shared[name]), key=lambda name: (-shared[name], name))


def _draft(hunt: str, mistake: str) -> Draft:
    return Draft(Kind.NUDGED, hunt, {MISTAKE: mistake, REASON: MISTAKE_MADE})
