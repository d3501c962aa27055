"""Tables opened with every row checked, against numpy.loadtxt that reads a clean one."""

import os
import statistics
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from engine.table import guess_columns, read_table
from tests.benchmarks.rows import Row, in_turn, ratio, seconds

# One row in so many of the awkward table is followed by a blank line, and one has no number.
EVERY = 100


def rows(quick: bool) -> list[Row]:
    # Set where this is the program; polars has by now counted its cores, or will.
    assert os.environ["POLARS_MAX_THREADS"] == "1", "loadtxt has one core, and so must polars"
    length = 200_000 if quick else 1_000_000
    columns = np.random.default_rng(0).normal(size=(length, 2))
    with TemporaryDirectory() as folder:
        clean, awkward, quoted = (
            Path(folder, f"{name}.csv") for name in ("clean", "awkward", "quoted")
        )
        np.savetxt(clean, columns, delimiter=",", header="time,speed", comments="", fmt="%.17g")
        without = write_awkward(awkward, columns, '"früh"')
        write_awkward(quoted, columns, '"früh; trüb"')

        def loadtxt() -> None:
            assert np.loadtxt(clean, delimiter=",", skiprows=1).shape == (length, 2)

        opened = {clean: length, awkward: length - without, quoted: length - without}
        works = [*(opening(path, usable) for path, usable in opened.items()), loadtxt]
        for work in works:
            work()
        *ours, numpy_s = in_turn(
            [lambda work=work: seconds(work) for work in works], 3 if quick else 7
        )
    names = (
        f"a table of {length:,} rows, checked / numpy.loadtxt",
        "   Latin-1, decimal commas, quotes, gaps / the same",
        "   and with delimiters in quotes / the same",
    )
    return [
        Row(
            name,
            ratio(figures, numpy_s),
            2.0,
            f"{statistics.median(figures):.2f} s, {statistics.median(numpy_s):.2f} s, a core each",
        )
        for name, figures in zip(names, ours, strict=True)
    ]


def opening(path: Path, usable: int) -> Callable[[], None]:
    def read() -> None:
        opened = read_table(path)
        assert opened.pick(*guess_columns(opened)).used == usable

    return read


def write_awkward(path: Path, columns: np.ndarray, note: str) -> int:
    """The same numbers as a spreadsheet in German may write them, every other row with a `note`.

    Returns how many rows lack a number.
    """
    lines, without = ["Zeit [µs];Anmerkung;Größe"], 0
    for k, (x, y) in enumerate(columns.tolist()):
        left, right = (f"{value:.17g}".replace(".", ",") for value in (x, y))
        if k % EVERY == EVERY // 2:
            right, without = "k. A.", without + 1
        lines.append(f'{left};{note};"{right}"' if k % 2 else f"{left};;{right}")
        if k % EVERY == 0:
            lines.append("")
    path.write_bytes("\r\n".join(lines).encode("latin-1"))
    return without
