"""What a mistake tells the learner, and the author's faults in it."""

import pytest

from studykit.content.mistake import read_mistake


@pytest.fixture
def written(tmp_path):
    def write(text):
        file = tmp_path / "climbs.py"
        file.write_text(text, encoding="utf-8")
        return read_mistake(file, "mistakes/climbs.py")

    return write


def test_a_mistake_has_a_name_a_message_and_cards(written):
    mistake = written('"""It climbs.\n\nCards: a/b,  c/d-e\n"""\n')
    assert (mistake.name, mistake.says, mistake.cards, mistake.faults) == ("climbs", "It climbs.", ("a/b", "c/d-e"), ())


def test_wrapped_prose_is_unwrapped_paragraph_by_paragraph(written):
    mistake = written('"""It climbs\nthe hill.\n\n`lr` is\n*not* used.\n\nCards: a/b\n"""\n')
    assert mistake.says == "It climbs the hill.\n\n`lr` is *not* used."


def test_code_and_lists_keep_their_lines(written):
    mistake = written('"""Look:\n\n    a = 1\n    b = 2\n\n- one\n- two\n\nCards: a/b\n"""\n')
    assert mistake.says == "Look:\n\n    a = 1\n    b = 2\n\n- one\n- two"


def test_a_missing_message_and_missing_cards_are_two_faults(written):
    assert written("x = 1\n").faults == (
        "mistakes/climbs.py: docstring: missing; it tells the learner what went wrong and why",
        "mistakes/climbs.py: docstring: the last line must be 'Cards: deck/id, deck/id'",
    )


def test_a_message_without_cards_is_kept_whole(written):
    assert written('"""It climbs\nthe hill."""').says == "It climbs the hill."


def test_a_file_that_does_not_parse_is_a_fault_with_its_line(written):
    assert written("x = 1\ndef f(:\n").faults == ("mistakes/climbs.py:2: does not parse: invalid syntax",)


def test_a_missing_file_is_a_fault(tmp_path):
    assert read_mistake(tmp_path / "no.py").faults == (f"{tmp_path}/no.py: missing",)
