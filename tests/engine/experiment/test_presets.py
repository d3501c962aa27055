"""The presets: their formulas fit their truth, and training shows what each one says."""

import math
from functools import cache

import pytest
import torch

from engine.experiment.presets import PRESETS, Preset
from engine.formula import parse
from tests.experiments import preset

SEEDS = range(5)


@cache
def train(chosen: Preset, seed: int) -> tuple[list[float], list[float], list[float]]:
    """The losses of every epoch, the parameters at the start and those at the end."""
    model = parse(chosen.formula).compiled()
    generator = torch.Generator().manual_seed(seed)
    time = torch.linspace(chosen.start, chosen.stop, chosen.points)
    noise = chosen.noise * torch.randn(chosen.points, generator=generator)
    targets = model(time, torch.tensor(chosen.truth)) + noise
    params = torch.randn(len(chosen.truth), generator=generator)
    start = params.tolist()
    params.requires_grad_()
    losses = []
    for _ in range(chosen.epochs):
        loss = ((targets - model(time, params)) ** 2).mean()
        loss.backward()  # type: ignore[no-untyped-call]
        assert params.grad is not None
        losses.append(loss.item())
        params.data -= params.grad.data * chosen.learning_rate
        params.grad = None
    return losses, start, params.tolist()


@pytest.mark.parametrize("chosen", PRESETS, ids=lambda chosen: chosen.key)
def test_presets_are_whole(chosen: Preset) -> None:
    formula = parse(chosen.formula)
    assert formula.input == "t"
    assert len(formula.names) == len(chosen.truth)
    assert chosen.start < chosen.stop
    assert chosen.points >= 2 * len(chosen.truth)
    assert chosen.teaches.endswith(".")
    assert chosen.teaches.count(". ") == 0


def test_keys_and_titles_are_unique() -> None:
    assert len({chosen.key for chosen in PRESETS}) == len(PRESETS) == 8
    assert len({chosen.title for chosen in PRESETS}) == len(PRESETS)


def test_the_parabola_is_the_articles() -> None:
    chosen = preset("parabola")
    time = torch.arange(0, 20).float()
    expected = 0.75 * (time - 9.5) ** 2 + 1
    inputs = torch.linspace(chosen.start, chosen.stop, chosen.points)
    torch.testing.assert_close(inputs, time)
    truth = torch.tensor(chosen.truth, dtype=torch.float64)
    actual = parse(chosen.formula).compiled()(time.double(), truth)
    torch.testing.assert_close(actual, expected.double())


@pytest.mark.parametrize("chosen", PRESETS, ids=lambda chosen: chosen.key)
def test_training_goes_down_and_never_diverges(chosen: Preset) -> None:
    for seed in SEEDS:
        losses, _, end = train(chosen, seed)
        assert all(map(math.isfinite, losses + end))
        assert max(losses) == losses[0]
        assert losses[-1] < 0.8 * losses[0]


@pytest.mark.parametrize(
    "key", ["line", "cubic", "decay", "logistic", "bump", "neurons"], ids=lambda key: key
)
def test_training_reaches_the_noise(key: str) -> None:
    chosen = preset(key)
    for seed in SEEDS:
        losses, _, _ = train(chosen, seed)
        assert losses[-1] < 2 * chosen.noise**2


def test_the_parabola_leaves_c_where_it_began() -> None:
    chosen = preset("parabola")
    for seed in SEEDS:
        losses, start, end = train(chosen, seed)
        assert abs(end[2] - start[2]) < 0.5
        assert losses[-1] > 100
        # Nearly all of the way down is in the first tenth.
        assert losses[20] - losses[-1] < 0.01 * (losses[0] - losses[-1])


def test_the_sine_finds_the_wave_from_some_seeds_only() -> None:
    found = {seed: train(preset("sine"), seed)[0][-1] < 0.1 for seed in SEEDS}
    assert found == {0: True, 1: False, 2: True, 3: False, 4: True}


def test_the_bump_is_found_with_either_sign() -> None:
    signs = {train(preset("bump"), seed)[2][1] > 0 for seed in SEEDS}
    assert signs == {True, False}


def test_the_decay_reaches_the_truth_from_below() -> None:
    chosen = preset("decay")
    for seed in SEEDS:
        _, start, end = train(chosen, seed)
        assert start[0] < end[0]
        assert start[1] < end[1]
        assert end == pytest.approx(chosen.truth, rel=0.12)


def test_the_logistic_curve_turns_over_where_b_begins_below_zero() -> None:
    ends = [train(preset("logistic"), seed)[1:] for seed in SEEDS]
    assert any(start[1] < 0 < end[1] for start, end in ends)


def test_the_neurons_find_different_parameters_for_the_same_curve() -> None:
    ends = [train(preset("neurons"), seed)[2] for seed in SEEDS]
    assert len({tuple(value > 0 for value in end) for end in ends}) >= 3


def test_each_preset_has_its_truth_and_its_settings() -> None:
    told = {each.key: (each.truth, each.noise, each.learning_rate, each.epochs) for each in PRESETS}
    assert told == {
        "line": ((2.0, -1.0), 0.5, 0.05, 100),
        "parabola": ((0.75, -14.25, 68.6875), 1.0, 1e-5, 200),
        "cubic": ((1.0, -0.5, -2.0, 1.0), 0.3, 0.02, 500),
        "sine": ((2.0, 1.5, 0.5), 0.2, 0.02, 1000),
        "decay": ((5.0, 2.0), 0.2, 0.05, 500),
        "logistic": ((4.0, 1.5, 1.0), 0.2, 0.05, 1000),
        "bump": ((3.0, 0.8, 0.5), 0.2, 0.05, 1000),
        "neurons": ((2.0, 2.0, 3.0, -2.0, 2.0, -3.0, -1.0), 0.1, 0.05, 1000),
    }
