"""Which run is shown behind the one at hand, and what it is called."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from engine.experiment import Experiment, RollerCoaster
from gui.run.earlier import Earlier
from gui.run.view import short_of
from gui.window import MainWindow
from tests.engine.words.ends.situations import run
from tests.gui.views import make_view

CURVE = (np.arange(3.0), np.ones(3))
OTHER_DATA = RollerCoaster(stop=12.0)


def trained(**fields: object):
    return run(Experiment(**fields), 3)


class TestEarlier:
    def label(self, earlier: Earlier, **fields: object) -> str:
        behind = earlier.behind(trained(**fields))
        return behind.label if behind else ""

    def test_at_first_there_is_none(self) -> None:
        assert Earlier().behind(trained()) is None

    def test_a_run_that_differs_and_its_curve(self) -> None:
        earlier, before = Earlier(), trained()
        earlier.keep(before, CURVE)
        behind = earlier.behind(trained(learning_rate=3e-5))
        assert behind is not None
        assert behind.run is before
        assert behind.curve is CURVE
        assert behind.label == "rate 0.00001"

    def test_not_the_same_run_again_but_the_one_before_it(self) -> None:
        earlier = Earlier()
        earlier.keep(trained(learning_rate=3e-5), CURVE)
        for _ in range(3):
            earlier.keep(trained(), CURVE)
        assert self.label(earlier) == "rate 0.00003"
        assert self.label(earlier, learning_rate=2e-5) == "rate 0.00001"

    def test_only_about_the_same_points(self) -> None:
        earlier = Earlier()
        earlier.keep(trained(data=OTHER_DATA), CURVE)
        # Another seed draws other noise.
        earlier.keep(trained(seed=1), CURVE)
        assert self.label(earlier) == ""
        assert self.label(earlier, seed=1, formula="a*t + b") == "formula a*(t**2) + b*(t) + c"
        still = RollerCoaster(noise=0.0)
        earlier.keep(trained(data=still, seed=1), CURVE)
        assert self.label(earlier, data=still) == "seed 1"

    def test_another_rate_while_it_runs_makes_it_another(self) -> None:
        earlier, again = Earlier(), trained()
        earlier.keep(trained(), CURVE)
        assert earlier.behind(again) is None
        again.experiment = again.experiment.changed(learning_rate=3e-5)
        assert earlier.behind(again).label == "rate 0.00001"
        earlier.forget()
        assert earlier.behind(again) is None


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[MainWindow]:
    window = MainWindow(Experiment())
    qtbot.addWidget(window)
    window.show()
    qtbot.waitUntil(lambda: window.player.state == "ready", timeout=20_000)
    yield window
    window.documents.keep_unsaved()
    window.close()


def test_what_a_person_sees_of_it_in_the_plots(window: MainWindow, qtbot: QtBot) -> None:
    def train() -> None:
        for _ in range(3):
            window.player.step_epoch()
        qtbot.waitUntil(lambda: window.player.cursor == 3 and window._view.cursor == 3)

    def begin(**fields: object) -> None:
        number = window.player.run.id
        if fields:
            window.change(fields)
        if window.player.run.goes_on_as(window.player.experiment):
            window.player.reset()
        qtbot.waitUntil(lambda: window.player.run.id > number and window._view.cursor == 0)
        qtbot.waitUntil(lambda: window._view.run == window.player.run.id)

    def said() -> set[str]:
        texts = (*window.fit.legend.texts, *window.body.view("loss").legend.texts)
        return {text for text in texts if text.startswith("previous")}

    train()
    first = window.player.history.loss.copy()
    begin(learning_rate=3e-5)
    assert said() == {"previous run, rate 0.00001"}
    assert len(window.fit.previous_curve.getData()[0])
    train()
    # Once more the same: it is still compared with the one that differs.
    begin()
    assert said() == {"previous run, rate 0.00001"}
    drawn = window.body.view("loss").previous_curve.getData()[1]
    np.testing.assert_allclose(drawn[:3], np.log10(first), rtol=1e-5)
    train()
    begin(formula="a*t + b")
    assert said() == {"previous run, formula a*(t**2) + b*(t) + c"}
    # Of other data no curve lies over these.
    train()
    begin(data=OTHER_DATA)
    assert said() == set()
    assert not window.body.view("loss").previous_curve.isVisible()
    assert not len(window.fit.previous_curve.getData()[0])
    assert not window.bars.forget.isEnabled()


def test_where_there_is_little_room_what_differs_is_kept() -> None:
    view = replace(make_view(epochs=1), previous_label="seed 1, zero_grad off")
    assert view.previous_in_words == "previous run, seed 1, zero_grad off"
    assert short_of(view.previous_in_words) == "seed 1, zero_grad off"
    assert short_of(replace(view, previous_label="").previous_in_words) == "previous run"
