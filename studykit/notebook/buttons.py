"""Buttons that do something in the thread that opened the log, and say what went wrong where a learner sees it."""

from asyncio import AbstractEventLoop, get_running_loop
from collections.abc import Callable
from threading import get_ident

from ipywidgets import Button, Layout

from studykit.errors import StudykitError


class Buttons:
    """Makes buttons; `say` shows sentences below them."""

    def __init__(self, say: Callable[[list[str]], None]) -> None:
        self._say = say
        self._thread, self._loop = get_ident(), _running_loop()

    def button(self, name: str, deed: Callable[[], None], style: str = "") -> Button:
        """A button with this name."""
        made = Button(description=name, button_style=style, layout=Layout(width="auto"))
        made.on_click(lambda pressed: self.obey(deed))
        return made

    def obey(self, deed: Callable[[], None]) -> None:
        """Do it in the thread that opened the log: a kernel may hear of a button in another one."""
        if self._loop is None or get_ident() == self._thread:
            self._do(deed)
        else:
            self._loop.call_soon_threadsafe(self._do, deed)

    def _do(self, deed: Callable[[], None]) -> None:
        """Do it; what a learner can do something about is said, since an error in a callback would be seen by nobody."""
        try:
            deed()
        except StudykitError as error:
            self._say([str(error)])


def _running_loop() -> AbstractEventLoop | None:
    try:
        return get_running_loop()
    except RuntimeError:
        return None
