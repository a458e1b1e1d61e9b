"""`export` and `import`: what a learner carries out comes in again, and nothing is ever half done."""

import csv
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Ran

Run = Callable[..., Ran]
CARD = "card:optimisers/descent-direction"
DECK = "- id: own\n  front: Mine?\n  back: |\n    Two\n    lines.\n  tags: [a, b]\n"


@pytest.fixture
def full(studykit: Run, home: Path) -> Path:
    """A state folder with a card of its own and some history."""
    (home / "cards").mkdir(parents=True)
    (home / "cards" / "mine.yaml").write_text(DECK)
    for item in (CARD, "card:mine/own"):
        assert studykit("answer", item, 4, "--at", "2026-03-01").code == 0
    assert studykit("undo").code == 0
    return home


def state(studykit: Run, **environment: str) -> list[object]:
    return [studykit(*command, **environment).json for command in (["due", "--at", "2027-01-01", "--json"], ["list", "--cards", "--json"])]


@pytest.mark.parametrize("files", [["all.json"], ["cards.csv", "history.csv"]])
def test_everything_comes_in_on_another_machine(studykit: Run, full: Path, tmp_path: Path, files: list[str]) -> None:
    other = {"STUDYKIT_HOME": str(tmp_path / "other")}
    for file in files:
        assert studykit("export", file, *(["--history"] if file == "history.csv" else [])).code == 0
        assert studykit("import", file, **other).code == 0
        again = studykit("import", file, "--json", **other).json
        assert (again["cards"]["added"], again["events"]["added"]) == (0, 0)
        assert studykit("export", f"again-{file}", *(["--history"] if file == "history.csv" else []), **other).code == 0
        assert (tmp_path / f"again-{file}").read_bytes() == (tmp_path / file).read_bytes()
    assert state(studykit, **other) == state(studykit)
    assert studykit("doctor", "--json", **other).json["log_matches_cache"]


def test_what_was_taken_in_is_counted(studykit: Run, full: Path, tmp_path: Path) -> None:
    written = studykit("export", "all.json", "--json").json
    assert written["events"] == 3
    (home := tmp_path / "other").mkdir()
    counted = studykit("import", "all.json", "--json", STUDYKIT_HOME=str(home)).json
    assert counted["cards"] == {"added": 1, "same": written["cards"] - 1, "updated": 0, "kept": 0, "left_out": 0}
    assert counted["events"] == {"added": 3, "same": 0}


def test_a_scope_is_exported_alone(studykit: Run, full: Path, tmp_path: Path) -> None:
    assert studykit("export", "a.csv", "--mine", "--json").json == {"file": "a.csv", "cards": 1, "events": 0}
    with (tmp_path / "a.csv").open(newline="") as file:
        (row,) = csv.DictReader(file)
    assert (row["deck"], row["id"], row["back"], row["tags"]) == ("mine", "own", "Two\nlines.", "a, b")
    assert studykit("export", "b.json", "--deck", "optimisers", "--tag", "autograd").code == 0
    assert {card["deck"] for card in json.loads((tmp_path / "b.json").read_text())["cards"]} == {"optimisers"}
    nothing = studykit("export", "c.csv", "--deck", "mine", "--tag", "zzz")
    assert nothing.code == 2
    assert "No card is in this scope" in nothing.err
    assert not (tmp_path / "c.csv").exists()


@pytest.mark.parametrize("name", ["a.csv", "a.json", "a.apkg"])
def test_a_file_that_is_there_is_replaced_only_by_force(studykit: Run, full: Path, tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("mine")
    refused = studykit("export", name)
    assert refused.code == 2
    assert "--force" in refused.err
    assert (tmp_path / name).read_text() == "mine"
    assert studykit("export", name, "--force").code == 0
    assert (tmp_path / name).stat().st_size > 1000
    assert not list(tmp_path.glob(".*.part"))


@pytest.mark.parametrize("name", ["x.csv", "x.json"])
def test_a_fault_anywhere_changes_nothing(studykit: Run, full: Path, tmp_path: Path, name: str) -> None:
    before = (state(studykit), (full / "cards" / "mine.yaml").read_bytes())
    text = {"x.csv": "front,back\ngood,one\nbad,\n", "x.json": '{"cards": [{"front": "good", "back": "one"}], "events": [{}]}'}[name]
    (tmp_path / name).write_text(text)
    ran = studykit("import", name)
    assert ran.code == 2
    assert {"x.csv": "x.csv:3: back", "x.json": "x.json: events[0]: id: missing"}[name] in ran.err
    assert "Nothing was imported." in ran.err
    assert (state(studykit), (full / "cards" / "mine.yaml").read_bytes()) == before
    assert [file.name for file in (full / "cards").iterdir()] == ["mine.yaml"]


def test_a_card_that_differs_stays_unless_update_is_asked(studykit: Run, full: Path, tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text("deck,id,front,back\nmine,own,Mine?,Changed.\noptimisers,descent-direction,Other?,Other.\n")
    kept = studykit("import", "x.csv")
    assert "2 differ from yours" in kept.err
    assert (full / "cards" / "mine.yaml").read_text() == DECK
    counted = studykit("import", "x.csv", "--update", "--json").json
    assert counted["cards"] == {"added": 0, "same": 0, "updated": 1, "kept": 1, "left_out": 0}
    assert counted["differing"] == ["optimisers/descent-direction"]
    assert (full / "cards" / "mine.yaml").read_text() == "- id: own\n  front: Mine?\n  back: Changed.\n"
    assert studykit("why", "card:mine/own", "--json").code == 0


def test_an_anki_package_becomes_a_deck_that_is_reviewed(studykit: Run, home: Path) -> None:
    package = Path(__file__).parents[1] / "exchange" / "anki_new.apkg"
    ran = studykit("import", package, "--deck", "german")
    assert ran.code == 0
    assert "5 new" in ran.out
    assert "1 were left out" in ran.err
    assert "2 media are not taken" in ran.err
    rows = studykit("list", "--cards", "--topic", "german", "--json").json
    assert [row["kind"] for row in rows] == ["basic", "cloze", "cloze", "basic", "basic"]
    assert studykit("answer", rows[0]["item"], 4).code == 0


def test_without_ankis_libraries_one_message_says_what_to_install(studykit: Run, tmp_path: Path) -> None:
    for name in ("genanki", "markdownify"):
        (tmp_path / f"{name}.py").write_text("raise ImportError")
    package = Path(__file__).parents[1] / "exchange" / "anki_new.apkg"
    for command in (["export", "a.apkg"], ["import", package]):
        ran = studykit(*command, PYTHONPATH=str(tmp_path))
        assert ran.code == 2
        assert "pip install 'studykit[anki]'" in ran.err
        assert "Traceback" not in ran.err
