"""Long proofs by hand, `python -m tests.endurance NAME --count N`; short ones are in the suite."""
