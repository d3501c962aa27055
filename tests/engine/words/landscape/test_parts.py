"""What the loss is made of, in words and in sums that can be checked by hand."""

import re
from decimal import Decimal

import numpy as np
import pytest

from engine.experiment import Experiment
from engine.numbers import grouped
from engine.queries import LossParts, parts_over
from engine.runs import Run
from engine.words.landscape.parts import (
    goal_of,
    made_of,
    short,
    still_to_go,
    whole,
)
from engine.words.sums import like
from tests.engine.words.ends.situations import of_preset, run

NUMBER = re.compile(r"−?\d[\d,]*(?:\.\d+)?(?:e−?\d+)?")


def read(text: str) -> Decimal:
    return Decimal(text.replace("−", "-").replace(",", ""))


def parts_of(made: Run, *numbers: int) -> LossParts:
    assert made.facts is not None
    assert made.facts.valley is not None
    return parts_over(made.history, made.facts.valley, np.array(numbers))


@pytest.fixture(scope="module")
def article() -> Run:
    return run(Experiment())


class TestMadeOf:
    def test_the_articles_loss_at_its_end(self, article: Run) -> None:
        made = made_of(parts_of(article, 1, 200), 1)
        assert made is not None
        assert made.sentence == (
            "618.534 = 0 across + 15.508 on the slant + 602.368 along"
            " + 0.658 that no fit can take away"
        )
        assert [part.name for part in made.parts[:3]] == ["across", "on the slant", "along"]
        shares = [part.share for part in made.parts]
        assert shares[:3] == pytest.approx([0.0, 0.938, 0.99897], abs=1e-3)
        assert shares[3] is None

    @pytest.mark.parametrize(
        "experiment",
        [
            Experiment(), Experiment(learning_rate=3.6e-5), of_preset("cubic"), of_preset("line"),
            Experiment(standardise=True, learning_rate=0.1), Experiment(zero_grad=False),
        ],
        ids=lambda each: f"{each.formula} {each.learning_rate}",
    )  # fmt: skip
    def test_every_sum_holds_as_printed_and_is_the_runs_loss(self, experiment: Experiment) -> None:
        made = run(experiment)
        parts = parts_of(made, *range(1, len(made.history) + 1))
        alike = 0
        for row, loss in enumerate(made.history.loss.tolist()):
            told = made_of(parts, row)
            assert told is not None
            assert told.relation == "="
            assert sum(read(part.size) for part in told.parts) == read(told.total)
            printed, *_ = NUMBER.findall(told.sentence)
            assert printed == told.total
            float32 = like(told.total, loss)
            alike += float32 == told.total
            # Where float32 has rounded, its own number stands beside the sum.
            assert float32 == told.total or told.sentence.endswith(f"the loss to {float32}")
        assert alike > 0.8 * len(parts.numbers)

    def test_is_not_said_where_it_would_be_false(self) -> None:
        neurons = run(of_preset("neurons", seed=1), 1)
        assert made_of(parts_of(neurons, 1), 0) is None

    def test_is_said_about_where_the_curvature_only_nearly_describes_it(self) -> None:
        decay = run(of_preset("decay", epochs=150))
        made = made_of(parts_of(decay, 1, 150), 1)
        assert made is not None
        assert made.relation == "≈"
        assert "by which the curvature is wrong here" in made.sentence

    def test_nothing_is_made_of_what_is_not_finite(self) -> None:
        lost = run(Experiment(learning_rate=1e-3))
        assert made_of(parts_of(lost, 1, len(lost.history)), 1) is None


class TestWhen:
    def test_the_article_has_an_endless_way_to_loss_1(self, article: Run) -> None:
        params, loss = article.history.updated_params[-1], float(article.history.loss[-1])
        assert article.facts is not None
        assert goal_of(article.facts) == 1.0
        assert still_to_go(article.facts, params, loss, 1e-5) == (
            "epochs to loss 1: along 1,440,000 · on the slant 11,900 · across 0"
        )
        assert still_to_go(article.facts, params, loss, 4e-5).endswith("across never")

    def test_what_the_curvature_does_not_describe_has_no_number_of_epochs(self) -> None:
        neurons = run(of_preset("neurons", seed=1), 10)
        assert neurons.facts is not None
        loss = float(neurons.history.loss[-1])
        assert still_to_go(neurons.facts, neurons.history.params[-1], loss, 0.05) == ""

    def test_without_a_valley_there_is_nothing_to_aim_at(self) -> None:
        lost = run(Experiment(formula="a*log(t)"), 1)
        assert lost.facts is not None
        assert goal_of(lost.facts) is None
        assert still_to_go(lost.facts, lost.history.params[-1], 1.0, 0.1) == ""

    def test_the_goal_is_a_round_loss_just_above_the_floor(self) -> None:
        for key in ("line", "cubic", "decay", "sine"):
            made = run(of_preset(key), 1)
            assert made.facts is not None
            assert made.facts.valley is not None
            goal, floor = goal_of(made.facts), made.facts.valley.floor_loss
            assert goal is not None
            assert floor < goal < 2.7 * floor
            assert len(grouped(goal).strip("0.")) == 1


@pytest.mark.parametrize(
    ("epochs", "said"),
    [(0.0, "0"), (0.2, "1"), (999.1, "1,000"), (1_444_785.3, "1,440,000"), (1e16, "1.00e16")],
)
def test_whole(epochs: float, said: str) -> None:
    assert whole(epochs) == said


@pytest.mark.parametrize(
    ("loss", "said"),
    [(1.0, "1"), (0.05, "0.05"), (2e-7, "2e−7"), (2_000.0, "2000"), (500.0, "500")],
)
def test_short(loss: float, said: str) -> None:
    assert short(loss) == said
