"""Checks whether a window can be opened at all, before Qt would abort the program.

Only Linux needs asking: there the screen may be missing, and libraries that Qt loads by itself.
Qt is not imported here.
"""

import ctypes
import importlib.util
import os
import socket
import sys
from collections.abc import Mapping
from pathlib import Path

PACKAGES = (
    "libegl1 libgl1 libglib2.0-0 libfontconfig1 libdbus-1-3 libwayland-cursor0 libxkbcommon-x11-0 "
    "libxcb-cursor0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1 libxcb-render-util0 libxcb-shape0"
)


def obstacle(environment: Mapping[str, str] = os.environ) -> str | None:
    """What stands in the way of a window, as one sentence with the remedy; None if nothing does."""
    platform = environment.get("QT_QPA_PLATFORM", "")
    # Any other platform was chosen on purpose and needs no check.
    if not sys.platform.startswith("linux") or (platform and not platform.startswith("xcb")):
        return None
    display = environment.get("DISPLAY")
    if not platform and _wayland_answers(environment):
        missing = _missing_library("wayland")
        # If Qt cannot use Wayland, it falls back to X11 by itself.
        if missing is None or not display:
            return missing and missing_library_sentence(missing)
    if not display:
        return (
            "There is no display to open a window on (DISPLAY is not set): start Learnscope from "
            "a desktop session, or train without a window with --headless."
        )
    missing = _missing_library("xcb")
    if missing is not None:
        return missing_library_sentence(missing)
    if not _x11_answers(display):
        return (
            f"The display {display} does not answer: check DISPLAY, or train without a window "
            "with --headless."
        )
    return None


def missing_library_sentence(missing: str) -> str:
    """What to install where Qt lacks the library that `missing` names."""
    return (
        f"Qt needs a system library that is not installed ({missing}); on Debian or Ubuntu: "
        f"sudo apt install {PACKAGES}"
    )


def _missing_library(platform: str) -> str | None:
    """The name of a library that Qt's plugin for `platform` needs and does not find."""
    spec = importlib.util.find_spec("PySide6")
    if spec is None or spec.origin is None:
        return None
    plugin = Path(spec.origin).parent / "Qt" / "plugins" / "platforms" / f"libq{platform}.so"
    # A distribution's PySide6 keeps its plugins elsewhere, and installs what they need.
    if not plugin.exists():
        return None
    try:
        ctypes.CDLL(str(plugin))
    except OSError as error:
        return str(error).split(":", 1)[0]
    return None


def _wayland_answers(environment: Mapping[str, str]) -> bool:
    name, directory = environment.get("WAYLAND_DISPLAY"), environment.get("XDG_RUNTIME_DIR", "")
    if not name:
        return False
    with socket.socket(socket.AF_UNIX) as connection:
        try:
            connection.connect(str(Path(directory, name)))
        except OSError:
            return False
    return True


def _x11_answers(display: str) -> bool:
    try:
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError:
        # Without it Qt works as well.
        return True
    xcb.xcb_connect.restype = ctypes.c_void_p
    connection = ctypes.c_void_p(xcb.xcb_connect(display.encode(), None))
    answers = xcb.xcb_connection_has_error(connection) == 0
    xcb.xcb_disconnect(connection)
    return bool(answers)
