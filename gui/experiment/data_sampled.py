"""The fields of data that is drawn anew: how many points, how noisy, and where."""

from pydantic import ValidationError
from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QWidget

from engine.experiment import MAX_POINTS, RollerCoaster, Sampled, sentence
from gui.widgets.fields import add_field, narrow_form
from gui.widgets.marks import mark
from gui.widgets.number_spin import NumberSpin
from gui.widgets.wheel import leave_wheel
from gui.widgets.whole_spin import WholeSpin

MOST_NOISE = 1e9
FARTHEST = 1e9


class SampledFields(QWidget):
    """`wanted` carries Sampled data of the kind shown; `wrong` says why the fields make none.

    An empty `wrong` takes back what was said before.
    """

    wanted = Signal(object)
    wrong = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._data: Sampled = RollerCoaster()
        self._form = narrow_form(self)
        # Below the least that is allowed, so that a single point is refused with a sentence.
        self.points = WholeSpin(0, MAX_POINTS)
        self.noise = NumberSpin(0.0, MOST_NOISE, 0.1)
        self.start = NumberSpin(-FARTHEST, FARTHEST, 1.0)
        self.stop = NumberSpin(-FARTHEST, FARTHEST, 1.0)
        self._editors: dict[str, WholeSpin | NumberSpin] = {
            "points": self.points, "noise": self.noise, "start": self.start, "stop": self.stop,
        }  # fmt: skip
        self._add("&Points", self.points, "pointsSpin", "How many points are drawn")
        self._add(
            "&Noise", self.noise, "noiseSpin", "The standard deviation of the noise on the targets"
        )
        self._add("Fr&om", self.start, "rangeStartSpin", "The first input; the others lie evenly")
        self._add("&To", self.stop, "rangeStopSpin", "The last input")

    def _add(self, title: str, editor: WholeSpin | NumberSpin, name: str, tip: str) -> None:
        add_field(self._form, title, editor, name, f"{tip}. Another one begins a new run.")
        leave_wheel(editor)
        editor.valueChanged.connect(self._on_changed)

    def set_data(self, data: Sampled) -> None:
        """Show `data`."""
        self._data = data
        for name, editor in self._editors.items():
            with QSignalBlocker(editor):
                editor.setValue(getattr(data, name))
        self.mark_wrong("")

    def mark_wrong(self, said: str, names: tuple[str, ...] = ()) -> None:
        """Mark exactly the fields called `names` as wrong, for the reason `said`."""
        for name, editor in self._editors.items():
            editor.setAccessibleDescription(said if name in names else "")
            mark(editor, "wrong", name in names)

    def _on_changed(self) -> None:
        values = {name: editor.value() for name, editor in self._editors.items()}
        try:
            data = type(self._data).model_validate(dict(self._data) | values)
        except ValidationError as error:
            place = error.errors()[0]["loc"]
            said = sentence(error)
            self.mark_wrong(said, (str(place[0]),) if place else ("start", "stop"))
            self.wrong.emit(said)
            return
        self.mark_wrong("")
        self.wrong.emit("")
        if data != self._data:
            self.wanted.emit(data)
