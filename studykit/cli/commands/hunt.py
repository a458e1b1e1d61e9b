"""`studykit hunt`: finds the bug in a program, at a terminal, through a pipe, or by JSON."""

from typing import Annotated

from studykit.cli.declared import Argument, Option, Refused, command
from studykit.cli.terminal.keys import keys
from studykit.memory.scheduler import HUNT_PREFIX
from studykit.study.clock import moment
from studykit.study.desk import Desk
from studykit.study.hunting.opening import hunt_item


def complete_hunt(incomplete: str) -> list[str]:
    """Ids of the exercises that have bug hunts."""
    from studykit.cli.complete import complete_item  # start-up time: only after Tab

    return [item.removeprefix(HUNT_PREFIX) for item in complete_item(f"{HUNT_PREFIX}{incomplete}") if item.startswith(HUNT_PREFIX)]


@command(epilog="Example: studykit hunt optimizers/sgd_update")
def hunt(
    here: Desk,
    id: Annotated[str | None, Argument("topic/slug; without it today's hunts.", completes=complete_hunt)] = None,
    answer: Annotated[
        str,
        Option(
            "All answers so far, always from the first on: `3,12,b` is line 3, line 12, then b. 0: no bug; g: give up. Needs --token.",
            metavar="TRIES",
        ),
    ] = "",
    token: Annotated[str, Option("The token of the hunt that is answered.", metavar="TOKEN")] = "",
    json: Annotated[bool, Option("The hunt, or what the answer gave, as an object.")] = False,
    at: Annotated[str | None, Option("Pretend the current time is TIME (ISO 8601).", metavar="TIME")] = None,
) -> None:
    """Find the bug in a program: which line is wrong, and what goes wrong. Some programs have none."""
    if bool(answer) != bool(token):
        raise Refused(
            "--answer and --token go together; `studykit hunt ID --json` gives a token, which is good for one hunt.",
            "--token" if answer else "--answer",
        )
    if answer and not id:
        raise Refused(
            "name the hunt that is answered, `studykit hunt topic/slug --answer …`; `studykit hunt --json` says it as `exercise`.",
            "--answer",
        )
    moment(at)
    with here.store() as store:
        named = hunt_item(here.library, store, id) if id else None
        if json or answer:
            from studykit.cli.hunting.scripted import answered, asked  # start-up time: most hunts are done by keys

            answered(here, store, named or "", answer, token, json, at) if answer else asked(here, store, named, at)
            return
        from studykit.cli.hunting.hunt_round import hold

        with keys() as pressed:
            hold(here, store, named, pressed, at)
