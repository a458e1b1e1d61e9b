"""A title says what is true of the case that is drawn: its message for right answers, what is wrong of wrong ones."""

import pytest

from studykit.content.mistake import mistakes_of
from studykit.visuals.comparing import BY_CHANCE, SAME
from studykit.visuals.picture import names, picture
from tests.visuals.conftest import LIBRARY

EACH = 25  # so many mistakes are left out between two that are drawn; benchmarks/picture_titles.py draws all
SLOW = {"loss_curves", "codes", "decision_boundary"}  # they train for a second and more; their cases are below
CASES = [
    (
        "fitted_line",
        "gradient_descent/numpy_loop",
        "returns_w_first",
        "Your fitted line is y = 1.969 + 1.024·x, the reference is y = 1.024",
    ),
    ("fitted_line", "autograd/autograd_loop", "sums_the_squares", "Your training diverges: bias and weight are not finite"),
    ("loss_surface", "gradient_descent/forward_and_mse", "halves_the_loss", "Your loss differs at 6561 of 6561 points: at b = -1, w = -1"),
    ("tensors", "data/dataset_and_loader", "keeps_the_batch_dim", "With your code, a sample has shape (1, 3); the reference (3,)"),
    ("tensors", "data/dataset_and_loader", "never_shuffles", "With your code, a batch has the first samples in their order"),
    ("cross_sections", "gradient_descent/mse_gradient", "leaves_out_x", "Your partial derivative with respect to w is not"),
    ("descent_path", "gradient_descent/numpy_loop", "moves_w_with_bs_gradient", "Your path is a straight line at 45°"),
    ("descent_path", "gradient_descent/numpy_loop", "climbs", "Your path differs from the reference: it ends"),
    ("descent_path", "autograd/autograd_loop", "moves_w_with_bs_gradient", "Your path is a straight line at 45°"),
    ("learning_rates", "gradient_descent/learning_rates", "steeper_axis", "Your largest stable learning rate is 1; 2/λmax is 0.8055"),
    ("learning_rates", "gradient_descent/learning_rates", "only_the_last_loss", "Your curve for lr 0.01 has 1 loss, the last 0.398"),
    ("batch_paths", "gradient_descent/batch_sizes", "divides_by_n", "Your paths differ: for batches of 80, 16, 1 their lengths are 2.73"),
    (
        "feature_scaling",
        "data/standard_scaler",
        "min_and_max",
        "With your standardized x the condition number is 15.93, with x itself 16.4",
    ),
    ("computation_graph", "autograd/graph_walker", "first_input_only", "Your walk of the whole graph finds 5 nodes and 4 edges"),
    (
        "computation_graph",
        "autograd/graph_walker",
        "edges_reversed",
        "Your walk of the whole graph has other edges: they join other nodes, or",
    ),
    ("data_flow", "modules/mlp", "no_activation", "Your layers differ: after Linear (80, 5) comes Linear (80, 1)"),
    ("activations", "modules/activations", "maximum", "Different from the reference: your derivative of relu"),
    ("loss_curves", "training/loss_curves", "last_test_batch", "Your list 'test' has 30 values"),
    ("loss_curves", "training/loss_curves", "one_list_two_names", "Your list 'train' has 60 values"),
    ("bce_with_logits", "losses/losses_by_hand", "log_of_the_sigmoid", "The loss of your BCE with logits at logit 250 is 100"),
    (
        "decision_boundary",
        "classification/circles",
        "linear_layers",
        "Your decision boundary is a straight line, as without a non-linearity",
    ),
    ("decision_boundary", "classification/circles", "too_slow", "Your decision boundary is curved, but does not separate the rings"),
    (
        "confusion_matrix",
        "classification/confusion_matrix",
        "transposed",
        "Your matrix is transposed: true and predicted classes are swapped",
    ),
    (
        "confusion_matrix",
        "classification/confusion_matrix",
        "accuracy_in_percent",
        "Your accuracy is 69; the diagonal has a fraction of 0.69",
    ),
    ("precision_recall", "classification/threshold_curve", "labels_forgotten", "Your precision differs from the counts"),
    ("precision_recall", "classification/threshold_curve", "tries_a_grid", "Your best threshold is 0.5; F1 is largest at 0.5098"),
]


@pytest.mark.parametrize(("name", "id", "mistake", "said"), CASES)
def test_a_wrong_case_is_not_given_the_right_ones_message(recorded, name, id, mistake, said):
    right, wrong = recorded(name, id), recorded(name, id, mistake)

    assert picture(name).chart(wrong, right).title.startswith(said)


@pytest.mark.parametrize("name", sorted({case[0] for case in CASES}))
def test_a_right_answer_gets_the_message(recorded, name):
    for id in picture(name).exercises:
        right = recorded(name, id)
        assert not any(picture(name).chart(right, right).title.startswith(said) for *_, said in CASES)


def test_every_picture_has_a_case():
    deep = {"conv_windows", "batch_norm", "codes", "gradient_sizes", "diffusion"}  # in test_deep_pictures.py

    assert set(names()) <= {case[0] for case in CASES} | deep


@pytest.mark.parametrize(("name", "id"), [(name, id) for name in names() for id in picture(name).exercises if name not in SLOW])
def test_no_mistake_is_praised(recorded, name, id):
    """A part of the mistakes of each exercise; `benchmarks/picture_titles.py` draws all."""
    found, right = picture(name), recorded(name, id)
    lessons = {found.title, found.chart(None, right).title, found.chart(right, right).title}
    for mistake in mistakes_of(LIBRARY.exercise(id))[::EACH]:
        if (wrong := recorded(name, id, mistake.name, may_fail=True)) is None:
            continue
        title = found.chart(wrong, right, fails=True).title
        assert title not in lessons, mistake.name
        assert (title in (SAME, BY_CHANCE)) == found.matches(wrong, right), mistake.name


def test_a_picture_that_cannot_show_a_mistake_says_so(recorded):
    id = "gradient_descent/numpy_loop"
    right, wrong = recorded("fitted_line", id), recorded("fitted_line", id, "starts_at_zero")

    assert picture("fitted_line").chart(wrong, right, fails=True).title == SAME
    assert picture("fitted_line").chart(right, right).title == picture("fitted_line").title


def test_other_random_numbers_are_no_difference_and_no_praise(recorded):
    id = "gradient_descent/batch_sizes"
    right, wrong = recorded("batch_paths", id), recorded("batch_paths", id, "never_shuffles")

    assert picture("batch_paths").chart(wrong, right, fails=True).title == BY_CHANCE


def test_a_path_that_diverges_has_no_number_of_hundreds_of_digits(recorded):
    id = "gradient_descent/batch_sizes"
    drawn = picture("batch_paths").chart(recorded("batch_paths", id, "sums_over_the_batch"), recorded("batch_paths", id))

    assert [panel.title for panel in drawn.panels][:2] == ["Batches of 80: length over 1e+04", "Batches of 16: length over 1e+04"]
    assert len(drawn.title) < 150


@pytest.mark.parametrize(
    "name", ["activations", "batch_paths", "bce_with_logits", "cross_sections", "data_flow", "descent_path", "conv_windows", "tensors"]
)
def test_other_right_answers_are_drawn_and_get_the_message_of_the_solution(grader, recorded, name):
    for id in picture(name).exercises:
        right, expected = recorded(name, id), picture(name)
        for file in LIBRARY.exercise(id).also_right:
            other = recorded(name, id, other=file.read_text(encoding="utf-8"))
            assert expected.chart(other, right).title == expected.chart(right, right).title
