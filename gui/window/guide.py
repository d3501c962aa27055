"""The guide: a panel at the left of the body, in place of the experiment's column."""

from PySide6.QtWidgets import QWidget

from gui.window.layout import Body
from gui.zoom import px

# Where there is room for it, at 100 %.
WIDTH = 300
# Of the body's width, in a small window.
MOST_SHARE = 0.26


class Guide:
    """Shows a panel in place of the column of `body`, until it is taken away."""

    def __init__(self, body: Body, column: QWidget) -> None:
        self._body = body
        self._column = column
        self._hidden = False

    def show(self, panel: QWidget) -> None:
        """Put `panel` there; there must be none yet."""
        body = self._body
        body.put_back()
        self._hidden = self._column.isHidden()
        own = 0 if self._hidden else body.sizes()[0]
        width = max(own, panel.minimumWidth(), min(px(WIDTH), round(MOST_SHARE * body.width())))
        rest = body.sizes()[1:]
        self._column.hide()
        body.insertWidget(0, panel)
        body.guide = panel
        body.setStretchFactor(0, 0)
        panel.show()
        left = max(1, body.width() - width)
        shares = [round(left * each / max(1, sum(rest))) for each in rest]
        body.setSizes([width, 0, *shares])

    def take_away(self, panel: QWidget) -> None:
        """Take `panel` away, which then belongs to nobody, and show the column as it was."""
        body = self._body
        body.put_back()
        body.guide = None
        panel.hide()
        panel.setParent(body.window())
        self._column.setHidden(self._hidden)
