"""Every colour, font size and spacing of the window, light and dark.

The colours with a meaning are Okabe and Ito's (Color Universal Design, 2008), which colour-blind
people can tell apart; no meaning is carried by colour alone.
"""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QGuiApplication, QPalette

from gui.zoom import face, sheet

PICTURES = Path(__file__).with_name("pictures")
SPACE = 8
SMALL_SPACE = 4
PEN_WIDTH = 2
RADIUS = 6


@dataclass(frozen=True)
class Theme:
    """The colours of one appearance; each field says what is drawn in it.

    `along`, `slant` and `across` are the parts of the loss.
    """

    name: str
    window: str
    panel: str
    border: str
    text: str
    faint_text: str
    ink: str
    ink_text: str
    data: str
    prediction: str
    residual: str
    loss: str
    slope: str
    forward: str
    curve: str
    negative: str
    positive: str
    positive_text: str
    zero: str
    previous: str
    cursor: str
    warning: str
    warning_text: str
    wrong: str
    loss_lowest: str
    loss_lower: str
    loss_low: str
    loss_high: str
    loss_higher: str
    loss_highest: str
    along: str
    slant: str
    across: str

    @property
    def losses(self) -> tuple[str, ...]:
        """The colours of a map of the loss, from the best fit to where a run begins."""
        return (
            self.loss_lowest,
            self.loss_lower,
            self.loss_low,
            self.loss_high,
            self.loss_higher,
            self.loss_highest,
        )

    def sign(self, sign: int) -> str:
        """The colour in which a gradient's sign is drawn: −1, 0 or +1."""
        return (self.negative, self.zero, self.positive)[sign + 1]

    def sign_text(self, sign: int) -> str:
        """The colour of text about a gradient with this sign: −1, 0 or +1."""
        return (self.negative, self.faint_text, self.positive_text)[sign + 1]


LIGHT = Theme(
    name="light",
    window="#f4f5f7",
    panel="#ffffff",
    border="#d5d8de",
    text="#1b1f24",
    faint_text="#5b636e",
    ink="#1b1f24",
    ink_text="#ffffff",
    data="#1b1f24",
    prediction="#c8202f",
    residual="#8a929c",
    loss="#1b1f24",
    slope="#7a2468",
    forward="#00704f",
    curve="#7a828d",
    negative="#0072b2",
    positive="#cf7f00",
    positive_text="#a05f00",
    zero="#8a929c",
    previous="#b9bec6",
    cursor="#5b636e",
    warning="#fff1cc",
    warning_text="#4d3800",
    wrong="#a3182a",
    loss_lowest="#ffe082",
    loss_lower="#fff1c4",
    loss_low="#f7f7f5",
    loss_high="#dde4ec",
    loss_higher="#bccadb",
    loss_highest="#8298b6",
    along="#cad5e1",
    slant="#8096b5",
    across="#3d4d66",
)

DARK = Theme(
    name="dark",
    window="#16191d",
    panel="#1f2328",
    border="#363c44",
    text="#e8eaed",
    faint_text="#a3abb5",
    ink="#e8eaed",
    ink_text="#16191d",
    data="#e8eaed",
    prediction="#ff6f6a",
    residual="#7d8690",
    loss="#e8eaed",
    slope="#f2b5dc",
    forward="#1fc48c",
    curve="#7d8590",
    negative="#56b4e9",
    positive="#e69f00",
    positive_text="#e69f00",
    zero="#7d8690",
    previous="#4a515b",
    cursor="#a3abb5",
    warning="#4d3b0a",
    warning_text="#ffe3a1",
    wrong="#ff9d98",
    loss_lowest="#5a4813",
    loss_lower="#33290f",
    loss_low="#15181b",
    loss_high="#1f2832",
    loss_higher="#334253",
    loss_highest="#5b7089",
    along="#45566c",
    slant="#7f93b2",
    across="#cbd8e6",
)


def system_theme() -> Theme:
    """The theme that the desktop is set to."""
    scheme = QGuiApplication.styleHints().colorScheme()
    return DARK if scheme == Qt.ColorScheme.Dark else LIGHT


def named_theme(name: str) -> Theme:
    """The theme called "light" or "dark"; for "system", the one the desktop is set to."""
    return {"light": LIGHT, "dark": DARK}.get(name) or system_theme()


def palette(theme: Theme) -> QPalette:
    """Qt's palette for `theme`, so that plain Qt controls match."""
    colours = QPalette()
    role = QPalette.ColorRole
    for target, colour in (
        (role.Window, theme.window),
        (role.WindowText, theme.text),
        (role.Base, theme.panel),
        (role.AlternateBase, theme.window),
        (role.Text, theme.text),
        (role.Button, theme.panel),
        (role.ButtonText, theme.text),
        (role.BrightText, theme.prediction),
        (role.Highlight, theme.ink),
        (role.HighlightedText, theme.ink_text),
        (role.ToolTipBase, theme.panel),
        (role.ToolTipText, theme.text),
        (role.PlaceholderText, theme.faint_text),
        (role.Link, theme.ink),
        (role.Mid, theme.border),
        (role.Midlight, theme.border),
        (role.Dark, theme.border),
        (role.Light, theme.panel),
        (role.Shadow, theme.border),
    ):
        colours.setColor(target, QColor(colour))
    faint = QColor(theme.faint_text)
    faint.setAlphaF(0.55)
    for target in (role.WindowText, role.Text, role.ButtonText):
        colours.setColor(QPalette.ColorGroup.Disabled, target, faint)
    return colours


def code_font(points: float | None = None) -> QFont:
    """The fixed-width font, for code and for numbers in columns."""
    font = face(code=True)
    if points is not None:
        font.setPointSizeF(points)
    return font


