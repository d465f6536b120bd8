"""Lets Commutant run a model that lives in Python.

    # my_model.py
    import commutant_bridge as bridge

    def build():
        return bridge.from_torch(MyModule(), vocabulary=1000)

    $ npx commutant check --python my_model.py:build

`build` returns a Model. numpy is all that this file needs; PyTorch only where a helper is given a module.

Messages are safetensors files, each with its length (8 bytes, little-endian) before it, over standard input and output.
What the model prints goes to standard error.
"""

import importlib.util
import inspect
import json
import os
import struct
import sys
import traceback

import numpy as np

_DTYPES = {"F64": np.float64, "F32": np.float32, "I64": np.int64, "I32": np.int32}
_NAMES = {np.dtype(dtype): name for name, dtype in _DTYPES.items()}


class Model:
    """A model that can be run.

    run(inputs, outputs, precision, past) -> dict of arrays by name, or (dict, state) where runs can go on.
        inputs      dict of int64 arrays, batch x tokens: input_ids, and of attention_mask, position_ids, segment_ids
                    those that are given
        outputs     the names that are asked for
        precision   "f32" or "f64"; what comes back has this dtype
        past        the state of an earlier run to go on from, or None; other runs may go on from it too, so copy it
                    before it is changed. attention_mask then covers the earlier tokens too.
    """

    def __init__(self, run, vocabulary, *, causal=True, positions="absolute", inputs=(), outputs=("logits",),
                 precisions=("f32", "f64"), cache=False, longest=None, window=None, description="a Python model"):
        self.run = run
        self.description = description
        self.traits = {
            "vocabulary": int(vocabulary),
            "causal": bool(causal),
            "positions": positions,
            "inputs": list(inputs),
            "outputs": list(outputs),
            "precisions": list(precisions),
            "cache": bool(cache),
        }
        if longest is not None:
            self.traits["longest"] = int(longest)
        if window is not None:
            self.traits["window"] = int(window)


def from_torch(module, vocabulary, *, layers=(), inputs=None, call=None, step=None, precisions=("f32", "f64"),
               **traits):
    """A Model of a PyTorch module: a copy of it in each precision, in eval mode, without gradients.

    layers   the blocks, in order: their inputs and outputs are shown as hidden_states.0, hidden_states.1, …
    inputs   what forward takes beside input_ids; by default those of its parameters that have such a name
    call     how the module is called, (module, **inputs) -> logits; by default module(**inputs) and its `.logits`
    step     the same with a cache, (module, past, **inputs) -> (logits, cache), where past is a copy of an earlier
             cache or None; with it, runs can go on
    """
    import copy

    import torch

    names = _accepted(module.forward) if inputs is None else tuple(inputs)
    paths = {id(child): path for path, child in module.named_modules()}
    blocks = [paths[id(layer)] for layer in layers]
    dtypes = {"f32": torch.float32, "f64": torch.float64}
    copies = {}

    def at(precision):
        if precision not in copies:
            copies[precision] = copy.deepcopy(module).to(dtypes[precision]).eval()
        return copies[precision]

    def logits_of(answer):
        answer = getattr(answer, "logits", answer)
        return answer[0] if isinstance(answer, (tuple, list)) else answer

    def run(inputs, outputs, precision, past):
        model = at(precision)
        seen = {}

        def entering(_, args, kwargs=None):
            seen["hidden_states.0"] = args[0] if args else kwargs["hidden_states"]

        def leaving(name):
            def keep(_, __, result):
                seen[name] = result[0] if isinstance(result, (tuple, list)) else result
            return keep

        modules = dict(model.named_modules())
        hooks = [modules[path].register_forward_hook(leaving(f"hidden_states.{i + 1}")) for i, path in enumerate(blocks)]
        if blocks:
            first = modules[blocks[0]].register_forward_pre_hook
            named = "with_kwargs" in inspect.signature(first).parameters  # PyTorch 2
            hooks.append(first(entering, with_kwargs=True) if named else first(entering))
        try:
            with torch.no_grad():
                given = {name: torch.from_numpy(value) for name, value in inputs.items()}
                if step is not None:
                    answer, cache = step(model, copy.deepcopy(past), **given)
                else:
                    answer, cache = (model(**given) if call is None else call(model, **given)), None
            seen["logits"] = logits_of(answer)
            return {name: seen[name].detach().cpu().numpy() for name in outputs}, cache
        finally:
            for hook in hooks:
                hook.remove()

    shown = ["logits"] + ([f"hidden_states.{i}" for i in range(len(blocks) + 1)] if blocks else [])
    traits.setdefault("description", f"{type(module).__name__} on PyTorch {torch.__version__}")
    return Model(run, vocabulary, inputs=names, outputs=shown, precisions=precisions, cache=step is not None, **traits)


