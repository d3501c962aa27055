"""The command line: what it takes, what it prints, and how it ends."""

import gc
import json
import os
import re
import shlex
import shutil
import sys
from collections.abc import Callable, Iterator
from importlib.abc import MetaPathFinder
from pathlib import Path
from typing import Any

import pytest
import torch

import gui
import main
from engine import __version__, headless
from engine.experiment import Classroom, Experiment, Points
from engine.experiment.classroom import SETTINGS
from engine.experiment.document import save
from engine.lessons import shipped
from engine.lessons.reading import SHIPPED
from engine.training.replay import Replay
from gui import application
from tests.article import Article
from tests.programs import Ended, one_sentence

DIVERGES = "1e-4"
TABLE = "time,speed,height\n0,5.5,30\n1,6.25,20\n2,8,25\n"

linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only asked on Linux")


Run = Callable[..., Ended]


@pytest.fixture
def learnscope(capsys: pytest.CaptureFixture[str]) -> Iterator[Run]:
    """Runs the program in this process: `learnscope("--seed 3", "--output", path)`."""

    def run(options: str = "", *arguments: object) -> Ended:
        try:
            code: object = main.main([*shlex.split(options), *map(str, arguments)])
        except SystemExit as end:
            code = end.code
        return Ended(code, *capsys.readouterr())

    yield run
    # Switched off until there is a window, and some of the tests open none.
    gc.enable()


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> dict[str, tuple[Any, ...]]:
    """What is asked of the window instead of opening it: {"run", "screenshot" or "draw_map": …}."""
    asked: dict[str, tuple[Any, ...]] = {}
    for name in ("run", "screenshot", "draw_map"):
        monkeypatch.setattr(
            application, name, lambda *arguments, name=name: asked.update({name: arguments}) or 0
        )
    return asked


class FailingImport(MetaPathFinder):
    def __init__(self, name: str, error: BaseException) -> None:
        self._name, self._error = name, error

    def find_spec(self, fullname: str, *_: object) -> None:
        if fullname == self._name:
            raise self._error


def fail_import(monkeypatch: pytest.MonkeyPatch, name: str, error: BaseException) -> None:
    monkeypatch.delitem(sys.modules, name)
    monkeypatch.setattr(sys, "meta_path", [FailingImport(name, error), *sys.meta_path])


