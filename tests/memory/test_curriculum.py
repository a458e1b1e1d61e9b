"""What to do now: due first, then the walk through the topics, with what is known left out."""

from datetime import date

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


def test_what_is_due_comes_first_and_the_longest_due_before_all():
    stages = [stage("a/1"), stage("a/2", passed=True, due=date(2026, 3, 9)), stage("a/3", passed=True, due=date(2026, 3, 1))]

    assert choose(stages, TODAY) == ("a/3", Reason.DUE)
    assert choose([*stages[:1], stage("a/2", passed=True, due=date(2026, 3, 11))], TODAY) == ("a/1", Reason.NEXT)


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
