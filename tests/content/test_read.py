"""A fault in a YAML file, or in what it refers to, is one line that names file and key."""

import pytest

DECK = "cards/optimizers.yaml"
CURRICULUM = "exercises/curriculum.yaml"
SGD = "exercises/optimizers/sgd_update/exercise.yaml"
ZERO = "exercises/optimizers/zero_grad/exercise.yaml"
EDITS = {
    "unknown key": (SGD, "hints:", "hint: x\nhints:", f"{SGD}: unknown key 'hint' (did you mean 'hints' or 'hunt'?)"),
    "key given by the place": (SGD, "title:", "slug: x\ntitle:", f"{SGD}: unknown key 'slug'"),
    "key twice": (SGD, "difficulty: 2", "difficulty: 2\ndifficulty: 3", f"{SGD}:4: key 'difficulty' given twice"),
    "key missing": (SGD, "difficulty: 2\n", "", f"{SGD}: difficulty: missing"),
    "title empty": (SGD, "The SGD update", "", f"{SGD}: title: empty"),
    "kind unknown": (SGD, "kind: implement", "kind: implements", f"{SGD}: kind: 'implements' is not one of implement, fix"),
    "no number": (SGD, "difficulty: 2", "difficulty: hard", f"{SGD}: difficulty: expected a whole number, found 'hard'"),
    "half a number": (SGD, "difficulty: 2", "difficulty: 2.5", f"{SGD}: difficulty: expected a whole number, found '2.5'"),
    "no mapping": (SGD, "difficulty: 2", "difficulty: 2\nhelps: [1]", f"{SGD}: helps: expected a mapping, found a list"),
    "no number in a mapping": (
        SGD,
        "difficulty: 2",
        "difficulty: 2\nhelps: {a: b}",
        f"{SGD}: helps: 'a': expected a whole number, found 'b'",
    ),
    "too difficult": (SGD, "difficulty: 2", "difficulty: 6", f"{SGD}: difficulty: expected 1 to 5, found 6"),
    "two hints": (SGD, "  - In place, or the caller sees nothing.\n", "", f"{SGD}: hints: at least 3 needed, 2 found"),
    "unquoted hint": (
        SGD,
        "Which sign takes the loss down?",
        "Note: a sign",
        f"{SGD}: hints: item 1: expected text, found a mapping (quote a text that holds ': ')",
    ),
    "list wanted": (SGD, "source: [E09]", "source: E09", f"{SGD}: source: expected a list, found 'E09'"),
    "empty list": (SGD, "source: [E09]", "source:", f"{SGD}: source: expected a list, found nothing"),
    "no time": (ZERO, "time_limit: 3", "time_limit: 0", f"{ZERO}: time_limit: expected seconds above 0, at most 600, found 0"),
    "endless time": (ZERO, "time_limit: 3", "time_limit: inf", f"{ZERO}: time_limit: expected seconds above 0, at most 600, found inf"),
    "no memory": (ZERO, "memory_limit: 512", "memory_limit: 0", f"{ZERO}: memory_limit: expected MiB above 0, found 0"),
    "device unknown": (ZERO, "devices: [cpu]", "devices: [gpu]", f"{ZERO}: devices: 'gpu' is not one of cpu, cuda"),
    "no device": (ZERO, "devices: [cpu]", "devices: []", f"{ZERO}: devices: at least one needed, 0 found"),
    "need unknown": (ZERO, "needs: [scratch]", "needs: [net]", f"{ZERO}: needs: 'net' is not one of scratch"),
    "no dotted name": (SGD, "[torch.optim]", "[torch optim]", f"{SGD}: forbids: expected a dotted name, found 'torch optim'"),
    "prerequisite unknown": (
        ZERO,
        "optimizers/sgd_update",
        "optimizers/sgd_updat",
        f"{ZERO}: requires: no exercise 'optimizers/sgd_updat' (did you mean 'optimizers/sgd_update'?)",
    ),
    "its own prerequisite": (
        ZERO,
        "optimizers/sgd_update",
        "optimizers/zero_grad",
        f"{ZERO}: requires: a cycle: optimizers/zero_grad -> optimizers/zero_grad",
    ),
    "cycle": (
        SGD,
        "requires: []",
        "requires: [optimizers/zero_grad]",
        f"{SGD}: requires: a cycle: optimizers/sgd_update -> optimizers/zero_grad -> optimizers/sgd_update",
    ),
    "card unknown": (
        SGD,
        "descent-direction",
        "descent-directions",
        f"{SGD}: cards: no card 'optimizers/descent-directions' (did you mean 'optimizers/descent-direction'?)",
    ),
    "not in curriculum": (CURRICULUM, ", zero_grad", "", f"{ZERO}: not listed in {CURRICULUM}"),
    "no folder": (CURRICULUM, "zero_grad", "zero_grad, adam", f"{CURRICULUM}: exercises: no folder exercises/optimizers/adam"),
    "listed twice": (
        CURRICULUM,
        "zero_grad",
        "zero_grad, zero_grad",
        f"{CURRICULUM}:1: topic 'optimizers': exercises: 'zero_grad' given twice",
    ),
    "topic twice": (
        CURRICULUM,
        "- topic",
        "- {topic: optimizers, title: O, exercises: []}\n- topic",
        f"{CURRICULUM}:2: topic: 'optimizers' given twice",
    ),
    "topic without title": (CURRICULUM, "  title: Optimizers\n", "", f"{CURRICULUM}:1: topic 'optimizers': title: missing"),
    "topic key unknown": (
        CURRICULUM,
        "  title:",
        "  titel: x\n  title:",
        f"{CURRICULUM}:1: topic 'optimizers': unknown key 'titel' (did you mean 'title'?)",
    ),
    "topic no name": (
        CURRICULUM,
        "- topic",
        "- {topic: gradient-descent, title: G}\n- topic",
        f"{CURRICULUM}:1: topic: expected a Python name, found 'gradient-descent'",
    ),
    "card key unknown": (
        DECK,
        "front: Does",
        "frnt: x\n  front: Does",
        f"{DECK}:1: card 'descent-direction': unknown key 'frnt' (did you mean 'front'?)",
    ),
    "card without front": (
        DECK,
        "  front: Does descent add or subtract the gradient?\n",
        "",
        f"{DECK}:1: card 'descent-direction': front: missing",
    ),
    "card kind unknown": (
        DECK,
        "kind: cloze",
        "kind: close",
        f"{DECK}:16: card 'step-reads': kind: 'close' is not one of basic, cloze, typed, choice, predict",
    ),
    "card given twice": (DECK, "id: uphill", "id: rate", f"{DECK}:25: card 'rate': id: given twice (first at line 20)"),
    "card without id": (DECK, "- id: uphill\n  kind", "- kind", f"{DECK}:20: card 4: id: missing"),
    "card id": (
        DECK,
        "id: uphill",
        "id: Up_Hill",
        f"{DECK}:20: card 'Up_Hill': id: expected small letters, digits and hyphens, found 'Up_Hill'",
    ),
    "basic without back": (
        DECK,
        "  back: It **subtracts** it.\n",
        "",
        f"{DECK}:1: card 'descent-direction': back: a basic card needs one",
    ),
    "cloze of kind basic": (
        DECK,
        "  kind: cloze\n",
        "",
        f"{DECK}:16: card 'step-reads': back: a basic card needs one (for gaps: kind: cloze)",
    ),
    "cloze without gap": (
        DECK,
        "the {{gradient}}, never the {{loss}}",
        "the loss",
        f"{DECK}:16: card 'step-reads': front: a cloze needs a gap, {{{{answer}}}}",
    ),
    "typed without answer": (DECK, "  answer: [uphill, up]\n", "", f"{DECK}:20: card 'uphill': answer: a typed card needs one"),
    "choice without answer": (
        DECK,
        "  answer: nothing\n",
        "",
        f"{DECK}:25: card 'rate': answer: a choice card needs exactly one, 0 found",
    ),
    "one choice": (
        DECK,
        "[diverge, converge]",
        "[diverge]",
        f"{DECK}:25: card 'rate': choices: at least 2 wrong ones needed, 1 found",
    ),
    "choice twice": (DECK, "[diverge, converge]", "[diverge, nothing]", f"{DECK}:25: card 'rate': choices: 'nothing' given twice"),
    "predict without prints": (
        DECK,
        "  prints: False\n",
        "",
        f"{DECK}:7: card 'update-in-place': prints: a predict card needs it",
    ),
    "key of another kind": (
        DECK,
        "kind: cloze",
        "kind: cloze\n  choices: [a, b]",
        f"{DECK}:16: card 'step-reads': choices: only for kind choice, not cloze",
    ),
    "page of a card": (
        DECK,
        "tags: [optimizers]",
        "see: [pytorch.org/docs]",
        f"{DECK}:1: card 'descent-direction': see: expected the address of a page, as https://…, found 'pytorch.org/docs'",
    ),
    "page of an exercise": (
        SGD,
        "difficulty: 2",
        "difficulty: 2\nsee: ['https://a page']",
        f"{SGD}: see: expected the address of a page, as https://…, found 'https://a page'",
    ),
    "dollars in LaTeX": (
        SGD,
        "difficulty: 2",
        "difficulty: 2\nformulas: {Write: '$W$'}",
        f"{SGD}: formulas: 'Write': leave out the dollars around the LaTeX",
    ),
    "braces of LaTeX": (
        SGD,
        "difficulty: 2",
        "difficulty: 2\nformulas: {Write: '\\frac{W}{r'}",
        f"{SGD}: formulas: 'Write': '{{' is not closed or not opened",
    ),
    "no LaTeX": (
        SGD,
        "difficulty: 2",
        "difficulty: 2\nformulas: {Write: ''}",
        f"{SGD}: formulas: 'Write': empty; give a text of the task and its LaTeX",
    ),
    "proof and no proof": (
        DECK,
        "tags: [optimizers]",
        "proof: assert True\n  no_proof: none",
        f"{DECK}:1: card 'descent-direction': no_proof: given beside a proof; keep one of them",
    ),
}


