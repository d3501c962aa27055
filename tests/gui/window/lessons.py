"""The moments that the lessons ask about: what is covered then, and how the answer would read."""

from dataclasses import dataclass, field
from typing import Any

from gui.run import Kind


@dataclass(frozen=True)
class Case:
    """A moment of a run: the update `epoch` when `stage` has run, with `hide` covered.

    `leak` is a pattern for what would give the answer away.
    """

    id: str
    epoch: int
    stage: str
    part: str
    hide: tuple[str, ...]
    leak: str
    setting: dict[str, Any] = field(default_factory=dict)
    kind: Kind = ""
    about: Any = None


WAY = r"moves? a (right|left)|a (right|left) by|moves? (right|left)|: downhill|uphill"
CASES = (
    Case("squares", 1, "loss", "fit", ("largest",), r"the largest, at|farthest|8,?780",
         kind="point"),
    Case("requires-grad", 1, "none", "stages", ("banner",), r"Press Space",
         {"requires_grad": False}, kind="chip"),
    Case("three-numbers", 1, "backward", "moves", ("card.gradient", "chip.gradient"),
         r"63,?466|4,?092|300\.8|times as steep", kind="card"),
    Case("promise", 1, "gradient", "card:a", ("card.arrow",), r"−63\.4\d|−35,?333|→"),
    Case("negative", 1, "gradient", "card:a", ("card.arrow", "card.sentence"), WAY,
         kind="direction", about="a"),
    Case("positive", 1, "gradient", "card:a", ("card.arrow", "card.sentence"),
         WAY + r"|3,?730|−0\.43|0\.5701", {"start": {"a": 1.0}}, kind="direction", about="a"),
    Case("sign-change", 30, "update", "signs", ("signs.a",), r"epoch 14\b|flips? at|0\.04\d",
         {"epochs": 30}, kind="epoch", about="a"),
    Case("grad-none", 3, "backward", "card:a",
         ("card.arrow", "card.sentence", "card.gradient", "later"),
         r"67,?22\d|34,?594|moves? (right|left)|uphill", {"zero_grad": False, "epochs": 8},
         kind="direction", about="a"),
    Case("too-fast", 1, "update", "loss", ("later",),
         r"57,?44\d|57,?45\d|diverges|too large|90,?83\d", {"learning_rate": 4e-5},
         kind="loss", about=2),
    Case("best-rate", 2, "update", "loss", ("later", "best_fit", "banner"),
         r"617\.\d|best fit 0|0\.66|valley floor|218,|epochs to loss", {"learning_rate": 1.77e-5}),
    Case("what-is-left", 200, "loss", "fit", ("banner", "best_fit", "largest"),
         r"the largest, at|farthest|218,\d|where it began|best fit 0", kind="point"),
    Case("how-long", 200, "update", "card:c", ("banner", "card.way"),
         r"30\d,\d{3}|1\.4\d? million|218,\d|epochs to loss|0\.0003\d+\s%"),
    Case("together", 1, "none", "fit", ("predictions", "loss.value", "cards"),
         r"3,?65\d(\.\d+)?\b", {"start": {"a": 0.22878610, "b": -1.4002088, "c": 67.5148}}),
    Case("why-618", 200, "update", "loss_parts", ("loss_parts.shown",), r"602\.3|15\.50"),
    Case("way-out", 1, "none", "loss", ("banner", "best_fit", "later"),
         r"0\.65\d|0\.66|best fit|7\.4", {"standardise": True, "learning_rate": 0.1}),
)  # fmt: skip