def from_huggingface(model, **traits):
    """A Model of a causal or masked language model of transformers: its blocks are shown, its cache is used."""
    config = model.config
    kind = type(model).__name__
    base = getattr(model, model.base_model_prefix, model)
    owner = getattr(base, "encoder", base)
    layers = next((getattr(owner, name) for name in ("layers", "layer", "h") if hasattr(owner, name)), ())
    rotary = getattr(config, "rope_theta", None) is not None or getattr(config, "rope_parameters", None) is not None
    traits.setdefault("causal", "CausalLM" in kind or "LMHead" in kind)
    traits.setdefault("positions", "relative" if rotary else "absolute")
    traits.setdefault("longest", getattr(config, "max_position_embeddings", None))

    def step(module, past, **inputs):
        answer = module(past_key_values=past, use_cache=True, **inputs)
        return answer.logits, answer.past_key_values

    if traits["causal"] and "past_key_values" in inspect.signature(model.forward).parameters:
        traits.setdefault("step", step)
    return from_torch(model, config.vocab_size, layers=list(layers), **traits)


def read_safetensors(path):
    """The arrays of a safetensors file by name, of float64, float32, int64 and int32."""
    with open(path, "rb") as file:
        return _decode(file.read())[1]


def _accepted(forward):
    known = ("attention_mask", "position_ids", "segment_ids")
    return tuple(name for name in known if name in inspect.signature(forward).parameters)


def _encode(says, arrays=()):
    header = {"__metadata__": {key: json.dumps(value) for key, value in says.items()}}
    parts, at = [], 0
    # wide elements first, so that all are aligned
    for name, array in sorted(dict(arrays).items(), key=lambda pair: -pair[1].dtype.itemsize):
        data = np.ascontiguousarray(array).tobytes()
        header[name] = {"dtype": _NAMES[array.dtype], "shape": list(array.shape), "data_offsets": [at, at + len(data)]}
        parts.append(data)
        at += len(data)
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    return struct.pack("<Q", len(text)) + text + b"".join(parts)


def _decode(file):
    (length,) = struct.unpack("<Q", file[:8])
    header = json.loads(file[8:8 + length])
    says = header.pop("__metadata__", {})
    body = memoryview(file)[8 + length:]
    arrays = {}
    for name, entry in header.items():
        begin, end = entry["data_offsets"]
        arrays[name] = np.frombuffer(body[begin:end], dtype=_DTYPES[entry["dtype"]]).reshape(entry["shape"]).copy()
    return says, arrays


def _read(pipe):
    prefix = pipe.read(8)
    if len(prefix) < 8:
        return None
    (length,) = struct.unpack("<Q", prefix)
    says, arrays = _decode(pipe.read(length))
    return {key: json.loads(value) for key, value in says.items()}, arrays


def _write(pipe, says, arrays=()):
    file = _encode(says, arrays)
    pipe.write(struct.pack("<Q", len(file)) + file)
    pipe.flush()


def _load(target):
    path, _, function = target.rpartition(":")
    if not path or not function:
        raise ValueError(f"expected FILE.py:FUNCTION, got {target!r}")
    folder = os.path.dirname(os.path.abspath(path))
    sys.path.insert(0, folder)
    spec = importlib.util.spec_from_file_location(os.path.splitext(os.path.basename(path))[0], path)
    if spec is None or not os.path.exists(path):
        raise FileNotFoundError(f"no Python file {path}")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    if not hasattr(module, function):
        raise AttributeError(f"{path} has no function {function}")
    model = getattr(module, function)()
    if not isinstance(model, Model):
        raise TypeError(f"{function} returned {type(model).__name__}, not a commutant_bridge.Model")
    return model


def _answer(model, states, says, inputs):
    if "forget" in says:
        for name in says["forget"]:
            states.pop(name, None)
        return {}
    past = None if says["past"] is None else states[says["past"]]
    answer = model.run(inputs, says["run"], says["precision"], past)
    arrays, state = answer if isinstance(answer, tuple) else (answer, None)
    if says["keep_as"] is not None:
        states[says["keep_as"]] = state
    return {name: np.asarray(array) for name, array in arrays.items()}


def _last_lines(error):
    lines = traceback.format_exception(type(error), error, error.__traceback__)
    return "".join(lines[-4:])


def main(target):
    # the pipe to Commutant is taken away from whatever prints
    pipe = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    # a model imports this file by its name, and must get this very module
    sys.modules["commutant_bridge"] = sys.modules["__main__"]
    try:
        model = _load(target)
        _write(pipe, {"description": model.description, "traits": model.traits})
    except Exception as error:
        _write(pipe, {"error": _last_lines(error)})
        return
    states = {}
    while (message := _read(sys.stdin.buffer)) is not None:
        try:
            arrays = _answer(model, states, *message)
            strange = [f"{name} is {array.dtype}" for name, array in arrays.items() if array.dtype not in _NAMES]
            if strange:
                raise TypeError(f"expected float32 or float64 arrays: {', '.join(strange)}")
            _write(pipe, {}, arrays)
        except Exception as error:
            _write(pipe, {"error": _last_lines(error)})


if __name__ == "__main__":
    main(sys.argv[1])
