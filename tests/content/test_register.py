"""The register of items: the library's own ids, and never those of an earlier state of the packs."""

import os
import time
from pathlib import Path

import pytest

from studykit.content.concepts import siblings
from studykit.content.register import keep_register, kept_register, register_of, state_of
from studykit.study.desk import Desk

CARD = "- id: {}\n  front: Which one?\n  back: This one.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "cards").mkdir()
    return write(tmp_path, "one")


def write(folder: Path, card: str) -> Path:
    """A personal deck of one card; its times are an hour ago, and the time of the change is now."""
    deck = folder / "cards" / "own.yaml"
    deck.write_text(CARD.format(card))
    os.utime(deck, (time.time() - 3600,) * 2)
    return folder


def test_a_register_has_the_items_of_its_library_and_their_siblings(folder: Path) -> None:
    library = Desk(folder=folder).library
    found = register_of(library)
    items = [each.item for each in (*library.exercises.values(), *library.cards.values())]
    assert all(map(found.has, items))
    assert len(items) == len(found.exercises) + len(found.cards)
    assert not found.has("card:own/two")
    assert not found.has("exercise:own/one")
    assert {item: set(kin) for item, kin in found.siblings.items()} == siblings(library.cards.values())


def test_what_is_kept_is_the_same_and_holds_for_its_state_alone(folder: Path, tmp_path: Path) -> None:
    found = register_of(Desk(folder=folder).library)
    keep_register(tmp_path, ["state"], found)
    assert kept_register(tmp_path, ["state"]) == found
    assert kept_register(tmp_path, ["another"]) is None


def test_what_was_written_just_now_is_not_kept_because_another_change_might_not_show(folder: Path, tmp_path: Path) -> None:
    later = (folder / "cards" / "own.yaml").stat().st_mtime + 3600  # however long the test takes to get there
    os.utime(folder / "cards" / "own.yaml", (later, later))
    state = state_of([], folder)
    keep_register(tmp_path, state, register_of(Desk(folder=folder).library))
    assert kept_register(tmp_path, state) is None


def test_a_change_shows_even_where_size_and_time_are_put_back(folder: Path) -> None:
    before = state_of([], folder)
    deck = folder / "cards" / "own.yaml"
    found = deck.stat()
    while deck.stat().st_ctime_ns == found.st_ctime_ns:
        deck.write_text(CARD.format("two"))
        os.utime(deck, ns=(found.st_atime_ns, found.st_mtime_ns))
    assert state_of([], folder) != before


def test_a_desk_follows_its_packs(folder: Path) -> None:
    assert Desk(folder=folder).register.has("card:own/one")
    write(folder, "two")
    assert not Desk(folder=folder).register.has("card:own/one")
    assert Desk(folder=folder).register.has("card:own/two")


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"state": 1}', "\xff"])
def test_a_damaged_file_is_no_register(tmp_path: Path, text: str) -> None:
    (tmp_path / "register.json").write_text(text, encoding="latin-1")
    assert kept_register(tmp_path, ["state"]) is None


def test_what_is_left_out_of_the_learners_decks_is_told_once(folder: Path) -> None:
    (folder / "cards" / "own.yaml").write_text(CARD.format("one") * 2)
    told: list[str] = []
    desk = Desk(folder=folder, notice=told.append)
    assert desk.register.left_out == desk.library.left_out
    assert len(told) == 1
