"""Widgets to choose from: frames that the mouse or the keys choose, and what is told on them."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QEnterEvent, QFontMetricsF
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from gui.run import Asking
from gui.theme import DARK, LIGHT, Theme
from gui.widgets.choice import Choice, Choices
from gui.zoom import face
from tests.gui.drawn import drawing
from tests.gui.windows import at_front

LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton
themes = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)


class Shown:
    """Three buttons below each other, of which one may be asked for."""

    def __init__(self, qtbot: QtBot) -> None:
        self.window = QWidget()
        qtbot.addWidget(self.window)
        self.window.resize(300, 300)
        self.parts = {name: QPushButton(name, self.window) for name in ("one", "two", "three")}
        for row, part in enumerate(self.parts.values()):
            part.setGeometry(10, 10 + 90 * row, 200, 80)
        self.parts["two"].setAccessibleName("Number two")
        self.pressed: list[None] = []
        for part in self.parts.values():
            part.clicked.connect(lambda: self.pressed.append(None))
        self.asking = Asking()
        self.replies: list[object] = []
        self.asking.replied.connect(self.replies.append)
        self.choices = Choices(self.window, "card", self.asking)
        self.choices.set_widgets(self.parts)
        at_front(qtbot, self.window)

    def choice(self, name: str) -> Choice:
        (found,) = self.parts[name].findChildren(Choice, f"choice_{name}")
        return found

    @property
    def here(self) -> list[str]:
        return [name for name in self.parts if self.choice(name).here]

    @property
    def there(self) -> list[str]:
        """The parts over which there is something."""
        return [
            name
            for name, part in self.parts.items()
            if any(each.isVisible() for each in part.findChildren(Choice))
        ]


@pytest.fixture
def shown(qtbot: QtBot) -> Iterator[Shown]:
    shown = Shown(qtbot)
    yield shown
    shown.window.close()


def test_nothing_lies_over_them_until_one_is_asked_for(shown: Shown, qtbot: QtBot) -> None:
    assert shown.there == []
    shown.asking.begin("direction", "one")
    assert shown.there == []
    shown.asking.begin("card")
    assert shown.there == ["one", "two", "three"]
    for name, part in shown.parts.items():
        choice = shown.choice(name)
        assert choice.geometry() == part.rect()
        assert choice.focusPolicy() is Qt.FocusPolicy.TabFocus
        assert choice.cursor().shape() is Qt.CursorShape.PointingHandCursor
        assert choice.accessibleDescription() == (
            "Return chooses it; the arrow keys go to the others."
        )
    names = [shown.choice(name).accessibleName() for name in shown.parts]
    assert names == ["one", "Number two", "three"]
    shown.parts["one"].resize(150, 60)
    assert shown.choice("one").geometry() == shown.parts["one"].rect()
    shown.asking.end()
    assert shown.there == []


def test_the_keys_go_from_one_to_the_next_and_choose(shown: Shown) -> None:
    asking = shown.asking
    asking.begin("card")
    assert shown.here == ["one"]
    assert shown.choice("one").hasFocus()
    for right, up, here in (
        (0, -1, "two"), (1, 0, "three"), (1, 0, "three"), (0, 1, "two"), (-1, 0, "one"),
        (0, 10, "one"), (10, 0, "three"), (-1, 0, "two"),
    ):  # fmt: skip
        asking.moved.emit(right, up)
        assert shown.here == [here]
        assert shown.choice(here).hasFocus()
    asking.chosen.emit()
    assert shown.replies == ["two"]
    assert shown.there == []
    asking.chosen.emit()
    assert shown.replies == ["two"]
    # The next question begins at the first again.
    asking.begin("card")
    assert shown.here == ["one"]


def test_a_click_chooses_and_what_lies_below_is_not_pressed(shown: Shown, qtbot: QtBot) -> None:
    shown.asking.begin("card")
    three = shown.choice("three")
    qtbot.mouseClick(three, RIGHT)
    qtbot.mousePress(three, LEFT)
    qtbot.mouseRelease(three, LEFT, pos=QPoint(-5, 10))
    assert shown.replies == []
    qtbot.mouseClick(three, LEFT)
    assert shown.replies == ["three"]
    assert shown.pressed == []


def test_others_can_be_chosen_while_it_is_asked(shown: Shown) -> None:
    shown.asking.begin("card")
    shown.choices.set_widgets({"two": shown.parts["two"]})
    assert shown.there == ["two"]
    shown.choices.set_widgets({})
    assert shown.there == []
    shown.asking.moved.emit(1, 0)
    shown.asking.chosen.emit()
    assert shown.replies == []


@pytest.mark.parametrize(
    ("reply", "truth", "told"),
    [
        ("one", "three", {"one": ("you said", True), "three": ("it is this", False)}),
        ("two", "two", {"two": ("you said, and it is this", False)}),
        ("one", "unknown", {"one": ("you said", True)}),
        (3, "two", {"two": ("it is this", False)}),
    ],
)
def test_what_was_said_and_what_is_are_told_on_them(
    shown: Shown, qtbot: QtBot, reply: object, truth: str, told: dict[str, tuple[str, bool]]
) -> None:
    shown.asking.begin("card")
    shown.asking.tell(reply, truth, "you said", "it is this")  # type: ignore[arg-type]
    assert set(shown.there) == set(told)
    for name, (words, dashed) in told.items():
        choice = shown.choice(name)
        assert choice.accessibleDescription() == words
        assert choice.focusPolicy() is Qt.FocusPolicy.NoFocus
        drawn = drawing(choice)
        text = drawn.text(words)
        frames = [m for m in drawn.stroked(LIGHT.text) if m.left < 10]
        assert [bool(m.dashes) for m in frames] == [dashed]
        assert {m.width for m in frames} == {3}
        # Light on dark, or dark on light where it was only said.
        assert text.fill == (LIGHT.text if dashed else LIGHT.panel)
        (tag,) = drawn.filled(LIGHT.panel if dashed else LIGHT.text)
        assert tag.left < text.ends[0] < text.ends[1] < tag.right
        assert tag.right == pytest.approx(choice.width() - 3, abs=1)
        assert tag.top == pytest.approx(3, abs=1)
        metrics = QFontMetricsF(face(bold=True))
        assert tag.right - tag.left == pytest.approx(metrics.horizontalAdvance(words) + 12, abs=1)
        assert tag.bottom - tag.top == pytest.approx(metrics.height() + 5, abs=1)
        assert text.bold
    # It can be used again.
    name = next(iter(told))
    under = QApplication.widgetAt(shown.parts[name].mapToGlobal(QPoint(20, 40)))
    assert under is shown.parts[name]


@themes
def test_only_the_one_that_the_keys_are_on_is_framed(shown: Shown, theme: Theme) -> None:
    shown.asking.begin("card")
    shown.choices.set_theme(theme)
    drawn = {name: drawing(shown.choice(name)) for name in shown.parts}
    (frame,) = drawn["one"].stroked(theme.text)
    assert (frame.width, frame.dashes) == (3, "")
    assert frame.box == pytest.approx((1.5, 1.5, 198.5, 78.5), abs=0.6)
    assert drawn["two"].stroked(theme.text) == drawn["three"].stroked(theme.text) == []
    # One that is asked for later, too.
    shown.asking.end()
    shown.asking.begin("card")
    assert drawing(shown.choice("one")).stroked(theme.text)


def test_the_one_under_the_mouse_is_shaded_with_a_thin_frame(shown: Shown) -> None:
    shown.asking.begin("card")
    two = shown.choice("two")
    QApplication.sendEvent(two, QEnterEvent(*[QPointF(5, 5)] * 3))
    two.setAttribute(Qt.WidgetAttribute.WA_UnderMouse)
    drawn = drawing(two)
    (frame,) = drawn.stroked(LIGHT.text)
    assert frame.width == 1.5
    (shade,) = drawn.filled(LIGHT.ink)
    assert shade.opacity == pytest.approx(0.08, abs=0.01)
    QApplication.sendEvent(two, QEvent(QEvent.Type.Leave))
    two.setAttribute(Qt.WidgetAttribute.WA_UnderMouse, False)
    assert drawing(two).stroked(LIGHT.text) == drawing(two).filled(LIGHT.ink) == []
