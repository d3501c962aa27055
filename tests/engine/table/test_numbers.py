"""How a table's numbers are written: what shows the decimal sign, and what leaves it open."""

import pytest

from engine.table.numbers import Style, find_style, is_number

SURE_POINT, SURE_COMMA = Style(".", sure=True), Style(",", sure=True)


@pytest.mark.parametrize(
    ("cells", "style"),
    [
        ([], Style()),
        (["12", "word", ""], Style()),
        (["1.5"], SURE_POINT),
        (["1,5"], SURE_COMMA),
        (["1.234,5"], SURE_COMMA),
        (["1,234.5"], SURE_POINT),
        (["1,234,567"], SURE_POINT),
        (["1'234.5"], SURE_POINT),
        (["0.123"], SURE_POINT),
        ([" 1,5 ", "1.5", "2,5"], SURE_COMMA),
        (["1,5", "1.5"], SURE_POINT),
        # Thousands, or a fraction: nothing shows it.
        (["1.234"], Style(".", guessed=True)),
        (["1.234", "5.678", "12"], Style(".", guessed=True)),
        (["1.234", "5,5"], SURE_COMMA),
    ],
)
def test_the_decimal_sign_is_what_the_numbers_show(cells: list[str], style: Style) -> None:
    for delimiter in ("\t", ";"):
        assert find_style(cells, delimiter) == style


@pytest.mark.parametrize(
    ("cells", "delimiter", "style"),
    [
        (["1,234"], ";", Style(",", guessed=True)),
        (["1,234", "5,678"], ";", Style(",", guessed=True)),
        (["1,234"], "\t", Style(".")),
        (["1,234", "1.234"], ";", Style(".", guessed=True)),
    ],
)
def test_semicolons_speak_for_a_comma(cells: list[str], delimiter: str, style: Style) -> None:
    assert find_style(cells, delimiter) == style


@pytest.mark.parametrize(
    ("text", "spaces", "number"),
    [
        ("1 234,5", True, True), ("1 234,5", False, False), ("1.234,5", False, True),
        ("−1'234.5e-3", True, True), ("1 23", True, False), ("n/a", True, False), ("", True, False),
        (".5", True, True), ("+5,", True, True), ("1.2.3", True, False),
    ],
)  # fmt: skip
def test_what_is_a_number_in_some_style(text: str, spaces: bool, number: bool) -> None:
    assert is_number(text, spaces) == number
