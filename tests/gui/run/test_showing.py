"""What is shown, and as what: trials, runs that another one is about to replace, and their ends."""

import random
from collections.abc import Callable, Iterator

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication, QObject, QPoint, Qt, Slot
from PySide6.QtWidgets import QAbstractButton, QCheckBox
from pytestqt.qtbot import QtBot

from engine.experiment import ARTICLE_FORMULA, Experiment, Points
from engine.queries import SnapshotQuery
from engine.runs import Stage, Vector
from engine.training import Problem
from gui.experiment.start_slider import StartSlider
from gui.run import View
from gui.run.protocol import Answer, Cancelled, Computed
from gui.window import MainWindow
from tests.article import Article
from tests.gui.windows import ways_out

LINE = "a*t + b"
# What the banner says of the line before it is trained, at the article's learning rate.
OF_THE_LINE = "For this formula and these data a learning rate of 0.00001 is about "


class Shown(QObject):
    """A window whose run is ready, every view that it has shown, and what the worker answered."""

    def __init__(self, qtbot: QtBot, experiment: Experiment) -> None:
        super().__init__()
        self.qtbot = qtbot
        self.window = MainWindow(experiment)
        self.player = self.window.player
        self.views: list[View] = []
        self.player.viewChanged.connect(self.views.append)
        self.answers: list[Computed | Cancelled] = []
        self.player.link.answered.connect(self._on_answer)
        qtbot.addWidget(self.window)
        self.window.show()
        self.until(lambda: self.player.state == "ready" and bool(self.views))

    @Slot(object)
    def _on_answer(self, answer: Answer) -> None:
        # In the window's thread, after the player.
        if isinstance(answer, Computed | Cancelled) and isinstance(answer.query, SnapshotQuery):
            self.answers.append(answer)

    def until(self, condition: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(condition, timeout=20_000)

    def until_epoch(self, number: int) -> None:
        self.until(
            lambda: (
                self.player.stage is None
                and self.player.cursor == self.views[-1].cursor == number
                and self.views[-1].snapshot.number == number
            )
        )

    def train(self, epochs: int) -> None:
        for _ in range(epochs):
            self.player.step_epoch()
        self.until_epoch(epochs)

    def load(self, formula: str) -> None:
        """Ask for another run; it is on its way."""
        self.window.change({"formula": formula})
        assert self.player.state == "loading"

    @property
    def remedies(self) -> list[str]:
        buttons = self.window.banner.findChildren(QAbstractButton)
        texts = [button.text() for button in buttons if button.text()]
        return texts + [way.text().partition("\t")[0] for way in ways_out(self.window)]

    def slider(self, name: str) -> StartSlider:
        return self.window.column.start.findChild(StartSlider, f"startSlider_{name}")


@pytest.fixture
def show(qtbot: QtBot) -> Iterator[Callable[..., Shown]]:
    begun: list[Shown] = []

    def begin(**fields: object) -> Shown:
        begun.append(Shown(qtbot, Experiment(**fields)))
        return begun[-1]

    yield begin
    for shown in begun:
        shown.window.documents.keep_unsaved()
        shown.window.close()


def is_of_its_experiment(view: View) -> bool:
    """Whether everything in `view` is about the run of one experiment."""
    data, facts = view.experiment.data, view.facts
    return (
        view.experiment.names == facts.names
        and view.history.parameters == len(facts.names) == len(view.snapshot.params)
        and view.experiment.standardise == facts.standardised
        and (not isinstance(data, Points) or len(data.inputs) == len(facts.data_inputs))
    )


def predictions_of(shown: Shown, number: int) -> Vector:
    problem = Problem(shown.player.run.experiment)
    return problem.predictions(shown.player.history[number - 1].params)


# --- trials


def there_and_back(shown: Shown) -> None:
    """Drag a slider of the starting values away, wait for what it shows, and drag it back."""
    slider = shown.slider("a")
    home = slider.value()

    def at(value: int) -> QPoint:
        return QPoint(round(slider.position_of(value)), slider.height() // 2)

    before = len(shown.views)
    shown.qtbot.mousePress(slider, Qt.MouseButton.LeftButton, pos=at(home))
    shown.qtbot.mouseMove(slider, at(500))
    shown.until(lambda: len(shown.views) > before)
    assert shown.views[-1].snapshot.params[0] != shown.views[-1].facts.start[0]
    shown.qtbot.mouseMove(slider, at(home))
    shown.qtbot.mouseRelease(slider, Qt.MouseButton.LeftButton, pos=at(home))


@pytest.mark.parametrize("stages", [1, 2, 3, 4])
def test_a_trial_in_the_middle_of_an_epoch_leaves_no_trace(
    show: Callable[..., Shown], stages: int
) -> None:
    shown = show(epochs=12)
    shown.train(2)
    for _ in range(stages):
        shown.player.step_stage()
    shown.until(lambda: shown.views[-1].snapshot.stage == stages)
    there_and_back(shown)
    # What was shown before is there again, and the run goes on.
    shown.until(lambda: shown.views[-1].snapshot.number == 3)
    assert shown.views[-1].snapshot.stage is Stage(stages)
    shown.window.set_speed(None)
    shown.player.play()
    shown.until(lambda: shown.player.state == "finished")
    for epoch, printed in zip(shown.player.history, Article(), strict=False):
        np.testing.assert_array_equal(epoch.updated_params, printed.updated_params)


def test_a_trial_after_a_refused_stage_leaves_no_trace(show: Callable[..., Shown]) -> None:
    shown = show(epochs=6)
    shown.train(2)
    check = shown.window.findChild(QCheckBox, "requiresGradCheck")
    check.click()
    shown.player.step_epoch()
    shown.until(lambda: shown.player.state == "failed")
    there_and_back(shown)
    shown.until(lambda: shown.views[-1].snapshot.number == 3)
    assert shown.views[-1].snapshot.stage is Stage.LOSS
    check.click()
    shown.player.play()
    shown.until(lambda: shown.player.state == "finished")
    assert len(shown.player.history) == 6


def test_a_trial_that_is_over_before_its_answer_comes_is_not_shown(
    show: Callable[..., Shown],
) -> None:
    shown = show()
    shown.train(2)
    for end in (lambda: shown.player.try_start({}), shown.player.step_back):
        shown.player.try_start({"a": 5.0, "b": 1.0, "c": 0.0})
        end()
        shown.until(lambda: any(answer.query.begun.params[0] == 5 for answer in shown.answers))
        shown.until_epoch(shown.player.cursor)
        shown.answers.clear()
    assert [view.snapshot.params[0] for view in shown.views if view.snapshot.params[0] == 5] == []


def test_a_trial_stays_where_an_epoch_arrives_that_was_asked_for_before(
    show: Callable[..., Shown],
) -> None:
    shown = show()
    shown.train(4)
    shown.answers.clear()
    shown.player.seek(2)
    shown.player.try_start({"a": 5.0, "b": 1.0, "c": 0.0})
    shown.until(lambda: len(shown.answers) == 2)
    assert shown.views[-1].snapshot.params.tolist() == [5, 1, 0]
    shown.player.try_start({})
    assert (shown.views[-1].cursor, shown.views[-1].snapshot.number) == (2, 2)


def test_a_run_that_replaces_another_waits_for_none_of_its_answers(
    show: Callable[..., Shown],
) -> None:
    shown = show(epochs=9)
    shown.train(4)
    for number in (1, 3, 2):
        shown.player.seek(number)
    shown.player.try_start({"a": 5.0, "b": 1.0, "c": 0.0})
    shown.load(LINE)
    assert not shown.player.showing.looking
    shown.window.set_speed(None)
    shown.player.play()
    shown.until(lambda: shown.player.state == "finished")
    shown.until_epoch(9)
    assert all(is_of_its_experiment(view) for view in shown.views)
    assert len(shown.views[-1].snapshot.params) == 2


# --- a run that another one is about to replace


def test_the_log_asks_for_old_predictions_while_another_run_loads(
    show: Callable[..., Shown],
) -> None:
    shown = show()
    shown.train(3)
    shown.window.log.folded = False
    model, log = shown.window.log.model, shown.window.log.view
    # As of a run that is longer than what the log keeps.
    model.begin(shown.player.history, 20)
    shown.load(LINE)
    log.viewport().repaint()
    shown.until(lambda: shown.player.state == "ready")
    shown.player.step_epoch()
    shown.until(lambda: shown.player.cursor == 1 or shown.player.failure is not None)
    assert shown.player.failure is None
    assert shown.window.banner.text.startswith(OF_THE_LINE)
    # And the log of the new run is not still waiting for the old one's.
    shown.until(lambda: "tensor" in model.printed(1)[0])
    expected = predictions_of(shown, 1)
    assert f"{expected[0]:.4f}".replace("-", "−") in model.printed(1)[0]


def test_the_log_asks_for_the_predictions_that_it_has_not_kept(show: Callable[..., Shown]) -> None:
    shown = show()
    shown.train(5)
    shown.window.log.folded = False
    model, log = shown.window.log.model, shown.window.log.view
    model.begin(shown.player.history, 20)
    expected = [f"{printed.preds[0]:.4f}".replace("-", "−") for printed in Article().epochs(5)]
    # Those that are in sight, of the rows that are scrolled to.
    for number in (5, 1):
        assert "tensor" not in model.printed(number)[0]
        log.scrollTo(model.index(number - 1, 0))
        log.viewport().repaint()
        shown.until(lambda number=number: "tensor" in model.printed(number)[0])
        assert expected[number - 1] in model.printed(number)[0]


def test_dismissing_the_previous_run_while_another_loads(show: Callable[..., Shown]) -> None:
    shown = show()
    shown.train(3)
    shown.window.change({"learning_rate": 2e-5})
    shown.player.reset()
    shown.until(lambda: shown.views[-1].previous is not None)
    shown.load(LINE)
    seen = len(shown.views)
    shown.window.bars.forget.trigger()
    assert len(shown.views) > seen
    assert shown.views[-1].previous is None
    assert is_of_its_experiment(shown.views[-1])
    shown.until(lambda: shown.player.state == "ready")
    assert all(is_of_its_experiment(view) for view in shown.views)


def test_stages_and_epochs_that_come_late_are_of_the_run_they_were_trained_in(
    show: Callable[..., Shown],
) -> None:
    shown = show(epochs=50)
    for step in (shown.player.step_stage, shown.player.step_epoch, lambda: shown.player.seek(0)):
        shown.window.change({"formula": ARTICLE_FORMULA})
        shown.player.step_epoch()
        step()
        shown.window.change({"formula": LINE, "standardise": True, "learning_rate": 0.1})
        shown.player.step_epoch()
        shown.window.change({"data": Points(inputs=(0.0, 1.0, 3.0), targets=(1.0, 2.0, 2.5))})
        shown.until(lambda: len(shown.views[-1].facts.inputs) == 3)
    assert all(is_of_its_experiment(view) for view in shown.views)
    assert {len(view.facts.names) for view in shown.views} == {2, 3}


def test_an_epoch_asked_for_before_another_run_is_trained_as_it_was_asked(
    show: Callable[..., Shown],
) -> None:
    shown = show()
    rates: list[float] = []
    shown.player.trained.connect(lambda batch: rates.append(batch.settings.learning_rate))
    shown.player.step_epoch()
    shown.player.step_epoch()
    shown.window.change({"formula": LINE, "learning_rate": 1e-3})
    shown.until(lambda: shown.views[-1].facts.names == ("a", "b"))
    assert rates == [1e-5, 1e-5]


def test_edits_in_a_row_stay_where_they_were_made_until_the_last_one_s_run_comes(
    show: Callable[..., Shown],
) -> None:
    shown = show()
    fit = shown.window.fit
    drawn: list[list[float]] = []
    shown.player.viewChanged.connect(lambda _view: drawn.append(fit.edits.handles.targets.tolist()))
    for row in (3, 7):
        fit.edits.take(row)
        fit.edits.put((float(row), 100.0 + row))
        fit.edits.finish()
    shown.until(lambda: not shown.views[-1].superseded and shown.player.state == "ready")
    assert len(drawn) == 2
    assert all((targets[3], targets[7]) == (103.0, 107.0) for targets in drawn)
    assert shown.views[-1].facts.targets[[3, 7]].tolist() == [103, 107]
    assert all(is_of_its_experiment(view) for view in shown.views)


def test_an_edit_that_is_undone_before_its_run_comes_is_not_shown_as_the_data(
    show: Callable[..., Shown],
) -> None:
    shown = show()
    fit = shown.window.fit
    for row in (3, 7):
        fit.edits.take(row)
        fit.edits.put((float(row), 100.0 + row))
        fit.edits.finish()
    shown.window.changes.undo()
    shown.until(lambda: shown.views[-1].facts.targets[3] == 103)
    shown.until(lambda: shown.player.state == "ready")
    np.testing.assert_array_equal(fit.edits.handles.targets, shown.views[-1].facts.targets)
    assert fit.edits.handles.targets[7] != 107


def test_a_run_that_cannot_be_loaded_leaves_the_one_before_as_it_was(
    show: Callable[..., Shown], monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = show()
    shown.train(3)
    seen = len(shown.views)

    def out_of_memory(*_args: object) -> None:
        raise MemoryError("no room for the curve")

    monkeypatch.setattr("engine.queries.SnapshotQuery.answer", out_of_memory)
    shown.load(LINE)
    shown.until(lambda: shown.player.state == "failed")
    assert "no room for the curve" in shown.window.banner.text
    monkeypatch.undo()
    # What can be seen is still the run before, and is told so.
    shown.player.seek(1)
    shown.until_epoch(1)
    np.testing.assert_array_equal(shown.views[-1].snapshot.predictions, predictions_of(shown, 1))
    # Starting values of the other formula say nothing about it.
    shown.player.try_start({"a": 5.0, "b": 1.0})
    shown.window.change({"epochs": 150})
    assert shown.player.state == "failed"
    assert all(is_of_its_experiment(view) for view in shown.views[seen:])
    # The way back is a run of its own, and works.
    shown.window.change({"formula": ARTICLE_FORMULA})
    shown.until(lambda: shown.player.state == "ready")
    shown.train(2)
    assert all(is_of_its_experiment(view) for view in shown.views)
    assert not any(view.snapshot.params[0] == 5 for view in shown.views)


def test_no_view_mixes_two_runs_whatever_is_asked(show: Callable[..., Shown]) -> None:
    shown, chance = show(epochs=30), random.Random(0)
    player, window = shown.player, shown.window
    commands: tuple[Callable[[], object], ...] = (
        player.step_epoch,
        player.step_stage,
        player.step_stage,
        player.step_back,
        player.toggle,
        player.reset,
        player.forget_previous,
        lambda: player.seek(chance.randrange(6)),
        lambda: player.try_start({}),
        lambda: player.try_start(dict.fromkeys(player.experiment.names, 0.5)),
        lambda: window.log.model.want(1, 20),
        lambda: window.change({"formula": LINE}),
        lambda: window.change({"formula": ARTICLE_FORMULA}),
    )
    failures: list[object] = []
    player.failed.connect(failures.append)
    for _ in range(150):
        chance.choice(commands)()
        if chance.random() < 0.5:
            QCoreApplication.processEvents()
    # Whatever waits, this comes last and ends the playing.
    player.step_back()
    shown.until(lambda: player.state not in ("loading", "playing") and not player.superseded)
    assert [failure for failure in failures if failure] == []
    assert all(is_of_its_experiment(view) for view in shown.views)


# --- how a run ends


def test_a_run_ends_as_what_it_was_although_another_waits(show: Callable[..., Shown]) -> None:
    shown = show(epochs=4)
    said: list[tuple[str, list[str]]] = []
    shown.player.ended.connect(lambda: said.append((shown.window.banner.text, shown.remedies)))
    for _ in range(4):
        shown.player.step_epoch()
    shown.window.change({"formula": LINE, "epochs": 77})
    shown.until(lambda: shown.views[-1].facts.names == ("a", "b"))
    ((text, remedies),) = said
    assert text.startswith("Finished 4 epochs ")
    assert "Standardise, rate 0.2" in remedies
    # Nothing of it is said of the run that came, only that its learning rate does not fit.
    assert shown.window.banner.text.startswith(OF_THE_LINE)
    assert "Finished" not in shown.window.banner.text
    assert shown.player.state == "ready"


def test_a_run_does_not_end_because_the_one_that_waits_is_shorter(
    show: Callable[..., Shown],
) -> None:
    shown = show(epochs=50)
    said: list[str] = []
    shown.player.ended.connect(lambda: said.append(shown.window.banner.text))
    for _ in range(4):
        shown.player.step_epoch()
    shown.window.change({"formula": LINE, "epochs": 3})
    shown.until(lambda: shown.views[-1].facts.names == ("a", "b"))
    assert said == []


def test_more_epochs_that_wait_count_before_the_end_is_said(show: Callable[..., Shown]) -> None:
    shown = show(epochs=3)
    said: list[str] = []
    shown.player.ended.connect(lambda: said.append(shown.window.banner.text))
    for _ in range(3):
        shown.player.step_epoch()
    shown.window.change({"epochs": 5})
    shown.until_epoch(3)
    assert (said, shown.player.state) == ([], "paused")


def test_what_diverged_is_said_with_the_rate_that_did(show: Callable[..., Shown]) -> None:
    shown = show(learning_rate=1e-4)
    shown.window.set_speed(None)
    shown.player.play()
    shown.until(lambda: shown.player.state == "failed")
    text = shown.window.banner.text.partition(" Reset with ")[0]
    assert "a learning rate of 0.0001 " in text
    shown.window.change({"learning_rate": 2e-6})
    shown.window.banner.clear()
    shown.player.play()
    assert shown.window.banner.text.startswith(text)
    assert "Reset with 0.00001" in shown.remedies
