"""A number like −1.137e−5 is seen whole, and in its own size, in the smallest window."""

from dataclasses import replace

import numpy as np
from PySide6.QtGui import QFontInfo
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from engine.words.steps.cards import said
from gui.widgets.fitted_text import FittedText
from gui.window import LEAST_SIZE
from tests.gui.drawn import drawing
from tests.gui.views import make_view
from tests.gui.windows import Open


def test_in_the_head_of_each_card_and_in_the_stages(open_window: Open, qtbot: QtBot) -> None:
    window = open_window()
    window.resize(*LEAST_SIZE)
    view = make_view(epochs=3)
    tiny = np.full(3, -1.137e-5, np.float32)
    rate = np.float32(view.snapshot.settings.learning_rate)
    snapshot = replace(
        view.snapshot, gradient=tiny, own_gradient=tiny, params=tiny,
        updated_params=tiny - rate * tiny,
    )  # fmt: skip
    tiny_view = replace(view, snapshot=snapshot)
    window.body.draw(tiny_view)
    window.stages.draw(tiny_view)
    # With the digits of the line that it stands in.
    printed = said("a", 0, snapshot).gradient
    assert printed == "−0.0000114"
    for name in "abc":
        card = window.findChild(QWidget, f"moveCard_{name}")
        assert isinstance(card, QWidget)
        (head,) = [each for each in card.findChildren(FittedText) if each.text() == printed]
        qtbot.waitUntil(lambda card=card: card.isVisible() and card.width() > 200)
        size = QFontInfo(head.fitting_font()).pointSizeF()
        assert size == QFontInfo(head.font()).pointSizeF()
    chip = window.findChild(QWidget, "stageChip_gradient")
    assert isinstance(chip, QWidget)
    written = " ".join(mark.text for mark in drawing(chip) if mark.kind == "text")
    # What has no room is left out, and … says so; no number is cut.
    assert 2 <= written.count(printed) == written.count("−0.0")
    assert (written.count(printed) == 3) is not written.endswith("…")
