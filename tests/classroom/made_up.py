"""A class that nobody attended: real reports on a few answers, dealt out to as many students as a test wants."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import cycle

from studykit.classroom.gradebook import Grade, Gradebook
from studykit.classroom.one_batch import grade_batch
from studykit.classroom.work import Answer, Batch, Terms, fingerprint
from studykit.content.exercise import Exercise
from studykit.content.mistake import mistake_named
from studykit.content.pack import Library
from studykit.content.starter import hand_out
from studykit.grading.grade_report import Report

SGD, SCHEDULE, EPOCHS = "optimizers/sgd_update", "optimizers/learning_rate_schedule", "training/vectorized_training"
EXERCISES = (SGD, SCHEDULE, EPOCHS)
MISTAKES = {
    SGD: ("clears_gradients", "truth_value_of_a_tensor"),
    SCHEDULE: ("starts_at_zero", "warm_up_by_floor"),
    EPOCHS: ("autograd_stays_off", "changes_the_shape_of_y"),
}
FIRST = ("Ada", "Grace", "Émile", "李", "Zoë", "Mary-Ann", "Jean-Baptiste Maximilian", "Edsger", "Barbara", "Kateryna")
LAST = ("Quine", "Brontë", "明", "O'Neil", "van der Berg", "Xu", "Featherstonehaugh-Cholmondeley", "Iyer")

# An answer of its own kind, and the same with other names: what a copy looks like.
OWN = '''
import math
import torch


def warmup_cosine(step, max_lr, warmup_steps, total_steps, min_lr=0.0):
    # Ada Quine, s1001: worked out on the train
    """My way, by Ada."""
    is_warm = step < warmup_steps
    is_over = step >= total_steps
    length = max(total_steps - warmup_steps, 1)
    angle = math.pi * (step - warmup_steps) / length
    choices = [(is_warm, lambda: max_lr * ((step + 1) / warmup_steps)), (is_over, lambda: float(min_lr))]
    for holds, value in choices:
        if holds:
            return value()
    return min_lr + 0.5 * (max_lr - min_lr) + 0.5 * (max_lr - min_lr) * math.cos(angle)


class WarmupCosine:
    def __init__(self, optimizer, warmup_steps, total_steps, min_lr=0.0):
        self.kept = dict(count=0, highest=[g["lr"] for g in optimizer.param_groups])
        self.fixed = (warmup_steps, total_steps, min_lr)
        self.groups = optimizer.param_groups
        self.write()

    def write(self):
        for number in range(len(self.groups)):
            self.groups[number]["lr"] = warmup_cosine(self.kept["count"], self.kept["highest"][number], *self.fixed)

    def step(self):
        self.kept = dict(self.kept, count=self.kept["count"] + 1)
        self.write()

    def get_last_lr(self):
        return list(map(lambda g: g["lr"], self.groups))

    def state_dict(self):
        return {"count": self.kept["count"], "highest": list(self.kept["highest"])}

    def load_state_dict(self, state):
        self.kept = dict(count=state["count"], highest=list(state["highest"]))
        self.write()
'''
COPIED = (
    (OWN.replace("is_warm", "early").replace("is_over", "late").replace("angle", "theta").replace("kept", "memo").replace("number", "i"))
    .replace("# Ada Quine, s1001: worked out on the train", "# totally mine")
    .replace("My way, by Ada.", "Mine.")
)


def answers(exercise: Exercise) -> list[str]:
    """A right answer, known mistakes with the name of a student in them, the starter, and one that does not parse."""
    head = f"# studykit: {exercise.id}\n"
    wrong = [mistake_named(exercise, name).source for name in MISTAKES[exercise.id]]
    right = [OWN] if exercise.id == SCHEDULE else []
    right.append(exercise.solution.read_text(encoding="utf-8"))
    signed = [f"# by Ada Quine (s1001)\n{text}\nAUTHOR = 'Ada Quine, ada@example.org'\n" for text in wrong]
    return [*(head + text for text in (*right, *signed)), hand_out(exercise), f"{head}def broken(:\n"]


def graded(library: Library) -> dict[str, list[Report]]:
    """A real report on each of the answers, made as a class's are; that on the copy is its original's."""
    found = {id: reports_on(library.exercise(id)) for id in EXERCISES}
    found[SCHEDULE].insert(1, replace(found[SCHEDULE][0], source=f"# studykit: {SCHEDULE}\n{COPIED}"))
    return found


def reports_on(exercise: Exercise) -> list[Report]:
    """The reports on the answers to an exercise, in one batch."""
    starter = hand_out(exercise)
    answered = tuple(Answer(str(number), text, is_untouched=text == starter) for number, text in enumerate(answers(exercise)))
    given = {one.key: one.report for one in grade_batch(Batch(exercise.id, fingerprint(exercise), answered, Terms(1, trust=True)))}
    return [replace(report, source=answer.text) for answer in answered if (report := given[answer.key])]


def name_of(number: int) -> str:
    """A name, in one of several scripts; after 80, a number tells them apart, and every 50th is as another's."""
    again = "" if number < len(FIRST) * len(LAST) or number % 50 == 0 else f" {number}"
    return f"{FIRST[number % len(FIRST)]} {LAST[number // len(FIRST) % len(LAST)]}{again}"


def class_of(students: int, reports: Mapping[str, Sequence[Report]], exercises: Sequence[str] = EXERCISES) -> Gradebook:
    """A gradebook in which the reports go round; each eleventh answer is missing, each thirteenth cannot be read."""
    grades: list[Grade] = []
    going = {id: cycle(reports[id]) for id in exercises}
    for number in range(students):
        for place, id in enumerate(exercises):
            about = (f"s{1001 + number}", name_of(number), id)
            report = next(going[id])
            if (number + 3 * place) % 11 == 10:
                grades.append(Grade(*about, None))
            elif (number + 5 * place) % 13 == 12:
                grades.append(Grade(*about, None, "is larger than 1 MiB.", 1, place=f"{about[0]}/answer.py"))
            else:
                grades.append(Grade(*about, report, "", 1 + (number % 9 == 0), 2.0, f"{about[0]}/{id.rpartition('/')[2]}.py"))
    return Gradebook(tuple(exercises), tuple(grades), 1, ("notes.pdf: is no answer.",))
