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
        clean, awkward = Path(folder, "clean.csv"), Path(folder, "awkward.csv")
        np.savetxt(clean, columns, delimiter=",", header="time,speed", comments="", fmt="%.17g")
        without = write_awkward(awkward, columns)

        def loadtxt() -> None:
            assert np.loadtxt(clean, delimiter=",", skiprows=1).shape == (length, 2)

        works = [opening(clean, length), opening(awkward, length - without), loadtxt]
        for work in works:
            work()
        ours, awkwardly, numpy_s = in_turn(
            [lambda work=work: seconds(work) for work in works], 3 if quick else 5
        )
    return [
        Row(
            f"a table of {length:,} rows, checked / numpy.loadtxt",
            ratio(ours, numpy_s),
            2.0,
            f"{statistics.median(ours):.2f} s, {statistics.median(numpy_s):.2f} s, a core each",
        ),
        Row(
            "   an awkward table as long / numpy.loadtxt of the clean",
            ratio(awkwardly, numpy_s),
            2.0,
            f"{statistics.median(awkwardly):.2f} s: Latin-1, decimal commas, quotes, gaps",
        ),
    ]


def opening(path: Path, usable: int) -> Callable[[], None]:
    def read() -> None:
        opened = read_table(path)
        assert opened.pick(*guess_columns(opened)).used == usable

    return read


def write_awkward(path: Path, columns: np.ndarray) -> int:
    """The same numbers as a spreadsheet in German may write them; how many rows have none."""
    lines, without = ["Zeit [µs];Anmerkung;Größe"], 0
    for k, (x, y) in enumerate(columns.tolist()):
        left, right = (f"{value:.17g}".replace(".", ",") for value in (x, y))
        if k % EVERY == EVERY // 2:
            right, without = "k. A.", without + 1
        lines.append(f'{left};"früh; trüb";"{right}"' if k % 2 else f"{left};;{right}")
        if k % EVERY == 0:
            lines.append("")
    path.write_bytes("\r\n".join(lines).encode("latin-1"))
    return without
