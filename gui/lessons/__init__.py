"""Lessons: the panel that asks and answers, and the course through a set of them."""
