"""Models for the tests of the bridge: one that is right, and one for each way to be wrong. numpy alone."""
import os
import subprocess
import sys
import time

import numpy as np

import commutant_bridge as bridge

VOCABULARY, WIDTH = 11, 6
_random = np.random.default_rng(0)
_EMBED = _random.normal(size=(VOCABULARY, WIDTH)).astype(np.float32)
_UNEMBED = _random.normal(size=(WIDTH, VOCABULARY)).astype(np.float32)


def _means(x, past):
    """Each row is the mean of what is before it; the past is its mean and how many there were, so that it rounds."""
    before, count = (0, 0) if past is None else past
    sums = before * x.dtype.type(count) + np.cumsum(x, axis=1)
    counts = count + np.arange(1, x.shape[1] + 1, dtype=x.dtype)
    means = sums / counts[None, :, None]
    return means, (means[:, -1:, :], count + x.shape[1])


def _run(inputs, outputs, precision, past):
    dtype = np.float64 if precision == "f64" else np.float32
    x = _EMBED.astype(dtype)[inputs["input_ids"]]
    y, state = _means(x, past)
    return {"hidden_states.0": x, "hidden_states.1": y, "logits": np.tanh(y) @ _UNEMBED.astype(dtype)}, state


def _model(run=_run, **traits):
    given = {"positions": "none", "cache": True, "outputs": ("hidden_states.0", "hidden_states.1", "logits")}
    return bridge.Model(run, VOCABULARY, **{**given, **traits})


def healthy():
    return _model()


def prints():
    print("a model that talks while it is built")
    os.write(1, b"and writes to its standard output past Python\n")

    def run(*given):
        print("and while it runs")
        return _run(*given)

    return _model(run)


def float32_only():
    def run(inputs, outputs, precision, past):
        arrays, state = _run(inputs, outputs, "f32", past)
        return {name: array.astype(np.float32) for name, array in arrays.items()}, state

    return _model(run, precisions=("f32",))


def leaks():
    def run(inputs, outputs, precision, past):
        arrays, state = _run(inputs, outputs, precision, past)
        arrays["logits"] = arrays["logits"] + 1e-3 * arrays["logits"].mean(axis=1, keepdims=True)
        return arrays, state

    return _model(run)


def forgets():
    """Goes on from the mean of the past, and forgets how many it was of."""
    def run(inputs, outputs, precision, past):
        return _run(inputs, outputs, precision, None if past is None else (past[0], 0))

    return _model(run)


def crashes():
    def run(inputs, *_):
        if inputs["input_ids"].shape[1] > 3:
            os._exit(7)
        return _run(inputs, *_)

    return _model(run)


def raises():
    def run(inputs, *_):
        raise RuntimeError("out of memory on device 0")

    return _model(run)


def hangs():
    def run(*_):
        subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
        time.sleep(600)

    return _model(run)


def nan():
    def run(*given):
        arrays, state = _run(*given)
        arrays["logits"][:, -1, 2] = np.nan
        return arrays, state

    return _model(run)


def wrong_shape():
    def run(*given):
        arrays, state = _run(*given)
        return {name: array[:, -1, :] for name, array in arrays.items()}, state

    return _model(run)


def wrong_dtype():
    def run(*given):
        arrays, state = _run(*given)
        return {name: array.astype(np.float32) for name, array in arrays.items()}, state

    return _model(run)


def half():
    def run(*given):
        arrays, state = _run(*given)
        return {name: array.astype(np.float16) for name, array in arrays.items()}, state

    return _model(run)


def other_output():
    def run(*given):
        arrays, state = _run(*given)
        return {"scores": arrays["logits"]}, state

    return _model(run)


def garbage():
    """Writes into the pipe that the bridge speaks through, as a C library with a file descriptor of its own might."""
    def run(*given):
        for descriptor in range(3, 20):
            try:
                os.write(descriptor, b"INFO: loaded 12 tensors\n")
            except OSError:
                pass
        return _run(*given)

    return _model(run)


def no_model():
    return {"logits": None}


def fails_to_build():
    raise FileNotFoundError("weights.bin")
