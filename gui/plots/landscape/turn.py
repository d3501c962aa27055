"""A valley that can be turned: plain gradient descent is as fast aslant, each parameter is not."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QSlider, QWidget

from engine.numbers import grouped, number, rate
from engine.queries import Turned
from engine.runs import Doubles
from engine.words.landscape.turned import turned_in_words
from gui.plots.landscape.page import Page
from gui.plots.landscape.turn_picture import ACROSS, ALONG, EPOCHS, NAMES, TurnPicture
from gui.run import View
from gui.theme import LIGHT, SPACE, Theme
from gui.widgets.elided import ElidedLabel
from gui.widgets.own_keys import keeps
from gui.zoom import SMALL, px, sized, typeface

STEEP, RATE = 20.0, 0.06
DEGREES = 45
KEYS = frozenset(
    (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home,
     Qt.Key.Key_End)
)  # fmt: skip


class AngleSlider(QSlider):
    """A slider that keeps the arrow keys while it has the focus."""

    def event(self, event: QEvent) -> bool:
        """Take the keys from the window's shortcuts."""
        return keeps(event, KEYS) or super().event(event)


class TurnValley(Page):
    """Turns the axes of a valley of two parameters; the path follows at once."""

    def __init__(self, parent: QWidget | None = None, theme: Theme = LIGHT) -> None:
        super().__init__(
            "turnValley", "turn", "Turn the valley", "why must both parameters wait?", theme, parent
        )
        self.picture = TurnPicture()
        self.slider = AngleSlider(Qt.Orientation.Horizontal)
        self.slider.setObjectName("turnValleySlider")
        self.slider.setAccessibleName("Turn the valley, in degrees")
        self.slider.setToolTip("Turn the valley against the axes of its parameters")
        self.slider.setRange(0, 90)
        self.slider.setPageStep(15)
        self.slider.setValue(DEGREES)
        self._degrees = QLabel()
        self._degrees.setObjectName("turnValleyDegrees")
        self.own_rates = QCheckBox("a rate for each parameter")
        self.own_rates.setObjectName("turnValleyOwnRates")
        self.own_rates.setToolTip(
            "Give each parameter the learning rate that suits it best, as Adam and its kin do"
        )
        self.said = ElidedLabel(most_lines=3)
        self.said.setObjectName("turnValleySentence")
        row = QHBoxLayout()
        sized(row.setSpacing, SPACE)
        self._word = QLabel("turn")
        row.addWidget(self._word)
        row.addWidget(self.slider, 1)
        row.addWidget(self._degrees)
        row.addWidget(self.own_rates)
        self.column.addLayout(row)
        self.column.addWidget(self.picture, 1)
        self.column.addWidget(self.said)
        self.slider.valueChanged.connect(self._turn)
        self.own_rates.toggled.connect(self._turn)
        self.picture.turned.connect(lambda degrees: self.slider.setValue(round(degrees)))
        self._turn()
        self.set_theme(theme)

    def draw(self, _view: View) -> None:
        """Nothing here is of a run: the valley is its own example."""

    def set_theme(self, theme: Theme) -> None:
        """Use the colours of `theme` from now on."""
        super().set_theme(theme)
        for widget in (self._word, self._degrees, self.own_rates, self.said):
            typeface(widget, SMALL)
        self._degrees.setMinimumWidth(px(28))
        self.picture.set_theme(theme)

    def describe(self) -> str:
        """What is seen now, in words."""
        valley = Turned(STEEP, float(self.slider.value()))
        path = self._path(valley)
        words = turned_in_words(valley, path, RATE, NAMES)
        return (
            f"A valley {number(STEEP, 2)} times steeper across than along, turned by "
            f"{self.slider.value()}°. {'; '.join(words.arrived)}. {self.said.text()}"
        )

    def _path(self, valley: Turned) -> Doubles:
        rates = valley.best_rates if self.own_rates.isChecked() else RATE
        return valley.path(valley.place(ALONG, ACROSS), rates, EPOCHS)

    def _turn(self) -> None:
        degrees = self.slider.value()
        valley = Turned(STEEP, float(degrees))
        self._degrees.setText(f"{degrees}°")
        self.picture.show_valley(valley, RATE, self.own_rates.isChecked())
        path = self._path(valley)
        words = turned_in_words(valley, path, RATE, NAMES)
        loss = grouped(float(valley.losses(path[-1:])[0]), 3)
        if self.own_rates.isChecked():
            self.said.setText(f"{words.own_rates} After {EPOCHS} epochs the loss is {loss}.")
        else:
            self.said.setText(
                f"{words.lesson} After {EPOCHS} epochs at rate {rate(RATE)} the loss is {loss} at "
                f"every angle: {words.each_epoch}."
            )
