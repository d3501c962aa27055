"""Predict mode in the window: asks before each step by hand, and shows what happened beside it."""
