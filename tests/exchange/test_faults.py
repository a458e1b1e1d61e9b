"""A file with a fault is refused whole, in words that name the line."""

import json
from pathlib import Path

import pytest

from studykit.errors import StudykitError
from studykit.exchange.files import read, whole
from studykit.exchange.parcel import cards_of

HISTORY = "id,at,day,device,kind,item,data\n"
ID = "019b796dd600-0000-0123456789abcdef"
EVENT = {
    "id": ID,
    "at": "2026-01-01T12:00:00.000+00:00",
    "day": "2026-01-01",
    "device": "0123456789abcdef",
    "kind": "reviewed",
    "item": "card:a/b",
    "data": {"quality": 4},
}


def message(tmp_path: Path, name: str, content: str | bytes) -> str:
    file = tmp_path / name
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(StudykitError) as caught:
        cards_of(read(file).entries, tmp_path / "cards", {})
    return str(caught.value).replace(f"{file}", "FILE")


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("front,back\na,b\nc,\n", "FILE:3: back: a basic card needs one"),
        ('front,back\n"two\nlines",b\nc,\n', "FILE:4: back: a basic card needs one"),
        ("front,back\na,b,c\n", "FILE:2: 3 cells, but the header has 2 columns"),
        ('front,back\na,b\n"c,d\ne,f\n', "FILE:3: CSV: unexpected end of data"),
        ("front,bakc\na,b\n", "FILE:1: unknown column 'bakc' (did you mean 'back'?)"),
        ("front,back,back\na,b,c\n", "FILE:1: column 'back' given twice"),
        ("front,back,kind\na,b,cloze\n", "FILE:2: front: a cloze needs a gap, {{answer}}"),
        ("front,back,kind\na,b,clozed\n", "FILE:2: kind: 'clozed' is not one of basic, cloze, typed, choice, predict"),
        ("id,front,back\na,b,c\na,d,e\n", "FILE:3: id: 'given/a' given twice (first at FILE:2)"),
        ("id,front,back\nA B,b,c\n", "FILE:2: id: expected small letters, digits and hyphens, found 'A B'"),
        ("deck,front,back\n../etc,b,c\n", "FILE:2: deck: expected small letters, digits, hyphens and underscores, found '../etc'"),
        ("x,y,z\n1,2,3\n", "FILE:1: no column `front` (cards)"),
        ("x,y,z\n1,2,3\n", "this line has 3. Write a first line that names the columns, such as `front,back,tags`."),
        ("x;y;z\n1;2;3\n", "such as `front;back;tags`."),
        ("x\ty\tz\n1\t2\t3\n", "such as `front<Tab>back<Tab>tags`."),
        (
            "front,back,my notes\na,b,c\n",
            "FILE:1: unknown column 'my notes'; take it out, or give it one of these names: deck, id, front, ",
        ),
        ("one column\nonly\n", "this line has 1. Write a first line"),
        ("back,tags\na,b\n", "FILE:1: no column `front` (cards)"),
        ("frnt,back\na,b\n", "FILE:1: no column `front` (cards)"),
        ("a,b\nc,d,e\n", "FILE:2: 3 cells, but the header has 2 columns (a text with a comma needs quotation marks around it)"),
        ("front,,back\na,,b\nc,x,d\n", "FILE:3: 'x' is in a column without a name"),
        ("sep=;\nfront;bakc\n", "FILE:2: unknown column 'bakc'"),
        ("#separator:tab\n#tags column:x\na\tb\n", "FILE:2: #tags column: expected the number of a column, from 1, found 'x'"),
        (" \n\n", "FILE: is empty. Nothing was imported."),
        (b"front,back\na,b\nc,\xff\n", "FILE:3: byte 18 is not UTF-8"),
        (HISTORY + "a,b\n", "FILE:2: day: missing"),
        (
            HISTORY + f'{ID},yesterday,2026-01-01,0123456789abcdef,reviewed,card:a/b,"{{}}"\n',
            "FILE:2: Invalid isoformat string: 'yesterday'",
        ),
        (
            HISTORY + f'{ID},2026-01-01T12:00,2026-01-01,0123456789abcdef,hinted,card:a/b,"{{}}"\n',
            "FILE:2: at: expected a moment with its zone",
        ),
    ],
)
def test_a_fault_of_a_csv_file_names_its_line(tmp_path, content, told):
    assert told in message(tmp_path, "given.csv", content)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ('{"cards": [\n{"front": "a"},\n]}', "FILE:3:1: JSON: "),
        ('{"cards": [{"id": "x", "front": "a"}]}', "FILE: cards[0] (x): back: a basic card needs one"),
        ('[{"front": "a", "back": "b"}, 3]', "FILE: cards[1]: expected an object"),
        ('[{"front": "a", "back": 3}]', "FILE: cards[0]: back: expected text, found '3'"),
        ('[{"front": "a", "back": "\\ud800"}]', "FILE: cards[0]: text: holds half a character"),
        ('[{"front": "a", "back": "b", "x": 1}]', "FILE: cards[0]: unknown key 'x'"),
        ('{"cards": [], "more": 1}', 'FILE: unknown key "more"; known are studykit, cards, events'),
        ('{"studykit": 2, "cards": []}', "FILE: written in format 2; this studykit reads 1. Upgrade studykit."),
        ("7", 'FILE: expected an object with "cards" or "events"'),
        ("[" * 100_000, "FILE: JSON: maximum recursion depth exceeded"),
        (
            json.dumps({"events": [EVENT, {**EVENT, "kind": "revised"}]}),
            f"FILE: events[1]: event {ID} of card:a/b: 'revised'",
        ),
        (json.dumps({"events": [{**EVENT, "data": {"quality": 6}}]}), "a review needs a quality of 0 to 5, not 6"),
        (json.dumps({"events": [{**EVENT, "data": "4"}]}), "FILE: events[0]: data: expected a JSON object, found '4'"),
        (
            json.dumps({"events": [{**EVENT, "device": "f" * 16}]}),
            f"FILE: events[0]: id '{ID}' is not that of moment 2026-01-01T12:00:00+00:00",
        ),
        ('{"events": [{"data": {"quality": NaN}}]}', "FILE: JSON: NaN is no number of JSON"),
    ],
)
def test_a_fault_of_a_json_file_names_the_part(tmp_path, content, told):
    assert told in message(tmp_path, "given.json", content)


