"""Every small change to a source file: what a slip of the hand could have made of it."""

import ast
from collections.abc import Iterator, Mapping, Sequence
from types import CodeType
from typing import NamedTuple

#: Beside a comparison: its neighbour at the boundary, and its opposite.
COMPARISONS: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}
ARITHMETIC: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
    ast.BitXor: ast.BitAnd,
    ast.LShift: ast.RShift,
    ast.RShift: ast.LShift,
}
#: Calls that a change may leave out: they give back what they take, ordered, cut or gathered.
WRAPPERS = {"max", "min", "sorted", "reversed", "list", "tuple", "set", "frozenset", "abs", "any", "all"}


class Change(NamedTuple):
    """One change: the line, the code before and after, and the whole file with it, compiled."""

    line: int
    was: str
    becomes: str
    code: CodeType


class Place(NamedTuple):
    """Where a node hangs; the way to hang another there."""

    node: ast.AST
    holder: ast.AST
    field: str
    index: int | None

    def put(self, node: ast.AST) -> None:
        if self.index is None:
            setattr(self.holder, self.field, node)
        else:
            getattr(self.holder, self.field)[self.index] = node


def changes(source: str, filename: str, terms: Mapping[str, Sequence[str]]) -> Iterator[Change]:
    """Every change of one file, one after the other. `terms`: the members of each enum, by its name."""
    tree = ast.parse(source)
    for place in list(_places(tree)):
        for new in _instead_of(place.node, terms):
            was, becomes = ast.unparse(place.node), ast.unparse(new)
            place.put(ast.fix_missing_locations(ast.copy_location(new, place.node)))
            yield Change(place.node.lineno, was, becomes, compile(tree, filename, "exec"))
            place.put(place.node)


def terms_in(sources: Sequence[str]) -> dict[str, list[str]]:
    """The members of every enum of the law, so that one can be taken for the next."""
    return {
        node.name: [item.targets[0].id for item in node.body if _is_member(item)]
        for source in sources
        for node in ast.parse(source).body
        if isinstance(node, ast.ClassDef) and any(ast.unparse(base) == "Term" for base in node.bases)
    }


def _is_member(item: ast.stmt) -> bool:
    return isinstance(item, ast.Assign) and ast.unparse(item.value) == "auto()"


def _places(holder: ast.AST) -> Iterator[Place]:
    """Every statement and expression that runs: no docstrings, types, decorators or bases."""
    for field, value in ast.iter_fields(holder):
        if field in ("annotation", "returns", "decorator_list", "bases", "type_comment", "ctx"):
            continue
        for index, node in enumerate(value) if isinstance(value, list) else [(None, value)]:
            if not isinstance(node, ast.AST) or _only_says(node):
                continue
            if isinstance(node, ast.stmt | ast.expr | ast.match_case):
                yield Place(node, holder, field, index)
            yield from _places(node)


def _only_says(node: ast.AST) -> bool:
    """A docstring or an import."""
    if isinstance(node, ast.Expr):
        return isinstance(node.value, ast.Constant)
    return isinstance(node, ast.Import | ast.ImportFrom)


def _instead_of(node: ast.AST, terms: Mapping[str, Sequence[str]]) -> Iterator[ast.AST]:
    """What could stand where the node stands."""
    match node:
        case ast.Compare(left=left, ops=[op], comparators=[right]):
            for other in COMPARISONS[type(op)]:
                yield ast.Compare(left, [other()], [right])
        case ast.Compare(left=left, ops=[first, second], comparators=[middle, right]):
            for other in COMPARISONS[type(first)]:
                yield ast.Compare(left, [other(), second], [middle, right])
            for other in COMPARISONS[type(second)]:
                yield ast.Compare(left, [first, other()], [middle, right])
        case ast.BoolOp(op=op, values=values):
            yield ast.BoolOp(ast.Or() if isinstance(op, ast.And) else ast.And(), values)
            for index in range(len(values)):
                rest = [*values[:index], *values[index + 1 :]]
                yield rest[0] if len(rest) == 1 else ast.BoolOp(op, rest)
        case ast.UnaryOp(operand=operand):
            yield operand
        case ast.BinOp(left=left, op=op, right=right) if type(op) in ARITHMETIC:
            yield ast.BinOp(left, ARITHMETIC[type(op)](), right)
        case ast.IfExp(body=body, orelse=orelse):
            yield body
            yield orelse
        case ast.Constant():
            yield from _other_constants(node.value)
        case ast.Attribute(value=ast.Name(id=name), attr=member) if member in terms.get(name, ()):
            members = terms[name]
            yield ast.Attribute(node.value, members[(members.index(member) + 1) % len(members)], node.ctx)
        case ast.Call():
            yield from _other_calls(node)
        case ast.Dict(keys=keys, values=values):
            for index in range(len(keys)):
                yield ast.Dict(_without(keys, index), _without(values, index))
        case ast.Tuple(ctx=ast.Load()) | ast.List(ctx=ast.Load()) | ast.Set():
            yield from _shorter(node)
        case ast.stmt():
            yield from _other_statements(node)


def _other_constants(value: object) -> Iterator[ast.AST]:
    match value:
        case bool():
            yield ast.Constant(not value)
        case int():
            yield ast.Constant(value + 1)
            yield ast.Constant(value - 1)
        case str():
            yield ast.Constant(f"{value}?")


def _other_calls(call: ast.Call) -> Iterator[ast.AST]:
    if isinstance(call.func, ast.Name) and call.func.id in WRAPPERS and len(call.args) >= 1:
        yield call.args[0]
    if len(call.args) >= 2:
        yield ast.Call(call.func, call.args[:-1], call.keywords)
    for index in range(len(call.keywords)):
        yield ast.Call(call.func, call.args, _without(call.keywords, index))


def _shorter(node: ast.Tuple | ast.List | ast.Set) -> Iterator[ast.AST]:
    for index in range(len(node.elts)):
        rest = _without(node.elts, index)
        if rest or not isinstance(node, ast.Set):
            yield ast.Set(rest) if isinstance(node, ast.Set) else type(node)(rest, node.ctx)


def _other_statements(node: ast.stmt) -> Iterator[ast.AST]:
    match node:
        case ast.Return(value=ast.expr() as value) if ast.unparse(value) != "None":
            yield ast.Return(ast.Constant(None))
        case ast.If(body=body, orelse=orelse):
            yield ast.If(ast.Constant(True), body, orelse)
            yield ast.If(ast.Constant(False), body, orelse)
        case ast.Expr(value=ast.Call()) | ast.Raise() | ast.AugAssign():
            yield ast.Pass()
        case ast.Continue():
            yield ast.Break()
        case ast.Match(subject=subject, cases=cases) if len(cases) > 1:
            for index in range(len(cases)):
                yield ast.Match(subject, _without(cases, index))


def _without(items: Sequence, index: int) -> list:
    return [*items[:index], *items[index + 1 :]]
