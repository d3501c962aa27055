"""The program as a person runs it from a terminal: how it ended, and what it printed."""

import os
import re
import shlex
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import main

MAIN = Path(main.__file__)


@dataclass(frozen=True)
class Ended:
    """How the program ended, and what it printed."""

    code: object
    out: str
    err: str


def program(options: str, *, prepared: str = "", **changes: str | None) -> Ended:
    """Runs the program, in an environment with `changes`, after the Python code `prepared`."""
    code = f"import sys; sys.path.insert(0, {str(MAIN.parent)!r}); {prepared}\nimport main"
    run = subprocess.run(
        [sys.executable, "-c", f"{code}\nsys.exit(main.main())", *shlex.split(options)],
        env=environment(**changes),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    return Ended(run.returncode, run.stdout, run.stderr)


def started(options: str, **more: Any) -> subprocess.Popen[str]:
    """Starts the program; its stderr, and where nothing else is said its stdout, are pipes."""
    more = {"env": environment(), "stdout": subprocess.PIPE, "stderr": subprocess.PIPE} | more
    return subprocess.Popen(
        [sys.executable, str(MAIN), *shlex.split(options)], encoding="utf-8", **more
    )


def environment(**changes: str | None) -> dict[str, str]:
    """This process's environment with `changes`; None takes a variable away."""
    wanted = os.environ | {"PYTHONIOENCODING": "utf-8"} | changes
    return {name: value for name, value in wanted.items() if value is not None}


def one_sentence(said: str) -> str:
    """The one sentence on stderr, without the program's name in front."""
    assert re.fullmatch(r"learnscope: \S[^\n]+\n", said), said
    assert "Traceback" not in said
    assert "usage" not in said
    return said.removeprefix("learnscope: ")
