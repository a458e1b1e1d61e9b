"""`studykit new`: cards from options, questions and an editor; a whole exercise that is sound from the start."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pexpect
import pytest

from studykit.content.read import read_deck
from tests.conftest import Ran

Run = Callable[..., Ran]
DECK = "# Mine.\n\n- id: own   # the first\n  front: 'Mine?'\n  back: Yes.\n"


@pytest.fixture
def deck(home: Path) -> Path:
    (home / "cards").mkdir(parents=True)
    file = home / "cards" / "mine.yaml"
    file.write_text(DECK)
    return file


def editor(tmp_path: Path, text: str) -> str:
    """An $EDITOR that puts this text below the draft's comments."""
    script = tmp_path / "editor.py"
    script.write_text(f"import sys\nwith open(sys.argv[1], 'w') as file:\n    file.write({text!r})\n")
    return f"{sys.executable} {script}"


def test_a_card_of_options_is_added_and_the_rest_of_the_file_stays(studykit: Run, deck: Path) -> None:
    ran = studykit("new", "card", "mine", "--front", "Where to?", "--back", "Down.", "--tags", "a, b")
    assert ran.code == 0
    assert "Added mine/where to".replace(" to", "") in ran.out
    assert deck.read_text() == DECK + "\n- id: where\n  front: Where to?\n  back: Down.\n  tags: [a, b]\n"


def test_a_new_card_can_be_answered_and_edited_without_losing_its_history(studykit: Run, deck: Path) -> None:
    added = studykit("new", "card", "mine", "--front", "Where?", "--back", "Down.", "--id", "there", "--json").json
    assert added == {"cards": [{"item": "card:mine/there", "file": str(deck), "line": 7}]}
    assert studykit("answer", "card:mine/there", 4).code == 0
    deck.write_text(deck.read_text().replace("Down.", "Downhill."))
    assert studykit("why", "card:mine/there", "--json").json["schedule"]["repetitions"] == 1


def test_each_kind_can_be_given(studykit: Run, home: Path) -> None:
    assert studykit("new", "card", "--kind", "cloze", "--front", "A {{gap}}.").code == 0
    assert studykit("new", "card", "--kind", "typed", "--front", "Type", "--answer", "a", "--answer", "b").code == 0
    assert studykit("new", "card", "--kind", "choice", "--front", "Pick", "--answer", "a", "--choice", "b", "--choice", "c").code == 0
    assert studykit("new", "card", "--kind", "predict", "--front", "Prints?", "--code", "print(1)", "--prints", "1").code == 0
    rows = studykit("list", "--cards", "--topic", "mine", "--json").json
    assert [row["kind"] for row in rows] == ["cloze", "typed", "choice", "predict"]


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["mine"], "give --front"),
        (["mine", "--front", "a"], "back: a basic card needs one"),
        (["mine", "--front", "a", "--back", "b", "--kind", "cloze"], "front: a cloze needs a gap"),
        (["mine", "--front", "a", "--back", "b", "--id", "A B"], "id: expected small letters, digits and hyphens"),
        (["mine", "--front", "a", "--back", "b", "--id", "own"], "has a card 'own' already"),
        (["My Deck", "--front", "a", "--back", "b"], "a deck's name must be small letters"),
        (["../up", "--front", "a", "--back", "b"], "a deck's name must be small letters"),
    ],
)
def test_a_card_with_a_fault_changes_nothing(studykit: Run, deck: Path, options: list[str], told: str) -> None:
    ran = studykit("new", "card", *options)
    assert ran.code == 2
    assert told in ran.err
    assert deck.read_text() == DECK
    assert [file.name for file in deck.parent.iterdir()] == ["mine.yaml"]


def test_in_a_terminal_what_is_missing_is_asked_for(home: Path, tmp_path: Path) -> None:
    env = {**os.environ, "STUDYKIT_HOME": str(home), "TERM": "dumb"}
    child = pexpect.spawn(sys.executable, ["-m", "studykit", "new", "card", "--kind", "typed"], cwd=tmp_path, env=env, timeout=20)
    for question, answer in (("Front", "The sign?"), ("Right answer", "minus"), ("A remark", "")):
        child.expect(question)
        child.sendline(answer)
    child.expect("Added mine/sign")
    child.expect(pexpect.EOF)
    assert (home / "cards" / "mine.yaml").read_text() == "- id: sign\n  kind: typed\n  front: The sign?\n  answer: minus\n"


def test_the_editor_may_leave_several_cards(studykit: Run, deck: Path, tmp_path: Path) -> None:
    text = "# help\n- front: One?\n  back: 1\n- front: Two {{2}}\n  kind: cloze\n"
    assert studykit("new", "card", "--edit", EDITOR=editor(tmp_path, text)).code == 0
    assert deck.read_text() == DECK + "\n- id: one\n  front: One?\n  back: '1'\n\n- id: two-2\n  kind: cloze\n  front: Two {{2}}\n"
    assert [file.name for file in deck.parent.iterdir()] == ["mine.yaml"]


def test_a_draft_with_a_fault_is_kept_and_adds_nothing(studykit: Run, deck: Path, tmp_path: Path) -> None:
    ran = studykit("new", "card", "--edit", EDITOR=editor(tmp_path, "- front: One?\n  back: 1\n\n- front: Two\n"))
    assert ran.code == 2
    assert ".mine.draft.yaml:4: back: a basic card needs one" in ran.err
    assert deck.read_text() == DECK
    assert (deck.parent / ".mine.draft.yaml").read_text().endswith("- front: Two\n")
    assert studykit("list", "--cards", "--json").err == ""


def test_a_draft_closed_unchanged_adds_nothing(studykit: Run, deck: Path) -> None:
    ran = studykit("new", "card", "--edit", EDITOR="true")
    assert ran.code == 2
    assert "closed unchanged" in ran.err
    assert [file.name for file in deck.parent.iterdir()] == ["mine.yaml"]


def test_a_new_exercise_passes_check_as_it_stands(studykit: Run, tmp_path: Path) -> None:
    made = studykit("new", "exercise", "tensors/twice", "--pack", "own", "--json")
    assert made.code == 0
    assert "own/solutions/tensors/twice/test_twice.py" in made.json["files"]
    checked = studykit("check", "own", "--json")
    assert checked.json["faults"] == []
    (row,) = checked.json["exercises"]
    assert (row["tests"], row["also_right"], row["mistakes"], row["rejected"], row["diagnosed"]) == (2, 1, 1, 1, 1)
    again = studykit("new", "exercise", "tensors/twice", "--pack", "own")
    assert again.code == 2
    assert "already exists" in again.err


def test_a_new_exercise_is_handed_out(studykit: Run, tmp_path: Path) -> None:
    assert studykit("new", "exercise", "tensors/twice", "--pack", "own").code == 0
    assert studykit("--pack", "own", "next", "tensors/twice").code == 0
    assert (tmp_path / "twice.py").read_text().startswith("# studykit: tensors/twice\n")


def test_cards_added_at_the_same_time_are_all_kept(home: Path, tmp_path: Path) -> None:
    env = {**os.environ, "STUDYKIT_HOME": str(home)}
    command = [sys.executable, "-m", "studykit", "new", "card", "mine", "--back", "b", "--front"]
    running = [subprocess.Popen([*command, f"Number {n}?"], env=env, cwd=tmp_path, stdout=subprocess.DEVNULL) for n in range(6)]
    assert [one.wait(60) for one in running] == [0] * 6
    assert sorted(card.slug for card in read_deck(home / "cards" / "mine.yaml").cards) == [f"number-{n}" for n in range(6)]
