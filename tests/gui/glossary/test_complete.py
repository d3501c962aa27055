"""The glossary has every term that the window uses.

Every word that a person can read is either in a form of a term, or in the list of ordinary words
beside this file. A new technical word is neither: it needs an entry in the glossary, or a decision
that it is an ordinary word, by a line in `ordinary_words.txt`.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from engine.experiment import Experiment
from engine.formula import FUNCTIONS
from engine.words.glossary import TERMS
from gui.window import MainWindow
from tests.gui.glossary.said import said_by, words_in, written_in
from tests.gui.windows import trained, trigger, until_shown

ORDINARY = frozenset(Path(__file__).with_name("ordinary_words.txt").read_text("utf-8").split())
# Names of functions, as a person types them into a formula.
NAMES = frozenset(FUNCTIONS)

pytestmark = pytest.mark.qt_log_ignore(r"does not support raise\(\)", extend=True)


def unknown(texts: Iterable[str]) -> list[str]:
    """The words of `texts` for which nobody has decided what they are, each with a text."""
    first: dict[str, str] = {}
    for text in texts:
        for word in words_in(text) - ORDINARY - NAMES:
            first.setdefault(word, text)
    return sorted(f"{word}: {' '.join(text.split())[:90]}" for word, text in first.items())


@pytest.fixture
def window(qtbot: QtBot, request: pytest.FixtureRequest) -> Iterator[MainWindow]:
    window = MainWindow(Experiment(**request.param), theme="light", remember=False)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitUntil(lambda: window.player.state == "ready", timeout=20_000)
    yield window
    window.close()


def test_a_word_that_nobody_decided_on_is_found() -> None:
    assert words_in("The Hessian’s learning rate, lr.") == {"the", "hessian"}
    assert unknown(["the Hessian of the loss"]) == ["hessian: the Hessian of the loss"]
    assert unknown(["params.grad, gradients and loss.backward()"]) == []


def test_no_term_is_called_an_ordinary_word() -> None:
    forms = {form.casefold() for term in TERMS for form in (term.name, *term.forms)}
    assert forms & ORDINARY == set()


@pytest.mark.parametrize(
    "folder", ["engine/words", "engine/experiment", "engine/formula", "engine/predicting", "gui"]
)
def test_every_term_of_the_sentences_is_explained(folder: str) -> None:
    assert unknown(written_in(folder)) == []


@pytest.mark.parametrize(
    "window",
    [{"epochs": 20}, {"zero_grad": False, "epochs": 20}, {"standardise": True, "epochs": 20}],
    indirect=True,
)
def test_every_term_of_a_run_is_explained(window: MainWindow, qtbot: QtBot) -> None:
    assert unknown(said_by(window)) == []
    for _ in range(5):
        trigger(window, "stepStageAction")
        qtbot.waitUntil(lambda: window.settled and not window.movement.running, timeout=20_000)
        assert unknown(said_by(window)) == []
    trained(qtbot, window)
    assert unknown(said_by(window)) == []


@pytest.mark.parametrize("window", [{"learning_rate": 0.1}], indirect=True)
def test_every_term_of_an_end_is_explained(window: MainWindow, qtbot: QtBot) -> None:
    window.set_speed(None)
    trigger(window, "playAction")
    qtbot.waitUntil(lambda: window.player.failure is not None, timeout=20_000)
    until_shown(qtbot, window, "epoch")
    assert unknown(said_by(window)) == []


@pytest.mark.parametrize("window", [{"requires_grad": False}], indirect=True)
def test_every_term_of_a_refusal_is_explained(window: MainWindow, qtbot: QtBot) -> None:
    trigger(window, "stepEpochAction")
    qtbot.waitUntil(lambda: window.player.failure is not None, timeout=20_000)
    assert unknown(said_by(window)) == []
