"""How a question is answered, with the mouse and with the keys, by the kind of its answer."""

from engine.lessons import Question
from engine.numbers import count

HOW = {
    "point": "Click a point in the fit, or go to it with ← and → and press Return.",
    "direction": "Click left or right of the dot in the lit card, or press ← or → and then Return.",
    "card": "Click one of the cards at the right, or go to it with ↑ and ↓ and press Return.",
    "chip": "Click one of the five stages, or go to it with ← and → and press Return.",
    "epoch": "Click in the strip of {about}, or go there with ← and → and press Return. "
    "With Shift: ten epochs at a time.",
    "loss": "Click in the loss plot at epoch {about}, or go there with ↑ and ↓ and press Return.",
    "curve": "Draw it in the fit with the mouse, or with the arrow keys, and press Return.",
    "loss_curve": "Draw it in the loss plot with the mouse, or with the arrow keys, and press "
    "Return.",
    "number": "Type a number and press Return. An estimate is enough.",
    "choice": "Click an answer, or go to it with ↑ and ↓ and press Return.",
}


def how_to(question: Question) -> str:
    """What to do to answer `question`."""
    kind = "choice" if question.options else question.kind
    about = count(question.about) if isinstance(question.about, int) else question.about
    return HOW[kind].format(about=about)
