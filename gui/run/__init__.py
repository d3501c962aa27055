"""The run that is played, and how the window asks about it."""
