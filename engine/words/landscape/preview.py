"""What is said of a preview: the learning rate that is tried, and what comes of it."""

from engine.numbers import count, grouped, rate
from engine.queries import Preview

# As its curves are drawn.
LINE = "– · –"


def preview_in_words(preview: Preview) -> str:
    """The rate that is tried, and the loss to which it leads.

    `– · – preview at 0.00003: loss 614.90 in epoch 200`.
    """
    tried, epochs = rate(preview.settings.learning_rate), len(preview.losses)
    if not epochs:
        return f"{LINE} preview at {tried}: it cannot be trained"
    if not preview.finite:
        return f"{LINE} preview at {tried}: not finite in epoch {count(epochs)}"
    loss = grouped(float(preview.losses[-1]))
    further = ", the last that is tried" if preview.cut_short else ""
    return f"{LINE} preview at {tried}: loss {loss} in epoch {count(epochs)}{further}"
