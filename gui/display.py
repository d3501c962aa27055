"""Whether a window can be opened here at all, found out before Qt would abort the program.

Only Linux needs asking: there the screen may be missing, and libraries that Qt loads by itself.
Nothing of Qt is imported.
"""

import ctypes
import importlib.util
import os
import sys
from collections.abc import Mapping
from pathlib import Path

PACKAGES = (
    "libegl1 libgl1 libxkbcommon-x11-0 libxcb-cursor0 libxcb-icccm4 libxcb-image0 "
    "libxcb-keysyms1 libxcb-render-util0 libxcb-xinerama0"
)


def obstacle(environment: Mapping[str, str] = os.environ) -> str | None:
    """What stands in the way of a window, as one sentence with the remedy; None if nothing does."""
    if not sys.platform.startswith("linux"):
        return None
    platform = environment.get("QT_QPA_PLATFORM", "")
    if platform and not platform.startswith("xcb"):
        return None
    if environment.get("WAYLAND_DISPLAY") and not platform:
        return None
    if not environment.get("DISPLAY"):
        return (
            "There is no display to open a window on (DISPLAY is not set): start Learnscope from "
            "a desktop session, or train without a window with --headless."
        )
    missing = _missing_library()
    if missing is not None:
        return missing_library_sentence(missing)
    if not _answers():
        return (
            f"The display {environment['DISPLAY']} does not answer: check DISPLAY, or train "
            "without a window with --headless."
        )
    return None


def missing_library_sentence(missing: str) -> str:
    """What to install where Qt lacks the library that `missing` names."""
    return (
        f"Qt needs a system library that is not installed ({missing}); on Debian or Ubuntu: "
        f"sudo apt install {PACKAGES}"
    )


def _missing_library() -> str | None:
    spec = importlib.util.find_spec("PySide6")
    if spec is None or spec.origin is None:
        return None
    plugin = Path(spec.origin).parent / "Qt" / "plugins" / "platforms" / "libqxcb.so"
    try:
        ctypes.CDLL(str(plugin))
    except OSError as error:
        return str(error).split(":", 1)[0]
    return None


def _answers() -> bool:
    xcb = ctypes.CDLL("libxcb.so.1")
    xcb.xcb_connect.restype = ctypes.c_void_p
    connection = ctypes.c_void_p(xcb.xcb_connect(None, None))
    answers = xcb.xcb_connection_has_error(connection) == 0
    xcb.xcb_disconnect(connection)
    return bool(answers)
