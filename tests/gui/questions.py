"""A question of each kind that is answered in the picture."""

from gui.run import Kind
from gui.run.asking import Answer

# The kind, what it is about, a reply, and the truth.
QUESTIONS: tuple[tuple[Kind, object, Answer, Answer], ...] = (
    ("point", None, 3, 4), ("direction", "a", "left", "right"), ("card", None, "a", "b"),
    ("epoch", "a", 3, 4), ("loss", 3, 2e3, 3e3), ("chip", None, "loss", "update"),
    ("curve", (0.0, 1.0), (0.0, 90.0), (30.0, 90.0)),
    ("loss_curve", (1.0, 2.0), (5e3, 2e3), (4e3, 3e3)),
)  # fmt: skip
