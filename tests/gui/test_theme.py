"""Everything that is drawn can be read and told apart, in both themes, also by colour-blind people.

Contrast is WCAG 2's (https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio): at least 4.5 for text and
3 for what is drawn. How colour-blind people see a colour is simulated after Machado, Oliveira and
Fernandes (2009), at full severity; colours are told apart by their distance in CIELAB.
"""

from dataclasses import fields
from itertools import combinations

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QFrame,
    QLabel,
    QMainWindow,
    QStyle,
    QStyleOptionButton,
    QVBoxLayout,
)
from pytestqt.qtbot import QtBot

from gui.theme import DARK, LIGHT, Theme, code_font, named_theme, palette, stylesheet

TEXT, DRAWN, HINTED = 4.5, 3.0, 1.5
# Black and white are 100 apart, colours that stand side by side and can hardly be told apart 2.
APART = 20

SEEN = {
    "with three kinds of cones": np.eye(3),
    "without the red ones": np.array([
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ]),
    "without the green ones": np.array([
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ]),
    "without the blue ones": np.array([
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ]),
}  # fmt: skip
TO_XYZ = np.array([
    [0.4124564, 0.3575761, 0.1804375],
    [0.2126729, 0.7151522, 0.0721750],
    [0.0193339, 0.1191920, 0.9503041],
])  # fmt: skip

themes = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)

Three = NDArray[np.float64]


def linear(colour: str) -> Three:
    """The colour's red, green and blue light, each from 0 to 1."""
    parts = np.array([int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5)])
    return np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted(float(TO_XYZ[1] @ linear(colour)) for colour in (one, other))
    return (lighter + 0.05) / (darker + 0.05)


def lab(light: Three) -> Three:
    """CIELAB, with white at (100, 0, 0)."""
    x, y, z = TO_XYZ @ light.clip(0, 1) / TO_XYZ.sum(axis=1)
    x, y, z = (v ** (1 / 3) if v > 216 / 24389 else (24389 / 27 * v + 16) / 116 for v in (x, y, z))
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def test_contrast_is_measured_as_the_standard_says() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)
    assert lab(linear("#ffffff")) == pytest.approx([100, 0, 0], abs=1e-9)


@themes
def test_every_field_is_a_colour(theme: Theme) -> None:
    for field in fields(theme)[1:]:
        assert QColor(getattr(theme, field.name)).name() == getattr(theme, field.name)


def test_light_is_light_and_dark_is_dark() -> None:
    for ground in ("window", "panel"):
        assert lab(linear(getattr(LIGHT, ground)))[0] > 90
        assert lab(linear(getattr(DARK, ground)))[0] < 20


@themes
@pytest.mark.parametrize(
    ("text", "ground"),
    [
        ("text", "panel"), ("text", "window"), ("faint_text", "panel"), ("faint_text", "window"),
        ("text", "border"), ("ink", "panel"), ("ink", "window"), ("ink_text", "ink"),
        ("warning_text", "warning"), ("negative", "panel"), ("positive_text", "panel"),
        ("prediction", "panel"), ("slope", "panel"), ("wrong", "panel"),
        ("forward", "panel"), ("forward", "window"), ("slope", "window"),
    ],
)  # fmt: skip
def test_text_can_be_read(theme: Theme, text: str, ground: str) -> None:
    assert contrast(getattr(theme, text), getattr(theme, ground)) >= TEXT


@themes
def test_what_is_wrong_can_be_read(theme: Theme, qtbot: QtBot) -> None:
    window = QMainWindow()
    qtbot.addWidget(window)
    label = QLabel("This is not a number.", window)
    label.setProperty("wrong", True)
    window.setStyleSheet(stylesheet(theme))
    label.ensurePolished()
    assert (
        contrast(label.palette().color(QPalette.ColorRole.WindowText).name(), theme.panel) >= TEXT
    )


@themes
@pytest.mark.parametrize(
    "name",
    [
        "data", "prediction", "residual", "loss", "slope", "forward", "curve", "negative",
        "positive", "zero", "cursor", "ink",
    ],
)  # fmt: skip
def test_what_is_drawn_can_be_seen(theme: Theme, name: str) -> None:
    assert contrast(getattr(theme, name), theme.panel) >= DRAWN


@themes
def test_what_is_past_is_paler_but_there(theme: Theme) -> None:
    assert HINTED <= contrast(theme.previous, theme.panel) < contrast(theme.residual, theme.panel)


@themes
@pytest.mark.parametrize("matrix", SEEN.values(), ids=SEEN)
@pytest.mark.parametrize(
    "group",
    [
        ("negative", "positive", "zero"),
        ("data", "prediction", "residual"),
        ("loss", "previous", "cursor"),
        ("curve", "slope"),
        ("forward", "slope"),
    ],
)
def test_what_is_drawn_together_is_told_apart(
    theme: Theme, matrix: NDArray[np.float64], group: tuple[str, ...]
) -> None:
    for one, other in combinations(group, 2):
        seen = (lab(matrix @ linear(getattr(theme, name))) for name in (one, other))
        assert np.linalg.norm(np.subtract(*seen)) >= APART, (one, other)


