"""The player: what can be asked for, in any order and at any speed, and what is shown then."""

from collections.abc import Iterator
from itertools import islice

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from engine.experiment import Experiment
from engine.experiment.settings import Settings
from engine.queries import PreviewQuery
from engine.runs import Stage
from gui.run import Player, View
from gui.run.doing import Doing
from gui.run.protocol import Compute
from tests.article import Article


class Screen:
    """Somebody who looks: keeps the last view, and every state there was."""

    def __init__(self, player: Player) -> None:
        self.views: list[View] = []
        self.states: list[str] = []
        player.viewChanged.connect(self.views.append)
        player.stateChanged.connect(self.states.append)

    @property
    def view(self) -> View:
        return self.views[-1]


class Played:
    """A player, somebody who looks, and patience."""

    def __init__(self, qtbot: QtBot, experiment: Experiment) -> None:
        self.player = Player(experiment)
        self.screen = Screen(self.player)
        self.qtbot = qtbot
        self.player.start()
        self.until(lambda: self.player.state == "ready")

    def change(self, **fields: object) -> None:
        self.player.set_experiment(self.player.experiment.changed(**fields))

    def until(self, condition) -> None:
        self.qtbot.waitUntil(condition, timeout=20_000)

    def until_shown(self, number: int, stage: Stage | None = None) -> None:
        def shown() -> bool:
            view = self.screen.view
            return (
                self.player.cursor == view.cursor == number
                and self.player.stage == stage
                and view.snapshot.number == (number + 1 if stage else number)
            )

        self.until(shown)


@pytest.fixture
def play(qtbot: QtBot) -> Iterator[object]:
    begun: list[Played] = []

    def begin(**fields: object) -> Played:
        begun.append(Played(qtbot, Experiment(**fields)))
        return begun[-1]

    yield begin
    for played in begun:
        played.player.close()


def assert_is_the_article(player: Player, seed: int = 0, lr: float = 1e-5) -> None:
    for epoch, printed in zip(player.history, Article(seed, lr), strict=False):
        np.testing.assert_array_equal(epoch.params, printed.params)
        assert epoch.loss == printed.loss
        np.testing.assert_array_equal(epoch.gradient, printed.grad)
        np.testing.assert_array_equal(epoch.updated_params, printed.updated_params)


def test_before_a_run_is_loaded_there_is_none(qapp: object) -> None:
    player = Player(Experiment())
    assert (player.state, player.cursor, player.stage) == ("loading", 0, None)
    assert (player.facts, player.failure, len(player.history)) == (None, None, 0)
    assert (player.playing, player.superseded, player.plain) == (False, False, False)
    assert (player.speed, player.rate) == (10.0, None)
    player.close()


def test_the_start_is_shown_before_the_first_epoch(play) -> None:
    played = play()
    view = played.screen.view
    assert (view.cursor, view.snapshot.number, view.snapshot.stage) == (0, 0, None)
    np.testing.assert_array_equal(view.facts.start, next(Article()).params)
    assert len(played.player.history) == 0


def test_every_click_is_one_epoch(play) -> None:
    played = play()
    for _ in range(25):
        played.player.step_epoch()
    played.until_shown(25)
    assert len(played.player.history) == 25
    assert_is_the_article(played.player)


@pytest.mark.parametrize(("ask", "clicks"), [("step_epoch", 3), ("step_stage", 15)])
def test_clicks_in_a_hurry_train_no_epoch_too_many(play, ask: str, clicks: int) -> None:
    played = play(epochs=3)
    wanted: list[str] = []
    played.player.moreWanted.connect(wanted.append)
    for _ in range(clicks + 2):
        getattr(played.player, ask)()
    played.until(lambda: len(wanted) == 2)
    assert len(played.player.history) == 3
    played.until_shown(3)


def test_an_epoch_that_is_asked_for_twice_is_trained_once(play) -> None:
    played = play()
    for _ in range(2):
        played.player.go_to(5)
    played.player.step_epoch()
    played.until_shown(6)
    assert len(played.player.history) == 6