class TestHelpAndVersion:
    def test_version(self, learnscope: Run) -> None:
        assert learnscope("--version") == Ended(0, f"learnscope {__version__}\n", "")

    def test_help_tells_every_option(self, learnscope: Run) -> None:
        ended = learnscope("--help")
        assert (ended.code, ended.err) == (0, "")
        for option in (
            "--seed N", "--learning-rate X", "--epochs N", "--stop-at-loss X",
            "--formula TEXT", "--start",
            "--data FILE", "--x COLUMN", "--y COLUMN", "--standardise", "--plain",
            "--speed X|max", "--play",
            "--theme {light,dark,system}", "--size WxH", "--screenshot FILE",
            "--headless", "--json", "--explain N", "--point I", "--map a,b", "--output FILE",
            "--lesson FILE",
            "--version",
        ):  # fmt: skip
            assert f"  {option}" in ended.out

    def test_the_examples_of_the_help_run(
        self,
        learnscope: Run,
        asked: dict[str, Any],
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.chdir(tmp_path)
        Path("speed.csv").write_text(TABLE)
        save(Experiment(), Path("mine.learnscope"))
        trained = []
        monkeypatch.setattr(headless, "train", lambda *run, **_: trained.append(run))
        monkeypatch.setattr(headless, "explain", lambda *run: trained.append(run))
        examples = re.findall(r"^  learnscope\b(.*?)(?:  |$)", learnscope("--help").out, re.M)
        assert len(examples) >= 4
        for example in examples:
            assert learnscope(example) == Ended(0, "", "")
        assert set(asked) == {"run", "screenshot", "draw_map"}
        assert [run[1:3] for run in trained if len(run) == 5] == [(1, 19)]
        assert len(trained) == 2


class TestBadValues:
    @pytest.mark.parametrize(
        ("options", "said"),
        [
            ("--seed x", "“x” is not a whole number"),
            ("--seed 1.5", "“1.5” is not a whole number"),
            ("--seed -1", "The seed must be between 0 and"),
            (f"--seed {2**63}", "The seed must be between 0 and"),
            ("--seed", "expected one argument"),
            ("--learning-rate fast", "“fast” is not a number"),
            ("--learning-rate 0", "The learning rate must be above 0"),
            ("--learning-rate=-1e-5", "The learning rate must be above 0"),
            ("--learning-rate nan", "The learning rate must be above 0"),
            ("--learning-rate inf", "The learning rate must be above 0"),
            ("--epochs 0", "The number of epochs must be between 1 and 10,000,000; 0 is not"),
            ("--epochs -5", "−5 is not"),
            ("--epochs 1e3", "“1e3” is not a whole number"),
            ("--epochs 1_0", "“1_0” is not a whole number"),
            ("--epochs '١٠'", "“١٠” is not a whole number"),
            (f"--epochs {'9' * 5000}", "9…” is too large a number"),
            (f"--epochs {'9' * 900}", "must be between 1 and 10,000,000; 999,999,999"),
            (f"--seed {'x' * 5000}", "x…” is not a whole number"),
            ("--learning-rate 1_0", "“1_0” is not a number"),
            (f"--learning-rate {'x' * 5000}", "x…” is not a number"),
            ("--speed 1_0", "“1_0” is not a speed"),
            (f"--speed {'9' * 5000}", "9…” is not a speed"),
            ("--size 1_440x900", "“1_440x900” is not a size"),
            (f"--size {'9' * 5000}x900", "9…” is not a size"),
            (f"--theme {'x' * 5000}", "invalid choice: 'xxx"),
            (f"--{'x' * 5000}", "Unrecognized arguments: --xxx"),
            ("--start a=1_0", "“1_0” is not a number"),
            (f"--start {'x' * 5000}", "x…” is not name=number"),
            (f"--start {'x' * 5000}=1", "The formula has no parameter xxx"),
            ("--start '\udcff=1'", "“\ufffd” is not the name of a parameter"),
            ("--start 'a=\udcff'", "“\ufffd” is not a number"),
            ("--start '\udcff'", "“\ufffd” is not name=number"),
            ("--formula 'a*\udcff'", "An invisible character (U+DCFF)"),
            ("--epochs 10000001", "The number of epochs must be between 1 and 10,000,000"),
            ("--speed 0", "“0” is not a speed"),
            ("--speed -1", "“-1” is not a speed"),
            ("--speed nan", "“nan” is not a speed"),
            ("--speed inf", "from 0.001 to 1,000,000, or max"),
            ("--speed 1e-9", "“1e-9” is not a speed"),
            ("--speed quick", "“quick” is not a speed"),
            ("--theme blue", "invalid choice: 'blue'"),
            ("--size 1440", "“1440” is not a size; write for example 1440x900"),
            ("--size 1440x", "is not a size"),
            ("--size x900", "is not a size"),
            ("--size 0x900", "is not a size"),
            ("--size 1440x-900", "is not a size"),
            ("--size 99999x900", "is not a size"),
            ("--size 14.5x900", "is not a size"),
            ("--size 1440x900x2", "is not a size"),
            ("--start a", "“a” is not name=number"),
            ("--start ''", "“” is not name=number"),
            ("--start a=1,,b=2", "“” is not name=number"),
            ("--start a=one", "“one” is not a number"),
            ("--start a=1,a=2", "a is given two starting values"),
            ("--start d=1", "The formula has no parameter d; it has a, b, c"),
            ("--start a=1e39", "starting value of a"),
            ("--start a=nan", "starting value of a"),
            ("--formula ''", "formula is empty"),
            ("--formula 'a*(t'", "a ) is missing"),
            ("--formula 'import os'", "`import` is a word of Python"),
            ("--formula 'a*t' --start b=1", "The formula has no parameter b; it has a"),
            ("--seed 1 --colour", "Unrecognized arguments: --colour"),
            ("--head", "Unrecognized arguments: --head"),
            ("a.learnscope b.learnscope", "Unrecognized arguments: b.learnscope"),
            ("nowhere.learnscope", "There is no file nowhere.learnscope"),
            ("--data nowhere.csv", "nowhere.csv"),
        ],
    )
    @pytest.mark.parametrize("way", ["", "--headless"])
    def test_is_told_in_one_sentence(
        self, learnscope: Run, way: str, options: str, said: str
    ) -> None:
        if way and options.startswith(("--speed", "--theme", "--size")):
            way = ""
        ended = learnscope(f"{way} {options}")
        assert (ended.code, ended.out) == (2, "")
        sentence = one_sentence(ended.err)
        assert said in sentence
        assert len(sentence) < 250
        assert sentence.endswith(".\n")
        assert not sentence.endswith("..\n")

    @pytest.mark.parametrize(
        ("options", "said"),
        [
            ("--headless --screenshot a.png", "--screenshot is only for the window"),
            ("--headless --play", "--play is only for the window"),
            ("--headless --speed max", "--speed is only for the window"),
            ("--headless --speed 10", "--speed is only for the window"),
            ("--headless --theme dark", "--theme is only for the window"),
            ("--headless --size 1440x900", "--size is only for the window"),
            ("--json", "--json is only for --headless"),
            ("--output run.txt", "--output is only for --headless and --map"),
            ("--screenshot a.png --json", "--json is only for --headless"),
            ("--explain 1", "--explain is only for --headless"),
            ("--map a,b", "--map needs a file to draw into: name it with --output"),
            ("--map a,b --output m.png --headless", "--headless does not go with it"),
            ("--map a,b --output m.png --screenshot s.png", "--screenshot does not go with it"),
            ("--map a,b --output m.png --play", "--play does not go with it"),
            ("--map a,b --output m.png --json", "--json is only for --headless"),
            ("--map a --output m.png", "“a” is not two parameters; write for example a,b"),
            ("--map a,b,c --output m.png", "“a,b,c” is not two parameters"),
            ("--map , --output m.png", "“,” is not two parameters"),
            ("--map a,a --output m.png", "a map needs two different parameters, not a twice"),
            ("--map a,q --output m.png", "the formula has no parameter q; it has a, b, c"),
            ("--map a,b --formula a*t --output m.png", "no parameter b; it has a"),
            ("--headless --point 1", "--point picks the data point whose numbers --explain gives"),
            ("--headless --explain 0", "--explain 0: the run has epochs 1 to 200"),
            ("--headless --explain 201", "--explain 201: the run has epochs 1 to 200"),
            ("--headless --epochs 5 --explain 6", "--explain 6: the run has epochs 1 to 5"),
            ("--headless --explain -1", "--explain -1: the run has epochs 1 to 200"),
            ("--headless --explain one", "“one” is not a whole number"),
            ("--headless --explain 1 --point 20", "the data has 20 points, counted from 0 to 19"),
            ("--headless --explain 1 --point -1", "the data has 20 points, counted from 0 to 19"),
            ("--headless --explain 1 --point 1.5", "“1.5” is not a whole number"),
            ("--x time", "--x names a column of the table that --data gives"),
            ("--y speed", "--y names a column of the table that --data gives"),
        ],
    )
    def test_what_makes_no_sense_together(self, learnscope: Run, options: str, said: str) -> None:
        ended = learnscope(options)
        assert (ended.code, ended.out) == (2, "")
        assert said in one_sentence(ended.err)

    @pytest.mark.parametrize("size", ["1023x900", "1440x699", "10x10"])
    def test_a_window_that_is_too_small(
        self, learnscope: Run, asked: dict[str, Any], size: str
    ) -> None:
        ended = learnscope(f"--size {size}")
        assert (ended.code, asked) == (2, {})
        said = f"The window needs at least 1024x700; {size} is too small.\n"
        assert one_sentence(ended.err) == said


class TestTheWindow:
    def test_with_nothing_said_it_is_the_articles_example(
        self, learnscope: Run, asked: dict[str, Any]
    ) -> None:
        assert learnscope() == Ended(0, "", "")
        assert asked == {
            "run": (Experiment(), None, 10.0, False, None, None, "", None, None, False)
        }

    def test_every_option_arrives(self, learnscope: Run, asked: dict[str, Any]) -> None:
        ended = learnscope(
            "--seed 3 --learning-rate 3e-6 --epochs 7 --formula 'k*t + m' --start k=-1.5,m=2"
            " --standardise --speed 0.5 --play --theme dark --size 1200X800"
        )
        assert ended == Ended(0, "", "")
        experiment = Experiment(
            seed=3,
            learning_rate=3e-6,
            epochs=7,
            formula="k*t + m",
            start={"k": -1.5, "m": 2.0},
            standardise=True,
        )
        assert asked == {
            "run": (experiment, "dark", 0.5, True, (1200, 800), None, "", None, None, False)
        }

    def test_as_fast_as_it_goes(self, learnscope: Run, asked: dict[str, Any]) -> None:
        learnscope("--speed max")
        assert asked["run"][2] is None

    def test_a_screenshot(self, learnscope: Run, asked: dict[str, Any], tmp_path: Path) -> None:
        file = tmp_path / "a picture.png"
        learnscope("--epochs 9 --theme light --size 1024x700 --screenshot", file)
        assert asked == {
            "screenshot": (Experiment(epochs=9), file, "light", (1024, 700), None, False)
        }

    def test_a_map(self, learnscope: Run, asked: dict[str, Any], tmp_path: Path) -> None:
        file = tmp_path / "a map.png"
        learnscope("--epochs 9 --theme dark --size 1024x700 --map", "b, c", "--output", file)
        wanted = Experiment(epochs=9), ("b", "c"), file, "dark", (1024, 700), False
        assert asked == {"draw_map": wanted}

    def test_a_map_into_a_folder_that_is_not_there_is_refused_before_training(
        self, learnscope: Run, asked: dict[str, Any], tmp_path: Path
    ) -> None:
        ended = learnscope("--map a,b --output", tmp_path / "nowhere" / "map.png")
        assert (ended.code, asked) == (2, {})
        assert "cannot be written" in one_sentence(ended.err)

    @pytest.mark.parametrize("file", ["", "missing/a.png"])
    def test_a_screenshot_that_cannot_be_written_is_refused_before_training(
        self, learnscope: Run, asked: dict[str, Any], tmp_path: Path, file: str
    ) -> None:
        ended = learnscope("--screenshot", tmp_path / file)
        assert (ended.code, asked) == (2, {})
        assert f"{tmp_path / file} cannot be written" in one_sentence(ended.err)

    def test_its_exit_code_is_the_programs(
        self, learnscope: Run, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(application, "run", lambda *_: 7)
        assert learnscope().code == 7


class TestPlainly:
    def test_the_window_is_told(self, learnscope: Run, asked: dict[str, Any]) -> None:
        for options in ("", "--screenshot a.png", "--map a,b --output a.png"):
            for plain in (True, False):
                asked.clear()
                learnscope(f"--plain {options}" if plain else options)
                [given] = asked.values()
                assert given[-1] is plain

    def test_headless_gives_the_same_without_a_replay(
        self, learnscope: Run, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        replayed = learnscope("--headless --epochs 100")
        monkeypatch.setattr(Replay, "_look_on", None)
        assert learnscope("--headless --epochs 100 --plain") == replayed


class TestDocuments:
    def test_one_is_opened_and_can_be_changed(
        self, learnscope: Run, asked: dict[str, Any], tmp_path: Path
    ) -> None:
        file = tmp_path / "mine.learnscope"
        saved = Experiment(seed=7, formula="k*t", epochs=30, zero_grad=False)
        save(saved, file)
        assert learnscope("", file) == Ended(0, "", "")
        assert asked["run"][0] == saved
        assert asked["run"][5] == file
        assert learnscope("--epochs 9 --start k=2", file) == Ended(0, "", "")
        assert asked["run"][0] == saved.changed(epochs=9, start={"k": 2.0})

    def test_headless(self, learnscope: Run, tmp_path: Path) -> None:
        file = tmp_path / "mine.learnscope"
        save(Experiment(seed=7, epochs=2), file)
        ended = learnscope("--headless --json", file)
        assert [json.loads(line)["loss"] for line in ended.out.splitlines()] == [
            epoch.loss for epoch in Article(seed=7).epochs(2)
        ]

    @pytest.mark.parametrize("option", ["--lesson", ""])
    def test_lessons_are_read_before_the_window_opens(
        self, learnscope: Run, asked: dict[str, Any], tmp_path: Path, option: str
    ) -> None:
        file = tmp_path / "line.toml"
        shutil.copy(SHIPPED, file)
        assert learnscope(option, file) == Ended(0, "", "")
        lessons, path = asked["run"][8]
        assert (lessons.title, len(lessons.lessons), path) == (shipped().title, 17, file)
        assert asked["run"][0] == Experiment()
        asked.clear()
        file.write_text(file.read_text("utf-8").replace('id = "', 'id = "1 2', 1), "utf-8")
        ended = learnscope(option, file)
        assert (ended.code, ended.out, asked) == (2, "", {})
        assert re.search(r"line\.toml, line \d+, `id`: ", one_sentence(ended.err))
        ended = learnscope(option, tmp_path / "none.toml")
        assert (ended.code, asked) == (2, {})
        assert "There is no file none.toml" in one_sentence(ended.err)

    @pytest.mark.parametrize(
        ("options", "said"),
        [
            ("--headless", "--lesson is only for the window"),
            ("--map a,b --output a.png", "--lesson does not go with it"),
            ("--screenshot a.png", "--screenshot does not go with it"),
            ("--play", "--play does not go with it"),
        ],
    )
    def test_what_does_not_go_with_lessons(
        self, learnscope: Run, asked: dict[str, Any], options: str, said: str
    ) -> None:
        for lesson in (f"--lesson {SHIPPED}", str(SHIPPED)):
            ended = learnscope(f"{options} {lesson}")
            assert (ended.code, asked) == (2, {})
            assert said in one_sentence(ended.err)

    def test_what_its_classroom_layout_has_closed_stays_as_it_is(
        self, learnscope: Run, asked: dict[str, Any], tmp_path: Path
    ) -> None:
        table = tmp_path / "speed.csv"
        table.write_text(TABLE)
        file = tmp_path / "mine.learnscope"
        classroom = Classroom(
            settings=dict.fromkeys(SETTINGS, "fixed") | {"data": "hidden", "seed": "hidden"}
        )
        save(Experiment(), file, classroom)
        for option, said in (
            ("--learning-rate 1e-5", "The learning rate is fixed in the classroom layout"),
            ("--epochs 9", "The epochs are fixed"),
            ("--stop-at-loss 9", "The loss to stop at is fixed"),
            ("--seed 0", "The seed is fixed"),
            ("--formula a*t", "The formula is fixed"),
            ("--start a=1", "The starting values are fixed"),
            ("--standardise", "Standardise is fixed"),
            (f"--data {table}", "The data are fixed"),
        ):
            for more in ("", "--screenshot a.png"):
                ended = learnscope(f"{option} {more}", file)
                assert (ended.code, asked) == (2, {})
                assert said in one_sentence(ended.err)
                assert f"leave {option.split()[0]} out" in ended.err
        learnscope("", file)
        assert asked["run"][7] == classroom
        learnscope("--screenshot a.png", file)
        assert asked["screenshot"][4] == classroom

    def test_what_is_free_in_a_classroom_layout_can_be_changed(
        self, learnscope: Run, asked: dict[str, Any], tmp_path: Path
    ) -> None:
        file = tmp_path / "mine.learnscope"
        save(Experiment(), file, Classroom(settings={"seed": "fixed"}))
        assert learnscope("--epochs 9", file).code == 0
        assert asked["run"][0] == Experiment(epochs=9)

    def test_without_a_window_there_is_no_layout(self, learnscope: Run, tmp_path: Path) -> None:
        file, plain = tmp_path / "mine.learnscope", tmp_path / "plain.learnscope"
        save(Experiment(epochs=3), file, Classroom(settings={"seed": "fixed", "epochs": "hidden"}))
        save(Experiment(epochs=3), plain)
        for options in ("--headless", "--headless --seed 3 --epochs 2 --json"):
            ended = learnscope(options, file)
            assert ended == learnscope(options, plain)
            assert ended.code == 0

    @pytest.mark.parametrize("text", ["", "{}", "not one", '{"learnscope": 1}'])
    def test_what_is_none_is_told(self, learnscope: Run, tmp_path: Path, text: str) -> None:
        file = tmp_path / "mine.learnscope"
        file.write_text(text)
        ended = learnscope("", file)
        assert (ended.code, ended.out) == (2, "")
        assert "mine.learnscope" in one_sentence(ended.err)


class TestTables:
    @pytest.fixture
    def table(self, tmp_path: Path) -> Path:
        table = tmp_path / "speed.csv"
        table.write_text(TABLE)
        return table

    def test_its_columns_are_picked_by_name(
        self, learnscope: Run, asked: dict[str, Any], table: Path
    ) -> None:
        assert learnscope("--x height --y time --data", table) == Ended(0, "", "")
        data = asked["run"][0].data
        assert isinstance(data, Points)
        assert (data.inputs, data.targets) == ((30.0, 20.0, 25.0), (0.0, 1.0, 2.0))
        assert (data.input_name, data.target_name) == ("height", "time")

    def test_or_guessed(self, learnscope: Run, asked: dict[str, Any], table: Path) -> None:
        assert learnscope("--data", table) == Ended(0, "", "")
        assert asked["run"][0].data.input_name == "time"
        assert asked["run"][0].data.inputs == (0.0, 1.0, 2.0)

    def test_a_column_that_is_not_there_is_told(self, learnscope: Run, table: Path) -> None:
        ended = learnscope("--x weight --data", table)
        assert (ended.code, ended.out) == (2, "")
        assert "weight" in one_sentence(ended.err)

    def test_rows_that_are_left_out_are_told(
        self, learnscope: Run, asked: dict[str, Any], table: Path
    ) -> None:
        table.write_text(TABLE + "3,,26\n")
        ended = learnscope("--x time --y speed --data", table)
        assert (ended.code, ended.out) == (0, "")
        assert "1 " in one_sentence(ended.err)
        assert asked["run"][0].data.inputs == (0.0, 1.0, 2.0)
        # The window says so, too, and how the table was read.
        assert asked["run"][6].startswith("3 of 4 rows used; 1 left out: line 5 ")
        assert "Read as 4 rows and " in asked["run"][6]


@pytest.mark.parametrize("option", ["--headless --output", "--screenshot", "--map k,m --output"])
class TestWhatIsReadIsNotOverwritten:
    @pytest.fixture(params=["itself", "another way to it", "a symbolic link", "a hard link"])
    def other_name(self, request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[Path], Path]:
        """Another name of a file."""

        def name(file: Path) -> Path:
            link = tmp_path / "link"
            match request.param:
                case "itself":
                    return file
                case "another way to it":
                    (tmp_path / "folder").mkdir()
                    return tmp_path / "folder" / ".." / file.name
                case "a symbolic link":
                    try:
                        link.symlink_to(file)
                    except OSError:
                        pytest.skip("no symbolic links here")
                case "a hard link":
                    try:
                        link.hardlink_to(file)
                    except OSError:
                        pytest.skip("no hard links here")
            return link

        return name

    def test_a_table(
        self,
        learnscope: Run,
        asked: dict[str, Any],
        tmp_path: Path,
        other_name: Callable[[Path], Path],
        option: str,
    ) -> None:
        table = tmp_path / "speed.csv"
        table.write_text(TABLE)
        ended = learnscope(option, other_name(table), "--data", table)
        assert (ended.code, ended.out, asked) == (2, "", {})
        name = option.rsplit(maxsplit=1)[-1]
        assert one_sentence(ended.err) == (
            f"{name} would overwrite the table that is read, {table}: name another file.\n"
        )
        assert table.read_text() == TABLE

    def test_an_experiment(
        self,
        learnscope: Run,
        asked: dict[str, Any],
        tmp_path: Path,
        other_name: Callable[[Path], Path],
        option: str,
    ) -> None:
        document = tmp_path / "mine.learnscope"
        save(Experiment(epochs=1), document)
        before = document.read_bytes()
        ended = learnscope(option, other_name(document), document)
        assert (ended.code, ended.out, asked) == (2, "", {})
        assert f"would overwrite the experiment that is read, {document}" in one_sentence(ended.err)
        assert document.read_bytes() == before

    def test_another_file_beside_it_may_be(
        self, learnscope: Run, asked: dict[str, Any], tmp_path: Path, option: str
    ) -> None:
        table, other = tmp_path / "speed.csv", tmp_path / "run.out"
        table.write_text(TABLE)
        other.write_text("an older run")
        run = f"--formula 'k*t + m' --epochs 1 {option}"
        assert learnscope(run, other, "--data", table) == Ended(0, "", "")
        assert {*asked} & {"screenshot", "draw_map"} or other.read_text().startswith("epoch 1\n")


class TestHeadless:
    def test_prints_what_the_article_prints(self, learnscope: Run) -> None:
        said = []
        for number, epoch in enumerate(Article(seed=5, lr=2e-5).epochs(3), 1):
            preds, grad = torch.from_numpy(epoch.preds), torch.from_numpy(epoch.grad)
            said.append(f"epoch {number}\n{preds}\n{torch.tensor(epoch.loss)!s}\n{grad}\n\n")
        ended = learnscope("--headless --seed 5 --learning-rate 2e-5 --epochs 3")
        assert ended == Ended(0, "".join(said), "")

    def test_json_is_the_articles_loop_to_the_last_bit(self, learnscope: Run) -> None:
        ended = learnscope("--headless --json")
        assert (ended.code, ended.err) == (0, "")
        lines = [json.loads(line) for line in ended.out.splitlines()]
        assert len(lines) == 200
        for line, epoch in zip(lines, Article().epochs(200), strict=True):
            assert line["params"] == epoch.params.tolist()
            assert line["predictions"] == epoch.preds.tolist()
            assert line["loss"] == epoch.loss
            assert line["gradient"] == epoch.grad.tolist()
            assert line["updated_params"] == epoch.updated_params.tolist()

    def test_an_epoch_is_explained(self, learnscope: Run, tmp_path: Path) -> None:
        ended = learnscope("--headless --explain 2 --point 3")
        assert (ended.code, ended.err) == (0, "")
        assert ended.out.startswith("Epoch 2, explained at point 3: t = 3; speed = 32.254\n")
        file = tmp_path / "epoch.json"
        ended = learnscope("--headless --explain 200 --json --output", file)
        assert ended == Ended(0, "", "")
        told = json.loads(file.read_text("utf-8"))
        last = [*Article().epochs(200)][-1]
        assert told["params"] == last.params.tolist()
        assert [told["moves"][name]["after"] for name in "abc"] == last.updated_params.tolist()

    def test_a_point_that_is_held_out_cannot_explain(self, learnscope: Run, tmp_path: Path) -> None:
        file = tmp_path / "apart.learnscope"
        save(Experiment(held_out=0.3), file)
        ended = [learnscope(f"--headless --explain 1 --point {point}", file) for point in range(20)]
        assert sorted({each.code for each in ended}) == [0, 2]
        refused = [each for each in ended if each.code == 2]
        assert len(refused) == 6
        assert all("is held out" in one_sentence(each.err) for each in refused)

    def test_an_epoch_that_is_never_reached_is_not_explained(self, learnscope: Run) -> None:
        ended = learnscope(f"--headless --explain 100 --learning-rate {DIVERGES}")
        assert (ended.code, ended.out) == (1, "")
        said = one_sentence(ended.err)
        assert said.startswith("There is no epoch 100 to explain. Diverged at epoch 26")

    def test_output_is_written_to_the_file(self, learnscope: Run, tmp_path: Path) -> None:
        file = tmp_path / "run.jsonl"
        file.write_text("what was there before\n" * 1000)
        assert learnscope("--headless --json --epochs 3 --output", file) == Ended(0, "", "")
        assert file.read_text("utf-8") == learnscope("--headless --json --epochs 3").out

    def test_a_file_keeps_its_name_in_what_is_said(self, learnscope: Run) -> None:
        assert one_sentence(learnscope("--headless --output missing/run.txt").err) == (
            "missing/run.txt cannot be written: No such file or directory.\n"
        )

    @pytest.mark.parametrize("file", ["", "missing/run.txt"])
    def test_output_that_cannot_be_written(
        self, learnscope: Run, tmp_path: Path, file: str
    ) -> None:
        ended = learnscope("--headless --output", tmp_path / file)
        assert (ended.code, ended.out) == (2, "")
        assert f"{tmp_path / file} cannot be written: " in one_sentence(ended.err)

    @linux
    def test_output_to_a_full_disk(self, learnscope: Run) -> None:
        ended = learnscope("--headless --epochs 3 --output /dev/full")
        assert (ended.code, ended.out) == (1, "")
        assert "/dev/full cannot be written: No space left" in one_sentence(ended.err)

    def test_divergence_is_told_after_what_was_trained(self, learnscope: Run) -> None:
        epochs = Article(lr=float(DIVERGES)).epochs(200)
        ended = learnscope(f"--headless --json --learning-rate {DIVERGES}")
        assert ended.code == 1
        assert len(ended.out.splitlines()) == len(epochs) < 200
        assert f"Diverged at epoch {len(epochs)}:" in one_sentence(ended.err)

    def test_other_formulas_and_starts(self, learnscope: Run) -> None:
        ended = learnscope(
            "--headless --json --epochs 1 --formula 'm + k*t' --start k=0.5 --standardise"
        )
        assert (ended.code, ended.err) == (0, "")
        line = json.loads(ended.out)
        assert line["names"] == ["m", "k"]
        assert line["params"][1] == 0.5


class TestWhatIsMissing:
    @pytest.mark.parametrize(
        ("options", "module"),
        [("--headless", "engine.headless"), ("", "gui.application")],
    )
    def test_ctrl_c_while_libraries_are_loaded(
        self, learnscope: Run, monkeypatch: pytest.MonkeyPatch, options: str, module: str
    ) -> None:
        monkeypatch.delattr(gui, "application")
        fail_import(monkeypatch, module, KeyboardInterrupt())
        assert learnscope(options) == Ended(130, "", "")

    @linux
    def test_a_screenshot_needs_no_display(
        self, learnscope: Run, asked: dict[str, Any], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
            monkeypatch.delenv(name, raising=False)
        assert learnscope("--screenshot a.png").code == 0
        assert "screenshot" in asked
        assert os.environ["QT_QPA_PLATFORM"] == "offscreen"

    def test_a_system_library(self, learnscope: Run, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.delattr(gui, "application")
        said = "libEGL.so.1: cannot open shared object file: No such file or directory"
        fail_import(monkeypatch, "gui.application", ImportError(said))
        ended = learnscope()
        assert (ended.code, ended.out) == (1, "")
        sentence = one_sentence(ended.err)
        assert "(libEGL.so.1)" in sentence
        assert re.search(r"on Debian or Ubuntu: sudo apt install .*\blibegl1 .*", sentence)

    @pytest.mark.parametrize(
        ("system", "said", "remedy"),
        [
            (
                "linux",
                "libgomp.so.1: cannot open shared object file: No such file or directory",
                "sudo apt install libgomp1 libstdc++6",
            ),
            (
                "linux",
                "libcudart.so.12: cannot open shared object file: No such file or directory",
                "python -m pip install --force-reinstall torch",
            ),
            (
                "win32",
                '[WinError 126] The module could not be found. Error loading "C:\\t\\c10.dll".',
                "Visual C++ Redistributable",
            ),
            ("darwin", "dlopen: no", "python -m pip install --force-reinstall torch"),
        ],
    )
    @pytest.mark.parametrize("kind", [OSError, ImportError])
    def test_a_library_of_pytorchs(
        self,
        learnscope: Run,
        monkeypatch: pytest.MonkeyPatch,
        kind: type[Exception],
        system: str,
        said: str,
        remedy: str,
    ) -> None:
        monkeypatch.setattr(sys, "platform", system)
        fail_import(monkeypatch, "torch", kind(said))
        ended = learnscope("--headless")
        assert (ended.code, ended.out) == (1, "")
        sentence = one_sentence(ended.err)
        assert sentence.startswith(f"PyTorch cannot be loaded ({said.rstrip('.')}): install ")
        assert remedy in sentence

    def test_a_fault_of_our_own_is_not_hidden(
        self, learnscope: Run, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        missing = ModuleNotFoundError("No module named 'engine.headless'", name="engine.headless")
        fail_import(monkeypatch, "engine.headless", missing)
        with pytest.raises(ModuleNotFoundError):
            learnscope("--headless")
