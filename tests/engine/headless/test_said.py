"""Whole explanations and runs as JSON, of many experiments, and why a run ends early."""

import json
from collections.abc import Callable, Iterator
from io import StringIO
from typing import Any, TextIO

from engine.experiment import Experiment, Points
from engine.headless import HeadlessError, explain, train
from engine.words.landscape.axes import valley_axes
from tests.approved import Hold
from tests.engine.words.ends.situations import of_preset

STEADY = tuple(float(k) for k in range(6))
# An experiment, the epoch to explain, and the point.
EXPLAINED: list[tuple[Experiment, int, int | None]] = [
    (Experiment(), 1, None),
    (Experiment(), 200, 3),
    (Experiment(zero_grad=False), 3, 0),
    (Experiment(standardise=True, learning_rate=0.1), 5, 7),
    (Experiment(held_out=0.3), 2, None),
    (Experiment(learning_rate=1e-4), 26, None),
    (Experiment(learning_rate=1e-4), 60, None),
    (Experiment(requires_grad=False), 1, 2),
    (Experiment(requires_grad=False), 2, 2),
    (Experiment(formula="a*log(t) + b"), 1, 0),
    (Experiment(formula="a*log(t - 100)"), 2, 0),
    (Experiment(formula="pi*a + b*t"), 1, 1),
    (Experiment(stop_at_loss=700.0), 300, None),
    (Experiment(stop_at_loss=1e9, epochs=9), 1, None),
    (Experiment(stop_at_loss=1e9, epochs=9), 2, None),
    (Experiment(stop_at_loss=1e9, learning_rate=1e-4), 2, None),
    (of_preset("decay"), 1, 5),
    (of_preset("decay"), 200, 5),
    (of_preset("neurons"), 1, 59),
    (Experiment(data=Points(inputs=STEADY, targets=STEADY), formula="a*t", learning_rate=0.01), 4,
    1),
    (Experiment(formula="+".join(["sin(a*t)*a"] * 60), learning_rate=1e-9), 1, 1),
]  # fmt: skip
TRAINED = [
    Experiment(epochs=3),
    Experiment(epochs=2, zero_grad=False, formula="m + k*t", start={"k": 0.5, "m": 2.0}),
    Experiment(epochs=30, learning_rate=1e-4),
    Experiment(epochs=30, learning_rate=1e-2, seed=3),
    Experiment(epochs=30, stop_at_loss=2000.0),
    Experiment(epochs=30, requires_grad=False),
    Experiment(epochs=30, formula="a*log(t - 100)"),
    Experiment(epochs=30, formula="a*log(t)"),
]


def rounded(value: Any) -> Any:
    """Numbers to as many digits as every machine gives, and of a long list its ends."""
    match value:
        case dict():
            return {name: rounded(each) for name, each in value.items()}
        case list():
            short = value if len(value) <= 8 else [*value[:2], f"{len(value)} in all", value[-1]]
            return [rounded(each) for each in short]
        case int() if abs(value) > 10_000:
            return int(float(f"{value:.4g}"))
        case float():
            return 0.0 if abs(value) < 1e-7 else float(f"{value:.5g}")
    return value


def lines(fields: dict[str, Any]) -> Iterator[str]:
    """A line for each of `fields`; where one holds objects, a line for each of them."""
    for name, value in fields.items():
        named = dict(enumerate(value)) if isinstance(value, list) else value
        if isinstance(named, dict) and any(isinstance(each, dict) for each in named.values()):
            yield f"    {name}:"
            yield from (f"      {key}: {as_text(each)}" for key, each in named.items())
        else:
            yield f"    {name}: {as_text(value)}"


def as_text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def written(write: Callable[[TextIO], None]) -> Iterator[str]:
    """What is written, every line of it, and why the run ended early."""
    output, why = StringIO(), ""
    try:
        write(output)
    except HeadlessError as error:
        why = str(error)
    said = output.getvalue().splitlines()
    for number, line in enumerate(said):
        if number in (0, 1, len(said) - 1):
            yield f"  {number + 1} of {len(said)}"
            yield from lines(rounded(json.loads(line)))
    if why:
        yield f"  ended: {why}"


def named(experiment: Experiment) -> str:
    """What is not as in the article."""
    fields = {name: getattr(experiment, name) for name in Experiment.model_fields}
    plain = Experiment()
    said = {name: str(each) for name, each in fields.items() if each != getattr(plain, name)}
    return ", ".join(f"{name} {text[:80]}" for name, text in said.items()) or "the article's"


def test_explained(hold: Hold) -> None:
    told = []
    for experiment, number, point in EXPLAINED:
        told.append(f"== {named(experiment)}: epoch {number}, point {point}")
        told += written(
            lambda output, it=(experiment, number, point): explain(*it, output, True)  # type: ignore[misc]
        )
    hold("explained", told)


def test_trained(hold: Hold) -> None:
    told = []
    for experiment in TRAINED:
        told.append(f"== {named(experiment)}")
        told += written(lambda output, it=experiment: train(it, output, True))  # type: ignore[misc]
    hold("trained", told)


def test_the_parts_of_the_loss_are_named_as_in_the_window() -> None:
    output = StringIO()
    explain(Experiment(), 1, None, output, True)
    assert [*json.loads(output.getvalue())["loss_parts"]] == [*valley_axes(3), "floor"]
