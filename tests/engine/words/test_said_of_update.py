"""What is said of an update, in every situation, as it was approved."""

import math
from dataclasses import replace

import numpy as np

from engine.experiment import Experiment, Points
from engine.queries import (
    ByHand,
    ByHandQuery,
    FactsQuery,
    GraphQuery,
    Snapshot,
)
from engine.runs import Facts, Stage
from engine.training import Problem, Recorder
from engine.words import by_hand, pulls, stages
from engine.words.explained import Explained, explained
from gui.run import View
from tests.approved import Hold
from tests.engine.told import Said
from tests.engine.words.even import EVEN, POINTS, even, vector
from tests.gui.views import make_view

INF, NAN = math.inf, math.nan

NAMES = ("a", "b")


def hand(number: int = 1, param: int = 0, **fields: object) -> tuple[ByHand, Snapshot, Facts]:
    experiment = EVEN.changed(**fields)
    shown = make_view(experiment, number).snapshot
    problem = Problem(experiment)
    return ByHandQuery(shown, param).answer(problem), shown, FactsQuery(experiment).answer(problem)


def test_by_hand(hold: Hold) -> None:
    said = Said()
    said("constants", by_hand.NO_GRADIENT, by_hand.REFUSED)
    said.each(
        by_hand.plain, 19.0, -361.0, 0.0, -0.0, 1.5, 9_999_999.0, -9_999_999.0, 1e7, 1.5e9, INF,
        -INF, NAN, 0.1,
    )  # fmt: skip
    said.each(by_hand.named, "t", "fourteen chars", "fifteen letters", "a very long name")
    of, _, facts = hand()
    named = POINTS.model_copy(update={"input_name": "Height (cm)", "target_name": "weight in kg!"})
    for fields in (
        {},
        {"data": named},
        {"data": named.model_copy(update={"input_name": "a t b"})},
        {"data": named.model_copy(update={"input_name": "at"})},
        {"standardise": True},
    ):
        _, _, its = hand(**fields)
        experiment = EVEN.changed(**fields)
        said(
            f"titles, {sorted(fields)} {its.input_label}",
            by_hand.input_title(experiment, its),
            *by_hand.law(its, "b"),
        )
    said("two letters", *by_hand.law(facts, "w_1"))
    for number, param, more in (
        (1, 0, {}),
        (1, 1, {}),
        (2, 0, {"zero_grad": False}),
        (1, 0, {"held_out": 0.25}),
        (1, 0, {"held_out": 0.5}),
        (1, 1, {"formula": "a*t + abs(b)"}),
    ):
        found, _, its = hand(number, param, **more)
        heading = f"epoch {number}, {NAMES[param]}, {more}"
        said(
            heading, by_hand.derivative(found), by_hand.mean(found), by_hand.autograd(found),
            by_hand.difference(found), by_hand.leftover(found), by_hand.notes(found, its),
            by_hand.in_words(found, its, reached=True),
            by_hand.in_words(found, its, reached=False),
        )  # fmt: skip
    refused = replace(of, autograd=None)
    said(
        "refused",
        by_hand.autograd(refused),
        by_hand.difference(refused),
        by_hand.leftover(replace(refused, leftover=vector(1.0, 1.0))),
        by_hand.in_words(refused, facts, reached=True),
    )
    long = replace(of, derivative=None)
    standardised = replace(facts, standardised=True)
    said(
        "too long",
        by_hand.derivative(long),
        by_hand.notes(long, standardised),
        by_hand.in_words(long, standardised, reached=True),
    )
    lost = replace(of, parts=np.array([1.0, NAN, -9.0, 2.0]))
    said("not finite", by_hand.in_words(lost, facts, reached=True))
    said.each(
        lambda mean, autograd, *parts: by_hand.difference(
            replace(of, mean=mean, autograd=autograd, parts=np.array(parts))
        ),
        (1.0, None, 1.0), (1.0, 1.0, 1.0), (1.0, 1.0 + 0.9e-6, 1.0), (1.0, 1.0 + 1.1e-6, 1e-3),
        (1.0, 1.0 - 0.9e-6, 1.0), (-1.0, -1.0 - 0.9e-6, -1.0), (1.0, 1.5, 1e5, -1e5),
        (0.0, 0.99, 1e5, -1e5), (0.0, 1.0, 1e5, -1e5), (1e6, 1_000_001.0, 1e6),
        (0.0, 1.01, 1e5, -1e5), (0.0, 1e-9, 1e-5, -1e-5), (1.0, 1.5, 1.0),
        (1e39, INF, 1e39), (-1e39, -INF, 1e39), (INF, INF, INF), (NAN, NAN, NAN), (INF, 1.0, INF),
        heading="difference",
    )  # fmt: skip
    hold("by hand", said.lines)


