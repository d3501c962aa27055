"""The tape of an epoch: which calls run it again, on which memory, and what cannot be replayed.

Other versions of PyTorch walk other ways, so that nothing is held where it is another than the one
the tapes were approved with.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
import pytest
import torch
from torch import Tensor

from engine.experiment import Experiment, Points, RollerCoaster
from engine.training import Recorder
from engine.training.looking import Operation, _Looking, described
from engine.training.tape import UnknownError, tape
from tests.approved import Hold, nearly

APPROVED_WITH = "2.13"
FEW = Points(inputs=(1.0, 2.0, 4.0), targets=(2.0, 3.0, 1.0))
RUNS = {
    "article": Experiment(),
    "kept": Experiment(zero_grad=False),
    "alone": Experiment(formula="k"),
    "twice": Experiment(formula="a + a*t"),
    "bare and more": Experiment(formula="a + b*t + b"),
    "wave": Experiment(formula="a*sin(b*t + c) - 2**a/(1 + b*b)", data=FEW, standardise=True),
    "functions": Experiment(formula="relu(a*t) + softplus(b) + sqrt(1 + c*c) + (t*t)", data=FEW),
    "powers": Experiment(formula="a**1*t + b**2 + c**3 - -a", data=FEW),
    "one point": Experiment(formula="a*t + b", data=FEW, held_out=0.67),
    "long rows": Experiment(data=RollerCoaster(points=5_000)),
    "rows": Experiment(data=RollerCoaster(points=4_096)),
}  # fmt: skip


def warm(experiment: Experiment) -> Recorder:
    recorder = Recorder(experiment.changed(learning_rate=1e-9))
    recorder.train(3)
    return recorder


class Places:
    """Names for the memory that calls use, in the order in which they use it."""

    def __init__(self, known: dict[int, str]) -> None:
        self._names = known

    def told(self, value: Any) -> str:
        if isinstance(value, Tensor):
            value = value.detach().numpy()
        if isinstance(value, np.ndarray):
            if value.base is None and value.size == 1:
                return f"number {float(value.ravel()[0]):g}"
            name = self._names.setdefault(value.ctypes.data, f"m{len(self._names)}")
            return f"{name}{list(value.shape)}"
        if isinstance(value, tuple | list):
            return f"({', '.join(map(self.told, value))})"
        return str(value)

    def line(self, call: Callable[[], object]) -> str:
        if not isinstance(call, partial):
            return "copied from a function without an output"
        name = getattr(call.func, "__name__", str(call.func))
        more = [f"{key}={self.told(each)}" for key, each in call.keywords.items()]
        return f"{name}({', '.join([*map(self.told, call.args), *more])})"


@pytest.mark.skipif(
    not torch.__version__.startswith(APPROVED_WITH), reason="PyTorch is another than approved with"
)
@pytest.mark.parametrize("name", RUNS)
def test_the_calls_are_as_approved(name: str, hold: Hold) -> None:
    replay = warm(RUNS[name])._replay
    trainer, made = replay._trainer, replay._made
    places = Places(
        {
            made.gradient.ctypes.data: "gradient", made.loss.ctypes.data: "loss",
            made.predictions.ctypes.data: "predictions", trainer.params.data_ptr(): "params",
        }
    )  # fmt: skip
    hold(name, map(places.line, replay._tape), nearly)


def overheard(run: Callable[[Tensor], object], params: Tensor) -> list[Operation]:
    looking = _Looking()
    with looking:
        run(params)
    return looking.operations


@pytest.mark.parametrize(
    ("run", "said"),
    [
        (lambda p: torch.rand_like(p) * p, "aten.rand_like.default cannot be replayed"),
        (lambda p: torch.zeros(3).add_(p), "aten.add_.Tensor overwrites what it did not make"),
        (lambda p: p.sum().item(), "aten._local_scalar_dense.default makes no tensor"),
        (lambda p: p.sort(), "aten.sort.default makes several tensors"),
        (lambda p: p.frexp(), "aten.frexp.Tensor makes several tensors"),
    ],
)  # fmt: skip
def test_what_cannot_be_replayed_is_told(run: Callable[[Tensor], object], said: str) -> None:
    params = torch.arange(3.0)
    with pytest.raises(UnknownError) as raised:
        tape(overheard(run, params), [params], [params])
    assert str(raised.value) == said


def test_what_depends_on_nothing_that_changes_is_left_out() -> None:
    params, other = torch.arange(3.0), torch.ones(3)
    operations = overheard(
        lambda p: (
            p + 1, other * 2, torch.ones_like(p), torch.zeros_like(p), torch.full_like(p, 3.0),
            p.new_zeros(3), p.new_full((3,), 2.0), p[1:],
        ),
        params,
    )  # fmt: skip
    (call,) = tape(operations, [params], [params])
    made = operations[0].made
    params[:] = torch.tensor([5.0, 6.0, 7.0])
    call()
    assert made.tolist() == [6.0, 7.0, 8.0]


@pytest.mark.parametrize(
    "run",
    [
        lambda p: p + 2, lambda p: p - 2, lambda p: p * 2, lambda p: p / 3, lambda p: -p,
        lambda p: p**2, lambda p: p**1, lambda p: p**3, lambda p: p.clone(), lambda p: p.sum(),
        lambda p: p.mean(), lambda p: p.sum(dim=0), lambda p: 2 - p, lambda p: p.exp(),
        lambda p: p.clamp_min(1.5), lambda p: torch.stack([p, p * 2]), lambda p: p.double() * 2,
        lambda p: torch.add(p, p, alpha=3), lambda p: p.reciprocal(),
        lambda p: torch.where(p > 1, p, -p),
        lambda p: p.softmax(0), lambda p: torch.rsub(p, 2), lambda p: p.mean(dim=0),
        lambda p: p.double().mean(), lambda p: p.double() ** 2, lambda p: p.sign() * p.abs(),
    ],
)  # fmt: skip
def test_calls_give_the_same_bits_for_other_numbers(run: Callable[[Tensor], Tensor]) -> None:
    params = torch.tensor([1.0, 2.5, -3.0])
    operations = overheard(run, params)
    calls = tape(operations, [params], [])
    params[:] = torch.tensor([0.3, -1.7, 1e8])
    for call in calls:
        call()
    assert operations[-1].made.numpy().tobytes() == run(params).numpy().tobytes()


@pytest.mark.parametrize(
    ("run", "quickest"),
    [
        (lambda p: p + 2, np.add), (lambda p: p - p, np.subtract), (lambda p: p * 2, np.multiply),
        (lambda p: p / 2, np.divide), (lambda p: -p, np.negative),
        (lambda p: p.clone(), np.positive), (lambda p: p.add_(1), np.add),
        (lambda p: p.sub_(1), np.subtract), (lambda p: p**2, np.multiply),
        (lambda p: p**1, np.positive), (lambda p: p.sum(), torch.sum),
        (lambda p: p.sum(dim=[0]), torch.sum), (lambda p: torch.stack([p, p]), torch.stack),
        (lambda p: p.mean(dim=[0]), torch.mean), (lambda p: p**3, torch.pow),
        *((getattr(torch, name), getattr(torch, name)) for name in (
            "sin", "cos", "tan", "exp", "log", "sqrt", "abs", "tanh", "sigmoid", "sign", "sgn",
            "reciprocal",
        )),
    ],
)  # fmt: skip
def test_each_operation_is_called_in_the_quickest_way(
    run: Callable[[Tensor], Tensor], quickest: object
) -> None:
    params = torch.tensor([1.0, 2.5, 3.0])
    *_, call = tape(overheard(run, params), [params], [])
    assert isinstance(call, partial)
    assert call.func is quickest


def test_other_operations_are_left_to_pytorch_as_they_were_called() -> None:
    """Doubles, and sums with a factor, are no work for the quick calls."""
    params = torch.tensor([1.0, 2.5, 3.0])
    for run in (
        lambda p: p.double() + p.double(), lambda p: torch.add(p, p, alpha=3),
        lambda p: p.double() ** 2, lambda p: p.sum(dtype=torch.float64),
        lambda p: torch.div(p, 2, rounding_mode="floor"),
    ):  # fmt: skip
        *_, call = tape(overheard(run, params), [params], [])
        assert not isinstance(getattr(call, "func", None), np.ufunc)


class TestDescribed:
    """All that must be the same in every epoch."""

    def test_two_epochs_are_described_alike_though_their_memory_is_another(self) -> None:
        params = torch.arange(3.0)

        def epoch() -> object:
            operations = overheard(lambda p: (p * 2).sum(), params)
            return described(operations, [operations[-1].made])

        assert epoch() == epoch()

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            (1, 1.0), (1, True), (0.0, -0.0), ((1, 2), (1, 3)), ({"a": 1}, {"a": 2}),
            ({"a": 1}, {"b": 1}), (torch.ones(2), torch.ones(2)), (None, 0),
        ],
    )  # fmt: skip
    def test_other_arguments_are_described_otherwise(self, one: object, other: object) -> None:
        assert self.of(one) != self.of(other)
        assert self.of(one) == self.of(one)

    def test_another_view_of_the_same_memory_is_described_otherwise(self) -> None:
        whole = torch.arange(6.0)
        views = [whole, whole[1:], whole[:3], whole[::2], whole.view(2, 3), whole.view(torch.int32)]
        texts = [self.of(view) for view in views]
        assert all(one != other for k, one in enumerate(texts) for other in texts[:k])

    @staticmethod
    def of(value: object) -> object:
        made = torch.ones(1)
        return described([Operation("f", (value,), {}, made)], [made])

    def test_another_function_or_result_is_described_otherwise(self) -> None:
        made, other = torch.ones(1), torch.ones(2)
        texts = [
            described([Operation("f", (), {}, made)], [made]),
            described([Operation("g", (), {}, made)], [made]),
            described([Operation("f", (), {"k": 1}, made)], [made]),
            described([Operation("f", (), {}, other)], [other]),
            described([Operation("f", (), {}, made), Operation("f", (made,), {}, made)], [made]),
            described([Operation("f", (), {}, made)], []),
        ]
        assert all(one != text for k, one in enumerate(texts) for text in texts[:k])
