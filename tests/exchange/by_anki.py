"""Run by a Python that has Anki's library: makes a collection of every kind of card, exports it in every format, and says what it shows.

python tests/exchange/by_anki.py FOLDER [OURS.apkg], where OURS is imported into a collection of its own and exported again.
"""

import json
import sys
from pathlib import Path

from anki import import_export_pb2 as pb
from anki.collection import Collection

DAY = 86_400
NOTES = [
    ("Basic", ["What is <b>rank</b>?", "The number of&nbsp;dims."], "ml linear::algebra"),
    ("Basic", ['<img src="a b.png">', "an image-only front"], ""),
    ("Basic", ["an image-only back", "<img src='c%20d.png'>"], ""),
    ("Basic", ["never answered twice", '<img src="a b.png"> and words'], ""),
    ("Basic (and reversed card)", ["Hund", "dog"], ""),
    ("Basic (optional reversed card)", ["Katze", "cat", "y"], ""),
    ("Basic (optional reversed card)", ["Maus", "mouse", ""], ""),
    ("Basic (type in the answer)", ["capital of France?", "Paris &amp; &lt;more&gt;"], ""),
    ("Cloze", ["{{c1::SGD::optimizer}} and {{c2::Adam}}, {{c1,2::both}}", "extra"], ""),
    ("Two clozes", ["a title", "first {{c1::one}}", "second {{c2::two}}", "a remark"], ""),
    ("Image Occlusion", ["{{c1::image-occlusion:rect:left=.1:top=.1:width=.2:height=.2:oi=1}}<br>", '<img src="x.png">', "", "", ""], ""),
    ("Vocabulary", ["perro", "dog", "El perro ladra.", "a secret that no template shows"], ""),
]


def main(folder: Path, ours: str | None) -> None:
    collection = Collection(str(folder / "collection.anki2"))
    of_our_own(collection)
    for name, fields, tags in NOTES:
        note = collection.new_note(collection.models.by_name(name))
        note.fields = list(fields)
        note.set_tags_from_str(tags)
        collection.add_note(note, collection.decks.id("Deep Learning::Basics"))
    with_history(collection)
    said = [shown(collection, card) for card in collection.find_cards("")]
    export(collection, folder)
    collection.close()
    (folder / "cards.json").write_text(json.dumps(said))
    if ours:
        through_anki(folder, ours)


def of_our_own(collection: Collection) -> None:
    """Two note types that people make: a cloze with gaps in two fields, and templates with labels that repeat the question."""
    cloze = collection.models.by_name("Cloze")
    cloze = collection.models.copy(cloze, add=False)
    cloze["name"] = "Two clozes"
    for name in ("Second", "Remark"):
        collection.models.add_field(cloze, collection.models.new_field(name))
    collection.models.rename_field(cloze, cloze["flds"][0], "Title")
    collection.models.rename_field(cloze, cloze["flds"][1], "First")
    cloze["tmpls"][0]["qfmt"] = "<h3>{{Title}}</h3>{{cloze:First}}<br>{{cloze:Second}}"
    cloze["tmpls"][0]["afmt"] = "<h3>{{Title}}</h3>{{cloze:First}}<br>{{cloze:Second}}<hr>{{Remark}}"
    collection.models.add_dict(cloze)
    plain = collection.models.new("Vocabulary")
    for name in ("Word", "Meaning", "Example", "Secret"):
        collection.models.add_field(plain, collection.models.new_field(name))
    for name, question, answer in (
        (
            "Recognize",
            "<div class=label>Word:</div>{{Word}}",
            "<div class=label>Word:</div>{{Word}}<div>{{Meaning}}</div><script>1</script>",
        ),
        (
            "Recall",
            "{{Meaning}}{{#Example}}<br>{{text:Example}}{{/Example}}{{^Example}}none{{/Example}}",
            "{{FrontSide}}<hr id='answer'>{{Word}}",
        ),
    ):
        template = collection.models.new_template(name)
        template["qfmt"], template["afmt"] = question, answer
        collection.models.add_template(plain, template)
    collection.models.add_dict(plain)


def with_history(collection: Collection) -> None:
    """Three reviews of the first card in twelve days, twice on one of them, a reset card, one suspended, one buried."""
    cards = list(collection.find_cards("", order="c.id"))
    today = collection.sched.today
    now = collection.crt + today * DAY
    log = "INSERT INTO revlog VALUES (?, ?, -1, ?, ?, 0, 2500, 4000, ?)"
    for days, ease, kind in ((12, 1, 0), (11.999, 3, 0), (11, 3, 1), (5, 4, 1)):
        collection.db.execute(log, int((now - days * DAY + 36_000) * 1000), cards[0], ease, 6, kind)
    collection.db.execute(
        "UPDATE cards SET type = 2, queue = 2, due = ?, ivl = 30, factor = 2500, reps = 4 WHERE id = ?", today + 25, cards[0]
    )
    collection.db.execute("INSERT INTO revlog VALUES (?, ?, -1, 3, 1, 0, 2500, 4000, 1)", int((now - 9 * DAY) * 1000), cards[3])
    collection.db.execute("INSERT INTO revlog VALUES (?, ?, -1, 0, 0, 0, 0, 0, 4)", int((now - 8 * DAY) * 1000), cards[3])
    collection.db.execute(
        "UPDATE cards SET type = 2, queue = 2, due = ?, ivl = 100, factor = 2500, reps = 9 WHERE id = ?", today - 3, cards[4]
    )
    collection.sched.suspend_cards([cards[5]])
    collection.sched.bury_cards([cards[6]])


def shown(collection: Collection, id: int) -> dict[str, object]:
    card = collection.get_card(id)
    template = {"question": card.question(), "answer": card.answer()}
    plain = {side: collection._backend.strip_html(text=html, mode=0) for side, html in template.items()}
    return {
        "guid": card.note().guid,
        "number": card.ord,
        "notetype": card.note_type()["name"],
        "queue": card.queue,
        "due": card.due,
        **plain,
    }


def export(collection: Collection, folder: Path) -> None:
    everything = pb.ExportLimit(whole_collection={})
    for name, legacy, with_scheduling in (("new", False, True), ("old", True, True), ("plain", False, False)):
        options = pb.ExportAnkiPackageOptions(with_scheduling=with_scheduling, with_deck_configs=False, with_media=False, legacy=legacy)
        collection.export_anki_package(out_path=str(folder / f"{name}.apkg"), options=options, limit=everything)
    collection.export_note_csv(
        out_path=str(folder / "notes.txt"),
        limit=everything,
        with_html=True,
        with_tags=True,
        with_deck=True,
        with_notetype=True,
        with_guid=True,
    )
    collection.export_collection_package(str(folder / "whole.colpkg"), include_media=False, legacy=False)
    collection.reopen()


def through_anki(folder: Path, ours: str) -> None:
    collection = Collection(str(folder / "ours.anki2"))
    collection.import_anki_package(pb.ImportAnkiPackageRequest(package_path=ours, options=pb.ImportAnkiPackageOptions()))
    for note in collection.find_notes("tag:x"):  # one is edited
        edited = collection.get_note(note)
        edited["Back"] += "<p>More.</p>"
        collection.update_note(edited)
    options = pb.ExportAnkiPackageOptions(with_scheduling=True, with_deck_configs=False, with_media=False, legacy=False)
    collection.export_anki_package(out_path=str(folder / "again.apkg"), options=options, limit=pb.ExportLimit(whole_collection={}))
    collection.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), *(sys.argv[2:] or [None]))
