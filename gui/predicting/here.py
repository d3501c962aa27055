"""Where the run is before a step by hand, and what can be asked there."""

from dataclasses import dataclass
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from engine.formula import parse
from engine.predicting import HANDLES, MANY, Moment
from engine.predicting.words import of_input
from engine.queries import Coming, ComingQuery
from engine.runs import Begun, Stage, Update
from engine.runs.update import leftover_from
from gui.run import Player, View

# Among more points nobody aims at one, and to look far ahead would take long.
MOST_POINTS = 20_000


@dataclass(frozen=True, eq=False)
class Here:
    """Before a step up to the stage `to`, with `view` shown; `stage` has run last, or none."""

    view: View
    stage: Stage | None
    to: Stage

    @classmethod
    def of(cls, player: Player, view: View | None, *, whole: bool) -> "Here | None":
        """Where `player` is before a stage, or a `whole` epoch; None where nothing can be asked.

        That is while it plays or loads, at its end, and where PyTorch will refuse.
        """
        wanted = player.cursor + 1 if player.stage else player.cursor
        if view is None or view.run != player.run.id or view.snapshot.number != wanted:
            return None
        if player.superseded or player.state in ("loading", "playing"):
            return None
        run = player.run
        recorded = player.cursor < len(player.history)
        at_end = run.trained and player.stage is None
        if not recorded and (at_end or player.failure is not None):
            return None
        stage = player.stage
        here = cls(view, stage, Stage.UPDATE if whole else Stage((stage or 0) + 1))
        return here if here.begun.settings.requires_grad else None

    @property
    def before(self) -> Update | None:
        """The update before; None at the start."""
        view = self.view
        return view.history[view.cursor - 1] if view.cursor else None

    @property
    def begun(self) -> Begun:
        """What the update under way, or the next one, begins with."""
        view, before = self.view, self.before
        if view.cursor < len(view.history):
            return Begun(**view.history[view.cursor].beginning)
        if self.stage is not None:
            return Begun(**view.snapshot.beginning)
        settings = view.experiment.settings
        if before is None:
            return Begun(1, settings, view.facts.start, np.zeros_like(view.facts.start))
        leftover = leftover_from(before.gradient, before.settings)
        return Begun(before.number + 1, settings, before.updated_params, leftover)

    @property
    def many(self) -> tuple[int, ...]:
        """How many epochs may be asked about at once."""
        view, settings = self.view, self.begun.settings
        if self.stage is not None or self.to is not Stage.UPDATE:
            return ()
        if len(view.facts.inputs) > MOST_POINTS or view.experiment.settings != settings:
            return ()
        ahead = (view.history[k] for k in range(view.cursor, len(view.history)))
        if any(update.settings != settings for update in islice(ahead, max(MANY))):
            return ()
        return tuple(many for many in MANY if view.cursor + many <= view.experiment.epochs)

    def named(self, place: int) -> str:
        """What the point at this `place` among those trained on is called."""
        return of_input(self._input, float(self.view.facts.inputs[place]))

    @property
    def _input(self) -> str:
        """What the formula calls its input."""
        return parse(self.view.experiment.formula).input

    def query(self) -> ComingQuery:
        """What is to be known of what comes next."""
        inputs = self.view.facts.inputs
        places = np.linspace(float(inputs.min()), float(inputs.max()), HANDLES)
        count = max((1, *self.many))
        return ComingQuery(self.begun, count, places, self.view.experiment.stop_at_loss)

    def moment(self, coming: Coming, drawn: NDArray[np.int_]) -> Moment:
        """What can be asked, as `coming` comes next; `drawn` points can be chosen."""
        facts = self.view.facts
        return Moment(
            coming=coming,
            before=self.before,
            stage=self.stage,
            to=self.to,
            names=facts.names,
            input_name=self._input,
            inputs=facts.inputs,
            targets=facts.targets,
            drawn=drawn,
            many=self.many,
        )
