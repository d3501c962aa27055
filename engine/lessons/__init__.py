"""Lessons: what is asked before it is seen, as a file, and what is said to a reply. No torch."""

from engine.lessons.lesson import (
    Answer,
    Appearance,
    Epoch,
    KeepPrevious,
    Lesson,
    LessonSet,
    Option,
    Play,
    Run,
    Then,
    Try,
    Trying,
    Turn,
    Wrong,
)
from engine.lessons.question import Kind, Question, Reply, Verdict

__all__ = [
    "Answer",
    "Appearance",
    "Epoch",
    "KeepPrevious",
    "Kind",
    "Lesson",
    "LessonSet",
    "Option",
    "Play",
    "Question",
    "Reply",
    "Run",
    "Then",
    "Try",
    "Trying",
    "Turn",
    "Verdict",
    "Wrong",
]
