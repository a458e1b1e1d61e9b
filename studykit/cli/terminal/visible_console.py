"""A rich console whose text holds no control characters, whatever their source; rich's own commands to the terminal stay."""

from collections.abc import Iterable

from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment

from studykit.cli.terminal.out import visible


class VisibleConsole(Console):
    """Every renderable, nested ones included, passes through `render`."""

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterable[Segment]:
        for segment in super().render(renderable, options):
            yield segment if segment.control else segment._replace(text=visible(segment.text))
