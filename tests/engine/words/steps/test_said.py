"""What is said of a step, in every situation: each sentence and number as it was approved."""

import math
from dataclasses import replace
from decimal import Decimal

import numpy as np

from engine.queries import Slice, Snapshot
from engine.runs import Stage
from engine.words.steps.alone import alone
from engine.words.steps.arithmetic import added, held_sum, line
from engine.words.steps.cards import said as card_of
from engine.words.steps.cards import trying
from engine.words.steps.moves import Move
from engine.words.steps.stack import Part, adds_up, just_cleared, stack
from engine.words.steps.steepness import steepness
from engine.words.steps.way import way
from gui.run import View
from tests.approved import Hold
from tests.engine.told import Said
from tests.engine.words.even import EVEN, even, vector
from tests.gui.views import make_view

INF, NAN = math.inf, math.nan


def test_arithmetic(hold: Hold) -> None:
    said = Said()
    said.each(
        lambda *numbers: (line(*numbers).text("a"), f"by {line(*numbers).change}"),
        (1.0, 0.5, 0.5, 0.75), (-1.0, 0.5, -0.25, -0.875), (0.0, 0.1, 0.0, 0.0),
        (-0.891995, 1e-5, -63466.40625, -0.257331), (0.370391, 1e-5, -300.832, 0.3733993),
        (123456.0, 1e-3, 25.0, 123455.975), (1234567.0, 0.5, 3.0, 1234565.5),
        (9999999.0, 1.0, 1.0, 9999998.0), (10000000.0, 1.0, 1.0, 9999999.0),
        (20000000.0, 1.0, 4.0, 19999996.0), (3.0e9, 1e-5, 1e4, 3.0e9),
        (1.5e-7, 1e-3, 1e-5, 1.4e-7), (2.5e-6, 1e-3, 1e-4, 2.4e-6), (1e-8, 0.1, 1e-8, 9e-9),
        (1.0, 1e-9, 1.0, 1.0), (1.0, 6e-8, 1.0, 0.99999994), (1.0, 0.123456, 2.0, 0.753088),
        (1.0, 0.1234567, 2.0, 0.7530866), (1.0, 0.12345678912, 2.0, 0.75308642),
        (1.0, 1 / 3, 2.0, 1 / 3), (1e20, 0.5, 1e20, 5e19), (-3e38, 1.0, 1e30, -3.0000001e38),
        (0.5, 1e6, 1e-9, 0.499), (17.0, 0.3, 1234567.5, -370353.25),
        (17.0, 0.3, 12345678.0, -3703686.5), (17.0, 1e-3, 1234567890.0, -1234550.9),
        (-0.000135348688, 2.85e-5, 8080660.0, -230.29895),
        (2.7142477e-9, 8.0, -1.6493175, 13.19454),
        (-1.10246813, 1.0, -0.00196131016, -1.10050678),
        (3.51860508e-5, 1.457424, 2.34608821e-9, 3.51826311e-5),
        (-6607230980.0, 8.5785, 15027135.0, -6736141310.0),
        (11.6756029, 0.0003, 0.00315393601, 11.675602),
        (29176982.0, 1.8e-6, 2.9475844e-8, 29176982.0),
        (-4.9000897e-5, 0.000301704, -898570496.0, 271102.312),
        (-0.0292795487, 4.0, 0.157242447, -0.658249319), (0.0, 0.25, 13.4183779, -3.35459447),
        (-0.0, 5.565e-7, 0.00202663359, -1.12782161e-9),
        (0.125144437, 0.00021059238, 0.0429390967, 0.125135392),
        (250.181885, 0.02, -0.0024282122, 250.181931),
        (-4253.26172, 3.0178, 0.00352367852, -4253.27246),
        (-0.0532664508, 0.0252, 2.16621015e-6, -0.0532665066),
        (-0.00442132028, 0.00025, 43937.6836, -10.988843),
        (-0.0, 0.000700062, 1.75515424e-8, -1.22871687e-11),
        (-673648.562, 0.024838063, 1.89011049, -673648.625),
        (-3058261250.0, 0.034777387, 4584.34473, -3058261500.0),
        (-2131.55517578125, 0.3535133, -1601069.75, 563867.875),
        (131.3800048828125, 0.021655454, 2617473280.0, -56682440.0),
        (20932046848.0, 0.001, -874646848.0, 20932921344.0),
        (-5.329999923706055, 8.1409519e-6, -0.04936167597770691, -5.3299994468688965),
        (-32341362688.0, 0.0621, -271345760.0, -32324511744.0),
        (-0.009971213527023792, 6.2e-6, 6659.14501953125, -0.0512579120695591),
        (0.7, 0.123456789012345, 1e-9, 0.7),
        heading="a line",
    )  # fmt: skip
    said.each(
        lambda parts, total: added([Decimal(each) for each in parts], total),
        ([1.0, 2.0], 3.0), ([0.1, 0.2], 0.3), ([1234.5, 0.25], 1234.75),
        ([12345678.0, 0.5], 12345678.5), ([1e9, 1.0], 1000000001.0), ([2e10, 3e9], 2.3e10),
        ([-1.5, 1.5], 0.0), ([1e-8, 2e-8], 3e-8), ([1.0, 1.0], 3.0),
        ([-63466.4, 27608.25], -35858.15), ([99999.0, 1.0], 100000.0), ([0.0], 0.0),
        heading="added",
    )  # fmt: skip
    said.each(held_sum, (1.0, 2.0, 3.0), (1.0, -2.5, -1.5), (-63466.5, -27608.25, -91074.75))
    hold("arithmetic", said.lines)


