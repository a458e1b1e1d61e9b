"""The library: order, lookups, several packs, and what it costs to start."""

import subprocess
import sys

import pytest

from studykit.content.mistake import mistakes_of
from studykit.content.pack import builtin_pack, load_library
from studykit.errors import PackError, UnknownItem


def test_exercises_come_in_the_order_of_the_curriculum(pack):
    pack.replace("exercises/curriculum.yaml", "[sgd_update, zero_grad]", "[zero_grad, sgd_update]")
    library = pack.library()
    assert list(library.exercises) == ["optimizers/zero_grad", "optimizers/sgd_update"]
    assert [(topic.slug, topic.title, topic.exercises) for topic in library.topics] == [
        ("optimizers", "Optimizers", ("optimizers/zero_grad", "optimizers/sgd_update"))
    ]


def test_decks_come_in_the_order_of_the_topics_then_by_name(pack):
    for deck in ("zoo", "autograd"):
        pack.write(f"cards/{deck}.yaml", "- {id: a, front: b, back: c}")
    library = pack.library()
    assert list(dict.fromkeys(card.deck for card in library.cards.values())) == ["optimizers", "autograd", "zoo"]


def test_an_exercise_holds_what_its_file_says(pack):
    exercise = pack.exercise("optimizers/zero_grad")
    assert (exercise.item, exercise.kind, exercise.difficulty) == ("exercise:optimizers/zero_grad", "fix", 3)
    assert (exercise.time_limit, exercise.memory_limit, exercise.devices, exercise.needs) == (3.0, 512, ("cpu",), ("scratch",))
    assert (exercise.requires, exercise.source) == (("optimizers/sgd_update",), ("E10", "B16"))
    assert exercise.hints == ("Print them.", "When are they cleared?", "Before backward.")
    assert pack.exercise("optimizers/sgd_update").time_limit == 10


def test_an_exercise_knows_its_files(pack):
    exercise = pack.exercise("optimizers/zero_grad")
    files = (exercise.starter, exercise.solution, exercise.probes, exercise.suite, *exercise.also_right)
    assert all(file.is_file() for file in files)
    assert [mistake.name for mistake in mistakes_of(exercise)] == ["adds", "drops", "triples"]


def test_a_card_holds_what_its_file_says_and_where_it_stands(pack):
    card = pack.library().card("optimizers/update-in-place")
    assert (card.item, card.kind, card.prints) == ("card:optimizers/update-in-place", "predict", "False")
    assert card.code == "w = torch.tensor(1.0)\nprint(w.requires_grad)"
    assert card.file.read_text(encoding="utf-8").splitlines()[card.line - 1] == "- id: update-in-place"


def test_one_answer_and_several_are_read_alike(pack):
    library = pack.library()
    assert library.card("optimizers/rate").answer == ("nothing",)
    assert library.card("optimizers/uphill").answer == ("uphill", "up")


@pytest.mark.parametrize("text", ["0.10", "no", "010", "1e3", "True", "null"])
def test_a_value_stays_the_text_that_the_author_sees(pack, text):
    pack.replace("cards/optimizers.yaml", "answer: nothing", f"answer: {text}")
    assert pack.library().card("optimizers/rate").answer == (text,)


@pytest.mark.parametrize("item", ["exercise:optimizers/sgd_update", "card:optimizers/step-reads"])
def test_an_item_finds_its_exercise_or_card(pack, item):
    assert pack.library().item(item).item == item


@pytest.mark.parametrize(
    ("item", "message"),
    [
        (
            "exercise:optimizers/sgd_updte",
            "no exercise 'optimizers/sgd_updte'; did you mean optimizers/sgd_update? `studykit list` shows all",
        ),
        ("exercise:sgd_updat", "no exercise 'sgd_updat'; did you mean optimizers/sgd_update? `studykit list` shows all"),
        (
            "card:optimizers/step-read",
            "no card 'optimizers/step-read'; did you mean optimizers/step-reads? `studykit list --cards` shows all",
        ),
        ("card:what", "no card 'what'; `studykit list --cards` shows all"),
        (
            "optimizers/zero_gard",
            "no exercise or card 'optimizers/zero_gard'; did you mean exercise:optimizers/zero_grad? `studykit list [--cards]` shows all",
        ),
    ],
)
def test_an_unknown_item_suggests_the_nearest(pack, item, message):
    with pytest.raises(UnknownItem) as caught:
        pack.library().item(item)
    assert str(caught.value) == message


