"""The banner: what it shows and says, what its buttons do, and that it is gone when it is empty."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QFontMetrics
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from gui.theme import DARK, LIGHT, Theme
from gui.widgets import banner
from gui.widgets.banner import Banner, Kind
from gui.widgets.elided import ElidedLabel
from gui.widgets.unfolded import Unfolded
from tests.gui.drawn import Drawing, drawing

LEFT = Qt.MouseButton.LeftButton
TAB = Qt.FocusPolicy.TabFocus
LONG = "PyTorch refused to go backward, for nothing was noted on the way. " * 20


class Room:
    """A window with a banner above something else."""

    def __init__(self, qtbot: QtBot) -> None:
        self.window = QWidget()
        qtbot.addWidget(self.window)
        self.above = QPushButton("above", self.window)
        self.banner = Banner(self.window)
        self.below = QPushButton("below", self.window)
        layout = QVBoxLayout(self.window)
        layout.addWidget(self.above)
        layout.addWidget(self.banner)
        layout.addWidget(self.below, 1)
        self.window.resize(800, 300)
        self.window.show()

    def buttons(self) -> list[QPushButton]:
        QApplication.processEvents()
        return [each for each in self.banner.findChildren(QPushButton) if each.isVisible()]

    @property
    def label(self) -> ElidedLabel:
        label = self.banner.findChild(ElidedLabel)
        assert isinstance(label, ElidedLabel)
        return label

    @property
    def read_all(self) -> QToolButton:
        buttons = self.banner.findChildren(QToolButton)
        return next(each for each in buttons if each.text() == "Read all")

    @property
    def unfolded(self) -> Unfolded:
        found = self.banner.findChild(Unfolded)
        assert isinstance(found, Unfolded)
        return found

    @property
    def cross(self) -> QToolButton:
        cross = self.banner.findChild(QToolButton, "bannerCloseButton")
        assert isinstance(cross, QToolButton)
        return cross


@pytest.fixture
def room(qtbot: QtBot) -> Iterator[Room]:
    room = Room(qtbot)
    yield room
    QApplication.processEvents()
    room.window.hide()


def test_its_place_is_the_same_whatever_stands_there(room: Room) -> None:
    QApplication.processEvents()
    place, below = room.banner.geometry(), room.below.geometry()
    room.banner.set_hint("Press Space: watch it learn.")
    for act in (
        lambda: room.banner.show_message("info", "All 200 epochs are trained."),
        lambda: room.banner.show_message("error", LONG, [("Reset", lambda: None)]),
        room.banner.clear,
    ):
        act()
        QApplication.processEvents()
        assert (room.banner.geometry(), room.below.geometry()) == (place, below)
        assert room.label.geometry().bottom() < place.height()
        assert all(each.geometry().bottom() < place.height() for each in room.buttons())


def test_without_a_message_a_hint_stands_there_quietly(room: Room) -> None:
    room.banner.set_hint("Press Space: watch it learn.")
    assert room.banner.text == ""
    assert room.label.text() == room.label.toolTip() == "Press Space: watch it learn."
    assert room.banner.accessibleName() == "Press Space: watch it learn."
    assert not room.cross.isVisible()
    assert room.label.palette().windowText().color().name() == LIGHT.faint_text
    room.banner.show_message("info", "All 200 epochs are trained.")
    room.banner.set_hint("Something else.")
    assert room.label.text() == "All 200 epochs are trained."
    assert room.cross.isVisible()
    room.banner.clear()
    assert room.label.text() == "Something else."


@pytest.mark.parametrize(
    ("kind", "word"), [("info", "Note"), ("warning", "Warning"), ("error", "Error")]
)
def test_it_says_what_and_of_what_kind_also_to_assistive_technology(
    room: Room, kind: Kind, word: str
) -> None:
    room.banner.show_message(kind, "The run has diverged.")
    assert room.banner.text == "The run has diverged."
    assert room.banner.kind == kind
    assert room.banner.accessibleName() == f"{word}: The run has diverged."
    assert room.label.toolTip() == "The run has diverged."


def test_kinds_differ_in_shape_and_not_only_in_colour(room: Room) -> None:
    shapes = []
    kinds: tuple[Kind, ...] = ("info", "warning", "error")
    for kind in kinds:
        room.banner.show_message(kind, "same")
        QApplication.processEvents()
        image = room.banner.grab().toImage()
        height = image.height()
        ground = image.pixelColor(room.label.x() - 3, height // 2)
        shapes.append(
            frozenset(
                (x, y)
                for x in range(6, room.label.x() - 4)
                for y in range(3, height - 3)
                if image.pixelColor(x, y) != ground
            )
        )
    assert all(shapes)
    assert len(set(shapes)) == 3


def test_a_long_message_takes_two_lines_and_its_tooltip_the_rest(room: Room) -> None:
    room.banner.show_message("error", LONG)
    QApplication.processEvents()
    line = QFontMetrics(room.label.font()).height()
    assert 2 * line <= room.label.height() < 3 * line
    assert room.banner.text == room.label.toolTip() == LONG
    assert QLabel.text(room.label).endswith("…")
    room.banner.show_message("error", "Short.")
    QApplication.processEvents()
    assert line <= room.label.height() < 2 * line


def test_what_is_cut_off_can_be_read_as_a_whole(room: Room, qtbot: QtBot) -> None:
    room.banner.show_message("error", "Short.")
    QApplication.processEvents()
    assert not room.read_all.isVisible()
    room.banner.show_message("error", LONG, [("Reset", lambda: None)])
    QApplication.processEvents()
    (reset,) = room.buttons()
    assert tab_stops(room) == [room.above, room.read_all, reset, room.cross, room.below]
    for close in ("Escape", "another message"):
        qtbot.keyClick(room.read_all, Qt.Key.Key_Space)
        assert room.unfolded.isVisible()
        assert room.unfolded.text == LONG
        if close == "Escape":
            qtbot.keyClick(room.unfolded, Qt.Key.Key_Escape)
        else:
            room.banner.show_message("info", "Short.")
        assert not room.unfolded.isVisible()
    QApplication.processEvents()
    assert not room.read_all.isVisible()


def test_the_whole_message_is_seen_over_the_banner(room: Room, qtbot: QtBot) -> None:
    room.banner.show_message("error", LONG)
    QApplication.processEvents()
    qtbot.mouseClick(room.read_all, LEFT)
    label = room.unfolded.findChild(QLabel)
    assert isinstance(label, QLabel)
    assert label.height() >= label.heightForWidth(label.width())
    assert room.unfolded.rect().contains(label.geometry())
    assert room.unfolded.width() == room.banner.width()
    assert room.unfolded.x() == room.banner.mapToGlobal(QPoint(0, 0)).x()


@pytest.mark.parametrize("words", range(10, 60))
def test_there_is_such_a_button_exactly_where_something_is_cut_off_without_it(
    room: Room, words: int
) -> None:
    room.banner.show_message("info", "word " * words + "end")
    QApplication.processEvents()
    offered, room_without = room.read_all.isVisible(), room.label.width()
    if offered:
        room_without = room.cross.x() - room.label.x() - room.banner.layout().spacing()
    alone = ElidedLabel("word " * words + "end", room.window, most_lines=2)
    alone.resize(room_without, 40)
    alone.show()
    assert QLabel.text(alone).endswith("…") == offered


def test_it_comes_and_goes_with_the_width_of_the_window(room: Room) -> None:
    room.banner.show_message("info", "word " * 45)
    seen = []
    for width in (1600, 500, 1600, 500):
        room.window.resize(width, 300)
        QApplication.processEvents()
        seen.append(room.read_all.isVisible())
    assert seen == [False, True, False, True]


def test_a_message_follows_the_width_of_the_window(room: Room) -> None:
    text = "Without requires_grad_() PyTorch cannot find the derivative of the loss. " * 2
    room.banner.show_message("error", text)
    QApplication.processEvents()
    narrow = room.label.height()
    room.window.resize(1600, 300)
    QApplication.processEvents()
    assert room.label.height() < narrow
    assert QLabel.text(room.label) == text


def test_what_looks_like_markup_is_shown_as_it_is(room: Room) -> None:
    room.banner.show_message("error", "<b>a</b> is no number")
    assert QLabel.text(room.label) == "<b>a</b> is no number"
    assert room.label.textFormat() == Qt.TextFormat.PlainText


def test_a_remedy_takes_the_message_away_and_is_carried_out(room: Room, qtbot: QtBot) -> None:
    done: list[str] = []
    room.banner.show_message(
        "warning", "Diverged.", [("Reset", lambda: done.append("reset")), ("Why?", lambda: None)]
    )
    buttons = room.buttons()
    assert [each.text() for each in buttons] == ["Reset", "Why?"]
    qtbot.mouseClick(buttons[0], LEFT)
    assert done == ["reset"]
    assert room.banner.text == ""
    assert room.buttons() == []


def test_what_a_remedy_says_is_not_taken_away_with_the_old_message(
    room: Room, qtbot: QtBot
) -> None:
    room.banner.show_message(
        "error", "Refused.", [("Try", lambda: room.banner.show_message("error", "Again refused."))]
    )
    qtbot.mouseClick(room.buttons()[0], LEFT)
    assert room.banner.text == "Again refused."


def test_a_new_message_brings_its_own_remedies(room: Room) -> None:
    room.banner.show_message("warning", "One", [("First", lambda: None)])
    room.banner.show_message("warning", "Two", [("Second", lambda: None)])
    assert [each.text() for each in room.buttons()] == ["Second"]
    room.banner.show_message("info", "Three")
    assert room.buttons() == []


def test_the_cross_dismisses(room: Room, qtbot: QtBot) -> None:
    room.banner.show_message("info", "Worth knowing.")
    assert room.cross.accessibleName() == "Dismiss"
    qtbot.mouseClick(room.cross, LEFT)
    assert room.banner.text == ""
    assert not room.cross.isVisible()


def test_escape_dismisses_from_any_of_its_buttons(room: Room, qtbot: QtBot) -> None:
    for number in range(2):
        room.banner.show_message("info", "Worth knowing.", [("More", lambda: None)])
        target = (room.buttons()[0], room.cross)[number]
        qtbot.keyClick(target, Qt.Key.Key_Escape)
        assert room.banner.text == ""
        assert not room.cross.isVisible()


def test_other_keys_are_left_to_the_window(room: Room, qtbot: QtBot) -> None:
    room.banner.show_message("info", "Worth knowing.")
    taken: list[int] = []
    room.window.keyPressEvent = lambda event: taken.append(event.key())
    qtbot.keyClick(room.banner, Qt.Key.Key_Right)
    assert room.banner.text == "Worth knowing."
    assert taken == [Qt.Key.Key_Right]


def test_a_message_does_not_take_the_focus(room: Room, qtbot: QtBot) -> None:
    room.window.activateWindow()
    room.below.setFocus()
    qtbot.waitUntil(room.below.hasFocus)
    room.banner.show_message("error", "Refused.", [("Try", lambda: None)])
    QApplication.processEvents()
    assert room.below.hasFocus()


def test_its_buttons_come_in_the_order_they_stand_in(room: Room) -> None:
    room.banner.show_message("info", "x", [("One", lambda: None), ("Two", lambda: None)])
    one, two = room.buttons()
    assert one.x() < two.x() < room.cross.x()
    assert tab_stops(room) == [room.above, one, two, room.cross, room.below]
    room.banner.show_message("info", "x", [("Three", lambda: None)])
    assert tab_stops(room) == [room.above, *room.buttons(), room.cross, room.below]
    room.banner.show_message("info", "x")
    assert tab_stops(room) == [room.above, room.cross, room.below]


def tab_stops(room: Room) -> list[QWidget]:
    """What can be reached with Tab, in order."""
    QApplication.processEvents()
    stops: list[QWidget] = [room.above]
    widget: QWidget | None = room.above
    while widget is not None and (widget := widget.nextInFocusChain()) is not room.above:
        if widget is not None and widget.isVisible() and widget.focusPolicy() & TAB:
            stops.append(widget)
    return stops


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
@pytest.mark.parametrize("before", [True, False])
def test_a_kind_has_its_colours_in_every_theme(room: Room, theme: Theme, before: bool) -> None:
    if before:
        room.banner.set_theme(theme)
    kinds: dict[Kind, tuple[str, str, str]] = {
        "info": (theme.panel, theme.text, theme.ink),
        "warning": (theme.warning, theme.warning_text, theme.warning_text),
        "error": (theme.warning, theme.warning_text, theme.prediction),
    }
    for kind, (ground, ink, edge) in kinds.items():
        room.banner.show_message(kind, "M" * 20)
        if not before:
            room.banner.set_theme(theme)
        QApplication.processEvents()
        image = room.banner.grab().toImage()
        middle = image.height() // 2
        assert image.pixelColor(image.width() // 2, 0).name() == edge
        assert image.pixelColor(image.width() // 2, 4).name() == ground
        letters = {
            image.pixelColor(x, y).name()
            for x in range(room.label.x(), room.label.x() + 60)
            for y in range(middle - 8, middle + 8)
        }
        assert ink in letters
        sign = {
            image.pixelColor(x, y).name() for x in range(8, 26) for y in range(4, image.height())
        }
        assert edge in sign


def sign(room: Room) -> Drawing:
    found = next(each for each in room.banner.children() if type(each).__name__ == "Sign")
    assert isinstance(found, QWidget)
    assert (found.width(), found.height()) == (20, 20)
    return drawing(found)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_each_kind_has_its_sign_and_its_ground(room: Room, theme: Theme) -> None:
    room.banner.set_theme(theme)

    def ground_and_edge() -> tuple[str, str]:
        image = room.banner.grab().toImage()
        middle = image.height() // 2
        row = [image.pixelColor(x, middle).name() for x in (0, image.width() - 50)]
        return row[1], row[0]

    room.banner.set_hint("press Play")
    assert ground_and_edge() == (theme.window, theme.border)
    assert room.label.palette().windowText().color().name() == theme.faint_text
    for kind, ground, edge, ink in (
        ("info", theme.panel, theme.ink, theme.text),
        ("warning", theme.warning, theme.warning_text, theme.warning_text),
        ("error", theme.warning, theme.prediction, theme.warning_text),
    ):
        room.banner.show_message(kind, "so it is")  # type: ignore[arg-type]
        QApplication.processEvents()
        assert ground_and_edge() == (ground, edge), kind
        assert room.label.palette().windowText().color().name() == ink
        (shape,) = (each for each in sign(room) if each.stroke and each.width == 1.6)
        (mark,) = (each for each in sign(room) if each.kind == "text")
        assert shape.stroke == edge
        assert mark.text == ("i" if kind == "info" else "!")
        assert mark.bold
        assert sum(mark.ends) / 2 == pytest.approx(10, abs=0.6)
        match kind:
            case "info":
                assert (tuple(shape.points[0]), shape.radius) == ((10, 10), 8)
                assert (shape.fill, mark.fill) == ("", edge)
            case "warning":
                assert shape.points[:3].tolist() == [[10, 2], [18, 18], [2, 18]]
                assert (shape.fill, mark.fill) == ("", edge)
            case _:
                assert shape.box == (2, 2, 18, 18)
                cut = 16 * 0.29
                corners = {tuple(point) for point in shape.points.round(2).tolist()}
                assert corners == {
                    (x, y)
                    for a in (2, 18)
                    for b in (round(2 + cut, 2), round(18 - cut, 2))
                    for x, y in ((a, b), (b, a))
                }
                assert (shape.fill, mark.fill) == (edge, ground)


def test_a_message_is_announced_once_and_trouble_at_once(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[tuple[str, bool]] = []

    class Accessible:
        AnnouncementPoliteness = QAccessible.AnnouncementPoliteness

        @staticmethod
        def updateAccessibility(event: QAccessibleAnnouncementEvent) -> None:
            loud = event.politeness() is QAccessible.AnnouncementPoliteness.Assertive
            heard.append((event.message(), loud))

    monkeypatch.setattr(banner, "QAccessible", Accessible)
    room.banner.set_hint("press Play")
    for kind, text in (
        ("info", "it ended"), ("info", "it ended"), ("warning", "it ended"),
        ("warning", "it is lost"), ("error", "it is lost"),
    ):  # fmt: skip
        room.banner.show_message(kind, text)  # type: ignore[arg-type]
    assert heard == [
        ("Note: it ended", False), ("Warning: it ended", True), ("Warning: it is lost", True),
        ("Error: it is lost", True),
    ]  # fmt: skip
