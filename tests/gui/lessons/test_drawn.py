"""How the parts of a lesson are painted: marks, buttons with several lines, the invitation."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics, QFontMetricsF
from PySide6.QtWidgets import QToolButton, QWidget
from pytestqt.qtbot import QtBot

from gui.lessons.marks import Marks, Place
from gui.lessons.option import OptionButton, WrappedButton
from gui.lessons.welcome import Invitation, WelcomeCard
from gui.theme import DARK, LIGHT, Theme
from gui.zoom import face
from tests.gui.drawn import drawing
from tests.gui.windows import at_front

themes = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
PLACE = Place(3, "Which way", (2, 3), frozenset({1, 3}))


# --- the marks


@themes
def test_each_lesson_has_a_mark_with_a_gap_between_chapters(qtbot: QtBot, theme: Theme) -> None:
    marks = Marks()
    qtbot.addWidget(marks)
    marks.resize(400, 8)
    assert drawing(marks).stroked(LIGHT.text) == []
    marks.set_place(PLACE)
    marks.set_theme(theme)
    drawn = [m for m in drawing(marks) if m.kind == "path" and m.stroke]
    # Done, not begun, done and on, and two that are not begun.
    assert [(m.fill, m.stroke, m.width) for m in drawn] == [
        (theme.text, theme.text, 1), (theme.border, theme.border, 1),
        (theme.text, theme.text, 1.5), (theme.border, theme.border, 1),
        (theme.border, theme.border, 1),
    ]  # fmt: skip
    assert [m.left for m in drawn] == pytest.approx([1, 17, 41, 57, 73])
    assert {round(m.right - m.left) for m in drawn} == {14}
    assert {(m.top, m.bottom) for m in drawn} == {(1, 7)}
    assert marks.accessibleName() == marks.toolTip() == "Lesson 3 of 5, 2 done"
    # The one that is on, before it is done.
    marks.set_place(Place(2, "Which way", (2, 3), frozenset()))
    here = [m for m in drawing(marks) if m.kind == "path" and m.stroke][1]
    assert (here.fill, here.stroke, here.width) == (theme.panel, theme.text, 1.5)


def test_in_a_narrow_place_the_marks_share_what_there_is(qtbot: QtBot) -> None:
    marks = Marks()
    qtbot.addWidget(marks)
    marks.resize(58, 8)
    marks.set_place(PLACE)
    drawn = [m for m in drawing(marks) if m.kind == "path" and m.stroke]
    # Less 2 at the edges, four gaps of 2 between lessons and one of 8 between chapters.
    assert {round(m.right - m.left, 1) for m in drawn} == {(58 - 2 - 4 * 2 - 8) / 5}
    assert drawn[-1].right == pytest.approx(57, abs=0.1)
    assert marks.sizeHint().height() == 8


# --- buttons


LONG = "The loss falls in each of the first epochs, and then it rises & rises without an end"


def button(qtbot: QtBot, theme: Theme = LIGHT, width: int = 200, **how: bool) -> WrappedButton:
    made = WrappedButton(theme, **how)
    qtbot.addWidget(made)
    made.say(LONG)
    made.resize(width, made.heightForWidth(width))
    return made


@themes
@pytest.mark.parametrize("focus", [False, True])
@pytest.mark.parametrize("how", ["", "filled", "plain"])
def test_a_button_is_painted_as_what_it_is_for(
    qtbot: QtBot, theme: Theme, how: str, focus: bool
) -> None:
    made = button(qtbot, **({how: True} if how else {}))
    made.set_theme(theme)
    if focus:
        at_front(qtbot, made)
        made.setFocus()
        # Wherever the mouse happens to be.
        made.setAttribute(Qt.WidgetAttribute.WA_UnderMouse, False)
    drawn = drawing(made)
    (frame,) = (m for m in drawn if m.kind == "path" and m.stroke)
    edge = {
        ("", False): theme.border, ("", True): theme.text,
        ("plain", False): theme.panel, ("plain", True): theme.text,
        ("filled", False): theme.ink, ("filled", True): theme.zero,
    }[how, focus]  # fmt: skip
    assert (frame.fill, frame.stroke) == (theme.ink if how == "filled" else theme.panel, edge)
    assert frame.width == (1 if not focus else 3 if how == "filled" else 2)
    assert frame.left == pytest.approx(frame.width / 2, abs=0.6)
    assert frame.right == pytest.approx(200 - frame.width / 2, abs=0.6)
    lines = [m for m in drawn if m.kind == "text"]
    assert " ".join(m.text.strip() for m in lines) == LONG
    assert {m.fill for m in lines} == {theme.ink_text if how == "filled" else theme.text}
    assert {m.bold for m in lines} == {how == "filled"}
    edge = 4 if how == "plain" else 12
    assert min(m.left for m in lines) >= edge - 0.1
    assert max(m.ends[1] for m in lines) <= 200 - edge + 4
    if how != "filled":
        assert {round(m.left) for m in lines} == {edge}


@pytest.mark.parametrize("how", ["filled", "plain", "bold", ""])
def test_a_button_is_as_high_as_its_lines(qtbot: QtBot, how: str) -> None:
    made = button(qtbot, **({how: True} if how else {}))
    metrics = QFontMetrics(face(bold=how in ("filled", "bold")))
    lines = [m for m in drawing(made) if m.kind == "text"]
    assert len(lines) > 1
    around = 4 if how == "plain" else 8
    assert made.height() == len(lines) * metrics.height() + 2 * around
    assert made.minimumSizeHint() == made.sizeHint()
    assert made.sizeHint().width() == 160
    assert made.sizeHint().height() == made.heightForWidth(160)
    assert made.hasHeightForWidth()
    assert {m.bold for m in lines} == {how in ("filled", "bold")}


def test_a_button_says_its_words_as_they_are(qtbot: QtBot) -> None:
    made = button(qtbot)
    assert made.words == made.accessibleName() == LONG
    # No letter of them is a key.
    assert made.text() == LONG.replace("&", "&&")
    assert made.cursor().shape() is Qt.CursorShape.PointingHandCursor
    assert not made.autoDefault()


@themes
def test_a_button_under_the_mouse_is_another(qtbot: QtBot, theme: Theme) -> None:
    for how, ground, edge in (
        ("", theme.window, theme.text), ("plain", theme.window, theme.panel),
        ("filled", theme.ink, theme.zero),
    ):  # fmt: skip
        made = button(qtbot, theme, **({how: True} if how else {}))
        made.setAttribute(Qt.WidgetAttribute.WA_UnderMouse)
        (frame,) = (m for m in drawing(made) if m.kind == "path" and m.stroke)
        assert (frame.fill, frame.stroke, frame.width) == (ground, edge, 1)


def test_an_option_leaves_the_keys_to_what_it_is_in(qtbot: QtBot) -> None:
    around = QWidget()
    qtbot.addWidget(around)
    option = OptionButton(LIGHT, around)
    pressed: list[None] = []
    option.clicked.connect(lambda: pressed.append(None))
    around.show()
    for key in (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
        qtbot.keyClick(option, key)
    assert pressed == []
    qtbot.keyClick(option, Qt.Key.Key_Space)
    assert pressed == [None]


# --- the very first start


@pytest.fixture
def plot(qtbot: QtBot) -> QWidget:
    plot = QWidget()
    qtbot.addWidget(plot)
    plot.resize(900, 500)
    return plot


def test_the_invitation_stands_low_and_left_of_the_middle(plot: QWidget) -> None:
    invitation = Invitation(plot)
    size = invitation.sizeHint()
    assert invitation.geometry().getRect() == (
        162, 420 - size.height(), size.width(), size.height()
    )  # fmt: skip
    title, keys = QFontMetrics(face(1.25, bold=True)), QFontMetrics(face())
    words = keys.horizontalAdvance("press Space, or ↓ for one stage at a time")
    assert size.width() == max(words, title.horizontalAdvance("Watch it learn")) + 78
    assert size.height() == title.height() + keys.height() + 28
    close = invitation.findChild(QToolButton, "invitationCloseButton")
    assert close.geometry().getRect() == (size.width() - 22, 4, 18, 18)
    assert (close.toolTip(), close.accessibleName(), close.text()) == ("Not now", "Dismiss", "×")
    assert close.focusPolicy() is Qt.FocusPolicy.StrongFocus
    # It keeps its place.
    plot.show()
    plot.resize(600, 400)
    left = 108
    assert invitation.geometry().left() == left
    assert invitation.geometry().bottom() + 1 == (336 if 5 * size.height() <= 400 else 396)
    # In a narrow plot it keeps away from the edge.
    plot.resize(300, 500)
    assert invitation.geometry().right() + 1 == 300 - 8
    # In a low one it is over the axis, and never above it all.
    plot.resize(900, 5 * size.height() - 1)
    assert invitation.geometry().bottom() + 1 == plot.height() - 4
    plot.resize(900, 5 * size.height())
    assert invitation.geometry().bottom() + 1 == round(0.84 * plot.height())
    plot.resize(900, size.height() - 10)
    assert invitation.geometry().top() == 0


@themes
@pytest.mark.parametrize("focus", [False, True])
def test_the_invitation_has_a_triangle_and_two_lines(
    qtbot: QtBot, plot: QWidget, theme: Theme, focus: bool
) -> None:
    invitation = Invitation(plot, LIGHT)
    invitation.set_theme(theme)
    at_front(qtbot, plot)
    (invitation.setFocus if focus else invitation.clearFocus)()
    drawn = drawing(invitation)
    (frame,) = (m for m in drawn if m.kind == "path" and m.stroke)
    assert (frame.fill, frame.stroke) == (theme.ink, theme.zero if focus else theme.ink)
    assert frame.width == (3 if focus else 1)
    (mark,) = (m for m in drawn.filled(theme.ink_text) if m.kind in ("polygon", "path"))
    middle = invitation.height() / 2
    corners = mark.points[:3].tolist()
    assert corners[0] == pytest.approx([14, middle - 9], abs=0.6)
    assert corners[1] == pytest.approx([14 + 16.2, middle], abs=0.6)
    assert corners[2] == pytest.approx([14, middle + 9], abs=0.6)
    title, keys = drawn.text("Watch it learn"), drawn.starting("press Space")
    assert (title.fill, keys.fill) == (theme.ink_text, theme.ink_text)
    assert (title.bold, keys.bold) == (True, False)
    assert title.left == pytest.approx(46, abs=0.1)
    assert keys.left == pytest.approx(46, abs=0.1)
    ascent = QFontMetricsF(face(1.25, bold=True)).ascent()
    assert title.top == pytest.approx(14 + ascent, abs=1)
    descent = QFontMetricsF(face()).descent()
    assert keys.top == pytest.approx(invitation.height() - 14 - descent, abs=1)


def test_the_invitation_is_pressed_by_its_keys_and_closed_by_its_cross(
    qtbot: QtBot, plot: QWidget
) -> None:
    invitation = Invitation(plot)
    told: list[str] = []
    invitation.clicked.connect(lambda: told.append("clicked"))
    invitation.closed.connect(lambda: told.append("closed"))
    plot.show()
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space, Qt.Key.Key_A):
        qtbot.keyClick(invitation, key)
    assert told == ["clicked"] * 3
    invitation.findChild(QToolButton, "invitationCloseButton").click()
    assert told[3:] == ["closed"]
    assert invitation.toolTip() == "Play (Space)"
    assert invitation.accessibleName() == (
        "Watch it learn: press Space, or ↓ for one stage at a time"
    )


@themes
def test_the_welcome_card_says_which_button_was_pressed(qtbot: QtBot, theme: Theme) -> None:
    card = WelcomeCard(LIGHT)
    qtbot.addWidget(card)
    card.set_theme(theme)
    told: list[str] = []
    card.begun.connect(lambda: told.append("begun"))
    card.closed.connect(lambda: told.append("closed"))
    card.findChild(QWidget, "welcomeBeginButton").click()
    card.findChild(QToolButton, "welcomeCloseButton").click()
    assert told == ["begun", "closed"]
    card.resize(240, card.sizeHint().height())
    drawn = drawing(card)
    title = drawn.text("New to this?")
    assert (title.bold, title.fill) == (True, theme.text)
    image = card.grab().toImage()
    assert image.pixelColor(0, image.height() // 2).name() == theme.ink
    assert image.pixelColor(4, image.height() - 4).name() == theme.window
