"""A hunt as JSON, and an answer to it that says every try so far.

Each call judges all of them from the beginning, so nothing is kept between two calls.
"""

from typing import Any

from studykit.cli.hunting.hunt_keys import Word, read
from studykit.cli.terminal.out import say
from studykit.cli.views.show import print_json
from studykit.errors import StudykitError
from studykit.progress.store import Store
from studykit.study.clock import moment
from studykit.study.desk import Desk
from studykit.study.hunting.evidence import Evidence
from studykit.study.hunting.hunt_sayings import ASKS, HOW_TO_NAME_A_LINE, answer_line, comes_back, effects, fix_of, letter
from studykit.study.hunting.judging import judge
from studykit.study.hunting.now import HuntNow, HuntShelf
from studykit.study.hunting.recording import Recorded, record_hunt
from studykit.study.hunting.tries import Judged, Stage, Tries
from studykit.study.review.agenda import scope_of, todays_hunts
from studykit.study.schedules import schedule_json
from studykit.visuals.pictures import pictures_of


class WrongAnswer(StudykitError):
    """Something in an answer that is no try."""


def asked(here: Desk, store: Store, named: str | None, at: str | None) -> None:
    """Print the hunt that comes now, or the one named; `item` is null where none does."""
    shelf = HuntShelf(store, here.library)
    items = [named] if named else todays_hunts(store, here.library, here.day(moment(at)), scope_of(here.settings)).items
    if not items:
        print_json({"item": None})
        return
    now = shelf.now(items[0])
    print_json(
        {
            "item": now.item,
            "exercise": now.exercise.id,
            "asks": now.hunt.asks,
            "program": list(now.hunt.program),
            "first_line": now.hunt.first_line,
            "asks_for": Stage.LINE.value,
            "says": [ASKS[Stage.LINE], HOW_TO_NAME_A_LINE],
            "token": now.token,
        }
    )


def answered(here: Desk, store: Store, item: str, answer: str, token: str, as_json: bool, at: str | None) -> None:
    """Judge the tries; they are recorded once they find the bug, or give it up."""
    now = HuntShelf(store, here.library).shown(item, token)
    if now is None:
        id = item.partition(":")[2]
        raise WrongAnswer(
            f"--token {token}: {item} was answered since, or has changed. `studykit hunt {id} --json` gives the one to do now."
        )
    evidence = Evidence(here, now)
    tries, said = _judged(now, answer, evidence)
    evidence.close()
    recorded = record_hunt(store, now, tries, 0.0, moment(at)) if tries.stage is Stage.DONE else None
    if as_json:
        print_json(
            {
                "item": now.item,
                "done": recorded is not None,
                "asks_for": _asks_for(tries),
                "says": said,
                **_choices(tries),
                **_end(now, tries, recorded, store),
            }
        )
        return
    for line in said:
        say(line)
    if recorded is None:
        for choice in _choices(tries).get("choices", ()):
            say(f"{choice['answer']}) {choice['text']}")
        say(ASKS[tries.stage])
        return
    for line in (
        answer_line(now.hunt),
        *fix_of(now.hunt),
        *filter(None, [now.hunt.says]),
        comes_back(tries, recorded.due, here.day(moment(at))),
    ):
        say(line)
    for line in effects(recorded.effects):
        say(line)


def _judged(now: HuntNow, answer: str, evidence: Evidence) -> tuple[Tries, list[str]]:
    """All tries from the beginning, and what is said of the last."""
    tries = Tries(now.hunt)
    said: list[str] = []
    for text in answer.split(","):
        found = read(text, tries.stage)
        if tries.stage is Stage.DONE:
            raise WrongAnswer(f"--answer {answer}: the hunt is done before '{text.strip()}'. Say the tries before it alone.")
        if found is Word.GIVE_UP:
            tries, said = tries.give_up(), []
            continue
        if found is None or isinstance(found, Word):
            raise WrongAnswer(f"--answer {answer}: '{text.strip()}' is no answer here. {_ways(tries)}")
        tries, judged, said = judge(tries, found, evidence)
        if judged is Judged.NONE:
            raise WrongAnswer(f"--answer {answer}: {said[0]} {_ways(tries)}")
    return tries, said


def _ways(tries: Tries) -> str:
    """What can be said instead."""
    if tries.stage is Stage.LINE:
        return f"Type the number of a line: {HOW_TO_NAME_A_LINE} `g` gives up."
    return f"Choose an explanation, a to {letter(len(tries.hunt.choices) - 1)}; `g` gives up."


def _choices(tries: Tries) -> dict[str, list[dict[str, str]]]:
    """The explanations, each with the letter that answers it, once the line is found: before, they would tell what to look for."""
    if tries.stage is not Stage.REASON:
        return {}
    return {"choices": [{"answer": letter(number), "text": text} for number, text in enumerate(tries.hunt.choices)]}


def _asks_for(tries: Tries) -> str | None:
    return None if tries.stage is Stage.DONE else tries.stage.value


def _end(now: HuntNow, tries: Tries, recorded: Recorded | None, store: Store) -> dict[str, Any]:
    """What is told once a hunt is done."""
    if recorded is None:
        return {}
    hunt = now.hunt
    return {
        "quality": recorded.quality,
        "found": not tries.is_missed,
        "lines": sorted(hunt.faulty),
        "choice": letter(hunt.right) if hunt.has_bug else None,
        "edit": list(fix_of(hunt)),
        "explanation": hunt.says,
        "cards": list(hunt.cards),
        "pictures": list(pictures_of(now.exercise.id)) if hunt.has_bug else [],
        "effects": list(effects(recorded.effects)),
        "schedule": schedule_json(store.memory(now.item)),
    }