@themes
@pytest.mark.parametrize("sign", ["negative", "positive"])
def test_blue_and_orange_are_a_gradients_signs_and_nothing_else(theme: Theme, sign: str) -> None:
    signs = {"name", "negative", "positive", "positive_text"}
    hue = lab(linear(getattr(theme, sign)))[1:]
    for field in fields(theme):
        if field.name not in signs:
            other = lab(linear(getattr(theme, field.name)))[1:]
            assert np.linalg.norm(hue - other) >= APART, field.name


@themes
def test_each_sign_has_its_colour(theme: Theme) -> None:
    colours = [theme.sign(sign) for sign in (-1, 0, 1)]
    assert colours == [theme.negative, theme.zero, theme.positive]
    texts = [theme.sign_text(sign) for sign in (-1, 0, 1)]
    assert texts == [theme.negative, theme.faint_text, theme.positive_text]


@themes
def test_plain_controls_match(theme: Theme) -> None:
    role, group = QPalette.ColorRole, QPalette.ColorGroup
    colours = palette(theme)
    for text, ground in (
        (role.WindowText, role.Window),
        (role.Text, role.Base),
        (role.Text, role.AlternateBase),
        (role.ButtonText, role.Button),
        (role.HighlightedText, role.Highlight),
        (role.ToolTipText, role.ToolTipBase),
        (role.PlaceholderText, role.Base),
        (role.Link, role.Base),
    ):
        assert contrast(colours.color(text).name(), colours.color(ground).name()) >= TEXT, text
    for text in (role.WindowText, role.Text, role.ButtonText):
        assert colours.color(group.Disabled, text) != colours.color(group.Active, text)


@themes
def test_the_stylesheet_reaches_windows_and_panels(theme: Theme, qtbot: QtBot) -> None:
    window, panel = QMainWindow(), QFrame()
    qtbot.addWidget(window)
    panel.setProperty("panel", True)
    holder = QFrame()
    QVBoxLayout(holder).addWidget(panel)
    window.setCentralWidget(holder)
    window.setStyleSheet(stylesheet(theme))
    window.resize(200, 200)
    picture = window.grab().toImage()
    assert picture.pixelColor(1, 1).name() == theme.window
    assert picture.pixelColor(100, 100).name() == theme.panel


def test_themes_by_name() -> None:
    assert named_theme("light") is LIGHT
    assert named_theme("dark") is DARK


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize(
    ("scheme", "theme"),
    [
        (Qt.ColorScheme.Dark, DARK),
        (Qt.ColorScheme.Light, LIGHT),
        (Qt.ColorScheme.Unknown, LIGHT),
    ],
)
def test_the_systems_theme(
    monkeypatch: pytest.MonkeyPatch, scheme: Qt.ColorScheme, theme: Theme
) -> None:
    hints = type("Hints", (), {"colorScheme": lambda _: scheme})()
    monkeypatch.setattr(QGuiApplication, "styleHints", staticmethod(lambda: hints))
    assert named_theme("system") is theme


@pytest.mark.usefixtures("qapp")
def test_code_is_in_the_fixed_font_of_the_size_asked_for() -> None:
    assert code_font(9.5).pointSizeF() == 9.5
    assert code_font().family() == code_font(9.5).family()
    assert code_font().pointSizeF() > 0


@themes
@pytest.mark.parametrize("state", ["", "hover", "disabled", "focused"])
def test_a_box_to_tick_is_seen_in_every_state(qtbot: QtBot, theme: Theme, state: str) -> None:
    window, panel = QMainWindow(), QFrame()
    qtbot.addWidget(window)
    QApplication.setPalette(palette(theme))
    window.setStyleSheet(stylesheet(theme))
    panel.setProperty("panel", True)
    window.setCentralWidget(panel)
    rows = QVBoxLayout(panel)
    boxes = [QCheckBox("tick"), QCheckBox("tick")]
    for box in boxes:
        rows.addWidget(box)
        box.setEnabled(state != "disabled")
    boxes[1].setChecked(True)
    with qtbot.waitExposed(window):
        window.show()
    edges = []
    for box in boxes:
        if state == "focused":
            window.activateWindow()
            box.setFocus()
        box.setAttribute(Qt.WidgetAttribute.WA_UnderMouse, state == "hover")
        option = QStyleOptionButton()
        box.initStyleOption(option)
        place = box.style().subElementRect(QStyle.SubElement.SE_CheckBoxIndicator, option, box)
        image = box.grab().toImage()
        row = place.center().y()
        across = [image.pixelColor(x, row).name() for x in range(place.left(), place.right() + 1)]
        assert max(contrast(colour, theme.panel) for colour in across[:2]) >= DRAWN
        edges.append(across)
    # A tick is seen in what is ticked, and nothing in what is not.
    unticked = edges[0][len(edges[0]) // 2]
    assert set(edges[0][4:-4]) == {unticked}
    inside = [
        image.pixelColor(x, y).name()
        for x in range(place.left() + 3, place.right() - 2)
        for y in range(place.top() + 3, place.bottom() - 2)
    ]
    ground = max(set(inside), key=inside.count)
    assert max(contrast(ground, colour) for colour in inside) >= DRAWN
    assert contrast(unticked, ground) >= DRAWN
