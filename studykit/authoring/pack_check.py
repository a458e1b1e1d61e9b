"""Checks a whole pack: its files, the claims of its cards, and each suite against every right and wrong answer."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from studykit.authoring.lint import faults as pack_faults
from studykit.authoring.mutation_score import MutantRow, share_faults
from studykit.authoring.trials import card_faults, claims
from studykit.authoring.validation import Proof, plans, prove
from studykit.content.deck import Card
from studykit.content.exercise import Exercise
from studykit.content.pack import Library, builtin_pack, load_library
from studykit.errors import PackError, UnknownItem
from studykit.grading.client.cold import Gradings
from studykit.grading.client.warm import WarmGrader

IDLE_SECONDS = 900.0  # a server that is started for a check waits so long for the next


@dataclass(frozen=True, slots=True)
class Selection:
    """What to check of a pack: exercises and decks by name, all where both are empty; how many seeds; whether mutants are made; and
    that of the mistakes every `every`th is graded."""

    exercises: Sequence[str] = ()
    decks: Sequence[str] = ()
    seeds: int = 1
    mutants: bool = False
    every: int = 1


EVERYTHING = Selection()


class Watcher:
    """Is told what a check finds as soon as it is found, `step` from any thread; this one tells nobody."""

    def begin(self, steps: int) -> None:
        """So many steps are to come."""

    def step(self, what: str) -> None:
        """One of them is done, of an exercise or of the cards."""

    def fault(self, fault: str) -> None:
        """Something is wrong."""

    def proof(self, proof: Proof) -> None:
        """An exercise is done."""


@dataclass(slots=True)
class PackCheck:
    """What a check found: a line for each fault, by file and key, and one proof for each exercise."""

    cards: list[Card] = field(default_factory=list)
    proofs: list[Proof] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    @property
    def well(self) -> bool:
        """Whether nothing is wrong."""
        return not self.faults

    @property
    def mutants(self) -> list[MutantRow]:
        """The rows of those exercises whose solutions were changed."""
        return [proof.mutants for proof in self.proofs if proof.mutants is not None]

    @property
    def proved_cards(self) -> int:
        """How many cards carry code that was run."""
        return sum(bool(card.proof) or bool(card.prints) for card in self.cards)

    def as_json(self) -> dict[str, Any]:
        """All counts and faults, as `studykit check --json` prints them beside the pack."""
        return {
            "well": self.well,
            "faults": self.faults,
            "exercises": [asdict(proof.row) | _mutants_json(proof.mutants) for proof in self.proofs],
            "cards": {"all": len(self.cards), "proved": self.proved_cards},
        }


def check(
    pack: Path | str | None = None,
    chosen: Selection = EVERYTHING,
    watcher: Watcher | None = None,
    cache: Path | None = None,
    open_grader: Callable[[], AbstractContextManager[Gradings]] = lambda: WarmGrader(IDLE_SECONDS),
) -> PackCheck:
    """Check a pack, by default the built-in one: starters and mistakes must fail, solutions and further right answers pass, proofs hold.

    A pack may refer to exercises and cards of the built-in one. PackError if there is no such folder, UnknownItem for a name that the
    pack has not, GraderError if the grader fails."""
    folder = Path(pack) if pack is not None else builtin_pack()
    others = packs_beside(folder)
    watcher, found = watcher or Watcher(), PackCheck()
    _add(found, watcher, pack_faults(folder, others, chosen.exercises if chosen.exercises or chosen.decks else None))
    if found.faults:
        return found
    library = own_part(load_library([*others, folder], cache), folder)
    exercises, found.cards = _selected(library, chosen)
    planned = plans(exercises, chosen.seeds, chosen.mutants, chosen.every)
    watcher.begin(len(claims(found.cards)) + sum(plan.steps for plan in planned))
    _add(found, watcher, card_faults(found.cards, lambda: watcher.step("cards")))
    with open_grader() as grader:
        for proof in prove(planned, grader, watcher.step):
            found.proofs.append(proof)
            watcher.proof(proof)
            _add(found, watcher, proof.faults)
    if found.mutants:
        _add(found, watcher, share_faults(found.mutants))
    return found


def packs_beside(folder: Path) -> list[Path]:
    """The packs that a pack in this folder may refer to. PackError if there is no such folder."""
    if not folder.is_dir():
        raise PackError([f"{folder}: no such folder. Give the folder that holds exercises/, solutions/ and cards/."])
    return [] if folder.resolve() == builtin_pack().resolve() else [builtin_pack()]


def _add(found: PackCheck, watcher: Watcher, faults: Sequence[str]) -> None:
    for fault in faults:
        found.faults.append(fault)
        watcher.fault(fault)


def own_part(library: Library, folder: Path) -> Library:
    """What of a library stands in the pack in this folder."""
    place = folder.absolute()
    exercises = {name: exercise for name, exercise in library.exercises.items() if exercise.pack == place}
    cards = {name: card for name, card in library.cards.items() if card.file.is_relative_to(place)}
    return replace(library, exercises=exercises, cards=cards)


def _selected(library: Library, chosen: Selection) -> tuple[list[Exercise], list[Card]]:
    if not chosen.exercises and not chosen.decks:
        return list(library.exercises.values()), list(library.cards.values())
    known = sorted({card.deck for card in library.cards.values()})
    for name in chosen.decks:
        if name not in known:
            raise UnknownItem(f"no deck '{name}' in this pack; it has {', '.join(known)}")
    cards = [card for card in library.cards.values() if card.deck in chosen.decks]
    return [library.exercise(name) for name in chosen.exercises], cards


def _mutants_json(row: MutantRow | None) -> dict[str, Any]:
    return {} if row is None else {"mutants": row.mutants, "mutants_rejected": row.rejected, "survivors": list(row.survivors)}
