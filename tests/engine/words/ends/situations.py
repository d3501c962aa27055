"""Real runs, each of which has one cause and no other to stand where it does."""

from functools import cache

from engine.experiment import Experiment, Points, RollerCoaster
from engine.queries import FactsQuery
from engine.runs import Failure, Run
from engine.training import Problem
from engine.words.ends.causes import (
    Arrived,
    Cause,
    FlatPlace,
    GradientsAddUp,
    MoreParameters,
    NotStarted,
    OnItsWay,
    OtherValley,
    Standing,
    SteepValley,
    TooFast,
    TooSlow,
)
from engine.words.ends.notice import Notice
from engine.words.ends.notices import of_end, of_failure
from tests.experiments import preset
from tests.records import trained


def of_preset(key: str, **fields: object) -> Experiment:
    """The experiment of a preset, with `fields` replaced."""
    p = preset(key)
    mine = {"formula": p.formula, "learning_rate": p.learning_rate, "epochs": p.epochs}
    return Experiment(**({"data": p.generated} | mine | fields))


SHORT = RollerCoaster(stop=3.0)
DYING = Experiment(formula="relu(a*t + b)", start={"a": 1, "b": -1}, learning_rate=0.5, epochs=50)

SITUATIONS: dict[str, tuple[type[Cause], Experiment]] = {
    "far too fast": (TooFast, Experiment(learning_rate=1e-4)),
    "a little too fast": (TooFast, Experiment(learning_rate=4e-5)),
    "as fast as may be": (TooFast, Experiment(learning_rate=1e6)),
    "too fast, but not at its end yet": (
        TooFast,
        of_preset("line", learning_rate=0.31, epochs=60),
    ),
    "leapt out of a wave": (TooFast, of_preset("sine", learning_rate=0.2)),
    "leapt out of a decay": (TooFast, of_preset("decay", learning_rate=3.0)),
    "neurons too fast": (TooFast, of_preset("neurons", learning_rate=2.0, epochs=100)),
    "no finite loss": (NotStarted, Experiment(formula="a*log(t) + b")),
    "no finite gradient": (NotStarted, Experiment(formula="sqrt(a*t) + b", start={"a": 1.0})),
    "gradients add up": (GradientsAddUp, Experiment(zero_grad=False)),
    "early seconds": (TooSlow, Experiment(data=SHORT)),
    "one parameter": (TooSlow, Experiment(formula="a*t")),
    "a curved valley": (TooSlow, of_preset("decay", learning_rate=5e-4, epochs=300)),
    "slow in a steep valley": (TooSlow, Experiment(learning_rate=1e-7)),
    "the article": (SteepValley, Experiment()),
    "neurons": (SteepValley, of_preset("neurons", seed=1)),
    "a cubic under way": (OnItsWay, of_preset("cubic", epochs=100)),
    "a decay under way": (OnItsWay, of_preset("decay", epochs=30)),
    "neurons under way": (OnItsWay, of_preset("neurons")),
    "a wave that hardly moves": (Standing, of_preset("sine", seed=1, learning_rate=0.01)),
    "a line": (Arrived, of_preset("line")),
    "standardised": (Arrived, Experiment(standardise=True, learning_rate=0.2)),
    "the mirrored valley": (Arrived, of_preset("bump")),
    "dead from the start": (
        FlatPlace,
        Experiment(formula="relu(a*t + b)", start={"a": -1.0, "b": -1.0}, learning_rate=1e-3),
    ),
    "dead after a leap": (FlatPlace, DYING),
    "saturated": (
        FlatPlace,
        of_preset(
            "neurons",
            formula="v*tanh(w*t + b) + c",
            start={"w": 50.0, "b": 1e3, "v": 1.0, "c": 0.0},
            epochs=200,
        ),
    ),
    "two points": (
        MoreParameters,
        Experiment(data=Points(inputs=(0, 1), targets=(1, 2)), learning_rate=0.1, epochs=500),
    ),
    "two drawn points": (
        MoreParameters,
        Experiment(data=RollerCoaster(points=2, stop=1.0), learning_rate=0.1, epochs=500),
    ),
    "a wave lost": (OtherValley, of_preset("sine", seed=1)),
    "a wave found": (OtherValley, of_preset("sine", seed=2)),
    "a wave lost from the start": (OtherValley, of_preset("sine", seed=3)),
}


def run(experiment: Experiment, epochs: int | None = None) -> Run:
    """`experiment`, trained to its end, or for `epochs`."""
    problem = Problem(experiment)
    made = Run(1, experiment, FactsQuery(experiment).answer(problem))
    made.history = trained(experiment, problem, epochs or experiment.epochs)
    if not made.history[-1].finite:
        made.failure = Failure("diverged", len(made.history))
    return made


@cache
def situation(name: str) -> Run:
    """The run of this name; trained once, and not to be changed."""
    return run(SITUATIONS[name][1])


def notice(of: Run) -> Notice:
    """What the banner says of a run that is over."""
    return of_failure(of) if of.failure else of_end(of)
