"""One definition, two languages: the formulas of a model as JavaScript.

A model's formulas are plain Python functions on numbers or NumPy arrays. Their source is read here
and the same arithmetic written for the page, when the site is built, so that a reader's sliders and
the book's tables cannot disagree. Small on purpose: assignments to names, `return`, + - * / **, one
comparison at a time, a few NumPy functions, calls of other formulas. Whatever else stands in a
formula is refused with its line.
"""

import ast
import inspect
import json
import textwrap
from collections.abc import Callable, Iterable, Mapping
from typing import Any, NoReturn, Protocol

from .sampling import SHARED

Formula = Callable[..., Any]

OPERATORS = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.Pow: "**"}
COMPARISONS = {ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">="}
CALLS = {  # a function of NumPy: how many numbers it takes, and what it is on the page
    "minimum": (2, "Math.min({0}, {1})"),
    "maximum": (2, "Math.max({0}, {1})"),
    "sqrt": (1, "Math.sqrt({0})"),
    "floor": (1, "Math.floor({0})"),
    "clip": (3, "Math.min(Math.max({0}, {1}), {2})"),
    "where": (3, "({0} ? {1} : {2})"),
}
REMEDY = (
    "use assignments, arithmetic, np.where, np.minimum, np.maximum, np.clip, np.sqrt or np.floor"
)


class NotTranslatable(SyntaxError):
    """A formula uses something that has no equivalent on the page."""


def javascript(formulas: Iterable[Formula], constants: Mapping[str, float] | None = None) -> str:
    """Source text of one JavaScript object that holds the formulas.

    formulas: functions in the order of their use; one with keyword-only parameters takes an object
    on the page. constants: {name: number} that the formulas refer to. Raises NotTranslatable with
    the line that cannot be written.
    """
    formulas, constants = list(formulas), dict(constants or {})
    names = [formula.__name__ for formula in formulas]
    lines = [f"const {name} = {float(value)!r};" for name, value in constants.items()]
    lines += [_function(formula, {*names, *constants}) for formula in formulas]
    lines.append(f"return {{{', '.join(names)}}};")
    return "\n".join(["(() => {", '"use strict";', *lines, "})()"])


def _function(formula: Formula, known: set[str]) -> str:
    tree = ast.parse(textwrap.dedent(inspect.getsource(formula))).body[0]
    writer = _Writer(formula.__name__, known)
    if not isinstance(tree, ast.FunctionDef):
        writer.refuse(tree)
    arguments = ", ".join(argument.arg for argument in tree.args.args)
    if tree.args.kwonlyargs:
        arguments = "{" + ", ".join(argument.arg for argument in tree.args.kwonlyargs) + "}"
    body = [writer.statement(node) for node in tree.body if not _is_docstring(node)]
    return "\n".join([f"function {tree.name}({arguments}) {{", *body, "}"])


def _is_docstring(node: ast.stmt) -> bool:
    return (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    )


class _Writer:
    """Writes one formula. where: its name, for messages; known: other formulas and constants."""

    def __init__(self, where: str, known: set[str]) -> None:
        self.where, self.known = where, known

    def refuse(self, node: ast.stmt | ast.expr) -> NoReturn:
        raise NotTranslatable(
            f"{self.where}, line {node.lineno} of the function: {ast.unparse(node)!r} cannot be "
            f"written as JavaScript; {REMEDY}."
        )

    def statement(self, node: ast.stmt) -> str:
        if isinstance(node, ast.Return) and node.value is not None:
            return f"return {self.expression(node.value)};"
        if isinstance(node, ast.Assign) and len(node.targets) == 1:
            (target,) = node.targets
            if isinstance(target, ast.Name):
                return f"const {target.id} = {self.expression(node.value)};"
        self.refuse(node)

    def expression(self, node: ast.expr) -> str:
        match node:
            case ast.Constant(value=bool()):
                self.refuse(node)
            case ast.Constant(value=int() | float() as number):
                return repr(number)
            case ast.Name(id=name):
                return name
            case ast.Attribute() if ast.unparse(node) == "np.nan":
                return "NaN"
            case ast.BinOp(left=left, op=op, right=right) if type(op) in OPERATORS:
                return self.pair(left, OPERATORS[type(op)], right)
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                return f"(-{self.expression(operand)})"
            case ast.Compare(left=left, ops=[op], comparators=[right]) if type(op) in COMPARISONS:
                return self.pair(left, COMPARISONS[type(op)], right)
            case ast.Dict():
                return self.record(node)
            case ast.Call(keywords=[]):
                return self.call(node)
        self.refuse(node)

    def pair(self, left: ast.expr, operator: str, right: ast.expr) -> str:
        return f"({self.expression(left)} {operator} {self.expression(right)})"

    def record(self, node: ast.Dict) -> str:
        parts = []
        for key, value in zip(node.keys, node.values, strict=True):
            if not isinstance(key, ast.Constant) or not isinstance(key.value, str):
                self.refuse(node)
            parts.append(f"{key.value}: {self.expression(value)}")
        return "{" + ", ".join(parts) + "}"

    def call(self, node: ast.Call) -> str:
        arguments = [self.expression(argument) for argument in node.args]
        name = ast.unparse(node.func)
        count, form = CALLS.get(name.removeprefix("np."), (0, ""))
        if name.startswith("np.") and len(arguments) == count:
            return form.format(*arguments)
        if name in self.known:
            return f"{name}({', '.join(arguments)})"
        self.refuse(node)


class Scripted(Protocol):
    """Whatever has formulas for the page; see `model.Model`."""

    def javascript(self) -> str: ...


def scripts(models: Mapping[str, Scripted]) -> str:
    """The page's script of all models: `HeavyGround.models`, each under its name, and what they
    share. Raises NotTranslatable.
    """
    parts = [f"  {json.dumps(name)}: {model.javascript()}," for name, model in models.items()]
    return "\n".join(
        [
            "window.HeavyGround = window.HeavyGround || {};",
            f"window.HeavyGround.sampling = {javascript(SHARED)};",
            "window.HeavyGround.models = {",
            *parts,
            "};\n",
        ]
    )
