"""What every test stands on: a person with no settings, no screen, and nothing left behind.

A test fails, in its teardown, for a thread, a timer or a top-level widget that it leaves behind,
and for what Qt warns of meanwhile (`tests.leftovers`). pytest-qt fails it for an exception in a
slot and, by `qt_log_level_fail`, for a warning of Qt's; pytest's own `filterwarnings = error` for
an exception in a thread or a destructor. `tests/test_conftest.py` shows that each does.
"""

from __future__ import annotations

import gc
import itertools
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import hypothesis
import pytest

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget
    from pytestqt.qtbot import QtBot

    from tests.approved import Hold

# Here, and not in a fixture: NumPy and torch count their threads when they are loaded.
os.environ["OMP_NUM_THREADS"] = "1"
os.environ["QT_QPA_PLATFORM"] = "offscreen"
for variable in ("QT_SCALE_FACTOR", "QT_STYLE_OVERRIDE", "QT_QPA_PLATFORMTHEME"):
    os.environ.pop(variable, None)
# What this run was told, such as where to report, is not for a pytest that a test starts.
os.environ.pop("PYTEST_ADDOPTS", None)

hypothesis.settings.register_profile(
    "ci",
    derandomize=True,
    deadline=None,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
)
# For looking further: pytest --hypothesis-profile=explore
hypothesis.settings.register_profile("explore", deadline=None, max_examples=2_000)
hypothesis.settings.load_profile("ci")

HOMES = Path(tempfile.mkdtemp(prefix="learnscope-tests-"))
numbers = itertools.count()


def new_home() -> Path:
    """An empty home, where this process and the ones it starts keep what they keep."""
    home = HOMES / str(next(numbers))
    home.mkdir()
    os.environ |= {
        "HOME": str(home),
        "USERPROFILE": str(home),
        "APPDATA": str(home / "AppData" / "Roaming"),
        "LOCALAPPDATA": str(home / "AppData" / "Local"),
        "XDG_CACHE_HOME": str(home / ".cache"),
        "XDG_CONFIG_HOME": str(home / ".config"),
        "XDG_DATA_HOME": str(home / ".local" / "share"),
        "XDG_STATE_HOME": str(home / ".local" / "state"),
    }
    return home


new_home()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--approve", action="store_true",
        help="write down what is painted and said now as what the folders `approved` compare with",
    )  # fmt: skip


def pytest_collection_finish() -> None:
    # What the imports made stays: the collector need not walk through it after every test.
    gc.collect()
    gc.freeze()


def pytest_unconfigure() -> None:
    shutil.rmtree(HOMES, ignore_errors=True)


@pytest.fixture(autouse=True)
def _person_without_settings() -> None:
    from PySide6.QtCore import QSettings, QStandardPaths

    settings = str(new_home() / "settings")
    QStandardPaths.setTestModeEnabled(True)
    # Qt remembers where the first home kept its settings; on Windows they are not in files.
    QSettings.setDefaultFormat(QSettings.Format.IniFormat)
    for form in (QSettings.Format.IniFormat, QSettings.Format.NativeFormat):
        for scope in (QSettings.Scope.UserScope, QSettings.Scope.SystemScope):
            QSettings.setPath(form, scope, settings)


@pytest.fixture
def qtbot(qtbot: QtBot) -> QtBot:
    """pytest-qt's, which also keeps the widgets that it is to close.

    It holds them weakly. A plot that only a test's local variable holds is otherwise collected
    when the test returns, in the middle of its last painting, and the interpreter crashes.
    """
    held: list[QWidget] = []
    add = qtbot.addWidget

    def add_and_hold(widget: QWidget, **how: Any) -> None:
        held.append(widget)
        add(widget, **how)

    qtbot.addWidget = add_and_hold
    return qtbot


@pytest.fixture
def hold(request: pytest.FixtureRequest) -> Hold:
    """Holds lines against the approved ones of a name, which are those of the test's file."""
    from tests.approved import Hold

    folder = request.path.parent / "approved" / request.path.stem.removeprefix("test_")
    return Hold(folder, request.config.getoption("approve"))


@pytest.fixture(autouse=True)
def _nothing_left_behind(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    from tests.leftovers import Leftovers

    leftovers = Leftovers(monkeypatch)
    yield
    if found := leftovers.found():
        leftovers.clear()
        pytest.fail("The test leaves behind:\n" + "\n".join(found), pytrace=False)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_teardown(item: pytest.Item) -> Iterator[None]:
    """Fail for what Qt warns of while widgets are closed; pytest-qt listens no longer by then."""
    from tests.leftovers import warnings_of_qt

    with warnings_of_qt(ignored=item.config.getini("qt_log_ignore")) as warnings:
        result = yield
    if warnings:
        pytest.fail("Qt warns in the teardown:\n" + "\n".join(warnings), pytrace=False)
    return result
