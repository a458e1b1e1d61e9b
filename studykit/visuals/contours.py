"""Lines of equal height, for renderers that draw lines alone."""

from collections.abc import Iterator

from studykit.visuals.chart import Surface


def contours(surface: Surface) -> Iterator[tuple[list[float], list[float]]]:
    """The contours of a surface at its levels, as the x and y of each line."""
    from contourpy import contour_generator  # optional: it comes with matplotlib

    generator = contour_generator(surface.x, surface.y, surface.z)
    for level in surface.levels:
        for line in generator.lines(level):
            yield line[:, 0].tolist(), line[:, 1].tolist()
