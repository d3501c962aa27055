"""Marks on a widget that the stylesheet knows, such as `wrong`."""

from PySide6.QtWidgets import QWidget


def mark(widget: QWidget, name: str, on: bool) -> None:
    """Set the property `name` of `widget`, so that what the stylesheet says about it applies."""
    if bool(widget.property(name)) != on:
        widget.setProperty(name, on)
        # Qt asks the stylesheet about a property only here.
        widget.style().unpolish(widget)
        widget.style().polish(widget)
