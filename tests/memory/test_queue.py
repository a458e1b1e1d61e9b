"""The order of a review decides what is learned when a learner stops halfway."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studykit.memory.backlog import BROUGHT_TODAY
from studykit.memory.queue import Concepts, Drill, NewCards, Ration, order_due, plan_day, weave
from studykit.memory.share import LONGEST_WAIT_DAYS, DueCard, share_out

TODAY = date(2026, 3, 10)
names = st.text("abcdef", min_size=1, max_size=3)


def due(*cards):
    return [DueCard(item, item[0], TODAY - timedelta(days=days)) for item, days in cards]


def new(**decks):
    return [NewCards(deck, tuple(f"{deck}{n}" for n in range(count))) for deck, count in decks.items()]


def test_the_most_overdue_card_comes_first_and_the_decks_take_turns():
    assert order_due(due(("a1", 5), ("a2", 4), ("a3", 0), ("b1", 1), ("c1", 9))) == ["c1", "a1", "b1", "a2", "a3"]


def test_cards_due_on_the_same_day_come_in_the_order_of_their_names():
    assert order_due(due(("b2", 1), ("b1", 1), ("a1", 1))) == ["a1", "b1", "b2"]


@given(st.lists(st.tuples(names, st.integers(0, 40)), unique_by=lambda card: card[0]))
def test_every_due_card_is_asked_once_whatever_order_they_arrive_in(cards):
    order = order_due(due(*cards))

    assert sorted(order) == sorted(item for item, _ in cards)
    assert order == order_due(reversed(due(*cards)))


def chosen(cards, limit):
    return list(plan_day([], cards, Ration(reviews=200, new=limit)).items)


def test_new_cards_come_from_three_decks_in_turn():
    assert chosen(new(a=9, b=9, c=9, d=9), 7) == ["a0", "b0", "c0", "a1", "b1", "c1", "a2"]


def test_the_next_deck_joins_when_one_is_used_up():
    assert chosen(new(a=1, b=0, c=3, d=3, e=3), 8) == ["a0", "c0", "d0", "c1", "d1", "e0", "c2", "d2"]


def test_new_cards_that_belong_to_what_was_just_done_come_first():
    assert plan_day([], new(a=3, b=3), Ration(reviews=200, new=4), first=["b2", "a1"]).items == ("b2", "a1", "a0", "b0")


@pytest.mark.parametrize("limit", [0, -3])
def test_no_new_card_comes_once_the_day_has_had_its_share(limit):
    assert chosen(new(a=5), limit) == []


def test_all_new_cards_come_where_there_are_fewer_than_the_limit():
    assert chosen(new(a=1, b=2), 10) == ["a0", "b0", "b1"]


@pytest.mark.parametrize(
    ("due_count", "new_count", "woven"),
    [
        (4, 0, "dddd"),
        (0, 3, "nnn"),
        (4, 1, "ddndd"),
        (6, 2, "ddnddndd"),
        (10, 2, "ddddndddnddd"),
        (2, 4, "dnndnn"),
        (1, 1, "dn"),
    ],
)
def test_new_cards_stand_at_even_distances_between_due_ones(due_count, new_count, woven):
    order = weave([f"d{n}" for n in range(due_count)], [f"n{n}" for n in range(new_count)])

    assert "".join(item[0] for item in order) == woven


@given(st.integers(0, 30), st.integers(0, 30))
def test_weaving_keeps_both_orders_and_loses_nothing(due_count, new_count):
    due_items, new_items = [f"d{n}" for n in range(due_count)], [f"n{n}" for n in range(new_count)]
    order = weave(due_items, new_items)

    assert [item for item in order if item in due_items] == due_items
    assert [item for item in order if item in new_items] == new_items


def test_new_cards_come_as_far_as_the_ration_goes_between_the_due_ones():
    plan = plan_day(due(("a1", 2), ("b1", 1)), new(x=9), Ration(reviews=200, new=2))

    assert plan.items == ("a1", "x0", "b1", "x1")


def test_a_card_graded_below_4_is_asked_again_until_4_or_better():
    drill = Drill().graded("a", 3).graded("b", 4).graded("c", 1)
    assert drill.waiting == ("a", "c")

    drill = drill.graded("a", 3)
    assert (drill.first, drill.waiting) == ("c", ("c", "a"))

    assert drill.graded("c", 5).graded("a", 4).first is None


def test_a_card_whose_grade_was_undone_leaves_the_drill():
    assert Drill().graded("a", 1).graded("b", 2).without("a").waiting == ("b",)


def at_risk(**risks):
    return [DueCard(item, item[0], TODAY, risk) for item, risk in risks.items()]


ALL = Ration(reviews=200, new=0)


def test_where_more_is_due_than_a_day_takes_the_most_at_risk_come_one_by_one():
    plan = plan_day(at_risk(a1=3.0, a2=2.9, b1=1.0, a3=2.0, b2=1.5), [], Ration(reviews=3, new=0))

    assert plan.items == ("a1", "a2", "a3")
    assert plan.beyond == ("b2", "b1")
    assert (plan.due, plan.due_today) == (5, 3)


def test_new_cards_wait_while_there_is_a_backlog_unless_they_are_insisted_on():
    cards = at_risk(a1=2.0, a2=1.0)

    assert plan_day(cards, new(x=2), Ration(reviews=1, new=2)).items == ("a1",)
    assert plan_day(cards, new(x=1), Ration(reviews=1, new=1, new_in_backlog=True)).items == ("a1", "x0")


def test_of_one_concept_only_the_card_most_at_risk_is_asked():
    concepts = Concepts({"a1": {"b1"}, "b1": {"a1"}})
    plan = plan_day(at_risk(a1=1.0, b1=2.0, c1=1.0), [], ALL, concepts)

    assert plan.items == ("b1", "c1")
    assert (plan.same_concept, plan.due) == (("a1",), 3)


def test_a_card_waits_for_a_sibling_that_the_day_has_asked_already():
    plan = plan_day(at_risk(a1=1.0), [], ALL, Concepts({"a1": {"gone"}}, frozenset({"gone"})))

    assert (plan.items, plan.same_concept) == ((), ("a1",))


def test_a_new_card_gives_way_to_a_due_one_and_the_next_new_one_takes_its_place():
    concepts = Concepts({"x0": {"a1"}, "a1": {"x0"}})
    plan = plan_day(at_risk(a1=1.0), new(x=3), Ration(reviews=200, new=1), concepts)

    assert plan.items == ("a1", "x1")


def test_a_card_that_a_failed_test_brought_is_asked_whatever_else_is():
    concepts = Concepts({"b1": {"a1"}}, frozenset({"a1"}))
    plan = plan_day(at_risk(a2=9.0, b1=BROUGHT_TODAY), [], Ration(reviews=0, new=0), concepts)

    assert (plan.items, plan.beyond) == (("b1",), ("a2",))


@given(st.lists(st.tuples(names, st.floats(0, 9)), unique_by=lambda card: card[0]), st.integers(0, 9), st.data())
def test_every_due_card_is_asked_or_accounted_for(cards, room, data):
    items = [item for item, _ in cards]
    pairs = data.draw(st.lists(st.tuples(st.sampled_from(items), st.sampled_from(items)), max_size=6)) if items else []
    siblings = {item: {b for a, b in [*pairs, *((b, a) for a, b in pairs)] if a == item != b} for item in items}
    plan = plan_day([DueCard(item, item[0], TODAY, risk) for item, risk in cards], [], Ration(room, 0), Concepts(siblings))

    assert sorted((*plan.items, *plan.same_concept, *plan.beyond)) == sorted(items)
    assert len(plan.items) <= room
    assert not any(siblings[item] & set(plan.items) for item in plan.items)
    assert all(siblings[item] & set(plan.items) for item in plan.same_concept)


def test_a_card_that_has_waited_comes_before_those_more_at_risk_the_longest_first():
    waiting = [DueCard(item, "a", TODAY - timedelta(days=days), 1.01, has_waited=True) for item, days in (("a8", 3), ("a9", 4))]
    plan = plan_day([*at_risk(a1=9.0, a2=8.0), *waiting], [], Ration(reviews=3, new=0))

    assert plan.items == ("a9", "a8", "a1")


def asked_by_day(cards, room, siblings, days):
    """The cards asked each day where all come back the next day, whatever is answered: nothing presses harder on the others."""
    due = dict.fromkeys(cards, 0)
    for day in range(days):
        coming = [
            DueCard(card, "a", TODAY + timedelta(days=since), cards[card] + day - since, has_waited=day - since >= LONGEST_WAIT_DAYS)
            for card, since in due.items()
            if since <= day
        ]
        today, _, _ = share_out(coming, room, siblings, set())
        yield [card.item for card in today]
        due |= {card.item: day + 1 for card in today}


@given(st.dictionaries(names, st.floats(0, 500), min_size=1, max_size=20), st.integers(1, 20), st.data())
def test_no_card_waits_for_ever_whatever_else_is_due(cards, room, data):
    groups = [set(data.draw(st.lists(st.sampled_from(sorted(cards)), max_size=5))) for _ in range(3)]
    siblings = {card: set().union(*(group for group in groups if card in group)) - {card} for card in cards}
    most = LONGEST_WAIT_DAYS + len(cards)  # each card that was due before it may come first, once
    waited = dict.fromkeys(cards, 0)
    for asked in asked_by_day(cards, room, siblings, 3 * most):
        waited = {card: 0 if card in asked else waited[card] + 1 for card in cards}
        assert max(waited.values()) <= most


def test_two_cards_that_are_always_forgotten_keep_their_sibling_waiting_for_three_days_at_most():
    siblings = {"rare": {"bad1", "bad2"}, "bad1": {"rare", "bad2"}, "bad2": {"rare", "bad1"}}
    order = list(asked_by_day({"bad1": 2.0, "bad2": 2.0, "rare": 1.0}, 200, siblings, 12))

    assert ["rare"] in order[: LONGEST_WAIT_DAYS + 1]
