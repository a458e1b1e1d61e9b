"""The time that what a learner does is recorded at: now, or a moment that was given."""

from datetime import date, datetime, time

from studykit.errors import StudykitError

NOON = time(12)


def moment(at: str | None) -> datetime:
    """The moment of `--at`, or now. ISO 8601; without a zone it is local time, a date alone means its noon."""
    if at is None:
        return datetime.now().astimezone()
    try:
        given = datetime.combine(date.fromisoformat(at), NOON) if len(at) <= len("2026-01-01") else datetime.fromisoformat(at)
        return given if given.tzinfo else given.astimezone()
    except (ValueError, OverflowError, OSError):
        raise StudykitError(f"--at: {at!r} is no ISO 8601 time, such as 2026-11-21 or 2026-11-21T18:30.") from None
