"""Tests of the questions of predict mode."""
