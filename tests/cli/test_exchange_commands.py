"""`export` and `import`: what a learner carries out comes in again, and nothing is ever half done."""

import csv
import json
import shutil
import sqlite3
import zipfile
from collections.abc import Callable
from contextlib import chdir
from datetime import date, timedelta
from pathlib import Path

import pytest

from studykit.installing import install_command
from tests.conftest import Ran

Run = Callable[..., Ran]
CARD = "card:optimizers/descent-direction"
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
    assert studykit("export", "b.json", "--deck", "optimizers", "--tag", "autograd").code == 0
    assert {card["deck"] for card in json.loads((tmp_path / "b.json").read_text())["cards"]} == {"optimizers"}
    nothing = studykit("export", "c.csv", "--deck", "mine", "--tag", "zzz")
    assert nothing.code == 2
    assert "No card is in this scope" in nothing.err
    assert not (tmp_path / "c.csv").exists()


@pytest.mark.parametrize("name", ["a.csv", "a.json", "a.apkg"])
def test_an_existing_file_is_overwritten_only_with_yes(studykit: Run, full: Path, tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("mine")
    refused = studykit("export", name)
    assert refused.code == 2
    assert f"{name}: already exists. Add --yes to overwrite it anyway; nothing was changed." in refused.err
    assert (tmp_path / name).read_text() == "mine"
    assert studykit("export", name, "--yes").code == 0
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
    (tmp_path / "x.csv").write_text("deck,id,front,back\nmine,own,Mine?,Changed.\noptimizers,descent-direction,Other?,Other.\n")
    kept = studykit("import", "x.csv")
    assert "2 differ from yours" in kept.err
    assert (full / "cards" / "mine.yaml").read_text() == DECK
    counted = studykit("import", "x.csv", "--update", "--json").json
    assert counted["cards"] == {"added": 0, "same": 0, "updated": 1, "kept": 1, "left_out": 0}
    assert counted["differing"] == ["optimizers/descent-direction"]
    assert (full / "cards" / "mine.yaml").read_text() == "- id: own\n  front: Mine?\n  back: Changed.\n"
    assert studykit("why", "card:mine/own", "--json").code == 0


def test_an_anki_package_becomes_a_deck_that_is_reviewed(studykit: Run, home: Path) -> None:
    package = Path(__file__).parents[1] / "exchange" / "anki_new.apkg"
    ran = studykit("import", package, "--deck", "german")
    assert ran.code == 0
    assert "Anki has 7 cards here; 6 made." in ran.out
    assert "6 new" in ran.out
    assert "1 were left out, for no answer: note m0N~:NA,(% ('leer')" in ran.err
    assert "2 media are not taken" in ran.err
    rows = studykit("list", "--cards", "--topic", "german", "--json").json
    assert [row["kind"] for row in rows] == ["basic", "cloze", "cloze", "basic", "basic", "basic"]
    assert studykit("answer", rows[0]["item"], 4).code == 0


def test_importing_twice_changes_nothing_whatever_the_file_repeats(studykit: Run, home: Path, tmp_path: Path) -> None:
    (tmp_path / "dup.csv").write_text("front,back\nlr?,learning rate\nlr?,learning rate\nlr?,left right\n")
    first = studykit("import", "dup.csv")
    assert "2 new" in first.out
    assert "dup.csv:3: the same card as dup.csv:2" in first.err
    assert "dup.csv:4: another answer to the front of dup.csv:2" in first.err
    written = (home / "cards" / "dup.yaml").read_bytes()
    again = studykit("import", "dup.csv", "--json").json
    assert again["cards"] == {"added": 0, "same": 2, "updated": 0, "kept": 0, "left_out": 0}
    assert len(again["remarks"]) == 2
    assert (home / "cards" / "dup.yaml").read_bytes() == written


def test_many_rows_that_repeat_are_told_of_in_part(studykit: Run, home: Path, tmp_path: Path) -> None:
    (tmp_path / "dup.csv").write_text("front,back\n" + "a,b\n" * 15)
    ran = studykit("import", "dup.csv")
    assert ran.err.count("the same card as") == 10
    assert "and 4 more such rows; --json lists all." in ran.err


def test_a_file_without_a_header_is_told_of_as_front_and_back(studykit: Run, home: Path, tmp_path: Path) -> None:
    (tmp_path / "docker.csv").write_text("docker ps\tlists containers\ndocker pull [image]\tfetches an image\n")
    ran = studykit("import", "docker.csv")
    assert "2 new" in ran.out
    assert "docker.csv names no columns in its first line, so the two are front and back." in ran.err


@pytest.mark.parametrize("name", ["all.json", "all.csv", "all.apkg"])
def test_what_was_exported_is_the_same_when_it_comes_in(studykit: Run, full: Path, name: str) -> None:
    assert studykit("export", name).code == 0
    found = studykit("import", name, "--json").json
    assert (found["cards"]["added"], found["cards"]["kept"], found["cards"]["left_out"]) == (0, 0, 0)
    assert found["cards"]["same"] > 700


def with_past(tmp_path: Path) -> Path:
    """A package of Anki with a card that was reviewed twice and is due on a day to come, and one that is suspended."""
    package = tmp_path / "past.apkg"
    shutil.copy(Path(__file__).parents[1] / "exchange" / "anki_old.apkg", package)
    with zipfile.ZipFile(package) as whole:
        whole.extract("collection.anki21", tmp_path)
    with sqlite3.connect(tmp_path / "collection.anki21") as connection:
        first, *_, last = [id for (id,) in connection.execute("SELECT id FROM cards ORDER BY id")]
        day = 86_400_000
        for number, ease in ((1, 3), (2, 4)):
            at = 1_770_000_000_000 + number * day
            connection.execute("INSERT INTO revlog VALUES (?, ?, -1, ?, 1, 0, 2500, 3000, 1)", (at, first, ease))
        connection.execute("UPDATE cards SET type = 2, queue = 2, due = 400, ivl = 30 WHERE id = ?", (first,))
        connection.execute("UPDATE cards SET queue = -1 WHERE id = ?", (last,))
    connection.close()
    with zipfile.ZipFile(package, "w") as whole:
        whole.write(tmp_path / "collection.anki21", "collection.anki21")
    return package


def test_years_in_anki_come_along_if_that_is_asked_for(studykit: Run, home: Path, tmp_path: Path) -> None:
    package = with_past(tmp_path)
    plain = studykit("import", package)
    assert "Anki has a history of 1 card here; --with-schedule takes it over, with the due dates." in plain.err
    assert "Events of" in plain.out  # that of the suspended card
    taken = studykit("import", package, "--with-schedule", "--json").json
    assert taken["events"] == {"added": 3, "same": 1}
    assert taken["anki"] == {"cards": 7, "made": 6}
    assert studykit("import", package, "--with-schedule", "--json").json["events"] == {"added": 0, "same": 4}
    rows = {row["item"]: row for row in studykit("list", "--cards", "--topic", "deutsch-verben-mehr", "--json").json}
    assert [row["status"] for row in rows.values()].count("suspended") == 1
    (known,) = [row for row in rows.values() if row["due"]]
    assert known["due"] == (date.fromtimestamp(1_795_233_600) + timedelta(400)).isoformat()  # when the package's collection began
    assert studykit("stats", "--json").json["reviews"] == 2
    assert studykit("doctor", "--json").json["log_matches_cache"]


def test_without_ankis_libraries_one_message_says_what_to_install(studykit: Run, tmp_path: Path) -> None:
    for name in ("genanki", "markdownify"):
        (tmp_path / f"{name}.py").write_text("raise ImportError")
    package = Path(__file__).parents[1] / "exchange" / "anki_new.apkg"
    with chdir(tmp_path):
        install = install_command("anki")
    for command in (["export", "a.apkg"], ["import", package]):
        ran = studykit(*command, PYTHONPATH=str(tmp_path))
        assert ran.code == 2
        assert f"needs more packages: run `{install}`. Nothing was changed." in ran.err
        assert "Traceback" not in ran.err
