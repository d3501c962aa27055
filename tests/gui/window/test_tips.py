"""What every control and every action is called and says that it is for."""

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractButton, QWidget

from tests.gui.windows import Open

# What a screen reader calls it, and its tip.
TIPS = {
    "bannerCloseButton": ("Dismiss", "Dismiss (Escape, while the focus is here)"),
    "movesCommonScaleButton": (
        "",
        "Show all cards on one scale, on which their steepness can be compared",
    ),
    "movesSortCombo": ("Order of the rows", "Which parameter stands first"),
    "movesEnlargeButton": ("Enlarge: Moves", "Let this view fill the window. (F9)"),
    "overview_a": (
        "The loss along a, at one scale for the whole run",
        (
            "The loss as a changes and the others stand where they are now.\n"
            "The scale is the same for the whole run. Grey dots: where it has been.\n"
            "Ring: a = −0.8919953107833862, loss 36415.4353774279\n"
            "Floor: lowest while the others stand still, at 0.23596\n"
            "Best: where all parameters together fit best, a = 0.74029\n"
            "Drag the ring, or use Left and Right, to try another start."
        ),
    ),
    "startHere_a": ("", "Begin the run with what is tried here (Return)"),
    "moveCard_together": (
        "The whole step, all parameters together",
        (
            "Promised: how much the loss would change by this step if it were a straight "
            "line\n"
            "with the slope it has here (−lr × ‖g‖²). Happened: how much it changed."
        ),
    ),
    "signsEnlargeButton": ("Enlarge: Gradient signs", "Let this view fill the window. (F9)"),
    "signsPlotFitButton": (
        "Show all epochs again, and follow the run",
        "Show all epochs again, and follow the run",
    ),
    "lossEnlargeButton": ("Enlarge: Loss", "Let this view fill the window. (F9)"),
    "lossPlotFitButton": (
        "Show all epochs again, and follow the run",
        "Show all epochs again, and follow the run",
    ),
    "lossLogButton": (
        "Logarithmic scale: equal steps are equal factors",
        "Logarithmic scale: equal steps are equal factors",
    ),
    "fitEnlargeButton": ("Enlarge: Fit", "Let this view fill the window. (F9)"),
    "fitFrameButton": ("Back to the first view", "Back to the first view"),
    "fitViewButton": (
        "Show everything that is drawn, the predictions too",
        "Show everything that is drawn, the predictions too",
    ),
    "learningRateEdit": (
        "Learning rate",
        (
            "How far each step goes: the gradient times this number (Ctrl+L). It acts "
            "from the next epoch."
        ),
    ),
    "epochsSpin": (
        "Epochs",
        "How many epochs to train. More of them go on from where the run stands.",
    ),
    "stopAtLossEdit": (
        "Stop at loss",
        (
            "Stop at the first epoch whose loss is not above this one, if it comes "
            "before the last. Empty: off."
        ),
    ),
    "seedSpin": (
        "Seed",
        (
            "Determines the data's noise and the starting parameters, to the last bit. "
            "Another one begins a new run."
        ),
    ),
    "newSeedButton": (
        "New seed",
        "Draw another seed: other noise, other starting parameters (Ctrl+R).",
    ),
    "zeroGradCheck": (
        "",
        (
            "params.grad = None after each epoch; otherwise the derivatives keep adding "
            "up from epoch to epoch."
        ),
    ),
    "requiresGradCheck": (
        "",
        (
            "Without requires_grad_() PyTorch cannot find the derivative with respect to "
            "the parameters."
        ),
    ),
    "startBackButton": ("", "Let the seed draw every starting value again"),
    "startSlider_a": (
        "Slider for the starting value of a",
        (
            "Be the optimizer yourself: drag, or use the arrow keys,\n"
            "and see what another start of a does to fit and loss"
        ),
    ),
    "startBack_a": ("Back to the seed's value of a", "Let the seed draw a again"),
    "startEdit_a": ("Starting value of a", "a = −0.8919953107833862, drawn from the seed"),
    "presetCombo": ("Presets", "Begin with another model, its data and its settings"),
    "formulaEdit": (
        "Formula",
        (
            "The model, as in a*(t**2) + b*(t) + c: t or x is the input, every other "
            "name a\n"
            "parameter to learn. There are + - * / **, pi, e, and functions such as "
            "sin(…) and\n"
            "exp(…). Return begins a new run with it, Escape takes back what was typed."
        ),
    ),
    "dataSourceCombo": (
        "Where the data comes from",
        (
            "Where the data comes from: the article, a formula with known parameters,\n"
            "or a table of your own. The formula to learn stays as it is."
        ),
    ),
    "pointsSpin": ("Points", "How many points are drawn. Another one begins a new run."),
    "noiseSpin": (
        "Noise",
        ("The standard deviation of the noise on the targets. Another one begins a new run."),
    ),
    "rangeStartSpin": (
        "From",
        "The first input; the others lie evenly. Another one begins a new run.",
    ),
    "rangeStopSpin": ("To", "The last input. Another one begins a new run."),
    "truthCheck": ("", "What training would find, were it not for the noise."),
    "standardiseCheck": (
        "",
        (
            "Training then happens in (t\xa0−\xa0mean)\xa0/\xa0std; parameters are shown in both "
            "units."
        ),
    ),
    "heldOutSpin": (
        "Held out",
        ("The share of the points that is kept apart from training. Another one begins a new run."),
    ),
    "timelineSlider": (
        "Epoch shown",
        (
            "Drag or click to see any trained epoch; past them it goes to the last.\n"
            "Page Up and Page Down: a tenth of the trained ones on or back"
        ),
    ),
    "logFoldButton": ("", "Show or hide what the article prints, epoch by epoch"),
    "logFollowCheck": (
        "",
        (
            "Keep the epoch shown in sight. Scrolling away from it ends this, scrolling "
            "back begins it again"
        ),
    ),
    "speedSlider": (
        "Speed",
        "How fast to play: 10 epochs a second. (Ctrl+Up faster, Ctrl+Down slower)",
    ),
}
# Its text, its keys, and its tip without them.
ACTIONS = {
    "reset": ("Reset", ["Home"], "Go back to the same starting parameters"),
    "stepBack": ("Back", ["Left"], "Go back one epoch"),
    "play": ("Play", ["Space"], "Play or pause"),
    "stepStage": ("Stage", ["Down"], "Run one stage and stop"),
    "stageBack": ("Stage back", ["Shift+Down"], "Go back one stage"),
    "stepEpoch": ("Epoch", ["Right"], "Run to the end of an epoch"),
    "latest": ("Latest", ["End"], "Show the epoch trained last"),
    "faster": ("Faster", ["Ctrl+Up"], "Play faster"),
    "slower": ("Slower", ["Ctrl+Down"], "Play slower"),
    "new": ("New", ["Ctrl+N"], "Begin with the article's example"),
    "open": ("Open…", ["Ctrl+O"], "Open an experiment"),
    "save": ("Save", ["Ctrl+S"], "Save the experiment"),
    "saveAs": ("Save as…", ["Ctrl+Shift+S"], "Save the experiment in another file"),
    "classroomLayout": (
        "Classroom layout…",
        [],
        "Choose what whoever opens the file sees and can change, and set a task",
    ),
    "classroomLock": ("Lock the classroom layout", [], "Show what whoever opens the file sees"),
    "lessonsFolder": (
        "Open the folder of lessons",
        [],
        "Files of lessons that lie there are in the menu above",
    ),
    "bringBack": (
        "Bring back the last unsaved experiment",
        [],
        "Go on with what was changed but not saved when Learnscope was closed",
    ),
    "openTable": ("Open a table…", ["Ctrl+T"], "Read the data from a CSV or TSV file"),
    "pasteTable": ("Paste a table", ["Ctrl+V"], "Use the table that was copied in a spreadsheet"),
    "undo": ("Undo", ["Ctrl+Z"], "Undo the last change"),
    "redo": ("Redo", ["Ctrl+Shift+Z", "Ctrl+Y"], "Do it again"),
    "learningRate": ("Learning rate", ["Ctrl+L"], "Change the learning rate"),
    "newSeed": ("New seed", ["Ctrl+R"], "Begin anew with another seed"),
    "quit": ("Quit", ["Ctrl+Q"], "Close Learnscope"),
    "experimentPanel": ("Experiment", ["Ctrl+E"], "Fold or unfold the experiment's settings"),
    "logPanel": ("Log", ["Ctrl+J"], "Fold or unfold the log"),
    "forgetPrevious": (
        "Dismiss the previous run",
        ["Ctrl+D"],
        "No longer draw the run before this one",
    ),
    "zoomIn": ("Zoom in", ["Ctrl++", "Ctrl+="], "Draw everything larger"),
    "zoomOut": ("Zoom out", ["Ctrl+-"], "Draw everything smaller"),
    "zoomReset": ("Actual size", ["Ctrl+0"], "Draw everything at 100 % again"),
    "enlarge": ("Enlarge a view", ["F9"], "Enlarge the view with the focus or under the mouse"),
    "present": ("Present", ["F5"], "Present: large type, the stages, one or two views"),
    "describe": (
        "Tell what is shown",
        ["F2"],
        "Tell what the view with the focus or under the mouse shows",
    ),
    "fullScreen": ("Full screen", ["F11"], "Fill the screen, or not"),
    "animateSteps": (
        "Animate steps",
        [],
        "Show each step as a movement, from its cause to its effect",
    ),
    "keys": ("Keys", ["F1", "?"], "The list of keys"),
    "systemTheme": ("System", [], "System"),
    "lightTheme": ("Light", [], "Light"),
    "darkTheme": ("Dark", [], "Dark"),
}


