"""Which installed packs can be used: a broken one is left out as a whole, with the reason, and the rest is as without it."""

import pytest

from studykit.content.installed import InstalledPack
from studykit.content.pack import load_library
from studykit.errors import PackError
from tests.small_pack import pack_that_builds_on_it

CARD = "- id: {}\n  front: b\n  back: c\n"


@pytest.fixture
def install(tmp_path):
    def install(name, **decks):
        (tmp_path / name / "cards").mkdir(parents=True)
        for deck, text in decks.items():
            (tmp_path / name / "cards" / f"{deck}.yaml").write_text(text, encoding="utf-8")
        return InstalledPack(name, f"studykit-{name}", name, str(tmp_path / name))

    return install


def test_a_sound_one_is_part_of_the_library(pack, install, tmp_path):
    library = load_library([pack.path], None, None, [install("words", words=CARD.format("a"))])
    assert "words/a" in library.cards
    assert library.packs == (pack.path, tmp_path / "words")
    assert library.broken == ()


def test_one_with_a_fault_is_left_out_with_reason_and_what_to_do(pack, install, tmp_path):
    packs = [install("broken", words="- id: 'open"), install("fine", more=CARD.format("a"))]
    library = load_library([pack.path], None, None, packs)
    (told,) = library.broken
    assert told.startswith("left out the installed pack 'broken': cards/words.yaml:1:12: YAML: ")
    assert "run `pip install --force-reinstall studykit-broken`" in told
    assert told.endswith(f"`studykit check {tmp_path / 'broken'}`")
    assert "\n" not in told
    assert "more/a" in library.cards
    assert library.packs == (pack.path, tmp_path / "fine")


def test_many_faults_are_one_line(pack, install):
    (told,) = load_library([pack.path], None, None, [install("broken", words="- id: a\n  front: b\n- id: c\n  front: d\n")]).broken
    assert "cards/words.yaml:1: card 'a': back: a basic card needs one (and 1 more);" in told


def test_one_without_a_folder_is_left_out(pack):
    gone = InstalledPack("gone", "studykit-gone", "gone", fault="its folder /gone is missing")
    assert load_library([pack.path], None, None, [gone]).broken == (
        "left out the installed pack 'gone': its folder /gone is missing; run `pip install --force-reinstall studykit-gone`",
    )


def test_of_two_with_the_same_id_the_second_is_left_out(pack, install, tmp_path):
    packs = [install("one", words=CARD.format("a")), install("two", words=CARD.format("a"))]
    library = load_library([pack.path], None, None, packs)
    assert library.card("words/a").file == tmp_path / "one/cards/words.yaml"
    one, two = tmp_path / "one", tmp_path / "two"
    assert library.broken == (
        f"left out the installed pack 'two': its card words/a is also in the pack {one}; rename one of the two: there, or in {two}",
    )


def test_an_id_of_a_given_pack_is_the_installed_ones_fault(pack, install):
    packs = [install("one", optimizers=CARD.format("rate"))]
    library = load_library([pack.path], None, None, packs)
    assert "installed pack 'one'" in library.broken[0]
    assert library.cards == pack.library().cards


def test_a_former_id_of_a_given_pack_is_the_installed_ones_fault(pack, install):
    pack.replace("cards/optimizers.yaml", "- id: rate\n", "- id: rate\n  aliases: [words/a]\n")
    library = load_library([pack.path], None, None, [install("one", words=CARD.format("a"))])
    assert "installed pack 'one'" in library.broken[0]


def test_what_builds_on_one_that_is_left_out_is_left_out(pack, install, tmp_path):
    base = install("base", words="- id: 'open")
    second = pack_that_builds_on_it(tmp_path / "second")
    second.replace("exercises/more/momentum/exercise.yaml", "cards: [more/inertia]", "cards: [words/a]")
    library = load_library([pack.path], None, None, [base, InstalledPack("second", "second", "second", str(second.path))])
    assert ["'base'" in library.broken[0], "no card 'words/a'" in library.broken[1]] == [True, True]
    assert library.exercises == pack.library().exercises


def test_a_given_pack_is_read_strictly(pack, install, tmp_path):
    install("broken", words="- id: 'open")
    with pytest.raises(PackError):
        load_library([pack.path, tmp_path / "broken"])


def test_a_fault_is_kept_until_the_pack_changes(pack, install, tmp_path):
    broken, cache = install("broken", words="- id: 'open"), tmp_path / "cache"
    first, second = (load_library([pack.path], cache, None, [broken]) for _ in range(2))
    assert first.broken == second.broken != ()
    (tmp_path / "broken/cards/words.yaml").write_text(CARD.format("a"), encoding="utf-8")
    assert "words/a" in load_library([pack.path], cache, None, [broken]).cards
