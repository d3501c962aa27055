"""The trainer is the article's loop, a stage at a time."""

import numpy as np
import pytest
from torch import Tensor

from engine.experiment import Experiment
from engine.experiment.settings import Settings
from engine.runs import Stage
from engine.training import Problem, Trainer
from tests.article import Article


def trainer(settings: Settings = Experiment().settings) -> Trainer:  # noqa: B008
    return Trainer(Problem(Experiment()), settings)


def bits(numbers: Tensor | np.ndarray) -> bytes:
    return np.asarray(numbers.detach() if isinstance(numbers, Tensor) else numbers).tobytes()


class TestStages:
    def test_are_five_in_the_articles_order(self) -> None:
        assert list(trainer().stages()) == list(Stage)
        assert [stage.name for stage in Stage] == [
            "PREDICT", "LOSS", "BACKWARD", "GRADIENT", "UPDATE",
        ]  # fmt: skip

    def test_each_makes_what_the_article_makes_in_it(self) -> None:
        walker, printed = trainer(), next(Article())
        stages = walker.stages()
        assert next(stages) is Stage.PREDICT
        assert bits(walker.preds) == bits(printed.preds)
        assert next(stages) is Stage.LOSS
        assert walker.loss.item() == printed.loss
        assert walker.params.grad is None
        assert next(stages) is Stage.BACKWARD
        assert walker.params.grad is not None
        assert next(stages) is Stage.GRADIENT
        assert bits(walker.gradient) == bits(printed.grad)
        assert bits(walker.params) == bits(printed.params)
        assert next(stages) is Stage.UPDATE
        assert bits(walker.params) == bits(printed.updated_params)
        assert walker.params.grad is None

    @pytest.mark.parametrize("zero_grad", [True, False])
    def test_make_the_articles_run(self, zero_grad: bool) -> None:
        walker = trainer(Settings(1e-5, zero_grad, True))
        for printed in Article(zero_grad=zero_grad).epochs(20):
            for _ in walker.stages():
                pass
            assert bits(walker.gradient) == bits(printed.grad)
            assert bits(walker.params) == bits(printed.updated_params)

    def test_keep_the_settings_with_which_they_began(self) -> None:
        walker = trainer()
        stages = walker.stages()
        next(stages)
        walker.settings = Settings(1.0, False, False)
        list(stages)
        assert bits(walker.params) == bits(next(Article()).updated_params)
        assert walker.params.grad is None


def test_the_starting_parameters_stay_as_they_are() -> None:
    problem = Problem(Experiment())
    list(Trainer(problem, Experiment().settings).stages())
    assert bits(problem.start) == bits(Article().orig_params)
