"""Which schedulers there are, and what is said where the package of one is missing."""

import pytest

from studykit.memory.schedule import NEW
from studykit.memory.scheduler import SM2_SCHEDULER, SchedulerName, choose_scheduler


@pytest.mark.parametrize("name", SchedulerName)
def test_each_name_has_its_scheduler(name):
    scheduler = choose_scheduler(name, 0.9)

    assert scheduler.name == name
    assert scheduler.key.startswith(name)
    assert scheduler.advance(NEW, 4, 0)[:3] == (1, {"sm2": 1, "fsrs": 2}[name], 250)


def test_sm2_does_not_ask_how_long_ago_it_was():
    known = (3, 15, 250, None, None)

    assert SM2_SCHEDULER.advance(known, 4, 0) == SM2_SCHEDULER.advance(known, 4, 900) == (4, 38, 250, None, None)


def test_what_fsrs_left_does_not_reach_sm2():
    assert SM2_SCHEDULER.advance((3, 15, 250, 12.5, 4.5), 4, 15) == (4, 38, 250, None, None)
