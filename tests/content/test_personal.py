"""Personal decks: a fault leaves out its card, is told with file and line, and stops nothing."""

import subprocess
import sys

import pytest

from studykit.content.pack import load_library

GOOD = "- id: own\n  front: Mine?\n  back: Yes.\n"


@pytest.fixture
def home(tmp_path):
    (tmp_path / "home" / "cards").mkdir(parents=True)
    return tmp_path / "home"


def load(pack, home, cache=None):
    return load_library([pack.path], cache, home)


def test_personal_cards_stand_beside_those_of_the_pack(pack, home):
    (home / "cards" / "mine.yaml").write_text(GOOD)
    (home / "cards" / "optimizers.yaml").write_text(GOOD)
    library = load(pack, home)
    assert library.card("mine/own").file == home / "cards" / "mine.yaml"
    assert {"optimizers/own", "optimizers/rate"} <= set(library.cards)
    assert library.left_out == ()


def test_without_personal_decks_the_library_is_the_packs(pack, tmp_path):
    assert load_library([pack.path], None, tmp_path / "nowhere") == pack.library()


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("mine.yaml", GOOD + "- id: bad\n  front: No back\n", "cards/mine.yaml:4: card 'bad': back: a basic card needs one"),
        ("mine.yaml", GOOD + "- id: bad\n  fornt: x\n", "cards/mine.yaml:4: card 'bad': unknown key 'fornt' (did you mean 'front'?)"),
        ("mine.yaml", GOOD + GOOD, "cards/mine.yaml:4: card 'own': id: given twice (first at line 1)"),
        ("mine.yaml", GOOD + "- id: bad\n  front: 'open\n", "cards/mine.yaml:6:1: YAML: "),
        ("mine.yaml", "just words", "cards/mine.yaml: expected a list of cards, found text"),
        ("mine.yaml", b"- id: \xff", "cards/mine.yaml: not UTF-8 (byte 7)"),
        ("My Deck.yaml", GOOD, "cards/My Deck.yaml: a deck's name must be small letters, digits, hyphens and underscores"),
        ("mine.yml", GOOD, "cards/mine.yml: a deck's file must end in .yaml"),
        ("optimizers.yaml", GOOD.replace("own", "rate"), "cards/optimizers.yaml:1: card 'rate': id: given twice (also in "),
    ],
)
def test_a_fault_is_told_by_file_and_line_and_the_rest_works(pack, home, name, text, told):
    (home / "cards" / "other.yaml").write_text(GOOD)
    (home / "cards" / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    library = load(pack, home)
    assert any(fault.startswith(f"{home}/{told}") for fault in library.left_out), library.left_out
    assert set(library.cards) >= {"other/own", *pack.library().cards}
    assert "mine/bad" not in library.cards


def test_the_sound_cards_of_a_deck_with_a_faulty_one_are_asked(pack, home):
    (home / "cards" / "mine.yaml").write_text("- id: bad\n" + GOOD)
    assert "mine/own" in load(pack, home).cards


def test_a_taken_id_stays_that_of_the_pack(pack, home):
    (home / "cards" / "optimizers.yaml").write_text(GOOD.replace("own", "rate"))
    assert load(pack, home).card("optimizers/rate").file == pack.path / "cards" / "optimizers.yaml"


def test_cards_and_faults_are_kept_until_a_deck_changes(pack, home, tmp_path):
    cache, deck = tmp_path / "cache", home / "cards" / "mine.yaml"
    deck.write_text(GOOD + "- id: bad\n")
    read, kept = load(pack, home, cache), load(pack, home, cache)
    assert read == kept
    assert len(kept.left_out) == 1
    deck.write_text(GOOD)
    assert load(pack, home, cache).left_out == ()


def test_kept_decks_are_read_without_yaml_even_where_one_has_a_fault(pack, home, tmp_path):
    (home / "cards" / "mine.yaml").write_text(GOOD + "- id: bad\n")
    code = (
        "import sys; from pathlib import Path; from studykit.content.pack import load_library;"
        "library = load_library([Path(sys.argv[1])], Path(sys.argv[2]), Path(sys.argv[3]));"
        "print(len(library.left_out), sorted({'yaml', 'pydantic'} & set(sys.modules)))"
    )
    command = [sys.executable, "-c", code, str(pack.path), str(tmp_path / "cache"), str(home)]
    printed = [subprocess.run(command, capture_output=True, text=True, check=True).stdout for _ in range(2)]
    assert printed == ["1 ['pydantic', 'yaml']\n", "1 []\n"]


def test_a_new_card_in_a_small_deck_leaves_the_large_one_kept(pack, home, tmp_path):
    cache = tmp_path / "cache"
    for name in ("large", "small"):
        (home / "cards" / f"{name}.yaml").write_text(GOOD)
    load(pack, home, cache)
    before = {file: file.stat().st_mtime_ns for file in cache.iterdir()}
    (home / "cards" / "small.yaml").write_text(GOOD + GOOD.replace("own", "new"))
    load(pack, home, cache)
    assert sum(file.stat().st_mtime_ns != before[file] for file in cache.iterdir()) == 1
