"""The card of one parameter: gradient, curves, progress bar, arithmetic and an explanation.

The place of each part depends only on the card's size, so nothing moves as numbers change.
"""

import math
import re
from dataclasses import replace

import numpy as np
from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QPushButton, QWidget

from engine.numbers import MINUS
from engine.queries import Snapshot
from engine.runs import History, Stage, Valley
from engine.words.steps.alone import alone
from engine.words.steps.cards import Said, said, trying
from engine.words.steps.stack import UPHILL
from engine.words.steps.way import Way, way
from engine.words.would import would_become
from gui.panels.moves.arithmetic_line import ArithmeticLine
from gui.panels.moves.card_sizes import MARGIN, PLOTS_SHARE, CardSizes, Form
from gui.panels.moves.covered import centred, covered_words
from gui.panels.moves.curves import Curves
from gui.panels.moves.gradient_stack import GradientStack
from gui.panels.moves.head import CardHead
from gui.panels.moves.outline import STRIPE, paint_outline
from gui.panels.moves.overview_picture import Overview, trail_of
from gui.panels.moves.way_bar import HEIGHT as BAR_HEIGHT
from gui.panels.moves.way_bar import WayBar
from gui.run import Asking, Covers
from gui.theme import LIGHT, SMALL_SPACE, SPACE, Theme
from gui.widgets.cover import COVERED, Cover
from gui.widgets.fitted_text import FittedText
from gui.zoom import face, px, scaled, small_face

WIDE = 460
# A card narrower than this has not been laid out yet.
LEAST = 200


