"""Which cards are of one concept, and which exercise is nearest to a card."""

from pathlib import Path

from studykit.content.concepts import MOST_CARDS, Nearness, exercises_on, siblings
from studykit.content.deck import Card
from studykit.content.exercise import Exercise, ExerciseKind


def card(slug: str, *source: str, pack: str = "p") -> Card:
    return Card("d", slug, "?", Path(pack) / "cards" / "d.yaml", 1, source=source)


def test_cards_that_share_a_source_are_of_one_concept_but_it_does_not_go_round_corners() -> None:
    assert siblings([card("a", "N1"), card("b", "N1", "N2"), card("c", "N2"), card("d", "N3"), card("e")]) == {
        "card:d/a": {"card:d/b"},
        "card:d/b": {"card:d/a", "card:d/c"},
        "card:d/c": {"card:d/b"},
    }


def test_a_source_of_many_cards_is_a_chapter() -> None:
    assert siblings([card(str(number), "book") for number in range(MOST_CARDS + 1)]) == {}


def test_two_packs_may_call_different_sources_alike() -> None:
    assert siblings([card("a", "N1"), card("b", "N1", pack="q")]) == {}


def exercise(pack: Path, slug: str, suite: str = "", **keys: tuple[str, ...]) -> Exercise:
    """An exercise of topic d with this suite."""
    given = {"cards": (), "source": (), **keys}
    made = Exercise("d", slug, "?", ExerciseKind.IMPLEMENT, 1, requires=(), hints=(), pack=pack, **given)
    made.solution_folder.mkdir(parents=True)
    made.suite.write_text(suite, encoding="utf-8")
    return made


def nearest(pack: Path, *exercises: Exercise) -> tuple[Nearness, list[str]]:
    nearness, found = exercises_on(card("a", "N1", pack=str(pack)), exercises)
    return nearness, [one.slug for one in found]


def test_an_exercise_that_lists_the_card_is_the_one_on_it(tmp_path: Path) -> None:
    listed, other = exercise(tmp_path, "listed", cards=("d/a",)), exercise(tmp_path, "other", source=("N1",))
    assert nearest(tmp_path, other, listed) == (Nearness.CARD, ["listed"])


def test_so_is_one_whose_suite_marks_the_card(tmp_path: Path) -> None:
    marked = exercise(tmp_path, "marked", '@pytest.mark.concept("d/b", "d/a")\ndef test_it(): ...\n')
    near = exercise(tmp_path, "near", '@pytest.mark.concept("d/ab")\ndef test_it(): ...\n')
    assert nearest(tmp_path, near, marked) == (Nearness.CARD, ["marked"])


def test_else_it_is_one_of_the_same_source_and_else_one_of_the_topic(tmp_path: Path) -> None:
    sourced, other = exercise(tmp_path, "sourced", source=("N0", "N1")), exercise(tmp_path, "other")
    assert nearest(tmp_path, other, sourced) == (Nearness.SOURCE, ["sourced"])
    assert nearest(tmp_path, other) == (Nearness.TOPIC, ["other"])


def test_a_source_of_another_pack_is_another_source(tmp_path: Path) -> None:
    elsewhere = exercise(tmp_path / "elsewhere", "sourced", source=("N1",))
    assert nearest(tmp_path, elsewhere) == (Nearness.TOPIC, ["sourced"])


def test_an_exercise_without_a_suite_and_a_card_of_no_topic_lead_nowhere(tmp_path: Path) -> None:
    broken = exercise(tmp_path, "broken")
    broken.suite.unlink()
    assert exercises_on(Card("e", "a", "?", tmp_path / "cards" / "e.yaml", 1), [broken]) == (Nearness.TOPIC, [])
