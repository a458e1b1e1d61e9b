"""The window that slides over an image, and the feature map that it gives: which pixels each value reads is measured (V12)."""

from collections.abc import Mapping, Sequence
from math import isclose
from typing import Any

from studykit.visuals.chart import Chart, Image, Panel, Step

TITLE = "A window slides over the image: each position gives one value of the feature map"

Numbers = Mapping[str, Any]
Table = Sequence[Sequence[float]]
Cell = tuple[int, int]


def chart(yours: Numbers | None, right: Numbers) -> Chart:
    """The image with the window of one value, the kernel, and the feature maps; a page moves the window along."""
    first = next(iter(right["maps"].values()))
    cells = [(row, column) for row in range(len(first)) for column in range(len(first[0]))]
    middle = (len(first) // 2, len(first[0]) // 2)
    shown = next((cell for cell in cells if yours and _is_wrong(yours, right, cell)), middle)
    steps = [Step(_place(cell), _panels(yours, right, cell)) for cell in cells]
    return Chart(_title(yours, right), _panels(yours, right, shown), "position in the feature map (row, column)", steps)


def _title(yours: Numbers | None, right: Numbers) -> str:
    """What is true of what is drawn; of a wrong feature map only what is wrong."""
    for name, values in (yours or right)["maps"].items():
        expected = right["maps"][name]
        if _size(values) != _size(expected):
            return f"Your {name} has size {_size(values)}, the reference {_size(expected)}: see the positions of its windows"
        cells = [(row, column) for row, numbers in enumerate(expected) for column in range(len(numbers))]
        if wrong := sum(_differ(values, expected, cell) for cell in cells):
            return f"{wrong} of {len(cells)} values of your {name} {'differ' if wrong > 1 else 'differs'} from what the window gives"
    if yours is not None and yours["reads"] != right["reads"]:
        return "The values of your feature map are the reference's, but do not depend on the same pixels, or cannot be traced to them"
    message: str = right["message"]
    return message


def _is_wrong(yours: Numbers, right: Numbers, cell: Cell) -> bool:
    return any(_differ(values, right["maps"][name], cell) for name, values in yours["maps"].items())


def _differ(values: Table, expected: Table, cell: Cell) -> bool:
    a, b = _at(values, cell), _at(expected, cell)
    return (a is None) != (b is None) or (a is not None and b is not None and not isclose(a, b, rel_tol=1e-4, abs_tol=1e-4))


def _at(values: Sequence[Sequence[Any]], cell: Cell) -> Any:
    row, column = cell
    return values[row][column] if row < len(values) and column < len(values[row]) else None


def _size(values: Table) -> str:
    return f"{len(values)} × {len(values[0])}"


def _panels(yours: Numbers | None, right: Numbers, cell: Cell) -> list[Panel]:
    own, word = yours or right, "your " if yours else ""
    panels = [_image(own, f"{_place(cell)} of {word}{next(iter(right['maps']))}", cell)]
    is_other = yours is not None and any(yours[key] != right[key] for key in ("maps", "reads"))
    if is_other and own["reads"] != right["reads"]:
        panels.append(_image(right, f"{_place(cell)} of the reference", cell))
    if right["kernel"]:
        panels.append(_numbers("The kernel", right["kernel"]))
    panels += [_map(f"{word}{name}".capitalize(), values, cell) for name, values in own["maps"].items()]
    if is_other:
        panels += [_map(f"Right {name}", values, cell) for name, values in right["maps"].items()]
    return panels


def _image(numbers: Numbers, reader: str, cell: Cell) -> Panel:
    return _numbers(f"Read by {reader}", numbers["image"], _at(numbers["reads"], cell) or [])


def _map(name: str, values: Table, cell: Cell) -> Panel:
    number = _at(values, cell)
    said = "missing" if number is None else f"{number:.3g}"
    return _numbers(f"{name}: {_place(cell)} is {said}", values, [] if number is None else [cell])


def _numbers(title: str, values: Table, marked: Sequence[Sequence[int]] = ()) -> Panel:
    texts = [[f"{value:.3g}" for value in row] for row in values]
    return Panel("column", "row", [Image(title, values, texts, marked)], title=title, equal=True)


def _place(cell: Cell) -> str:
    return f"({cell[0]}, {cell[1]})"
