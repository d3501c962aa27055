"""Documents: exact round trips, saves that happen wholly or not at all, and files of all kinds."""

import errno
import json
import os
import re
import stat
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from engine import __version__
from engine.experiment import (
    MAX_EPOCHS,
    MAX_LEARNING_RATE,
    MAX_NUMBER,
    MAX_SEED,
    Data,
    Experiment,
    Generated,
    Points,
    RollerCoaster,
    document,
)
from engine.experiment.classroom import MAX_LINES, MAX_TASK, PANELS, SETTINGS, VIEWS, Classroom
from engine.experiment.document import SUFFIX, Document, DocumentError, load, save
from engine.formula import parse
from tests.experiments import preset

ROOT = Path(__file__).parents[3]
NAME = f"speeds{SUFFIX}"
# What these two experiments were in version 1 must be opened for ever.
POINTS = Experiment(
    data=Points(
        inputs=(-0.0, 1e-320, 0.1),
        targets=(1.0, -3.4028234663852886e38, 2.5),
        input_name="Zeit (s)",
        target_name="v\n🎢",
        source='a "table".csv',
    ),
    formula="v1*tanh(x) + β",
    learning_rate=0.3,
    epochs=7,
    seed=MAX_SEED,
    requires_grad=False,
    zero_grad=False,
    start={"β": -1.5},
    standardise=True,
    held_out=0.25,
)
POINTS_TEXT = (
    r'{"learnscope":1,"experiment":{"data":{"kind":"points","inputs":[-0.0,1e-320,0.1],'
    r'"targets":[1.0,-3.4028234663852886e38,2.5],"input_name":"Zeit (s)",'
    r'"target_name":"v\n🎢","source":"a \"table\".csv"},"formula":"v1*tanh(x) + β",'
    r'"loss":"mse","optimizer":"sgd","learning_rate":0.3,"epochs":7,'
    r'"seed":9223372036854775807,"requires_grad":false,"zero_grad":false,'
    r'"start":{"β":-1.5},"standardise":true,"held_out":0.25}}'
)
GENERATED = Experiment(
    data=Generated(formula="a*sin(t)", truth=(2.0,), points=9, noise=0.0, start=-1.0, stop=1.0)
)
GENERATED_TEXT = (
    r'{"learnscope":1,"experiment":{"data":{"points":9,"noise":0.0,"start":-1.0,"stop":1.0,'
    r'"kind":"generated","formula":"a*sin(t)","truth":[2.0]},"formula":"a*(t**2) + b*(t) + c",'
    r'"loss":"mse","optimizer":"sgd","learning_rate":1e-5,"epochs":200,"seed":0,'
    r'"requires_grad":true,"zero_grad":true,"start":{},"standardise":false,"held_out":0.0}}'
)
CLASSROOM_TEXT = (
    r'{"task":"Which rate is too large?","views":["fit","loss","stages"],'
    r'"settings":{"learning_rate":"fixed","seed":"hidden"}}'
)
KEPT = Path(__file__).with_name("documents")


def today(text: str) -> str:
    """A text of version 1 in today's version."""
    return in_version(4, text)


def in_version(version: int, text: str) -> str:
    """A text of version 1 in `version`; only its first key, and an `epochs` with 7 or 200."""
    if version > 1:
        needs = {2: "0.2.0", 3: "0.3.0", 4: "0.4.0"}[version]
        for colon in (":", ": "):
            old = f'{{"learnscope"{colon}1'
            text = text.replace(old, f'{{"learnscope":{version},"needs":"{needs}"', 1)
    if version > 2:
        text = re.sub(r'("epochs": ?[^,}]*)', r'\1,"stop_at_loss":null', text, count=1)
    if version > 3:
        text = re.sub(r"}\s*$", r',"classroom":null}', text)
    return text


FORMULAS = (
    "a*(t**2) + b*(t) + c",
    "w",
    "exp(-k*x) + minimum(a, -3)*pi",
    "v1*tanh(w1*t + b1) + v2*tanh(w2*t + b2) + c",
    " + ".join(f"p{number}*t**{number}" for number in range(12)),
    "β*softplus(t) / ω",
)


def between(low: float, high: float, **more: Any) -> st.SearchStrategy[float]:
    return st.floats(low, high, **more)


def sampled() -> dict[str, st.SearchStrategy[Any]]:
    return {"points": st.integers(2, 1_000_000), "noise": between(0, 1e9)}


NUMBERS = between(-MAX_NUMBER, MAX_NUMBER)
NAMES = st.text(st.characters(exclude_categories=["Cs"]), max_size=200)


@st.composite
def data_descriptions(draw: st.DrawFn) -> Data:
    kind = draw(st.sampled_from(["roller_coaster", "generated", "points"]))
    if kind == "points":
        points = draw(st.lists(st.tuples(NUMBERS, NUMBERS), min_size=2, max_size=30))
        inputs, targets = zip(*points, strict=True)
        return Points(
            inputs=inputs,
            targets=targets,
            input_name=draw(NAMES),
            target_name=draw(NAMES),
            source=draw(NAMES),
        )
    ends = draw(st.lists(between(-1e9, 1e9), min_size=2, max_size=2, unique=True).map(sorted))
    fields = {name: draw(values) for name, values in sampled().items()}
    fields |= {"start": ends[0], "stop": ends[1]}
    if kind == "roller_coaster":
        return RollerCoaster(**fields)
    formula = draw(st.sampled_from(FORMULAS))
    count = len(parse(formula).names)
    truth = draw(st.lists(NUMBERS, min_size=count, max_size=count))
    return Generated(**fields, formula=formula, truth=tuple(truth))


