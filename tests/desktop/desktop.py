"""A desktop without a screen (Xvfb), and a person at its keyboard (xdotool) who looks at it."""

import ctypes
import os
import re
import signal
import struct
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tests.programs import MAIN, environment

WIDTH, HEIGHT = 1600, 1000
PATIENCE_SECONDS = 30
LOOKS_A_SECOND = 50
# As many looks that see the same are taken for rest: longer than a frame takes.
REST_LOOKS = 10

Picture = NDArray[np.uint8]


def wait_until(happens: Callable[[], Any], what: str) -> Any:
    """What `happens` returns as soon as it is true; fails where it takes far too long."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not (result := happens()):
        assert time.monotonic() < deadline, f"never: {what}"
        time.sleep(1 / LOOKS_A_SECOND)
    return result


class Desktop:
    """One X server of its own, on a display that is free, its screen a file in `folder`."""

    def __init__(self, folder: Path) -> None:
        read, write = os.pipe()
        options = f"-screen 0 {WIDTH}x{HEIGHT}x24 -nolisten tcp -noreset".split()
        self._server = subprocess.Popen(
            ["Xvfb", "-displayfd", str(write), "-fbdir", str(folder), *options],
            pass_fds=[write],
            stderr=subprocess.DEVNULL,
        )
        os.close(write)
        with os.fdopen(read) as answer:
            number = answer.readline().strip()
        assert number, "Xvfb does not start"
        self.display = f":{number}"
        self._screen = folder / "Xvfb_screen0"
        # Out of the way: what lies under the pointer looks different.
        self.xdotool("mousemove", WIDTH, HEIGHT)

    def close(self) -> None:
        """Switch it off."""
        self._server.terminate()
        self._server.wait()

    def picture(self) -> Picture:
        """What is on the screen: (height, width, 3), red, green and blue."""
        data = self._screen.read_bytes()
        # The format is X's own window dump, XWDFile.h.
        header = struct.unpack(">25I", data[:100])
        header_size, bytes_per_line, colours = header[0], header[12], header[19]
        pixels = np.frombuffer(data, np.uint8, offset=header_size + 12 * colours)
        rows = pixels[: HEIGHT * bytes_per_line].reshape(HEIGHT, bytes_per_line)
        return rows[:, : WIDTH * 4].reshape(HEIGHT, WIDTH, 4)[:, :, 2::-1]

    def xdotool(self, *arguments: object) -> str:
        """What xdotool answers; nothing where it fails."""
        return subprocess.run(
            ["xdotool", *map(str, arguments)],
            env=environment(DISPLAY=self.display),
            capture_output=True,
            encoding="utf-8",
            check=False,
        ).stdout

    def ask_to_close(self, window: int) -> None:
        """Do what a window manager does when the cross in the title bar is clicked."""
        xcb = ctypes.CDLL("libxcb.so.1")
        xcb.xcb_connect.restype = xcb.xcb_intern_atom_reply.restype = ctypes.c_void_p
        connection = ctypes.c_void_p(xcb.xcb_connect(self.display.encode(), None))

        def atom(name: bytes) -> int:
            asked = xcb.xcb_intern_atom(connection, 0, len(name), name)
            reply = xcb.xcb_intern_atom_reply(connection, asked, None)
            number: int = struct.unpack_from("<8xI", ctypes.string_at(reply, 12))[0]
            return number

        client_message, format_ = 33, 32
        event = struct.pack(
            "<BBHII5I",
            *(client_message, format_, 0, window, atom(b"WM_PROTOCOLS")),
            *(atom(b"WM_DELETE_WINDOW"), 0, 0, 0, 0),
        )
        xcb.xcb_send_event(connection, 0, window, 0, event)
        # The answer to a later request says that this one has arrived.
        atom(b"WM_PROTOCOLS")
        xcb.xcb_disconnect(connection)


class Program:
    """Learnscope in a window on `desktop`, with a person in front of it.

    It begins with the Python code `prepared`.
    """

    def __init__(self, desktop: Desktop, *options: str, prepared: str = "") -> None:
        self._desktop = desktop
        code = f"import sys; sys.path.insert(0, {str(MAIN.parent)!r}); {prepared}\nimport main"
        begun = ["-c", f"{code}\nsys.exit(main.main())"] if prepared else [str(MAIN)]
        self._process = subprocess.Popen(
            [sys.executable, *begun, *options],
            env=environment(
                DISPLAY=desktop.display,
                WAYLAND_DISPLAY=None,
                QT_QPA_PLATFORM="xcb",
                PYTHONFAULTHANDLER="1",
            ),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            preexec_fn=_heeding_interrupts,  # noqa: PLW1509
        )
        try:
            self.window: int = wait_until(self._find, "a window opens")
        except AssertionError:
            self.close()
            raise
        self.focus()

    def _find(self, name: str = "Learnscope") -> int:
        assert self._process.poll() is None, self._process.communicate()
        windows = self._desktop.xdotool(
            *("search", "--all", "--onlyvisible"),
            *("--pid", self._process.pid, "--name", f"^{name}"),
        ).split()
        return int(windows[0]) if windows else 0

    def focus(self, name: str = "Learnscope") -> None:
        """Let its window whose title begins with `name` have the keyboard.

        There is no window manager who would do so.
        """
        window = wait_until(lambda: self._find(name), f"a window {name}")
        self._desktop.xdotool("windowfocus", "--sync", window)

    @property
    def title(self) -> str:
        """What stands in the title bar."""
        return self._desktop.xdotool("getwindowname", self.window).strip()

    def wait_for_title(self, pattern: str) -> str:
        """The title as soon as it matches, without the program's name."""

        def matches() -> str:
            title = self.title.removeprefix("Learnscope – ")
            return title if re.fullmatch(pattern, title) else ""

        try:
            return str(wait_until(matches, f"the title {pattern}"))
        except AssertionError as error:
            raise AssertionError(f"{error}; it is {self.title}") from None

    def press(self, *keys: str) -> None:
        """Press keys, one after the other: "space", "Right", "ctrl+l"."""
        self._desktop.xdotool("key", "--clearmodifiers", *keys)

    def type(self, text: str) -> None:
        """Type `text`."""
        self._desktop.xdotool("type", text)

    @property
    def geometry(self) -> tuple[int, int, int, int]:
        """Where it is and how large: x, y, width, height."""
        said = self._desktop.xdotool("getwindowgeometry", "--shell", self.window)
        values = dict(line.split("=") for line in said.split())
        x, y, width, height = (int(values.get(name, 0)) for name in ("X", "Y", "WIDTH", "HEIGHT"))
        return x, y, width, height

    def put(self, x: int, y: int, width: int, height: int) -> None:
        """Move it and change its size."""
        self._desktop.xdotool("windowsize", "--sync", self.window, width, height)
        self._desktop.xdotool("windowmove", "--sync", self.window, x, y)

    def picture(self) -> Picture:
        """What is to be seen of it."""
        x, y, width, height = self.geometry
        return self._desktop.picture()[max(0, y) : y + height, max(0, x) : x + width]

    def picture_at_rest(self) -> Picture:
        """What is to be seen of it when nothing moves any more."""
        seen = [self.picture()]

        def rests() -> bool:
            seen.append(self.picture())
            return len(seen) > REST_LOOKS and all(
                np.array_equal(seen[-1], earlier) for earlier in seen[-REST_LOOKS:]
            )

        wait_until(rests, "nothing moves")
        return seen[-1]

    def wait_for_change(self, picture: Picture) -> None:
        """Until something else is to be seen than in `picture`."""
        wait_until(lambda: not np.array_equal(self.picture(), picture), "something is drawn")

    def wait_for_picture(self, picture: Picture) -> None:
        """Until `picture` is to be seen."""
        wait_until(lambda: np.array_equal(self.picture(), picture), "it looks as it did")

    def wait_for_geometry(self, geometry: tuple[int, int, int, int]) -> None:
        """Until it is where, and as large as, `geometry` says."""
        wait_until(lambda: self.geometry == geometry, f"it is at {geometry}")

    def interrupt(self) -> None:
        """Press Ctrl+C in the terminal that it was started from."""
        self._process.send_signal(signal.SIGINT)

    def ended(self) -> tuple[int, str, str]:
        """Its exit code, and what it printed on stdout and stderr, when it has ended."""
        try:
            out, err = self._process.communicate(timeout=PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            # Python's faulthandler then tells what each thread was doing.
            self._process.send_signal(signal.SIGABRT)
            raise AssertionError(f"it does not end: {self._process.communicate()}") from None
        return self._process.returncode, out, err

    def close(self) -> None:
        """End it, whatever it does."""
        if self._process.poll() is None:
            self._process.kill()
            self._process.communicate()


def _heeding_interrupts() -> None:
    # What is started in the background of a shell ignores them, and so do its children.
    signal.signal(signal.SIGINT, signal.default_int_handler)
