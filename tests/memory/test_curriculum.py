"""What to do now: due first, then the walk through the topics, with what is known left out."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from studykit.memory.curriculum import MOST_OF_A_TOPIC, Reason, Stage, built_on, choose, missing, walk

TODAY = date(2026, 3, 10)


def stage(id, *requires, **state):
    return Stage(id, requires, **state)


@st.composite
def curricula(draw):
    names = draw(st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 9)).map(lambda pair: f"{pair[0]}/{pair[1]}"), unique=True))
    names.sort(key=lambda name: name[0])
    return [
        Stage(name, tuple(draw(st.lists(st.sampled_from(names[:place]), max_size=2)) if place else ())) for place, name in enumerate(names)
    ]


def passed(id, first, last=None, due=TODAY):
    """An exercise first and last passed so many days ago."""
    introduced, done = TODAY - timedelta(days=first), TODAY - timedelta(days=first if last is None else last)
    return stage(id, passed=True, due=due, introduced=introduced, done=done)


def test_what_missed_hunts_made_due_comes_before_what_has_been_due_longer():
    stages = [passed("a/2", 30, due=date(2026, 3, 1)), replace(passed("a/3", 30, due=date(2026, 3, 9)), is_brought=True)]

    assert choose(stages, TODAY) == ("a/3", Reason.DUE)


def test_after_a_new_exercise_comes_the_one_that_has_been_due_longest():
    stages = [stage("a/1"), passed("a/2", 30, due=date(2026, 3, 9)), passed("a/3", 40, due=date(2026, 3, 1)), passed("a/4", 1)]

    assert choose(stages, TODAY) == ("a/3", Reason.DUE)
    assert choose([stages[0], passed("a/4", 1, due=date(2026, 3, 11))], TODAY) == ("a/1", Reason.NEXT)


def test_after_one_done_again_comes_a_new_one():
    assert choose([stage("a/1"), passed("a/2", 30), passed("a/3", 40, last=2)], TODAY) == ("a/1", Reason.NEXT)
    assert choose([stage("a/1"), passed("a/2", 30), passed("a/3", 40, last=2), passed("a/4", 2)], TODAY) == ("a/1", Reason.NEXT)
    assert choose([stage("a/1"), passed("a/2", 30), passed("a/3", 40, last=2), passed("a/4", 1)], TODAY) == ("a/2", Reason.DUE)


def test_where_nothing_new_is_left_those_that_are_due_follow_each_other():
    assert choose([passed("a/2", 30), passed("a/3", 40, last=2, due=None)], TODAY) == ("a/2", Reason.DUE)


def test_a_day_has_only_so_many_done_again():
    stages = [passed("a/2", 30), passed("a/3", 40, last=0, due=date(2026, 9, 1)), passed("a/4", 0, due=date(2026, 9, 1))]

    assert choose(stages, TODAY) is None
    assert choose([stage("a/1"), *stages], TODAY, redos_a_day=1) == ("a/1", Reason.NEXT)
    assert choose(stages, TODAY, redos_a_day=2) == ("a/2", Reason.DUE)


def test_one_that_is_due_comes_before_one_that_was_given_up():
    assert choose([passed("a/2", 30, last=3), stage("a/3", due=date(2026, 3, 20))], TODAY) == ("a/2", Reason.DUE)


@given(st.integers(0, 20), st.integers(1, 20))
def test_of_a_backlog_of_old_ones_and_new_ones_neither_is_done_twice_in_a_row(old, new):
    stages = [passed(f"a/{number}", 60 + number) for number in range(old)] + [stage(f"b/{number}") for number in range(new)]
    kinds, day = [], TODAY
    while (choice := choose(stages, day)) and any(each.done is None for each in stages):
        place = next(place for place, each in enumerate(stages) if each.id == choice[0])
        kinds.append(choice[1])
        stages[place] = replace(stages[place], passed=True, due=None, introduced=stages[place].introduced or day, done=day)
        day += timedelta(days=2)

    turns = kinds[: 2 * min(old, new)]
    assert all(one != other for one, other in pairwise(turns))
    assert kinds.count(Reason.NEXT) == new


def test_after_two_exercises_of_a_topic_another_takes_a_turn():
    ladder = [stage(f"a/{number}") for number in range(4)] + [stage(f"b/{number}") for number in range(2)]

    assert [each.id for each in walk(ladder)] == ["a/0", "a/1", "b/0", "a/2", "a/3", "b/1"]


def test_a_topic_goes_on_where_the_others_build_on_it():
    ladder = [stage("a/0"), stage("a/1"), stage("a/2"), stage("b/0", "a/2")]

    assert [each.id for each in walk(ladder)] == ["a/0", "a/1", "a/2", "b/0"]


@given(curricula())
def test_the_walk_has_each_stage_once_and_after_all_that_it_builds_on(ladder):
    order = [each.id for each in walk(ladder)]

    assert sorted(order) == sorted(each.id for each in ladder)
    for each in ladder:
        assert all(order.index(name) < order.index(each.id) for name in each.requires)


@given(curricula())
def test_three_of_a_topic_come_in_a_row_only_where_no_other_is_ready(ladder):
    order = walk(ladder)

    for place in range(MOST_OF_A_TOPIC, len(order)):
        row, before = order[place - MOST_OF_A_TOPIC : place + 1], {each.id for each in order[:place]}
        if len({each.topic for each in row}) == 1:
            assert all(each.topic == row[0].topic or not before.issuperset(each.requires) for each in order[place:])


@given(curricula())
def test_who_passes_what_is_next_passes_everything_in_the_order_of_the_walk(ladder):
    done = []
    while (choice := choose([Stage(each.id, each.requires, passed=each.id in done) for each in ladder], TODAY)) is not None:
        assert choice[1] is Reason.NEXT
        done.append(choice[0])

    assert done == [each.id for each in walk(ladder)]


def test_what_a_passed_exercise_builds_on_is_skipped_until_all_else_is_passed():
    ladder = [stage("a/0"), stage("a/1", "a/0"), stage("b/0", "a/1", passed=True), stage("b/1")]

    assert built_on(ladder) == {"a/0", "a/1"}
    assert choose(ladder, TODAY) == ("b/1", Reason.NEXT)
    assert choose([*ladder[:3], stage("b/1", passed=True)], TODAY) == ("a/0", Reason.SKIPPED)


def test_what_is_skipped_counts_as_a_prerequisite():
    ladder = [stage("a/0"), stage("b/0", "a/0", passed=True), stage("b/1", "a/0")]

    assert missing(ladder[2], ladder) == []
    assert choose(ladder, TODAY) == ("b/1", Reason.NEXT)


def test_what_was_given_up_waits_as_long_as_anything_else_is_open():
    ladder = [stage("a/0", due=date(2026, 3, 20)), stage("a/1")]

    assert choose(ladder, TODAY) == ("a/1", Reason.NEXT)
    assert choose(ladder[:1], TODAY) == ("a/0", Reason.GIVEN_UP)


def test_a_suspended_exercise_is_never_chosen():
    assert choose([stage("a/0", suspended=True)], TODAY) is None
