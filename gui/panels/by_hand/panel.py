"""By hand: why the gradient of one parameter is what it is, point by point.

The derivative as mathematics, a table with a row for each point, and below it the mean of their
parts beside what autograd says.
"""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from engine.numbers import count
from engine.queries import ByHand, ByHandQuery
from engine.runs import Facts, Stage
from engine.words import by_hand as words
from gui.panels.by_hand.model import ByHandModel, Column
from gui.panels.by_hand.table import ByHandTable
from gui.run import AskedByHand, Picks, View
from gui.theme import LIGHT, SMALL_SPACE, SPACE, Theme, palette
from gui.widgets.elided import ElidedLabel
from gui.widgets.enlarge import EnlargeButton
from gui.widgets.list_combo import ListCombo
from gui.widgets.typeset import TypesetLabel
from gui.zoom import SMALL, px, sheet, sized, typeface

TITLE = "By hand"
QUESTION = "why is the gradient this number?"
EMPTY = "Here each point will have its part of the gradient."
# A panel lower than this has no room for what its table says too.
LOW = 250
# A derivative that is written in no more characters also stands above its column.
SHORT = 12
OMITTED = {
    Column.TARGET: "target",
    Column.PREDICTION: "prediction",
    Column.RESIDUAL: "residual",
    Column.DOUBLED: "× 2 × (−1)",
    Column.LOCAL: "× ∂f/∂p",
}


