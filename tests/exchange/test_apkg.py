"""Anki's packages: what we write, read back from their database; what Anki wrote (26.09, in both of its formats), as cards."""

import json
import sqlite3
import zipfile
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest
from hypothesis import given, settings

from studykit.content.deck import Card, CardKind
from studykit.content.pack import builtin_pack, load_library
from studykit.errors import StudykitError
from studykit.exchange.apkg_in import read_apkg
from studykit.exchange.apkg_out import write_apkg
from studykit.exchange.parcel import cards_of
from tests.conftest import examples
from tests.exchange.odd import CARDS as CARDS_AT_ALL
from tests.exchange.odd import FOLDER

HERE = Path(__file__).parent
CODE = 'for i in range(3):\n    print(i < 2 and "a" & 1)  # {{c1::no gap}} <b>\n\n\n\ttab'


def card(slug: str, front: str, **values: object) -> Card:
    return Card("trial-kinds", slug, front, Path("cards/trial-kinds.yaml"), 0, **values)  # type: ignore[arg-type]


CARDS = [
    card("basic", "Is `a < b`, *or* <b>not</b>?", back="Yes.", tags=("two words", "x"), proof="assert True"),
    card("cloze", "`x.mean({{dim=1}})` and {{`nn::F`}} and {{{a}}}", kind=CardKind.CLOZE, code=CODE),
    card("typed", "Name?", kind=CardKind.TYPED, answer=("a<b", "b>a")),
    card("choice", "Which?", kind=CardKind.CHOICE, answer=("`one`",), choices=("two", "three")),
    card("predict", "Prints?", kind=CardKind.PREDICT, code=CODE, prints="0\n<1>"),
]


def database(file: Path, folder: Path) -> sqlite3.Connection:
    with zipfile.ZipFile(file) as package:
        return sqlite3.connect(package.extract("collection.anki2", folder))


def fields(tmp_path: Path) -> dict[str, list[str]]:
    assert write_apkg(tmp_path / "out.apkg", CARDS) == len(CARDS)
    rows = database(tmp_path / "out.apkg", tmp_path).execute("SELECT flds FROM notes").fetchall()
    split = [row[0].split("\x1f") for row in rows]
    return {parts[3].partition("/")[2]: parts[:3] for parts in split}


def test_each_kind_has_its_sides(tmp_path):
    sides = fields(tmp_path)
    assert sides["basic"] == ["<p>Is <code>a &lt; b</code>, <em>or</em> &lt;b&gt;not&lt;/b&gt;?</p>", "", "<p>Yes.</p>"]
    assert sides["typed"] == ["<p>Name?</p>", "a&lt;b", "<p>or <code>b&gt;a</code></p>"]
    assert sides["choice"][0].count("<li>") == 3
    assert sides["choice"][2] == "<p><code>one</code></p>"
    assert sides["predict"][2] == '<pre><code class="language-plain">0\n&lt;1&gt;</code></pre>'


def test_gaps_are_ankis_own_and_end_where_they_should(tmp_path):
    front = fields(tmp_path)["cloze"][0].partition("<pre>")[0]
    assert front == ("<p><code>x.mean({{c1::dim=1}})</code> and {{c1::<code>nn&#58;&#58;F</code>}} and {{c1::&#123;a&#125;}}</p>")


def test_code_is_kept_character_for_character(tmp_path):
    html = fields(tmp_path)["predict"][0]
    assert unescape(html.partition('<code class="language-python">')[2].removesuffix("</code></pre>")) == CODE


def test_a_second_export_has_the_same_ids_so_that_anki_updates(tmp_path):
    ids = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        write_apkg(tmp_path / f"{name}.apkg", CARDS if name == "one" else [*CARDS[::-1]])
        of = database(tmp_path / f"{name}.apkg", tmp_path / name)
        decks, models = of.execute("SELECT decks, models FROM col").fetchone()
        ids.append((of.execute("SELECT guid, mid FROM notes ORDER BY guid").fetchall(), set(json.loads(decks)), len(models)))
    assert ids[0] == ids[1]


def test_every_card_of_the_pack_becomes_one_note_and_one_card(tmp_path):
    cards = list(load_library([builtin_pack()]).cards.values())
    write_apkg(tmp_path / "out.apkg", cards)
    of = database(tmp_path / "out.apkg", tmp_path)
    assert of.execute("SELECT count(*), count(DISTINCT guid) FROM notes").fetchone() == (len(cards), len(cards))
    assert of.execute("SELECT count(*), count(DISTINCT did) FROM cards").fetchone() == (len(cards), len({card.deck for card in cards}))


def imported(file: Path, known: dict[str, Card] | None = None) -> list[Card]:
    return cards_of(read_apkg(file).entries, FOLDER, known or {})


def test_what_went_to_anki_comes_back_equal_whatever_its_kind(tmp_path):
    write_apkg(tmp_path / "out.apkg", CARDS)
    assert imported(tmp_path / "out.apkg") == CARDS


@settings(max_examples=examples(40), deadline=None)
@given(CARDS_AT_ALL)
def test_whatever_a_card_holds_its_note_brings_it_back(tmp_path_factory, cards):
    file = tmp_path_factory.mktemp("out") / "out.apkg"
    write_apkg(file, cards)
    assert sorted(imported(file), key=lambda card: card.id) == sorted(cards, key=lambda card: card.id)


