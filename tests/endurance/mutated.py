"""Files that are damaged at random: each is opened, or refused with a sentence.

What is opened is prepared for training too, and lessons are asked, for a second at most. Anything
else, such as an exception that nobody foresaw, is a fault; so is a file that takes longer than
`MOST_SECONDS`, and all of them together may need `MOST_MEGABYTES` more than the program has at the
start.
"""

import random
import shutil
import sys
import tempfile
import time
import traceback
import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engine.experiment import Classroom, Experiment, Points
from engine.experiment.document import DocumentError, load, save
from engine.experiment.presets import PRESETS
from engine.lessons import LessonError, read_file
from engine.lessons.reading import SHIPPED
from engine.queries import FactsQuery, Query
from engine.queries.lesson import LessonQuery
from engine.table import TableError, guess_columns, read_table
from engine.training import DismissedError, Problem

MOST_SECONDS = 10.0
MOST_MEGABYTES = 1_000.0
# What may be opened is prepared for so long, and then left.
PREPARED_FOR = 1.0
LESSONS_KEPT = 3
"""Of so many lessons at a time, so that damage meets what they have in common often enough."""
DOCUMENTS = Path(__file__).parents[1] / "engine" / "experiment" / "documents"

TABLES = (
    b"t,v\n" + b"".join(b"%d,%d.5\n" % (row, row * row) for row in range(60)),
    "Zeit;Geschwindigkeit\n0;1,5\n1;1.234,5\n2;n/a\n3;−4,25\n".encode(),
    b'"a ""b""","c\nd",e\r\n1,"2,5",x\r\n3,4,\r\n\r\n5,6,7\r\n',
    b"  1.0   2.0\n  3.0   4.0\n 10.0  20.0\n",
    "x\ty\n1\t2\n3\t4\n".encode("utf-16"),
    "sep=|\nJahr|Größe\n2001|1 234,5\n2002|7\n".encode("cp1252"),
)
# Where one of these comes to stand, parsers go wrong.
NASTY = (
    b'"', b"'", b"\\", b"\0", b"\n", b"\r", b"\r\n", b",", b";", b"\t", b"{", b"}", b"[", b"]",
    b":", b"null", b"true", b"NaN", b"Infinity", b"-", b"1e999", b"-1e400", b"1e-400", b"0",
    b"9" * 25, b"9" * 400, b"0.1" * 40, b"\xff", b"\xfe\xff", b"\xef\xbb\xbf", b"\xed\xa0\x80",
    b"\\ud800", "٣".encode(), "½".encode(), "\u202e".encode(), b"[" * 3_000, b"(" * 500,
    b"sin(" * 100, b"**9" * 50, b'"learnscope":99,', b"1000000", b"1000001", b"=SUM(A1)",
)  # fmt: skip


Held = Sequence[tuple[Experiment, Query[Any]]]


@dataclass(frozen=True)
class Kind:
    """One kind of file: undamaged ones, their suffix, and what opens one.

    `opened` returns the experiments that an opened file holds, with what is asked about each, and
    raises one of `refusals` for another.
    """

    suffix: str
    originals: Sequence[bytes]
    opened: Callable[[Path], Held]
    refusals: tuple[type[Exception], ...]


@dataclass(frozen=True)
class Outcome:
    """What came of a file: "opened", "refused", or a "fault" with what is known of it."""

    result: str
    seconds: float
    said: str = ""


def kinds(folder: Path) -> dict[str, Kind]:
    """The kinds of files by name."""
    files = [*sorted(DOCUMENTS.rglob("*.learnscope")), *_saved(folder)]
    return {
        "experiment": Kind(
            ".learnscope", [file.read_bytes() for file in files], _loaded, (DocumentError,)
        ),
        "lessons": Kind(".toml", _lessons(), _asked, (LessonError,)),
        "table": Kind(".csv", TABLES, _imported, (TableError,)),
    }


def damaged(original: bytes, chance: random.Random) -> bytes:
    """`original` with one to four random changes."""
    data = bytearray(original)
    for _ in range(chance.choice((1, 1, 1, 2, 4))):
        first = chance.randrange(len(data) + 1)
        last = min(len(data), first + chance.choice((1, 1, 2, 8, 40, 400)))
        match chance.randrange(9):
            case 0:
                del data[first:last]
            case 1:
                data[first:first] = chance.choice(NASTY)
            case 2:
                data[first:last] = chance.choice(NASTY)
            case 3:
                data[first:first] = data[first:last] * chance.choice((1, 2, 50))
            case 4:
                data[first:last] = chance.randbytes(last - first)
            case 5:
                del data[first:]
            case _:
                # A digit more or less changes what a number means.
                digits = [at for at, byte in enumerate(data) if 48 <= byte <= 57]
                if digits:
                    at = chance.choice(digits)
                    data[at : at + 1] = chance.choice((b"", b"-", b"0", b"9", b"99999999", b"."))
    return bytes(data)


