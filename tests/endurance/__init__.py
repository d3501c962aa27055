"""Long trials by hand, `python -m tests.endurance NAME`; the suite runs a short one of each."""
