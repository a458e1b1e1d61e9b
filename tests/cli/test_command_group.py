"""The help of all commands can be read to its end, and a refused value is told in plain words."""

from collections.abc import Callable

import pytest

from studykit.cli.command_group import GROUPS, OTHERS
from studykit.cli.group import COMMANDS
from tests.conftest import Ran

Run = Callable[..., Ran]


def test_every_command_stands_in_one_group() -> None:
    assert sorted(name for names in GROUPS.values() for name in names) == sorted(COMMANDS)


def test_the_help_lists_commands_in_groups_with_whole_first_sentences(studykit: Run) -> None:
    told = studykit("--help").out
    assert "..." not in told.partition("Options:")[2]
    assert all(f"\n{title}:\n" in told for title in GROUPS)
    assert f"\n{OTHERS}:\n" not in told
    assert "review Review today's cards. hunt Find the bug in a program: which line is wrong, and what goes wrong. due Show" in " ".join(
        told.split()
    )


def test_a_group_of_commands_has_whole_sentences_too(studykit: Run) -> None:
    told = " ".join(studykit("new", "--help").out.split())
    assert "card Add a card to a deck of your own; its file keeps its comments" in told
    assert "..." not in told.partition("Options:")[2]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("grade", "x.py", "--device", "mps"), "'--device': 'mps' is not one of 'auto', 'cpu', 'cuda'."),
        (("review", "--new", "many"), "'--new': 'many' is not a whole number."),
        (("review", "--new", "-3"), "'--new': -3 is too low; the least is 0."),
        (("answer", "card:a/b", "9"), "'QUALITY': 9 is too high; the most is 5."),
        (("grade", "x.py", "--seed", "1.5"), "'1.5' is not a whole number."),
    ],
)
def test_a_refused_value_is_told_in_plain_words(studykit: Run, arguments: tuple[str, ...], says: str) -> None:
    ran = studykit(*arguments)
    assert (ran.code, ran.out) == (2, "")
    assert says in " ".join(ran.err.split())
    assert "nput should" not in ran.err


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("new",), "Missing command: card or exercise."),
        (("new", "deck"), "No such command 'deck'. There are card, exercise."),
        (("server", "restart"), "No such command 'restart'. There are start, stop, status."),
        (("due", "--quiet", "--json"), "choose one of --quiet, --count and --json."),
        (("backup", "--list", "x.db"), "it writes no backup, so it goes without FILE."),
        (("restore", "--undo", "x.db"), "it takes the last restore back, so it goes without FILE."),
        (("--pack", "nowhere", "due"), "--pack nowhere: no such folder."),
    ],
)
def test_a_call_that_says_too_little_or_too_much_is_told_what_goes(studykit: Run, arguments: tuple[str, ...], says: str) -> None:
    ran = studykit(*arguments)
    assert (ran.code, ran.out) == (2, "")
    assert says in " ".join(ran.err.split())


@pytest.mark.parametrize(
    ("command", "usage"), [("answer", "{ITEM} {QUALITY}"), ("plot", "[NAME] [FILE]"), ("restore", "[FILE|DATE|newest]"), ("hint", "[ID]")]
)
def test_arguments_are_named_as_in_the_documentation(studykit: Run, command: str, usage: str) -> None:
    told = studykit(command, "--help").out
    assert f"Usage: studykit {command} [OPTIONS] {usage}\n" in told
