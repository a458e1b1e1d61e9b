"""Log loss and calibration error against numbers worked out by hand, and what is known of parameters against the package."""

import math

import pytest
from fsrs.scheduler import LOWER_BOUNDS_PARAMETERS, UPPER_BOUNDS_PARAMETERS

from studykit.memory.calibration import Prediction, calibration_error, log_loss, predict
from studykit.memory.fsrs import FSRS
from studykit.memory.parameters import RANGES, check_parameters
from studykit.memory.schedule import NEW, Schedule


def test_first_reviews_and_those_of_the_same_day_are_not_predicted_but_count_in_what_follows():
    scheduler = FSRS(0.9)
    first = Schedule(*scheduler.advance(NEW, 4, 0))
    again = Schedule(*scheduler.advance(first, 2, 0))

    predicted = list(predict([(0, 4), (0, 2), (3, 1), (2, 5)], scheduler))

    assert predicted[:2] == [None, None]
    assert predicted[2] == Prediction(scheduler.retrievability(again, 3), False, days=3, number=3, lapses=0)
    assert (predicted[3].is_recalled, predicted[3].days, predicted[3].number, predicted[3].lapses) == (True, 2, 4, 1)


def test_log_loss_is_the_mean_negative_logarithm_of_what_happened():
    reviews = [Prediction(0.9, True, 1, 2, 0), Prediction(0.75, False, 1, 2, 0)]

    assert log_loss(reviews) == pytest.approx(-(math.log(0.9) + math.log(0.25)) / 2)
    assert math.isfinite(log_loss([Prediction(1.0, False, 1, 2, 0)]))
    with pytest.raises(ValueError, match="no review was predicted"):
        log_loss([])


def test_calibration_error_compares_means_within_bins_of_days_reviews_and_lapses():
    alike = [Prediction(0.9, True, 4, 2, 0), Prediction(0.7, False, 13, 3, 0)]  # mean 0.8 predicted, 0.5 recalled
    other = [Prediction(0.6, True, 4, 2, 1)]  # 0.6 predicted, 1 recalled

    assert calibration_error(alike) == pytest.approx(0.3)
    assert calibration_error(alike + other) == pytest.approx(math.sqrt((2 * 0.3**2 + 0.4**2) / 3))


def test_the_ranges_of_parameters_are_those_of_the_package():
    assert tuple(zip(LOWER_BOUNDS_PARAMETERS, UPPER_BOUNDS_PARAMETERS, strict=True)) == RANGES
    check_parameters(FSRS(0.9).parameters)


@pytest.mark.parametrize(
    ("values", "says"),
    [
        (None, "a list of 21 parameters"),
        ("1" * 21, "parameter 0"),
        ([1.0] * 20, "a list of 21 parameters"),
        ([math.nan] * 21, "parameter 0 of a fit is a number from 0.001 to 100.0, not nan"),
        ([True] * 21, "parameter 0"),
        ([*FSRS.parameters[:20], 0.9], "parameter 20 of a fit is a number from 0.1 to 0.8, not 0.9"),
    ],
)
def test_what_are_no_parameters_is_refused(values, says):
    with pytest.raises(ValueError, match=says):
        check_parameters(values)
