"""The log's data, one row per epoch: predictions, loss and `params.grad`, as PyTorch prints them.

The history holds losses and gradients but no predictions. This model keeps those of some epochs,
while it plays of the most recent ones; others are requested when a row that needs them comes into
view.
"""

import math
from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from engine.numbers import MINUS, count, exact, number
from engine.runs import History, Matrix, Vector

KEPT_EPOCHS = 2000
KEPT_NUMBERS = 20
ELLIPSIS = "…"
# Where torch turns to scientific notation (torch/_tensor_str.py, `_Formatter`).
MOST_APART = 1000.0
LARGEST = 1e8
SMALLEST = 1e-4

Index = QModelIndex | QPersistentModelIndex


class LogModel(QAbstractListModel):
    """One row for each epoch of a growing history; row k − 1 is epoch k."""

    predictionsWanted = Signal(int, int)
    predictionsCame = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._history: History | None = None
        self._points = 0
        self._rows = 0
        # The predictions of epoch k are in row k % KEPT_EPOCHS, unless another epoch's are there.
        self._predictions: Matrix = np.empty((KEPT_EPOCHS, 0), np.float32)
        self._kept = np.zeros(KEPT_EPOCHS, np.int64)
        self._asked: range | None = None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else self._rows

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> str | None:
        if not index.isValid():
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.text(index.row() + 1)
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._in_full(index.row() + 1)
        return None

    def begin(self, history: History, points: int) -> None:
        """Show `history`, whose epochs have `points` predictions each, from its first epoch on."""
        self.beginResetModel()
        self._history, self._points, self._rows = history, points, len(history)
        self._kept[:] = 0
        self._asked = None
        self.endResetModel()

    def extend(self) -> None:
        """Add the epochs that are new in the history."""
        rows = 0 if self._history is None else len(self._history)
        if rows > self._rows:
            self.beginInsertRows(QModelIndex(), self._rows, rows - 1)
            self._rows = rows
            self.endInsertRows()

    def add_predictions(self, first: int, predictions: Matrix) -> None:
        """Keep predictions (k, n): a row for each of the epochs from `first` on."""
        kept = predictions[-KEPT_EPOCHS:, :KEPT_NUMBERS]
        if kept.shape[1] != self._predictions.shape[1]:
            self._predictions = np.empty((KEPT_EPOCHS, kept.shape[1]), np.float32)
            self._kept[:] = 0
        last = first + len(predictions) - 1
        epochs = np.arange(last - len(kept) + 1, last + 1)
        self._predictions[epochs % KEPT_EPOCHS] = kept
        self._kept[epochs % KEPT_EPOCHS] = epochs
        if self._asked is not None and first <= self._asked.start < first + len(predictions):
            self._asked = None
            self.predictionsCame.emit()

    def want(self, first: int, last: int) -> None:
        """Request missing predictions of epochs `first` to `last`, unless a request is pending."""
        missing = [epoch for epoch in range(first, last + 1) if self._kept_of(epoch) is None]
        if missing and self._asked is None:
            self._asked = range(missing[0], missing[-1] + 1)
            self.predictionsWanted.emit(missing[0], missing[-1])

    def _kept_of(self, epoch: int) -> Vector | None:
        place = epoch % KEPT_EPOCHS
        return self._predictions[place] if self._kept[place] == epoch else None

    def text(self, epoch: int) -> str:
        """The four lines of `epoch`, with ASCII minus signs that a program can read."""
        return "\n".join((f"epoch {epoch}", *self.printed(epoch))).replace(MINUS, "-")

    def printed(self, epoch: int) -> tuple[str, str, str]:
        """The article's three lines of `epoch`: its predictions, loss and gradient."""
        if self._history is None:
            return ("", "", "")
        preds, k = self._kept_of(epoch), epoch - 1
        shown = ELLIPSIS
        if preds is not None:
            shown = tensor_text(preds.tolist(), more=self._points > len(preds))
        return (
            f"preds {shown}",
            f"loss  {number(float(self._history.loss[k]))}",
            f"grad  {tensor_text(self._history.gradient[k].tolist())}",
        )

    def _in_full(self, epoch: int) -> str:
        if self._history is None:
            return ""
        gradient = self._history.gradient[epoch - 1].tolist()
        return (
            f"Epoch {count(epoch)}\n"
            f"loss {exact(float(self._history.loss[epoch - 1]))}\n"
            f"gradient {', '.join(exact(each) for each in gradient)}\n"
            "Click to see this epoch everywhere"
        )


def tensor_text(values: Sequence[float], *, more: bool = False) -> str:
    """`values` on one line as torch prints a tensor; with `more`, dots stand for further values.

    The rules are torch's own (torch/_tensor_str.py), for its default print options.
    """
    sizes = [abs(value) for value in values if value and math.isfinite(value)]
    whole = all(size == math.ceil(size) for size in sizes)
    if sizes and (
        max(sizes) / min(sizes) > MOST_APART or max(sizes) > LARGEST or min(sizes) < SMALLEST
    ):
        written = [f"{value:.4e}" for value in values]
    elif whole:
        written = [f"{value:.0f}" + "." * math.isfinite(value) for value in values]
    else:
        written = [f"{value:.4f}" for value in values]
    # torch ignores zeros and non-finite values when it finds the width, but pads them to it.
    pairs = zip(values, written, strict=True)
    width = max((len(text) for value, text in pairs if value and math.isfinite(value)), default=1)
    body = ", ".join(text.rjust(width) for text in written)
    return f"tensor([{body}{', ...' if more else ''}])".replace("-", MINUS)