def test_way(hold: Hold) -> None:
    said = Said()
    said.each(
        lambda *case: (way(*case).text, way(*case).ever_briefer, way(*case).share),
        *(
            (*case, "best value")
            for case in (
                (0.0, None, None),
                (NAN, 1.0, 1.0),
                (INF, 1.0, 1.0),
                (2.0, 2.5, 3.0),
                (2.0, None, 3.0),
                (2.0, NAN, 3.0),
                (3.0, 2.0, 1.0),
                (3.0, 4.0, 1.0),
                (1.0, 3.0, 2.0),
                (1.0, 3.0, 2.0 - 1e-8),
                (1.0, 3.0 + 1e-6, 2.0),
                (0.0, 1.0, 1.0),
                (0.0, 1.0 + 1e-12, 1.0),
                (0.0, 1.0 + 1e-8, 1.0),
                (1.0, 1.5, 1.0 + 0.9e-6),
                (1.0, 1.5, 1.0 + 1.2e-6),
                (100.0, 150.0, 100.00009),
                (100.0, 150.0, 100.00012),
                (0.0, 1.0, 0.0),
                (0.0, 0.5, 1.0),
                (0.0, 0.0, 1.0),
                (999_999.0, None, 1e6),
                (0.0, 1e-6, 1.0),
                (0.0, 1e-12, 1.0),
                (0.0, 1e-320, 1.0),
                (0.0, 1.01e-6, 1.0),
                (0.0, 0.99e-6, 1.0),
                (0.0, 0.5e-6, 1.0),
                (0.0, 1.3e-12, 1.0),
                (0.0, 0.9e-12, 1.0),
                (0.0, 1e-301, 1.0),
                (0.0, 0.0555, 1.0),
                (0.0, 0.1, 1.0),
                (0.0, 0.0999, 1.0),
                (0.0, 0.123, 1.0),
                (0.0, 12.0, 1.0),
                (0.0, 9999.0, 1.0),
                (0.0, 10000.0, 1.0),
                (0.0, 2.5e7, 1.0),
                (0.0, -9.9e14, 1.0),
                (0.0, -1e15, 1.0),
            )
        ),
        heading="to the best value",
    )  # fmt: skip
    said.each(
        lambda *case: way(*case, "valley floor").text,
        (0.0, None, 2.0),
        (2.0, 1.0, 2.0),
        (2.0, 1.0, -2.0),
        heading="to the valley floor",
    )
    hold("way", said.lines)


def test_steepness(hold: Hold) -> None:
    said = Said()
    said.each(
        lambda *slopes: steepness([f"p{k}" for k in range(1, len(slopes) + 1)], slopes),
        (3.0,), (3.0, -1.0), (-1.0, 3.0), (0.0, 0.0), (0.0, -2.0), (2.0, 0.0, 1.0),
        (2.0, 0.0, 0.0), (2.0, 0.0, 1.0, 0.0), (2.0, 2.0), (999.4, 1.0), (1000.0, 1.0),
        (1234.4, 1.0, 100.0), (12345.0, -1.0), (1.0, 2.0, 3.0, 4.0), (1.0, 2.0, 3.0, 4.0, 5.0),
        (1.0, 2.0, 3.0, 4.0, 5.0, 6.0), (1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0), (INF, 1.0),
        (1.0, NAN),
        heading="steepness",
    )  # fmt: skip
    hold("steepness", said.lines)


