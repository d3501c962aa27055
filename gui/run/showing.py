"""Decides what is shown: which update of which run; and hands it on, with its snapshot, as a View.

Snapshots are asked for one at a time, and each is shown only if it is still wanted when it
arrives, so that a dragged timeline never waits for updates that it has passed. The same holds for
starting values that are tried, and for settings.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from engine.experiment.settings import Settings
from engine.runs import Begun, Run, Stage, Vector
from gui.run.asker import Asker
from gui.run.earlier import Earlier
from gui.run.laid_aside import Shown
from gui.run.link import Link
from gui.run.view import View

if TYPE_CHECKING:
    from engine.queries import Preview, PreviewQuery, Snapshot, SnapshotQuery, StepQuery

# While settings are tried one after the other, so many epochs of each are trained at first.
QUICK_EPOCHS = 400


class Showing(QObject):
    """Shows `run` at `cursor`: 0 is the start, k update k.

    `stage` is the last stage shown of the update after the cursor, None between updates.
    `earlier` are the runs before.
    """

    viewChanged = Signal(object)
    # A snapshot has arrived, so playing may go on.
    looked = Signal()

    def __init__(self, run: Run, link: Link, parent: QObject) -> None:
        super().__init__(parent)
        self.run = run
        self.cursor = 0
        self.stage: Stage | None = None
        self.earlier = Earlier()
        self._snapshot: Snapshot | None = None
        # The starting parameters that are tried.
        self._trial: Vector | None = None
        self._query: SnapshotQuery | None = None
        # How the run would go with the settings that are tried, for so many epochs.
        self._preview: Preview | None = None
        self._preview_epochs = 0
        # The step that is looked at before it is taken, and the question for it.
        self._ghost: Snapshot | None = None
        self._step: StepQuery | None = None
        self._steps = Asker(link, self)
        self._steps.answered.connect(self._on_step)
        self._snapshots = Asker(link, self)
        self._snapshots.answered.connect(self._on_looked)
        self._trials = Asker(link, self)
        self._trials.answered.connect(self._on_tried)
        self._previews = Asker(link, self)
        self._previews.answered.connect(self._on_previewed)

    @property
    def looking(self) -> bool:
        """Whether a snapshot is on its way."""
        return self._snapshots.busy

    @property
    def previewing(self) -> bool:
        """Whether a trial, a preview, or the look at a step, is on its way."""
        return self._trials.busy or self._previews.busy or self._steps.busy

    def begin(self, run: Run, snapshot: Snapshot) -> None:
        """Show the start of `run`, which `snapshot` is of."""
        self.run = run
        self.forget()
        self._snapshot = snapshot
        self.cursor, self.stage = 0, None

    def hand_over(self) -> Shown:
        """What is shown, to be shown again; from now on no earlier run is behind another."""
        self.forget()
        shown = Shown(self.run, self.cursor, self.stage, self._snapshot, self.earlier)
        self.earlier = Earlier()
        return shown

    def show_again(self, shown: Shown) -> None:
        """Show what was handed over."""
        self.forget()
        self.run, self.cursor, self.stage = shown.run, shown.cursor, shown.stage
        self._snapshot, self.earlier = shown.snapshot, shown.earlier

    def take(self, snapshot: Snapshot) -> None:
        """Use a snapshot that came with another answer."""
        self._snapshot = snapshot

    def reached(self, stage: Stage) -> bool:
        """Whether the update of the latest snapshot has run `stage`."""
        return self._snapshot is not None and self._snapshot.reached(stage)

    def forget(self) -> None:
        """Cancel what was asked."""
        self._trial = None
        self._preview = None
        self._forget_step()
        self._snapshots.forget()
        self._trials.forget()
        self._previews.forget()

    def keep_previous(self) -> None:
        """Keep this run, to be drawn faintly behind the next one that differs from it."""
        run, snapshot = self.run, self._snapshot
        if run.facts is not None and snapshot is not None:
            # After an update the fit shows the new curve.
            updated = snapshot.updated_curve
            curve = snapshot.curve if updated is None else updated
            self.earlier.keep(run, (run.facts.curve_inputs, curve))

    def forget_previous(self) -> None:
        """Stop showing the previous run."""
        self.earlier.forget()
        self.show()

    # --- the update that is wanted

    def look(self) -> None:
        """Show what is wanted, at once if its snapshot is there, otherwise when it arrives."""
        self.end_trial()
        if self._snapshot is not None and self._complete(self._snapshot):
            self.show()
        elif self.run.facts is not None:
            if not (self.looking and self._query and self._query.begun.number == self._wanted):
                self._query = self._query_of(self._wanted)
            self._snapshots.ask(self.run.id, self._query)

    def show(self) -> None:
        """Show the latest snapshot, if it is the one that is wanted."""
        self.end_trial()
        snapshot = self._snapshot
        # If it is another one, the wanted snapshot is on its way.
        if snapshot is None or snapshot.number != self._wanted:
            return
        if self.stage is not None and snapshot.reached(self.stage):
            snapshot = snapshot.until(self.stage)
        self._emit(self.cursor, snapshot)

    def _on_looked(self, _query: SnapshotQuery, snapshot: Snapshot) -> None:
        if snapshot.number == self._wanted:
            self._snapshot = snapshot
        # While starting values are tried, no update is shown.
        if self._trial is None:
            self.look()
        self.looked.emit()

    def _query_of(self, number: int) -> SnapshotQuery:
        if number == 0:
            return self._query_about(self.run.start, None)
        return self._query_about(self.run.history[number - 1], Stage.UPDATE)

    def _query_about(self, begun: Begun, stage: Stage | None) -> SnapshotQuery:
        from engine.queries import SnapshotQuery

        run = self.run
        assert run.facts is not None
        assert run.scale is not None
        return SnapshotQuery(begun, stage, run.facts.curve_inputs, run.scale)

    @property
    def _wanted(self) -> int:
        return self.cursor + 1 if self.stage else self.cursor

    def _complete(self, snapshot: Snapshot) -> bool:
        """Whether `snapshot` shows all that is known of the wanted update.

        For an update under way that is what the worker has sent so far.
        """
        number = snapshot.number
        return number == self._wanted and (
            number == 0 or number > len(self.run.history) or snapshot.stage is Stage.UPDATE
        )

    # --- trials

    def try_start(self, start: Mapping[str, float]) -> None:
        """Show what the starting values `start` would predict; if empty, what was shown before."""
        facts = self.run.facts
        if facts is None:
            return
        if not start:
            self.look()
            return
        self._trial = facts.start.copy()
        for name, value in start.items():
            self._trial[facts.names.index(name)] = value
        begun = replace(self.run.start, params=self._trial)
        query = self._query_about(begun, None)
        # While a slider is dragged, each trial is answered and shown before the next is asked.
        self._trials.ask(self.run.id, query, patient=True)

    def _on_tried(self, _query: SnapshotQuery, snapshot: Snapshot) -> None:
        self._emit(0, snapshot)

    def end_trial(self) -> None:
        """Stop showing the starting values that are tried, and cancel the questions about them."""
        if self._trial is not None:
            self._trial = None
            self._trials.forget()

    # --- previews

    def try_settings(self, settings: Settings | None) -> None:
        """Show, over the run, how it would have gone with `settings`; None: no longer.

        Of a run that has not begun, the epochs that are asked for; otherwise as many as it has.
        """
        run = self.run
        if run.facts is None or settings is None:
            self._previews.forget()
            if self._preview is not None:
                self._preview = None
                self.show()
            return
        self._preview_epochs = len(run.history) or run.experiment.epochs
        self._ask_preview(settings, min(self._preview_epochs, QUICK_EPOCHS))

    def _ask_preview(self, settings: Settings, epochs: int) -> None:
        from engine.queries import PreviewQuery

        assert self.run.facts is not None
        query = PreviewQuery(settings, epochs, self.run.facts.curve_inputs)
        # While the dial is dragged, each of the quick ones is shown before the next is asked.
        self._previews.ask(self.run.id, query, patient=epochs <= QUICK_EPOCHS)

    def _on_previewed(self, query: PreviewQuery, preview: Preview) -> None:
        longer = query.epochs < self._preview_epochs and preview.finite
        if longer and not self._previews.busy:
            self._ask_preview(query.settings, self._preview_epochs)
        self._preview = preview
        self.show()

    # --- the step to come

    def try_step(self, learning_rate: float | None) -> None:
        """Show what the update would do at `learning_rate`, once its gradient is known.

        None: no longer; nor where it is at another stage.
        """
        from engine.queries import StepQuery

        snapshot, run = self._snapshot, self.run
        if learning_rate is None or snapshot is None or self.stage is not Stage.GRADIENT:
            shown = self._ghost is not None
            self._forget_step()
            if shown:
                self.show()
            return
        step = self._step
        if (
            step is not None
            and step.begun.number == snapshot.number
            and step.learning_rate == learning_rate
        ):
            return
        assert run.facts is not None
        assert run.scale is not None
        self._step = StepQuery(snapshot, learning_rate, run.facts.curve_inputs, run.scale)
        # While the mouse moves along the rates, each is shown before the next is asked.
        self._steps.ask(run.id, self._step, patient=True)

    def _on_step(self, query: StepQuery, ghost: Snapshot) -> None:
        if self._step is not None and query.begun.number == self._step.begun.number:
            self._ghost = ghost
            self.show()

    def _forget_step(self) -> None:
        self._ghost = self._step = None
        self._steps.forget()

    @staticmethod
    def _is_to_come(ghost: Snapshot | None, snapshot: Snapshot) -> bool:
        """Whether `ghost` is the step that `snapshot` is about to take."""
        ready = snapshot.stage is Stage.GRADIENT
        return ghost is not None and ready and ghost.number == snapshot.number

    def _emit(self, cursor: int, snapshot: Snapshot) -> None:
        run = self.run
        if run.facts is None:
            return
        behind = self.earlier.behind(run)
        self.viewChanged.emit(
            View(
                experiment=run.experiment,
                facts=run.facts,
                history=run.history,
                cursor=cursor,
                snapshot=snapshot,
                previous=behind.run if behind else None,
                previous_curve=behind.curve if behind else None,
                previous_label=behind.label if behind else "",
                run=run.id,
                preview=self._preview,
                ghost=self._ghost if self._is_to_come(self._ghost, snapshot) else None,
            )
        )