# What stands on the buttons and boxes that have no action.
BUTTONS = {
    "bannerCloseButton": "×",
    "movesCommonScaleButton": "one common scale",
    "signsPlotFitButton": "Fit view",
    "lossPlotFitButton": "Fit view",
    "lossLogButton": "log",
    "fitFrameButton": "Frame",
    "fitViewButton": "Fit view",
    "newSeedButton": "New",
    "zeroGradCheck": "&zero the gradient",
    "requiresGradCheck": "re&quires_grad",
    "startBackButton": "Back to the seed’s values",
    "truthCheck": "Show the tr&ue parameters",
    "standardiseCheck": "Standard&ise t",
    "logFoldButton": "Log: what the article prints",
    "logFollowCheck": "Follow the epoch shown",
}


def test_every_control_and_every_action_says_what_it_is_for(open_window: Open) -> None:
    window = open_window(theme="light")
    window.column.complete()
    controls = {name: window.findChild(QWidget, name) for name in TIPS}
    assert {
        name: (each.accessibleName(), each.toolTip()) for name, each in controls.items()
    } == TIPS
    buttons = {name: window.findChild(QAbstractButton, name) for name in BUTTONS}
    assert {name: each.text() for name, each in buttons.items()} == BUTTONS
    for name, (text, keys, tip) in ACTIONS.items():
        action = window.findChild(QAction, f"{name}Action")
        assert action.text().replace("&", "") == text
        assert [key.toString() for key in action.shortcuts()] == keys
        assert action.toolTip() == (f"{tip} ({' or '.join(keys)})" if keys else tip)
        ticked = name in ("experimentPanel", "animateSteps") or name.endswith("Theme")
        assert action.isCheckable() == ticked
