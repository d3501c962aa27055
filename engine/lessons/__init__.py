"""Lessons: what is asked before it is seen, as a file, and what is said to a reply. No torch."""

from engine.lessons.judging import Asked, Right, is_near, judge
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
from engine.lessons.reading import LessonError, read_file, read_set, shipped
from engine.lessons.typed import typed_number

__all__ = [
    "Answer",
    "Appearance",
    "Asked",
    "Epoch",
    "KeepPrevious",
    "Kind",
    "Lesson",
    "LessonError",
    "LessonSet",
    "Option",
    "Play",
    "Question",
    "Reply",
    "Right",
    "Run",
    "Then",
    "Try",
    "Trying",
    "Turn",
    "Verdict",
    "Wrong",
    "is_near",
    "judge",
    "read_file",
    "read_set",
    "shipped",
    "typed_number",
]