def stylesheet(theme: Theme) -> str:
    """Qt's stylesheet for what a palette cannot set: panels, bars and controls."""
    return sheet(f"""
    QMainWindow, QMenuBar, QToolBar {{ background: {theme.window}; }}
    QToolBar {{ border: none; spacing: {SMALL_SPACE}px; padding: {SMALL_SPACE}px {SPACE}px; }}
    QToolBar QToolButton {{
        padding: 4px 4px; border-radius: {RADIUS}px; border: 1px solid transparent;
        color: {theme.text};
    }}
    QToolBar QToolButton:hover {{ background: {theme.panel}; border-color: {theme.border}; }}
    QToolBar QToolButton:pressed {{ background: {theme.border}; }}
    QToolBar QToolButton:disabled {{ color: {theme.previous}; }}
    QToolBar QToolButton[primary="true"] {{
        background: {theme.ink}; color: {theme.ink_text}; padding: 4px 10px; font-weight: 600;
    }}
    QToolBar QToolButton[primary="true"]:hover {{ border-color: {theme.border}; }}
    QToolBar QToolButton[primary="true"]:disabled {{
        background: {theme.border}; color: {theme.previous};
    }}
    QToolBar QToolButton:focus {{ border-color: {theme.ink}; }}
    QToolBar QToolButton[primary="true"]:focus {{
        border: 3px solid {theme.zero}; padding: 2px 8px;
    }}
    QToolButton[sectionHeading="true"] {{
        border: 2px solid transparent; border-radius: 4px; font-weight: 600; text-align: left;
        background: transparent; color: {theme.text};
    }}
    QToolButton[sectionHeading="true"]:hover {{ background: {theme.window}; }}
    QToolButton[sectionHeading="true"]:focus {{ border: 2px solid {theme.ink}; }}
    QScrollBar:vertical {{ background: transparent; width: 10px; margin: 0; }}
    QScrollBar:horizontal {{ background: transparent; height: 10px; margin: 0; }}
    QScrollBar::handle {{ background: {theme.border}; border-radius: 4px; margin: 1px; }}
    QScrollBar::handle:hover {{ background: {theme.zero}; }}
    QScrollBar::handle:vertical {{ min-height: 24px; }}
    QScrollBar::handle:horizontal {{ min-width: 24px; }}
    QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
    QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
    QTabBar {{ background: transparent; }}
    QTabBar::tab {{
        background: transparent; color: {theme.faint_text}; padding: 4px 12px;
        border: none; border-bottom: 2px solid transparent;
    }}
    QTabBar::tab:hover {{ color: {theme.text}; border-bottom-color: {theme.border}; }}
    QTabBar::tab:selected {{
        color: {theme.text}; font-weight: 600; border-bottom-color: {theme.ink};
    }}
    QTabBar::tab:selected:focus {{ background: {theme.border}; border-radius: 4px; }}
    QSplitter::handle {{ background: transparent; }}
    QSplitter::handle:hover {{ background: {theme.border}; }}
    QToolTip {{
        background: {theme.panel}; color: {theme.text};
        border: 1px solid {theme.border}; padding: 4px;
    }}
    QFrame[panel="true"] {{
        background: {theme.panel}; border: 1px solid {theme.border}; border-radius: {RADIUS}px;
    }}
    QLabel[faint="true"] {{ color: {theme.faint_text}; }}
    QLabel[heading="true"] {{ font-weight: 600; }}
    QLabel[wrong="true"] {{ color: {theme.wrong}; }}
    QLineEdit[wrong="true"] {{
        border: 1px solid {theme.wrong}; background: {theme.panel};
    }}
    *[fixed="true"]:disabled, *[fixed="true"] *:disabled {{ color: {theme.faint_text}; }}
    QScrollArea {{ background: transparent; border: none; }}
    QScrollArea[outlined="true"], QTableView#log {{ border: 2px solid transparent; }}
    QScrollArea[outlined="true"]:focus, QTableView#log:focus {{ border-color: {theme.ink}; }}
    #qt_scrollarea_viewport > QWidget {{ background: transparent; }}
    {_checkboxes(theme)}
    """)


def _checkboxes(theme: Theme) -> str:
    """The style of checkboxes and the like, whose edges in Qt's style are lost on a dark ground."""
    tick = (PICTURES / f"check_{theme.name}.svg").as_posix()
    return f"""
    QCheckBox {{ spacing: 6px; }}
    QCheckBox::indicator {{
        width: 14px; height: 14px; border: 1px solid {theme.faint_text}; border-radius: 3px;
        background: {theme.panel};
    }}
    QCheckBox::indicator:hover {{ border-color: {theme.text}; }}
    QCheckBox::indicator:checked {{
        background: {theme.ink}; border-color: {theme.ink}; image: url("{tick}");
    }}
    QCheckBox::indicator:focus {{ width: 12px; height: 12px; border: 2px solid {theme.text}; }}
    QCheckBox::indicator:checked:focus {{ border-color: {theme.zero}; }}
    QRadioButton {{ spacing: 6px; }}
    QRadioButton::indicator {{
        width: 14px; height: 14px; border: 1px solid {theme.faint_text}; border-radius: 8px;
        background: {theme.panel};
    }}
    QRadioButton::indicator:hover {{ border-color: {theme.text}; }}
    QRadioButton::indicator:checked {{ width: 6px; height: 6px; border: 5px solid {theme.ink}; }}
    QRadioButton::indicator:focus {{ width: 12px; height: 12px; border: 2px solid {theme.text}; }}
    QRadioButton::indicator:checked:focus {{
        width: 6px; height: 6px; border: 5px solid {theme.zero};
    }}
    QCheckBox::indicator:disabled {{ border-color: {theme.zero}; }}
    QCheckBox::indicator:checked:disabled {{ background: {theme.zero}; }}
    """
