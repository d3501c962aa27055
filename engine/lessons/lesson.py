"""A set of lessons, and what one consists of, as frozen models.

What is wrong in a file is said by `engine.lessons.reading`, which reads one.
"""

from typing import Annotated, Literal

from pydantic import Field

from engine.experiment import Experiment
from engine.experiment.described import Described
from engine.lessons.question import Question
from engine.lessons.sources import AnySource, EpochNumber, Finite, Loss, OfParameter

StageName = Literal["predict", "loss", "backward", "gradient", "update"]
Moment = Literal["none", "predict", "loss", "backward", "gradient", "update"]
Shown = Literal[
    "fit", "graph", "by_hand", "landscape", "loss", "loss_parts", "curvature", "signs", "moves"
]
Label = Annotated[str, Field(min_length=1, max_length=60)]
Text = Annotated[str, Field(min_length=1, max_length=400)]


class Appearance(Described):
    """How views are shown: which is in front, and how `fit` and `cards` show what is in them.

    The fit shows the `article`'s frame or `all` points and predictions, the cards each its `own`
    scale or one that all have in `common`. None leaves it as it is.
    """

    show: Shown | None = None
    fit: Literal["article", "all"] | None = None
    cards: Literal["own", "common"] | None = None


class Option(Described):
    """One of the options of a choice, and when it is the right one.

    Where the computed answer is the word `is`; or a number from `at_least` on and `below`.
    """

    text: Label
    is_: str | None = Field(default=None, alias="is", max_length=40)
    at_least: Finite | None = None
    below: Finite | None = None

    @property
    def bounds(self) -> tuple[float, float]:
        """From where on, and below what, a number belongs to this option."""
        low = float("-inf") if self.at_least is None else self.at_least
        return low, float("inf") if self.below is None else self.below


class Answer(Described):
    """What kind of reply is asked for, and what the right one is.

    `source` is what the engine computes it from. `right` is what the author of the lesson expects,
    which must agree. A number may be `tolerance` away from it, or off by the `factor`; `accept`,
    in the words of `Wrong.when`, are further replies that are right. `unit` is what a number is
    counted in.
    """

    kind: Literal["number", "direction", "point", "epoch", "loss", "chip", "card", "choice"]
    right: int | Finite | str
    source: AnySource = Field(alias="from")
    tolerance: Annotated[Finite, Field(ge=0)] | None = None
    factor: Annotated[Finite, Field(gt=1)] | None = None
    accept: Label | None = None
    options: tuple[Option, ...] = Field(default=(), max_length=6)
    unit: str = Field(default="", max_length=20)


class Wrong(Described):
    """What to `say` to a reply that is not right: what the person can see now.

    `when` is "104 ± 1", "< 12", "> 16", the reply itself ("18", "left", "a", an option), or "else"
    for all others.
    """

    when: Label
    say: Text


class Run(Described):
    """Run the stages of the epoch shown, up to and with `to`."""

    do: Literal["stage"]
    to: StageName


class Epoch(Described):
    """Go to the end of epoch `to`, training as far as there if need be."""

    do: Literal["epoch"]
    to: EpochNumber


class Play(Described):
    """Play, so that it is seen, `to` the end of this epoch, `start`ing at another if it is told."""

    do: Literal["play"]
    start: EpochNumber | None = Field(default=None, alias="from")
    to: EpochNumber


class Turn(Appearance):
    """Show views in another way."""

    do: Literal["view"]


class KeepPrevious(Described):
    """Leave the run of the article's own settings faintly behind, trained to its end."""

    do: Literal["keep_previous"]


class Trying(Described):
    """One setting to try: the button's `label`, what it trains, and how far.

    `experiment` is the lesson's, but for what the `setting` of the file names. It is shown as a
    lesson is: `stage` of `epoch` has run last, and with "none" at epoch 1 nothing has.
    """

    label: Label
    experiment: Experiment = Field(alias="setting")
    epoch: EpochNumber = 1
    stage: Moment = "none"


class Try(Described):
    """Offer `settings` as buttons, which can be pressed one after the other."""

    do: Literal["try"]
    settings: tuple[Trying, ...] = Field(min_length=1, max_length=6)


Then = Annotated[Run | Epoch | Play | Turn | KeepPrevious | Try, Field(discriminator="do")]


class Lesson(Described):
    """One lesson: a moment of a run, a question, and what is seen and said after the reply.

    `experiment`, the `setting` of the file, is what is trained: the article's, but for what it
    names. While the question stands, `stage` of `epoch` has run last ("none": it has not begun);
    `part` is what the lesson is about, `point` the point that is picked out, `appearance` how the
    views are shown, and `hide` what would give the answer away and is covered.
    After the reply `then` is done, one after the other, and `because` is told.
    """

    id: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$", max_length=40)]
    chapter: Label
    title: Label
    experiment: Experiment = Field(default_factory=Experiment, alias="setting")
    epoch: EpochNumber = 1
    stage: Moment = "none"
    part: str
    point: Annotated[int, Field(ge=0)] | None = None
    appearance: Appearance = Field(default_factory=Appearance, alias="view")
    hide: tuple[str, ...] = Field(default=(), max_length=20)
    text: Text = Field(alias="question")
    answer: Answer
    wrong: tuple[Wrong, ...] = Field(max_length=12)
    then: tuple[Then, ...] = Field(default=(), max_length=12)
    because: Text

    def question(self) -> Question:
        """What is asked."""
        answer = self.answer
        about: str | int | None = None
        match answer.kind, answer.source:
            case "direction" | "epoch", OfParameter(parameter=parameter):
                about = parameter
            case "loss", Loss(epoch=epoch):
                about = epoch
        options = tuple(option.text for option in answer.options)
        return Question(self.text, answer.kind, about, options, answer.unit)


class LessonSet(Described):
    """Lessons in their order, with the set's `title`."""

    title: Label
    lessons: tuple[Lesson, ...] = Field(alias="lesson", min_length=1, max_length=100)
