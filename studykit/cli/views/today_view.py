"""`studykit` alone: what is due, what is in progress, what to do next."""

from pathlib import Path
from typing import Any

from studykit.cli.terminal.out import say
from studykit.cli.views.show import print_json, shown
from studykit.study.desk import Desk
from studykit.study.phrases import counted, days, events
from studykit.study.today import facts_of


def today(here: Desk, json: bool) -> None:
    """Show today."""
    with here.store() as store:
        facts = facts_of(here, store, here.today)
    if json:
        print_json(facts)
        return
    cards, exercises, hunts = (facts["due"][what] for what in ("cards", "exercises", "hunts"))
    drill = f", {facts['to_drill']} to drill" if facts["to_drill"] else ""
    due = [counted(cards, "card"), *([counted(hunts, "bug hunt")] if hunts else []), counted(exercises, "exercise")]
    say(f"Due today: {', '.join(due)}; {counted(facts['new_cards'], 'new card')} to meet{drill}.")
    for line in (*facts["why_waiting"], _progress(facts)):
        say(line)
    if facts["in_the_future"]:
        say(f"{events(facts['in_the_future'])} recorded in the future: a clock was ahead. `studykit undo --future` takes them back.")
    for work in facts["in_progress"]:
        say(f"In progress: {work['exercise']} in {shown(Path(work['file']))}")
    for step in _steps(here, facts):
        say(step)


def _steps(here: Desk, facts: dict[str, Any]) -> list[str]:
    steps = []
    has_cards = facts["due"]["cards"] or facts["new_cards"] or facts["to_drill"]
    if has_cards or facts["due"]["hunts"]:
        asks = [*(["cards"] if has_cards else []), *(["bug hunts"] if facts["due"]["hunts"] else [])]
        steps.append(f"studykit review    ask today's {' and '.join(asks)}")
    for work in facts["in_progress"][:1]:
        steps.append(f"studykit grade {shown(Path(work['file']))}")
    if facts["next"] and facts["next"] not in [work["exercise"] for work in facts["in_progress"]]:
        steps.append(f"studykit next      {here.register.exercises[facts['next']].title} ({facts['next']})")
    return steps or ["All done for today. `studykit stats` shows how it goes."]


def _progress(facts: dict[str, Any]) -> str:
    exercises, cards = facts["exercises"], facts["cards"]
    far = f"Passed {exercises['passed']} of {counted(exercises['all'], 'exercise')}, met {cards['met']} of {counted(cards['all'], 'card')}."
    streak = facts["streak_days"]
    return f"Streak: {days(streak)}, {counted(facts['reviews_today'], 'review')} today. {far}" if streak else far
