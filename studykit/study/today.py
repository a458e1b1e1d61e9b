"""What a day holds: what is due, what is in progress, what to do next, and how far the learner has come."""

from datetime import date
from pathlib import Path
from typing import Any

from studykit.memory.curriculum import choose
from studykit.progress.store import Store
from studykit.progress.streak import reviews_on, streak_days
from studykit.study.clock import moment
from studykit.study.desk import Desk
from studykit.study.left_today import all_waiting_lines, left_today
from studykit.study.review.agenda import open_drill, plan_among, scope_of
from studykit.study.status import stages


def facts_of(here: Desk, store: Store, day: date) -> dict[str, Any]:
    """The numbers of a study day as one object, which `studykit --json` prints."""
    left, cards = left_today(here, store, day), here.register.card_items()
    plan = plan_among(store, cards, here.register, day, scope_of(here.settings))
    choice = choose(stages(here.register, store), day, here.settings.exercises_a_day)
    # The one that a command without a name means comes first.
    newest_first = sorted(store.workspaces(), key=lambda workspace: workspace.at, reverse=True)
    at_work = [workspace for workspace in newest_first if here.register.has(workspace.item) and Path(workspace.file).is_file()]
    return {
        "day": day.isoformat(),
        "due": {"cards": left.cards, "exercises": left.exercises, "hunts": left.hunts},
        "new_cards": len(plan.items) - plan.due_today,
        "to_drill": len(open_drill(store, cards, day).waiting),
        "waiting": {
            "same_concept": len(left.same_concept),
            "beyond_the_day": len(left.beyond),
            "exercises": len(left.exercises_beyond),
            "hunts": len(left.hunts_beyond) + len(left.hunts_in_progress),
        },
        "why_waiting": list(all_waiting_lines(left, here.settings)),
        "streak_days": streak_days(store, day),
        "reviews_today": reviews_on(store, day),
        **_progress(here, store),
        "in_progress": [{"exercise": workspace.item.partition(":")[2], "file": workspace.file} for workspace in at_work],
        "next": choice[0] if choice else None,
        "in_the_future": len(store.in_the_future(moment(None))),
    }


def _progress(here: Desk, store: Store) -> dict[str, dict[str, int]]:
    known = [memory for memory in store.all_memory() if here.register.has(memory.item)]
    return {
        "exercises": {"passed": sum(memory.passed for memory in known), "all": len(here.register.exercises)},
        "cards": {"met": sum(memory.reviews > 0 for memory in known if memory.item.startswith("card:")), "all": len(here.register.cards)},
    }
