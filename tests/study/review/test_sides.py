"""What stands on the two sides of a card."""

from datetime import date
from pathlib import Path

from studykit.content.deck import Card
from studykit.content.pack import load_library
from studykit.study.review.sides import Block, Look, back, front, options, right_letter

DAY = date(2026, 11, 21)


def card(pack: Path, slug: str) -> Card:
    return load_library([pack]).card(f"trial-kinds/{slug}")


def test_a_cloze_hides_its_gaps_and_fills_them_in_bold(pack: Path) -> None:
    gap = card(pack, "gap")
    assert front(gap, DAY) == [Block(Look.MARKDOWN, "`optimizer.step()` reads […], never the […].")]
    assert back(gap, DAY) == [Block(Look.MARKDOWN, "`optimizer.step()` reads **.grad**, never the **loss**.")]


def test_a_choice_keeps_its_order_for_a_day_and_changes_it_over_days(pack: Path) -> None:
    order = card(pack, "order")
    orders = {tuple(options(order, date(2026, 11, day)).values()) for day in range(1, 29)}
    assert options(order, DAY) == options(order, DAY)
    assert len(orders) > 2


def test_the_letter_of_a_choice_leads_to_the_answer(pack: Path) -> None:
    order = card(pack, "order")
    assert options(order, DAY)[right_letter(order, DAY)] == "Split"
    assert back(order, DAY)[0] == Block(Look.OPTION, "Split", right_letter(order, DAY))


def test_of_more_choices_than_letters_the_answer_stays() -> None:
    many = Card("d", "c", "Which?", Path("d.yaml"), 1, answer=("right",), choices=tuple(f"wrong {n}" for n in range(40)))
    assert "right" in options(many, DAY).values()
    assert not {"q", "s", "u"} & options(many, DAY).keys()


def test_a_predict_card_shows_code_and_answers_with_what_it_prints(pack: Path) -> None:
    prints = card(pack, "prints")
    assert front(prints, DAY)[1] == Block(Look.CODE, "print(20.0)\nprint([1, 2])")
    assert back(prints, DAY)[0] == Block(Look.VERBATIM, "It prints:\n20.0\n[1, 2]")
