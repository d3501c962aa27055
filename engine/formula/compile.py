"""Compiles a checked formula to a Python function on tensors, its operations in the order written.

The function is compiled from a syntax tree built here from our own nodes, so no typed text
reaches the compiler. It runs the same operations as the formula written by hand in Python, and so
gives the same result to the bit, at the same cost.
"""

import ast
from collections.abc import Callable, Iterable

import torch
from torch import Tensor
from torch.nn.functional import softplus

from engine.formula.text import INPUTS
from engine.formula.tree import Binary, Call, Name, Node, Number, Sign

Model = Callable[[Tensor, Iterable[Tensor]], Tensor]

_OPERATORS: dict[str, ast.operator] = {
    "+": ast.Add(),
    "-": ast.Sub(),
    "*": ast.Mult(),
    "/": ast.Div(),
    "**": ast.Pow(),
}


def _scalar_allowed(
    function: Callable[[Tensor, Tensor], Tensor],
) -> Callable[[Tensor | float, Tensor | float], Tensor]:
    """Let torch.minimum or torch.maximum, which take tensors only, take plain numbers too.

    clamp takes numbers, but has another gradient where both are equal."""

    def apply(left: Tensor | float, right: Tensor | float) -> Tensor:
        if isinstance(left, Tensor):
            if not isinstance(right, Tensor):
                right = left.new_full((), right)
            return function(left, right)
        assert isinstance(right, Tensor)
        return function(right.new_full((), left), right)

    return apply


def _spread(value: Tensor | float, inputs: Tensor) -> Tensor:
    """`value` repeated for each input, for a formula that does not mention its input."""
    if not isinstance(value, Tensor):
        return torch.full_like(inputs, value)
    shape = torch.broadcast_shapes(value.shape, inputs.shape)  # type: ignore[no-untyped-call]
    return value.expand(shape)


def _copied(value: Tensor) -> Tensor:
    """A copy of a parameter's value, so that a later update does not change the result."""
    return value.clone()


# How PyTorch goes back through an operation where that differs from the slope in books, at a kink
# or at infinity (its tools/autograd/derivatives.yaml).


def _step(value: Tensor) -> Tensor:
    """The slope of relu."""
    return torch.where(value <= 0, 0.0, torch.ones_like(value))


def _less(left: Tensor, right: Tensor) -> Tensor:
    """The slope of minimum(left, right) as `left` changes."""
    slope = torch.where(left == right, 0.5, 1.0)
    return torch.where(left > right, 0.0, slope).to(left.dtype)


def _masked(mask: Tensor, arrived: Tensor | float) -> Tensor:
    """What is sent back through an operation whose slope is the `mask`."""
    return torch.where(mask == 0, 0.0, mask * arrived)


def _softplus_slope(value: Tensor) -> Tensor:
    """The slope of softplus, which PyTorch takes to be its own value above 20."""
    return torch.where(value > 20, 1.0, torch.sigmoid(value))


def _back_to_base(base: Tensor | float, exponent: Tensor, arrived: Tensor | float) -> Tensor:
    """What is sent back to the base of a power."""
    slope = exponent * base ** (exponent - 1)
    return torch.where(exponent == 0, 0.0, arrived * slope)


def _exponent_slope(base: Tensor | float, exponent: Tensor) -> Tensor:
    """The slope of a power as its exponent changes."""
    base = torch.as_tensor(base, dtype=exponent.dtype)
    slope = base**exponent * torch.log(base)
    return torch.where((base == 0) & (exponent >= 0), 0.0, slope)


_FUNCTIONS: dict[str, Callable[..., Tensor]] = {
    "sin": torch.sin,
    "cos": torch.cos,
    "tan": torch.tan,
    "exp": torch.exp,
    "log": torch.log,
    "sqrt": torch.sqrt,
    "abs": torch.abs,
    "tanh": torch.tanh,
    "sigmoid": torch.sigmoid,
    "relu": torch.relu,
    "softplus": softplus,
    "minimum": _scalar_allowed(torch.minimum),
    "maximum": _scalar_allowed(torch.maximum),
    "sign": torch.sign,
    "step": _step,
    "less": _scalar_allowed(_less),
    "masked": _masked,
    "softplus_slope": _softplus_slope,
    "back_to_base": _back_to_base,
    "exponent_slope": _exponent_slope,
    "spread": _spread,
    "copied": _copied,
}


def compile_tree(tree: Node, names: tuple[str, ...]) -> Model:
    """The function f(t, params) of a tree with the parameters `names`, at least one.

    `t` has shape (n,); `params` gives one tensor for each name, in their order, as a tensor
    of shape (p,) does. The result has the shape that t and the parameters broadcast to.
    """
    local = {name: f"p{index}" for index, name in enumerate(names)}
    unpacked = ", ".join(local.values())
    local.update(dict.fromkeys(INPUTS, "t"))
    module = ast.parse(f"def model(t, params):\n    {unpacked}, = params\n    return t")
    [function] = module.body
    assert isinstance(function, ast.FunctionDef)
    body = _expression(tree, local)
    if _is_parameter(tree):
        body = _called("copied", [body])
    if not _mentions_input(tree):
        body = _called("spread", [body, _loaded("t")])
    function.body[-1] = ast.Return(body)
    namespace: dict[str, object] = {"__builtins__": {}, **_FUNCTIONS}
    exec(compile(ast.fix_missing_locations(module), "<formula>", "exec"), namespace)
    model: Model = namespace["model"]  # type: ignore[assignment]
    return model


def _expression(node: Node, local: dict[str, str]) -> ast.expr:
    if node.value is not None:
        return ast.Constant(node.value)
    match node:
        case Number(value=value):
            return ast.Constant(value)
        case Name(name=name):
            return _loaded(local[name])
        case Sign(symbol=symbol, operand=operand):
            sign = ast.USub() if symbol == "-" else ast.UAdd()
            return ast.UnaryOp(sign, _expression(operand, local))
        case Binary(symbol=symbol, left=left, right=right):
            return ast.BinOp(
                _expression(left, local), _OPERATORS[symbol], _expression(right, local)
            )
        case Call(function=function, arguments=arguments):
            return _called(function, [_expression(argument, local) for argument in arguments])


def _loaded(name: str) -> ast.Name:
    return ast.Name(name, ast.Load())


def _called(function: str, arguments: list[ast.expr]) -> ast.Call:
    return ast.Call(_loaded(function), arguments, keywords=[])


def _is_parameter(node: Node) -> bool:
    match node:
        case Name(value=None):
            return True
        case Sign(symbol="+", operand=operand):
            return _is_parameter(operand)
    return False


def _mentions_input(node: Node) -> bool:
    match node:
        case Name(name=name):
            return name in INPUTS
        case Sign(operand=operand):
            return _mentions_input(operand)
        case Binary(left=left, right=right):
            return _mentions_input(left) or _mentions_input(right)
        case Call(arguments=arguments):
            return any(_mentions_input(argument) for argument in arguments)
    return False