def look(kind: Kind, file: Path) -> Outcome:
    """Open `file`, and prepare what it holds."""
    begun = time.perf_counter()
    try:
        _prepare(kind.opened(file))
        result, said = "opened", ""
    except kind.refusals as error:
        said = str(error)
        result = "refused" if _is_sentence(said) else "fault"
    except Exception:
        result, said = "fault", traceback.format_exc()
    return Outcome(result, time.perf_counter() - begun, said)


def try_out(
    count: int, seed: int, folder: Path, told: Callable[[str], None] = lambda _said: None
) -> tuple[Counter[str], float, list[str]]:
    """Open `count` damaged files: how often which outcome, the longest seconds, and the faults."""
    chance = random.Random(seed)
    every = kinds(folder)
    results: Counter[str] = Counter()
    longest, faults = 0.0, []
    for number in range(count):
        name = chance.choice(list(every))
        kind = every[name]
        file = folder / f"{number}{kind.suffix}"
        file.write_bytes(damaged(chance.choice(kind.originals), chance))
        outcome = look(kind, file)
        results[f"{name} {outcome.result}"] += 1
        longest = max(longest, outcome.seconds)
        if outcome.result == "fault":
            faults.append(f"{file}:\n{outcome.said}")
        elif outcome.seconds > MOST_SECONDS:
            faults.append(f"{file} took {outcome.seconds:.1f} s")
        else:
            file.unlink()
        if (number + 1) % 1_000 == 0:
            told(f"{number + 1:,} files, {len(faults)} faults, {_megabytes():.0f} MB")
    return results, longest, faults


def mutated(count: int) -> list[str]:
    """Open `count` damaged files and print what came of them; returns the faults."""
    # Files at fault stay there to be looked at.
    folder = Path(tempfile.mkdtemp(prefix="learnscope-mutated-"))
    before = _megabytes()
    results, longest, faults = try_out(count, 0, folder, print)
    for name, times in sorted(results.items()):
        print(f"{name:<24} {times:>8,}")
    print(f"{'longest':<24} {longest:>8.2f} s")
    print(f"{'memory at most':<24} {_megabytes():>8.0f} MB, {before:.0f} at the start")
    if not faults:
        shutil.rmtree(folder)
    if _megabytes() - before > MOST_MEGABYTES:
        faults.append(f"More than {MOST_MEGABYTES:,.0f} MB were needed.")
    return faults


def _saved(folder: Path) -> list[Path]:
    experiments = [Experiment(**preset.fields) for preset in PRESETS]
    experiments.append(Experiment(data=Points(inputs=(1.0, 2.0, 3.5), targets=(1.0, 4.0, 9.0))))
    files = [folder / f"original-{number}.learnscope" for number in range(len(experiments))]
    classroom = Classroom(
        task="What is\n<b>this</b>?", views=("fit", "log"), settings={"seed": "fixed"}
    )
    for number, (experiment, file) in enumerate(zip(experiments, files, strict=True)):
        save(experiment, file, classroom if number % 2 else None)
    return files


def _lessons() -> list[bytes]:
    """The lessons that come with the program, in files of a few."""
    head, *lessons = SHIPPED.read_text("utf-8").split("[[lesson]]\n")
    starts = range(0, len(lessons), LESSONS_KEPT)
    return ["[[lesson]]\n".join([head, *lessons[k : k + LESSONS_KEPT]]).encode() for k in starts]


def _loaded(file: Path) -> Held:
    return _prepared(load(file).experiment)


def _imported(file: Path) -> Held:
    table = read_table(file)
    picked = table.pick(*guess_columns(table))
    return _prepared(Experiment(data=picked.points(file.name)))


def _prepared(experiment: Experiment) -> Held:
    return [(experiment, FactsQuery(experiment))]


def _asked(file: Path) -> Held:
    return [(lesson.experiment, LessonQuery(lesson)) for lesson in read_file(file).lessons]


def _prepare(held: Held) -> None:
    end = time.perf_counter() + PREPARED_FOR
    try:
        for experiment, query in held:
            query.answer(Problem(experiment, lambda: time.perf_counter() > end))
    except DismissedError:
        pass


def _is_sentence(said: str) -> bool:
    # It may end with what it quotes, cut short, or with a question.
    plain = not any(unicodedata.category(char) == "Cc" for char in said)
    return plain and said.endswith((".", "?", "…")) and 10 < len(said) < 2_000


def _megabytes() -> float:
    """The most memory that this process has had, where the platform tells; else 0."""
    if sys.platform == "win32":
        return 0.0
    import resource

    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / 2**20 if sys.platform == "darwin" else most / 2**10
