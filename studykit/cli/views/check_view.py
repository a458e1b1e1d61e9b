"""How `studykit check` tells what it finds: line by line as it is found, or all of it as one object."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import Any

from studykit.authoring.mutation_score import MutantRow
from studykit.authoring.validation import Proof
from studykit.cli.views.show import mark
from studykit.content.deck import Card
from studykit.study.phrases import named


@dataclass(slots=True)
class Findings:
    """What was found so far; `out` is the console that is told at once, None where nobody is."""

    out: Any
    cards: list[Card] = field(default_factory=list)
    proofs: list[Proof] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    @property
    def mutants(self) -> list[MutantRow]:
        """The rows of those exercises whose solutions were changed."""
        return [proof.mutants for proof in self.proofs if proof.mutants is not None]

    def add_faults(self, faults: Iterable[str]) -> None:
        """Keep and tell what is wrong."""
        for fault in faults:
            self.faults.append(fault)
            self._tell(f"{mark(False)} {fault}")

    def add(self, proof: Proof) -> None:
        """Keep and tell what the proof of an exercise counted, and what is wrong with it."""
        self.proofs.append(proof)
        self._tell(_line(proof))
        if proof.row.undiagnosed:
            self._tell(f"  not diagnosed: {named(proof.row.undiagnosed)}")
        self.add_faults(proof.faults)

    def sum_up(self) -> None:
        """Tell the totals."""
        if self.mutants:
            every, rejected = sum(row.mutants for row in self.mutants), sum(row.rejected for row in self.mutants)
            self._tell(f"{rejected} of {every} mutants rejected ({rejected / max(1, every):.1%})")
        cards = f"Cards: {len(self.cards)} ({self._proved} proved)"
        self._tell(f"Exercises: {len(self.proofs)}. {cards}. Faults: {len(self.faults)}.")

    def as_json(self) -> dict[str, Any]:
        """All counts and faults."""
        return {
            "well": not self.faults,
            "faults": self.faults,
            "exercises": [asdict(proof.row) | _mutants_json(proof.mutants) for proof in self.proofs],
            "cards": {"all": len(self.cards), "proved": self._proved},
        }

    @property
    def _proved(self) -> int:
        return sum(bool(card.proof) or bool(card.prints) for card in self.cards)

    def _tell(self, line: str) -> None:
        if self.out is not None:
            self.out.print(line, markup=False, soft_wrap=True)


def _line(proof: Proof) -> str:
    row, mutants = proof.row, proof.mutants
    noticed = f"  {mutants.rejected:>3} of {mutants.mutants:>3} mutants rejected" if mutants else ""
    return (
        f"{mark(not proof.faults)} {row.exercise:<36} {row.tests:>3} tests  {row.also_right:>2} also right"
        f"  {row.rejected:>2} of {row.mistakes:>2} mistakes rejected, {row.diagnosed:>2} diagnosed{noticed}  {row.seconds:.2f} s"
    )


def _mutants_json(row: MutantRow | None) -> dict[str, Any]:
    return {} if row is None else {"mutants": row.mutants, "mutants_rejected": row.rejected, "survivors": list(row.survivors)}