def explained_at(experiment: Experiment, number: int, place: int) -> Explained:
    recorder = Recorder(experiment)
    if number > 1:
        recorder.train(number - 1)
    begun, problem = recorder.begun, recorder.problem
    updated = recorder.train(1)[0].updated_params if experiment.requires_grad else None
    return Explained(
        experiment=experiment,
        graph=GraphQuery(begun).answer(problem),
        by_hand=tuple(ByHandQuery(begun, k).answer(problem) for k in range(len(problem.names))),
        points=tuple(range(10, 10 + len(problem.targets))),
        place=place,
        updated_params=updated,
    )


def test_explained(hold: Hold) -> None:
    said = Said()
    plain = explained_at(EVEN.changed(formula="a*(t**2) + b*t + b"), 2, 2)
    said("an epoch", explained(plain))
    said("added up", explained(explained_at(EVEN.changed(zero_grad=False), 2, 0)))
    refused = explained_at(EVEN.changed(requires_grad=False), 1, 1)
    graph = replace(refused.graph, refusal="element 0 of tensors does not require grad")
    said("refused", explained(replace(refused, graph=graph)))
    wide = Points(inputs=(2.0, 6.0, 2.0, 6.0), targets=(1.0, 3.0, 2.0, 5.0))
    said("standardised", explained(explained_at(EVEN.changed(data=wide, standardise=True), 1, 3)))
    for points, place in ((40, 39), (41, 20), (64, 32), (64, 0), (64, 63)):
        numbers = tuple(float(k) for k in range(points))
        data = Points(inputs=numbers, targets=numbers)
        experiment = EVEN.changed(data=data, formula="a*t", start={"a": 1.0}, learning_rate=0.0625)
        found = explained(explained_at(experiment, 1, place))
        table = [
            line
            for line in found.split("\n")
            if "more points" in line or line[:6].strip().isdigit()
        ]
        said(f"{points} points, {place} picked", f"{len(table)} rows", *table[18:23], table[-1])
    long = replace(plain.by_hand[0], derivative=None, autograd=plain.by_hand[0].mean + 0.5)
    odd = replace(plain, by_hand=(long, replace(plain.by_hand[1], autograd=None)))
    said("no derivative, another gradient", explained(odd).split("By hand")[1:])
    said("no moves", explained(replace(plain, updated_params=None)).split("\n\n")[-1])
    hold("explained", said.lines)


def test_pulls(hold: Hold) -> None:
    said = Said()
    plain, shown, _ = hand()
    said("sums", pulls.sums(plain), pulls.total(plain))
    mixed = replace(plain, parts=np.array([4.0, -8.0, 0.0, 2.0]), mean=-0.5)
    said("of both signs", pulls.sums(mixed), pulls.total(mixed))
    for number, zero_grad in ((1, True), (2, False)):
        for param in (0, 1):
            found, at, _ = hand(number, param, zero_grad=zero_grad)
            said(
                f"epoch {number}, {NAMES[param]}",
                *(pulls.move(found, at.until(stage)) for stage in Stage),
            )
    early = shown.until(Stage.BACKWARD)
    said.each(
        lambda autograd, left, before, after: pulls.move(
            replace(plain, autograd=autograd, leftover=vector(left, 0.0)),
            replace(shown, params=vector(before, 0.0), updated_params=vector(after, 0.0))
            if after is not None
            else early,
        ),
        (2.0, 0.0, 1.0, 0.875), (-2.0, 0.0, 1.0, 1.125), (2.0, -4.0, 1.0, 1.125),
        (2.0, 0.0, 1.0, 1.0), (2.0, 0.0, INF, 1.0), (INF, 0.0, 1.0, INF), (NAN, 1.0, 1.0, NAN),
        (2.0, 0.0, 1.0, None), (-2.0, 0.0, 1.0, None), (0.0, 0.0, 1.0, None),
        (2.0, -2.0, 1.0, None), (2.0, -3.0, 1.0, None), (None, 0.0, 1.0, 0.5),
        (3e38, 0.0, 1.0, -INF),
        heading="moves",
    )  # fmt: skip
    said("of another epoch", pulls.move(plain, replace(shown, number=2)))
    said.each(
        lambda *parts: pulls.remark(
            replace(plain, parts=np.array(parts)), np.arange(len(parts), dtype=np.float64)
        ),
        (9, 9, 1, 1, 1, 1, 1, 1), (1, 1, 1, 1, 1, 1, 9, 9), (1, 9, 1, 1, 9, 1, 1, 1),
        (8, 0, 0, 0), (0, 0, 0, 8), (0, 8, 0, 0), (1e9, 0, 0, 1), (1.0, 1.0, 1.0, 1.0), (5, 1, 1),
        (3, 1.81, 1.81, 1.81), (3, 1.75, 1.75, 1.75), (0, 0, 0), (1, INF), (1, NAN), (7, -7.1),
        (1.0, -0.9), (1.0, -0.91), (105, -95), (3, 2, 2, 1), (105, -95.1), (105, -94.9),
        (-9, -1, -1, -1), (1.0,),
        (9, 9, 1, 1, 1, 1), (9, 1, 1, 1, 1),
        heading="remarks",
    )  # fmt: skip
    strongest = replace(plain, parts=np.array([9.0, 1.0, 1.0, 1.0]))
    for inputs in ((2, 2, 1, 0), (2, 2, 3, 4), (2.5, 2, 1, 0), (1.5, 2, 3, 4)):
        said(f"at {inputs}", pulls.remark(strongest, np.array(inputs, np.float64)))
    hold("pulls", said.lines)


