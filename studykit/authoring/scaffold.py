"""A whole exercise to begin with: tiny, sound, and with a TODO at each place that its author will change."""

import shutil
from importlib.resources import files
from pathlib import Path
from string import Template

from studykit.authoring.curriculum_file import title_of, with_exercise
from studykit.authoring.deckfile import add_cards, sound_card
from studykit.authoring.slug import deck_name_of, slug_of
from studykit.authoring.write import write_whole
from studykit.content.pack import Library
from studykit.content.read import CURRICULUM, read_pack
from studykit.content.rules import is_python_name
from studykit.content.source import read_text
from studykit.errors import PackError, StudykitError

FRONT = "TODO: what must one know for this exercise? One question with one right answer, such as: what is twice 3?"
BACK = "TODO: the answer first, the reason second. 6, for it is 3 + 3."


def scaffold(id: str, pack: Path, library: Library) -> list[Path]:
    """Writes the exercise `topic/slug` into a pack, which is made if it is not there, and gives the files. `library` holds the ids that
    are taken elsewhere. PackError if there is something of that name already; nothing is written over."""
    topic, _, slug = id.partition("/")
    if not is_python_name(topic) or not is_python_name(slug):
        raise PackError([f"'{id}': expected topic/slug, two Python names, as in tensors/row_means"])
    folders = [pack / "exercises" / topic / slug, pack / "solutions" / topic / slug]
    for folder in folders:
        if folder.exists():
            raise PackError([f"{folder}: already exists; choose another name, or move it aside"])
    if id in library.exercises:
        raise PackError([f"'{id}': is in the pack {library.exercises[id].pack}; choose another name"])
    curriculum = pack / CURRICULUM
    order = with_exercise(read_text(curriculum, str(curriculum)) if curriculum.exists() else "", str(curriculum), topic, slug)
    deck, card = _card(topic, slug, pack, library)
    try:
        written = _write_files(folders, {"slug": slug, "title": title_of(slug), "card": f"{deck.stem}/{card}"}, slug)
        add_cards(deck, [sound_card({"id": card, "front": FRONT, "back": BACK}, deck, str(deck))])
        write_whole(curriculum, order)
    except BaseException as error:
        for folder in folders:
            shutil.rmtree(folder, ignore_errors=True)
        if isinstance(error, OSError):
            raise StudykitError(f"{error.filename or pack}: cannot be written ({error.strerror}); nothing was made.") from None
        raise
    return [*written, deck, curriculum]


def _card(topic: str, slug: str, pack: Path, library: Library) -> tuple[Path, str]:
    deck = pack / "cards" / f"{deck_name_of(topic)}.yaml"
    own = read_pack(pack)[0].cards if pack.is_dir() else ()
    taken = {card.slug for card in (*own, *library.cards.values()) if card.deck == deck.stem}
    return deck, slug_of(slug.replace("_", "-"), taken)


def _write_files(folders: list[Path], words: dict[str, str], slug: str) -> list[Path]:
    exercise, solution = folders
    places = {
        "exercise.yaml": exercise / "exercise.yaml",
        "starter.py": exercise / f"{slug}.py",
        "solution.py": solution / "solution.py",
        "also_right.py": solution / "also_right" / "by_adding.py",
        "mistakes.md": solution / "mistakes.md",
        "probes.py": solution / "probes.py",
        "suite.py": solution / f"test_{slug}.py",
    }
    texts = files("studykit.authoring").joinpath("scaffolding")
    for name, file in places.items():
        text = Template(texts.joinpath(f"{name}.txt").read_text(encoding="utf-8")).substitute(words)
        write_whole(file, text)
    return list(places.values())