def edited_in_anki(tmp_path: Path, change: tuple[str, str]) -> dict[str, Card]:
    """What comes back of CARDS after a text in their notes was replaced by hand."""
    write_apkg(tmp_path / "out.apkg", CARDS)
    with database(tmp_path / "out.apkg", tmp_path) as of:
        of.execute("UPDATE notes SET flds = replace(flds, ?, ?)", change)
    of.close()
    return {card.slug: card for card in imported(damaged(tmp_path, "collection.anki2", (tmp_path / "collection.anki2").read_bytes()))}


def test_a_note_edited_in_anki_is_taken_as_it_is_there_and_keeps_what_anki_does_not_show(tmp_path):
    back = edited_in_anki(tmp_path, ("<p>Yes.</p>", "<p>No &amp; <b>never</b>.</p>"))
    assert (back["basic"].back, back["basic"].proof) == ("No & **never**.", "assert True")
    assert [back[card.slug] for card in CARDS[1:]] == CARDS[1:]


def test_an_edited_cloze_keeps_its_gaps_and_its_code(tmp_path):
    back = edited_in_anki(tmp_path, ("<p><code>x.mean(", "<p>So <code>x.mean("))["cloze"]
    assert (back.kind, back.gaps(), back.code) == ("cloze", ("dim=1", "`nn::F`", "{a}"), CODE)


def test_an_export_leaves_no_temporary_file_behind(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    (out := tmp_path / "out").mkdir()
    write_apkg(out / "out.apkg", CARDS)
    assert list(tmp_path.iterdir()) == [out]


@pytest.mark.parametrize("name", ["anki_new.apkg", "anki_old.apkg"])
def test_what_anki_wrote_becomes_cards(name):
    parcel = read_apkg(HERE / name)
    cards = cards_of(parcel.entries, Path("cards"), {})
    assert {card.deck for card in cards} == {"deutsch-verben-mehr"}
    assert [card.front for card in cards][:4] == [
        r"Was ist **rot**? \*nicht\* \_\_init\_\_ zero_grad (image rot.png, not taken) (sound a b.mp3, not taken)",
        "Die {{Sonne}} (hint: Stern) scheint, der Mond {{nachts}} auch: `a_b_c`",
        "Die Sonne scheint, der {{Mond nachts}} auch: `a_{{b_c}}`",
        "日本語",
    ]
    assert cards[0].back == "eine\n\nFarbe\n\nx < 3"
    assert cards[0].tags == ("a::b", "c")
    assert [(card.front, card.back) for card in cards[3:5]] == [("日本語", "nihongo `x_1^2` `y*z`"), ("nihongo `x_1^2` `y*z`", "日本語")]
    assert cards[5].back.startswith("```\nfor i in x:\n    print(i < 2)\n\n\n\n    y\n```\n\n- a\n- b\n")
    assert parcel.media == ("rot.png", "a b.mp3")
    assert (parcel.anki_cards, len(cards)) == (7, 6)
    assert [one.why for one in parcel.left_out] == ["no answer"]


def test_a_note_that_was_edited_in_anki_keeps_its_card():
    entries = read_apkg(HERE / "anki_old.apkg").entries
    before = {card.id: card for card in cards_of(entries, Path("cards"), {})}
    edited = [replace(entry, raw={**entry.raw, "front": f"Now {{{{also}}}} {entry.raw['front']}"}) for entry in entries]
    assert {card.id for card in cards_of(edited, Path("cards"), before)} == set(before)


def damaged(tmp_path: Path, name: str, content: bytes) -> Path:
    file = tmp_path / "x.apkg"
    with zipfile.ZipFile(file, "w") as package:
        package.writestr(name, content)
    return file


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("media", b"{}", "holds no collection"),
        ("collection.anki2", b"no database at all" * 100, "its collection is damaged"),
        ("collection.anki2", b"", "its collection is damaged"),
        ("collection.anki21b", b"no zstandard", "damaged"),
    ],
)
def test_a_damaged_package_is_told_in_one_line(tmp_path, name, content, told):
    with pytest.raises(StudykitError, match=told) as caught:
        read_apkg(damaged(tmp_path, name, content))
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("length", [0, 100, 3000, 20000, 57000])
def test_a_package_cut_short_is_told(tmp_path, length):
    (tmp_path / "x.apkg").write_bytes((HERE / "anki_new.apkg").read_bytes()[:length])
    with pytest.raises(StudykitError, match="no package of Anki, or damaged"):
        read_apkg(tmp_path / "x.apkg")


def test_a_moment_that_no_calendar_has_is_told_as_damage(tmp_path):
    write_apkg(tmp_path / "out.apkg", CARDS)
    with database(tmp_path / "out.apkg", tmp_path) as of:
        of.execute("UPDATE cards SET queue = -2, mod = ?", (2**60,))
    of.close()
    with pytest.raises(StudykitError, match="its collection is damaged"):
        read_apkg(damaged(tmp_path, "collection.anki2", (tmp_path / "collection.anki2").read_bytes()), with_schedule=True)


def test_a_card_without_its_note_is_named(tmp_path):
    write_apkg(tmp_path / "out.apkg", CARDS)
    with database(tmp_path / "out.apkg", tmp_path) as of:
        of.execute("DELETE FROM notes WHERE id = (SELECT min(id) FROM notes)")
    of.close()
    parcel = read_apkg(damaged(tmp_path, "collection.anki2", (tmp_path / "collection.anki2").read_bytes()))
    assert [one.why for one in parcel.left_out] == ["its note is not in the package"]
    assert len(parcel.entries) == len(CARDS) - 1
