"""Any two colors of a picture can be distinguished, with all cones, without green ones and without red ones, on light and dark ground."""

from itertools import combinations

import numpy as np
import pytest

from studykit.visuals.chart import COLORS
from studykit.visuals.image import GROUND

# Machado, Oliveira and Fernandes 2009, "A Physiologically-based Model for Simulation of Color Vision Deficiency", table 1, severity 1.0:
# linear RGB as it is seen.
SEEN = {
    "normal": np.eye(3),
    "deuteranopia": np.array([[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]),
    "protanopia": np.array([[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]),
}
# IEC 61966-2-1, linear sRGB to XYZ, and its white.
XYZ = np.array([[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]])
WHITE = np.array([0.95047, 1.0, 1.08883])
LEAST = 12.0  # CIEDE2000; about 1 is just noticeable side by side
CONTRAST = 2.7  # WCAG's ratio; text needs more than lines and points do


def linear(color):
    values = np.array([int(color[place : place + 2], 16) / 255 for place in (1, 3, 5)])
    return np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)


def lab(color, seen):
    """CIE 1976 L*a*b* of a color as it is seen."""
    t = XYZ @ np.clip(SEEN[seen] @ linear(color), 0, 1) / WHITE
    f = np.where(t > (6 / 29) ** 3, np.cbrt(t), t / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def ciede2000(one, other):
    """Sharma, Wu and Dalal 2005, "The CIEDE2000 Color-Difference Formula", equations 2 to 22."""
    (l1, a1, b1), (l2, a2, b2) = one, other
    g = 0.5 * (1 - np.sqrt(_seventh((np.hypot(a1, b1) + np.hypot(a2, b2)) / 2)))
    a1, a2 = (1 + g) * a1, (1 + g) * a2
    c1, c2 = np.hypot(a1, b1), np.hypot(a2, b2)
    h1, h2 = np.degrees(np.arctan2(b1, a1)) % 360, np.degrees(np.arctan2(b2, a2)) % 360
    turn = (h2 - h1 + 180) % 360 - 180 if c1 * c2 else 0.0
    dl, dc, dh = l2 - l1, c2 - c1, 2 * np.sqrt(c1 * c2) * np.sin(np.radians(turn / 2))
    lightness, chroma, hue = (l1 + l2) / 2, (c1 + c2) / 2, (h1 + turn / 2) % 360 if c1 * c2 else h1 + h2
    t = 1 - 0.17 * _cos(hue - 30) + 0.24 * _cos(2 * hue) + 0.32 * _cos(3 * hue + 6) - 0.20 * _cos(4 * hue - 63)
    s_l = 1 + 0.015 * (lightness - 50) ** 2 / np.sqrt(20 + (lightness - 50) ** 2)
    s_c, s_h = 1 + 0.045 * chroma, 1 + 0.015 * chroma * t
    rotation = -2 * np.sqrt(_seventh(chroma)) * np.sin(np.radians(60 * np.exp(-(((hue - 275) / 25) ** 2))))
    dl, dc, dh = dl / s_l, dc / s_c, dh / s_h
    return np.sqrt(dl**2 + dc**2 + dh**2 + rotation * dc * dh)


def _seventh(chroma):
    return chroma**7 / (chroma**7 + 25**7)


def _cos(degrees):
    return np.cos(np.radians(degrees))


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [  # pairs 1, 4, 9, 17, 25 and 34 of the test data of Sharma, Wu and Dalal
        ((50.0, 2.6772, -79.7751), (50.0, 0.0, -82.7485), 2.0425),
        ((50.0, -1.3802, -84.2814), (50.0, 0.0, -82.7485), 1.0000),
        ((50.0, 2.4900, -0.0010), (50.0, -2.4900, 0.0009), 7.1792),
        ((50.0, 2.5, 0.0), (73.0, 25.0, -18.0), 27.1492),
        ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
        ((2.0776, 0.0795, -1.1350), (0.9033, -0.0636, -0.5514), 0.9082),
    ],
)
def test_the_difference_is_that_of_its_authors(one, other, expected):
    assert ciede2000(one, other) == pytest.approx(expected, abs=1e-4)


@pytest.mark.parametrize("seen", SEEN)
def test_each_pair_of_colors_can_be_distinguished(seen):
    differences = {pair: ciede2000(*(lab(COLORS[tone], seen) for tone in pair)) for pair in combinations(COLORS, 2)}
    assert min(differences.values()) >= LEAST, min(differences.items(), key=lambda item: item[1])


# The theme of a piece of a page lies on either of them.
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_each_color_has_contrast_with_the_ground(theme):
    for tone, color in COLORS.items():
        low, high = sorted((XYZ[1] @ linear(color), XYZ[1] @ linear(GROUND[theme])))
        assert (high + 0.05) / (low + 0.05) >= CONTRAST, tone
