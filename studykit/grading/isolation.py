"""What the layers of the sandbox are called, which of them hold, and the level that they reach together."""

from dataclasses import dataclass
from enum import StrEnum


class Layer(StrEnum):
    """What shuts a submission in; each does its part where another is missing."""

    PRIVACY = "privacy"
    NAMESPACES = "namespaces"
    IDENTITY = "identity"
    LIFELINE = "lifeline"
    LIMITS = "limits"
    LANDLOCK = "landlock"
    SECCOMP = "seccomp"


class Level(StrEnum):
    """How much a submission that means harm is kept from."""

    FULL = "full"
    GOOD = "good"
    BASIC = "basic"


ALL_LAYERS = tuple(layer.value for layer in Layer)


@dataclass(frozen=True, slots=True)
class Held:
    """A layer, whether it holds here, and why or why not. `wholly` is False where an old kernel holds only part of it."""

    name: Layer
    holds: bool
    reason: str
    wholly: bool = True


@dataclass(frozen=True, slots=True)
class Standing:
    """What was put on."""

    layers: tuple[Held, ...]

    @property
    def level(self) -> Level:
        """Full and good need both the refusal of files and that of system calls: each alone leaks."""
        held = {layer.name: layer for layer in self.layers if layer.holds}
        if Layer.SECCOMP not in held or Layer.LANDLOCK not in held:
            return Level.BASIC
        return Level.FULL if held[Layer.LANDLOCK].wholly else Level.GOOD

    def holds(self, name: Layer) -> bool:
        """Whether this layer is on."""
        return any(layer.holds for layer in self.layers if layer.name is name)
