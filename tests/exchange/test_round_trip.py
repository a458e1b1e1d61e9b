"""What goes out and comes back is equal, whatever is in it."""

import io
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings

from studykit.content.deck import Card
from studykit.exchange.csvfile import read_csv, write_cards, write_history
from studykit.exchange.history import rows
from studykit.exchange.jsonfile import read_json, write_json
from studykit.exchange.parcel import Parcel, cards_of
from studykit.progress.events import Draft
from studykit.progress.replay import compare
from studykit.progress.store import Store
from tests.conftest import examples
from tests.exchange.odd import CARDS, FOLDER, STEPS

FILE = Path("given.csv")


def imported(parcel: Parcel) -> list[Card]:
    return cards_of(parcel.entries, FOLDER, {})


def recorded(folder: str, steps: list[tuple[Draft, object, bool]]) -> Store:
    store = Store.open(Path(folder) / "a.db")
    for draft, at, is_undone in steps:
        store.record_all([draft], at)
        if is_undone:
            store.undo(at)
    return store


@settings(max_examples=examples(150), deadline=None)
@given(CARDS)
def test_cards_come_back_from_csv(cards):
    out = io.StringIO(newline="")
    assert write_cards(out, cards) == len(cards)
    assert imported(read_csv(FILE, out.getvalue())) == cards


@settings(max_examples=examples(150), deadline=None)
@given(CARDS)
def test_cards_come_back_from_json(cards):
    out = io.StringIO(newline="")
    assert write_json(out, cards, ()) == (len(cards), 0)
    assert imported(read_json(FILE, out.getvalue())) == cards


@settings(max_examples=examples(25), deadline=None)
@given(STEPS)
def test_history_comes_back_from_csv_and_json_and_folds_alike(steps):
    with TemporaryDirectory() as folder, recorded(folder, steps) as store:
        as_csv, as_json = io.StringIO(newline=""), io.StringIO(newline="")
        number = write_history(as_csv, rows(store))
        assert write_json(as_json, (), rows(store)) == (0, number)
        for name, parcel in (("csv", read_csv(FILE, as_csv.getvalue())), ("json", read_json(FILE, as_json.getvalue()))):
            with Store.open(Path(folder) / f"{name}.db") as other:
                assert other.take_in(parcel.events) == number
                assert other.take_in(parcel.events) == 0
                assert other.events() == store.events()
                assert other.all_memory() == store.all_memory()
                assert compare(other) == []


@settings(max_examples=examples(25), deadline=None)
@given(STEPS, STEPS)
def test_histories_of_two_machines_become_their_union_in_either_order(first, second):
    with TemporaryDirectory() as one, TemporaryDirectory() as two, recorded(one, first) as a, recorded(two, second) as b:
        of_a, of_b = a.events(), b.events()
        a.take_in(of_b)
        b.take_in(of_a)
        assert a.events() == b.events()
        assert a.all_memory() == b.all_memory()
        assert compare(a) == compare(b) == []
