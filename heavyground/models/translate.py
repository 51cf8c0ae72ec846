"""One definition, two languages: the formulas of a model as JavaScript.

A model's formulas are plain Python functions on numbers or NumPy arrays. This module reads their source and writes the
same arithmetic for the page, so that a reader's sliders and the book's tables cannot disagree. Small on purpose:
assignments to names, `return`, + - * / **, one comparison at a time, a few NumPy functions, calls of other formulas.
Whatever else stands in a formula is refused with its line.

    python -m heavyground.models      writes heavyground/press/static/formulas.js; a test compares them
"""

import ast
import inspect
import textwrap

OPERATORS = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.Pow: "**"}
COMPARISONS = {ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">="}
CALLS = {
    "minimum": "Math.min({0}, {1})",
    "maximum": "Math.max({0}, {1})",
    "sqrt": "Math.sqrt({0})",
    "floor": "Math.floor({0})",
    "clip": "Math.min(Math.max({0}, {1}), {2})",
    "where": "({0} ? {1} : {2})",
}


class NotTranslatable(SyntaxError):
    """A formula uses something that has no equivalent on the page."""


def javascript(functions, constants=()):
    """Source text of one JavaScript object that holds the functions.

    functions: Python functions in the order of their use. One with keyword-only parameters takes an object on the page.
    constants: {name: number} the formulas refer to. Raises NotTranslatable with the line that cannot be written.
    """
    fixed = [f"const {name} = {value!r};" for name, value in dict(constants).items()]
    names = [function.__name__ for function in functions]
    bodies = [_function(function, {*names, *dict(constants)}) for function in functions]
    return (
        '(function () {\n"use strict";\n'
        + "\n".join([*fixed, *bodies])
        + f"\nreturn {{{', '.join(names)}}};\n}})()"
    )


def _function(function, known):
    tree = ast.parse(textwrap.dedent(inspect.getsource(function))).body[0]
    arguments = ", ".join(one.arg for one in tree.args.args)
    if tree.args.kwonlyargs:
        arguments = "{" + ", ".join(one.arg for one in tree.args.kwonlyargs) + "}"
    write = _Writer(function.__name__, known)
    body = [write.statement(node) for node in tree.body if not _is_docstring(node)]
    return f"function {tree.name}({arguments}) {{\n" + "\n".join(body) + "\n}"


def _is_docstring(node):
    return (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    )


class _Writer:
    def __init__(self, where, known):
        self.where, self.known = where, known

    def refuse(self, node):
        raise NotTranslatable(
            f"{self.where}, line {node.lineno} of the function: {ast.unparse(node)!r} cannot be written as "
            "JavaScript; use assignments, arithmetic, np.where, np.minimum, np.maximum, np.clip or np.sqrt."
        )

    def statement(self, node):
        if isinstance(node, ast.Return):
            return f"return {self.expression(node.value)};"
        if (
            isinstance(node, ast.Assign)
            and len(node.targets) == 1
            and isinstance(node.targets[0], ast.Name)
        ):
            return f"const {node.targets[0].id} = {self.expression(node.value)};"
        self.refuse(node)

    def expression(self, node):
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, (int, float))
            and not isinstance(node.value, bool)
        ):
            return repr(node.value)
        if isinstance(node, ast.Name):
            return node.id
        if isinstance(node, ast.Attribute) and ast.unparse(node) == "np.nan":
            return "NaN"
        if isinstance(node, ast.BinOp) and type(node.op) in OPERATORS:
            return f"({self.expression(node.left)} {OPERATORS[type(node.op)]} {self.expression(node.right)})"
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
            return f"(-{self.expression(node.operand)})"
        if (
            isinstance(node, ast.Compare)
            and len(node.ops) == 1
            and type(node.ops[0]) in COMPARISONS
        ):
            return f"({self.expression(node.left)} {COMPARISONS[type(node.ops[0])]} {self.expression(node.comparators[0])})"
        if isinstance(node, ast.Dict):
            return (
                "{"
                + ", ".join(
                    f"{key.value}: {self.expression(value)}"
                    for key, value in zip(node.keys, node.values)
                )
                + "}"
            )
        if isinstance(node, ast.Call) and not node.keywords:
            return self.call(node)
        self.refuse(node)

    def call(self, node):
        arguments = [self.expression(one) for one in node.args]
        name = ast.unparse(node.func)
        if name.startswith("np.") and name[3:] in CALLS:
            return CALLS[name[3:]].format(*arguments)
        if name in self.known:
            return f"{name}({', '.join(arguments)})"
        self.refuse(node)
