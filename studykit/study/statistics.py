"""All numbers about the learner as one JSON object, from which `stats` prints and `report` makes its page: so they cannot differ."""

from collections.abc import Collection, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from studykit.content.hunted import has_hunts
from studykit.content.pack import Library, Topic
from studykit.memory.hunting import FOUND
from studykit.memory.schedule import LOWEST_RECALL
from studykit.memory.scheduler import HUNT_PREFIX
from studykit.progress.bug_kinds import bug_kinds, confusions
from studykit.progress.counts import Counts, Effort, Time, counts, efforts, time_spent
from studykit.progress.fold import ItemMemory
from studykit.progress.forecast import forecast
from studykit.progress.half_year import last_weeks
from studykit.progress.practice import Practice, group_of, read_practice
from studykit.progress.retention import CARD_PREFIX, Recall, by_deck, by_interval, hardest
from studykit.study.desk import Desk
from studykit.study.left_today import LeftToday, all_waiting_lines, left_today

HARDEST = 10


def statistics(here: Desk, today: date, decks: Sequence[str] = ()) -> dict[str, Any]:
    """Return the numbers as of a study day, of some decks and the topics of these names or, without any, of all.

    History holds whatever the log holds; what is due, hard or open is of the cards and exercises that the packs have now.
    """
    with here.store() as store:
        practice = read_practice(store, decks)
        memories = [memory for memory in store.all_memory() if here.library.has(memory.item) and _is_in(memory.item, decks)]
        left = left_today(here, store, today).among(lambda item: _is_in(item, decks))
        kinds, confused = bug_kinds(store, decks), confusions(store, decks)
    done, time = counts(practice, today), time_spent(practice)
    return {
        "day": today.isoformat(),
        "decks": list(decks),
        **_totals(done, today),
        "exercises": _exercises(here.library, memories, left, decks),
        "cards": _cards(here.library, memories, left, decks),
        "hunts": _hunts(here.library, practice, memories, left, decks),
        "why_waiting": list(all_waiting_lines(left, here.settings)),
        "retention_by_deck": [{"deck": deck, **_recall(recall)} for deck, recall in by_deck(practice.reviews).items()],
        "retention_asked": here.settings.fsrs_retention if here.settings.scheduler == "fsrs" else None,
        "retention_by_interval": [
            {"from_days": first, "to_days": last, **_recall(recall)}
            for (first, last), recall in by_interval(practice.reviews).items()
            if first or recall.reviews  # a second review on one day is rare, and no interval
        ],
        "forecast": [
            {"day": due.day.isoformat(), "cards": due.cards, "exercises": due.exercises, "hunts": due.hunts}
            for due in forecast(memories, today, left.waits)
        ],
        "topics": _topics(here.library, practice, memories, decks),
        "hardest": _hardest(here.library, practice, memories),
        "bug_kinds": [asdict(kind) for kind in kinds],
        "bug_confusions": [asdict(pair) for pair in confused],
        "weeks": [_week(week, done, time) for week in last_weeks(today)],
        "seconds": _seconds(time, today),
        "seconds_by_day": {day.isoformat(): round(seconds, 1) for day, seconds in time.by_day.items()},
    }


def _totals(done: Counts, today: date) -> dict[str, Any]:
    return {
        "reviews": done.reviews,
        "reviews_today": done.by_day.get(today, 0),
        "by_day": {day.isoformat(): count for day, count in done.by_day.items()},
        "by_quality": {str(quality): count for quality, count in done.by_quality.items()},
        "retention": done.retention,
        "streak_days": done.streak_days,
        "longest_streak_days": done.longest_streak_days,
        "grades": done.grades,
        "passes": done.passes,
    }


def _exercises(library: Library, memories: Sequence[ItemMemory], left: LeftToday, decks: Collection[str]) -> dict[str, int]:
    return {
        "all": sum(_is_in(exercise.item, decks) for exercise in library.exercises.values()),
        "passed": len(_passed(memories)),
        "due": left.exercises,
    }


def _cards(library: Library, memories: Sequence[ItemMemory], left: LeftToday, decks: Collection[str]) -> dict[str, int]:
    cards = [memory for memory in memories if memory.item.startswith(CARD_PREFIX)]
    return {
        "all": sum(_is_in(card.item, decks) for card in library.cards.values()),
        "met": sum(card.reviews > 0 for card in cards),
        "due": left.cards,
        "waiting": len(left.same_concept) + len(left.beyond),
    }


def _hunts(library: Library, practice: Practice, memories: Sequence[ItemMemory], left: LeftToday, decks: Collection[str]) -> dict[str, int]:
    begun = [memory for memory in memories if memory.item.startswith(HUNT_PREFIX) and memory.due]
    return {
        "all": sum(_is_in(exercise.item, decks) and has_hunts(exercise) for exercise in library.exercises.values()),
        "begun": len(begun),
        "done": len(practice.hunts),
        "found": sum(hunt.quality >= FOUND for hunt in practice.hunts),
        "missed": sum(hunt.quality < LOWEST_RECALL for hunt in practice.hunts),
        "due": left.hunts,
        "waiting": len(left.hunts_beyond) + len(left.hunts_in_progress),
    }


def _recall(recall: Recall) -> dict[str, Any]:
    return {"reviews": recall.reviews, "recalled": recall.recalled, "retention": recall.retention}


def _topics(library: Library, practice: Practice, memories: Sequence[ItemMemory], decks: Collection[str]) -> list[dict[str, Any]]:
    effort, passed = efforts(practice), _passed(memories)
    shown = [topic for topic in library.topics if topic.exercises and (not decks or topic.slug in decks)]
    return [_topic(topic, passed, effort.get(topic.slug, Effort())) for topic in shown]


def _topic(topic: Topic, passed: Collection[str], effort: Effort) -> dict[str, Any]:
    done = sum(f"exercise:{name}" in passed for name in topic.exercises)
    return {
        "topic": topic.slug,
        "title": topic.title,
        "passed": done,
        "open": len(topic.exercises) - done,
        "tries": effort.tries,
        "hints": effort.hints,
        "given_up": effort.given_up,
    }


def _hardest(library: Library, practice: Practice, memories: Sequence[ItemMemory]) -> list[dict[str, Any]]:
    suspended = {memory.item: memory.suspended for memory in memories}
    return [
        {
            "item": card.item,
            "front": " ".join(library.card(card.item).hidden().split()),
            "lapses": card.lapses,
            **_recall(card.recall),
            "suspended": suspended[card.item],
        }
        for card in hardest(practice.reviews, suspended)[:HARDEST]
    ]


def _week(week: Sequence[date], done: Counts, time: Time) -> dict[str, Any]:
    return {
        "monday": week[0].isoformat(),
        "reviews": sum(done.by_day.get(day, 0) for day in week),
        "seconds": round(sum(time.by_day.get(day, 0.0) for day in week), 1),
    }


def _seconds(time: Time, today: date) -> dict[str, float | None]:
    return {
        "all": round(time.reviews + time.hunts + time.drills + time.grades, 1),
        "reviews": round(time.reviews, 1),
        "hunts": round(time.hunts, 1),
        "drills": round(time.drills, 1),
        "grades": round(time.grades, 1),
        "today": round(time.by_day.get(today, 0.0), 1),
        "typical_review": time.typical_review,
    }


def _passed(memories: Sequence[ItemMemory]) -> set[str]:
    return {memory.item for memory in memories if memory.passed}


def _is_in(item: str, decks: Collection[str]) -> bool:
    return not decks or group_of(item) in decks