def test_a_stage_at_a_time_makes_the_article_s_epochs(play) -> None:
    played = play()
    for _ in range(2):
        for stage in (Stage.PREDICT, Stage.LOSS, Stage.BACKWARD, Stage.GRADIENT):
            before = played.player.cursor
            played.player.step_stage()
            played.until_shown(before, stage)
            assert played.player.state == "paused"
            assert played.screen.view.snapshot.stage is stage
        played.player.step_stage()
        played.until_shown(before + 1)
    assert_is_the_article(played.player)


def test_what_has_not_run_yet_is_not_shown(play) -> None:
    played = play()
    played.player.step_stage()
    played.until_shown(0, Stage.PREDICT)
    snapshot = played.screen.view.snapshot
    assert snapshot.loss is None
    assert snapshot.gradient is None
    for _ in range(3):
        played.player.step_stage()
    played.until_shown(0, Stage.GRADIENT)
    snapshot = played.screen.view.snapshot
    assert snapshot.loss is not None
    assert snapshot.gradient is not None
    assert snapshot.updated_params is None


def test_back_from_the_middle_of_an_epoch_is_its_beginning(play) -> None:
    played = play(zero_grad=False)
    played.player.step_epoch()
    for _ in range(3):
        played.player.step_stage()
    played.until_shown(1, Stage.BACKWARD)
    played.player.step_back()
    played.until_shown(1)
    # The backward pass that was dropped must not add up with the one to come.
    for _ in range(4):
        played.player.step_epoch()
    played.until_shown(5)
    expected = islice(Article(zero_grad=False), 5)
    for epoch, printed in zip(played.player.history, expected, strict=True):
        np.testing.assert_array_equal(epoch.gradient, printed.grad)


def test_stages_can_be_walked_through_again(play) -> None:
    played = play()
    for _ in range(3):
        played.player.step_epoch()
    played.player.seek(1)
    played.player.step_stage()
    played.until_shown(1, Stage.PREDICT)
    for _ in range(4):
        played.player.step_stage()
    played.until_shown(2)
    assert len(played.player.history) == 3


def test_back_to_the_start_and_forward_again_trains_nothing(play) -> None:
    played = play()
    for _ in range(5):
        played.player.step_epoch()
    for _ in range(9):
        played.player.step_back()
    played.until_shown(0)
    for _ in range(5):
        played.player.step_epoch()
    played.until_shown(5)
    assert len(played.player.history) == 5
    assert played.screen.view.snapshot.loss == played.player.history[4].loss


def test_playing_to_the_end_is_finished(play) -> None:
    played = play(epochs=40)
    played.player.set_speed(None)
    played.player.play()
    played.until(lambda: played.player.state == "finished")
    played.until_shown(40)
    assert "playing" in played.screen.states
    assert_is_the_article(played.player)


def test_a_trial_ends_where_playing_begins(play) -> None:
    played = play()
    tried = {"a": 0.75, "b": -14.25, "c": 68.0}
    played.player.set_speed(50)
    played.player.try_start(tried)
    played.player.play()
    played.until(lambda: played.player.cursor == 2)
    shown = [view.snapshot.params.tolist() for view in played.screen.views]
    assert [*tried.values()] not in shown


def test_asking_for_more_epochs_goes_on_from_there(play) -> None:
    played = play(epochs=10)
    played.player.set_speed(None)
    played.player.play()
    played.until(lambda: played.player.state == "finished")
    played.change(epochs=25)
    assert played.player.state == "paused"
    played.player.play()
    played.until(lambda: played.player.state == "finished")
    assert len(played.player.history) == 25
    assert_is_the_article(played.player)


def test_at_the_end_it_says_what_more_is_wanted(play, qtbot: QtBot) -> None:
    played = play(epochs=3)
    for _ in range(3):
        played.player.step_epoch()
    played.until_shown(3)
    player = played.player
    asks = {"play": player.play, "epoch": player.step_epoch, "stage": player.step_stage}
    for name, ask in asks.items():
        with qtbot.waitSignal(player.moreWanted) as wanted:
            ask()
        assert wanted.args == [name]
    assert (played.player.state, len(played.player.history)) == ("finished", 3)


