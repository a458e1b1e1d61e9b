"""What a judge tells a worker before it imports anything of the learner's."""

from dataclasses import dataclass
from enum import StrEnum

from studykit.grading.isolation import ALL_LAYERS


class How(StrEnum):
    """What a worker is to give back for a call: its answer, where its graph ended, or the random numbers that it drew."""

    ANSWER = "answer"
    GRAPH = "graph"
    DRAWS = "draws"


@dataclass(frozen=True)
class Setup:
    """All that a worker is ever told beside the calls: its process is a fork of one that read no submission and no suite."""

    source: str
    file_name: str
    probes: str  # their text: no path of the pack's, which is nobody's business there
    suite_folder: str  # hidden with the whole pack, where that lies among what may be read
    memory_limit: int
    device: str
    forbids: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    layers: tuple[str, ...] = ALL_LAYERS
