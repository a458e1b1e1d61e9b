"""The bugs of an exercise as something that is asked: which exercises have a hunt, and which mistakes it may show."""

from collections.abc import Mapping
from dataclasses import dataclass

from studykit.content.exercise import NO_HUNT, Exercise


@dataclass(frozen=True)
class BugHunt:
    """The hunt of an exercise, as an item beside the exercise itself."""

    exercise: Exercise

    @property
    def id(self) -> str:
        return self.exercise.id

    @property
    def item(self) -> str:
        return f"hunt:{self.id}"

    @property
    def see(self) -> tuple[str, ...]:
        return self.exercise.see


def has_hunts(exercise: Exercise) -> bool:
    """Whether an exercise has hunts; without reading its mistakes, for every start that shows what is due asks it."""
    return exercise.hunt != NO_HUNT and (exercise.solution_folder / "mistakes.md").is_file()


def mistakes_to_hunt(exercise: Exercise) -> Mapping[str, tuple[str, ...]]:
    """The mistakes that serve as hunts, by name, each with the ids of the cards that name its idea."""
    from studykit.content.hunt import Hunts  # start-up time: only a hunt, and a grade that was diagnosed, read them

    return {mistake.name: mistake.cards for mistake in Hunts(exercise).mistakes}