class MoveCard(QWidget):
    """Shows how subtracting the gradient moves the parameter called `name`, number `index`.

    `tried` carries a value that the person moved the dot to. `chosen` means that the run is to
    start with the tried values, `dropped` that they are given up; `picked` that its head was
    clicked.
    """

    picked = Signal()
    tried = Signal(float)
    chosen = Signal()
    dropped = Signal()

    def __init__(
        self, name: str, index: int, parent: QWidget | None = None, theme: Theme = LIGHT
    ) -> None:
        super().__init__(parent)
        self.setObjectName(f"moveCard_{name}")
        self.setAccessibleName(f"How {name} moves")
        self.name = name
        self.index = index
        self._said: Said | None = None
        self._way = Way("", "", None)
        self._spoken = self._alone = ""
        # The longest arithmetic so far, and whether any card needs two lines for its own.
        self._longest, self._shared = "", False
        self._common = self._away = self._moved = self._lit = False
        self._form: Form = "beside"
        self.curves = Curves(name, self)
        self._bar = WayBar(self)
        self._head = CardHead(name, self)
        self._head.picked.connect(self.picked)
        self._way_text = FittedText(self, wrap=True)
        self._way_text.setObjectName(f"way_{name}")
        self._sentence = FittedText(self, wrap=True, alignment=Qt.AlignmentFlag.AlignTop)
        self._sentence.setObjectName(f"sentence_{name}")
        self._more = FittedText(self, wrap=True, alignment=Qt.AlignmentFlag.AlignTop)
        self._note = FittedText(self)
        self._stack = GradientStack(name, index, self)
        self._stack.hide()
        self._arithmetic = ArithmeticLine(name, self)
        self._start_here = QPushButton("Start here", self)
        self._start_here.setObjectName(f"startHere_{name}")
        self._start_here.setToolTip("Begin the run with what is tried here (Return)")
        self._start_here.clicked.connect(self.chosen)
        self._start_here.hide()
        self.curves.overview.tried.connect(self.tried)
        self.curves.overview.chosen.connect(self.chosen)
        self.curves.overview.dropped.connect(self.dropped)
        self._covers = Covers()
        # Over the sentences, where they are covered.
        self._cover = Cover(theme, self)
        self._cover.hide()

        self._sizes = CardSizes(
            name,
            self.font(),
            line=QFontMetrics(face()).height(),
            code_line=QFontMetrics(self._arithmetic.font()).height(),
            head=self._head.two_lines,
        )
        self.set_theme(theme)

    @property
    def said(self) -> Said | None:
        """The texts on the card; None before the first `draw`."""
        return self._said

    def set_covers(self, covers: Covers) -> None:
        """Leave out what `covers` hides, from the next `draw` on."""
        self._covers = covers

    def set_asking(self, asking: Asking) -> None:
        """Let `asking` ask here which way the parameter will move."""
        self.curves.plot.set_asking(asking, self.name)

    def describe(self) -> str:
        """What the card shows now, for screen readers."""
        return self._spoken

    def least_height(self, form: Form, width: int) -> int:
        """The smallest height in which a card of `width` has room for all parts of `form`."""
        return self._sizes.least_height(form, width)

    def _measure(self) -> bool:
        """Reserve as many lines as the arithmetic needs; True if that number changed."""
        two_lines = self._shared or (
            self.width() >= scaled(LEAST) and self.needs_two_lines(self.width())
        )
        new = two_lines != self._sizes.two_lines
        self._sizes.two_lines = two_lines
        return new

    def sizeHint(self) -> QSize:
        return QSize(px(440), self.least_height("beside", px(440)))

    def draw(
        self,
        snapshot: Snapshot,
        history: History,
        cursor: int,
        valley: Valley | None,
        *,
        common: bool = False,
        ghost: Snapshot | None = None,
    ) -> None:
        """Show the card's parameter in `snapshot`, after `cursor` epochs of `history`.

        `ghost` is the step that it would take now, while that is looked at. Where it is to be on
        the `common` scale, there is nothing but its slope to be seen.
        """
        k, covers = self.index, self._covers
        aimless = covers.hides("card.arrow")
        words = covered_words(said(self.name, k, snapshot), covers)
        if not self._start_here.isHidden():
            words = replace(words, sentence=trying(self.name, snapshot, k))
        if ghost is not None:
            become = would_become(self.name, k, ghost, snapshot.settings.learning_rate)
            words = replace(words, sentence=become)
        tangent, moved = snapshot.reached(Stage.GRADIENT), snapshot.reached(Stage.UPDATE)
        self._moved = moved
        # What it holds is the gradient, once there is one.
        self._stack.draw(snapshot, history, covered=covers.hides("card.gradient"))
        goal = None if valley is None else float(valley.floor[k])
        goal_name = "best value" if valley is not None and valley.only else "valley floor"
        self._draw_overview(snapshot, history, cursor, words, goal, goal_name, common)
        near = snapshot.slices[k] if ghost is None else ghost.slices[k]
        close = centred(near) if aimless else near
        told = not (aimless or covers.hides("later", "loss.value"))
        self.curves.plot.draw(
            close, tangent=tangent, moved=moved, sign=words.sign,
            printed=(words.before, words.after), told=told, ghost=ghost is not None,
        )  # fmt: skip
        self.curves.set_covered(aimless)
        before = float(snapshot.params[k])
        after = None if snapshot.updated_params is None else float(snapshot.updated_params[k])
        told = told and not covers.hides("card.sentence")
        self._alone = (
            alone(self.name, snapshot.wide_slices[k], moved, goal, goal_name) if told else ""
        )
        self._more.set_text(self._more_said())
        if aimless:
            goal = None
        self._draw_way(
            Way("", "", None)
            if aimless or covers.hides("card.way")
            else way(before, after if moved else None, goal, goal_name),
            before,
            goal,
            words,
        )
        if common != self._common:
            self._common = common
            self._place()
        self.curves.join()
        self._place_cover()
        self._write(words)

    def _draw_overview(
        self,
        snapshot: Snapshot,
        history: History,
        cursor: int,
        words: Said,
        goal: float | None,
        goal_name: str,
        common: bool,
    ) -> None:
        k, scale = self.index, snapshot.scale
        tops = (math.nan, np.full(len(snapshot.params), math.nan))
        common_top, top = tops if scale is None else (scale.common_top, scale.top)
        self.curves.draw_overview(
            Overview(
                cut=(snapshot.common_slices if common else snapshot.wide_slices)[k],
                top=common_top if common else float(top[k]),
                trail=trail_of(history.params[:cursor, k], history.loss[:cursor]),
                goal=goal,
                goal_name=goal_name,
                sign=words.sign,
                tangent=snapshot.reached(Stage.GRADIENT),
                moved=snapshot.reached(Stage.UPDATE),
                common=common,
                told=not self._covers.hides("later", "loss.value"),
            )
        )

    def _draw_way(self, told: Way, before: float, goal: float | None, words: Said) -> None:
        self._way = told
        self._way_text.set_text(self._way_said())
        self._away = told.share is not None and (told.share < 0 or told.share > 2)
        self._colour_way(words)
        self._bar.draw(
            known=goal is not None,
            share=told.share,
            rightwards=goal is None or goal >= before,
            sign=words.sign,
        )

    def _colour_way(self, words: Said | None) -> None:
        """Colour the text about the way: if it leads away from the goal, by the gradient's sign."""
        theme = self._theme
        self._way_text.set_colour(
            theme.sign_text(words.sign) if self._away and words else theme.faint_text
        )

    def _way_said(self) -> str:
        """The text about the way; beside a compact card's head only a short one may fit."""
        if self._form != "compact":
            return self._way.text
        stack = self._stack.stack
        if self._moved and stack is not None and stack.uphill and self._sentence.isHidden():
            return UPHILL
        said, metrics = self._way.ever_briefer, QFontMetrics(face())
        fitting = (
            text for text in said if metrics.horizontalAdvance(text) <= self._way_text.width()
        )
        return next(fitting, said[-1])

    def _more_said(self) -> str:
        """As many whole sentences about this parameter alone as there is room for."""
        sentences = re.split(r"(?<=\.) ", self._alone)
        metrics, room = QFontMetrics(small_face()), self._more.rect()
        for many in range(len(sentences), 0, -1):
            text = " ".join(sentences[:many])
            wrapped = int(Qt.TextFlag.TextWordWrap.value)
            if metrics.boundingRect(room, wrapped, text).height() <= room.height():
                return text
        return ""

    def _write(self, words: Said) -> None:
        before, self._said = self._said, words
        factor = f"({words.gradient})" if words.gradient.startswith(MINUS) else words.gradient
        self._arithmetic.show_line(words.arithmetic, factor, words.sign)
        self._longest = max(self._longest, self._arithmetic.text(), key=len)
        way_said = f"{self._way.text}." if self._way.text else COVERED
        sum_ = self._stack.accessibleDescription()
        told = (words.sentence, way_said, self._alone, sum_, words.arithmetic, words.note)
        spoken = " ".join(filter(None, told))
        self._spoken = spoken
        if spoken != self.accessibleDescription():
            self.setAccessibleDescription(spoken)
            self.setToolTip(words.sentence or COVERED)
        rest = self._head.rest
        self._head.draw(words)
        if self._head.rest != rest:
            self._place()
        stacked = GradientStack.least_height() if self._stack.stack is not None else 0
        if stacked != self._sizes.stack:
            self._sizes.stack = stacked
            self._place()
        if self._measure():
            self._place()
        if words == before:
            return
        self._sentence.set_text(words.sentence)
        self._note.set_text(words.note)
        self._arithmetic.setToolTip(words.exact)
        self.update()
        if self._sizes.note != bool(words.note):
            self._sizes.note = bool(words.note)
            self._place()

    def needs_two_lines(self, width: int) -> bool:
        """Whether the longest arithmetic so far is too long for one line of a card of `width`."""
        return self._sizes.too_long(self._longest, width)

    def set_two_lines(self, two_lines: bool) -> None:
        """Reserve two lines for the arithmetic if any card needs them, or else one."""
        self._shared = two_lines
        if two_lines != self._sizes.two_lines:
            self._sizes.two_lines = two_lines
            self._place()

    def set_form(self, form: Form) -> None:
        """Arrange the parts of the card as `form` says."""
        if form != self._form:
            self._form = form
            self.curves.set_tight(form != "beside")
            self._way_text.set_text(self._way_said())
            self._place()

    def set_movable(self, movable: bool) -> None:
        """Set whether the person may move the dot."""
        self.curves.overview.set_movable(movable and not self._common)

    def set_lit(self, lit: bool) -> None:
        """Set whether it lights up, as a part of what is pointed at elsewhere."""
        if lit != self._lit:
            self._lit = lit
            self.update()

    def offer_start(self, offered: bool) -> None:
        """Show or hide the button that starts the run with the tried values."""
        if offered == self._start_here.isHidden():
            self._start_here.setVisible(offered)
            self._place()

    def set_theme(self, theme: Theme) -> None:
        """Use the colours of `theme` from now on."""
        self._theme = theme
        for part in (self.curves, self._head, self._bar, self._stack, self._arithmetic):
            part.set_theme(theme)
        for text in (self._sentence, self._note):
            text.set_colour(theme.text)
        self._more.set_colour(theme.faint_text)
        self._cover.set_theme(theme)
        self._colour_way(self._said)
        self._fit_fonts()
        self._place()
        self.update()

    def _fit_fonts(self) -> None:
        """Work out the sizes again if the fonts have changed."""
        line = QFontMetrics(face()).height()
        code_line = QFontMetrics(self._arithmetic.font()).height()
        sizes = self._sizes
        if (line, code_line) != (sizes.line, sizes.code_line):
            sizes.font, sizes.line, sizes.code_line = face(), line, code_line
        sizes.head = self._head.two_lines
        sizes.stack = GradientStack.least_height() if sizes.stack else 0
        self._measure()

    def _stripe(self) -> str:
        theme, said = self._theme, self._said
        return theme.sign(said.sign) if said is not None and said.gradient else theme.border

    # --- layout

    def _place(self) -> None:
        left, right = px(STRIPE + SPACE), self.width() - px(SPACE)
        top, bottom = px(MARGIN), self.height() - px(MARGIN)
        compact, beside = self._form == "compact", self._form == "beside"
        arithmetic = self._sizes.arithmetic
        bottom -= arithmetic
        self._arithmetic.setGeometry(left, bottom, right - left, arithmetic)
        size, line = (self.width(), self.height()), self._sizes.line
        self._stack.setVisible(bool(self._sizes.stack))
        if self._sizes.stack:
            stack = self._sizes.stack_room(self._form, *size)
            bottom -= stack
            self._stack.setGeometry(left, bottom, right - left, stack)
        self._note.setVisible(self._sizes.note)
        if self._sizes.note:
            bottom -= line
            self._note.setGeometry(left, bottom, right - left, line)
        fits = not self._common and self._sizes.sentence_fits(*size)
        self._sentence.setVisible(not compact or fits)
        more = not self._common and self._sizes.more_fits(*size)
        self._more.setVisible(beside and more)
        self._bar.setVisible(not compact and not self._common)
        self._way_text.setVisible(not self._common)
        self._head.set_in_one_line(not beside, with_kind=not compact)
        if beside:
            self._place_beside(QRect(left, top, right - left, bottom - top))
        else:
            self._place_below(QRect(left, top, right - left, bottom - top))
        self._place_button()
        self._place_cover()

    def _place_cover(self) -> None:
        """Cover the sentences, as large as they are."""
        covered = self._covers.hides("card.sentence") and not self._sentence.isHidden()
        self._cover.setVisible(covered)
        if covered:
            self._cover.setGeometry(self._sentence.geometry())

    def _place_beside(self, room: QRect) -> None:
        plots = round(room.width() * PLOTS_SHARE)
        bar = 0 if self._common else px(BAR_HEIGHT + 4)
        self.curves.setGeometry(room.left(), room.top(), plots, room.height() - bar)
        self._bar.setGeometry(room.left(), room.bottom() - bar + px(3), plots, px(BAR_HEIGHT))
        x = room.left() + plots + px(SPACE + 2)
        words = QRect(x, room.top(), room.left() + room.width() - x, room.height())
        self._head.setGeometry(x, room.top(), words.width(), self._head.two_lines)
        way_height = 2 * self._sizes.line
        self._way_text.setGeometry(
            x, room.top() + room.height() - way_height, words.width(), way_height
        )
        top, bottom = (
            room.top() + self._head.two_lines + px(2),
            room.top() + room.height() - way_height,
        )
        if not self._more.isHidden():
            needed = self._sizes.sentence_lines(words.width()) * self._sizes.line
            self._sentence.setGeometry(x, top, words.width(), needed)
            top += needed + px(SMALL_SPACE)
            self._more.setGeometry(x, top, words.width(), bottom - top - px(SMALL_SPACE))
            self._more.set_text(self._more_said())
        else:
            self._sentence.setGeometry(x, top, words.width(), bottom - top)

    def _place_below(self, room: QRect) -> None:
        compact = self._form == "compact"
        self._head.setGeometry(room.left(), room.top(), room.width(), self._head.one_line)
        top, bottom = room.top() + self._sizes.line + px(3), room.top() + room.height()
        if not self._sentence.isHidden():
            bottom -= 2 * self._sizes.line
            self._sentence.setGeometry(room.left(), bottom, room.width(), 2 * self._sizes.line)
        if not compact:
            bottom -= self._sizes.line
            self._way_text.setGeometry(room.left(), bottom, room.width(), self._sizes.line)
            bottom -= px(BAR_HEIGHT)
            self._bar.setGeometry(room.left(), bottom, room.width(), px(BAR_HEIGHT))
        else:
            # The rest of the head's line.
            rest = self._head.rest
            self._head.resize(rest, self._head.height())
            self._way_text.setGeometry(
                room.left() + rest, room.top(), room.width() - rest, self._head.height()
            )
            self._way_text.set_text(self._way_said())
        self.curves.setGeometry(room.left(), top, room.width(), bottom - top)

    def _place_button(self) -> None:
        if self._start_here.isHidden():
            return
        size = self._start_here.sizeHint()
        room = self.curves.geometry()
        self._start_here.setGeometry(
            room.right() - size.width(), room.top() + px(2), size.width(), size.height()
        )
        self._start_here.raise_()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._measure()
        self._place()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_outline(painter, QRectF(self.rect()), self._theme, self._stripe(), self._lit)
        painter.end()
