"""SM-2 as published, in integers, so that a schedule is the same on every machine and a float never rounds it off by a day."""

from dataclasses import dataclass

from studykit.memory.schedule import HIGHEST_QUALITY, LONGEST_INTERVAL_DAYS, LOWEST_RECALL, Schedule, State, Step, wrong_quality

FIRST_INTERVAL_DAYS = 1
SECOND_INTERVAL_DAYS = 6
LOWEST_EASE = 130
EASE_CHANGES = (-80, -54, -32, -14, 0, 10)


@dataclass(frozen=True, slots=True)
class SM2:
    """The scheduler that holds unless settings.yaml says otherwise; the days since the last review do not matter to it.

    Source: P. A. Woźniak, "Optimization of learning", 1990, algorithm SM-2; the interval uses the ease from before the review.
    """

    name = key = "sm2"

    def advance(self, state: State, quality: int, elapsed_days: int = 0) -> State:
        # Comparisons instead of calls: a replay does this a million times in seconds.
        if not 0 <= quality <= HIGHEST_QUALITY:
            raise wrong_quality(quality)
        repetitions, last_interval_days, ease, _, _ = state
        if quality < LOWEST_RECALL:
            return 1, FIRST_INTERVAL_DAYS, ease, None, None
        if repetitions == 0:
            interval_days = FIRST_INTERVAL_DAYS
        elif repetitions == 1:
            interval_days = SECOND_INTERVAL_DAYS
        else:
            interval_days = -(-last_interval_days * ease // 100)
            if interval_days > LONGEST_INTERVAL_DAYS:
                interval_days = LONGEST_INTERVAL_DAYS
        ease += EASE_CHANGES[quality]
        return repetitions + 1, interval_days, ease if ease > LOWEST_EASE else LOWEST_EASE, None, None

    def hold(self, state: State, quality: int) -> State:
        repetitions, interval_days, ease, *_ = state
        return repetitions, interval_days, max(LOWEST_EASE, ease + min(0, EASE_CHANGES[quality])), None, None

    def explain(self, before: Schedule, quality: int, elapsed_days: int = 0) -> Step:
        after = Schedule(*self.advance(before, quality))
        parts = {"interval": _interval_in_words(before, after, quality), "ease": _ease_in_words(before, quality)}
        return Step(quality, before, after, parts)


def _interval_in_words(before: Schedule, after: Schedule, quality: int) -> str:
    n = after.repetitions
    if quality < LOWEST_RECALL:
        return f"quality {quality} is below {LOWEST_RECALL}: n = 1, I(1) = {after.interval_days}"
    if n <= 2:
        return f"I({n}) = {after.interval_days}"
    product = f"ceil({before.interval_days} x {_hundredths(before.ease)})"
    if after.interval_days == LONGEST_INTERVAL_DAYS:
        return f"I({n}) = min({LONGEST_INTERVAL_DAYS}, {product}) = {after.interval_days}"
    return f"I({n}) = {product} = {after.interval_days}"


def _ease_in_words(before: Schedule, quality: int) -> str:
    if quality < LOWEST_RECALL:
        return f"ease {_hundredths(before.ease)} kept"
    change = EASE_CHANGES[quality]
    total = f"{_hundredths(before.ease)} {'-' if change < 0 else '+'} {_hundredths(abs(change))}"
    if before.ease + change < LOWEST_EASE:
        return f"ease max({_hundredths(LOWEST_EASE)}, {total}) = {_hundredths(LOWEST_EASE)}"
    return f"ease {total} = {_hundredths(before.ease + change)}"


def _hundredths(number: int) -> str:
    return f"{number // 100}.{number % 100:02d}"
