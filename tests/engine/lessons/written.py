"""A small set of lessons as a text, to be read as it is or with something else in it."""

DIRECTION = """\
title = "A small set"

[[lesson]]
id = "first"
chapter = "One"
title = "A lesson"
setting = {epochs = 30}
epoch = 2
stage = "gradient"
part = "card:a"
point = 19
view = {fit = "all"}
hide = ["card.arrow", "signs.b"]
question = "Which way will a move?"
wrong = [{when = "left", say = "Look to the right."}]
then = [
  {do = "play", from = 2, to = 30},
  {do = "view", show = "graph"},
  {do = "try", settings = [{label = "a from 1", setting = {start = {a = 1.0}}, epoch = 3}]},
]
because = "The gradient is negative."
[lesson.answer]
kind = "direction"
right = "right"
from = {compute = "direction", parameter = "a", epoch = 2}
"""


def with_answer(answer: str, wrong: str = '{when = "else", say = "Look again."}') -> str:
    """The set with another answer: its lines, and the members of `wrong`."""
    before, _, _ = DIRECTION.partition("kind = ")
    old = '{when = "left", say = "Look to the right."}'
    assert old in before
    return before.replace(old, wrong) + answer.strip() + "\n"


NUMBER = with_answer("""
kind = "number"
right = -103.92
tolerance = 1.0
unit = "km"
from = {compute = "prediction", point = 10, epoch = 1}
""")
EPOCH = with_answer("""
kind = "epoch"
right = 14
tolerance = 2
from = {compute = "sign_change", parameter = "a", nth = 1, epoch = 30}
""")
POINT = with_answer("""
kind = "point"
right = 19
from = {compute = "largest_residual", epoch = 1}
""")
LOSS = with_answer("""
kind = "loss"
right = 7393.7
factor = 1.5
accept = "< 7000"
from = {compute = "loss", epoch = 2}
""")
CHOICE = with_answer(
    """
kind = "choice"
right = "it falls"
from = {compute = "loss", epoch = 2}
options = [
  {text = "it falls", below = 36000.0},
  {text = "it stays", at_least = 36000.0, below = 37000.0},
  {text = "it is no number", is = "not finite"},
]
""",
    '{when = "it stays", say = "Look."}, {when = "it is no number", say = "It is one."}',
)
