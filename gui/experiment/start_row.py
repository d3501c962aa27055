"""The starting value of one parameter: a number field, a slider, and a button to undo both."""

from itertools import pairwise

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QToolButton, QWidget

from engine.numbers import exact, number, rate
from gui.experiment.start_slider import StartSlider
from gui.theme import LIGHT, SMALL_SPACE, Theme
from gui.widgets.fields import Wrong
from gui.widgets.icons import icon
from gui.widgets.marks import mark
from gui.widgets.number_edit import NumberEdit
from gui.widgets.own_keys import keeps
from gui.zoom import px, sized, typeface

ICON_SIZE = 14
PLAYING = "Pause to try values by hand: while it plays, training moves the parameters."


class BackButton(QToolButton):
    """A small button that Space presses, although Space is a shortcut of the window."""

    def event(self, event: QEvent) -> bool:
        """Keep Space from the window while the focus is here."""
        return keeps(event, (Qt.Key.Key_Space,)) or super().event(event)


class StartRow(QWidget):
    """Shows and changes where the parameter called `name` starts.

    `tried` carries the slider's value while it moves, `wanted` a value to use from now on;
    `returned` asks for the seed's value again.
    """

    tried = Signal(float)
    wanted = Signal(float)
    returned = Signal()

    def __init__(self, name: str, parent: QWidget | None = None, theme: Theme = LIGHT) -> None:
        super().__init__(parent)
        self.name = name
        self._value: float | None = None
        self._typed = False
        self._drawn_text: str | None = None
        self._playing = False

        self._title = QLabel()
        typeface(self._title, code=True)
        self._title.setTextFormat(Qt.TextFormat.PlainText)
        self._title.setToolTip(name)
        self.edit = NumberEdit(example="0.5 or 1e-3")
        self.edit.setObjectName(f"startEdit_{name}")
        self.edit.setAccessibleName(f"Starting value of {name}")
        # Just as wide as the longest drawn number, to leave the rest to the slider.
        self.edit.setMaximumWidth(self.edit.fontMetrics().horizontalAdvance("−8.8888e−8") + 12)
        self.edit.setPlaceholderText("drawn")
        self._back = BackButton()
        self._back.setObjectName(f"startBack_{name}")
        self._back.setAutoRaise(True)
        self._back.setIconSize(QSize(px(ICON_SIZE), px(ICON_SIZE)))
        self._back.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._back.setAccessibleName(f"Back to the seed's value of {name}")
        self._back.setToolTip(f"Let the seed draw {name} again")
        keeps_its_place = self._back.sizePolicy()
        keeps_its_place.setRetainSizeWhenHidden(True)
        self._back.setSizePolicy(keeps_its_place)
        self.slider = StartSlider(theme=theme)
        self.slider.setObjectName(f"startSlider_{name}")
        self.slider.setAccessibleName(f"Slider for the starting value of {name}")
        self._wrong = Wrong()

        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        sized(grid.setHorizontalSpacing, SMALL_SPACE)
        grid.setVerticalSpacing(0)
        grid.addWidget(self._title, 0, 0)
        grid.addWidget(self.slider, 0, 1)
        grid.addWidget(self._back, 0, 2)
        grid.addWidget(self.edit, 0, 3)
        grid.addWidget(self._wrong, 1, 0, 1, 4)
        grid.setColumnStretch(1, 1)
        for before, after in pairwise((self.slider, self._back, self.edit)):
            self.setTabOrder(before, after)

        self.edit.textChanged.connect(self._mark_drawn)
        self.edit.committed.connect(self._on_wanted)
        self.edit.wrong.connect(self.set_error)
        self.slider.tried.connect(self._on_tried)
        self.slider.settled.connect(self._on_wanted)
        self._back.clicked.connect(self.returned)
        self.set_theme(theme)
        self.show_value(None, typed=False)
        self.set_playing(False)

    def set_title_width(self, width: int) -> None:
        """Keep `width` pixels for the name, so that all rows are aligned."""
        # Cut in the middle: names often differ at their end.
        elide = Qt.TextElideMode.ElideMiddle
        self._title.setText(self._title.fontMetrics().elidedText(self.name, elide, width))
        self._title.setFixedWidth(width)

    def show_value(self, value: float | None, typed: bool) -> None:
        """Show the starting value in force: `typed`, or else drawn from the seed.

        None if it is not known yet. A slider that is just being moved stays where it is.
        """
        if self.slider.busy:
            return
        if (value, typed) != (self._value, self._typed):
            self._value, self._typed = value, typed
            self.set_error("")
            self._write()
        self.slider.set_value(value or 0.0)
        self._enable()

    def set_ends(self, low: float, high: float, best: float | None) -> None:
        """Set the slider's ends and its best value, unless it is just being moved."""
        if not self.slider.busy:
            self.slider.set_ends(low, high, best)

    def set_playing(self, playing: bool) -> None:
        """Disable the slider while the run plays."""
        self._playing = playing
        self.slider.setToolTip(
            PLAYING
            if playing
            else f"Be the optimizer yourself: drag, or use the arrow keys,\n"
            f"and see what another start of {self.name} does to fit and loss"
        )
        self._enable()

    def set_error(self, said: str) -> None:
        """Say below the number what is wrong with it; an empty `said` takes that back."""
        self._wrong.say(said)
        self.edit.setAccessibleDescription(said or self._origin())
        mark(self.edit, "wrong", bool(said))

    def set_theme(self, theme: Theme) -> None:
        """Use the colours of `theme` from now on."""
        self.slider.set_theme(theme)
        self._back.setIcon(icon("reset", theme))

    def _on_tried(self, value: float) -> None:
        self.edit.set_value(value, _written(value))
        self.tried.emit(value)

    def _on_wanted(self, value: float) -> None:
        if value == self._value:
            # The experiment stays the same, so nothing else restores the text.
            self.set_error("")
            self._write()
        self.wanted.emit(value)

    def _write(self) -> None:
        value = self._value
        self._drawn_text = None if value is None or self._typed else number(value)
        if value is None:
            self.edit.set_value(0.0, "")
        else:
            self.edit.set_value(value, self._drawn_text or _written(value))
        self._mark_drawn()
        self.edit.setCursorPosition(0)
        tip = "" if value is None else f"{self.name} = {exact(value)}, {self._origin()}"
        self.edit.setToolTip(tip)
        self.edit.setAccessibleDescription(self._origin())

    def _mark_drawn(self) -> None:
        mark(self.edit, "drawn", self.edit.text() == self._drawn_text)

    def _origin(self) -> str:
        return "set by you" if self._typed else "drawn from the seed"

    def _enable(self) -> None:
        if not self._may_slide:
            # Qt would pass the focus to a text field, where the next Space would be typed. Losing
            # the focus also commits the value being tried, which may end the playing.
            self.slider.clearFocus()
        self.slider.setEnabled(self._may_slide)
        self._back.setEnabled(self._typed)
        self._back.setVisible(self._typed)

    @property
    def _may_slide(self) -> bool:
        return self._value is not None and not self._playing


def _written(value: float) -> str:
    """`value` with every digit, as short as a person would type it."""
    return rate(value)
