"""`studykit` alone: what is due, what is in progress, what to do next."""

from datetime import date
from pathlib import Path
from typing import Any

import typer

from studykit.cli.views.show import print_json
from studykit.memory.curriculum import choose
from studykit.progress.store import Store
from studykit.study.desk import Desk, moment
from studykit.study.status import stages
from studykit.study.workspace import shown


def today(here: Desk, json: bool) -> None:
    """Show today."""
    day = here.day(moment(None))
    with here.store() as store:
        facts = _facts(here, store, day)
    if json:
        print_json(facts)
        return
    cards, exercises = facts["due"]["cards"], facts["due"]["exercises"]
    typer.echo(f"Due today: {_count(cards, 'card')}, {_count(exercises, 'exercise')}; {_count(facts['new_cards'], 'new card')} to meet.")
    for work in facts["in_progress"]:
        typer.echo(f"In progress: {work['exercise']} in {shown(Path(work['file']))}")
    for step in _steps(here, facts):
        typer.echo(step)


def _facts(here: Desk, store: Store, day: date) -> dict[str, Any]:
    due = [memory.item for memory in store.due(day) if here.library.has(memory.item)]
    met = {memory.item for memory in store.all_memory() if memory.reviews or memory.suspended or memory.due}
    unmet = sum(card.item not in met for card in here.library.cards.values())
    room = max(0, here.settings.new_cards_a_day - store.introduced_on(day))
    choice = choose(stages(here.library, store), day)
    at_work = [workspace for workspace in store.workspaces() if here.library.has(workspace.item) and Path(workspace.file).is_file()]
    return {
        "day": day.isoformat(),
        "due": {"cards": sum(item.startswith("card:") for item in due), "exercises": sum(item.startswith("exercise:") for item in due)},
        "new_cards": min(room, unmet),
        "in_progress": [{"exercise": workspace.item.partition(":")[2], "file": workspace.file} for workspace in at_work],
        "next": choice[0] if choice else None,
    }


def _steps(here: Desk, facts: dict[str, Any]) -> list[str]:
    steps = []
    if facts["due"]["cards"] or facts["new_cards"]:
        steps.append("studykit review    ask today's cards")
    for work in facts["in_progress"][:1]:
        steps.append(f"studykit grade {shown(Path(work['file']))}")
    if facts["next"] and facts["next"] not in [work["exercise"] for work in facts["in_progress"]]:
        steps.append(f"studykit next      {here.library.exercises[facts['next']].title} ({facts['next']})")
    return steps or ["All done for today. `studykit stats` shows how it goes."]


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