@st.composite
def experiments(draw: st.DrawFn) -> Experiment:
    formula = draw(st.sampled_from(FORMULAS))
    return Experiment(
        data=draw(data_descriptions()),
        formula=formula,
        learning_rate=draw(between(0, MAX_LEARNING_RATE, exclude_min=True)),
        epochs=draw(st.integers(1, MAX_EPOCHS)),
        stop_at_loss=draw(st.none() | between(0, MAX_NUMBER)),
        seed=draw(st.integers(0, MAX_SEED)),
        requires_grad=draw(st.booleans()),
        zero_grad=draw(st.booleans()),
        start=draw(st.dictionaries(st.sampled_from(parse(formula).names), NUMBERS)),
        standardise=draw(st.booleans()),
        held_out=draw(between(0, 0.9)),
    )


def same(one: Experiment, other: Experiment) -> bool:
    """Equal to the last bit: `repr` also tells the zeros apart, and 1 from 1.0."""
    return one == other and repr(one) == repr(other)


def refused(text: str | bytes, path: Path) -> str:
    """The sentence that a file with this content is refused with."""
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    with pytest.raises(DocumentError) as caught:
        load(path)
    return checked(caught.value)


# Every sentence there is, whole; what stands for a reason or a number differs.
SENTENCES = tuple(
    sentence.replace("NAME", re.escape(NAME))
    for sentence in (
        r"NAME holds a mistake; correct it or open another copy: [A-Z“`].*",
        r"NAME is not a Learnscope file or is damaged \([^(].*\): open another copy\.",
        r"NAME (needs Learnscope [0-9.]+ or newer|was written by a newer Learnscope),"
        r" and this is [0-9.]+: update Learnscope to open it\.",
        r"NAME is empty: open another copy of it\.",
        r"NAME has 128 MB, more than the 128 MB that can be opened: save fewer points in it\.",
        r"NAME holds more than 1,000,000 points can have: save fewer in it\.",
        r"NAME holds far more besides numbers than an experiment has: open another copy\.",
        r"NAME may not be read: change its permissions or open a copy\.",
        r"NAME cannot be read \([A-Z].*\): check the disk or open a copy\.",
        r"There is no file NAME: check its name and folder\.",
        r"There is no folder to save NAME in: choose another folder\.",
        r"NAME may not be written: choose another name or folder\.",
        r"There is no room to save NAME: free some space or choose another disk\.",
        r"NAME cannot be saved \([A-Z].*\): choose another folder or disk\.",
    )
)


def checked(error: DocumentError) -> str:
    said = str(error)
    assert any(re.fullmatch(sentence, said) for sentence in SENTENCES), said
    assert said.isprintable()
    assert len(said) < 800
    assert said[0].isupper() or said.startswith(NAME)
    return said


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / NAME


# --- what is saved is what is opened ---


@given(experiments())
@example(Experiment())
@example(POINTS)
@example(Experiment(data=Points(inputs=(-0.0, 5e-324), targets=(0.1 + 0.2, MAX_NUMBER))))
def test_an_experiment_comes_back_to_the_last_bit(experiment: Experiment) -> None:
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / NAME
        save(experiment, path)
        assert same(load(path).experiment, experiment)
        assert os.listdir(name) == [NAME]


# What can be shown, with the joiners that some scripts need.
PLAIN = st.characters(exclude_categories=["C", "Zl", "Zp"]) | st.sampled_from("\n\u200c\u200d")
CLASSROOMS = st.builds(
    Classroom,
    task=st.text(PLAIN, max_size=60).filter(lambda task: task.count("\n") < MAX_LINES),
    views=st.tuples(
        st.lists(st.sampled_from(VIEWS), min_size=1, unique=True),
        st.lists(st.sampled_from(PANELS), unique=True),
    ).map(lambda both: (*both[0], *both[1])),
    settings=st.dictionaries(st.sampled_from([*SETTINGS]), st.sampled_from(["fixed", "hidden"])),
)


@given(CLASSROOMS)
@example(Classroom(task="é" * MAX_TASK, settings=dict.fromkeys(SETTINGS, "hidden")))
@example(Classroom(task="<b>bold</b> <a href='file:///etc/passwd'>here</a> &amp;"))
def test_a_classroom_layout_comes_back(classroom: Classroom) -> None:
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / NAME
        save(POINTS, path, classroom)
        assert load(path) == Document(POINTS, classroom)


def test_a_classroom_layout_is_written_like_this(path: Path) -> None:
    classroom = Classroom(
        task="Which rate is too large?", views=("fit", "loss", "stages"),
        settings={"learning_rate": "fixed", "seed": "hidden"},
    )  # fmt: skip
    save(POINTS, path, classroom)
    assert json.loads(path.read_text("utf-8"))["classroom"] == json.loads(CLASSROOM_TEXT)


@given(st.lists(NUMBERS, min_size=200, max_size=200))
def test_every_float_comes_back_exactly(values: list[float]) -> None:
    experiment = Experiment(data=Points(inputs=tuple(values), targets=tuple(values)))
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / NAME
        save(experiment, path)
        data = load(path).experiment.data
    assert isinstance(data, Points)
    assert [value.hex() for value in data.inputs] == [value.hex() for value in values]


def test_a_million_points_fit(path: Path) -> None:
    # The longest way a number is written, so that no table of a million rows is too large.
    value = -1.2345678901234567e-300
    assert len(repr(value)) == 24
    points = Points(inputs=(value,) * 1_000_000, targets=(value,) * 1_000_000)
    save(Experiment(data=points), path)
    assert path.stat().st_size < document.MAX_BYTES / 2
    assert load(path).experiment.data == points


