"""What a widget paints, in lines that can be read and compared, from below to above."""

import re
from dataclasses import fields
from difflib import SequenceMatcher
from itertools import chain

import numpy as np
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from gui.theme import Theme
from tests.gui.drawn import Drawing, Mark

# Fewer corners than this are all told; of more, the first, the last and the mean.
FEW = 5
# As far may a thing stand from where it was approved, in pixels.
NEAR = 0.5
CORNER = 6
LONG_NUMBER = re.compile(r"\d+\.\d{4,}")
NUMBER = re.compile(r"(?<![\w.])-?\d+(?:\.\d)?(?![\w.])")


def told(drawing: Drawing, theme: Theme) -> list[str]:
    """A line for each thing in `drawing`, with the names that its colours have in `theme`."""
    names: dict[str, str] = {}
    for each in fields(theme)[1:]:
        names.setdefault(str(getattr(theme, each.name)).lower(), each.name)
    return [_line(mark, names) for mark in drawing if _is_seen(mark)]


def spoken(widget: QWidget) -> list[str]:
    """What `widget` and all that is seen in it say to who cannot see it, or points at it."""
    parts = [widget, *(each for each in widget.findChildren(QWidget) if each.isVisible())]
    return list(dict.fromkeys(line for part in parts if (line := _said_by(part))))


def _said_by(part: QWidget) -> str:
    described = getattr(part, "describe", None)
    words = (
        part.windowTitle() if part.isWindow() else "",
        part.accessibleName(), part.accessibleDescription(), part.toolTip(),
        described() if described else "", "" if part.isEnabled() else "off",
    )  # fmt: skip
    return " | ".join(dict.fromkeys(each.replace("\n", " ") for each in words if each))


def entry(action: QAction) -> str:
    """What an entry of a menu tells, and whether it can be chosen."""
    ticked = "ticked" if action.isChecked() else "not ticked" if action.isCheckable() else ""
    icon = "" if action.icon().isNull() else "icon"
    can = "" if action.isEnabled() else "cannot be chosen"
    return " | ".join([action.text(), action.toolTip(), ticked, icon, can])


def changes(before: list[str], now: list[str]) -> list[str]:
    """The lines that went (-) and came (+), by turns where as many came as went."""
    found: list[str] = []
    blocks = SequenceMatcher(None, before, now, autojunk=False).get_opcodes()
    for kind, begin, end, start, stop in blocks:
        if kind == "equal":
            continue
        went = [f"- {line}" for line in before[begin:end]]
        came = [f"+ {line}" for line in now[start:stop]]
        turns = chain.from_iterable(zip(went, came, strict=False))
        found += turns if len(went) == len(came) else [*went, *came]
    return found


def alike(was: str, now: str) -> bool:
    """Whether two lines tell the same, but for less than a pixel."""
    if was == now:
        return True
    before, after = (line.partition(" | ")[0] for line in (was, now))
    same = _rounded(was[len(before) :]) == _rounded(now[len(after) :])
    if not same or NUMBER.sub("#", before) != NUMBER.sub("#", after):
        return False
    pairs = zip(NUMBER.findall(before), NUMBER.findall(after), strict=True)
    return all(abs(float(a) - float(b)) <= NEAR for a, b in pairs)


def _rounded(text: str) -> str:
    """`text` without the last digits of long numbers, in which processors differ."""
    return LONG_NUMBER.sub(lambda found: f"{float(found[0]):.5g}", text)


def _is_seen(mark: Mark) -> bool:
    """Whether it is anything to look at; each rounded corner of a frame is not."""
    corner = mark.kind == "path" and len(mark.points) == 4
    if mark.opacity == 0 or (corner and np.ptp(mark.points, axis=0).max() < CORNER):
        return False
    return bool(mark.fill or mark.stroke or mark.picture)


def _line(mark: Mark, names: dict[str, str]) -> str:
    look = [_colour(mark.fill, names)] if mark.fill else []
    if mark.opacity < 1:
        look.append(f"opacity {mark.opacity:.2f}")
    if mark.kind == "text":
        weight = ("bold " if mark.bold else "") + ("code " if mark.code else "")
        return f"text {_points(mark)} | {weight}{mark.size:g} {' '.join(look)}: {mark.text}"
    if mark.stroke and mark.picture is None:
        dashes = f" dashes {mark.dashes}" if mark.dashes else ""
        look.append(f"line {_colour(mark.stroke, names)} {mark.width:.2g}{dashes}")
    if mark.radius:
        look.append(f"radius {mark.radius:.1f}")
    if mark.picture is not None:
        middle = mark.picture.pixelColor(mark.picture.rect().center()).name()
        look.append(f"picture with {_colour(middle, names)} in its middle")
    return f"{mark.kind} {_points(mark)} | {', '.join(look)}"


def _points(mark: Mark) -> str:
    points = mark.points
    if len(points) >= FEW:
        points = np.stack([points[0], points[-1], points.mean(axis=0)])
    corners = " ".join(f"{_short(x)},{_short(y)}" for x, y in points.tolist())
    return f"{corners} of {len(mark.points)}" if len(mark.points) >= FEW else corners


def _short(length: float) -> str:
    return f"{length:.1f}".removesuffix(".0")


def _colour(colour: str, names: dict[str, str]) -> str:
    return "gradient" if colour.startswith("url") else names.get(colour.lower(), colour)
