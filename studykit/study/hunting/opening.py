"""Which hunt is meant by an id, and whether it can be had already."""

from studykit.content.pack import Library
from studykit.errors import StudykitError
from studykit.memory.scheduler import HUNT_PREFIX
from studykit.progress.store import Store


def hunt_item(library: Library, store: Store, id: str) -> str:
    """The item of the hunt of an exercise. StudykitError as long as that was not passed, UnknownItem if there is no such hunt."""
    item = library.hunt(id).item
    check_begun(store, item)
    return item


def check_begun(store: Store, item: str) -> None:
    """StudykitError as long as the exercise of a hunt was not passed."""
    if store.opened_on(item) is None:
        raise StudykitError(
            f"{item} begins once you have passed the exercise, because a hunt shows most of the solution."
            f" `studykit next {item.removeprefix(HUNT_PREFIX)}` hands it out."
        )
