"""Fits FSRS to the learner's own log, and keeps the fit only if it predicts reviews better that it has not seen."""

import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from importlib.util import find_spec
from math import ceil
from subprocess import PIPE, Popen
from tempfile import NamedTemporaryFile

from studykit.errors import FitFailed, MissingPackage, TooFewReviews
from studykit.grading.client.cold import server_environment
from studykit.installing import install_command
from studykit.memory.calibration import calibration_error, log_loss, predict
from studykit.memory.parameters import LEAST_REVIEWS, MOST_OF_A_CARD
from studykit.progress.events import Kind
from studykit.progress.fitted import FITTED, newest_fit
from studykit.progress.histories import OfACard, Place, as_history, card_histories, earlier, place_of, predicted
from studykit.progress.practice import read_practice
from studykit.study.clock import moment
from studykit.study.desk import Desk, silent

HELD_OUT = 0.2  # of the reviews predicted: the latest, as a scheduler is always asked about what comes next
NEEDED = ceil(LEAST_REVIEWS / (1 - HELD_OUT))  # so that the package's optimizer has enough of them before the held-out ones
# What the package's optimizer imports beside torch and numpy, which studykit itself needs.
PACKAGES = ("pandas", "tqdm")

Parameters = tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Accuracy:
    """How well reviews were predicted: mean cross-entropy, and the RMSE between predicted and actual recall, in bins; less is better."""

    log_loss: float
    calibration: float


@dataclass(frozen=True, slots=True)
class Optimized:
    """What a fit came to. `before` and `after` are of the held-out reviews; `parameters`: None where those in force predict as well."""

    reviews: int
    held_out: int
    before: Accuracy
    after: Accuracy
    parameters: Parameters | None
    is_recorded: bool


def optimize(here: Desk, is_check: bool = False, tell: Callable[[str], None] = silent) -> Optimized:
    """Fit FSRS to the reviews before the held-out ones; if these are predicted better, fit it to all reviews and record that.

    A check records nothing, and its `parameters` are those of the first fit. What takes long is told to `tell`. MissingPackage without
    the extra `fsrs`, TooFewReviews, FitFailed; ProgressError as in Store.
    """
    histories, in_force = _read(here)
    learnable = predicted(histories)
    held_out = learnable[-ceil(HELD_OUT * len(learnable)) :]
    cut = place_of(held_out[0])
    with _fitter() as fit:
        tell(f"Fitting to the {len(learnable) - len(held_out)} earlier reviews ...")
        fitted = fit(earlier(histories, cut))
        before, after = (_accuracy(histories, cut, parameters) for parameters in (in_force, fitted))
        if after.log_loss >= before.log_loss:
            return Optimized(len(learnable), len(held_out), before, after, None, False)
        if not is_check:
            tell(f"Better on the {len(held_out)} held-out reviews. Fitting to all {len(learnable)} ...")
            fitted = fit(histories)
            _record(here, fitted, len(learnable), before, after)
    return Optimized(len(learnable), len(held_out), before, after, fitted, not is_check)


def _read(here: Desk) -> tuple[list[OfACard], Parameters]:
    """The histories to learn from, and the parameters in force; a missing package or too few reviews are told before anything is done."""
    here.scheduler_named("fsrs")
    for package in PACKAGES:
        if find_spec(package) is None:
            raise MissingPackage(f"optimize needs the package `{package}`, which is not installed: run `{install_command('fsrs')}`.")
    from studykit.memory.fsrs import FSRS  # an optional package

    with here.store() as store:
        histories = card_histories(read_practice(store).reviews, MOST_OF_A_CARD)
        fit = newest_fit(store.connection)
    if (found := len(predicted(histories))) < NEEDED:
        raise TooFewReviews(
            f"optimize needs {NEEDED} reviews of cards a day or more after the review before, and your log has {found}. "
            "Until then FSRS uses its default parameters, which fit most people."
        )
    return histories, tuple(fit.data["parameters"]) if fit else FSRS.parameters


@contextmanager
def _fitter() -> Iterator[Callable[[Sequence[OfACard]], Parameters]]:
    """Gives a function that fits in a process of its own, which imports torch. It ends when its stdin does, so also if this one is killed;
    it is in a group of its own, for Ctrl-C is for this one."""
    # -P: a random.py or torch.py in the learner's folder must not take the place of the real one.
    command = [sys.executable, "-P", "-m", "studykit.fsrs_fit"]
    with Popen(command, stdin=PIPE, stdout=PIPE, env=server_environment(), text=True, process_group=0) as process:
        try:
            yield partial(_fit, process)
        finally:
            process.kill()


def _fit(process: "Popen[str]", histories: Sequence[OfACard]) -> Parameters:
    from studykit.memory.fsrs import RATINGS  # as above

    rated = [[(days, int(RATINGS[quality])) for days, quality in as_history(history)] for history in histories]
    assert process.stdin is not None
    assert process.stdout is not None
    with NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as file:
        json.dump(rated, file)
        file.flush()
        with suppress(BrokenPipeError):  # then there is no answer
            os.write(process.stdin.fileno(), f"{file.name}\n".encode())
        said = process.stdout.readline()
    if not said:
        raise FitFailed(f"optimize: the fit ended without an answer (exit code {process.wait()}); nothing was recorded. Try again.")
    return tuple(json.loads(said))


def _accuracy(histories: Sequence[OfACard], cut: Place, parameters: Parameters) -> Accuracy:
    """How well the reviews from a place in the log on are predicted, each from all that its card has before it."""
    from studykit.memory.fsrs import FSRS  # as above

    scheduler = FSRS(0.9, parameters)  # what is predicted does not depend on the retention that is asked for
    pairs = (pair for history in histories for pair in zip(history, predict(as_history(history), scheduler), strict=True))
    held_out = [one for review, one in pairs if one is not None and place_of(review) >= cut]
    return Accuracy(log_loss(held_out), calibration_error(held_out))


def _record(here: Desk, parameters: Parameters, reviews: int, before: Accuracy, after: Accuracy) -> None:
    data = {"parameters": parameters, "reviews": reviews, "log_loss": {"before": before.log_loss, "after": after.log_loss}}
    with here.store() as store:
        store.record(Kind.FITTED, FITTED, moment(None), data)
