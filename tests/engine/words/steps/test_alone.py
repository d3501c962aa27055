"""What a parameter's step does alone, and where it would end."""

from dataclasses import replace

import numpy as np

from engine.queries import Slice
from engine.words.steps.alone import alone

CUT = Slice(np.zeros(2), np.zeros(2), (1.0, 100.0), (2.0, 40.5), -3.0, 2.5)


def test_is_named_as_alone() -> None:
    said = alone("a", CUT, True, 4.0, "best value")
    assert "With a alone the loss would fall by 59.5, to 40.500." in said
    assert "Floor: while the others stand still, the loss is lowest at 2.5000." in said
    assert "Best: all parameters together fit best at 4.0000." in said


def test_says_when_the_loss_rises() -> None:
    said = alone("a", replace(CUT, after=(9.0, 250.0)), True, None, "")
    assert "With a alone the loss would rise by 150, to 250.00." in said


def test_says_no_more_than_is_known() -> None:
    assert alone("a", replace(CUT, floor=None), False, None, "") == ""
    assert "best" not in alone("a", CUT, True, 4.0, "valley floor").lower()
