"""Whether a window can be opened is found out from the environment, and told in one sentence."""

import ctypes
import re
import socket
import sys
from collections.abc import Callable, Iterator
from importlib.machinery import ModuleSpec
from pathlib import Path

import pytest

import main
from gui.display import PACKAGES, missing_library_sentence, obstacle

linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only asked on Linux")
pytestmark = linux

NO_DISPLAY = "There is no display to open a window on"


class Library:
    """Any library, as found; its X11 display answers where `errors` is 0."""

    def __init__(self, errors: int = 0) -> None:
        self.asked: list[bytes] = []
        self.left = False
        self._errors = errors

    def __call__(self, _name: str) -> "Library":
        return self

    @property
    def xcb_connect(self) -> Callable[..., int]:
        def connect(display: bytes, _screen: None) -> int:
            self.asked.append(display)
            return 1

        return connect

    def xcb_connection_has_error(self, _connection: object) -> int:
        return self._errors

    def xcb_disconnect(self, _connection: object) -> None:
        self.left = True


def libraries(monkeypatch: pytest.MonkeyPatch, *, missing: str = "", errors: int = 0) -> Library:
    """All libraries are there, apart from what one whose name contains `missing` needs."""
    library = Library(errors)

    def load(name: str) -> Library:
        if missing and missing in name:
            said = "libxcb-cursor.so.0: cannot open shared object file: No such file or directory"
            raise OSError(said)
        return library

    monkeypatch.setattr(ctypes, "CDLL", load)
    return library


@pytest.fixture
def compositor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, str]]:
    """The environment in which a Wayland compositor listens."""
    # The path of a socket may not be longer than 107 bytes, which that of a test easily is.
    monkeypatch.chdir(tmp_path)
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("wayland-7")
        listener.listen()
        yield {"WAYLAND_DISPLAY": "wayland-7", "XDG_RUNTIME_DIR": "."}


@pytest.mark.parametrize("system", ["darwin", "win32"])
def test_other_systems_always_have_a_display(monkeypatch: pytest.MonkeyPatch, system: str) -> None:
    monkeypatch.setattr(sys, "platform", system)
    assert obstacle({}) is None


@pytest.mark.parametrize("platform", ["offscreen", "minimal:enable_fonts", "wayland", "vnc"])
def test_a_platform_that_is_asked_for_by_name(platform: str) -> None:
    assert obstacle({"QT_QPA_PLATFORM": platform}) is None


@pytest.mark.parametrize(
    "environment",
    [
        {},
        {"DISPLAY": ""},
        {"QT_QPA_PLATFORM": "xcb"},
        {"WAYLAND_DISPLAY": "wayland-none", "XDG_RUNTIME_DIR": "/nowhere"},
        {"WAYLAND_DISPLAY": "wayland-none"},
    ],
)
def test_no_display(environment: dict[str, str]) -> None:
    sentence = obstacle(environment)
    assert sentence
    assert sentence.startswith(NO_DISPLAY)
    assert "--headless" in sentence


def test_a_display_that_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    library = libraries(monkeypatch)
    assert obstacle({"DISPLAY": ":4"}) is None
    assert library.asked == [b":4"]
    assert library.left


def test_a_display_that_does_not_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    library = libraries(monkeypatch, errors=1)
    sentence = obstacle({"DISPLAY": "elsewhere:4"})
    assert sentence
    assert sentence.startswith("The display elsewhere:4 does not answer")
    assert "--headless" in sentence
    assert library.left


def test_a_missing_library_is_named_with_the_packages_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    libraries(monkeypatch, missing="libqxcb.so")
    sentence = obstacle({"DISPLAY": ":0"})
    assert sentence == missing_library_sentence("libxcb-cursor.so.0")
    assert "(libxcb-cursor.so.0)" in sentence
    assert sentence.endswith(f"sudo apt install {PACKAGES}")
    assert sentence.startswith("Qt needs a system library that is not installed (")
    assert PACKAGES.startswith("libegl1 libgl1 libglib2.0-0 ")
    assert "libxcb-cursor0" in PACKAGES.split()


def test_the_libraries_are_the_same_wherever_they_are_named() -> None:
    root = Path(main.__file__).parent
    readme = (root / "README.md").read_text(encoding="utf-8").replace("\\\n", " ")
    lines = re.findall(r"^sudo apt install (.*)$", readme, re.MULTILINE)
    assert [line.split() for line in lines] == [["python3-venv"], PACKAGES.split()]
    script = (root / ".ci" / "run").read_text(encoding="utf-8")
    (named,) = re.findall(r"^qt_libraries=\((.*?)\)$", script, re.MULTILINE | re.DOTALL)
    assert named.split() == PACKAGES.split()
    assert '"${qt_libraries[@]}"' in script
    assert missing_library_sentence("libEGL.so.1").endswith(f"apt install {PACKAGES}")


def test_wayland_that_answers(monkeypatch: pytest.MonkeyPatch, compositor: dict[str, str]) -> None:
    library = libraries(monkeypatch)
    assert obstacle(compositor) is None
    assert obstacle(compositor | {"DISPLAY": ":0"}) is None
    assert library.asked == []


def test_wayland_without_its_library_turns_to_x11(
    monkeypatch: pytest.MonkeyPatch, compositor: dict[str, str]
) -> None:
    library = libraries(monkeypatch, missing="libqwayland.so")
    assert obstacle(compositor) == missing_library_sentence("libxcb-cursor.so.0")
    assert obstacle(compositor | {"DISPLAY": ":0"}) is None
    assert library.asked == [b":0"]


def test_x11_is_asked_where_it_is_asked_for_also_under_wayland(
    compositor: dict[str, str],
) -> None:
    sentence = obstacle(compositor | {"QT_QPA_PLATFORM": "xcb"})
    assert sentence
    assert sentence.startswith(NO_DISPLAY)


@pytest.mark.parametrize("origin", [None, "/usr/lib/python3/dist-packages/PySide6/__init__.py"])
def test_where_the_plugins_are_elsewhere_qt_is_trusted(
    monkeypatch: pytest.MonkeyPatch, origin: str | None
) -> None:
    spec = origin and ModuleSpec("PySide6", None, origin=origin)
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: spec)
    libraries(monkeypatch, missing="libq")
    assert obstacle({"DISPLAY": ":0"}) is None


def test_without_libxcb_qt_is_trusted(monkeypatch: pytest.MonkeyPatch) -> None:
    libraries(monkeypatch, missing="libxcb.so.1")
    assert obstacle({"DISPLAY": ":0"}) is None
