"""What is told of an exception: a line, the place that raised it, and its stack, none too long."""

import linecache

import pytest

from gui.mishaps import Mishap


class SilentError(Exception):
    """Fails even at saying what it is."""

    def __str__(self) -> str:
        raise RuntimeError


def raised(error: Exception, calls: int = 0) -> Exception:
    """`error`, raised through so many calls."""
    try:
        _raise(error, calls)
    except Exception as caught:
        return caught
    raise AssertionError


def _raise(error: Exception, calls: int) -> None:
    if calls:
        _raise(error, calls - 1)
    raise error


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (ValueError("no"), "ValueError: no"),
        (ValueError("over\n  two\tlines "), "ValueError: over two lines"),
        (ValueError(), "ValueError"),
        (KeyError("name"), "KeyError: 'name'"),
        (SilentError(), "SilentError"),
        (ValueError("x" * 200), f"ValueError: {'x' * 200}"),
        (ValueError("x" * 201), f"ValueError: {'x' * 200}…"),
    ],
)
def test_it_is_said_in_one_short_line(error: Exception, said: str) -> None:
    assert Mishap.of(error).said == said


def test_its_place_is_the_line_that_raised_it() -> None:
    here, there, other = (
        Mishap.of(raised(ValueError("a"))), Mishap.of(raised(ValueError("b"), calls=3)),
        Mishap.of(raised(TypeError("a"))),
    )  # fmt: skip
    kind, _, line = here.place.partition(" in ")
    file, _, number = line.rpartition(":")
    assert (kind, file) == ("ValueError", __file__)
    assert linecache.getline(__file__, int(number)).strip() == "raise error"
    # The same line, whatever it says and wherever it is called from: a mishap that is repeated.
    assert there.place == here.place
    assert other.place == f"TypeError in {line}"
    assert Mishap.of(ValueError("never raised")).place == "ValueError in the library"


def test_a_whole_stack_is_kept_and_of_a_long_one_both_ends() -> None:
    short = Mishap.of(raised(ValueError("the end")))
    assert short.stack.startswith("Traceback (most recent call last):\n")
    assert short.stack.endswith("ValueError: the end\n")
    assert "…" not in short.stack
    long = Mishap.of(raised(ValueError(f"begin {'x' * 30_000} end"))).stack
    first, last = long.split("\n…\n")
    assert len(first) == len(last) == 10_000
    assert first.startswith("Traceback (most recent call last):\n")
    assert "begin x" in first
    assert last.endswith("x end\n")


@pytest.mark.parametrize(("more", "cut"), [(0, False), (1, True)])
def test_a_stack_is_long_from_twenty_thousand_signs(more: int, cut: bool) -> None:
    frame = len(Mishap.of(ValueError("x")).stack) - 1
    stack = Mishap.of(ValueError("x" * (20_000 - frame + more))).stack
    assert ("\n…\n" in stack) is cut
