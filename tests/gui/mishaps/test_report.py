"""The report of what went wrong: versions, each mishap with how often, and the experiment."""

import json
import platform
from importlib.metadata import PackageNotFoundError

import pytest

from engine import __version__
from engine.experiment import Experiment, Points
from gui.mishaps import Mishap
from gui.mishaps import report as reporting
from gui.mishaps.report import report, report_of_crash

VERSIONS = {"torch": "2.1", "PySide6_Essentials": "6.8", "numpy": "1.26"}
HEAD = (
    f"Learnscope {__version__}, Python {platform.python_version()}, torch 2.1, PySide6 6.8, "
    f"pyqtgraph unknown, numpy 1.26\n{platform.platform()}"
)
OWN = Points(inputs=(0.0, 1.0, 2.0), targets=(1.0, 3.0, 5.0), source="ward.csv")


@pytest.fixture(autouse=True)
def _installed(monkeypatch: pytest.MonkeyPatch) -> None:
    def version(package: str) -> str:
        if package not in VERSIONS:
            raise PackageNotFoundError
        return VERSIONS[package]

    monkeypatch.setattr(reporting, "version", version)


def test_of_a_crash_it_tells_the_versions_and_the_place() -> None:
    assert report_of_crash("in fit\nin main\n\n") == (
        f"{HEAD}\n\nThe program crashed here:\n\nin fit\nin main\n"
    )


def test_it_tells_of_each_mishap_how_often_it_happened() -> None:
    mishaps = {
        "here": (Mishap("ValueError: one", "here", "stack of one\n"), 1),
        "there": (Mishap("TypeError: two", "there", "stack of two\n\n"), 2),
        "often": (Mishap("KeyError: three", "often", "stack of three"), 1_200),
    }
    told, experiment = report(mishaps, Experiment(epochs=7)).split(
        "\n\nExperiment, without its data:\n"
    )
    assert told == (
        f"{HEAD}\n\nValueError: one\n\nstack of one\n\n"
        "TypeError: two, 2 times\n\nstack of two\n\n"
        "KeyError: three, 1,200 times\n\nstack of three"
    )
    assert experiment.endswith("}\n")
    assert json.loads(experiment) == Experiment(epochs=7).model_dump(mode="json")


def test_of_a_person_s_own_data_it_tells_how_many_points_there_are() -> None:
    experiment = Experiment(data=OWN, formula="a*τ + b")
    text = report({}, experiment).partition("its data:\n")[2]
    fields = experiment.model_dump(mode="json")
    kind = fields["data"]["kind"]
    assert json.loads(text) == fields | {"data": {"kind": kind, "points": 3}}
    # As it is read: a name to a line, and no letter written in numbers.
    assert text.startswith('{\n "')
    assert "a*τ + b" in text