def test_playing_from_the_past_walks_and_then_trains_on(play) -> None:
    played = play(epochs=30)
    for _ in range(10):
        played.player.step_epoch()
    played.until_shown(10)
    played.player.seek(2)
    played.player.set_speed(1_000)
    played.player.play()
    played.until(lambda: played.player.state == "finished")
    played.until_shown(30)
    assert_is_the_article(played.player)
    shown = [view.cursor for view in played.screen.views]
    assert any(2 < cursor <= 10 for cursor in shown[shown.index(2) + 1 :])


def test_pause_keeps_every_epoch(play) -> None:
    played = play(epochs=1_000_000)
    played.player.set_speed(None)
    played.player.play()
    played.until(lambda: len(played.player.history) > 100)
    played.player.toggle()
    played.until(lambda: played.player.state == "paused")
    trained = len(played.player.history)
    assert played.player.cursor == trained
    played.player.step_epoch()
    played.until_shown(trained + 1)
    assert_is_the_article(played.player)


@pytest.mark.parametrize("plain", [False, True])
def test_a_pause_does_not_wait_for_the_end_of_the_slice(play, plain: bool) -> None:
    played = play(epochs=100_000)
    player = played.player
    player.plain = plain
    player.reset()
    played.until(lambda: player.state == "ready")
    player.set_speed(None)
    # Longer than anybody waits here.
    player.pace.slice_seconds = 1_000.0
    for _ in range(2):
        trained = len(player.history)
        player.play()
        played.until(lambda: player._doing is Doing.TRAINING)
        player.pause()
        played.until(lambda: player.state == "paused")
        assert trained < len(player.history) < 100_000
    assert_is_the_article(player)


def test_seek_shows_any_epoch_and_nothing_beyond(play) -> None:
    played = play()
    for _ in range(6):
        played.player.step_epoch()
    played.until_shown(6)
    for wanted, shown in ((3, 3), (0, 0), (5, 5), (99, 6), (-4, 0)):
        played.player.seek(wanted)
        played.until_shown(shown)
        if shown:
            expected = played.player.history[shown - 1]
            np.testing.assert_array_equal(played.screen.view.snapshot.params, expected.params)
            assert played.screen.view.snapshot.loss == expected.loss
    played.player.latest()
    played.until_shown(6)


def test_reset_brings_back_the_very_same_start(play) -> None:
    played = play(seed=11)
    start = played.screen.view.facts.start.copy()
    for _ in range(4):
        played.player.step_epoch()
    played.until_shown(4)
    losses = played.player.history.loss.copy()
    played.player.reset()
    played.until(lambda: played.player.state == "ready")
    played.until_shown(0)
    np.testing.assert_array_equal(played.screen.view.facts.start, start)
    assert len(played.player.history) == 0
    # There is nothing to compare it with: it is the same run.
    assert played.screen.view.previous is None
    for _ in range(4):
        played.player.step_epoch()
    played.until_shown(4)
    np.testing.assert_array_equal(played.player.history.loss, losses)


def test_the_run_before_is_shown_until_it_is_dismissed(play) -> None:
    played = play()
    for _ in range(4):
        played.player.step_epoch()
    played.until_shown(4)
    losses = played.player.history.loss.copy()
    experiment = played.player.experiment.changed(learning_rate=2e-5)
    played.player.set_experiment(experiment)
    played.player.reset()
    played.until(lambda: played.screen.view.previous is not None)
    np.testing.assert_array_equal(played.screen.view.previous.history.loss, losses)
    assert played.screen.view.previous_label == "rate 0.00001"
    played.player.forget_previous()
    assert played.screen.view.previous is None


