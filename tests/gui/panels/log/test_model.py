"""The texts of the log, at the very numbers where torch turns to another way of writing."""

import pytest
import torch

from gui.panels.log.model import tensor_text


@pytest.mark.parametrize(
    "values",
    [
        [1e8], [1.5e8], [1.00000008e8], [2e8, 1e8], [99_999_999.5], [1e-4], [0.9e-4],
        [1000.0, 1.0], [1001.0, 1.0], [1000.5, 1.0], [0.5, 500.0], [0.5, 500.5], [0.0, 1e9],
        [0.0, 0.25], [float("inf"), 2.5], [float("nan"), 3.0], [-1e8, 5.0], [0.0],
    ],
)  # fmt: skip
def test_numbers_turn_to_powers_where_torch_turns(values: list[float]) -> None:
    torch.set_printoptions(linewidth=10_000)
    try:
        tensor = torch.tensor(values, dtype=torch.float32)
        printed = str(tensor)
    finally:
        torch.set_printoptions(profile="default")
    assert tensor_text(tensor.tolist()) == printed.replace("-", "−")
