"""The strip below the graph: what is told of the selected card, with its numbers."""

from html import escape

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFontMetrics,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QTextDocument,
)
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from engine.words.graph import Rule
from engine.words.graph.drawn import spoken
from gui.theme import LIGHT, RADIUS, SPACE, Theme, palette
from gui.widgets.wrapping import wrapped
from gui.zoom import SMALL, px, scaled, sized, small_face, typeface

# A strip has no more lines than this, and fewer in a panel lower than the heights.
LINES = 4
FEWER = ((215, 1), (270, 2))


class RuleStrip(QWidget):
    """Shows a rule in a few lines; where it needs more, all of it is in the tooltip."""

    def __init__(self) -> None:
        super().__init__()
        self._theme = LIGHT
        self._rule: Rule | None = None
        self._lines = LINES
        self._label = QLabel()
        self._label.setObjectName("graphRule")
        self._label.setTextFormat(Qt.TextFormat.RichText)
        self._label.setWordWrap(True)
        self._label.setAlignment(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
        typeface(self._label, SMALL)
        layout = QVBoxLayout(self)
        sized(layout.setContentsMargins, SPACE, 0, SPACE, 0)
        layout.addWidget(self._label)
        self._measure()

    @property
    def text(self) -> str:
        """All that is told, in one piece."""
        rule = self._rule
        return "" if rule is None else spoken(rule.title, rule.piece, rule.lines)

    def show_rule(self, rule: Rule) -> None:
        """Show `rule`."""
        if rule != self._rule:
            self._rule = rule
            self._label.setAccessibleName(self.text)
            self._write()

    def fit_into(self, height: int) -> None:
        """Take as many lines as suit a panel of this height."""
        lines = next((lines for below, lines in FEWER if height < px(below)), LINES)
        if lines != self._lines:
            self._lines = lines
            self._measure()
            self._write()

    def set_theme(self, theme: Theme) -> None:
        """Use the colours of `theme` from now on."""
        self._theme = theme
        self._label.setPalette(palette(theme))
        self._measure()
        self._write()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._write()

    def _measure(self) -> None:
        self.setFixedHeight(self._lines * QFontMetrics(small_face()).height() + px(6))

    def _write(self) -> None:
        """Write as many of the rule's lines as there is room for."""
        rule = self._rule
        if rule is None:
            return
        lines = rule.lines
        # The calculation forward can best be spared: its numbers are on the cards.
        shorter = [lines, *(lines[1 : len(lines) - k] for k in range(max(1, len(lines) - 1)))]
        for shown in shorter:
            html = self._html(rule, shown, "" if shown == lines else " …")
            if self._height(html) <= self.height():
                break
        else:
            font, width = self._label.font(), self._label.width()
            written = wrapped(self.text, width, font)
            last = "".join(written[self._lines - 1 :])
            elide = Qt.TextElideMode.ElideRight
            cut = QFontMetrics(font).elidedText(last, elide, width)
            html = escape("".join(written[: self._lines - 1]) + cut)
        whole = "".join(f"<p>{escape(line)}</p>" for line in lines)
        self._label.setText(html)
        self._label.setToolTip("" if html == self._html(rule, lines, "") else whole)

    def _html(self, rule: Rule, lines: tuple[str, ...], rest: str) -> str:
        piece = ""
        if rule.piece and rule.piece != rule.title:
            faint = self._theme.faint_text
            piece = f' &nbsp;<code style="color:{faint}">{escape(rule.piece)}</code>'
        return f"<b>{escape(rule.title)}</b>{piece} &nbsp;{escape(' '.join(lines))}{rest}"

    def _height(self, html: str) -> float:
        document = QTextDocument()
        document.setDocumentMargin(0)
        document.setDefaultFont(self._label.font())
        document.setHtml(html)
        document.setTextWidth(self._label.width() or self.width())
        return document.size().height()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(self._theme.border), scaled(1)))
        painter.setBrush(QColor(self._theme.window))
        room = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(room, scaled(RADIUS - 1), scaled(RADIUS - 1))
        painter.end()
