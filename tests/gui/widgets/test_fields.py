"""Rows of a form: titles are seen whole."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from gui.experiment.data_sampled import SampledFields


def ink(label: QLabel) -> NDArray[np.intp]:
    """The columns of pixels in which something is written."""
    image = label.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    seen = np.frombuffer(image.constBits(), np.uint32).reshape(image.height(), -1)
    return np.flatnonzero((seen != seen[0, 0]).any(axis=0))


def test_titles_are_seen_whole(qtbot: QtBot) -> None:
    fields = SampledFields()
    qtbot.addWidget(fields)
    fields.resize(220, 200)
    fields.show()
    titles = [label for label in fields.findChildren(QLabel) if label.buddy()]
    assert [label.text().replace("&", "") for label in titles] == ["Points", "Noise", "From", "To"]
    for label in titles:
        seen = ink(label)
        label.resize(label.width() + 30, label.height())
        # Where there is more room, no more of it is seen.
        np.testing.assert_array_equal(seen, ink(label))
