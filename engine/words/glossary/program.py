"""The glossary's terms from PyTorch and from Learnscope's window."""

from engine.words.glossary.term import Term

PROGRAM = (
    Term(
        "PyTorch",
        "The library that trains the model here, as it does in research and industry. "
        "The lines of code that are shown are the ones it runs.",
        ("torch",),
    ),
    Term(
        "autograd",
        "The part of PyTorch that finds derivatives by itself. It notes each operation, and later "
        "walks back through them.",
        ("automatic differentiation",),
        "operations",
    ),
    Term(
        "operation",
        "One small calculation, such as an addition or a square, that PyTorch notes on the way to "
        "the loss.",
        ("operations", "ops"),
        "operations",
    ),
    Term(
        "graph",
        "The operations that led from the parameters to the loss, and what went into each. "
        "The backward pass walks through it from the loss to the parameters.",
        ("graphs", "leaf", "leaves of the graph"),
        "operations",
    ),
    Term(
        "tensor",
        "PyTorch's name for numbers in rows and columns, or a single one. "
        "Inputs, parameters, predictions and the loss are tensors.",
        ("tensors",),
    ),
    Term(
        "grad_fn",
        "What PyTorch keeps with a result to find its way back: the operation that made it. "
        "A result without one has no derivative to be found.",
        sketch="operations",
    ),
    Term(
        "forward pass",
        "The way from the parameters to the loss: the predictions are made and compared with the "
        "targets.",
        ("forward",),
        "operations",
    ),
    Term(
        "backward",
        "The way back from the loss to the parameters, operation by operation, by which PyTorch "
        "finds the gradient. In the code it is loss.backward().",
        ("backward pass", "loss.backward", "loss.backward()", "walked back", "walks back"),
        "operations",
    ),
    Term(
        "params.grad",
        "Where PyTorch keeps the gradient: a number for each parameter. Every backward pass adds "
        "to what is there.",
        ("grad", "params.grad.data", ".grad"),
        "stack",
    ),
    Term(
        "zero_grad",
        "To clear params.grad after an update; in the article by setting it to None. Otherwise the "
        "next epoch's derivatives are added to the old ones.",
        ("zero the gradient", "zeroes the gradient", "cleared"),
        "stack",
    ),
    Term(
        "replay",
        "Training at full speed, PyTorch’s operations are run again on the same memory, without a "
        "new graph. The first 32 and then one in 512 are also trained plainly and compared to the "
        "last bit.",
        ("replayed", "replays"),
    ),
    Term(
        "left over",
        "What params.grad still holds from earlier epochs because it was not cleared. The update "
        "subtracts it together with this epoch's part.",
        ("leftover", "add up", "adds up", "adding up"),
        "stack",
    ),
    Term(
        "requires_grad",
        "Tells PyTorch to note the operations that a number goes through, so that a derivative can "
        "be found. Without it there is no way back from the loss to the parameters.",
        ("requires_grad_", "requires_grad_()", "require a gradient", "requires a gradient"),
        "operations",
    ),
    Term(
        "float32",
        "How the numbers are stored: in 32 bits, with about seven significant digits. "
        "Smaller differences are lost in rounding, and numbers beyond 3.4e38 cannot be held.",
        ("float", "rounding", "rounds"),
    ),
    Term(
        "finite",
        "An ordinary number. Results too large to hold become infinite, and calculating with those "
        "can give “not a number”.",
        ("infinite", "not finite", "not a number", "nan", "inf", "∞"),
    ),
    Term(
        "logarithmic scale",
        "A scale on which equal steps are equal factors: 1, 10, 100. "
        "It shows large and small losses in one picture.",
        ("logarithmic", "log scale"),
        "logarithmic",
    ),
    Term(
        "logarithm",
        "The power to which a base must be raised to give a number. log in a formula has the base "
        "e = 2.718….",
    ),
    Term(
        "function",
        "A rule that gives one number for each number, such as sin. "
        "The editor of the formula lists those that a formula may use.",
        ("functions",),
    ),
    Term(
        "exponent",
        "The number at the top of a power, which says how often to multiply: the 2 in t².",
        ("exponents", "power", "powers"),
    ),
    Term(
        "tanh",
        "A function that bends any number smoothly into the range from −1 to 1.",
    ),
    Term(
        "sigmoid",
        "A function that bends any number smoothly into the range from 0 to 1.",
        ("logistic",),
    ),
    Term(
        "sine",
        "A function that swings evenly between −1 and 1; sin in a formula.",
        ("sin",),
    ),
    Term(
        "exponential",
        "A function that is multiplied by the same factor in every equal step; exp in a formula.",
        ("exp", "decay"),
    ),
    Term(
        "parabola",
        "The curve of a formula with a square, such as a·t² + b·t + c.",
    ),
    Term(
        "cubic",
        "A curve whose highest power of the input is the third.",
    ),
    Term(
        "previous run",
        "An earlier run on the same points, still drawn so that the two can be compared.",
    ),
    Term(
        "experiment",
        "All that determines a run: the data, the formula, the learning rate, the start and the "
        "rest of the settings. It can be saved as a file.",
        ("experiments",),
    ),
    Term(
        "preset",
        "A ready-made experiment to begin with.",
        ("presets",),
    ),
    Term(
        "classroom layout",
        "What a file shows of the window, with a task above, and which settings are fixed or "
        "hidden. One entry of the File menu unlocks everything.",
        ("layout", "classroom"),
    ),
    Term(
        "timeline",
        "The bar for the epochs of the run. Dragging its handle shows any trained epoch.",
    ),
    Term(
        "trail",
        "The places where a parameter has been in earlier epochs.",
        ("trails",),
    ),
    Term(
        "Fit view",
        "A button that makes a picture show everything that is drawn in it.",
    ),
    Term(
        "one common scale",
        "All cards drawn with the same lengths for the same numbers, so that their steepness can "
        "be compared.",
        ("common scale",),
    ),
    Term(
        "predict mode",
        "Asks a question before a stage or an epoch is run by hand, where it has one answer; then "
        "runs it, and shows what was said beside what happened. P switches it on and off.",
    ),
)  # fmt: skip
