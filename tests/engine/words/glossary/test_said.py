"""The whole glossary, as it was approved."""

from engine.words.glossary import TERMS, explain, found, terms_in
from tests.approved import Hold
from tests.engine.told import Said


def test_terms(hold: Hold) -> None:
    said = Said()
    for term in TERMS:
        said(term.name, term.words, f"also: {' | '.join(term.forms)}", f"sketch: {term.sketch}")
    hold("terms", said.lines)


def test_found(hold: Hold) -> None:
    said = Said()
    for text in (
        "The learning rate; lr.",
        "params.data -= params.grad.data*(lr)",
        "LOSS, loss",
        "loss.",
        "",
        "the valley floor and the floor of a valley",
        "glossy, my.loss, loss_there",
        "loss.backward()",
        "a gradient.data",
        "epochs",
        "Epoch 1,200",
        "gradient descent",
    ):
        places = [f"{begin} to {end}: {term.name}" for begin, end, term in found(text)]
        said(f"“{text}”", *places, f"in all: {', '.join(term.name for term in terms_in(text))}")
    said.each(
        lambda form: (found := explain(form)) and found.name,
        "lr",
        " LR ",
        "losses",
        "banana",
        "",
        "loss.",
        heading="explain",
    )  # fmt: skip
    hold("found", said.lines)