@pytest.mark.parametrize(("file", "old", "new", "fault"), EDITS.values(), ids=EDITS.keys())
def test_a_fault_is_one_line_naming_file_and_key(pack, file, old, new, fault):
    pack.replace(file, old, new)
    assert fault in pack.faults()


@pytest.mark.parametrize(
    ("file", "text", "fault"),
    [
        (CURRICULUM, "topic: a", f"{CURRICULUM}: expected a list of topics, found a mapping (key: value)"),
        (CURRICULUM, "- a", f"{CURRICULUM}:1: expected a mapping (key: value), found text"),
        (SGD, "", f"{SGD}: expected a mapping (key: value), found nothing"),
        (SGD, "? [a]\n: b", f"{SGD}:1: a key must be text, found a list"),
        (SGD, "title: &a [*a]", f"{SGD}:1: nested too deeply"),
        (DECK, "", f"{DECK}: expected a list of cards, found nothing"),
        (DECK, "- a: b\n- - c", f"{DECK}:2: expected a mapping (key: value), found a list"),
        ("cards/more.yml", "[]", "cards/more.yml: a deck's file must end in .yaml"),
        ("cards/More Cards.yaml", "[]", "cards/More Cards.yaml: a deck's name must be small letters, digits, hyphens and underscores"),
    ],
)
def test_a_file_of_another_shape_is_named(pack, file, text, fault):
    pack.write(file, text)
    assert fault in pack.faults()


