"""The map of the loss, with the path of a run over it."""
