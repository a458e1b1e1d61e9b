"""Which new cards fall to which device."""

from hypothesis import given
from hypothesis import strategies as st

from studykit.memory.device_share import DAYS_BETWEEN_SYNCS, Share, own_first

CARDS = [f"card:deck/{number}" for number in range(400)]
PAIR = Share(0, 2), Share(1, 2)


def first(share, count, cards=CARDS, new_a_day=10):
    return list(own_first(cards, share, new_a_day))[:count]


def test_one_device_takes_the_cards_as_they_come():
    assert first(Share(), 400) == CARDS


def test_two_devices_take_no_card_in_common_before_the_next_sync():
    one, other = (first(share, 10 * DAYS_BETWEEN_SYNCS) for share in PAIR)

    assert set(one).isdisjoint(other)
    assert max(map(CARDS.index, one + other)) < 200


def test_a_device_that_is_used_more_goes_on_behind_what_the_other_takes_next():
    met_by_one = first(PAIR[0], 150)
    left = [card for card in CARDS if card not in met_by_one]
    one, other = (first(share, 10 * DAYS_BETWEEN_SYNCS, left) for share in PAIR)

    assert any(not PAIR[0].has(card) for card in one)
    assert set(one).isdisjoint(other)


@given(st.integers(1, 4), st.lists(st.integers(0, 999).map(lambda number: f"card:a/{number}"), unique=True), st.integers(0, 20))
def test_each_card_falls_to_one_device_and_each_device_meets_all_in_the_end(devices, cards, new_a_day):
    shares = [Share(place, devices) for place in range(devices)]

    assert all(sum(share.has(card) for share in shares) == 1 for card in cards)
    for share in shares:
        order = first(share, None, cards, new_a_day)
        assert sorted(order) == sorted(cards)
        assert [card for card in order if share.has(card)] == [card for card in cards if share.has(card)]
