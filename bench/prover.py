"""Statements, as rows of terms on standard input, given to SymPy's matrix expressions and to Z3 with TASO's axioms.

What cannot be said there is counted as not understood. Each statement has TIMEOUT seconds.
"""

import json
import signal
import sys
import time

import sympy
import z3

TIMEOUT = 2


class NotSaid(Exception):
    pass


class Late(Exception):
    pass


def late(*_):
    raise Late


signal.signal(signal.SIGALRM, late)


def size(text):
    return sympy.sympify(text.replace("·", "*"), locals={s: sympy.Symbol(s, integer=True, positive=True) for s in "CEFHILNSOQ"})


def to_sympy(rows, root):
    made = []
    for row in rows:
        op, args = row["op"], [made[i] for i in row.get("args", []) if i < len(made)]
        if row.get("index"):
            raise NotSaid
        if op == "variable":
            r, c = size(row["rows"]), size(row["cols"])
            made.append(sympy.MatrixSymbol(row["name"], r, c))
        elif op == "identity":
            made.append(sympy.Identity(size(row["rows"])))
        elif op == "zeros":
            made.append(sympy.ZeroMatrix(size(row["rows"]), size(row["cols"])))
        elif op == "ones":
            made.append(sympy.OneMatrix(size(row["rows"]), size(row["cols"])))
        elif op == "constant":
            made.append(sympy.Rational(row["value"]))
        elif op == "transpose":
            made.append(sympy.Transpose(args[0]))
        elif op == "inverse":
            made.append(sympy.Inverse(args[0]))
        elif op == "mul":
            made.append(sympy.MatMul(*args))
        elif op == "add":
            made.append(sympy.MatAdd(*args) if args[0].is_Matrix else args[0] + args[1])
        elif op == "hadamard":
            made.append(sympy.HadamardProduct(*args) if args[0].is_Matrix else args[0] * args[1])
        elif op == "scale":
            a = args[0] if not args[0].is_Matrix else args[0][0, 0]
            made.append(a * args[1])
        elif op == "kron":
            made.append(sympy.KroneckerProduct(*args))
        elif op == "trace":
            made.append(sympy.Trace(args[0]))
        elif op == "det":
            made.append(sympy.Determinant(args[0]))
        elif op in ("hcat", "vcat"):
            a, b = args
            made.append(sympy.BlockMatrix([[a, b]] if op == "hcat" else [[a], [b]]))
        elif op == "map":
            names = {"exp": sympy.exp, "sin": sympy.sin, "cos": sympy.cos, "sqrt": sympy.sqrt, "abs": sympy.Abs, "log": sympy.log}
            if row["fn"] not in names:
                x = sympy.Dummy("x")
                made.append(args[0].applyfunc(sympy.Lambda(x, sympy.Function(row["fn"])(x))))
            else:
                made.append(args[0].applyfunc(names[row["fn"]]))
        elif op == "opaque" and row["scope"] == "entry":
            made.append(args[0].applyfunc(sympy.Function(row["name"])))
        elif op == "defined":
            made.append(made[row["unfolded"]])
        else:
            raise NotSaid
    return made[root]


def sympy_proves(entry):
    lhs, rhs = to_sympy(entry["rows"], entry["lhs"]), to_sympy(entry["rows"], entry["rhs"])
    if entry["relation"] != "=":
        raise NotSaid
    if lhs.doit() == rhs.doit():
        return True
    difference = (lhs - rhs).doit()
    if difference == 0 or getattr(difference, "is_ZeroMatrix", False):
        return True
    simpler = sympy.simplify(sympy.expand(difference)).doit()
    return simpler == 0 or bool(getattr(simpler, "is_ZeroMatrix", False))


M = z3.DeclareSort("M")
F = {}


def function(name, arity):
    return F.setdefault((name, arity), z3.Function(name, *([M] * (arity + 1))))


def to_z3(rows, root):
    made = []
    for row in rows:
        op, args = row["op"], [made[i] for i in row.get("args", [])]
        if row.get("index"):
            raise NotSaid
        if op == "defined":
            made.append(made[row["unfolded"]])
            continue
        facts = {k: v for k, v in row.items() if k not in ("op", "args", "kind")}
        name = row["name"] if op == "variable" else op + json.dumps(facts, sort_keys=True) if facts else op
        made.append(z3.Const(name, M) if not args else function(name, len(args))(*args))
    return made[root]


def taso_axioms():
    x, y, z, w = z3.Consts("x y z w", M)
    mul, add, had, scale = (function(n, 2) for n in ("mul", "add", "hadamard", "scale"))
    hcat, vcat, t = function("hcat", 2), function("vcat", 2), function("transpose", 1)
    laws = [
        add(x, y) == add(y, x),
        add(x, add(y, z)) == add(add(x, y), z),
        had(x, y) == had(y, x),
        had(x, had(y, z)) == had(had(x, y), z),
        had(add(x, y), z) == add(had(x, z), had(y, z)),
        mul(x, mul(y, z)) == mul(mul(x, y), z),
        mul(add(x, y), z) == add(mul(x, z), mul(y, z)),
        mul(x, add(y, z)) == add(mul(x, y), mul(x, z)),
        scale(x, scale(y, z)) == scale(had(x, y), z),
        scale(x, add(y, z)) == add(scale(x, y), scale(x, z)),
        scale(x, mul(y, z)) == mul(scale(x, y), z),
        scale(x, mul(y, z)) == mul(y, scale(x, z)),
        t(t(x)) == x,
        t(add(x, y)) == add(t(x), t(y)),
        t(mul(x, y)) == mul(t(y), t(x)),
        t(had(x, y)) == had(t(x), t(y)),
        t(scale(x, y)) == scale(x, t(y)),
        hcat(vcat(x, y), vcat(z, w)) == vcat(hcat(x, z), hcat(y, w)),
        t(hcat(x, y)) == vcat(t(x), t(y)),
        mul(x, hcat(y, z)) == hcat(mul(x, y), mul(x, z)),
        mul(hcat(x, y), vcat(z, w)) == add(mul(x, z), mul(y, w)),
        add(hcat(x, y), hcat(z, w)) == hcat(add(x, z), add(y, w)),
        had(hcat(x, y), hcat(z, w)) == hcat(had(x, z), had(y, w)),
    ]
    return [z3.ForAll([x, y, z, w], law) for law in laws]


def z3_proves(entry):
    if entry["relation"] != "=":
        raise NotSaid
    lhs, rhs = to_z3(entry["rows"], entry["lhs"]), to_z3(entry["rows"], entry["rhs"])
    solver = z3.Solver()
    solver.set("timeout", TIMEOUT * 1000)
    solver.add(*taso_axioms(), lhs != rhs)
    return solver.check() == z3.unsat


def run(proves, entries):
    proved = translated = 0
    begun = time.perf_counter()
    for entry in entries:
        signal.alarm(TIMEOUT + 1)
        try:
            done = proves(entry)
            translated += 1
            proved += bool(done)
        except Late:
            translated += 1
        except Exception:
            pass
        finally:
            signal.alarm(0)
    return {"proved": proved, "translated": translated, "seconds": time.perf_counter() - begun}


entries = json.load(sys.stdin)
print(json.dumps({f"SymPy {sympy.__version__}": run(sympy_proves, entries), f"Z3 {z3.get_version_string()}": run(z3_proves, entries)}))
