"""The data of an experiment in words short enough for the Experiment column."""

from engine.experiment import Data, Generated, Points, RollerCoaster
from engine.experiment.presets import PRESETS, Preset
from engine.numbers import count, exact, number
from engine.runs import Facts
from engine.text import cut, one_line

ROLLER_COASTER = "the article's roller coaster"
OWN_POINTS = "your own points"
_LONGEST = 28
# A loss this many times another is called worse; a difference this small is only rounding.
WORSE, NOTHING = 1.01, 1e-9


def summary(data: Data) -> str:
    """The data in one line: what it is, and how many points."""
    match data:
        case RollerCoaster():
            return f"{ROLLER_COASTER}, {_points(data.points)}"
        case Generated():
            preset = next((p for p in PRESETS if p.formula == data.formula), None)
            what = _title(preset) if preset else in_column(data.formula)
            return f"{what} with known parameters, {_points(data.points)}"
        case Points():
            names = f"{in_column(data.input_name)} → {in_column(data.target_name)}"
            return f"{points_source(data)}: {names}, {_points(len(data.inputs))}"


def in_short(data: Data) -> str:
    """The kind of data and the number of points, short enough to stand beside a heading."""
    match data:
        case RollerCoaster():
            return f"roller coaster, {count(data.points)}"
        case Generated():
            preset = next((p for p in PRESETS if p.formula == data.formula), None)
            what = _title(preset) if preset else in_column(data.formula)
            return f"{what}, {count(data.points)}"
        case Points():
            return f"{points_source(data)}, {count(len(data.inputs))}"


def preset_source(preset: Preset) -> str:
    """The name of a preset's data in the list of sources."""
    return f"data of the {_title(preset)}"


def points_source(data: Points) -> str:
    """Where points come from."""
    return in_column(data.source) or OWN_POINTS


def truth(data: Generated, names: tuple[str, ...]) -> str:
    """The true parameters; a line breaks only between them."""
    pairs = zip(names, data.truth, strict=True)
    return ", ".join(
        f"{name}\u00a0=\u00a0{exact(value).removesuffix('.0')}" for name, value in pairs
    )


def standardising(facts: Facts) -> str:
    """A sentence if standardising the inputs makes the best fit worse; mostly it does not.

    A formula without a constant, such as `a*t`, cannot make up for the mean that is subtracted.
    """
    plain, standardised = facts.plain_valley, facts.standardised_valley
    if facts.standardised:
        standardised = facts.valley
    else:
        plain = facts.valley
    # Where there are several valleys, the two floors cannot be compared.
    if plain is None or standardised is None or not (plain.only and standardised.only):
        return ""
    before, after = plain.floor_loss, standardised.floor_loss
    if after <= WORSE * before + NOTHING:
        return ""
    return (
        f"{'It makes' if facts.standardised else 'It would make'} the best fit worse here, a loss "
        f"of {number(after, 3)} instead of {number(before, 3)}: this formula has nothing "
        "that makes up for the mean that is subtracted. A constant would, as in + c."
    )


def in_column(text: str) -> str:
    """`text` without its middle where it is too long for the column; one line in any case."""
    return cut(one_line(text), _LONGEST, end=_LONGEST // 3)


def _title(preset: Preset) -> str:
    title = preset.title.split(" (")[0]
    return title[0].lower() + title[1:]


def _points(number: int) -> str:
    # Kept on one line, so that no number stands alone at the end of one.
    return f"{count(number)}\u00a0points"
