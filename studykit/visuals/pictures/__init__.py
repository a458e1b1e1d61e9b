"""The pictures: a folder each, with `chart.py` (what is drawn) and a suite for the exercises that it can be drawn from.

A suite is a file named after the exercise's slug, or `suite.py` for all of them; it runs in the judge as a hidden suite does, calls the
exercise's probes, or those of `<slug>_probes.py` beside it, and records numbers. So a picture shows what the learner's code does, and no
more of it is trusted than in a grade.
"""

# In the order in which they are learned: the exercises that each can be drawn from, the first by default.
PICTURES: dict[str, tuple[str, ...]] = {
    "fitted_line": ("gradient_descent/numpy_loop", "autograd/autograd_loop"),
    "loss_surface": ("gradient_descent/forward_and_mse",),
    "cross_sections": ("gradient_descent/mse_gradient",),
    "descent_path": ("gradient_descent/numpy_loop", "autograd/autograd_loop"),
    "learning_rates": ("gradient_descent/learning_rates",),
    "batch_paths": ("gradient_descent/batch_sizes",),
    "feature_scaling": ("data/standard_scaler",),
    "tensors": ("data/dataset_and_loader",),
    "computation_graph": ("autograd/graph_walker",),
    "data_flow": ("modules/mlp", "modules/state_dict_keys"),
    "activations": ("modules/activations",),
    "loss_curves": ("training/loss_curves",),
    "bce_with_logits": ("losses/losses_by_hand",),
    "decision_border": ("classification/circles",),
    "confusion_matrix": ("classification/confusion_matrix",),
    "precision_recall": ("classification/threshold_curve",),
    "conv_windows": ("vision/conv2d", "vision/pooling"),
    "batch_norm": ("vision/batch_norm",),
    "gradient_sizes": ("vision/residual_block", "sequences/lstm_cell"),
    "codes": ("autoencoders/autoencoder", "autoencoders/vae"),
    "diffusion": ("diffusion/forward_noise", "diffusion/sampling_loop"),
}

# The ids of the catalogue under which the notes ask for them.
SOURCES = {
    "fitted_line": "V01",
    "loss_surface": "V02",
    "cross_sections": "V04",
    "descent_path": "V03",
    "learning_rates": "V06",
    "batch_paths": "V05",
    "feature_scaling": "V07",
    "tensors": "V10",
    "computation_graph": "V08",
    "data_flow": "V11",
    "activations": "V17",
    "loss_curves": "V09",
    "bce_with_logits": "V19",
    "decision_border": "V16",
    "confusion_matrix": "V18",
    "precision_recall": "V18",
    "conv_windows": "V12",
    "batch_norm": "V13",
    "gradient_sizes": "V14",
    "codes": "V15",
    "diffusion": "V20",
}


def pictures_of(exercise: str) -> list[str]:
    """The names of the pictures that an exercise's answers can be drawn in."""
    return [name for name, exercises in PICTURES.items() if exercise in exercises]