@pytest.mark.parametrize("version", [1, 2, 3, 4])
@pytest.mark.parametrize(
    ("experiment", "text"), [(POINTS, POINTS_TEXT), (GENERATED, GENERATED_TEXT)]
)
def test_a_version_is_read_like_this(
    path: Path, experiment: Experiment, text: str, version: int
) -> None:
    text = in_version(version, text)
    path.write_text(text, "utf-8")
    assert same(load(path).experiment, experiment)
    # As someone may leave it who looked at it in an editor on Windows.
    path.write_text("\ufeff" + json.dumps(json.loads(text), indent=4), "utf-8", newline="\r\n")
    assert same(load(path).experiment, experiment)


@pytest.mark.parametrize(
    ("experiment", "text"), [(POINTS, POINTS_TEXT), (GENERATED, GENERATED_TEXT)]
)
def test_todays_version_is_written_like_this(path: Path, experiment: Experiment, text: str) -> None:
    # Where this fails, a version 4 that is out there is no longer what it says: raise the version.
    save(experiment, path)
    assert json.loads(path.read_text("utf-8")) == json.loads(today(text))


def test_this_learnscope_opens_what_it_saves(path: Path) -> None:
    save(GENERATED, path)
    needs = json.loads(path.read_text("utf-8"))["needs"]
    assert [int(part) for part in needs.split(".")] <= [
        int(part) for part in __version__.split(".")
    ]


def test_whole_numbers_do_for_numbers(path: Path) -> None:
    path.write_text(GENERATED_TEXT.replace("[2.0]", "[2]").replace("1e-5", "3"), "utf-8")
    opened = load(path).experiment
    assert opened.data == GENERATED.data
    assert repr(opened.learning_rate) == "3.0"


# --- files of older versions, as the programs of their time wrote them ---

OLD = {
    "version_1/article": Experiment(),
    "version_1/sine_preset": Experiment().changed(**preset("sine").fields, seed=3),
    "version_1/held_out": Experiment().changed(
        **preset("neurons").fields
        | {"start": {"w1": -1.5, "c": 0.0}, "standardise": True, "held_out": 0.25},
        seed=MAX_SEED,
        requires_grad=False,
        zero_grad=False,
    ),
    "version_1/table": Experiment(
        data=Points(
            inputs=(0.5, 1.0, 1.5, 2.0, 2.5, 3.0),
            targets=(0.11, 0.19, 0.32, 0.4, 0.52, 0.6),
            input_name="stretch in cm",
            target_name="force in N",
            source="spring lab.csv",
        ),
        formula="k*x + f0",
        learning_rate=0.05,
        start={"k": 1.0},
    ),
    "version_1/odd_names": Experiment(
        data=Points(
            inputs=(-0.0, 0.1, 7.0),
            targets=(1e-320, MAX_NUMBER, -2.5),
            input_name="Zeit in s",
            target_name='v "🎢" in m/s',
            source="Übung „7“ \\ {a}.tsv",
        ),
        formula="β*tanh(x) + v1",
        learning_rate=3e-7,
        start={"β": 1e-300},
    ),
}


# The same experiments, written by the last Learnscope before 0.3.0, and before 0.4.0.
OLD |= {
    name.replace("version_1", version): kept
    for version in ("version_2", "version_3")
    for name, kept in list(OLD.items())
}
OLD["version_3/stop_at_loss"] = Experiment(stop_at_loss=620.0, epochs=500)


def test_every_kept_file_is_tested() -> None:
    kept = {str(path.relative_to(KEPT).with_suffix("").as_posix()) for path in KEPT.glob("*/*")}
    assert kept == set(OLD)


@pytest.mark.parametrize(("name", "experiment"), OLD.items(), ids=OLD)
def test_an_old_file_is_opened_and_saved_as_one_of_today(
    path: Path, name: str, experiment: Experiment
) -> None:
    old = KEPT / f"{name}{SUFFIX}"
    assert same(load(old).experiment, experiment)
    assert load(old).classroom is None
    save(load(old).experiment, path)
    assert json.loads(path.read_text("utf-8"))["learnscope"] == 4
    assert same(load(path).experiment, experiment)


class Batched(Experiment):
    """What an experiment may become; the default is not what older programs did."""

    batch_size: int = 20


class BatchedDocument(document._Document):
    experiment: Batched


@pytest.fixture
def batched(monkeypatch: pytest.MonkeyPatch) -> None:
    """The Learnscope after this one, whose version 5 has one field more."""

    def from_4(whole: dict[str, Any]) -> dict[str, Any]:
        return whole | {"experiment": document._with(whole["experiment"], batch_size=0)}

    monkeypatch.setattr(document, "_Document", BatchedDocument)
    monkeypatch.setattr(document, "_STEPS", (*document._STEPS, from_4))


@pytest.mark.usefixtures("batched")
class TestAFieldMore:
    """A field that is added later leaves the files that are out there readable."""

    @pytest.mark.parametrize("text", [in_version(n, POINTS_TEXT) for n in (1, 2, 3, 4)])
    def test_older_files_get_what_older_programs_did(self, path: Path, text: str) -> None:
        path.write_text(text, "utf-8")
        opened = load(path).experiment
        assert isinstance(opened, Batched)
        assert opened.batch_size == 0
        assert repr(opened.data) == repr(POINTS.data)

    def test_the_new_version_is_written_and_read(self, path: Path) -> None:
        save(Batched(batch_size=7), path)
        assert json.loads(path.read_text("utf-8"))["learnscope"] == 5
        assert load(path).experiment == Batched(batch_size=7)

    def test_an_older_file_cannot_have_the_field(self, path: Path) -> None:
        text = today(POINTS_TEXT).replace('"seed":', '"batch_size":3,"seed":')
        assert "unknown `batch_size`" in refused(text, path)

    def test_a_file_of_the_new_version_must_have_it(self, path: Path) -> None:
        text = today(POINTS_TEXT).replace(":4,", ":5,", 1)
        assert "`batch_size` is missing" in refused(text, path)

    @pytest.mark.parametrize("version", [1, 2, 3, 4])
    @pytest.mark.parametrize(
        ("rest", "said"),
        [
            ("}", "`experiment` is missing"),
            (',"experiment":null}', "experiment should be an object"),
            (',"experiment":[1]}', "experiment should be an object"),
            (',"experiment":{}}', "is missing"),
        ],
    )
    def test_an_older_file_that_is_wrong(
        self, path: Path, version: int, rest: str, said: str
    ) -> None:
        text = in_version(version, f'{{"learnscope":1{rest}')
        assert said in refused(text, path)


