"""Ids that an exercise or card had before: found by them, and each of one thing alone."""

import pytest

from studykit.errors import UnknownItem

DECK = "cards/optimizers.yaml"
SGD = "exercises/optimizers/sgd_update/exercise.yaml"


def rename_card(pack, aliases="[optimizers/up, old/top]"):
    pack.replace(DECK, "- id: uphill\n", f"- id: uphill\n  aliases: {aliases}\n")


def test_a_card_is_found_by_each_id_that_it_had(pack):
    rename_card(pack)
    library = pack.library()
    for name in ("optimizers/up", "card:old/top", "optimizers/uphill"):
        assert library.card(name) is library.item(name) is library.cards["optimizers/uphill"]
    assert library.former == {"card:optimizers/up": "card:optimizers/uphill", "card:old/top": "card:optimizers/uphill"}
    assert not library.has("card:old/top")


def test_an_exercise_is_found_by_the_id_that_it_had(pack):
    pack.replace(SGD, "difficulty: 2", "difficulty: 2\naliases: [loops/step]")
    library = pack.library()
    assert library.exercise("loops/step") is library.item("exercise:loops/step") is library.exercises["optimizers/sgd_update"]


def test_aliases_come_from_the_cache_as_well(pack, tmp_path):
    rename_card(pack)
    pack.library(tmp_path / "cache")
    assert pack.library(tmp_path / "cache").card("old/top").slug == "uphill"


def test_without_aliases_an_old_id_is_unknown(pack):
    with pytest.raises(UnknownItem, match="no card 'old/top'"):
        pack.library().card("old/top")


@pytest.mark.parametrize(
    ("aliases", "fault"),
    [
        ("[up]", "card 'uphill': aliases: expected a former id, as deck/slug, found 'up'"),
        ("[optimizers/uphill]", "card 'uphill': aliases: 'optimizers/uphill' is the id that it has now"),
        ("[optimizers/rate]", "card 'uphill': aliases: 'optimizers/rate' is an id in use; take one of the two away"),
    ],
)
def test_an_alias_that_cannot_be_one_is_a_fault(pack, aliases, fault):
    rename_card(pack, aliases)
    assert [found.partition(": ")[2] for found in pack.faults()] == [fault]


def test_two_cards_cannot_have_had_one_id(pack):
    rename_card(pack, "[old/top]")
    pack.replace(DECK, "- id: rate\n", "- id: rate\n  aliases: [old/top]\n")
    (fault,) = pack.faults()
    assert fault.endswith("card 'rate': aliases: 'old/top' is an alias of 'optimizers/uphill', too; take one of the two away")


def test_a_reference_by_an_old_id_is_told_the_new_one(pack):
    rename_card(pack, "[old/top]")
    pack.replace(SGD, "cards: [optimizers/descent-direction]", "cards: [old/top]")
    assert pack.faults() == [f"{SGD}: cards: no card 'old/top' (it is 'optimizers/uphill' now)"]


def test_the_slug_alone_of_an_old_id_finds_the_exercise_too(pack):
    pack.replace(SGD, "difficulty: 2", "difficulty: 2\naliases: [loops/step]")
    assert pack.library().exercise("step").id == "optimizers/sgd_update"