class ByHandPanel(QFrame):
    """Shows the parts of the picked parameter's gradient in the update shown."""

    queryChanged = Signal()

    def __init__(self, parent: QWidget | None = None, theme: Theme = LIGHT) -> None:
        super().__init__(parent)
        self.setObjectName("byHandPanel")
        self.setProperty("panel", True)
        self.setAccessibleName(f"{TITLE}: {QUESTION}")
        self._theme = theme
        self._picks: Picks | None = None
        self._view: View | None = None
        self._facts: Facts | None = None
        self._names: tuple[str, ...] = ()
        self._asked = AskedByHand()
        # The run and parameter whose numbers the columns have been measured for.
        self._measured: tuple[Facts, int] | None = None
        # The numbers drawn last.
        self._drawn: ByHand | None = None
        self._model = ByHandModel(self)
        self.table = ByHandTable(self._model, theme, self)
        self.table.omittedChanged.connect(self._say_notes)
        self._law, self._derivative = TypesetLabel(), TypesetLabel()
        self._derivative.setObjectName("byHandDerivative")
        for formula in (self._law, self._derivative):
            formula.measured.connect(self._place_parts)
        self._note = ElidedLabel(most_lines=3)
        self._note.setObjectName("byHandNote")
        self._note.setProperty("faint", True)
        typeface(self._note, SMALL)
        layout = QVBoxLayout(self)
        sized(layout.setContentsMargins, SPACE, SMALL_SPACE, SMALL_SPACE, SMALL_SPACE)
        sized(layout.setSpacing, 2)
        layout.addLayout(self._head())
        self._formulas = QHBoxLayout()
        sized(self._formulas.setSpacing, 3 * SPACE)
        self._formulas.addWidget(self._derivative)
        self._formulas.addWidget(self._law)
        layout.addLayout(self._formulas)
        layout.addWidget(self.table, 1)
        layout.addLayout(self._foot())
        layout.addWidget(self._note)
        self.set_theme(theme)

    def _head(self) -> QHBoxLayout:
        title = QLabel("By hand: the gradient of")
        typeface(title, bold=True)
        self._param = ListCombo()
        self._param.setObjectName("byHandParam")
        self._param.setAccessibleName("Parameter")
        self._param.setToolTip("The parameter whose gradient is calculated")
        self._param.setMinimumContentsLength(2)
        self._param.activated.connect(self._choose)
        self._epoch = ElidedLabel()
        self._epoch.setObjectName("byHandEpoch")
        self._epoch.setProperty("faint", True)
        self.enlarge_button = EnlargeButton(TITLE, self._theme)
        head = QHBoxLayout()
        sized(head.setSpacing, SMALL_SPACE)
        head.addWidget(title)
        head.addWidget(self._param)
        head.addWidget(self._epoch, 1)
        head.addWidget(self.enlarge_button)
        return head

    def _foot(self) -> QGridLayout:
        foot = QGridLayout()
        sized(foot.setHorizontalSpacing, SPACE)
        sized(foot.setVerticalSpacing, 0)
        self._titles: list[QLabel] = []
        self._sums: list[QLabel] = []
        for row, name in enumerate(("byHandMean", "byHandAutograd", "byHandDifference")):
            said, value = QLabel(), ElidedLabel()
            value.setObjectName(name)
            value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            value.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            for label in (said, value):
                typeface(label, SMALL, bold=row < 2)
            foot.addWidget(said, row, 0, Qt.AlignmentFlag.AlignRight)
            foot.addWidget(value, row, 1)
            self._titles.append(said)
            self._sums.append(value)
        foot.setColumnStretch(1, 1)
        return foot

    # --- what the window calls

    def set_picks(self, picks: Picks) -> None:
        """Show the picked parameter; mark and pick points."""
        self._picks = picks
        picks.changed.connect(self._on_picks)
        self.table.set_picks(picks)

    def draw(self, view: View) -> None:
        """Show the update of `view`; its numbers are asked for, if this is visible."""
        self._view = view
        if view.facts is not self._facts:
            self._facts = view.facts
            self._asked.forget()
        if view.facts.names != self._names:
            self._names = view.facts.names
            self._param.clear()
            self._param.addItems(list(self._names))
        self._param.setCurrentIndex(self._place)
        # While it plays, most frames have no new numbers.
        if not view.playing or self._by_hand is not self._drawn:
            self._show()

    def query(self, view: View) -> ByHandQuery | None:
        """The question for the picked parameter in the update of `view`; None while hidden."""
        return self._asked.query(view, self._place) if self.isVisible() else None

    def show_answer(self, query: ByHandQuery, by_hand: ByHand) -> None:
        """Show the parts that were asked for."""
        if query.param == self._place:
            self._asked.take(query, by_hand)
            self._show()

    def describe(self) -> str:
        """What is shown now, for screen readers."""
        by_hand, view = self._by_hand, self._view
        if by_hand is None or view is None:
            return EMPTY
        return words.in_words(by_hand, view.facts, reached=self._backward)

    def set_theme(self, theme: Theme) -> None:
        """Use the colours of `theme` from now on."""
        self._theme = theme
        self.setPalette(palette(theme))
        self.table.set_theme(theme)
        self.enlarge_button.set_theme(theme)
        self._law.set_theme(theme)
        self._derivative.set_theme(theme)
        for label in (*self._titles[:2], *self._sums[:2]):
            label.setStyleSheet(sheet(f"color: {theme.slope};"))
        self._place_parts()

    # --- what is shown

    @property
    def _place(self) -> int:
        """The place of the picked parameter."""
        return 0 if self._picks is None else self._picks.param

    @property
    def _by_hand(self) -> ByHand | None:
        return self._asked.by_hand

    @property
    def _reached(self) -> Stage | None:
        """The stage as far as which the table is to be seen."""
        return None if self._view is None else self._asked.reached(self._view)

    @property
    def _backward(self) -> bool:
        """Whether there is a gradient to be seen."""
        return self._reached is not None and self._reached >= Stage.BACKWARD

    def _show(self) -> None:
        view, by_hand = self._view, self._by_hand
        self._drawn = by_hand
        if view is None:
            return
        if by_hand is None:
            self._model.show(None, None)
            return
        facts, name = view.facts, by_hand.name
        if self._measured is None or self._measured != (facts, by_hand.param):
            self._measured = facts, by_hand.param
            self.table.forget_widths()
        titles, tips = self._column_titles(view, by_hand)
        self._model.set_titles(titles, tips)
        self._model.show(by_hand, self._reached)
        self._epoch.setText(
            f"in epoch {count(by_hand.epoch)}" if by_hand.number else "before the first epoch"
        )
        self._law.set_formula(*words.law(facts, name))
        told = words.derivative(by_hand)
        self._derivative.set_formula(*(told or ("", "")))
        self._derivative.setToolTip(told[1] if told else "")
        self._show_sums(by_hand)
        self._place_parts()
        self._say_notes()

    def _column_titles(self, view: View, by_hand: ByHand) -> tuple[list[str], list[str]]:
        facts, name = view.facts, by_hand.name
        target = words.named(facts.target_label)
        written = "" if by_hand.derivative is None else by_hand.derivative.text
        local = f"× ∂f/∂{name}" + (f"\n= {written}" if 0 < len(written) <= SHORT else "")
        sort = "click or Alt+{} sorts"
        tips = [
            facts.input_label,
            facts.target_label,
            "what the model predicts",
            f"{target} − prediction",
            "the derivative of the squared residual with respect to the prediction: "
            "2 × residual, times −1, as the prediction is subtracted",
            f"how the prediction changes as {name} grows: {written or '∂f/∂' + name}",
            f"this point’s part of the gradient of {name}: the product of the columns before it",
            "the same as a bar, all on one scale: left is negative, right positive",
        ]
        titles = [
            words.input_title(view.experiment, facts), target, "prediction", "residual",
            "× 2 × (−1)", local, "= this\npoint’s part", "",
        ]  # fmt: skip
        return titles, [
            f"{tip}\n({sort.format(min(k, Column.PART) + 1)})" for k, tip in enumerate(tips)
        ]

    def _show_sums(self, by_hand: ByHand) -> None:
        n = len(by_hand.parts)
        points = "part" if n == 1 else f"{count(n)} parts"
        self._titles[0].setText(f"mean of the {points}")
        self._titles[1].setText(f"autograd’s params.grad[{by_hand.param}]")
        self._titles[2].setText("they differ by")
        if self._backward:
            texts = [words.mean(by_hand), words.autograd(by_hand), words.difference(by_hand)]
        else:
            texts = [words.NO_GRADIENT, words.NO_GRADIENT, ""]
        for label, text in zip(self._sums, texts, strict=True):
            label.setText(text)
            label.setToolTip(f"they differ by {texts[2]}" if texts[2] else text)

    def _say_notes(self) -> None:
        if self._by_hand is None or self._view is None:
            return
        said = words.notes(self._by_hand, self._view.facts) if self._backward else []
        left_out = [name for column, name in OMITTED.items() if column in self.table.omitted]
        if left_out:
            said.append(f"No room here for {', '.join(left_out)}: F9 enlarges.")
        self._note.setText(" ".join(said))
        self._note.setToolTip("\n".join(said))
        self._note.setVisible(bool(said))

    def _place_parts(self) -> None:
        """Leave out what there is no room for: the law first, then what the table says too."""
        by_hand, low = self._by_hand, self.height() < px(LOW)
        written = None if by_hand is None else by_hand.derivative
        self._derivative.setVisible(
            written is not None and not (low and len(written.text) <= SHORT)
        )
        beside = 0
        if not self._derivative.isHidden():
            beside = self._derivative.sizeHint().width() + px(3 * SPACE)
        room = self.width() - 2 * px(SPACE) - beside
        self._law.setVisible(not low and self._law.sizeHint().width() <= room)
        differ = self._backward and bool(self._sums[2].text())
        for part in (self._titles[2], self._sums[2]):
            part.setVisible(differ and not low)

    # --- what the person does

    def _choose(self, param: int) -> None:
        if self._picks is not None:
            self._picks.pick_param(param)

    def _on_picks(self) -> None:
        if self._by_hand is not None and self._by_hand.param != self._place:
            self._param.setCurrentIndex(self._place)
            self.queryChanged.emit()

    def showEvent(self, event: QShowEvent) -> None:
        """Ask what could not be asked while hidden."""
        super().showEvent(event)
        self.queryChanged.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_parts()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._place_parts()
