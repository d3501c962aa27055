"""“What is this?”: on hover, at Shift+F1 and in Help, in a real window."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QAction, QCursor, QHelpEvent
from PySide6.QtWidgets import (
    QApplication,
    QGraphicsTextItem,
    QGraphicsView,
    QLabel,
    QPushButton,
    QToolTip,
    QWidget,
)
from pytestqt.qtbot import QtBot

from engine.experiment import Experiment
from engine.words.glossary import explain
from gui.glossary import GlossaryPage, TermsCard
from gui.panels.stages.card import StageCard
from gui.theme import DARK
from gui.window import MainWindow
from gui.window.explaining import _terms_at
from tests.gui.windows import at_front, trigger

pytestmark = pytest.mark.qt_log_ignore(r"does not support raise\(\)", extend=True)


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[MainWindow]:
    window = MainWindow(Experiment(), theme="light", remember=False)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitUntil(lambda: window.player.state == "ready", timeout=20_000)
    at_front(qtbot, window)
    yield window
    window.close()


def hover(widget: QWidget, place: QPoint | None = None) -> str:
    """The tooltip of `widget` at `place`."""
    place = place or widget.rect().center()
    QToolTip.hideText()
    event = QHelpEvent(QEvent.Type.ToolTip, place, widget.mapToGlobal(place))
    QApplication.sendEvent(widget, event)
    return QToolTip.text()


def told(name: str) -> str:
    term = explain(name)
    assert term is not None
    return f"<p><b>{term.name}</b>: {term.words}</p>".replace("'", "&#x27;")


def named(window: MainWindow, name: str) -> QWidget:
    found = window.findChild(QWidget, name)
    assert isinstance(found, QWidget), name
    return found


def card_at(qtbot: QtBot, window: MainWindow, widget: QWidget) -> TermsCard:
    """The card that Shift+F1 opens while `widget` has the focus."""
    widget.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(widget, Qt.Key.Key_F1, Qt.KeyboardModifier.ShiftModifier)
    card = window.findChild(TermsCard)
    assert isinstance(card, TermsCard)
    assert card.isVisible()
    return card


def test_a_heading_without_a_tooltip_explains_its_term(window: MainWindow) -> None:
    labels = [each for each in window.findChildren(QLabel) if each.isVisible()]
    rate = next(each for each in labels if each.text() == "&Learning rate")
    assert hover(rate) == told("learning rate")
    signs = next(each for each in labels if each.text() == "Gradient signs")
    assert hover(signs, QPoint(3, 5)) == told("gradient")
    at_the_end = QPoint(signs.fontMetrics().horizontalAdvance("Gradient sig"), 5)
    assert hover(signs, at_the_end) == told("sign")


def test_a_tooltip_keeps_its_own_words_above_the_term(window: MainWindow) -> None:
    check = named(window, "zeroGradCheck")
    tip = hover(check)
    assert tip.startswith(f"<p>{check.toolTip()}</p>")
    assert tip.endswith(told("zero_grad"))
    epoch = window.bars.bar.widgetForAction(window.bars.epoch)
    assert hover(epoch) == f"<p>{epoch.toolTip()}</p>{told('epoch')}"


def test_the_cards_of_another_formula_explain_their_terms(window: MainWindow, qtbot: QtBot) -> None:
    window.change({"formula": "slope_of*t + c"})
    qtbot.waitUntil(lambda: window.findChild(QWidget, "moveCard_slope_of") is not None)
    qtbot.waitUntil(lambda: window.settled, timeout=20_000)
    tip = hover(named(window, "moveCard_slope_of"), QPoint(2, 2))
    assert tip.startswith("<p>No gradient yet: it comes with stage 4.</p>")
    assert told("gradient") in tip


def test_where_no_term_stands_nothing_is_added(window: MainWindow) -> None:
    new = named(window, "newSeedButton")
    assert hover(new) == new.toolTip()


def test_shift_f1_explains_the_widget_with_the_focus(window: MainWindow, qtbot: QtBot) -> None:
    card = card_at(qtbot, window, named(window, "learningRateEdit"))
    assert card.terms[0].name == "learning rate"
    assert any(label.text() == "What is this? Learning rate" for label in card.findChildren(QLabel))
    assert not card.window().isMaximized()
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert not card.isVisible()


@pytest.mark.parametrize(
    ("name", "terms"),
    [
        ("stageChip_gradient", {"stage", "gradient", "params.grad", "sign"}),
        ("stageChip_backward", {"stage", "backward", "operation", "chain rule"}),
        ("overview_a", {"loss", "best fit", "valley floor"}),
        ("timelineSlider", {"epoch"}),
    ],
)
def test_shift_f1_explains_all_terms_of_a_place(
    window: MainWindow, qtbot: QtBot, name: str, terms: set[str]
) -> None:
    trigger(window, "stepEpochAction")
    qtbot.waitUntil(lambda: window.settled and not window.movement.running, timeout=20_000)
    card = card_at(qtbot, window, named(window, name))
    assert terms <= {term.name for term in card.terms}
    # The platform of the tests has frames of two pixels.
    screen = window.screen().availableGeometry().adjusted(0, 0, 4, 4)
    assert screen.contains(card.geometry())


def test_without_a_widget_in_use_shift_f1_shows_the_glossary(
    window: MainWindow, qtbot: QtBot
) -> None:
    window.centralWidget().setFocus()
    # Nor is the mouse over one, wherever the test before has left it.
    QCursor.setPos(window.frameGeometry().bottomRight() + QPoint(20, 20))
    window.explaining.what_is_this()
    qtbot.waitUntil(lambda: window.findChild(GlossaryPage) is not None, timeout=20_000)
    assert window.findChild(GlossaryPage).isVisible()


def test_the_card_leads_on_to_the_glossary_at_the_chosen_term(
    window: MainWindow, qtbot: QtBot
) -> None:
    card = card_at(qtbot, window, window.findChild(StageCard, "stageChip_loss"))
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Down)
    chosen = card.terms[1]
    next(each for each in card.findChildren(QPushButton)).click()
    assert not card.isVisible()
    page = window.findChild(GlossaryPage)
    assert page.isVisible()
    assert page.findChild(QWidget, "termsList").chosen is chosen


def test_a_text_with_signs_of_html_is_told_as_it_is(window: MainWindow) -> None:
    label = QLabel("loss", window)
    label.setToolTip("a < b & c")
    label.show()
    window.explaining.watch()
    assert hover(label) == f"<p>a &lt; b &amp; c</p>{told('loss')}"
    label.setToolTip("one\ntwo")
    assert hover(label) == f"<p>one<br>two</p>{told('loss')}"
    label.setToolTip("<b>bold</b>")
    assert hover(label) == f"<p><b>bold</b></p>{told('loss')}"
    label.close()


def test_a_tooltip_explains_no_more_than_two_terms(window: MainWindow) -> None:
    label = QLabel("loss, gradient, epoch and learning rate", window)
    label.setWordWrap(True)
    label.resize(60, 200)
    label.show()
    assert hover(label, QPoint(1, 1)) == told("loss") + told("gradient")
    label.close()


def test_a_term_of_its_own_tooltip_is_explained_where_none_stands_on_it(
    window: MainWindow,
) -> None:
    button = QPushButton("…", window)
    button.setToolTip("what the gradient does")
    button.show()
    middle = button.rect().center()
    event = QHelpEvent(QEvent.Type.ToolTip, middle, button.mapToGlobal(middle))
    assert window.explaining.explain_under(button, event)
    assert QToolTip.text() == f"<p>what the gradient does</p>{told('gradient')}"
    button.close()


def test_the_axis_of_a_plot_is_explained_and_its_picture_is_not(window: MainWindow) -> None:
    plot = window.body.view("loss")
    canvas = plot.findChild(QGraphicsView)
    label = next(
        item for item in canvas.scene().items()
        if isinstance(item, QGraphicsTextItem) and item.isVisible()
        and item.toPlainText().strip() == "epoch"
    )  # fmt: skip
    place = canvas.mapFromScene(label.sceneBoundingRect().center())
    assert _terms_at(canvas.viewport(), place) == (explain("epoch"),)
    assert _terms_at(canvas.viewport(), canvas.viewport().rect().center()) == ()


def test_card_and_glossary_take_on_another_theme(window: MainWindow, qtbot: QtBot) -> None:
    card = card_at(qtbot, window, named(window, "learningRateEdit"))
    trigger(window, "glossaryAction")
    page = window.findChild(GlossaryPage)
    window.set_theme("dark")
    for part, colour in ((card, DARK.panel), (page, DARK.window)):
        image = part.grab().toImage()
        assert image.pixelColor(4, 4).name() == colour


def test_the_glossary_is_in_help_with_its_key(window: MainWindow) -> None:
    action = window.findChild(QAction, "glossaryAction")
    assert action.text() == "&Glossary…"
    assert {"Ctrl+G", "Shift+F1"} <= {keys for keys, _ in window.bars.keys_shown()}
    action.trigger()
    assert window.findChild(GlossaryPage).isVisible()
