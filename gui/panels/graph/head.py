"""The line above the graph: what the colours mean, whose numbers these are, and the buttons."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QWidget

from engine.numbers import count, number
from engine.queries import Graph
from gui.theme import LIGHT, SMALL_SPACE, Theme, palette
from gui.widgets.enlarge import EnlargeButton
from gui.zoom import SMALL, sheet, sized, typeface


class GraphHead(QWidget):
    """`fitWanted` and `zoomWanted` (a factor) come from its buttons, `labelsWanted` too."""

    fitWanted = Signal()
    zoomWanted = Signal(float)
    labelsWanted = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self._theme = LIGHT
        self._texts: tuple[str, ...] = ("",)
        self._legend = QLabel()
        self._legend.setObjectName("graphLegend")
        self._legend.setTextFormat(Qt.TextFormat.RichText)
        self._legend.setMinimumWidth(1)
        typeface(self._legend, SMALL)
        self.labels = self._button("∂", "graphLabelsButton", "Show each edge's local derivative")
        self.labels.setCheckable(True)
        self.labels.toggled.connect(self.labelsWanted)
        out = self._button("−", "graphZoomOutButton", "Zoom out (−)")
        into = self._button("+", "graphZoomInButton", "Zoom in (+)")
        fit = self._button("Fit view", "graphFitButton", "Fit the graph into the view (0)")
        out.clicked.connect(lambda: self.zoomWanted.emit(1 / 1.2))
        into.clicked.connect(lambda: self.zoomWanted.emit(1.2))
        fit.clicked.connect(self.fitWanted)
        self.enlarge_button = EnlargeButton("Backward", LIGHT)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        sized(row.setSpacing, SMALL_SPACE)
        row.addWidget(self._legend, 1)
        for button in (self.labels, out, into, fit, self.enlarge_button):
            row.addWidget(button)

    def show_graph(self, graph: Graph, point: int) -> None:
        """Say which point's numbers are shown, and of which epoch."""
        value = number(float(graph.inputs[point]), 4)
        if "." in value:
            value = value.rstrip("0").rstrip(".")
        of = f"point {graph.input_name} = {value}"
        epoch = f"epoch {count(graph.epoch)}" if graph.number else "start"
        theme = self._theme
        way = (
            f'<span style="color:{theme.forward}">→ <b>the value</b>, forward</span>',
            f'<span style="color:{theme.slope}">← <b>the derivative of the loss</b>, back</span>',
        )
        short = (
            f'<span style="color:{theme.forward}">→ <b>value</b></span>',
            f'<span style="color:{theme.slope}">← <b>derivative</b></span>',
        )
        of_all = f"<b>{of}</b> (of {count(len(graph.inputs))})"
        gap = "&nbsp;&nbsp;&nbsp; "
        self._texts = tuple(
            f'<span style="color:{theme.text}">{gap.join(parts)}</span>'
            for parts in (
                (*way, of_all, epoch), (*short, of_all, epoch), (*short, f"<b>{of}</b>", epoch),
                (f"<b>{of}</b>", epoch),
            )
        )  # fmt: skip
        self._legend.setAccessibleName(f"Numbers of the {of}, of {len(graph.inputs)}; {epoch}")
        self._write()

    def set_theme(self, theme: Theme) -> None:
        """Use the colours of `theme` from now on."""
        self._theme = theme
        self.enlarge_button.set_theme(theme)
        self.setPalette(palette(theme))
        self.setStyleSheet(
            sheet(
                f"QToolButton {{ border: 1px solid {theme.border}; border-radius: 4px;"
                f" padding: 1px 7px; background: {theme.panel}; color: {theme.text}; }}"
                f"QToolButton:hover {{ background: {theme.window}; }}"
                f"QToolButton:checked {{ background: {theme.ink}; color: {theme.ink_text}; }}"
                f"QToolButton:focus {{ border: 2px solid {theme.ink}; padding: 0px 6px; }}"
            )
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._write()

    def _write(self) -> None:
        """Write as much as there is room for."""
        for text in self._texts:
            self._legend.setText(text)
            if self._legend.sizeHint().width() <= self._legend.width():
                return

    def _button(self, text: str, name: str, tip: str) -> QToolButton:
        button = QToolButton()
        button.setText(text)
        button.setObjectName(name)
        button.setToolTip(tip)
        button.setAccessibleName(tip)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        typeface(button, SMALL)
        return button
