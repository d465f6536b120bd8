"""Permutation covariance of a head with numpy and Hypothesis, for bench/head.mjs: prints samples per second."""

import time

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

C, E, D, SAMPLES = 16, 64, 16, 300
rng = np.random.default_rng(0)
W_Q, W_K, W_V, W_O = (rng.normal(size=s) / np.sqrt(E) for s in ((E, D), (E, D), (E, D), (D, E)))


def head(x):
    scores = (x @ W_Q) @ (x @ W_K).T / np.sqrt(D)
    weights = np.exp(scores - scores.max(axis=1, keepdims=True))
    return (weights / weights.sum(axis=1, keepdims=True)) @ (x @ W_V) @ W_O


@settings(max_examples=SAMPLES, deadline=None, database=None, suppress_health_check=list(HealthCheck))
@given(x=hnp.arrays(np.float64, (C, E), elements=st.floats(-3, 3)), p=st.permutations(range(C)))
def covariant(x, p):
    np.testing.assert_allclose(head(x[p]), head(x)[p], atol=1e-8)


start = time.perf_counter()
covariant()
print(SAMPLES / (time.perf_counter() - start))
