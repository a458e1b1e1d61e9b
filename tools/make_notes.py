"""Writes docs/notes.md: for each part of the learner's notes, what it became. From docs/notes.tsv and the packs' `source` fields.

python tools/make_notes.py          writes it
python tools/make_notes.py --check  exits 1 if it is out of date
"""

import csv
import sys
from collections import defaultdict
from pathlib import Path

from studykit.content.pack import Library, builtin_pack, load_library
from studykit.visuals.pictures import about_all

DOCS = Path(__file__).parents[1] / "docs"
SECTIONS = {
    "B": ("Bugs", "what went wrong"),
    "C": ("Concepts", "claim"),
    "E": ("Exercises", "exercise"),
    "V": ("Pictures", "picture"),
    "O": ("Printed numbers", "number"),
    "0": ("Code blocks", "block"),
}


def main() -> None:
    """Write or check the page."""
    page, target = render(load_library([builtin_pack()])), DOCS / "notes.md"
    if "--check" in sys.argv:
        sys.exit(0 if target.read_text(encoding="utf-8") == page else "docs/notes.md is out of date: python tools/make_notes.py")
    target.write_text(page, encoding="utf-8")


def render(library: Library) -> str:
    """The page as text."""
    became = sources(library)
    with (DOCS / "notes.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    done = sum(row["id"] in became for row in rows)
    parts = [
        "# What each part of the notes became",
        "",
        "Made by `python tools/make_notes.py` from the `source` fields of exercises and cards; do not edit.",
        "Ids are those of the catalog of the notes; places are `notes:lines`. *Dropped* marks what is not worth the time of a learner who",
        "has not written these notes: slips of typing, which Python reports by itself, and facts about the notes.",
        "",
        f"{done} of {len(rows)} ids have become something; {len(rows) - done} were dropped.",
    ]
    for initial, (title, what) in SECTIONS.items():
        section = [row for row in rows if row["id"][0] == initial]
        parts += ["", f"## {title}", "", f"| id | place | {what} | became |", "|---|---|---|---|"]
        parts += [f"| {row['id']} | {row['place']} | {row['what']} | {_became(row, became)} |" for row in section]
    return "\n".join(parts) + "\n"


def sources(library: Library) -> dict[str, list[str]]:
    """For each catalog id the items and pictures that name it as their source."""
    became: dict[str, list[str]] = defaultdict(list)
    for name, id in ((about.name, about.source) for about in about_all().values()):
        became[id].append(f"[{name}](../studykit/visuals/pictures/{name}/chart.py)")
    for exercise in library.exercises.values():
        for id in exercise.source:
            became[id].append(f"[{exercise.id}](../exercises/{exercise.id}/exercise.yaml)")
    for card in library.cards.values():
        for id in card.source:
            became[id].append(f"[{card.id}](../cards/{card.deck}.yaml)")
    return became


def _became(row: dict[str, str], became: dict[str, list[str]]) -> str:
    return ", ".join(became[row["id"]]) if row["id"] in became else "*dropped*"


if __name__ == "__main__":
    main()