def test_alone(hold: Hold) -> None:
    said = Said()
    cut = Slice(np.zeros(2), np.zeros(2), (1.0, 100.0), (2.0, 40.5), -3.0, 2.5)
    said.each(
        lambda before, after, floor, moved, goal, name: alone(
            "a", replace(cut, before=before, after=after, floor=floor), moved, goal, name
        ),
        ((1.0, 100.0), (2.0, 40.5), 2.5, True, 4.0, "best value"),
        ((1.0, 100.0), (2.0, 40.5), 2.5, True, 4.0, "valley floor"),
        ((1.0, 100.0), (2.0, 100.25), None, True, None, ""),
        ((1.0, 100.0), (2.0, 100.0), None, True, None, ""),
        ((1.0, 100.0), (2.0, 40.5), None, False, None, ""),
        ((1.0, 100.0), (2.0, INF), 0.0, True, 0.0, "best value"),
        ((1.0, 100.0), None, None, True, None, ""),
        ((1.0, 12345.0), (2.0, 123.4), -0.5, True, None, "best value"),
        heading="alone",
    )  # fmt: skip
    hold("alone", said.lines)


MOVES = {
    "right": (1.0, -2.0, 0.25, 1.5, None),
    "left": (1.0, 2.0, 0.25, 0.5, None),
    "flat": (1.0, 0.0, 0.25, 1.0, None),
    "minus nothing": (1.0, -0.0, 0.25, 1.0, None),
    "too small, falling": (1.0, -1e-9, 0.25, 1.0, None),
    "too small, rising": (1.0, 1e-9, 0.25, 1.0, None),
    "its own slope": (1.0, 2.0, 0.25, 0.5, 3.0),
    "against its own slope, left": (1.0, 2.0, 0.25, 0.5, -1.0),
    "against its own slope, right": (1.0, -2.0, 0.25, 1.5, 1.0),
    "against its own slope, but too small": (1.0, 1e-9, 0.25, 1.0, -1.0),
    "cancelled": (1.0, 0.0, 0.25, 1.0, -1.0),
    "cancelled, rising": (1.0, 0.0, 0.25, 1.0, 1.0),
    "only by what was left over": (1.0, 2.0, 0.25, 0.5, 0.0),
    "only by what was left over, to the right": (1.0, -2.0, 0.25, 1.5, 0.0),
    "own slope not finite": (1.0, 2.0, 0.25, 0.5, INF),
    "gradient infinite": (1.0, INF, 0.25, -INF, None),
    "gradient infinite below": (1.0, -INF, 0.25, INF, -INF),
    "no number": (1.0, NAN, 0.25, NAN, None),
    "step out of reach": (1.0, 3e38, 4.0, -INF, None),
    "from out of reach": (INF, 1.0, 0.25, 2.0, None),
    "negative and small": (-0.5, -1e-5, 0.001, -0.49999999, None),
}


def test_move(hold: Hold) -> None:
    said = Said()
    for name, (before, gradient, rate, after, own) in MOVES.items():
        move = Move("a", before, gradient, rate, after, own)
        told = {
            each: getattr(move, each)
            for each in (
                "slope",
                "change",
                "sign",
                "finite",
                "direction",
                "gradient_in_words",
                "line",
                "arithmetic",
                "sentence",
                "slope_sign",
                "slope_in_words",
            )
        }  # fmt: skip
        said(name, told)
    hold("move", said.lines)


def card(snapshot: Snapshot, k: int = 0) -> object:
    return card_of("ab"[k], k, snapshot)


def test_cards(hold: Hold) -> None:
    said = Said()
    for zero_grad, number in ((True, 1), (False, 2)):
        for stage in Stage:
            shown = even(number, stage, zero_grad=zero_grad).snapshot
            for k in range(2):
                said(f"epoch {number}, {stage.name}, {'ab'[k]}", card(shown, k))
    said("at the start", card(make_view(EVEN, 1, 0).snapshot))
    said("trying", trying("a", shown, 0), trying("b", replace(shown, loss=None), 1))
    hold("cards", said.lines)


