"""A GPT-2-small-sized block stack in numpy, which times its own runs, for bench/bridge.mjs."""
import time

import numpy as np

import commutant_bridge as bridge

WIDTH, NEURONS, HEADS, LAYERS, VOCABULARY = 768, 3072, 12, 12, 50257
_random = np.random.default_rng(0)
_spent = [0.0]


def _matrix(rows, cols):
    return (_random.standard_normal((rows, cols)) / np.sqrt(rows)).astype(np.float32)


_E = _matrix(VOCABULARY, WIDTH)
_LAYERS = [[_matrix(WIDTH, 3 * WIDTH), _matrix(WIDTH, WIDTH), _matrix(WIDTH, NEURONS), _matrix(NEURONS, WIDTH)] for _ in range(LAYERS)]


def _forward(ids):
    x = _E[ids]
    C, d = ids.shape[1], WIDTH // HEADS
    mask = np.where(np.tri(C) > 0, 0, -1e9).astype(np.float32)
    for qkv, out, up, down in _LAYERS:
        q, k, v = np.split(x @ qkv, 3, axis=-1)
        q, k, v = (a.reshape(a.shape[0], C, HEADS, d).swapaxes(1, 2) for a in (q, k, v))
        scores = q @ k.swapaxes(-1, -2) / np.float32(d) ** 0.5 + mask
        weights = np.exp(scores - scores.max(-1, keepdims=True))
        weights /= weights.sum(-1, keepdims=True)
        x = x + (weights @ v).swapaxes(1, 2).reshape(x.shape) @ out
        x = x + np.maximum(x @ up, 0) @ down
    return x


def build():
    def run(inputs, outputs, precision, past):
        begun = time.perf_counter()
        hidden = _forward(inputs["input_ids"])
        arrays = {"hidden_states.1": hidden, "logits": hidden @ _E.T} if "logits" in outputs else {"hidden_states.1": hidden}
        _spent[0] += time.perf_counter() - begun
        # the time that the model itself took so far travels beside the result
        arrays["seconds"] = np.full((1, 1, 1), _spent[0], dtype=np.float64)
        return arrays

    return bridge.Model(run, VOCABULARY, outputs=("hidden_states.1", "logits", "seconds"), precisions=("f32",))
