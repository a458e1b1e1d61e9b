"""When a card is called a leech."""

import pytest

from studykit.memory.leech import becomes_leech


def leeches(resumed, limit=8):
    return [lapses for lapses in range(20) if becomes_leech(lapses, resumed, limit)]


def test_a_card_is_a_leech_from_its_eighth_lapse_on():
    assert leeches(resumed=0) == [*range(8, 20)]


@pytest.mark.parametrize(("resumed", "first"), [(1, 12), (2, 16)])
def test_each_time_it_was_resumed_it_may_be_forgotten_four_times_more(resumed, first):
    assert leeches(resumed)[0] == first


def test_with_a_limit_of_0_no_card_ever_is():
    assert leeches(resumed=0, limit=0) == []
