"""What a review says before its first card and after its last."""

from collections import Counter
from collections.abc import Iterator

from studykit.content.pack import Library
from studykit.memory.queue import Plan
from studykit.memory.scheduler import HUNT_PREFIX
from studykit.progress.store import Store
from studykit.study.left_today import waiting_lines
from studykit.study.phrases import when
from studykit.study.review.agenda import Scope, new_cards, todays_plan, upcoming
from studykit.study.review.day import exercises_today
from studykit.study.review.offers import leech_offer
from studykit.study.review.question import GRADES
from studykit.study.review.session import ReviewSession
from studykit.study.review.state import Given

SPREAD_DAYS = 7


def backlog_notice(plan: Plan, scope: Scope) -> str:
    """How much of a backlog comes today, and how to spread the rest; "" without one."""
    if not plan.beyond:
        return ""
    new = "" if scope.new_in_backlog or not scope.new_a_day else ", and no new ones"
    return f"{plan.due} due, {plan.due_today} today, those most at risk first{new}; spread the rest? `{_spread_call(scope)}`"


def closing_lines(session: ReviewSession, store: Store, library: Library, scope: Scope) -> Iterator[str]:
    """The lines at the end, from what was done to what comes."""
    yield from _done(session, library)
    if not scope.is_cram:
        yield from _waiting(store, library, session, scope)
    yield f"{', '.join(_where_it_stands(session, store, library, scope))}."
    exercises, _ = exercises_today(store, library.has, session.today, scope.exercises_a_day)
    if exercises:
        yield f"Exercises due: {', '.join(exercises)}. `studykit next` gives you the first."


def cards(number: int) -> str:
    """`1 card`, `2 cards`."""
    return f"{number} card{'' if number == 1 else 's'}"


def duration(seconds: float) -> str:
    """`45 s`, `3 min 20 s`, `1 h 5 min`."""
    minutes, rest = divmod(round(seconds), 60)
    if minutes >= 60:
        return f"{minutes // 60} h {minutes % 60} min"
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"


def _done(session: ReviewSession, library: Library) -> Iterator[str]:
    state = session.state
    hunts = [given for given in state.given if given.item.startswith(HUNT_PREFIX)]
    answers = tuple(given for given in state.given if given not in hunts)
    if answers:
        yield f"{_by_grade(answers)}; {duration(sum(given.seconds for given in answers))}"
    if hunts:
        from studykit.study.hunting.closing import tally  # start-up time: most reviews have no hunt

        yield f"{tally(hunts)}; {duration(sum(given.seconds for given in hunts))}"
    for item, lapses in dict(state.leeches).items():
        if library.has(item):
            yield leech_offer(library.card(item), lapses, library)
    if state.flagged:
        yield f"Flagged: {', '.join(state.flagged)}"


def _by_grade(given: tuple[Given, ...]) -> str:
    drilled = sum(answer.is_drill for answer in given)
    counts = Counter(answer.quality for answer in given if not answer.is_drill)
    said = [f"{grade.name} {counts[grade.quality]}" for grade in GRADES.values() if counts[grade.quality]]
    return ", ".join([*said, *([f"{drilled} drilled"] if drilled else [])])


def _waiting(store: Store, library: Library, session: ReviewSession, scope: Scope) -> Iterator[str]:
    plan = todays_plan(store, library, session.today, scope)
    # What lies beyond the day was said before the first card, if it lay there then.
    yield from waiting_lines(plan.same_concept, () if session.plan.beyond else plan.beyond, scope.reviews_a_day, _spread_call(scope))
    if session.state.given and (new := sum(len(deck.items) for deck in new_cards(store, scope.cards(library), session.today))):
        yield f"{cards(new)} not met yet."


def _where_it_stands(session: ReviewSession, store: Store, library: Library, scope: Scope) -> Iterator[str]:
    if session.answered or session.to_go:
        yield f"{session.answered} reviewed"
        yield f"{session.to_go} to go"
    elif session.is_cram:
        yield f"{cards(len({given.item for given in session.state.given}))} crammed, no due date changed"
    else:
        yield "No cards to review now"
    if session.to_drill:
        yield f"{session.to_drill} to {'cram' if session.is_cram else 'drill'}"
    if later := upcoming(store, library, session.today, scope):
        yield f"next due {when(later.day, session.today)}: {cards(later.cards)}"


def _spread_call(scope: Scope) -> str:
    chosen = [*(f"--deck {deck}" for deck in sorted(scope.decks)), *(f"--tag {tag}" for tag in sorted(scope.tags))]
    return " ".join(["studykit review", *chosen, f"--spread {SPREAD_DAYS}"])
