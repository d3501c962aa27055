"""Sets properties of widgets that the stylesheet refers to, such as `wrong`."""

from PySide6.QtWidgets import QWidget


def mark(widget: QWidget, name: str, on: bool) -> None:
    """Set the property `name` of `widget`, so that what the stylesheet says about it applies."""
    if bool(widget.property(name)) != on:
        widget.setProperty(name, on)
        # Qt applies the stylesheet to a changed property only when told to.
        widget.style().unpolish(widget)
        widget.style().polish(widget)
