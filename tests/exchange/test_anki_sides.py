"""A card of Anki as it is asked: its template, filled."""

import pytest

from studykit.exchange.anki_sides import NotTaken, raw_of
from studykit.exchange.collection import Note, Notetype, Template

FRONT_SIDE = "{{FrontSide}}\n\n<hr id=answer>\n\n{{Back}}"


def asked(
    question: str, answer: str, number: int = 0, is_cloze: bool = False, tags: tuple[str, ...] = (), **fields: str
) -> dict[str, object]:
    notetype = Notetype("Mine", is_cloze, tuple(fields), {0: Template("Card 1", question, answer)})
    return raw_of(Note("guid", notetype, tuple(fields.values()), tags), number)


@pytest.mark.parametrize(
    ("answer", "back"),
    [
        (FRONT_SIDE, "b"),
        ("{{Front}}<hr id='answer'>{{Back}}", "b"),
        ("{{FrontSide}}<hr>{{Back}}", "b"),
        ("{{Front}}<div>{{Back}}</div>", "b"),
        ("<hr id=answer>{{Front}} means {{Back}}", "a means b"),
        ("{{FrontSide}} {{Back}}<script>x()</script><style>y</style><!-- {{Front}} -->", "b"),
    ],
)
def test_the_back_is_what_the_answer_adds(answer, back):
    assert asked("{{Front}}", answer, Front="a", Back="b") == {"front": "a", "back": back}


def test_an_answer_that_begins_like_the_question_is_kept_whole():
    assert asked("{{Front}}", "{{Back}}", Front="a", Back="apple")["back"] == "apple"


@pytest.mark.parametrize(("more", "front"), [("x", "a x"), ("", "a nothing"), ("<div><br></div>", "a nothing"), ("&nbsp;", "a nothing")])
def test_a_section_is_shown_where_its_field_is_filled(more, front):
    assert (
        asked("{{Front}} {{#More}}{{More}}{{/More}}{{^More}}nothing{{/More}}", FRONT_SIDE, Front="a", Back="b", More=more)["front"] == front
    )


def test_filters_change_what_a_field_shows():
    found = asked(
        "{{text:Front}} {{hint:More}} {{furigana:Kanji}} {{tts en_US:Front}}{{Tags}}{{Nothing}}",
        FRONT_SIDE, tags=("x", "y"), Front="<b>a</b>", Back="b", More="m", Kanji="漢字[かんじ]",
    )  # fmt: skip
    assert found["front"] == "a m 漢字 (かんじ) x y"


def test_what_is_to_be_typed_is_the_answer_and_stands_there_once():
    found = asked("{{Front}}{{type:Back}}", "{{Front}}<hr id=answer>{{type:Back}}{{More}}", Front="a", Back="<b>Paris</b>", More="m")
    assert found == {"kind": "typed", "front": "a", "answer": "Paris", "back": "m"}


def test_an_answer_of_two_lines_is_not_typed():
    assert asked("{{Front}}{{type:Back}}", FRONT_SIDE, Front="a", Back="b<br>c") == {"front": "a", "back": "b\nc"}


def cloze(number: int, **fields: str) -> dict[str, object]:
    question = "{{cloze:Text}}<br>{{type:cloze:Second}}"
    return asked(question, f"{question}<br>{{{{Extra}}}}", number, True, **fields)


def test_gaps_are_found_in_any_field_and_hints_stand_after_them():
    fields = {"Text": "{{c1::a::one}} {{c3::b}}", "Second": "{{c2::c}} {{c2,3::d}}", "Extra": "e"}
    assert [cloze(number, **fields)["front"] for number in range(3)] == ["{{a}} (hint: one) b", "{{c}} {{d}}", "a {{b}}\nc {{d}}"]
    assert cloze(0, **fields)["back"] == "e"


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"Text": "{{c2::a}}", "Second": "", "Extra": ""}, "its gap c1 is not in the note"),
        ({"Text": '{{c1::<img src="a b.png">}} x', "Second": "", "Extra": ""}, "its answer is only an image or a sound"),
        ({"Text": "{{c1::image-occlusion:rect:left=.1}}", "Second": "", "Extra": ""}, "image occlusion"),
    ],
)
def test_a_gap_that_cannot_be_asked_says_why(fields, why):
    with pytest.raises(NotTaken, match=why):
        cloze(0, **fields)


@pytest.mark.parametrize(
    ("front", "back", "number", "why"),
    [
        ("", "b", 0, "no question"),
        ("a", "", 0, "no answer"),
        ("<b><img src='a b.png'></b>", "b", 0, "its question is only an image or a sound"),
        ("a", "[sound:x y.mp3]", 0, "its answer is only an image or a sound"),
        ("a", "b", 1, "its template is not in the package"),
    ],
)
def test_a_card_that_cannot_be_asked_says_why(front, back, number, why):
    with pytest.raises(NotTaken, match=why):
        asked("{{Front}}", FRONT_SIDE, number, Front=front, Back=back)


def test_an_image_beside_words_is_named():
    assert asked("{{Front}}", FRONT_SIDE, Front='Who? <img src="a%20b.png">', Back="b")["front"] == "Who? (image a b.png, not taken)"
