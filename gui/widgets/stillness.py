"""Finds out whether the person has asked the system for less movement.

Qt does not report this reliably, so the system itself is asked: the desktop portal and GNOME's
setting on Linux, "Animation effects" on Windows, "Reduce motion" on macOS. No answer counts as no.
"""

import sys
from pathlib import Path

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication, QStyle

PORTAL = "org.freedesktop.portal.Desktop", "/org/freedesktop/portal/desktop"
READ = "org.freedesktop.portal.Settings", "ReadOne"
# For each setting: where it is kept, its name, and its value if less movement is wanted.
WISHES = (
    ("org.freedesktop.appearance", "reduced-motion", 1),
    ("org.gnome.desktop.interface", "enable-animations", False),
)
PATIENCE_MS = 200
CLIENT_AREA_ANIMATION = 0x1042


def wants_stillness() -> bool:
    """Whether less movement is wanted, as far as the system tells."""
    if QApplication.style().styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration) == 0:
        return True
    if sys.platform == "win32":
        return _told_by_windows()
    if sys.platform == "darwin":
        file = Path.home() / "Library/Preferences/com.apple.universalaccess.plist"
        return str(QSettings(str(file), QSettings.Format.NativeFormat).value("reduceMotion")) in (
            "1", "true",
        )  # fmt: skip
    return _told_by_portal()


def _told_by_portal() -> bool:
    from PySide6.QtDBus import QDBusConnection, QDBusMessage

    bus = QDBusConnection.sessionBus()
    if not bus.isConnected():
        return False
    for place, name, wish in WISHES:
        question = QDBusMessage.createMethodCall(*PORTAL, *READ)
        question.setArguments([place, name])
        # Without starting a service, and with a short time limit.
        question.setAutoStartService(False)
        reply = bus.call(question, timeout=PATIENCE_MS)
        if reply.type() is QDBusMessage.MessageType.ReplyMessage:
            answer = reply.arguments()[0]
            if (answer.variant() if hasattr(answer, "variant") else answer) == wish:
                return True
    return False


def _told_by_windows() -> bool:
    if sys.platform != "win32":
        return False
    import ctypes

    animated = ctypes.c_int(1)
    ctypes.windll.user32.SystemParametersInfoW(CLIENT_AREA_ANIMATION, 0, ctypes.byref(animated), 0)
    return not animated.value
