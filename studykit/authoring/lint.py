"""Everything that can be wrong in a pack without running it: the gate before suites and proofs are run."""

import ast
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

import yaml

from studykit.authoring.claims import unproved
from studykit.authoring.handed_out import fix_faults
from studykit.authoring.hunt_check import unknown_parts
from studykit.authoring.requirements import is_marked, requirement_faults
from studykit.authoring.suite_rules import suite_faults
from studykit.content.contents import Contents
from studykit.content.exercise import Exercise, ExerciseKind
from studykit.content.fault import in_order, place_of
from studykit.content.formulas import not_found
from studykit.content.mistake import read_mistakes
from studykit.content.read import read_pack
from studykit.content.references import KnownCards, reference_faults
from studykit.content.source import Source, parsed, read_source
from studykit.content.yamlfile import cut_apart, line_of, read_yaml
from studykit.errors import PackError

__all__ = ["faults", "unproved"]


def faults(pack: Path, others: Sequence[Path] = (), only: Collection[str] | None = None) -> list[str]:
    """A line for each fault of the pack, by file and line; empty if all is well. `others` are packs that its references may lead to,
    as the built-in one; their own faults are not reported. `only` names the exercises whose programs are read, by default all."""
    pack = pack.resolve()
    contents, found = read_pack(pack)
    packs = [*(read_pack(other.resolve())[0] for other in others if other.resolve() != pack), contents]
    own = {id(part) for part in (*contents.exercises, *contents.cards)}
    found += [f"{place_of(part)}: {fault}" for part, fault in reference_faults(packs) if id(part) in own]
    for card in contents.cards:
        if name := unproved(card):
            found.append(f"{place_of(card)}: proof: missing for a claim about '{name}'; give a proof, or no_proof with the reason")
    found += _cut_apart(pack)
    cards = KnownCards(packs)
    for exercise in contents.exercises:
        if only is None or not {exercise.id, exercise.slug, *exercise.aliases}.isdisjoint(only):
            found += _exercise_faults(exercise, cards)
    return in_order([*found, *_strays(pack, contents)])


def _exercise_faults(exercise: Exercise, cards: KnownCards) -> list[str]:
    found: list[str] = []
    starter = _read(exercise, exercise.starter, found)
    solution = _read(exercise, exercise.solution, found)
    for file in (exercise.probes, *exercise.also_right):
        _read(exercise, file, found)
    if starter and not starter.docstring:
        found.append(f"{starter.name}: docstring: missing; it is the task that the learner reads")
    if starter:
        found += [f"{place_of(exercise)}: formulas: the task has no '{text}'" for text in not_found(starter.docstring, exercise.formulas)]
    if suite := _read(exercise, exercise.suite, found):
        found += suite_faults(suite, cards)
        tests = {node.name for node in suite.tree.body if isinstance(node, ast.FunctionDef)}
        # A suite that marks nothing is an older one; one that marks a sentence says that it asks for all of them.
        if starter and is_marked(suite):
            found += requirement_faults(starter.docstring, suite, exercise.forbids)
        for key, named in (("helps", exercise.helps), ("hunt_untold", exercise.hunt_untold)):
            found += [f"{place_of(exercise)}: {key}: the suite has no test '{test}'" for test in named if test not in tests]
    if solution:
        found += [f"{place_of(exercise)}: hunt: solution.py has no '{name}'" for name in unknown_parts(exercise, solution)]
    if not exercise.also_right:
        found.append(f"{_name(exercise, exercise.solution_folder)}/also_right: at least 1 file needed, 0 found")
    mistakes = _mistakes(exercise, cards, found)
    if exercise.kind is ExerciseKind.FIX and starter and mistakes:
        found += fix_faults(starter, solution, mistakes)
    return found


def _cut_apart(pack: Path) -> Iterator[str]:
    """Lists of answers in which a comma may have begun another one by accident."""
    for file in sorted(pack.glob("cards/*.yaml")):
        name = f"cards/{file.name}"
        try:
            node = read_yaml(file, name)
        except PackError:
            continue  # told already
        for card in node.value if isinstance(node, yaml.SequenceNode) else ():
            for key in cut_apart(card, ("choices", "answer")):
                yield f"{name}:{line_of(card)}: {key}: quote each text in the brackets, or write one a line: a comma would cut it apart"


def _mistakes(exercise: Exercise, cards: KnownCards, found: list[str]) -> list[Source]:
    mistakes, faults = read_mistakes(exercise.solution_folder, exercise.starter)
    found += faults
    if not mistakes and not faults:
        found.append(f"{_name(exercise, exercise.solution_folder)}/mistakes.md: at least 1 mistake needed, 0 found")
    sources: dict[str, Source] = {}
    for mistake in mistakes:
        found += [f"{mistake.label}: Cards: {fault}" for fault in cards.faults(mistake.cards)]
        try:
            source = parsed(mistake.source, mistake.label)
        except PackError as error:
            found += error.faults
            continue
        first = sources.setdefault(source.code_shape, source)
        if first is not source:
            found.append(f"{source.name}: the same code as {first.name}; each mistake must be another one")
    return list(sources.values())


def _strays(pack: Path, contents: Contents) -> Iterator[str]:
    known = {exercise.id for exercise in contents.exercises}
    for folder in sorted(pack.glob("solutions/*/*/")):
        name = folder.relative_to(pack / "solutions").as_posix()
        if name not in known and any(folder.glob("*.py")):
            yield f"solutions/{name}: no exercise of this name in exercises/"
    for folder in sorted(pack.glob("exercises/*/*/")):
        name = folder.relative_to(pack / "exercises").as_posix()
        if name not in known and any(folder.glob("*.py")):
            yield f"exercises/{name}/exercise.yaml: missing"


def _read(exercise: Exercise, file: Path, found: list[str]) -> Source | None:
    try:
        return read_source(file, _name(exercise, file))
    except PackError as error:
        found += error.faults
        return None


def _name(exercise: Exercise, file: Path) -> str:
    return file.relative_to(exercise.pack).as_posix()
