"""Why PyTorch cannot be loaded, in a sentence with what to install."""

import pytest

from engine.words.torch_missing import why_torch_is_missing


def test_a_package_that_is_not_installed_is_named() -> None:
    error = ModuleNotFoundError("No module named 'torch'", name="torch")
    assert why_torch_is_missing(error) == (
        "PyTorch cannot be loaded: the Python package torch is not installed; install it by "
        "“python -m pip install torch”."
    )


@pytest.mark.parametrize("error", [OSError(), ImportError("x" * 5000), OSError("two\nlines.\n")])
def test_is_always_one_short_line(error: ImportError | OSError) -> None:
    said = why_torch_is_missing(error)
    assert said.startswith("PyTorch cannot be loaded (")
    assert said.endswith(".")
    assert "\n" not in said
    assert "()" not in said
    assert len(said) < 350