CARDS = {
    "against its own gradient, left": {"gradient": 2.0, "own_gradient": -1.0},
    "against its own gradient, right": {"gradient": -2.0, "own_gradient": 1.0},
    "with its own gradient": {"gradient": -2.0, "own_gradient": -1.0},
    "only what is left over": {"gradient": -2.0, "own_gradient": 0.0},
    "cancelled": {"gradient": 0.0, "own_gradient": 1.0},
    "flat": {"gradient": 0.0, "own_gradient": 0.0},
    "infinite": {"gradient": INF, "own_gradient": INF},
    "own infinite": {"gradient": 1.0, "own_gradient": -INF},
    "no number": {"gradient": NAN, "own_gradient": NAN},
    "out of reach": {"gradient": 3e38, "own_gradient": 3e38, "params": -3.4e38},
    "begins nowhere": {"gradient": 1.0, "own_gradient": 1.0, "params": NAN},
}


def test_card(hold: Hold) -> None:
    said = Said()
    for name, values in CARDS.items():
        tell = said.about(name)
        shown = even(2, Stage.GRADIENT).snapshot
        fields = {key: vector(value, value) for key, value in values.items()}
        made = replace(shown, **fields)
        tell("before the update", card(made))
        with np.errstate(all="ignore"):
            after = np.asarray(made.params - 0.0625 * made.gradient, np.float32)
        tell("after it", card(replace(made, stage=Stage.UPDATE, updated_params=after)))
    hold("card", said.lines)


def test_card_of_other_units(hold: Hold) -> None:
    said = Said()
    shown = replace(even(2).snapshot, standardised=True)
    said("without an equal", card(shown, 1))
    said("with one", card(replace(shown, own_units=np.array([1.5, -20.25])), 1))
    early = replace(shown.until(Stage.LOSS), own_units=np.array([1.5, -20.25]))
    said("before the gradient", card(early, 0))
    hold("card of other units", said.lines)


def sums_of(view: View, rows: int = 3) -> object:
    found = [stack("ab"[k], k, view.snapshot, view.history, rows) for k in range(2)]
    return [
        None
        if each is None
        else {
            "parts": [_row(part) for part in each.parts],
            "uphill": each.uphill,
            "spoken": each.spoken,
        }
        for each in found
    ]


def _row(part: Part) -> str:
    return (
        f"{part.kind} | {part.label} | {part.brief} | {part.text} |"
        f" {part.start:g} to {part.end:g} | {part.sign} {part.reach}"
    )


def test_stack(hold: Hold) -> None:
    said = Said()
    for number in (1, 2, 3):
        for stage in Stage:
            view = even(number, stage, zero_grad=False)
            said(f"epoch {number}, {stage.name}", sums_of(view))
    for rows in (3, 4, 5, 6):
        said(f"in {rows} rows", sums_of(even(5, zero_grad=False), rows))
    usual = stack("a", 0, view.snapshot, view.history)
    assert usual is not None
    said("as usual", [_row(part) for part in usual.parts])
    hold("stack", said.lines)


def test_stack_of_odd_numbers(hold: Hold) -> None:
    said = Said()
    view = even(3, zero_grad=False)
    shown = view.snapshot
    said("nothing to add", sums_of(even(3)))
    lost = replace(shown, own_gradient=vector(INF, NAN))
    said("infinite", sums_of(replace(view, snapshot=lost)))
    minus = replace(shown, own_gradient=vector(-INF, 0.0))
    said("infinite below, and nothing", sums_of(replace(view, snapshot=minus)))
    on = replace(shown.settings, zero_grad=True)
    cleared = replace(shown, settings=on)
    for stage in (Stage.GRADIENT, Stage.UPDATE):
        said(f"to be cleared, {stage.name}", sums_of(replace(view, snapshot=cleared.until(stage))))
    after = replace(cleared, number=4, leftover=vector(0.0, 0.0), own_gradient=cleared.gradient)
    said("just cleared", sums_of(replace(view, snapshot=after)))
    uphill = replace(shown, own_gradient=vector(0.5, -0.25), leftover=vector(-9.0, 8.0))
    said("uphill", sums_of(replace(view, snapshot=uphill)))
    said.each(
        lambda number, left, zero_grad: (
            adds_up(
                replace(
                    shown,
                    number=number,
                    leftover=vector(left, 0.0),
                    settings=replace(shown.settings, zero_grad=zero_grad),
                ),
                view.history,
            ),
            just_cleared(replace(shown, number=number, leftover=vector(left, 0.0)), view.history),
        ),
        *(
            (number, left, zero)
            for number in (1, 2, 4)
            for left in (0.0, 1.0)
            for zero in (True, False)
        ),
        heading="whether it adds up, and was just cleared",
    )
    hold("stack of odd numbers", said.lines)
