"""The plain numbers of FSRS-6 against the package that they stand in for, review by review."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studykit.memory.forgetting import Forgetting
from studykit.memory.fsrs import FSRS
from studykit.memory.schedule import NEW, Schedule
from studykit.memory.scheduler import SM2_SCHEDULER
from tests.conftest import examples

RETENTIONS = (0.7, 0.9, 0.97)
PACKAGE = {retention: FSRS(retention) for retention in RETENTIONS}
PLAIN = Forgetting.of(PACKAGE[0.9].key)

HISTORIES = st.lists(st.tuples(st.integers(0, 5), st.integers(1, 2000)), min_size=1, max_size=12)


@settings(max_examples=examples(150), deadline=None)
@given(HISTORIES, st.sampled_from(RETENTIONS))
def test_a_whole_history_comes_out_as_by_the_package(history: list[tuple[int, int]], retention: float) -> None:
    state, trace = tuple(NEW), None
    for quality, elapsed_days in history:
        if trace is None:
            trace = PLAIN.first(quality)
        else:
            recall = PLAIN.recall(trace.stability, elapsed_days)
            assert recall == pytest.approx(PACKAGE[retention].retrievability(Schedule(*state), elapsed_days), rel=1e-6)
            trace = PLAIN.after(trace.stability, trace.difficulty, recall, quality)
        state = PACKAGE[retention].advance(state, quality, elapsed_days)
        # The package's numbers are kept with six digits behind the point.
        assert trace.stability == pytest.approx(state[3], rel=1e-4, abs=1e-5)
        assert trace.difficulty == pytest.approx(state[4], rel=1e-4)
        trace = trace._replace(stability=state[3], difficulty=state[4])
        assert abs(PLAIN.interval_days(trace.stability, retention) - state[1]) <= (state[1] > 1)


def test_other_parameters_are_read_from_the_key_of_their_scheduler() -> None:
    key = PACKAGE[0.9].key.replace("0.1542", "0.3")
    faster = Forgetting.of(key)

    assert faster.parameters[20] == 0.3
    assert faster.recall(1.0, 100) < PLAIN.recall(1.0, 100)
    assert faster.recall(5.0, 5) == pytest.approx(0.9)


def test_sm2_says_nothing_of_how_cards_are_forgotten() -> None:
    with pytest.raises(ValueError, match="scheduler sm2 says nothing"):
        Forgetting.of(SM2_SCHEDULER.key)


def test_the_interval_is_never_shorter_than_a_day_nor_longer_than_the_packages_longest() -> None:
    assert PLAIN.interval_days(0.001, 0.97) == 1
    assert PLAIN.interval_days(1e9, 0.7) == 36500