def test_neither_torch_nor_qt_is_loaded() -> None:
    code = (
        "import sys, engine.experiment.document;"
        "sys.exit(any(name in sys.modules for name in ('torch', 'PySide6', 'numpy')))"
    )
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)


# --- a save happens wholly or not at all ---


def test_a_new_file_has_the_permissions_every_new_file_has(path: Path) -> None:
    save(GENERATED, path)
    other = path.with_name("other")
    other.touch()
    assert path.stat().st_mode == other.stat().st_mode


@pytest.mark.skipif(sys.platform == "win32", reason="files have no such permissions here")
@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664, 0o777])
def test_an_existing_file_keeps_its_permissions(path: Path, mode: int) -> None:
    path.touch()
    path.chmod(mode)
    save(GENERATED, path)
    assert stat.S_IMODE(path.stat().st_mode) == mode
    assert load(path).experiment == GENERATED


@pytest.mark.skipif(sys.platform == "win32", reason="files have no such permissions here")
def test_a_private_file_is_never_readable_by_others_while_it_is_saved(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path.touch()
    path.chmod(0o600)
    seen = []
    sync = os.fsync

    def look(descriptor: int) -> None:
        mode = os.fstat(descriptor).st_mode
        if stat.S_ISREG(mode):
            seen.append(stat.S_IMODE(mode))
        sync(descriptor)

    monkeypatch.setattr(os, "fsync", look)
    save(GENERATED, path)
    assert seen == [0o600]


def test_the_file_is_on_the_disk_before_it_takes_the_place_of_the_other(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save(GENERATED, path)
    sync, sizes = os.fsync, []

    def look(descriptor: int) -> None:
        status = os.fstat(descriptor)
        # The folder is synchronised last, so that the name outlives a power cut too.
        if stat.S_ISREG(status.st_mode):
            assert load(path).experiment == GENERATED
            sizes.append(status.st_size)
        sync(descriptor)

    monkeypatch.setattr(os, "fsync", look)
    save(POINTS, path)
    assert sizes == [path.stat().st_size]
    assert load(path).experiment == POINTS


@pytest.mark.parametrize("there", [True, False])
def test_a_symbolic_link_stays_and_its_target_is_replaced(tmp_path: Path, there: bool) -> None:
    for name in ("links", "files"):
        (tmp_path / name).mkdir()
    target, link = tmp_path / "files" / NAME, tmp_path / "links" / "last"
    link.symlink_to(Path("..") / "files" / NAME)
    if there:
        save(GENERATED, target)
    save(POINTS, link)
    assert link.is_symlink()
    assert not target.is_symlink()
    assert load(target) == load(link) == Document(POINTS)
    assert os.listdir(tmp_path / "files") == [NAME]
    assert os.listdir(tmp_path / "links") == ["last"]


def failing(number: int) -> Callable[..., Any]:
    def fail(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number))

    return fail


@pytest.mark.parametrize("there", [True, False])
@pytest.mark.parametrize("place", [(os, "fsync"), (Path, "open"), (Path, "replace")])
@pytest.mark.parametrize(
    ("number", "said"),
    [
        (errno.ENOSPC, "no room"),
        (errno.EDQUOT, "no room"),
        (errno.EROFS, "may not be written"),
        (errno.EACCES, "may not be written"),
        (errno.EIO, os.strerror(errno.EIO)),
    ],
)
def test_a_save_that_fails_leaves_what_was_there(
    path: Path,
    monkeypatch: pytest.MonkeyPatch,
    there: bool,
    place: tuple[object, str],
    number: int,
    said: str,
) -> None:
    if there:
        save(GENERATED, path)
    with monkeypatch.context() as patch:
        patch.setattr(*place, failing(number))
        with pytest.raises(DocumentError, match=said) as caught:
            save(POINTS, path)
    checked(caught.value)
    assert os.listdir(path.parent) == [NAME] * there
    assert not there or load(path).experiment == GENERATED


@pytest.mark.skipif(sys.platform == "win32", reason="no limits of a process here")
def test_a_disk_that_takes_only_half_of_the_file(path: Path) -> None:
    import resource

    save(GENERATED, path)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (len(POINTS_TEXT) // 2, hard))
    try:
        with pytest.raises(DocumentError, match="cannot be saved") as caught:
            save(POINTS, path)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    checked(caught.value)
    assert os.listdir(path.parent) == [NAME]
    assert load(path).experiment == GENERATED


def test_an_interrupted_save_leaves_nothing_behind(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(_: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        save(POINTS, path)
    assert os.listdir(path.parent) == []


def test_a_file_that_the_person_protected_stays(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save(GENERATED, path)
    path.chmod(0o444)
    # The administrator may write everything, also where the tests are run by one.
    monkeypatch.setattr(os, "access", lambda file, how: not how & os.W_OK)
    with pytest.raises(DocumentError, match="may not be written"):
        save(POINTS, path)
    assert load(path).experiment == GENERATED
    assert os.listdir(path.parent) == [NAME]


def test_places_where_nothing_can_be_saved(path: Path) -> None:
    path.touch()
    loop = path.with_name("loop")
    loop.symlink_to(loop)
    sentences = {
        path.parent: "folder",
        path / NAME: "no folder",
        path.parent / "nowhere" / NAME: "no folder",
        Path(): "folder",
        Path("/"): "folder",
        loop: "cannot be saved",
        path.with_name("n" * 300): "cannot be saved",
        path.with_name("half\0name"): "No file can be called",
        path.with_name("half\ud800name"): "No file can be called",
    }
    for place, said in sentences.items():
        with pytest.raises(DocumentError, match=said) as caught:
            save(POINTS, place)
        assert str(caught.value).isprintable()
        with pytest.raises(DocumentError) as caught:
            load(place)
        assert str(caught.value).isprintable()
    assert sorted(os.listdir(path.parent)) == ["loop", NAME]
    assert path.read_bytes() == b""
    assert loop.is_symlink()


# --- save, kill, open ---

SAVING = """
import os, sys
from pathlib import Path
from engine.experiment.document import load, save

one, two, path = (Path(name) for name in sys.argv[1:4])
versions = load(one).experiment, load(two).experiment

def tell(*_):
    print(flush=True)
    {wait}

{where} = tell
while True:
    for version in versions:
        save(version, path)
        {each}
"""


def large(points: int) -> Experiment:
    values = tuple(number / 7 for number in range(points))
    return Experiment(data=Points(inputs=values, targets=values))


def killed_after(lines: int, code: str, path: Path) -> Experiment:
    """What the file holds after `code` was killed when it had told `lines` times."""
    versions = large(20_000), large(30_000)
    names = [path.with_name(name) for name in ("one", "two")]
    for name, version in zip(names, versions, strict=True):
        save(version, name)
    save(versions[1], path)
    with subprocess.Popen(
        [sys.executable, "-c", code, *map(str, [*names, path])],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        told = [process.stdout.readline() for _ in range(lines)]
        process.kill()
    assert all(told)
    opened = load(path).experiment
    assert opened in versions
    # What the killed process leaves behind is in nobody's way.
    save(versions[0], path)
    assert load(path).experiment == versions[0]
    return opened


@pytest.mark.parametrize("lines", [1, 2, 5, 20])
def test_a_process_killed_while_it_saves(path: Path, lines: int) -> None:
    killed_after(lines, SAVING.format(wait="pass", where="told", each="tell()"), path)


@pytest.mark.parametrize("where", ["os.fsync", "Path.replace"])
def test_a_process_killed_before_the_file_is_replaced(path: Path, where: str) -> None:
    code = SAVING.format(wait="sys.stdin.read()", where=where, each="")
    assert killed_after(1, code, path) == large(30_000)


# --- files that are not what they should be ---


def changed(old: str, new: str, text: str = POINTS_TEXT) -> str:
    assert old in text
    return text.replace(old, new, 1)


NOT_DOCUMENTS = {
    "empty": b"",
    "a blank": b" \n",
    "a picture": b"\x89PNG\r\n\x1a\n\0\0",
    "UTF-16": POINTS_TEXT.encode("utf-16"),
    "Latin-1": GENERATED_TEXT.replace("sin(t)", "é").encode("latin-1"),
    "half a character": POINTS_TEXT.encode()[: POINTS_TEXT.encode().index("β".encode()) + 1],
    "a surrogate": POINTS_TEXT.encode().replace("β".encode(), b"\xed\xa0\x80"),
    "an escaped surrogate": changed('a \\"table', "\\ud800"),
    "a control character": changed("table", "\x01"),
    "a table": "t,y\n1,2\n",
    "a word": "learnscope",
    "a number": "1",
    "a text": '"learnscope"',
    "null": "null",
    "a list": f"[{POINTS_TEXT}]",
    "an object": "{}",
    "no version": changed('"learnscope":1,', ""),
    "cut": POINTS_TEXT[:-1],
    "cut in half": POINTS_TEXT[: len(POINTS_TEXT) // 2],
    "something after it": POINTS_TEXT + "x",
    "NUL after it": POINTS_TEXT + "\0",
    "two of them": POINTS_TEXT * 2,
    "single quotes": POINTS_TEXT.replace('"', "'"),
    "a comment": "// mine\n" + POINTS_TEXT,
    "deep": "[" * 5_000 + "]" * 5_000,
    "deep in the data": changed("0.1", "[" * 4_000 + "]" * 4_000),
    "deep objects": changed("0.1", '{"a":' * 4_000 + "1" + "}" * 4_000),
    "a digit too many": changed(":7,", f":{'7' * 5_000},"),
}
NOT_DOCUMENTS |= {
    f"version {version}": changed(":1,", f":{version},")
    for version in ("0", "-1", "1.0", "true", "null", '"1"', "[1]", "NaN", "-" + "9" * 400)
}


@pytest.mark.parametrize("text", NOT_DOCUMENTS.values(), ids=NOT_DOCUMENTS)
def test_files_that_are_no_documents(path: Path, text: str | bytes) -> None:
    said = refused(text, path)
    assert "is not a Learnscope file" in said or text == b"" or "far more besides" in said
    assert "copy" in said


@pytest.mark.parametrize("version", ["5", "3000", "9" * 400])
@pytest.mark.parametrize("rest", [POINTS_TEXT[1:], '"what":{"there":[null]},"is":2}'])
@pytest.mark.parametrize(
    ("needs", "said"),
    [
        ('"needs":"0.5.0",', "needs Learnscope 0.5.0 or newer"),
        ('"needs":"12.10",', "needs Learnscope 12.10 or newer"),
        ("", "was written by a newer Learnscope"),
        ('"needs":3,', "was written by a newer Learnscope"),
        ('"needs":"a newer\\none",', "was written by a newer Learnscope"),
        (f'"needs":"{"1" * 1000}.1",', "was written by a newer Learnscope"),
    ],
)
def test_a_file_of_a_newer_version(
    path: Path, version: str, rest: str, needs: str, said: str
) -> None:
    rest = rest.replace('"learnscope":1,', "")
    answer = refused(f'{{"learnscope":{version},{needs}{rest}', path)
    assert answer == f"{NAME} {said}, and this is {__version__}: update Learnscope to open it."


HUGE = "9" * 400
MISTAKES = {
    "needs nothing": (today(POINTS_TEXT).replace('"needs":"0.4.0",', ""), "`needs` is missing"),
    "needs a number": (
        today(POINTS_TEXT).replace('"0.4.0"', "2"),
        "needs should be a valid string",
    ),
    "no experiment": ('{"learnscope":1}', ": Its `experiment` is missing."),
    "experiment null": ('{"learnscope":1,"experiment":null}', "experiment should be an object"),
    "unknown key": (changed(":1,", ':1,"more":1,'), ": It has an unknown `more`."),
    "unknown key inside": (changed('"seed"', '"x\\ny":1,"seed"'), "unknown `x\ufffdy`"),
    "unknown key in the data": (changed('"inputs"', '"size":1,"inputs"'), "unknown `size`"),
    "unknown key, long": (changed('"seed"', f'"{"k" * 10**6}":1,"seed"'), "unknown `k"),
    "key twice": (changed('"seed"', '"seed":1,"seed"'), ": It has more than one `seed`."),
    "key twice, spelt otherwise": (changed('"seed"', '"s\\u0065ed":1,"seed"'), "than one `seed`"),
    "key twice, equal": (
        changed(":1,", ':1,"learnscope":1,'),
        "more than one `learnscope`|unknown `needs`",
    ),
    "key twice in the data": (changed('"source"', '"source":"","source"'), "one `source`"),
    "start twice": (changed('"β":', '"β":1,"β":'), "more than one `β`"),
    "kind twice": (changed('"kind"', '"kind":"points","kind"'), "more than one `kind`"),
    "unknown kind": (changed('"points"', '"pickle"'), "'pickle'"),
    "other kind": (changed('"points"', '"roller_coaster"'), "unknown"),
    "points as text": (changed("0.1", '"0.1"'), "valid number"),
    "points null": (changed("0.1", "null"), "valid number"),
    "points true": (changed("0.1", "true"), "valid number"),
    "points NaN": (changed("0.1", "NaN"), "Point 3 has nan"),
    "points Infinity": (changed("0.1", "-Infinity"), "Point 3 has −inf"),
    "points 1e400": (changed("0.1", "1e400"), "Point 3 has inf"),
    "points huge": (changed("0.1", HUGE), "Point 3 has inf"),
    "points too large": (changed("0.1", "3.41e38"), "float32"),
    "points missing one": (changed(",0.1", ""), "2 inputs and 3 targets"),
    "points an object": (changed("[-0.0,1e-320,0.1]", '{"0":1}'), "valid"),
    "source too long": (changed("table", "é" * 2000), "1000"),
    "source a number": (changed('"a \\"table\\".csv"', "3"), "valid string"),
    "learning rate NaN": (changed("0.3,", "NaN,"), "learning rate"),
    "learning rate Infinity": (changed("0.3,", "Infinity,"), "learning rate"),
    "learning rate 0": (changed("0.3,", "0,"), "learning rate"),
    "learning rate text": (changed("0.3,", '"0.3",'), "valid number"),
    "learning rate huge": (changed("0.3,", f"{HUGE},"), "learning rate"),
    "epochs 1.0": (changed(":7,", ":1.0,"), "valid integer"),
    "epochs true": (changed(":7,", ":true,"), "valid integer"),
    "epochs 0": (changed(":7,", ":0,"), "number of epochs"),
    "epochs huge": (changed(":7,", f":{HUGE},"), "large|number of epochs"),
    "epochs huge below": (changed(":7,", f":-{HUGE},"), "large|number of epochs"),
    "seed too large": (changed("5807,", "5808,"), "seed must be"),
    "seed far too large": (changed("5807,", f"{'0' * 4_000},"), "large|seed must be"),
    "points 1": (changed(":9,", ":1,", GENERATED_TEXT), "number of points"),
    "points huge number of": (changed(":9,", f":{HUGE},", GENERATED_TEXT), "large|number of p"),
    "switch a number": (changed('"zero_grad":false', '"zero_grad":0'), "boolean"),
    "other loss": (changed('"mse"', '"mae"'), "mse"),
    "start of no parameter": (changed('"β":', '"γ":'), "no parameter γ"),
    "start null": (changed("-1.5}", "null}"), "valid number"),
    "start NaN": (changed("-1.5}", "NaN}"), "starting value of β"),
    "start a list": (changed('{"β":-1.5}', "[]"), "start"),
    "held out all": (changed("0.25}", "1}"), "held-out share"),
    "truth too few": (changed("[2.0]", "[]", GENERATED_TEXT), "one for each"),
    "range backwards": (changed(":-1.0,", ":2.0,", GENERATED_TEXT), "begin before it ends"),
    "formula a number": (changed('"v1*tanh(x) + β"', "1"), "valid string"),
    "formula empty": (changed("v1*tanh(x) + β", ""), ""),
    "formula long": (changed("v1*tanh(x) + β", "a+" * 10**6 + "a"), "characters"),
    "data formula": (changed("a*sin(t)", "a*sen(t)", GENERATED_TEXT), "did you mean"),
}


def without(*keys: str, text: str) -> str:
    whole = place = json.loads(text)
    for key in keys[:-1]:
        place = place[key]
    del place[keys[-1]]
    return json.dumps(whole)


for _text in (POINTS_TEXT, GENERATED_TEXT):
    _experiment = json.loads(_text)["experiment"]
    _kind = _experiment["data"]["kind"]
    for _key in _experiment:
        # Without its formula an experiment has the article's, which has no parameter β.
        MISTAKES[f"{_kind} experiment without {_key}"] = (
            without("experiment", _key, text=_text),
            f": Its `{_key}` is missing." + "|no parameter β" * (_key == "formula"),
        )
    for _key in _experiment["data"]:
        MISTAKES[f"{_kind} without {_key}"] = (
            without("experiment", "data", _key, text=_text),
            f": Its `{_key}` is missing." if _key != "kind" else "of which kind",
        )

ATTACKS = (
    "__import__('os').system('true')",
    "a.__class__",
    "a*t if a else b",
    "(lambda: a)()",
    "a" + "**9" * 400,
    "a*9**9**9**9",
    "(" * 490 + "a" + ")" * 490,
    "-" * 900 + "a",
    "open(a)",
    "a\0",
    "a\u202et",
    "[a for a in t]",
    "f'{a}'",
    "a:=1",
)


@pytest.mark.parametrize("version", [1, 2, 3, 4])
@pytest.mark.parametrize(("text", "said"), MISTAKES.values(), ids=MISTAKES)
def test_files_with_a_mistake(path: Path, text: str, said: str, version: int) -> None:
    answer = refused(in_version(version, text), path)
    assert answer.startswith(f"{NAME} holds a mistake; correct it or open another copy: ")
    assert any(part in answer for part in said.split("|"))


@pytest.mark.parametrize(
    ("value", "said"),
    [("-1", "from 0 on; −1.0 is not"), ("Infinity", "inf is not"), ("NaN", "nan is not"),
     ("true", "valid number"), ('"9"', "valid number")],
)  # fmt: skip
def test_a_loss_that_is_none_to_stop_at(path: Path, value: str, said: str) -> None:
    text = today(POINTS_TEXT).replace('"stop_at_loss":null', f'"stop_at_loss":{value}')
    assert said in refused(text, path)


def test_a_key_of_a_later_version(path: Path) -> None:
    text = in_version(2, POINTS_TEXT).replace('"seed":', '"stop_at_loss":null,"seed":')
    assert "unknown `stop_at_loss`" in refused(text, path)
    assert "unknown `needs`" in refused(changed(":1,", ':1,"needs":"0.2.0",'), path)


def classroom(old: str = "", new: str = "") -> str:
    """Today's version with a classroom layout, in which `old` is replaced."""
    assert old in CLASSROOM_TEXT
    changed = CLASSROOM_TEXT.replace(old, new, 1)
    return today(POINTS_TEXT).replace('"classroom":null', f'"classroom":{changed}')


CLASSROOM_MISTAKES = {
    "a list": (classroom(CLASSROOM_TEXT, "[]"), "The classroom should be an object."),
    "a text": (classroom(CLASSROOM_TEXT, '"fit"'), "The classroom should be an object."),
    "empty": (classroom(CLASSROOM_TEXT, "{}"), ": Its `task` is missing."),
    "without views": (classroom('"views":["fit","loss","stages"],'), ": Its `views` is missing."),
    "unknown key": (classroom('"task"', '"run":"rm","task"'), ": It has an unknown `run`."),
    "task twice": (classroom('"task"', '"task":"","task"'), "more than one `task`"),
    "setting twice": (classroom('"seed"', '"seed":"fixed","seed"'), "more than one `seed`"),
    "task a number": (classroom('"Which rate is too large?"', "7"), "task should be a valid"),
    "task too long": (
        classroom("Which", "W" * MAX_TASK),
        "at most 600 characters; this one has 619.",
    ),
    "task of many lines": (classroom("Which", r"\n" * 8), "at most 8 lines; this one has 9."),
    "a control character": (classroom("Which", r"\u0007"), "the character U+0007 in it"),
    "a reversed text": (classroom("Which", r"\u202e"), "the character U+202E in it"),
    "half a letter": (classroom("Which", r"\ud800"), ""),
    "view unknown": (
        classroom('"loss"', '"los"'),
        "There is no view called “los”; there are fit, graph, by_hand, landscape, loss, "
        "loss_parts, curvature, signs, moves, stages, log.",
    ),
    "view with a long name": (classroom('"loss"', f'"{"v" * 10**6}"'), "no view called “vvv"),
    "view a number": (classroom('"loss"', "3"), "should be a valid string"),
    "view twice": (classroom('"loss"', '"fit"'), "The view fit is named twice."),
    "no view": (classroom('"fit","loss",'), "shows at least one view of the run"),
    "views a text": (classroom('["fit","loss","stages"]', '"fit"'), "should be a valid array"),
    "setting unknown": (
        classroom('"seed"', '"sede"'),
        "There is no setting called “sede”; there are learning_rate, epochs, stop_at_loss, seed, "
        "zero_grad, requires_grad, start, formula, data, standardise, held_out.",
    ),
    "setting opened": (
        classroom('"hidden"', '"free"'),
        "A setting is fixed or hidden, or not named; “free”, as for seed, is neither.",
    ),
    "settings a list": (
        classroom('{"learning_rate":"fixed","seed":"hidden"}', "[]"),
        "should be an object",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("text", "said"), CLASSROOM_MISTAKES.values(), ids=CLASSROOM_MISTAKES)
def test_classroom_layouts_with_a_mistake(path: Path, text: str, said: str) -> None:
    assert said in refused(text, path)


def test_an_older_file_cannot_have_a_classroom_layout(path: Path) -> None:
    text = in_version(3, POINTS_TEXT)[:-1] + ',"classroom":null}'
    assert "unknown `classroom`" in refused(text, path)


@pytest.mark.parametrize("attack", ATTACKS)
def test_formulas_that_attack(path: Path, attack: str) -> None:
    for formula, text in (("v1*tanh(x) + β", POINTS_TEXT), ("a*sin(t)", GENERATED_TEXT)):
        refused(changed(f'"{formula}"', json.dumps(attack), text), path)


@pytest.mark.parametrize(
    ("filling", "said"),
    [
        ("1," * 2_100_000, "more than 1,000,000 points"),
        ("null," * 20_000, "far more besides numbers"),
        ("[]," * 20_000, "far more besides numbers"),
        ('{"a":1},' * 20_000, "far more besides numbers"),
        ('"",' * 20_000, "far more besides numbers"),
        ("[" * 50_000, "far more besides numbers"),
    ],
)
def test_what_costs_far_more_than_its_bytes_is_refused_before_it_is_read(
    path: Path, monkeypatch: pytest.MonkeyPatch, filling: str, said: str
) -> None:
    monkeypatch.setattr(document, "_Head", None)
    monkeypatch.setattr(document, "_Document", None)
    assert said in refused(changed("0.1", f"{filling}0.1"), path)


def test_a_number_of_a_million_digits(path: Path) -> None:
    path.write_text(changed("0.1", f"0.1{'0' * 10**6}"), "utf-8")
    assert same(load(path).experiment, POINTS)
    assert "number out of range" in refused(changed("0.1", "1" * 10**6), path)


def test_a_file_that_is_too_large_is_not_read(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with path.open("wb") as stream:
        stream.truncate(document.MAX_BYTES + 1)
    with monkeypatch.context() as patch:
        patch.setattr(Path, "open", failing(errno.EIO))
        with pytest.raises(DocumentError, match="128 MB") as caught:
            load(path)
    checked(caught.value)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_is_neither_waited_for_nor_replaced(path: Path) -> None:
    os.mkfifo(path)
    with pytest.raises(DocumentError, match="pipe"):
        load(path)
    with pytest.raises(DocumentError, match="pipe"):
        save(POINTS, path)
    assert path.is_fifo()


def test_a_device_is_not_read() -> None:
    # Only read here: a save that went wrong would put a file in the place of a real device.
    with pytest.raises(DocumentError, match="device"):
        load(Path(os.devnull))


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (errno.EACCES, "may not be read"),
        (errno.EIO, os.strerror(errno.EIO)),
        (errno.ENOENT, "There is no file"),
    ],
)
def test_a_file_that_cannot_be_read(
    path: Path, monkeypatch: pytest.MonkeyPatch, number: int, said: str
) -> None:
    save(POINTS, path)
    monkeypatch.setattr(Path, "open", failing(number))
    with pytest.raises(DocumentError, match=said) as caught:
        load(path)
    checked(caught.value)


def test_an_empty_file_is_not_read(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path.touch()
    monkeypatch.setattr(Path, "open", failing(errno.EIO))
    with pytest.raises(DocumentError) as caught:
        load(path)
    assert str(caught.value) == f"{NAME} is empty: open another copy of it."


def test_a_missing_file(path: Path) -> None:
    with pytest.raises(DocumentError) as caught:
        load(path)
    assert str(caught.value) == f"There is no file {NAME}: check its name and folder."


# --- whatever a file holds: an experiment or a sentence ---

TOKENS = (
    *(b'"', b"\\", b"{", b"}", b"[", b"]", b",", b":", b"-", b".", b"e", b"0", b"9", b"\0"),
    *(b"null", b"true", b"NaN", b"Infinity", b"1e999", b"1e-999", b"\\ud800", b"\\u0000"),
    *(b"\xff", b"\xed\xa0\x80", b"\xef\xbb\xbf", "🎢".encode(), b" ", b"\n", b"9" * 330),
    *(b'"seed":1,', b'"kind":"generated",', b'"truth":[1],', b"[[[[", b"__import__('os')"),
)
EDITS = st.lists(
    st.tuples(
        st.integers(0, 600),
        st.integers(0, 40),
        st.sampled_from(TOKENS) | st.binary(max_size=6),
    ),
    max_size=6,
)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.just(10**400),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=8,
)


def opens_or_says(data: bytes) -> None:
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / NAME
        path.write_bytes(data)
        try:
            opened = load(path)
        except DocumentError as error:
            checked(error)
        else:
            save(opened.experiment, path, opened.classroom)
            assert same(load(path).experiment, opened.experiment)
            assert load(path).classroom == opened.classroom


TEXTS = st.sampled_from(
    [POINTS_TEXT, GENERATED_TEXT, today(POINTS_TEXT), today(GENERATED_TEXT), classroom()]
)


@given(TEXTS, EDITS)
def test_a_valid_file_with_bytes_changed(text: str, edits: list[tuple[int, int, bytes]]) -> None:
    data = text.encode()
    for at, cut, new in edits:
        data = data[:at] + new + data[at + cut :]
    opens_or_says(data)


@given(TEXTS, st.data())
def test_a_valid_file_with_values_changed(text: str, choose: st.DataObject) -> None:
    whole = json.loads(text)
    places = [whole, whole["experiment"], whole["experiment"]["data"]]
    if whole.get("classroom"):
        places += [whole["classroom"], whole["classroom"]["settings"]]
    for _ in range(choose.draw(st.integers(1, 3))):
        place = choose.draw(st.sampled_from(places))
        place[choose.draw(st.sampled_from(sorted(place)) | st.text(max_size=3))] = choose.draw(
            VALUES
        )
    opens_or_says(json.dumps(whole).encode())


@given(st.binary(max_size=200) | st.text(st.sampled_from('{}[]",:0truefalsn \\')).map(str.encode))
def test_any_file(data: bytes) -> None:
    opens_or_says(data)
