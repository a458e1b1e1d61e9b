"""A fault in a deck of one's own is told once, on stderr, and every command goes on."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Ran

Run = Callable[..., Ran]
FAULTY = "- id: own\n  front: Mine?\n  back: Yes.\n- id: bad\n  front: No back\n"
TOLD = "/cards/mine.yaml:4: card 'bad': back: a basic card needs one"


@pytest.fixture
def deck(home: Path) -> Path:
    (home / "cards").mkdir(parents=True)
    file = home / "cards" / "mine.yaml"
    file.write_text(FAULTY)
    return file


@pytest.mark.parametrize(
    "command", [[], ["list", "--cards", "--json"], ["next"], ["why", "card:mine/own"], ["review"], ["stats", "--json"]]
)
def test_every_command_goes_on_and_tells_the_fault_once(studykit: Run, deck: Path, command: list[str]) -> None:
    for _ in range(2):  # the second time from the cache
        ran = studykit(*command)
        assert ran.code == 0, ran.err
        assert ran.err.count(TOLD) == 1
        assert "mine/bad" not in ran.out


def test_the_sound_card_is_reviewed(studykit: Run, deck: Path) -> None:
    assert studykit("answer", "card:mine/own", 4).code == 0
    assert studykit("answer", "card:mine/bad", 4).code == 2


def test_many_faults_are_counted(studykit: Run, deck: Path) -> None:
    deck.write_text("".join(f"- id: c{n}\n  front: x\n" for n in range(30)))
    lines = studykit("list", "--cards", "--json").err.splitlines()
    assert len(lines) == 11
    assert lines[-1] == "studykit: left out: 20 more faults in your own decks"


def test_tab_says_nothing_of_it(studykit: Run, deck: Path) -> None:
    ran = studykit(_STUDYKIT_COMPLETE="complete_bash", COMP_WORDS="studykit why card:mine/", COMP_CWORD="2")
    assert ran.err == ""


def test_a_pack_of_cards_alone_is_given_with_pack(studykit: Run, tmp_path: Path) -> None:
    (tmp_path / "own" / "cards").mkdir(parents=True)
    (tmp_path / "own" / "cards" / "words.yaml").write_text("- id: a\n  front: b\n  back: c\n")
    assert "words/a" in studykit("--pack", "own", "list", "--cards", "--topic", "words").out


def test_brackets_in_a_front_are_shown_as_they_stand(studykit: Run) -> None:
    studykit("new", "card", "mine", "--front", "What does [b, w] hold?", "--back", "Both.")

    assert "What does [b, w] hold?" in " ".join(studykit("list", "--cards", "--topic", "mine").out.split())
