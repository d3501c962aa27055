"""The presets: models to begin with, each with data it can learn and a sentence on what it teaches.

Each preset's data are its own formula with its true parameters, plus noise, so a person can
compare what was learned with what was true. Ranges, learning rates and epochs were chosen by
training from many seeds: none diverges, and each shows what its sentence says.
"""

from dataclasses import dataclass
from typing import Any

from engine.experiment.data import Generated, RollerCoaster
from engine.experiment.experiment import Experiment
from engine.formula import same


@dataclass(frozen=True, slots=True)
class Preset:
    """A model with its data and settings.

    The data: `points` inputs t evenly from `start` to `stop`, both included, and targets
    formula(t; truth) + noise * randn. `truth` has one value for each parameter of `formula`
    in order of appearance; `teaches` is one sentence.
    """

    key: str
    title: str
    formula: str
    teaches: str
    truth: tuple[float, ...]
    start: float
    stop: float
    points: int
    noise: float
    learning_rate: float
    epochs: int

    @property
    def generated(self) -> Generated:
        """Data drawn from its formula, with its true parameters."""
        return Generated(
            points=self.points,
            noise=self.noise,
            start=self.start,
            stop=self.stop,
            formula=self.formula,
            truth=self.truth,
        )

    @property
    def data(self) -> Generated | RollerCoaster:
        """The data it is to learn: the article's own for the article's formula."""
        return RollerCoaster() if self.key == "parabola" else self.generated

    @property
    def fields(self) -> dict[str, Any]:
        """Every field of the experiment that the preset sets, by name."""
        return {
            "formula": self.formula,
            "data": self.data,
            "learning_rate": self.learning_rate,
            "epochs": self.epochs,
            "start": {},
            "standardise": False,
            "held_out": 0.0,
        }


PRESETS: tuple[Preset, ...] = (
    Preset(
        key="line",
        title="Line",
        formula="a*t + b",
        teaches=(
            "The simplest model: the loss is a bowl, and because t lies evenly around zero,"
            " the slope a and the height b each slide to their value without disturbing the other."
        ),
        truth=(2.0, -1.0),
        start=-3.0,
        stop=3.0,
        points=20,
        noise=0.5,
        learning_rate=0.05,
        epochs=100,
    ),
    Preset(
        key="parabola",
        title="Parabola (the article's)",
        formula="a*(t**2) + b*(t) + c",
        teaches=(
            "The article's model: the loss falls steeply at first and then hardly at all, for t**2"
            " is so much larger than 1 that a learning rate small enough for a leaves c almost"
            " where it began."
        ),
        # 0.75*(t - 9.5)**2 + 1, multiplied out.
        truth=(0.75, -14.25, 68.6875),
        start=0.0,
        stop=19.0,
        points=20,
        noise=1.0,
        learning_rate=1e-5,
        epochs=200,
    ),
    Preset(
        key="cubic",
        title="Cubic",
        formula="a*t**3 + b*t**2 + c*t + d",
        teaches=(
            "Four parameters at different speeds: a leaps first, for t**3 pulls hardest at the"
            " ends, and then a rises and c sinks slowly together, because t**3 and t look alike."
        ),
        truth=(1.0, -0.5, -2.0, 1.0),
        start=-2.0,
        stop=2.0,
        points=40,
        noise=0.3,
        learning_rate=0.02,
        epochs=500,
    ),
    Preset(
        key="sine",
        title="Sine wave",
        formula="a*sin(b*t + c)",
        teaches=(
            "A loss with more than one valley: from many seeds the wave is found, from others"
            " training settles on a nearly flat line and stays there, so the start decides."
        ),
        truth=(2.0, 1.5, 0.5),
        start=0.0,
        stop=6.0,
        points=60,
        noise=0.2,
        learning_rate=0.02,
        epochs=1000,
    ),
    Preset(
        key="decay",
        title="Exponential decay",
        formula="a*exp(-b*t)",
        teaches=(
            "Two parameters that make up for each other: the curve fits well early, while a is"
            " still too small and b too slow a decay, and both then creep to the truth together."
        ),
        truth=(5.0, 2.0),
        start=0.0,
        stop=1.0,
        points=40,
        noise=0.2,
        learning_rate=0.05,
        epochs=500,
    ),
    Preset(
        key="logistic",
        title="Logistic curve",
        formula="a*sigmoid(b*(t - c))",
        teaches=(
            "An S that rises from 0 to a, steep as b says and halfway up at c: where b begins"
            " below zero the S falls instead, and the gradient must turn it over first."
        ),
        truth=(4.0, 1.5, 1.0),
        start=-4.0,
        stop=4.0,
        points=50,
        noise=0.2,
        learning_rate=0.05,
        epochs=1000,
    ),
    Preset(
        key="bump",
        title="Bump",
        formula="a*exp(-(b*(t - c))**2)",
        teaches=(
            "A bump of height a around c: b and its negative give the same curve, so the loss"
            " has two equal valleys, and the seed decides in which of them b ends."
        ),
        truth=(3.0, 0.8, 0.5),
        start=-4.0,
        stop=4.0,
        points=50,
        noise=0.2,
        learning_rate=0.05,
        epochs=1000,
    ),
    Preset(
        key="neurons",
        title="Two tanh neurons",
        formula="v1*tanh(w1*t + b1) + v2*tanh(w2*t + b2) + c",
        teaches=(
            "A small neural network: different seeds find different values for its seven"
            " parameters that draw the same curve, for neurons can change places and signs."
        ),
        truth=(2.0, 2.0, 3.0, -2.0, 2.0, -3.0, -1.0),
        start=-4.0,
        stop=4.0,
        points=60,
        noise=0.1,
        learning_rate=0.05,
        epochs=1000,
    ),
)


def preset_of(experiment: Experiment) -> Preset | None:
    """The preset with the data and the formula, however written, of `experiment`, or None."""
    for preset in PRESETS:
        if preset.data == experiment.data and same(preset.formula, experiment.formula):
            return preset
    return None
