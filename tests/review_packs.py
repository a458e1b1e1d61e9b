"""Two small packs to review from: cards of all kinds, and cards of one concept."""

from pathlib import Path

DAY = "2026-11-21"
BASICS = "\n".join(f"- {{id: b{number}, front: Question {number}?, back: Answer {number}.}}" for number in range(1, 4))
KINDS = """
- id: gap
  kind: cloze
  front: "`optimizer.step()` reads {{.grad}}, never the {{loss}}."
- id: name
  kind: typed
  front: Which activation is max(0, x)?
  answer: ["ReLU", "relu function"]
  back: It is the rectified linear unit.
- id: order
  kind: choice
  front: Split or scale first?
  answer: Split
  choices: [Scale, Either]
  back: Otherwise there is leakage.
- id: prints
  kind: predict
  front: What does this print?
  code: |
    print(20.0)
    print([1, 2])
  prints: |
    20.0
    [1, 2]
  back: A number and a list.
"""


KIN = """
- {id: k1, front: Kin 1?, back: Yes., source: [N1], tags: [slopes]}
- {id: k2, front: Kin 2?, back: Yes., source: [N1, N2], tags: [slopes, signs]}
- {id: k3, front: Kin 3?, back: Yes., source: [N2], tags: [signs]}
- {id: k4, front: Kin 4?, back: Yes.}
"""


def review_pack(folder: Path) -> Path:
    """Write basic cards and one of each other kind."""
    (folder / "cards").mkdir(parents=True)
    (folder / "cards" / "trial-basics.yaml").write_text(BASICS, encoding="utf-8")
    (folder / "cards" / "trial-kinds.yaml").write_text(KINDS, encoding="utf-8")
    return folder


def concept_pack(folder: Path) -> Path:
    """Write cards of which k1 and k2, k2 and k3 are of one concept each."""
    (folder / "cards").mkdir(parents=True)
    (folder / "cards" / "trial-kin.yaml").write_text(KIN, encoding="utf-8")
    return folder