@pytest.mark.parametrize(("epochs", "kept"), [(1, False), (2, True)])
def test_a_single_epoch_is_nothing_to_compare_with(play, epochs: int, kept: bool) -> None:
    played = play()
    for _ in range(epochs):
        played.player.step_epoch()
    played.until_shown(epochs)
    run = played.screen.view.run
    played.change(start={"a": 1.0})
    played.until(lambda: played.screen.view.run != run)
    assert (played.screen.view.previous is not None) is kept


def test_each_run_is_measured_by_itself(play) -> None:
    played = play(epochs=30)
    pace = played.player.pace
    played.player.set_speed(None)
    assert pace.rate is None
    played.player.play()
    played.until(lambda: played.player.state == "finished")
    assert pace.rate is not None
    assert pace.rate > 0
    played.player.reset()
    played.until(lambda: played.player.state == "ready")
    assert pace.rate is None


@pytest.mark.parametrize(
    ("epochs", "asked"), [(399, [399]), (400, [400]), (401, [400, 401]), (900, [400, 900])]
)
def test_a_rate_that_is_tried_is_shown_quickly_and_then_whole(
    play, monkeypatch: pytest.MonkeyPatch, epochs: int, asked: list[int]
) -> None:
    played = play(epochs=epochs)
    requests: list[object] = []
    ask = played.player.link.ask
    monkeypatch.setattr(
        played.player.link, "ask", lambda request: (requests.append(request), ask(request))
    )
    played.player.try_rate(2e-5)
    played.until(lambda: not played.player.showing.previewing)
    queries = [request.query for request in requests if isinstance(request, Compute)]
    assert [each.epochs for each in queries if isinstance(each, PreviewQuery)] == asked
    assert len(played.screen.view.preview.losses) == epochs
    # The rate that is in force already is not tried.
    played.player.try_rate(played.player.experiment.learning_rate)
    assert played.screen.view.preview is None


@pytest.mark.parametrize(("stop", "left_at"), [("pause", 1), ("step_epoch", 2), ("reset", 0)])
def test_while_it_rests_no_frame_is_due(play, stop: str, left_at: int) -> None:
    played = play(epochs=500)
    played.player.set_speed(0.5)
    played.player.play()
    played.until(lambda: len(played.player.history) == 1 and not played.player.showing.looking)
    getattr(played.player, stop)()
    # It rests at once; an epoch that it is to step to is still trained then.
    played.until(lambda: played.player.state in ("paused", "ready"))
    played.until_shown(left_at)
    due: list[None] = []
    played.player.clock.due.connect(lambda: due.append(None))
    # Whatever was still to come would come now.
    played.player.set_speed(5.0)
    played.player.step_epoch()
    played.until_shown(left_at + 1)
    assert due == []


def test_another_learning_rate_acts_from_the_next_epoch(play) -> None:
    played = play()
    for _ in range(3):
        played.player.step_epoch()
    played.until_shown(3)
    played.player.step_stage()
    played.until_shown(3, Stage.PREDICT)
    played.change(learning_rate=2e-5)
    played.player.step_epoch()
    played.player.step_epoch()
    played.until_shown(5)
    rates = [update.settings.learning_rate for update in played.player.history]
    assert rates == [1e-5, 1e-5, 1e-5, 1e-5, 2e-5]


def test_changes_that_follow_fast_on_each_other_all_count(play) -> None:
    played = play()
    before = played.screen.view.facts
    played.player.step_epoch()
    played.change(learning_rate=3e-6)
    played.change(seed=5)
    played.change(epochs=77)
    wanted = Experiment(learning_rate=3e-6, seed=5, epochs=77)
    assert played.player.experiment == wanted
    # The first epoch may still be under way; the other seed's run is another one.
    played.until(lambda: played.screen.view.facts is not before)
    played.player.step_epoch()
    played.until_shown(1)
    assert_is_the_article(played.player, seed=5, lr=3e-6)


