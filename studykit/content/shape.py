"""Plain YAML to dataclasses, with one line an author understands for each key that does not fit."""

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from studykit.content.nearest import did_you_mean

T = TypeVar("T")
WANTED = {
    "string_type": "text",
    "tuple_type": "a list",
    "int_type": "a whole number",
    "int_parsing": "a whole number",
    "int_from_float": "a whole number",
    "int_parsing_size": "a smaller number",
    "float_type": "a number",
    "float_parsing": "a number",
    "finite_number": "a number",
    "dict_type": "a mapping",
}


def known_keys(raw: Mapping[str, Any], known: Iterable[str], faults: list[str]) -> dict[str, Any]:
    """The pairs of `raw` whose keys are known; the others join `faults`."""
    names = list(known)
    faults.extend(f"unknown key '{key}'{did_you_mean(key, names)}" for key in raw if key not in names)
    return {key: value for key, value in raw.items() if key in names}


def shaped(adapter: TypeAdapter[T], values: dict[str, Any], stand_ins: Mapping[str, Any], faults: list[str]) -> T:
    """A dataclass from `values`. Keys that are missing or do not fit join `faults`, and give way to the stand-in or the default,
    so that the rest can still be checked."""
    try:
        return adapter.validate_python(values)
    except ValidationError as error:
        errors = error.errors(include_url=False)
    faults.extend(dict.fromkeys(_text(detail) for detail in errors))
    bad = {str(detail["loc"][0]) for detail in errors}
    fitting = {key: value for key, value in values.items() if key not in bad}
    return adapter.validate_python({**stand_ins, **fitting})


def _text(detail: ErrorDetails) -> str:
    key, *within = detail["loc"]
    place = f"{key}: {_part(within[0])}" if within else str(key)
    if detail["type"] == "missing":
        return f"{place}: missing"
    if detail["type"] == "enum":
        allowed = detail["ctx"]["expected"].replace(" or ", ", ").replace("'", "")
        return f"{place}: '{detail['input']}' is not one of {allowed}"
    wanted = WANTED.get(detail["type"], "another value")
    return f"{place}: expected {wanted}, found {_found(detail['input'])}"


def _part(of: int | str) -> str:
    """An item of a list, counted from 1, or a key of a mapping."""
    return f"item {of + 1}" if isinstance(of, int) else f"'{of}'"


def _found(value: Any) -> str:
    if isinstance(value, dict):
        return "a mapping (quote a text that holds ': ')"
    if isinstance(value, list):
        return "a list"
    return "nothing" if value is None or value == "" else f"'{value}'"
