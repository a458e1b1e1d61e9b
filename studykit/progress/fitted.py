"""The parameters of FSRS that the log holds: those of the newest fit in effect, so undo, sync and restore hold for them as for answers."""

import sqlite3

from studykit.memory.scheduler import Scheduler, with_parameters
from studykit.progress import queries
from studykit.progress.events import Event, Kind
from studykit.progress.fold import in_effect

FITTED = "scheduler:fsrs"  # stands where other events name a card or an exercise; it is neither, and the cache has no row of it


def newest_fit(connection: sqlite3.Connection) -> Event | None:
    """Return the newest fit in effect."""
    fits = [event for event in in_effect(queries.events(connection, [FITTED])) if event.kind is Kind.FITTED]
    return fits[-1] if fits else None


def as_fitted(connection: sqlite3.Connection, scheduler: Scheduler) -> Scheduler:
    """Return a scheduler with the parameters in force by the log."""
    fit = newest_fit(connection)
    return with_parameters(scheduler, fit.data["parameters"] if fit else None)
