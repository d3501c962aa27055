"""The glossary's terms about learning: what is trained, how far off it is, how it gets better."""

from engine.words.glossary.term import Term

LEARNING = (
    Term(
        "model",
        "What makes predictions from inputs: here a formula whose parameters are learned. "
        "Training looks for the parameters with which it fits the data.",
        ("models",),
    ),
    Term(
        "formula",
        "The shape of the curve, written with an input such as t and with parameters such as a. "
        "Training changes the parameters and never the formula.",
        ("formulas",),
    ),
    Term(
        "parameter",
        "A number in the formula that training may change, such as a in a·t². "
        "In the code all of them together are called params.",
        ("parameters", "params", "params.data"),
    ),
    Term(
        "data",
        "The examples to learn from: inputs, each with the target that belongs to it. "
        "They stay the same during training.",
    ),
    Term(
        "data point",
        "One example of the data: an input, and the target measured there.",
        ("data points", "point", "points"),
    ),
    Term(
        "input",
        "The number that the formula is given to predict from, such as a time.",
        ("inputs",),
    ),
    Term(
        "target",
        "What the prediction at an input should be: the value in the data.",
        ("targets",),
    ),
    Term(
        "prediction",
        "What the formula gives for an input with the parameters as they are now. "
        "Stage 1 works out one for every point.",
        ("predictions", "predict", "predicts", "predicted", "preds"),
        "residual",
    ),
    Term(
        "residual",
        "The difference between a prediction and its target: the vertical line between curve and "
        "point.",
        ("residuals",),
        "residual",
    ),
    Term(
        "fit",
        "How well the predictions follow the data. The picture of that name draws both.",
        ("fits",),
    ),
    Term(
        "loss",
        "One number that says how far the predictions are from the targets; smaller is better. "
        "Training tries to make it small.",
        ("losses",),
        "loss",
    ),
    Term(
        "mean squared error",
        "A loss: each residual is squared, and the mean is taken of the squares. "
        "Squaring makes every part positive, and lets large residuals count most.",
        ("mse", "squared error", "squared errors", "squared", "squares"),
        "loss",
    ),
    Term(
        "training",
        "Repeating five stages, predict, loss, backward, gradient, update, so that the loss "
        "becomes small.",
        ("train", "trains", "trained"),
    ),
    Term(
        "epoch",
        "One pass over all points that are trained on. Here they are used all at once, so an epoch "
        "is exactly one update.",
        ("epochs",),
        "epoch",
    ),
    Term(
        "stage",
        "One of the five parts of an epoch: predict, loss, backward, gradient, update.",
        ("stages",),
        "epoch",
    ),
    Term(
        "update",
        "The last stage of an epoch: from every parameter the learning rate times its gradient is "
        "subtracted.",
        ("updates", "updated"),
        "steps",
    ),
    Term(
        "step",
        "The change that one update makes: minus the learning rate times the gradient.",
        ("steps",),
        "steps",
    ),
    Term(
        "derivative",
        "How fast one number changes as another grows: here the loss, as a parameter grows. "
        "It is the slope of the curve at that place.",
        ("derivatives", "derived"),
        "tangent",
    ),
    Term(
        "gradient",
        "A number for each parameter: how steeply the loss rises as that parameter grows. "
        "Where it is not cleared after an epoch, gradients of several epochs add up.",
        ("gradients",),
        "tangent",
    ),
    Term(
        "slope",
        "How steeply a curve rises or falls at a place: the derivative there. "
        "Positive rises to the right, negative falls, 0 is flat.",
        ("slopes", "flat"),
        "tangent",
    ),
    Term(
        "tangent",
        "The straight line that touches a curve at one point and has its slope there. "
        "On a parameter's card its slope is this epoch's gradient.",
        ("tangents",),
        "tangent",
    ),
    Term(
        "steepness",
        "How large a slope is, whatever its sign. A steep parameter needs a small learning rate.",
        ("steep", "steeper", "steepest", "steeply", "flatter", "flattest"),
        "tangent",
    ),
    Term(
        "sign",
        "Whether a number is positive or negative. Subtracting a negative gradient makes a "
        "parameter larger, subtracting a positive one makes it smaller.",
        ("signs", "positive", "negative"),
        "flip",
    ),
    Term(
        "flip",
        "An epoch at which the sign of a gradient differs from that of the epoch before. "
        "Often the parameter has then stepped over the lowest place of its curve.",
        ("flips", "flipped"),
        "flip",
    ),
    Term(
        "downhill",
        "The way in which the loss becomes smaller; uphill is the other way. "
        "Subtracting a small enough part of this epoch's gradient goes downhill.",
        ("uphill",),
        "steps",
    ),
    Term(
        "overshoot",
        "To step past the lowest place of a valley, on to its other side. "
        "If that side is higher than the one before, the steps grow and the run diverges.",
        ("overshoots", "overshot"),
        "diverge",
    ),
    Term(
        "learning rate",
        "The number that the gradient is multiplied by to make a step; lr in the code. "
        "Too small and training creeps, too large and it overshoots.",
        ("learning rates", "lr", "learning_rate"),
        "steps",
    ),
    Term(
        "largest stable rate",
        "The learning rate above which steps in the steepest direction overshoot by more and more. "
        "It is 2 divided by how strongly the loss curves there.",
        ("largest rate", "stable rate", "stable", "limit", "limits"),
        "diverge",
    ),
    Term(
        "crawl",
        "A learning rate crawls if it is so small that even in the steepest direction training "
        "takes many epochs.",
        ("crawls", "crawling"),
        "steps",
    ),
    Term(
        "swing",
        "A learning rate swings if it is so large that each step leaps over the valley floor to "
        "the other side, and still comes a little nearer.",
        ("swings", "swinging"),
        "steps",
    ),
    Term(
        "diverge",
        "To get worse with every step until the numbers are too large to hold. "
        "Mostly the learning rate is too large.",
        ("diverged", "diverges"),
        "diverge",
    ),
    Term(
        "converge",
        "To come to rest: the steps become smaller and smaller near a lowest place of the loss.",
        ("converges", "converged"),
        "valley",
    ),
    Term(
        "valley",
        "The loss seen as a landscape over the parameters: training walks down into a valley.",
        ("valleys", "walls"),
        "valley",
    ),
    Term(
        "landscape",
        "The loss over all values of the parameters, drawn as land: high where the model is wrong, "
        "low where it fits. A map shows two directions of it.",
        ("landscapes", "map", "maps", "surface", "contour", "contours"),
        "valley",
    ),
    Term(
        "curvature",
        "How fast the slope of the loss changes on the way in one direction: large across a steep "
        "valley, small along it. Where it is large, only small learning rates are stable.",
        ("curvatures", "eigenvalue", "eigenvalues", "λ"),
        "valley",
    ),
    Term(
        "axis of the valley",
        "A direction from the lowest point in which the loss rises on its own, whatever the other "
        "axes do. Along the valley is the flattest, across it the steepest, the others are on the "
        "slant.",
        ("axis", "axes", "on the slant", "slant", "aslant"),
        "valley",
    ),
    Term(
        "linear",
        "A formula is linear in its parameters if each of them only scales a term, as in "
        "a*t**2 + b*t + c. The loss then has the same curvature everywhere.",
        ("linear in its parameters",),
    ),
    Term(
        "Adam",
        "A way of training that gives each parameter a learning rate of its own, from the sizes of "
        "its past gradients. Here every parameter has the same rate.",
    ),
    Term(
        "valley floor",
        "Where the loss is lowest in a valley. A floor marked on a parameter's card is the lowest "
        "place while the other parameters stand still.",
        ("floor", "floors"),
        "valley",
    ),
    Term(
        "best fit",
        "The parameters with which the loss is as small as it can be, all of them chosen together. "
        "Noise in the data mostly leaves some loss even there.",
        ("best value", "best values", "best"),
        "valley",
    ),
    Term(
        "promised",
        "How much the loss would change by this step if it went on along its slope in a straight "
        "line. Beside it stands what really happened; the loss is curved, so the two differ.",
        ("promise", "happened"),
        "tangent",
    ),
    Term(
        "chain rule",
        "How derivatives of nested operations are found: the local derivatives along the way are "
        "multiplied. The backward pass does that, operation by operation.",
        sketch="operations",
    ),
    Term(
        "local derivative",
        "The derivative of one operation's result for one of the numbers that went into it.",
        ("local derivatives", "local rule"),
        "operations",
    ),
    Term(
        "kink",
        "A place where a curve turns sharply, so that it has no single slope there. PyTorch then "
        "uses one slope that its rule names.",
        ("kinks",),
    ),
    Term(
        "pull",
        "One data point's part of a parameter's gradient: how strongly, and which way, this point "
        "draws the curve.",
        ("pulls", "pulling", "pulled"),
        "residual",
    ),
    Term(
        "neuron",
        "A part of a neural network: an input times a weight, plus a number, bent by a function "
        "such as tanh.",
        ("neurons", "neural network", "network"),
    ),
    Term(
        "weight",
        "A parameter that something is multiplied by.",
        ("weights",),
    ),
    Term(
        "optimizer",
        "What decides each step from the gradients. Here it is plain gradient descent: subtract "
        "the learning rate times the gradient.",
        ("optimizers", "gradient descent"),
        "steps",
    ),
    Term(
        "held out",
        "Points that are set aside and not trained on. The loss on them shows whether the model "
        "has learned more than its examples by heart.",
        ("held-out", "holds out", "hold out"),
    ),
    Term(
        "standardise",
        "To shift and scale the inputs so that their mean is 0 and their standard deviation 1. "
        "That often makes the parameters less different in steepness.",
        ("standardised", "standardises", "standardized", "standard deviation", "deviation", "std"),
    ),
    Term(
        "noise",
        "Random differences that are added to the targets, as any measurement has them.",
        ("noisy",),
    ),
    Term(
        "seed",
        "The number that the random numbers are made from. The same seed gives the same noise and "
        "the same starting parameters again.",
        ("seeds",),
    ),
)  # fmt: skip