def test_of_many_faults_the_first_are_told_and_the_others_counted(tmp_path):
    text = message(tmp_path, "given.csv", "front,back\n" + "a,\n" * 50)
    assert len(text.splitlines()) == 22
    assert "and 30 more faults" in text


@pytest.mark.parametrize(
    ("name", "told"), [("x.docx", "must end in .csv, .json, .apkg, .tsv, .txt, .colpkg"), ("missing.csv", "no such file")]
)
def test_a_file_of_no_known_kind_or_place_is_told(tmp_path, name, told):
    with pytest.raises(StudykitError, match=told):
        read(tmp_path / name)


def test_only_a_package_of_anki_has_a_schedule(tmp_path):
    (tmp_path / "a.csv").write_text("front,back\na,b\n")
    with pytest.raises(StudykitError, match=r"a\.csv: only a package of Anki .* leave out --with-schedule"):
        read(tmp_path / "a.csv", with_schedule=True)


def test_a_history_written_by_hand_is_taken_as_its_columns_say(tmp_path):
    (tmp_path / "a.csv").write_text(
        HISTORY + f'{ID},2026-01-01T13:00+01:00,2026-01-01,0123456789abcdef,reviewed,card:a/b,"{{""quality"": 4}}"\n'
    )
    (tmp_path / "a.json").write_text(json.dumps({"events": [EVENT]}))
    assert read(tmp_path / "a.csv").events == read(tmp_path / "a.json").events


def test_where_nothing_can_be_written_one_message_says_so(tmp_path):
    with pytest.raises(StudykitError, match="cannot be written"), whole(tmp_path / "no" / "a.csv") as part:
        part.write_text("a")
    (tmp_path / "b.csv").write_text("mine")
    with pytest.raises(StudykitError, match="No such file"), whole(tmp_path / "b.csv"):
        (tmp_path / "gone").read_text()  # as any failure half-way
    assert [file.read_text() for file in tmp_path.iterdir()] == ["mine"]