def words_of(view: View) -> list[object]:
    return [
        {
            "code": stages.code(stage, view),
            "value": stages.value(stage, view),
            "remark": stages.remark(stage, view),
            "explanation": stages.explanation(stage, view),
        }
        for stage in Stage
    ]


def test_stages(hold: Hold) -> None:
    said = Said()
    said("purposes", *(stages.purpose(stage) for stage in Stage))
    for zero_grad, number in ((True, 0), (True, 2), (False, 0), (False, 2)):
        view = make_view(EVEN.changed(zero_grad=zero_grad), max(number, 1), number)
        said(f"epoch {number}, zero_grad {zero_grad}", *words_of(view))
    off = replace(view, experiment=view.experiment.changed(requires_grad=False, zero_grad=True))
    said("switched over", *words_of(off))
    for stage in Stage:
        view = even(2, stage, zero_grad=False)
        said(
            f"as far as {stage.name}", *(stages.value(each, view) for each in Stage),
            *(stages.remark(each, view) for each in Stage), stages.input_of(view),
            stages.losses(view), list(stages.gradients(view, 1)), stages.updates(view, 2),
        )  # fmt: skip
    view = even(2)
    for operations in (1, 2, 1234):
        said(
            f"{operations} operations",
            stages.operations(replace(view, facts=replace(view.facts, operations=operations))),
        )
    for count in (12, 13, 20, 21):
        many = replace(view.snapshot, predictions=np.arange(count, dtype=np.float32))
        at = replace(view, snapshot=many)
        said(
            f"{count} predictions",
            stages.value(Stage.PREDICT, at),
            stages.explanation(Stage.PREDICT, at),
        )
    lost = replace(
        view.snapshot,
        gradient=vector(INF, 0.0),
        own_gradient=vector(INF, 0.0),
        updated_params=vector(NAN, -0.75),
        loss=INF,
        updated_loss=NAN,
    )
    said(
        "lost",
        *words_of(replace(view, snapshot=lost)),
        stages.updates(replace(view, snapshot=lost), 2),
    )
    down = replace(view.snapshot, updated_params=vector(-3.0, 3.0), number=1233)
    said(
        "both ways",
        stages.updates(replace(view, snapshot=down), 2),
        stages.updates(replace(view, snapshot=down), 1),
        stages.explanation(Stage.UPDATE, replace(view, snapshot=down)),
    )
    before = replace(view.snapshot, updated_loss=None)
    said("no new loss", stages.explanation(Stage.UPDATE, replace(view, snapshot=before)))
    wide = Experiment(
        formula=" + ".join(f"p{k}*t" for k in range(14)),
        data=POINTS,
        start={f"p{k}": 0.5 for k in range(14)},
        learning_rate=0.0625,
    )
    of = make_view(wide, 1)
    said("fourteen parameters", stages.value(Stage.GRADIENT, of), stages.value(Stage.UPDATE, of))
    hold("stages", said.lines)
