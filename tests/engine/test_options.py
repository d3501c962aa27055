"""The command line: what its options are called and what is told of them."""

import re

import pytest

from engine.options import command_line

# What stands before the explanation, and the explanation.
TOLD = {
    "FILE": "a .learnscope file to open, or one of lessons",
    "--seed N": "seed of the noise and the starting parameters",
    "--learning-rate X": "learning rate (1e-5)",
    "--epochs N": "how many epochs to train (200)",
    "--stop-at-loss X": "end with the first epoch whose loss is not above X",
    "--formula TEXT": "the model, such as 'a*(t**2) + b*(t) + c'",
    "--data FILE": "a CSV or TSV table to learn from",
    "--x COLUMN": "with --data: the column of inputs",
    "--y COLUMN": "with --data: the column of targets",
    "--start a=1,b=0": "starting values of parameters",
    "--standardise": "train on standardised inputs",
    "--plain": "train every epoch statement by statement, replaying none",
    "--lesson FILE": "give the lessons in a .toml file",
    "--speed X|max": "epochs a second (10), or max",
    "--play": "start playing at once",
    "--theme {light,dark,system}": "colours of the window",
    "--size WxH": "size of the window",
    "--screenshot FILE": "train, write a PNG of the window, exit",
    "--headless": "train without a window and print every epoch",
    "--json": "with --headless: one JSON object a line",
    "--explain N": "with --headless: explain epoch N, operation by operation, instead of printing "
    "all",
    "--point I": "with --explain: with the numbers of data point I, counted from 0 (the last)",
    "--map a,b": "train, draw the loss around two parameters, exit",
    "--output FILE": "with --headless or --map: write there",
    "--version": "show program's version number and exit",
}


def test_every_option_says_what_it_does(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    said = command_line().format_help()
    told = dict(re.findall(r"^  (\S.*?)  +(\S.*)$", said.partition("-h, --help")[0], re.M))
    told |= dict(re.findall(r"^  (--\S.*?)\s{2,}(\S.*)$", said, re.M))
    assert {name: told.get(name) for name in TOLD} == TOLD
    assert said.startswith("usage: learnscope [-h] ")
    assert "\n\nWatch a PyTorch model learn, one gradient at a time.\n\n" in said


def test_what_is_not_given_is_not_there() -> None:
    assert vars(command_line().parse_args([])) == {"document": None}
    given = vars(command_line().parse_args(["--standardise", "--play", "--headless", "--json"]))
    assert given == {
        "document": None, "standardise": True, "play": True, "headless": True, "json": True,
    }  # fmt: skip
