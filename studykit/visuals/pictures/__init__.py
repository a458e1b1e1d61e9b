"""The pictures: a folder each, with `chart.py` (what is drawn) and a suite for each exercise that it can be drawn from.

A suite is a file named after the exercise's slug; it runs in the judge as a hidden suite does, calls the exercise's probes, or those of
`<slug>_probes.py` beside it, and records numbers. So a picture shows what the learner's code does, and no more of it is trusted than in a
grade.
"""

# In the order in which they are learned; the ids of the catalogue are those of the pictures that the notes ask for.
ORDER = (
    "fitted_line",  # V01
    "loss_surface",  # V02
    "cross_sections",  # V04
    "descent_path",  # V03
    "learning_rates",  # V06
    "batch_paths",  # V05
    "feature_scaling",  # V07
    "tensors",  # V10
    "computation_graph",  # V08
    "data_flow",  # V11
    "activations",  # V17
    "loss_curves",  # V09
    "bce_with_logits",  # V19
    "decision_border",  # V16
    "confusion_matrix",  # V18
    "precision_recall",  # V18
)
