"""The report of what went wrong, as text to copy: nothing of it is sent anywhere."""

import json
import platform
from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, version

from engine import __version__
from engine.experiment import Experiment
from gui.mishaps.mishap import Mishap

# Read from what is installed: importing them would take time, and could be what went wrong.
PACKAGES = ("torch", "PySide6", "pyqtgraph", "numpy")
# PySide6 can be installed as its essential part alone.
OTHER_NAMES = {"PySide6": "PySide6_Essentials"}
# What the data hold, or what may tell whose they are.
PRIVATE = ("inputs", "targets", "input_name", "target_name", "source")


def report(mishaps: Mapping[str, tuple[Mishap, int]], experiment: Experiment) -> str:
    """What went wrong, how often, where, and with which experiment, the latest last."""
    parts = [_versions()]
    for mishap, times in mishaps.values():
        often = f", {times:,} times" if times > 1 else ""
        parts.append(f"{mishap.said}{often}\n\n{mishap.stack.rstrip()}")
    parts.append(f"Experiment, without its data:\n{_without_data(experiment)}")
    return "\n\n".join(parts) + "\n"


def report_of_crash(stack: str) -> str:
    """Where the program was when it crashed."""
    return f"{_versions()}\n\nThe program crashed here:\n\n{stack.rstrip()}\n"


def _versions() -> str:
    packages = ", ".join(f"{package} {_version(package)}" for package in PACKAGES)
    return (
        f"Learnscope {__version__}, Python {platform.python_version()}, {packages}\n"
        f"{platform.platform()}"
    )


def _version(package: str) -> str:
    for name in (package, OTHER_NAMES.get(package, package)):
        try:
            return version(name)
        except PackageNotFoundError:
            continue
    return "unknown"


def _without_data(experiment: Experiment) -> str:
    fields = experiment.model_dump(mode="json")
    data = fields["data"]
    if "inputs" in data:
        kept = {name: value for name, value in data.items() if name not in PRIVATE}
        fields["data"] = kept | {"points": len(data["inputs"])}
    return json.dumps(fields, indent=1, ensure_ascii=False)
