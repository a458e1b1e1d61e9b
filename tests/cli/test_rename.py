"""`studykit rename`, and what `doctor` says of a history that no item claims."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Ran

Run = Callable[..., Ran]
DECK = "# mine\n- id: q1\n  front: Capital of France?\n  back: Paris\n\n# the second\n- id: q2\n  front: two\n  back: B\n"


@pytest.fixture
def deck(home: Path) -> Path:
    (home / "cards").mkdir(parents=True)
    file = home / "cards" / "mine.yaml"
    file.write_text(DECK)
    return file


@pytest.fixture
def reviewed(studykit: Run, deck: Path) -> Path:
    studykit("answer", "mine/q1", 4, "--at", "2026-03-10T12:00")
    studykit("answer", "mine/q1", 4, "--at", "2026-03-11T12:00")
    return deck


def test_a_renamed_card_keeps_its_history(studykit: Run, reviewed: Path) -> None:
    ran = studykit("rename", "mine/q1", "capital")

    assert ran.code == 0, ran.err
    assert "mine/q1 is mine/capital now, with its 2 reviews" in ran.out
    assert reviewed.read_text() == DECK.replace("id: q1", "id: capital").replace("Paris\n", "Paris\n  aliases: [mine/q1]\n")
    assert studykit("why", "mine/capital").out.count("quality 4") == 2
    assert studykit("why", "card:mine/q1").out == studykit("why", "mine/capital").out
    assert [due["item"] for due in studykit("due", "--json").json] == ["card:mine/capital"]
    assert studykit("doctor", "--json").json["log_matches_cache"]


def test_an_answer_by_the_old_name_counts_for_the_card(studykit: Run, reviewed: Path) -> None:
    studykit("rename", "mine/q1", "mine/capital")
    assert studykit("answer", "mine/q1", 4, "--json").json["item"] == "card:mine/capital"


def test_a_card_moves_to_another_deck(studykit: Run, reviewed: Path) -> None:
    told = studykit("rename", "q1", "places/paris", "--json").json

    assert told["item"] == "card:places/paris"
    assert told["aliases"] == ["mine/q1"]
    assert told["schedule"]["repetitions"] == 2
    assert reviewed.read_text() == "# mine\n# the second\n- id: q2\n  front: two\n  back: B\n"
    assert "aliases: [mine/q1]" in Path(told["file"]).read_text()


def test_the_last_card_leaves_a_deck_that_is_still_one(studykit: Run, deck: Path) -> None:
    studykit("rename", "q1", "places/a")
    studykit("rename", "q2", "places/b")

    assert studykit("list", "--cards", "--topic", "places", "--json").err == ""
    assert studykit("new", "card", "mine", "--front", "a", "--back", "b").code == 0


def test_all_names_are_kept_and_a_card_gets_an_earlier_one_back(studykit: Run, reviewed: Path) -> None:
    studykit("rename", "mine/q1", "b")
    assert studykit("rename", "mine/b", "c", "--json").json["aliases"] == ["mine/q1", "mine/b"]
    back = studykit("rename", "mine/c", "q1", "--json").json
    assert back["aliases"] == ["mine/b", "mine/c"]
    assert back["schedule"]["repetitions"] == 2


def test_undo_reaches_over_a_new_name(studykit: Run, reviewed: Path) -> None:
    studykit("rename", "mine/q1", "capital")
    assert "card:mine/capital reviewed on 2026-03-11" in studykit("undo").out
    assert studykit("why", "mine/capital").out.count("quality 4") == 1


def test_doctor_names_a_history_that_no_card_claims_and_the_way_to_mend_it(studykit: Run, reviewed: Path) -> None:
    reviewed.write_text(DECK.replace("id: q1", "id: capital"))

    found = studykit("doctor", "--json").json
    near = ["card:mine/q2", "card:mine/capital"]
    assert found["unclaimed"] == [{"item": "card:mine/q1", "reviews": 2, "last": "2026-03-11", "candidates": near}]
    assert found["well"]  # a pack that is not here for once is no fault
    said = studykit("doctor").out
    assert "card:mine/q1 (2 reviews) is in no pack or deck that is here. Was it renamed to card:mine/q2 or card:mine/capital?" in said
    assert "`studykit rename card:mine/q1 NEW`" in said

    assert studykit("rename", "mine/q1", "mine/capital").code == 0
    assert studykit("doctor", "--json").json["unclaimed"] == []
    assert studykit("why", "mine/capital").out.count("quality 4") == 2


def test_a_history_without_a_candidate_is_kept(studykit: Run, reviewed: Path) -> None:
    reviewed.unlink()
    assert "card:mine/q1 (2 reviews) is in no pack or deck that is here; its history is kept" in studykit("doctor").out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["mine/q1", "mine/q2"], "'mine/q2' already exists"),
        (["mine/q1", "Q 1"], "'Q 1': expected deck/slug"),
        (["mine/q1", "../x/y"], "'../x/y': expected deck/slug"),
        (["mine/q9", "mine/x"], "no card 'mine/q9'"),
        (["mine/q9", "mine/q1"], "no card 'mine/q9'"),
        (["optimizers/sgd_update", "mine/x"], "'optimizers/sgd_update' is an exercise"),
        (["optimizers/descent-direction", "mine/x"], "belongs to a pack"),
    ],
)
def test_what_cannot_be_renamed_is_told_and_changes_nothing(studykit: Run, deck: Path, arguments: list[str], message: str) -> None:
    ran = studykit("rename", *arguments)
    assert ran.code == 2
    assert message in ran.err
    assert deck.read_text() == DECK


def test_a_former_id_is_not_given_to_another_card(studykit: Run, deck: Path) -> None:
    studykit("rename", "mine/q1", "capital")

    assert "'mine/q1' is a former id of card:mine/capital" in studykit("rename", "mine/q2", "q1").err
    assert "has a card 'q1' already, or had one" in studykit("new", "card", "mine", "--front", "a", "--back", "b", "--id", "q1").err


def test_a_file_from_before_the_renaming_changes_nothing(studykit: Run, deck: Path, tmp_path: Path) -> None:
    studykit("export", "before.csv", "--mine")
    studykit("rename", "mine/q1", "capital")

    assert studykit("import", "before.csv", "--update", "--json").json["cards"]["same"] == 2
    assert "aliases: [mine/q1]" in deck.read_text()


def test_an_exercise_that_its_author_renamed_goes_on_where_it_was(studykit: Run, tmp_path: Path) -> None:
    studykit("new", "exercise", "loops/step", "--pack", "pack")
    written = Path(studykit("--pack", "pack", "next", "loops/step", "--to", "work", "--json").json["file"])
    studykit("--pack", "pack", "hint", "loops/step")

    exercises = tmp_path / "pack/exercises"
    folder = (exercises / "loops/step").rename(exercises / "loops/stride")
    (folder / "step.py").rename(folder / "stride.py")
    (folder / "exercise.yaml").write_text((folder / "exercise.yaml").read_text() + "aliases: [loops/step]\n")
    (exercises / "curriculum.yaml").write_text((exercises / "curriculum.yaml").read_text().replace("step", "stride"))

    assert studykit("--pack", "pack", "--json").json["in_progress"] == [{"exercise": "loops/stride", "file": str(written)}]
    assert studykit("--pack", "pack", "hint", "loops/step", "--json").json["hint"] == 2
