"""The suite's own guards: each fails the test that it is for, and lets the others be."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

MISBEHAVIOUR = Path(__file__).with_name("misbehaviour.py")
NAMES = re.findall(r"^def (test_\w+)", MISBEHAVIOUR.read_text(encoding="utf-8"), re.MULTILINE)

WHAT_IS_SAID = {
    "test_bad_thread": "a running QThread 'trainer', from",
    "test_bad_thread_that_nobody_holds": "a running QThread '', from",
    "test_bad_python_thread": "a running <Thread(",
    "test_bad_timer": "an active QTimer 'frame', from",
    "test_bad_single_shot": "a waiting QTimer.singleShot, from",
    "test_bad_window": "a top-level QWidget 'forgotten'",
    "test_bad_window_that_is_shown": "a top-level QMainWindow 'shown'",
    "test_bad_warning": "QtWarningMsg: something is wrong",
    "test_bad_warning_in_teardown": "Qt warns in the teardown:\nwrong while closing",
    "test_bad_slot": "ZeroDivisionError: in a slot",
    "test_bad_slot_in_a_thread": "ZeroDivisionError: in a slot",
    "test_bad_paint": "in a paint",
    "test_bad_exception_in_a_python_thread": "PytestUnhandledThreadExceptionWarning",
    "test_bad_destructor": "PytestUnraisableExceptionWarning",
}


@pytest.fixture(scope="module")
def report() -> str:
    """What pytest says of the tests that misbehave."""
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-rA", "-p", "no:cacheprovider", str(MISBEHAVIOUR)],
        cwd=MISBEHAVIOUR.parents[1],
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == pytest.ExitCode.TESTS_FAILED, run.stdout + run.stderr
    return run.stdout


def outcomes(report: str, name: str) -> set[str]:
    return set(re.findall(rf"^(\w+) \S+::{name}(?=[\s\[]|$)", report, re.MULTILINE))


def told(report: str, name: str) -> str:
    """The part of the report under the headings with this test's name."""
    parts = re.split(r"^_+ (?:ERROR at \w+ of )?(\S+) _+$", report, flags=re.MULTILINE)
    return "\n".join(text for head, text in zip(parts[1::2], parts[2::2], strict=True)
                     if head == name)  # fmt: skip


def test_what_is_said_is_known_for_each_that_misbehaves() -> None:
    assert list(WHAT_IS_SAID) == [name for name in NAMES if name.startswith("test_bad_")]


@pytest.mark.parametrize("name", WHAT_IS_SAID)
def test_a_test_that_misbehaves_fails_and_is_told_why(report: str, name: str) -> None:
    assert outcomes(report, name) & {"FAILED", "ERROR"}
    assert WHAT_IS_SAID[name] in told(report, name)


@pytest.mark.parametrize("name", [name for name in NAMES if name.startswith("test_good_")])
def test_a_test_that_behaves_passes(report: str, name: str) -> None:
    assert outcomes(report, name) == {"PASSED"}