def test_requires_grad_off_is_refused_and_on_again_goes_on(play) -> None:
    played = play()
    played.player.step_epoch()
    played.change(requires_grad=False)
    played.player.play()
    played.until(lambda: played.player.state == "failed")
    failure = played.player.failure
    assert failure is not None
    assert (failure.kind, failure.number, failure.stage) == ("refused", 2, Stage.BACKWARD)
    assert "does not require grad" in failure.message
    assert played.screen.view.snapshot.stage is Stage.LOSS
    played.change(requires_grad=True)
    assert played.player.state == "paused"
    for _ in range(3):
        played.player.step_epoch()
    played.until_shown(4)
    assert_is_the_article(played.player)


def test_a_stage_back_walks_the_recorded_stages_backwards(play) -> None:
    played = play(epochs=3)
    played.player.play()
    played.until(lambda: played.player.state == "finished")
    for stage in (Stage.GRADIENT, Stage.BACKWARD, Stage.LOSS, Stage.PREDICT):
        played.player.step_stage_back()
        played.until_shown(2, stage)
        assert played.screen.view.snapshot.stage is stage
        assert played.screen.view.snapshot.number == 3
    played.player.step_stage_back()
    played.until_shown(2)
    assert len(played.player.history) == 3


def test_before_the_first_epoch_there_is_no_stage_to_go_back_to(play) -> None:
    played = play()
    views = len(played.screen.views)
    played.player.step_stage_back()
    played.player.show_stage(Stage.LOSS)
    assert (played.player.cursor, played.player.stage) == (0, None)
    assert len(played.screen.views) == views


def test_the_epoch_shown_as_it_was_at_any_stage_and_at_its_end_again(play) -> None:
    played = play(epochs=3)
    played.player.step_epoch()
    played.until_shown(1)
    played.player.show_stage(Stage.LOSS)
    played.until_shown(0, Stage.LOSS)
    assert played.screen.view.snapshot.number == 1
    assert played.screen.view.snapshot.updated_loss is None
    played.player.show_stage(Stage.GRADIENT)
    played.until_shown(0, Stage.GRADIENT)
    played.player.show_stage(Stage.UPDATE)
    played.until_shown(1)
    assert_is_the_article(played.player)


def test_an_epoch_under_way_goes_back_and_on_without_running_anything_twice(play) -> None:
    played = play()
    for stage in (Stage.PREDICT, Stage.LOSS, Stage.BACKWARD):
        played.player.step_stage()
        played.until_shown(0, stage)
    played.player.show_stage(Stage.UPDATE)
    played.player.show_stage(Stage.PREDICT)
    played.until_shown(0, Stage.PREDICT)
    assert played.screen.view.snapshot.loss is None
    for stage in (Stage.LOSS, Stage.BACKWARD, Stage.GRADIENT):
        played.player.step_stage()
        played.until_shown(0, stage)
    played.player.step_stage_back()
    played.until_shown(0, Stage.BACKWARD)
    played.player.step_epoch()
    played.until_shown(1)
    played.player.step_epoch()
    played.until_shown(2)
    assert_is_the_article(played.player)


def test_requires_grad_off_stops_at_the_third_stage(play) -> None:
    played = play(requires_grad=False)
    for _ in range(2):
        played.player.step_stage()
    played.until_shown(0, Stage.LOSS)
    played.player.step_stage()
    played.until(lambda: played.player.state == "failed")
    assert played.player.failure.stage is Stage.BACKWARD


def test_a_diverging_run_stops_and_its_epochs_can_be_looked_at(play) -> None:
    played = play(learning_rate=1e-4, epochs=1_000)
    played.player.set_speed(None)
    played.player.play()
    played.until(lambda: played.player.state == "failed")
    expected = Article(lr=1e-4).epochs(1_000)
    assert played.player.failure.number == len(expected) == len(played.player.history)
    played.player.play()
    assert played.player.state == "failed"
    played.player.seek(2)
    played.until_shown(2)
    played.player.play()
    played.until(lambda: played.player.cursor == len(expected))
    played.until(lambda: played.player.state == "failed")
    played.change(learning_rate=1e-5)
    played.player.reset()
    played.until(lambda: played.player.state == "ready")
    played.player.step_epoch()
    played.until_shown(1)


