"""Makes texts that others wrote, such as names and cells, fit into a line of the program's own."""


def cut(text: str, most: int, end: int = 0) -> str:
    """At most `most` characters of `text`: its beginning, … where it is cut, its last `end`."""
    if len(text) <= most:
        return text
    return f"{text[: most - end - 1]}…{text[len(text) - end :]}"


def one_line(text: str) -> str:
    """`text` with each run of spaces and line breaks as one space."""
    return " ".join(text.split())


def shortened(text: str, most: int = 40) -> str:
    """`text` as it can be quoted in a sentence: on one line, printable, at most `most` characters.

    >>> shortened("9" * 5000, 5), shortened("a\\nb"), shortened("a\\udcff")
    ('9999…', 'a b', 'a�')
    """
    # `text` may be as large as a file, so it is cut first.
    line = one_line(text[: 4 * most])
    line = "".join(letter if letter.isprintable() else "\ufffd" for letter in line)
    return cut(line, most) if len(text) <= 4 * most else f"{line[: most - 1]}…"
