"""What is said of a preview."""

import numpy as np
import pytest

from engine.experiment import Experiment
from engine.queries import PreviewQuery
from engine.training import Problem
from engine.words.landscape.preview import preview_in_words


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"learning_rate": 3e-5}, "– · – preview at 0.00003: loss 615.44 in epoch 200"),
        ({"learning_rate": 4.1e-5}, "– · – preview at 0.000041: not finite in epoch 138"),
        ({"requires_grad": False}, "– · – preview at 0.00001: it cannot be trained"),
    ],
)
def test_the_rate_and_what_comes_of_it(fields: dict[str, object], said: str) -> None:
    settings = Experiment(**fields).settings
    preview = PreviewQuery(settings, 200, np.zeros(1)).answer(Problem(Experiment()))
    assert preview_in_words(preview) == said