def test_what_is_asked_for_while_loading_is_done_afterwards(qtbot: QtBot) -> None:
    player = Player(Experiment(epochs=5))
    player.set_speed(None)
    player.play()
    assert player.state == "loading"
    player.start()
    qtbot.waitUntil(lambda: player.state == "finished", timeout=20_000)
    assert len(player.history) == 5
    player.close()


@pytest.mark.parametrize("speed", [0, -1.0, float("nan")])
def test_a_speed_must_be_above_zero(play, speed: float) -> None:
    player = play().player
    with pytest.raises(ValueError, match="above 0") as raised:
        player.set_speed(speed)
    assert str(raised.value) == (
        f"The speed must be above 0 epochs a second, and finite; {speed} is not."
    )
    assert player.speed == 10.0


def test_closing_while_training_ends_the_thread(play) -> None:
    played = play(epochs=1_000_000)
    played.player.set_speed(None)
    played.player.play()
    played.until(lambda: len(played.player.history) > 0)
    played.player.close()
    trained = len(played.player.history)
    played.player.step_epoch()
    played.qtbot.wait(1)
    assert len(played.player.history) == trained


def test_what_nobody_foresaw_is_said_and_not_swallowed(play, monkeypatch) -> None:
    played = play()

    def out_of_memory(*_args: object) -> None:
        raise MemoryError("no room for the predictions")

    monkeypatch.setattr("engine.training.Recorder.train", out_of_memory)
    played.player.step_epoch()
    played.until(lambda: played.player.state == "failed")
    assert played.player.failure.kind == "broken"
    assert "no room for the predictions" in played.player.failure.message
    monkeypatch.undo()
    played.player.reset()
    played.until(lambda: played.player.state == "ready")


def test_a_run_begun_anew_is_at_once_where_it_was_and_stops_there(play) -> None:  # type: ignore[no-untyped-def]
    played = play(epochs=3000)
    player = played.player
    player.set_speed(0.5)
    first = player.run
    player.rerun(400)
    played.until(lambda: player.run is not first and len(player.history) == 400)
    # At half an epoch a second it would take a quarter of an hour.
    played.until(lambda: player.state == "paused")
    played.until_shown(400)
    wanted = [epoch.loss for epoch in islice(Article(0), 400)]
    np.testing.assert_array_equal(player.history.loss, np.float32(wanted))


def test_a_run_begun_anew_before_its_first_epoch_stays_there(play) -> None:  # type: ignore[no-untyped-def]
    played = play()
    first = played.player.run
    played.player.rerun(0)
    played.player.step_epoch()
    played.until_shown(1)
    assert played.player.run is not first
    assert "playing" not in played.screen.states


def test_a_change_counts_more_than_the_settings_of_a_run_that_is_repeated(play) -> None:  # type: ignore[no-untyped-def]
    played = play(epochs=1_000_000)
    player = played.player
    slow = Settings(1e-7, zero_grad=True, requires_grad=True)
    player.rerun(1_000_000, ((1, slow),))
    played.until(lambda: player.run.facts is not None and 0 < len(player.history) < 900_000)
    player.set_experiment(player.experiment.changed(learning_rate=2e-6))
    played.until(lambda: player.history[-1].settings != slow)
    player.toggle()
    played.until(lambda: player.state == "paused")
    assert player.history[0].settings == slow
    assert player.history[-1].settings == player.experiment.settings
    assert len(player.history.settings) == 2


def test_a_run_that_played_plays_on_from_where_it_was_at_its_own_speed(play) -> None:  # type: ignore[no-untyped-def]
    played = play(epochs=3000)
    player = played.player
    player.set_speed(20.0)
    player.play()
    played.until(lambda: len(player.history) > 2)
    player.rerun(300)
    played.until(lambda: len(player.history) >= 300)
    assert len(player.history) < 320, "no faster than it plays"
    assert player.playing
    played.until(lambda: len(player.history) > 302)
    player.toggle()
