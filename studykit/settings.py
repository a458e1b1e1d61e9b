"""What a learner may set, in settings.yaml in the state folder; every setting has a default that suits most."""

import os
import re
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from studykit.errors import SettingsError
from studykit.memory.calendar import DAY_BEGINS_AT


@dataclass(frozen=True, slots=True)
class Settings:
    """What holds unless settings.yaml says otherwise.

    `new_cards_a_day`: how many cards are met for the first time in a day; `reviews_a_day`: how many cards met before come back in a day,
    the most at risk first where more are due; `exercises_a_day`: how many exercises done before come back in a day; `hunts_a_day`: how
    many bug hunts; `leech_lapses`: at how many lapses a card is suspended, 0 for never; `day_begins_at`: the hour (0 to 23) at which a
    study day begins;
    `server_idle_minutes`: how long the background grading server waits for the next grade, 0 to do without it;
    `scheduler`: sm2 or fsrs; `fsrs_retention`: at which chance of recall (0.7 to 0.97) fsrs asks again.
    """

    new_cards_a_day: int = 10
    reviews_a_day: int = 200
    exercises_a_day: int = 1
    hunts_a_day: int = 3
    leech_lapses: int = 8
    day_begins_at: int = DAY_BEGINS_AT
    server_idle_minutes: int = 15
    scheduler: str = "sm2"
    fsrs_retention: float = 0.9


_HIGHEST = {
    "new_cards_a_day": 9999,
    "reviews_a_day": 9999,
    "exercises_a_day": 9999,
    "hunts_a_day": 9999,
    "leech_lapses": 9999,
    "day_begins_at": 23,
    "server_idle_minutes": 1440,
}
_CHOICES = {"scheduler": ("sm2", "fsrs")}
_SHARES = {"fsrs_retention": (0.7, 0.97)}


def home() -> Path:
    """Where all state lives: STUDYKIT_HOME, or the platform's folder for user data."""
    if folder := os.environ.get("STUDYKIT_HOME"):
        return Path(folder).expanduser().absolute()
    from platformdirs import user_data_path  # start-up time: not needed where STUDYKIT_HOME is set

    return user_data_path("studykit", appauthor=False)


def read_settings(folder: Path) -> Settings:
    """The settings of a state folder; the defaults if it has no settings.yaml. SettingsError names file and key."""
    file = folder / "settings.yaml"
    try:
        text = file.read_text(encoding="utf-8")
    except FileNotFoundError:
        return Settings()
    except NotADirectoryError:
        raise SettingsError(f"{folder}: is no folder. Set STUDYKIT_HOME to a folder you may write.") from None
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{file}: cannot be read ({error}). Fix it or remove it; without it the defaults hold.") from None
    if twice := next((name for name in _HIGHEST | _CHOICES | _SHARES if len(re.findall(rf"^{name} *:", text, re.MULTILINE)) > 1), None):
        raise SettingsError(f"{file}: {twice} stands there twice; take one of the two away.")
    return _checked(file, _parsed(file, text))


def _parsed(file: Path, text: str) -> dict[str, Any]:
    import yaml  # start-up time: most learners have no settings.yaml

    try:
        values = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise SettingsError(f"{file}: no valid YAML: {' '.join(str(error).split())}") from None
    if values is None:
        return {}
    if not isinstance(values, dict):
        raise SettingsError(f"{file}: should hold lines like `new_cards_a_day: 10`.")
    return values


def _checked(file: Path, values: dict[str, Any]) -> Settings:
    known = [field.name for field in fields(Settings)]
    for name, value in values.items():
        if name not in known:
            raise SettingsError(f"{file}: unknown setting {name!r}; known are {', '.join(known)}.")
        if should := _should_be(name, value):
            raise SettingsError(f"{file}: {name}: {value!r} should be {should}.")
    return Settings(**values)


def _should_be(name: str, value: Any) -> str | None:
    """What a value should be instead; None where it fits."""
    if choices := _CHOICES.get(name):
        return None if value in choices else " or ".join(choices)
    if share := _SHARES.get(name):
        lowest, highest = share
        return None if type(value) in (int, float) and lowest <= value <= highest else f"a number from {lowest} to {highest}"
    return None if type(value) is int and 0 <= value <= _HIGHEST[name] else f"a whole number from 0 to {_HIGHEST[name]}"
