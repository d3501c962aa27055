"""What was approved, in files of texts that are read before they are committed.

After a change that is meant, `pytest --approve` writes down what is there now. A file has parts,
each with a heading.
"""

from pathlib import Path


def written(parts: dict[str, list[str]]) -> str:
    """The parts with their lines, as a file has them."""
    return "".join("\n".join([f"== {name}", *lines, ""]) for name, lines in parts.items())


def read(text: str) -> dict[str, list[str]]:
    """The parts that `written` has made a text of."""
    parts = (part.split("\n") for part in ("\n" + text.removesuffix("\n")).split("\n== ")[1:])
    return {name: lines for name, *lines in parts}


def approve(file: Path, parts: dict[str, list[str]]) -> None:
    """Write down that `parts` are as they should be."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(written(parts), "utf-8")
