"""What a judge tells a worker before it imports anything of the learner's."""

from dataclasses import dataclass

from studykit.grading.isolation import ALL_LAYERS


@dataclass(frozen=True)
class Setup:
    """What a worker is told before it imports anything of the learner's."""

    source: str
    file_name: str
    probes: str
    memory_limit: int
    device: str
    forbids: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    layers: tuple[str, ...] = ALL_LAYERS
