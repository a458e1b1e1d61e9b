"""The record of which tests reject each mistake."""

from studykit.content.mistake import mistakes_of
from studykit.content.rejections import FILE_NAME, graded_now, is_up_to_date, read_rejections, rejections_text

SGD = "optimizers/sgd_update"
HERE = f"solutions/{SGD}/{FILE_NAME}"


def test_what_is_written_is_read(pack):
    pack.write(HERE, rejections_text(["test_a", "test_b"], {"adds": {"test_b", "test_a"}, "drops": set()}, "abc"))
    found = read_rejections(pack.exercise(SGD))

    assert found.tests == {"adds": ("test_a", "test_b"), "drops": ()}
    assert (found.of("drops"), found.of("other"), found.graded) == (frozenset(), None, "abc")


def test_each_mistake_has_a_line_of_its_own():
    assert rejections_text(["test_a"], {"drops": [], "adds": ["test_a"]}, "abc").splitlines()[-3:] == [
        '  "adds": [0],',
        '  "drops": []',
        "}}",
    ]


def test_without_a_record_or_with_a_broken_one_nothing_is_known(pack):
    assert read_rejections(pack.exercise(SGD)).tests == {}
    for broken in ("", "[]", '{"tests": ["a"], "mistakes": {"adds": [3]}, "graded": ""}', '{"tests": 1, "mistakes": 2}'):
        pack.write(HERE, broken)
        assert read_rejections(pack.exercise(SGD)).tests == {}


def test_another_suite_or_another_program_makes_the_record_old(pack):
    exercise = pack.exercise(SGD)
    pack.write(HERE, rejections_text([], {}, graded_now(exercise, mistakes_of(exercise))))
    assert is_up_to_date(exercise, mistakes_of(exercise))

    pack.replace(f"solutions/{SGD}/mistakes.md", "return x + 1", "return x + 2")
    assert not is_up_to_date(exercise, mistakes_of(exercise))
