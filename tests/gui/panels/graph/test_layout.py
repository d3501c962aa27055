"""The layout of any tree: nothing overlaps, and edges in the gaps keep their order."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from gui.panels.graph.layout import Box, place_tree
from gui.panels.graph.tree import Card

GAP_X, GAP_Y = 20.0, 6.0


@st.composite
def trees(draw: st.DrawFn) -> Card:
    """A tree of some thirty cards at most."""
    shapes = st.recursive(
        st.just(()), lambda smaller: st.lists(smaller, max_size=4).map(tuple), max_leaves=16
    )
    places = iter(range(1000))

    def card(shape: tuple[object, ...]) -> Card:
        inputs = tuple(card(each) for each in shape)  # type: ignore[arg-type]
        return Card("operation", next(places), inputs)

    return card(draw(shapes))


def size(card: Card) -> tuple[float, float]:
    return 50.0 + 7 * (card.place % 5), 30.0 + 11 * (card.place % 3)


@given(trees())
def test_cards_of_a_column_stand_apart_and_columns_too(root: Card) -> None:
    boxes = place_tree(root, size, GAP_X, GAP_Y)
    assert set(boxes) == set(root.walk())
    for one, other in combinations(boxes.values(), 2):
        if one.x == other.x:
            upper, lower = sorted((one, other), key=lambda box: box.y)
            assert lower.y - upper.bottom >= GAP_Y - 1e-6
        else:
            left, right = sorted((one, other), key=lambda box: box.x)
            assert right.x - left.right >= GAP_X - 1e-6


@given(trees())
def test_inputs_stand_one_column_to_the_left_in_their_order(root: Card) -> None:
    boxes = place_tree(root, size, GAP_X, GAP_Y)
    for card in root.walk():
        inputs = [boxes[each] for each in card.inputs]
        assert inputs == sorted(inputs, key=lambda box: box.y)
        gaps = {round(boxes[card].x - box.right, 6) for box in inputs}
        assert len(gaps) <= 1
        assert all(gap >= GAP_X for gap in gaps)
        if inputs:
            middle = (inputs[0].middle + inputs[-1].middle) / 2
            assert abs(boxes[card].middle - middle) < 1e-6


@given(trees())
def test_the_order_of_a_column_is_that_of_the_column_before_it(root: Card) -> None:
    """So that no two edges cross."""
    boxes = place_tree(root, size, GAP_X, GAP_Y)
    links = [(boxes[each], boxes[card]) for card in root.walk() for each in card.inputs]
    for (one, one_to), (other, other_to) in combinations(links, 2):
        if one.x == other.x and one_to is not other_to:
            assert (one.y < other.y) == (one_to.y < other_to.y)


def test_a_picture_is_as_small_as_its_cards_allow() -> None:
    leaves = tuple(Card("data", k) for k in range(3))
    boxes = place_tree(Card("operation", 3, leaves), lambda _: (40.0, 20.0), GAP_X, GAP_Y)
    assert boxes[leaves[0]] == Box(0, 0, 40, 20)
    assert boxes[leaves[2]].bottom == 3 * 20 + 2 * GAP_Y