def test_a_second_pack_builds_on_the_first(pack, other_pack):
    library = load_library([pack.path, other_pack.path])
    assert list(library.exercises) == ["optimizers/sgd_update", "optimizers/zero_grad", "more/momentum"]
    assert library.packs == (pack.path, other_pack.path)
    assert library.exercise("more/momentum").pack == other_pack.path


def test_a_pack_given_twice_is_read_once(pack):
    library = load_library([pack.path, pack.path / "cards/.."])
    assert library == pack.library()


def test_a_library_says_whether_it_has_an_item(pack):
    library = pack.library()
    items = ["card:optimizers/rate", "exercise:optimizers/zero_grad", "card:optimizers/zero_grad", "optimizers/rate", ""]
    assert [library.has(item) for item in items] == [True, True, False, False, False]


def test_an_editors_hidden_files_are_left_alone(pack):
    (pack.path / "cards/.#optimizers.yaml").symlink_to("nobody@nowhere")
    (pack.path / "solutions/optimizers/zero_grad/mistakes/.#adds.py").symlink_to("nobody@nowhere")
    assert pack.faults() == []
    assert list(pack.library().cards) != []


def test_a_second_pack_may_add_to_a_topic(pack, other_pack):
    other_pack.replace("exercises/curriculum.yaml", "topic: more", "topic: optimizers")
    (other_pack.path / "exercises/more").rename(other_pack.path / "exercises/optimizers")
    library = load_library([pack.path, other_pack.path])
    assert [(topic.title, len(topic.exercises)) for topic in library.topics] == [("Optimizers", 3)]


def test_an_id_in_two_packs_is_a_fault_that_names_both(pack, other_pack):
    other_pack.write("cards/optimizers.yaml", "- {id: rate, front: a, back: b}")
    with pytest.raises(PackError) as caught:
        load_library([pack.path, other_pack.path])
    first = pack.path / "cards/optimizers.yaml"
    assert caught.value.faults == [f"{other_pack.path}/cards/optimizers.yaml:1: card 'rate': id: given twice (also in {first})"]


def test_an_exercise_in_two_packs_is_a_fault_that_names_both(pack):
    copy = pack.path.with_name("copy")
    (pack.path / "cards/optimizers.yaml").rename(pack.path / "cards/first.yaml")
    pack.replace("exercises/optimizers/sgd_update/exercise.yaml", "optimizers/descent", "first/descent")
    pack.replace("exercises/optimizers/zero_grad/exercise.yaml", "optimizers/update", "first/update")
    (copy / "exercises").parent.mkdir()
    (copy / "exercises").symlink_to(pack.path / "exercises")
    with pytest.raises(PackError) as caught:
        load_library([pack.path, copy])
    assert caught.value.faults == [
        f"{copy}/exercises/optimizers/{slug}/exercise.yaml: id: 'optimizers/{slug}' is also in the pack {pack.path}"
        for slug in ("sgd_update", "zero_grad")
    ]


def test_loading_raises_all_faults_of_yaml_and_references_together(pack):
    pack.replace("exercises/optimizers/sgd_update/exercise.yaml", "requires: []", "requires: [a/b]")
    pack.replace("cards/optimizers.yaml", "kind: choice", "kind: chioce")
    with pytest.raises(PackError) as caught:
        pack.library()
    assert caught.value.faults == [
        "cards/optimizers.yaml:25: card 'rate': kind: 'chioce' is not one of basic, cloze, typed, choice, predict",
        "exercises/optimizers/sgd_update/exercise.yaml: requires: no exercise 'a/b'",
    ]


def test_a_pack_of_cards_alone_is_a_pack(tmp_path):
    (tmp_path / "cards").mkdir()
    (tmp_path / "cards/words.yaml").write_text("- {id: a, front: b, back: c}", encoding="utf-8")
    assert list(load_library([tmp_path]).cards) == ["words/a"]


def test_the_built_in_pack_holds_the_curriculum():
    assert (builtin_pack() / "exercises/curriculum.yaml").is_file()


def test_a_start_with_a_cache_imports_neither_yaml_nor_pydantic(pack, tmp_path):
    program = (
        "import sys; from pathlib import Path; from studykit.content.pack import load_library;"
        "load_library([Path(sys.argv[1])], Path(sys.argv[2]));"
        "print(*sorted({'yaml', 'pydantic', 'difflib', 'tokenize', 'torch'} & set(sys.modules)))"
    )
    command = [sys.executable, "-c", program, str(pack.path), str(tmp_path / "cache")]
    loaded = [subprocess.run(command, capture_output=True, text=True, check=True).stdout.split() for _ in range(2)]
    assert {"yaml", "pydantic"} <= set(loaded[0])
    assert set(loaded[1]) <= {"tokenize"}  # dataclasses brings that along, through inspect
