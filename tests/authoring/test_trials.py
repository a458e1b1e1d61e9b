"""What is graded to prove an exercise, and how often."""

from studykit.authoring.trials import Role, trials
from studykit.content.mistake import mistakes_of
from studykit.content.pack import builtin_pack, load_library


def test_each_file_is_graded_with_each_seed_and_each_mistake_is_diagnosed_once() -> None:
    exercise = load_library([builtin_pack()]).exercise("optimizers/sgd_update")
    found = trials(exercise, 3)

    assert [trial.seed for trial in found if trial.role is Role.SOLUTION] == [0, 1, 2]
    assert [trial.name for trial in found if trial.must_be_diagnosed] == [mistake.name for mistake in mistakes_of(exercise)]
    assert len(found) == 3 * (2 + len(exercise.also_right) + len(mistakes_of(exercise)))


def test_a_sample_of_the_mistakes_leaves_out_no_right_answer() -> None:
    exercise = load_library([builtin_pack()]).exercise("optimizers/sgd_update")
    names = [mistake.name for mistake in mistakes_of(exercise)]
    found = trials(exercise, every=4)

    assert [trial.name for trial in found if trial.role is Role.MISTAKE] == names[::4]
    assert len([trial for trial in found if trial.must_pass]) == 1 + len(exercise.also_right)
