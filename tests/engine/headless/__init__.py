"""Training without a window."""
