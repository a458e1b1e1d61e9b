"""Records the codes that the submission's autoencoder finds for pictures, and what it gives back."""

from studykit.visuals.pictures.codes.spots import CORNERS, as_rows, kept, kept_by_components, shown, spots


def test_codes_and_pictures(probes, record, device):
    """The model is trained, encodes and decodes."""
    pictures, corners = spots()
    seen = probes.trained(pictures.to(device), [32, 2], 400)
    record(
        codes=seen["codes"].flatten(1),
        corners=corners,
        names=CORNERS,
        kept=kept(pictures, seen["decoded"]),
        kept_in_output=kept(pictures, seen["output"]),
        components=kept_by_components(pictures, 2),
        rows={"input": as_rows(pictures[shown()]), "output": as_rows(seen["output"])[shown()]},
    )
