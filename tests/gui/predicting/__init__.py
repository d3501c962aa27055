"""Tests of predict mode in the window."""
