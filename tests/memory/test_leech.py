"""When a card is called a leech."""

from studykit.memory.leech import is_leech, is_told


def test_the_eighth_lapse_and_every_fourth_after_it_are_pointed_out():
    assert [lapses for lapses in range(25) if is_told(lapses)] == [8, 12, 16, 20, 24]


def test_a_leech_stays_one():
    assert [is_leech(lapses) for lapses in (0, 7, 8, 9, 30)] == [False, False, True, True, True]
