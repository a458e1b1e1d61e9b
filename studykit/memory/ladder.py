"""When an exercise comes back: a ladder of its own, for it costs ten minutes where a card costs ten seconds."""

from dataclasses import dataclass

from studykit.memory.schedule import HIGHEST_QUALITY, LONGEST_INTERVAL_DAYS, LOWEST_RECALL, Schedule, State, Step, wrong_quality

SHORTEST_DAYS = 7
# By quality: the first interval in days, and how many times the last one follows it.
FIRST_DAYS = {3: 7, 4: 14, 5: 28}
FACTORS = {3: 1, 4: 2, 5: 4}


@dataclass(frozen=True, slots=True)
class ExerciseLadder:
    """The intervals of exercises under every scheduler: 28, 112, 448 days where each pass comes at once.

    The best gap before a repetition is 10 to 20 % of the time for which something is to be remembered, so a first return after four weeks
    serves the better part of a year, and each next interval may be several times the last one. Help shortens it: 14 days, then twice the
    last interval after failed tries; 7 days, then the same again, with hints; given up, 7 days. `ease`, stability and difficulty stay as
    they are. Source: N. J. Cepeda et al., "Spacing effects in learning: a temporal ridgeline of optimal retention", 2008,
    doi:10.1111/j.1467-9280.2008.02209.x.
    """

    name = key = "ladder"

    def advance(self, state: State, quality: int, elapsed_days: int = 0) -> State:
        if not 0 <= quality <= HIGHEST_QUALITY:
            raise wrong_quality(quality)
        repetitions, last_interval_days, ease, stability, difficulty = state
        if quality < LOWEST_RECALL:
            return 1, SHORTEST_DAYS, ease, stability, difficulty
        days = FACTORS[quality] * last_interval_days if repetitions else FIRST_DAYS[quality]
        return repetitions + 1, min(LONGEST_INTERVAL_DAYS, days), ease, stability, difficulty

    def hold(self, state: State, quality: int) -> State:
        return state

    def explain(self, before: Schedule, quality: int, elapsed_days: int = 0) -> Step:
        after = Schedule(*self.advance(before, quality))
        return Step(quality, before, after, {"interval": _in_words(before, after, quality)})


def _in_words(before: Schedule, after: Schedule, quality: int) -> str:
    n = after.repetitions
    if quality < LOWEST_RECALL:
        return f"quality {quality} is below {LOWEST_RECALL}: n = 1, I(1) = {after.interval_days}"
    if not before.repetitions:
        return f"I({n}) = {after.interval_days}"
    return f"I({n}) = {FACTORS[quality]} x {before.interval_days} = {after.interval_days}"
