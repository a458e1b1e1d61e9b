"""Frames around the marked cells of an image, for renderers that draw lines."""

from math import nan

from studykit.visuals.chart import Image

REACH = 0.46  # of a cell to either side, so that two frames do not touch


def outlines(image: Image) -> tuple[list[float], list[float]]:
    """The x and y of one square a marked cell, NaN between two of them."""
    xs, ys = [], []
    for row, column in image.marked:
        xs += [column - REACH, column + REACH, column + REACH, column - REACH, column - REACH, nan]
        ys += [row - REACH, row - REACH, row + REACH, row + REACH, row - REACH, nan]
    return xs, ys
