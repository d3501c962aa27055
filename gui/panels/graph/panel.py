"""The backward pass, drawn from PyTorch's own graph: values forward, derivatives back."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QColor,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QLabel, QStackedWidget, QVBoxLayout, QWidget

from engine.queries import Graph, GraphQuery
from engine.runs import Stage
from engine.words.stages import code
from gui.panels.graph.canvas import LEAST_TEXT, GraphCanvas
from gui.panels.graph.content import Seen
from gui.panels.graph.forms import best_form
from gui.panels.graph.head import GraphHead
from gui.panels.graph.lit import behind, lit_by, places_of
from gui.panels.graph.look import look_of
from gui.panels.graph.numbers import points_of
from gui.panels.graph.questions import GraphQuestions
from gui.panels.graph.scene import Marks
from gui.panels.graph.strip import RuleStrip
from gui.panels.graph.telling import rule_of_all, rule_of_card, said_of_all, tip_of
from gui.panels.graph.tree import Card, can_fold
from gui.panels.graph.type import type_of
from gui.panels.graph.walk import reached, walk_of
from gui.run import NOTHING_LIT, Covers, Picks, View
from gui.theme import LIGHT, RADIUS, SMALL_SPACE, SPACE, Theme, palette
from gui.zoom import scaled, sized

EMPTY = "The graph that loss.backward() walks will appear here."


class GraphPanel(QWidget):
    """Shows the graph of the update shown, as far as its stages have run."""

    queryChanged = Signal()

    def __init__(self, parent: QWidget | None = None, theme: Theme = LIGHT) -> None:
        super().__init__(parent)
        self.setObjectName("graphView")
        self.setAccessibleName("Backward: what does loss.backward() do?")
        self._theme, self._look, self._type = theme, look_of(theme), type_of()
        self._view: View | None = None
        self._questions = GraphQuestions()
        self._graph: Graph | None = None
        # The run that the graph is of.
        self._run = -1
        # The lines of code, and what the scene was built for.
        self._code: dict[Stage, str] = {}
        self._shape: tuple[object, ...] = ()
        self._walk: list[Card] = []
        self._turned: frozenset[int] = frozenset()
        self._picks = Picks(self)
        self._selected: int | None = None
        self._over: int | None = None
        # How many cards of the walk are reached: None is all that the stage has reached.
        self._steps: int | None = None
        self._seen: Seen | None = None
        self._walked: list[Card] = []
        self._progress = 1.0
        self.head = GraphHead()
        self.canvas = GraphCanvas()
        self._empty = QLabel(EMPTY)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.setWordWrap(True)
        self._pages = QStackedWidget()
        self._pages.addWidget(self._empty)
        self._pages.addWidget(self.canvas)
        layout = QVBoxLayout(self)
        sized(layout.setContentsMargins, SPACE, SMALL_SPACE, SMALL_SPACE, SMALL_SPACE)
        sized(layout.setSpacing, 2)
        layout.addWidget(self.head)
        layout.addWidget(self._pages, 1)
        self.strip = RuleStrip()
        layout.addWidget(self.strip)
        self._connect()
        self.set_theme(theme)

    def _connect(self) -> None:
        head, canvas = self.head, self.canvas
        head.fitWanted.connect(self._fit)
        head.zoomWanted.connect(canvas.zoom_by)
        head.labelsWanted.connect(self._arrange)
        canvas.fitted.connect(self._fit)
        canvas.chosen.connect(self._choose)
        canvas.folded.connect(self._fold)
        canvas.pointed.connect(self._point_at)
        canvas.point.connect(self._pick_point)
        canvas.walked.connect(self.walk)
        canvas.tip = self._tip

    def set_picks(self, picks: Picks) -> None:
        """Mark what is picked in `picks`, and pick there."""
        self._picks = picks
        picks.changed.connect(self._on_picks)

    def set_covers(self, covers: Covers) -> None:
        """Begin at the loss, as backward does, where a question is about this graph."""

        def turn() -> None:
            self.canvas.from_loss = covers.part == "graph"

        turn()
        covers.changed.connect(turn)

    def set_theme(self, theme: Theme) -> None:
        """Use the colours of `theme` from now on."""
        self._theme, self._look, self._type = theme, look_of(theme), type_of()
        self.setPalette(palette(theme))
        self.head.set_theme(theme)
        self.strip.set_theme(theme)
        self.strip.fit_into(self.height())
        self.canvas.setBackgroundBrush(QColor(theme.panel))
        colours = palette(theme)
        colours.setColor(colours.ColorRole.WindowText, QColor(theme.faint_text))
        self._empty.setPalette(colours)
        self._shape = ()
        self._show()
        self.update()

    # --- what is asked and answered

    def draw(self, view: View) -> None:
        """Show the update of `view`, as soon as its graph has come."""
        last, self._view = self._view, view
        if last is not None and (
            view.run != last.run or view.snapshot.stage is not last.snapshot.stage
            or view.snapshot.number != last.snapshot.number
        ):  # fmt: skip
            self._steps = None
        # Until its graph has come, another run leaves the picture as it is.
        if self.isVisible() and view.run == self._run:
            self._show()

    def query(self, view: View) -> GraphQuery | None:
        """The question for the graph of the update of `view`; none while it is not shown."""
        return self._questions.about(view) if self.isVisible() else None

    def show_answer(self, _query: GraphQuery, graph: Graph) -> None:
        """Show `graph`."""
        self._graph = graph
        self._run = -1 if self._view is None else self._view.run
        self._show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.strip.fit_into(self.height())
        super().resizeEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        # The graph may be here already, and its stages have gone on meanwhile.
        if self._view is not None and self._view.run == self._run:
            self._show()
        self.queryChanged.emit()

    # --- drawing

    def _show(self) -> None:
        graph, view = self._graph, self._view
        self._pages.setCurrentIndex(0 if graph is None or view is None else 1)
        if graph is None or view is None:
            return
        nodes = tuple((node.kind, node.name, node.text, node.inputs) for node in graph.nodes)
        self._code = {line: code(line, view)[0] for line in (Stage.PREDICT, Stage.LOSS)}
        shape = nodes, bool(graph.leftover.any()), *self._code.values()
        if shape != self._shape:
            if self._shape and nodes != self._shape[0]:
                self._turned, self._selected = frozenset(), None
            self._shape = shape
            self._arrange()
        else:
            self._show_numbers()

    def _arrange(self) -> None:
        """Build the scene in the best form that can be read."""
        graph, canvas = self._graph, self.canvas
        if graph is None or not self._code:
            return
        labels = self.head.labels.isChecked()
        root, form, plan = best_form(
            graph, self._turned, self._type, labels, self._code, canvas.fitting, LEAST_TEXT
        )
        self._walk = walk_of(root, graph)
        canvas.graph.build(graph, plan, self._type, form, labels, self._code)
        if not canvas.zoomed:
            canvas.fit()
        self._seen = None
        self._show_numbers()
        if self._selected is not None:
            canvas.keep_visible(self._selected)

    def _fit(self) -> None:
        self.canvas.fit()
        self._arrange()

    def _show_numbers(self) -> None:
        graph, view = self._graph, self._view
        if graph is None or view is None:
            return
        point = min(self._picks.point, len(graph.inputs) - 1)
        stage = view.snapshot.stage if graph.number == view.snapshot.number else Stage.UPDATE
        walked = self._walk[: self._reached(stage)]
        last = self._seen
        if (
            last is not None
            and (last.graph, last.stage, last.points.picked) == (graph, stage, point)
            and walked == self._walked
        ):
            # While it plays, most frames have no other graph than the one before.
            return
        same = last is not None and last.graph is graph
        points = last.points.picking(point) if last and same else points_of(graph.inputs, point)
        self._walked = walked
        self._seen = Seen(graph, points, stage, reached(walked))
        self.canvas.graph.show_seen(self._seen, self._look)
        self.head.show_graph(graph, point)
        self._tell()
        self._mark()

    def _tell(self) -> None:
        """Tell the rule of the selected card, or of the whole picture."""
        seen = self._seen
        if seen is None:
            return
        item = self.canvas.graph.cards.get(-1 if self._selected is None else self._selected)
        rule = rule_of_all(self._walk, seen) if item is None else rule_of_card(item.card, seen)
        self.strip.show_rule(rule)
        self.canvas.setAccessibleDescription(self.strip.text)

    def _tip(self, card: Card) -> str:
        return "" if self._seen is None else tip_of(card, self._seen)

    def describe(self) -> str:
        """What is shown now, for screen readers: the whole, and every card in PyTorch's order."""
        if self._seen is None:
            return self._empty.text()
        return said_of_all(self._walk, self._seen)

    def _reached(self, stage: Stage | None) -> int:
        """How many cards of the walk have their gradient."""
        if stage is None or stage < Stage.BACKWARD:
            return 0
        if self._steps is not None:
            return self._steps
        if stage is Stage.BACKWARD:
            return round(self._progress * len(self._walk))
        return len(self._walk)

    def _mark(self) -> None:
        graph = self._graph
        if graph is None:
            return
        lit: frozenset[int] = frozenset()
        if self._over is not None and self._over in self.canvas.graph.cards:
            lit = behind(self.canvas.graph.cards[self._over].card, graph)
        elif self._picks.lit != NOTHING_LIT:
            lit = places_of(self._picks.lit, graph)
        picked = graph.uses[self._picks.param] if self._picks.param < len(graph.uses) else ()
        at = len(self._walked)
        reached_last = self._walk[at - 1].place if 0 < at < len(self._walk) else None
        self.canvas.graph.mark(Marks(self._selected, frozenset(picked), lit, reached_last))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The panel behind the graph."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(self._theme.border), 1))
        painter.setBrush(QColor(self._theme.panel))
        edge, radius = self.rect().toRectF().adjusted(0.5, 0.5, -0.5, -0.5), scaled(RADIUS)
        painter.drawRoundedRect(edge, radius, radius)
        painter.end()

    # --- choosing, folding, walking

    def set_progress(self, progress: float) -> None:
        """Show as much of the walk as its movement has reached, from 0 to 1."""
        if progress == self._progress:
            return
        self._progress = progress
        stage = None if self._view is None else self._view.snapshot.stage
        if stage is Stage.BACKWARD and len(self._walked) != self._reached(stage):
            self._show_numbers()
            if self._walked:
                self.canvas.keep_visible(self._walked[-1].place)

    def walk(self, steps: int) -> None:
        """Go on in PyTorch's order by `steps` cards, or back; at the end begin anew."""
        if not self._walk:
            return
        last = len(self._walk)
        if self._steps is None:
            self._steps = 0 if steps > 0 else last
        self._steps = min(max(self._steps + steps, 1), last)
        self._selected = self._walk[self._steps - 1].place
        self._pick_param(self._selected)
        self._show_numbers()
        self._tell()
        self._mark()
        self._say_selected()

    def _choose(self, place: int) -> None:
        graph = self._graph
        if graph is None:
            return
        if place < 0:
            self._selected = self._steps = None
            self._show_numbers()
            self._tell()
            self._mark()
            return
        self._selected = place
        self._pick_param(place)
        self._tell()
        self._mark()
        self._say_selected()

    def _pick_param(self, place: int) -> None:
        """Pick the parameter at `place`, if there is one."""
        param = None if self._graph is None else self._graph.nodes[place].param
        if param is not None:
            self._picks.pick_param(param)

    def _say_selected(self) -> None:
        """Keep the selected card in sight, and tell a screen reader of it."""
        if self._selected is not None:
            self.canvas.keep_visible(self._selected)
            said = QAccessibleAnnouncementEvent(self.canvas, self.strip.text)
            QAccessible.updateAccessibility(said)

    def _fold(self, place: int) -> None:
        graph = self._graph
        place = self._selected if place < 0 and self._selected is not None else place
        if graph is None or place < 0 or not can_fold(graph, place):
            return
        self._turned ^= {place}
        self._steps = None
        self._selected = place
        self._arrange()
        self._say_selected()

    def _point_at(self, place: int) -> None:
        graph = self._graph
        self._over = None if place < 0 else place
        if graph is not None and place in self.canvas.graph.cards:
            made_of = behind(self.canvas.graph.cards[place].card, graph)
            self._picks.light(lit_by(made_of, graph))
        else:
            self._picks.light(NOTHING_LIT)
        self._mark()

    def _pick_point(self, share: float) -> None:
        if self._seen is not None:
            self._picks.pick(self._seen.points.point_at(share))

    def _on_picks(self) -> None:
        if self.isVisible():
            self._show_numbers()
            self._mark()
