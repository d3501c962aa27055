"""The window where upper case is not what it is in English."""

import ast
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.programs import program

ROOT = Path(__file__).parents[2]
PNG = b"\x89PNG\r\n\x1a\n"


@pytest.fixture(scope="module")
def turkish(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment of a Turkish person, whether or not the system knows the locale."""
    localedef = shutil.which("localedef")
    if localedef is None:
        pytest.skip("There is no localedef here to make a Turkish locale with.")
    folder = tmp_path_factory.mktemp("locales")
    made = subprocess.run(
        [localedef, "--quiet", "-i", "tr_TR", "-f", "UTF-8", str(folder / "tr_TR.UTF-8")],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    if made.returncode:
        pytest.skip(
            f"No Turkish locale can be made; Debian's package locales has it: {made.stderr}"
        )
    return {"LOCPATH": str(folder), "LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8"}


def test_the_window_opens_and_trains_in_turkish(turkish: dict[str, str], tmp_path: Path) -> None:
    # Otherwise this would be a test of English.
    is_turkish = (
        "import locale; locale.setlocale(locale.LC_ALL, '');"
        " assert locale.localeconv()['decimal_point'] == ','"
    )
    picture = tmp_path / "window.png"
    ended = program(f"--epochs 2 --screenshot {picture}", prepared=is_turkish, **turkish)
    assert (ended.code, ended.err) == (0, "")
    assert picture.read_bytes().startswith(PNG)


def test_no_property_is_given_by_a_name_that_begins_with_i() -> None:
    """PySide looks for "set" and the name with its first letter in upper case: in Turkish, İ."""
    sources = [ROOT / "main.py", *(ROOT / "gui").rglob("*.py"), *(ROOT / "tests").rglob("*.py")]
    assert len(sources) > 100
    found = [
        f"{path.relative_to(ROOT)}:{call.lineno}: {keyword.arg}"
        for path in sources
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call) and re.match(r"(\w+\.)*Q[A-Z]", ast.unparse(call.func))
        for keyword in call.keywords
        if keyword.arg and keyword.arg.startswith("i")
    ]
    assert found == []
