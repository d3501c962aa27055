"""The engine: the experiment, the training and the explanations, all without Qt."""

__version__ = "0.4.0"