def test_broken_yaml_is_named_with_line_and_column(pack):
    pack.replace(SGD, "kind: implement", "kind: [implement")
    pack.write(DECK, "\x07")
    broken_deck, broken_exercise = [fault for fault in pack.faults() if "YAML" in fault]
    assert broken_exercise.startswith(f"{SGD}:3:")
    assert broken_deck.startswith(f"{DECK}: YAML: ")


def test_a_slug_must_be_a_python_name(pack):
    pack.write("exercises/optimizers/lambda/exercise.yaml", "")
    pack.write("exercises/optimizers/weight-decay/exercise.yaml", "")
    found = pack.faults()
    assert "exercises/optimizers/lambda/exercise.yaml: slug: 'lambda' is no Python name; rename the folder" in found
    assert "exercises/optimizers/weight-decay/exercise.yaml: slug: 'weight-decay' is no Python name; rename the folder" in found


def test_all_faults_come_at_once_by_file_and_line(pack):
    pack.replace(DECK, "id: rate", "id: Rate")
    pack.replace(DECK, "- id: descent-direction\n", "- id: descent-direction\n  x: y\n")
    pack.replace(SGD, "difficulty: 2", "difficulty: 0")
    places = [fault.partition(": ")[0] for fault in pack.faults()]
    assert places == [f"{DECK}:1", f"{DECK}:26", SGD]
