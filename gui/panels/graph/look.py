"""The colours of the graph: green flows forward, purple flows back, each on a tint of its own."""

from dataclasses import dataclass

from PySide6.QtGui import QColor

from gui.theme import Theme

TINT = 0.1
DARK_TINT = 0.14
FADED = 0.3
"""How much is left of what does not light up while something else does."""


@dataclass(frozen=True, slots=True)
class Look:
    """The colours of one theme, mixed once."""

    theme: Theme
    forward: QColor
    back: QColor
    data: QColor
    forward_tint: QColor
    back_tint: QColor
    data_tint: QColor
    ground: QColor
    card: QColor
    border: QColor
    text: QColor
    faint: QColor


def look_of(theme: Theme) -> Look:
    """The colours of `theme`."""
    dark = theme.name == "dark"
    share = DARK_TINT if dark else TINT
    card = QColor(theme.panel)
    forward, back, data = (QColor(c) for c in (theme.forward, theme.slope, theme.faint_text))
    return Look(
        theme=theme,
        forward=forward,
        back=back,
        data=data,
        forward_tint=mixed(card, forward, share),
        back_tint=mixed(card, back, share),
        data_tint=mixed(card, data, share),
        ground=QColor(theme.window),
        card=card,
        border=QColor(theme.border),
        text=QColor(theme.text),
        faint=QColor(theme.faint_text),
    )


def mixed(one: QColor, other: QColor, share: float) -> QColor:
    """`one` with `share` of `other` in it."""
    return QColor.fromRgbF(
        one.redF() + share * (other.redF() - one.redF()),
        one.greenF() + share * (other.greenF() - one.greenF()),
        one.blueF() + share * (other.blueF() - one.blueF()),
    )
