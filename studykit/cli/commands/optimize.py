"""`studykit optimize`: FSRS fitted to one's own reviews, with the proof that it predicts reviews better, or nothing changes."""

from dataclasses import asdict
from typing import Annotated, Any

import typer

from studykit.cli.context import desk, notice
from studykit.cli.terminal.out import say
from studykit.cli.views.show import print_json
from studykit.study.optimizing import Optimized, optimize

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command("optimize", epilog="Example: studykit optimize --check")
def optimize_command(
    ctx: typer.Context,
    check: Annotated[bool, typer.Option("--check", help="Show the numbers, and record nothing.")] = False,
    json: Annotated[bool, typer.Option("--json", help="The numbers and the parameters as an object.")] = False,
) -> None:
    """Fit FSRS to your own reviews. The latest fifth is held out; the fit is kept only if it predicts these better than before."""
    here = desk(ctx)
    done = optimize(here, check, notice)
    if json:
        print_json(_as_json(done))
        return
    for line in [*_table(done), "", _outcome(done)]:
        say(line)
    if done.is_recorded and here.settings.scheduler != "fsrs":
        say(f"In use is {here.settings.scheduler}; `scheduler: fsrs` in {here.home / 'settings.yaml'} uses the fit.")


def _as_json(done: Optimized) -> dict[str, Any]:
    facts = asdict(done)
    return {"reviews": facts.pop("reviews"), "held_out": facts.pop("held_out"), "recorded": facts.pop("is_recorded"), **facts}


def _table(done: Optimized) -> list[str]:
    before, after = done.before, done.after
    return [
        f"Reviews a day or more after the one before: {done.reviews}; the latest {done.held_out} are held out.",
        "",
        f"{'on the held-out reviews':<38}{'before':>8}{'after':>9}",
        f"{'log loss (also called cross-entropy)':<38}{before.log_loss:>8.4f}{after.log_loss:>9.4f}",
        f"{'calibration error, RMSE (bins)':<38}{before.calibration:>8.4f}{after.calibration:>9.4f}",
    ]


def _outcome(done: Optimized) -> str:
    if done.parameters is None:
        return "The fit predicts the held-out reviews no better, so the parameters stay as they are."
    if not done.is_recorded:
        return "The fit predicts the held-out reviews better. `studykit optimize` fits it to all reviews, and keeps that."
    return "The fit predicts the held-out reviews better. It was then fitted to all reviews, and is kept; `studykit undo` takes it back."
