"""The plots: the fit, the loss, and the signs of the gradient."""
