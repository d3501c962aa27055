"""Says in the banner that something went wrong which nobody foresaw, and shows a report of it."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QLabel, QWidget

from engine.numbers import count
from gui.mishaps import Mishap
from gui.run import Player
from gui.theme import LIGHT, SPACE, Theme
from gui.widgets.banner import Banner, Way
from gui.zoom import sheet

SHOW = "Show report"
SHOW_TIP = "What went wrong and where, to read and copy"
NOTHING = "Nothing to show here: what this view asked for could not be calculated."


class Trouble(QObject):
    """Pauses the run and tells of a mishap; one that is repeated is counted, and told once.

    What was told stays in the banner until the person takes it away, and is told again if it
    happens after that.
    """

    def __init__(self, window: QWidget, player: Player, banner: Banner) -> None:
        super().__init__(window)
        self._window, self._player, self._banner = window, player, banner
        self._theme: Theme = LIGHT
        # Every mishap so far by its place, with how often it has happened.
        self._mishaps: dict[str, tuple[Mishap, int]] = {}
        # The places of those that the banner tells of.
        self._told: list[str] = []
        # The places for which the run was paused: who plays on after that is not stopped again.
        self._paused: set[str] = set()
        self._text, self._way = "", self.way
        self._later: Callable[[], None] | None = None
        self._covers: dict[QWidget, QLabel] = {}
        banner.cleared.connect(self._on_cleared)

    @property
    def showing(self) -> bool:
        """Whether the banner tells of something that went wrong."""
        return bool(self._text) and self._banner.text == self._text

    @property
    def way(self) -> Way:
        """The button that shows the report of all that went wrong so far."""
        return Way(SHOW, self._show_report, SHOW_TIP)

    def then(self, say: Callable[[], None] | None) -> None:
        """Call `say` when the person has taken away what the banner tells now."""
        self._later = say

    def of_mishap(self, mishap: Mishap) -> None:
        """Tell that something went wrong, with the run paused where it plays."""
        self.note(mishap)
        if not self.showing:
            self._told.clear()
        # What fails at every frame or painting, or in this very method, is told once.
        if mishap.place in self._told:
            return
        self._told.append(mishap.place)
        paused = self._player.playing and mishap.place not in self._paused
        if paused:
            self._paused.add(mishap.place)
            self._player.pause()
        several = f"{count(len(self._told))} things went wrong that should not have, the last: "
        alone = "Something went wrong that should not have: "
        self._say(
            f"{several if len(self._told) > 1 else alone}{mishap.said}. "
            + ("The run is paused, and nothing of it is lost." if paused else "Nothing is lost."),
            self.way,
        )

    def note(self, mishap: Mishap) -> None:
        """Have `mishap` in the report, with nothing told."""
        _, times = self._mishaps.get(mishap.place, (mishap, 0))
        self._mishaps[mishap.place] = mishap, times + 1

    def of_crash(self, stack: str) -> None:
        """Tell that the program crashed the last time, if it has left a `stack` behind."""
        if stack:
            self._say(
                "Learnscope crashed the last time: where it was is written in a report.",
                Way(SHOW, partial(self._show_crash, stack), SHOW_TIP),
            )

    def set_theme(self, theme: Theme) -> None:
        """Use the colours of `theme` from now on."""
        self._theme = theme
        for cover in self._covers.values():
            self._colour(cover)

    def cover(self, view: object) -> None:
        """Say over `view` that it has nothing to show."""
        if not isinstance(view, QWidget) or view in self._covers:
            return
        cover = QLabel(NOTHING, view)
        cover.setObjectName("nothingToShow")
        cover.setAlignment(Qt.AlignmentFlag.AlignCenter)
        cover.setWordWrap(True)
        cover.setAutoFillBackground(True)
        self._colour(cover)
        cover.setGeometry(view.rect())
        self._covers[view] = cover
        view.installEventFilter(self)
        cover.show()

    def uncover(self, view: object) -> None:
        """Show `view` again."""
        if isinstance(view, QWidget) and view in self._covers:
            view.removeEventFilter(self)
            cover = self._covers.pop(view)
            cover.hide()
            cover.deleteLater()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep a cover as large as its view."""
        if event.type() == QEvent.Type.Resize and isinstance(watched, QWidget):
            self._covers[watched].setGeometry(watched.rect())
        return False

    def _say(self, text: str, way: Way) -> None:
        self._text, self._way = text, way
        self._banner.show_message("error", text, [way])

    def _show_crash(self, stack: str) -> None:
        from gui.mishaps.report import report_of_crash

        self._show(report_of_crash(stack))

    def _show_report(self) -> None:
        # Imported when it is first needed: it is no part of the start.
        from gui.mishaps.report import report

        self._show(report(self._mishaps, self._player.experiment))

    def _show(self, text: str) -> None:
        from gui.mishaps.dialog import ReportDialog

        ReportDialog(text, self._window).show()

    def _on_cleared(self, text: str) -> None:
        if self._text and text != self._text:
            # Another message had taken its place before the person could have read it.
            self._say(self._text, self._way)
            return
        self._text = ""
        later, self._later = self._later, None
        if later is not None:
            later()

    def _colour(self, cover: QLabel) -> None:
        theme = self._theme
        cover.setStyleSheet(
            sheet(
                f"#nothingToShow {{ background: {theme.panel}; color: {theme.faint_text};"
                f" padding: {2 * SPACE}px; }}"
            )
        )
