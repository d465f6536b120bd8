"""Writes accuracy.json: points x and f(x) to 106 bits, as two doubles, by mpmath at 50 digits.

    pip install mpmath && python3 accuracy.py
"""

import json
import pathlib
import random

import mpmath as mp

mp.mp.dps = 50
random.seed(20)
POINTS = 60


def between(a, b):
    return [random.uniform(a, b) for _ in range(POINTS)]


def magnitudes(low, high):
    return [random.choice((-1, 1)) * 10.0 ** random.uniform(low, high) for _ in range(POINTS)]


quarters = [round(random.uniform(-1e6, 1e6)) * float(mp.pi) / 2 for _ in range(POINTS)]
# The double nearest to a multiple of a quarter turn, below 2^20 of them: continued fractions, by brute force.
hardest = min((k * float(mp.pi / 2) for k in range(1, 2**20)), key=lambda x: abs(mp.fp.sin(2 * x)))
angles = between(-10, 10) + between(-1.6e6, 1.6e6) + quarters + magnitudes(-300, 0) + [hardest]

functions = {
    "exp": (mp.exp, between(-745, 709.7) + between(-3, 3) + magnitudes(-20, 0)),
    "log": (mp.log, [10.0**t for t in between(-320, 308)] + between(0.5, 2) + [1 + t for t in magnitudes(-16, -1)]),
    "tanh": (mp.tanh, between(-3, 3) + between(0.2, 0.8) + between(-20, 20) + magnitudes(-300, 0)),
    "sigmoid": (lambda x: 1 / (1 + mp.exp(-x)), between(-6, 6) + between(-700, 40) + magnitudes(-20, 0)),
    "erf": (mp.erf, between(-3, 3) + between(0.8, 1.6) + between(-6, 6) + magnitudes(-300, 0)),
    "gelu": (lambda x: x * mp.erfc(-x / mp.sqrt(2)) / 2, between(-5, 5) + between(-37, 10) + magnitudes(-20, 0)),
    "sin": (mp.sin, angles),
    "cos": (mp.cos, angles),
}


def row(f, x):
    y = f(mp.mpf(x))
    high = float(y)
    return [x, high, float(y - mp.mpf(high))]


table = {
    "source": f"accuracy.py, mpmath {mp.__version__} at {mp.mp.dps} digits; rows are x, high, low with f(x) = high + low",
    "functions": {name: [row(f, x) for x in points] for name, (f, points) in functions.items()},
}
pathlib.Path(__file__).with_suffix(".json").write_text(json.dumps(table) + "\n")
