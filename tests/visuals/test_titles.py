"""A title says what is true of the case that is drawn: its message for right answers, what is wrong of wrong ones."""

import pytest

from studykit.visuals.picture import names, picture
from tests.visuals.conftest import LIBRARY

NEUTRAL = {"fitted_line", "loss_surface", "tensors"}  # what is said there holds whatever the learner's numbers are
CASES = [
    ("cross_sections", "gradient_descent/mse_gradient", "leaves_out_x", "Your slope along w is not the curve's"),
    ("descent_path", "gradient_descent/numpy_loop", "moves_w_with_bs_gradient", "Your path is a straight line at 45°"),
    ("descent_path", "gradient_descent/numpy_loop", "climbs", "Your path is another one: it ends"),
    ("descent_path", "autograd/autograd_loop", "moves_w_with_bs_gradient", "Your path is a straight line at 45°"),
    ("learning_rates", "gradient_descent/learning_rates", "steeper_axis", "Your largest rate is 1; 2/λmax is 0.8055"),
    ("learning_rates", "gradient_descent/learning_rates", "only_the_last_loss", "Your curve of lr 0.01 has 1 losses, the last 0.398"),
    ("batch_paths", "gradient_descent/batch_sizes", "divides_by_n", "Your paths for batches of 80, 16, 1 are 2.73"),
    ("feature_scaling", "data/standard_scaler", "min_and_max", "Your scaled x has the condition number 15.9, x itself 16.4"),
    ("computation_graph", "autograd/graph_walker", "first_input_only", "Your walk of the whole graph finds 5 nodes and 4 edges"),
    ("computation_graph", "autograd/graph_walker", "edges_reversed", "Your walk of the whole graph joins other nodes, or"),
    ("data_flow", "modules/mlp", "no_activation", "Your layers are others: behind Linear (80, 5) comes Linear (80, 1)"),
    ("activations", "modules/activations", "maximum", "Not those of the right ones: your slopes of relu"),
    ("loss_curves", "training/loss_curves", "last_test_batch", "Your list 'test' has 30 numbers"),
    ("loss_curves", "training/loss_curves", "one_list_two_names", "Your list 'train' has 60 numbers"),
    ("bce_with_logits", "losses/losses_by_hand", "log_of_the_sigmoid", "Your BCE with logits has at the logit 250 the loss 100"),
    ("decision_boundary", "classification/circles", "linear_layers", "Your border is straight, as no activation bends it"),
    ("decision_boundary", "classification/circles", "too_slow", "Your border is not straight, but parts the rings badly"),
    ("confusion_matrix", "classification/confusion_matrix", "transposed", "Your matrix has true and predicted classes exchanged"),
    ("confusion_matrix", "classification/confusion_matrix", "accuracy_in_percent", "Your accuracy is 69.00; the diagonal has 0.69"),
    ("precision_recall", "classification/threshold_curve", "labels_forgotten", "Your precision is not what the counts say"),
    ("precision_recall", "classification/threshold_curve", "tries_a_grid", "Your best threshold is 0.5; F1 is largest at 0.51"),
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


def test_every_picture_has_a_case_or_a_title_that_always_holds():
    deep = {"conv_windows", "batch_norm", "codes", "gradient_sizes", "diffusion"}  # in test_deep_pictures.py

    assert set(names()) <= NEUTRAL | {case[0] for case in CASES} | deep


@pytest.mark.parametrize("name", ["activations", "bce_with_logits", "cross_sections", "data_flow", "descent_path", "conv_windows"])
def test_other_right_answers_are_drawn_and_get_the_message_of_the_solution(grader, recorded, name):
    for id in picture(name).exercises:
        right, expected = recorded(name, id), picture(name)
        for file in LIBRARY.exercise(id).also_right:
            other = recorded(name, id, other=file.read_text(encoding="utf-8"))
            assert expected.chart(other, right).title == expected.chart(right, right).title
