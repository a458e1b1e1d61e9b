"""Cards and events as odd as the format allows, for the round trips."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from hypothesis import strategies as st

from studykit.content.deck import Card, CardKind
from studykit.progress.events import Draft, Kind

FOLDER = Path("cards")
SPICE = [*" \n\t\r'\"`#:-|>{}[](),;=+@*&!%?\\/<0", "é", "日", "😀", "\x85", "\u2028", "\ufeff", "\x00", "\x07", "\x1f"]
CHARACTERS = st.one_of(st.sampled_from(SPICE), st.characters(exclude_categories=("Cs",)))
# A deck knows no blanks at the end of a text.
ANY = st.text(CHARACTERS, max_size=40).map(str.rstrip)
TEXT = ANY.filter(bool)
LISTS = st.lists(TEXT, max_size=3).map(tuple)
NAMES = st.from_regex(r"[a-z0-9]{1,6}(-[a-z0-9]{1,4})?", fullmatch=True)


@st.composite
def card(draw: st.DrawFn) -> Card:
    kind, deck = draw(st.sampled_from(CardKind)), draw(NAMES)
    values = {"front": draw(TEXT), "back": draw(TEXT if kind is CardKind.BASIC else ANY), "code": draw(ANY), "tags": draw(LISTS)}
    values |= {"source": draw(LISTS), "proof": draw(ANY)}
    match kind:
        case CardKind.CLOZE:
            values["front"] += f" {{{{{draw(TEXT)}}}}}."
        case CardKind.TYPED:
            values["answer"] = draw(st.lists(TEXT, min_size=1, max_size=3).map(tuple))
        case CardKind.CHOICE:
            answer, *choices = draw(st.lists(TEXT, min_size=3, max_size=4, unique=True))
            values |= {"answer": (answer,), "choices": tuple(choices)}
        case CardKind.PREDICT:
            values |= {"code": draw(TEXT), "prints": draw(TEXT)}
    return Card(deck=deck, slug=draw(NAMES), file=FOLDER / f"{deck}.yaml", line=0, kind=kind, **values)


CARDS = st.lists(card(), max_size=5, unique_by=lambda one: one.id)

BEGIN = datetime(2026, 1, 1, 12, tzinfo=UTC)
MOMENTS = st.integers(0, 10**9).map(lambda milliseconds: BEGIN + timedelta(milliseconds=milliseconds))
DATA = st.dictionaries(ANY, st.one_of(ANY, st.integers(-(2**53), 2**53), st.booleans(), st.none(), st.lists(ANY, max_size=2)), max_size=3)


@st.composite
def draft(draw: st.DrawFn) -> Draft:
    kind = draw(st.sampled_from([Kind.REVIEWED, Kind.GRADED, Kind.HINTED, Kind.SUSPENDED, Kind.NUDGED, Kind.FLAGGED]))
    data = draw(DATA)
    if kind is Kind.REVIEWED:
        data["quality"] = draw(st.integers(0, 5))
    if kind is Kind.GRADED:
        data["verdict"] = draw(st.sampled_from(["passed", "failed", "invalid"]))
    return Draft(kind, f"card:{draw(NAMES)}/{draw(NAMES)}", data)


STEPS = st.lists(st.tuples(draft(), MOMENTS, st.booleans()), max_size=8)
