"""Random formulas, as text; a few of them have numbers that a formula may not hold."""

from hypothesis import strategies as st

from engine.formula import FUNCTIONS

_NAMES = st.sampled_from(["a", "b", "w_1", "μ"])
_LITERALS = st.sampled_from(["0", "1", "2", "3", "7", "0.5", "2.5", ".25", "3.", "1e-3", "pi", "e"])
_SPACES = st.sampled_from(["", "", " "])


def _larger(smaller: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    one = st.sampled_from([name for name, count in FUNCTIONS.items() if count == 1])
    two = st.sampled_from([name for name, count in FUNCTIONS.items() if count == 2])
    bracketed = smaller.map("({})".format)
    # Large powers of numbers are for the attacks: Python's own would take for ever here.
    exponents = st.sampled_from(["2", "3", "-1", "0.5", "0", "-a", "b", "(b*t)", "2**a"])
    bases = st.one_of(_NAMES, st.just("t"), bracketed)
    return st.one_of(
        st.builds(
            lambda left, space, symbol, right: f"{left}{space}{symbol}{space}{right}",
            smaller,
            _SPACES,
            st.sampled_from("+-*/"),
            smaller,
        ),
        st.builds("{}**{}".format, bases, exponents),
        st.builds("{}{}".format, st.sampled_from(["-", "+", "- "]), smaller),
        st.builds("{}({})".format, one, smaller),
        st.builds("{}({}, {})".format, two, smaller, smaller),
        bracketed,
    )


EXPRESSIONS = st.recursive(
    st.one_of(_NAMES, st.just("t"), st.just("t"), _LITERALS), _larger, max_leaves=12
)
