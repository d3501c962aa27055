"""Where each key of a TOML text stands, whatever is written around it."""

import tomllib
from typing import Any

import pytest

from engine.lessons.lines import lines_of, nearest
from tests.approved import Hold

TEXT = '''\
# A comment with [brackets], "quotes" and a = sign.
title = "x # [not a table] = {}" # and after it

[[lesson]]
id = """several
lines with "quotes" and \\""" three of them
here"""
path = 'C:\\dir "and" more'
setting = {start = {a = 1.0, "b" = 2}, epochs = 30}
[lesson.answer]
kind = \'\'\'two
lines ] }\'\'\'
options = [
  # ] a comment
  {text = "a, b]", is = "left"},

  {text = "}", below = 3},
]
[[lesson.wrong]]
when = "x"
[[lesson.wrong]]
when.more = 2020-01-01 10:00:00
[[lesson]]
id = "2"
wrong = [{when = "else"}, {when = "[["}]
empty = []
deep = [[1, 2], [3,
  4]]
[a.b]
c = 1
'''
EXPECTED = {
    ("title",): 2,
    ("lesson", 0): 4,
    ("lesson", 0, "id"): 5,
    ("lesson", 0, "path"): 8,
    ("lesson", 0, "setting", "start", "a"): 9,
    ("lesson", 0, "setting", "start", "b"): 9,
    ("lesson", 0, "setting", "epochs"): 9,
    ("lesson", 0, "answer"): 10,
    ("lesson", 0, "answer", "kind"): 11,
    ("lesson", 0, "answer", "options"): 13,
    ("lesson", 0, "answer", "options", 0, "is"): 15,
    ("lesson", 0, "answer", "options", 1, "below"): 17,
    ("lesson", 0, "wrong", 0, "when"): 20,
    ("lesson", 0, "wrong", 1, "when", "more"): 22,
    ("lesson", 1): 23,
    ("lesson", 1, "id"): 24,
    ("lesson", 1, "wrong", 1, "when"): 25,
    ("lesson", 1, "empty"): 26,
    ("lesson", 1, "deep", 1, 1): 28,
    ("a", "b"): 29,
    ("a", "b", "c"): 30,
}


def paths(value: Any, path: tuple[str | int, ...] = ()) -> set[tuple[str | int, ...]]:
    """The paths of all keys and members in what `tomllib` reads."""
    members = (
        value.items() if isinstance(value, dict)
        else enumerate(value) if isinstance(value, list)
        else ()
    )  # fmt: skip
    inside = [paths(each, (*path, key)) for key, each in members]
    return {path, *(each for found in inside for each in found)} - {()}


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_every_key_is_found_in_its_line(ends: str) -> None:
    text = TEXT.replace("\n", ends)
    found = lines_of(text)
    assert {path: found[path] for path in EXPECTED} == EXPECTED
    known = paths(tomllib.loads(text))
    # A table that only has another one in it is named nowhere by itself.
    assert known <= {*found} | {("a",)}


def test_what_is_not_in_the_text_is_looked_for_in_what_it_is_in() -> None:
    found = lines_of(TEXT)
    assert nearest(found, ("lesson", 0, "answer", "kind", "str")) == (
        11,
        ("lesson", 0, "answer", "kind"),
    )
    assert nearest(found, ("lesson", 1, "answer", "kind")) == (23, ("lesson", 1))
    assert nearest(found, ()) == (1, ())


MORE = '''\
"a b" = 1
'c.d' = 2
"e\\"f" = 3
g . h = 4 # after
 [ x . "y z" ]
i = [ 1, "two, ]", [3, [4]], {j = 5, k.l = 6},
  # [7]
  8, ]
m = {n = [], o = {p = {q = 1}}}
[[x.lists]]
r = """""two""" # "
s = """
"quotes"""""
t = \'\'\'it''s\'\'\'
u = \'\'\'
\'\'\'\'\'
[[x.lists]]
[[x.lists.inner]]
v = 1e5
[x.lists.inner.w]
y = true
[[x.lists.inner]]
[x.lists.inner.w]
y = -inf
z = "\\\\"
last = 'x\\'
'''


def test_every_line_is_as_approved(hold: Hold) -> None:
    for name, text in {"text": TEXT, "more": MORE}.items():
        known = paths(tomllib.loads(text))
        found = {
            tuple(key.replace('\\"', '"') if isinstance(key, str) else key for key in path): line
            for path, line in lines_of(text).items()
        }
        assert {path for path in known - set(found) if not isinstance(path[-1], int)} <= {
            ("a",), ("x",)
        }  # fmt: skip
        hold(name, [f"{line}: {'.'.join(map(str, path))}" for path, line in found.items()])


@pytest.mark.parametrize(
    ("place", "line", "path"),
    [
        (("lesson", 0, "answer", "choice", "kind"), 11, ("lesson", 0, "answer", "kind")),
        (("title", "x", "a"), 2, ("title",)),
        (("nothing", "title"), 2, ("title",)), (("none",), 1, ()),
    ],
)  # fmt: skip
def test_what_is_not_there_is_skipped(
    place: tuple[str | int, ...], line: int, path: tuple[str | int, ...]
) -> None:
    assert nearest(lines_of(TEXT), place) == (line, path)
