"""Against Anki's own library: what it exports comes in as it shows it, in every format, and ours goes through it unharmed.

It needs a Python that has the package `anki`: this one, or the one that STUDYKIT_TEST_ANKI names.
"""

import importlib.util
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from studykit.authoring.write import values_of
from studykit.content.deck import Card
from studykit.content.pack import builtin_pack, load_library
from studykit.exchange.apkg_out import write_apkg
from studykit.exchange.files import read
from studykit.exchange.parcel import Made, Parcel, made
from studykit.progress.events import Kind
from tests.exchange.test_apkg import CARDS

PYTHON = os.environ.get("STUDYKIT_TEST_ANKI") or (sys.executable if importlib.util.find_spec("anki") else "")
pytestmark = pytest.mark.skipif(not PYTHON, reason="needs Anki's library: pip install anki, STUDYKIT_TEST_ANKI=its Python")
FOLDER = Path("cards")
PACKAGES = ["new.apkg", "old.apkg", "whole.colpkg"]
OURS = {card.id: card for card in [*load_library([builtin_pack()]).cards.values(), *CARDS]}
MARKS = re.compile(r"\[\[type:.*?\]\]|\[[^\[\]]*\]|\((?:image .*?, not taken|hint: .*?)\)")  # of gaps, hints and images


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What Anki exported of its own, and ours after it went through Anki."""
    folder = tmp_path_factory.mktemp("anki")
    write_apkg(folder / "ours.apkg", OURS.values())
    subprocess.run([PYTHON, Path(__file__).with_name("by_anki.py"), folder, folder / "ours.apkg"], check=True)
    return folder


def taken(folder: Path, name: str, known: dict[str, Card] | None = None) -> tuple[Parcel, Made]:
    parcel = read(folder / name, with_schedule=name.endswith("pkg"))
    return parcel, made(parcel.entries, FOLDER, known or {})


def shown_by_anki(folder: Path) -> list[dict[str, Any]]:
    return json.loads((folder / "cards.json").read_text())


def letters(text: str) -> str:
    return "".join(re.findall(r"\w", MARKS.sub("", text)))  # no blanks, for Anki's plain text has none between its elements


@pytest.mark.parametrize("name", PACKAGES)
def test_each_card_of_anki_is_made_or_named(folder: Path, name: str) -> None:
    parcel, found = taken(folder, name)
    assert parcel.anki_cards == len(shown_by_anki(folder)) == len(found.cards) + len(parcel.left_out)
    assert sorted(one.why.partition(",")[0] for one in parcel.left_out) == [
        "image occlusion",
        "its answer is only an image or a sound",
        "its question is only an image or a sound",
    ]


@pytest.mark.parametrize("name", PACKAGES)
def test_both_formats_and_the_whole_collection_are_the_same_cards(folder: Path, name: str) -> None:
    assert [(card.id, card.front, card.back, card.tags) for card in taken(folder, name)[1].cards] == [
        (card.id, card.front, card.back, card.tags) for card in taken(folder, "plain.apkg")[1].cards
    ]


def test_a_card_asks_and_answers_what_anki_shows(folder: Path) -> None:
    by_anki = {(card["guid"], card["number"]): card for card in shown_by_anki(folder)}
    for card in taken(folder, "new.apkg")[1].cards:
        note = card.source[-1]  # its id may have a number sign, too
        anki = by_anki[note.removeprefix("anki:"), int(card.source[0][len(note) + 1 :] or 1) - 1]
        assert letters(card.hidden()) == letters(anki["question"])
        assert letters(f"{card.shown()} {' '.join(card.answer)} {card.back}") == letters(
            anki["answer"].replace("[[type:Back]]", "Paris & <more>")
        )


def test_the_schedule_comes_along(folder: Path) -> None:
    found = taken(folder, "new.apkg")[1]
    kinds = {card.slug: [one.kind for one in entry.past] for card, entry in zip(found.cards, found.entries, strict=True)}
    assert kinds["what-rank"] == [Kind.REVIEWED, Kind.DRILLED, Kind.REVIEWED, Kind.REVIEWED, Kind.POSTPONED]
    assert (kinds["dog"], kinds["katze"], kinds["maus"]) == ([Kind.SUSPENDED], [Kind.BURIED], [])


def test_a_package_without_a_schedule_says_nothing_of_one(folder: Path) -> None:
    assert not any("--with-schedule" in remark for remark in read(folder / "plain.apkg").remarks)
    assert any("--with-schedule" in remark for remark in read(folder / "new.apkg").remarks)


def test_notes_in_plain_text_are_the_cards_of_the_package(folder: Path) -> None:
    packed = {card.id: card for card in taken(folder, "new.apkg")[1].cards}
    parcel, found = taken(folder, "notes.txt", packed)
    assert len(found.cards) + len(parcel.left_out) == 16  # of the two of Vocabulary, whose templates no text has, one
    assert {card.id for card in found.cards} <= packed.keys()
    plain = [card for card in found.cards if not card.front.startswith(("first", "second", "perro"))]
    assert [(card.front, card.back, card.kind) for card in plain] == [
        (packed[card.id].front, packed[card.id].back, packed[card.id].kind) for card in plain
    ]


def test_what_went_through_anki_comes_back_equal_but_for_what_was_edited_there(folder: Path) -> None:
    found = taken(folder, "again.apkg", OURS)[1]
    assert len(found.cards) == len(OURS)
    changed = {card.id: card.back for card in found.cards if values_of(card) != values_of(OURS[card.id])}
    assert changed == {"trial-kinds/basic": "Yes.\n\nMore."}
