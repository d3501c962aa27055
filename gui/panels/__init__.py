"""The panels around the plots: stages, moves, timeline and log."""
