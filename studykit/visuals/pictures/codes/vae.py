"""Records the means that the submission's VAE finds for images, their reconstructions, and images that it generates."""

from studykit.visuals.pictures.codes.spots import CORNERS, as_rows, kept, kept_by_components, shown, spots


def test_codes_and_pictures(probes, record, device):
    """The model is trained, encodes, decodes and samples."""
    pictures, corners = spots()
    seen = probes.trained(pictures.flatten(1).to(device), 32, 2, 400, len(shown()))
    record(
        codes=seen["codes"],
        corners=corners,
        names=CORNERS,
        kept=kept(pictures, seen["decoded"]),
        kept_in_output=kept(pictures, seen["output"]),
        components=kept_by_components(pictures, 2),
        rows={"input": as_rows(pictures[shown()]), "output": as_rows(seen["output"])[shown()], "generated": as_rows(seen["new"])},
    )
