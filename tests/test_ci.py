"""What `.ci/run` says at its end, from what pytest reports of suites that end in every way."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

CI = Path(__file__).parents[1] / ".ci"
PASSES = "def test_passes():\n    pass\n"
FAILS = "def test_fails():\n    assert False\n"
SKIPS = "import pytest\ndef test_skips():\n    pytest.skip('Xvfb not installed')\n"
FAILS_TWICE = """
import pytest
@pytest.fixture
def desktop():
    yield
    assert False
def test_fails_twice(desktop):
    assert False
"""
NEVER_STARTS = """
import pytest
@pytest.fixture
def desktop():
    assert False
def test_never_starts(desktop):
    pass
"""


def said(folder: Path, **files: str) -> str:
    """The line, after pytest has run `files` as tests/desktop beside another test that fails."""
    for name, text in {
        "test_other": FAILS,
        **{f"desktop/test_{k}": v for k, v in files.items()},
    }.items():
        path = folder / "tests" / f"{name}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    report = folder / "report.xml"
    subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", f"--junitxml={report}"],
        cwd=folder,
        env=os.environ | {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
        stdout=subprocess.DEVNULL,
        check=False,
    )
    return line(report)


def line(report: Path) -> str:
    script = [sys.executable, str(CI / "desktop_suite.py"), str(report)]
    printed = subprocess.run(script, stdout=subprocess.PIPE, encoding="utf-8", check=True).stdout
    return printed.removeprefix("Desktop suite (tests/desktop): ").removesuffix("\n")


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"a": PASSES, "b": PASSES}, "ran, 2 of 2 tests passed"),
        ({"a": SKIPS, "b": SKIPS}, "SKIPPED, all 2 tests: Xvfb not installed"),
        (
            {"a": PASSES, "b": SKIPS, "c": FAILS},
            "ran, 1 of 3 tests passed, 1 FAILED, 1 skipped: Xvfb not installed",
        ),
        ({"a": PASSES, "b": FAILS_TWICE}, "ran, 1 of 2 tests passed, 1 FAILED"),
        ({"a": NEVER_STARTS}, "ran, 0 of 1 tests passed, 1 FAILED"),
        ({}, "DID NOT RUN, none of its tests was collected"),
    ],
    ids=["passed", "skipped", "of each", "fails twice", "never starts", "not there"],
)
def test_a_line_says_whether_the_desktop_suite_ran(
    tmp_path: Path, files: dict[str, str], expected: str
) -> None:
    assert said(tmp_path, **files) == expected


@pytest.mark.parametrize("text", [None, "", "<testsuites><testsuite>"])
def test_without_a_report_it_did_not_run(tmp_path: Path, text: str | None) -> None:
    report = tmp_path / "report.xml"
    if text is not None:
        report.write_text(text, encoding="utf-8")
    assert line(report) == "DID NOT RUN, pytest left no report"
