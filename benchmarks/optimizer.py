"""FSRS fitted to a simulated log whose true parameters are known: how well its defaults, the fit and the truth predict other reviews.

    python benchmarks/optimizer.py [--reviews 10000] [--seed 1]

Cards are asked on the days that FSRS with its defaults chooses for a retention of 0.9, and recalled with the chance that the truth gives.
The fit learns from one log, and all three are judged by another of as many reviews. No parameters can do better than the truth; what is
left of its log loss is chance.
"""

import argparse
import random
import time
from collections.abc import Iterator

from studykit.fsrs_fit import fit
from studykit.memory.calibration import History, calibration_error, log_loss, predict
from studykit.memory.fsrs import FSRS, RATINGS
from studykit.memory.schedule import NEW, Schedule

REVIEWS_OF_A_CARD = 16
GOOD_FIRST = 0.75  # how often a new card is known at once
SUCCESSES, WEIGHTS = (3, 4, 5), (15, 70, 15)
# Someone who gains less from each review than FSRS assumes, and whose recall falls faster at first and slower later.
CHANGED = {0: 0.1, 1: 0.9, 2: 1.9, 3: 7.9, 6: 3.3, 8: 1.45, 9: 0.3, 10: 0.5, 20: 0.35}
TRUTH = tuple(CHANGED.get(number, value) for number, value in enumerate(FSRS.parameters))


def simulate(cards: int, seed: int, truth: tuple[float, ...] = TRUTH) -> list[History]:
    """Return the histories of cards that a person with these true parameters reviewed on the days of FSRS with its defaults."""
    chance = random.Random(seed)
    return [list(_of_a_card(chance, FSRS(0.9, truth))) for _ in range(cards)]


def _of_a_card(chance: random.Random, truth: FSRS) -> Iterator[tuple[int, int]]:
    asked = known = NEW
    for number in range(REVIEWS_OF_A_CARD):
        days = asked.interval_days if number else 0
        recall = truth.retrievability(known, days) if number else GOOD_FIRST
        quality = chance.choices(SUCCESSES, WEIGHTS)[0] if chance.random() < recall else 1
        yield days, quality
        asked, known = (Schedule(*each.advance(state, quality, days)) for each, state in ((FSRS(0.9), asked), (truth, known)))


def rated(histories: list[History]) -> list[list[tuple[int, int]]]:
    """Return histories as the optimizer wants them."""
    return [[(days, int(RATINGS[quality])) for days, quality in history] for history in histories]


def accuracy(parameters: tuple[float, ...], histories: list[History]) -> tuple[float, float]:
    """Return log loss and calibration error of parameters on histories."""
    predicted = [one for history in histories for one in predict(history, FSRS(0.9, parameters)) if one]
    return log_loss(predicted), calibration_error(predicted)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description="FSRS fitted to a simulated log whose true parameters are known.")
    parser.add_argument("--reviews", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    cards = given.reviews // REVIEWS_OF_A_CARD
    learned, judged = simulate(cards, given.seed), simulate(cards, given.seed + 1)
    started = time.perf_counter()
    fitted = fit(rated(learned), shows_progress=True)
    print(f"{cards * REVIEWS_OF_A_CARD} reviews of {cards} cards, fitted in {time.perf_counter() - started:.0f} s")
    print(f"{'':<10}{'log loss':>10}{'calibration error':>20}")
    for name, parameters in (("defaults", FSRS.parameters), ("fitted", fitted), ("truth", TRUTH)):
        loss, error = accuracy(parameters, judged)
        print(f"{name:<10}{loss:>10.4f}{error:>20.4f}")


if __name__ == "__main__":
    main()
