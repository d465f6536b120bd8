"""Trains the checkpoint that ships with the project: two causal blocks that copy by induction.

    python scripts/train_induction.py          # train, measure, write; about three minutes on one core
    python scripts/train_induction.py --check  # train nothing; recompute the stored measurements and reference

Writes `checkpoints/induction/{config.json, model.safetensors}` and `test/fixtures/induction/expected.safetensors`.
checkpoints/README.md says what the model is. Needs numpy, safetensors and, for training, PyTorch (CPU).

Task. A sequence of 64 tokens drawn uniformly from 32, in which a segment is repeated at once: `prefix, segment, segment,
filler`. The segment's length is 4 … 24, its place is random, and tokens may recur, so neither the position nor a count
tells what comes next; the token that followed the present one in the first copy does. Only predictions inside the
second copy count, in the loss and in the accuracy: from its first token (which nothing foretells) on, each next one.
Segments of distinct tokens would be a worse task: "the oldest token not yet repeated" answers them too, and in trials on
them no induction head appeared within 6,000 steps.

Notation: V tokens, E coordinates, H heads of size d, F inner units; a sequence is a matrix of rows, C × E.

    x₀ = onehot(tokens) W_E + P,  P[n,2i] = sin(n ω_i),  P[n,2i+1] = cos(n ω_i),  ω_i = N^(−2i/E)
    x += Σ_h softmax(x W_Q[h] (x W_K[h])ᵀ / √d + causal) x W_V[h] W_O[h]
    x += relu(x W_in + b_in) W_out + b_out
    logits = x W_U

There is no normalisation anywhere: the model trains without.
"""

import argparse
import json
import math
from pathlib import Path

import numpy as np
from safetensors.numpy import load_file, save_file

ROOT = Path(__file__).resolve().parent.parent
CHECKPOINT = ROOT / "checkpoints" / "induction"
EXPECTED = ROOT / "test" / "fixtures" / "induction" / "expected.safetensors"

SHAPE = {
    "model_type": "notes",
    "vocab_size": 32,
    "d_model": 64,
    "n_heads": 4,
    "d_head": 16,
    "d_mlp": 128,
    "n_layers": 2,
    "n_ctx": 64,
    "norm": "none",
    "activation": "relu",
    "mask": "causal",
    "position": "sinusoidal",
    "position_base": 10000,
}
V, E, H, D, F, L, C = (
    SHAPE[key] for key in ("vocab_size", "d_model", "n_heads", "d_head", "d_mlp", "n_layers", "n_ctx")
)

SEED = 1
HELD_OUT_SEED = 2718  # looked at once, after every choice above was made
HELD_OUT = 1024  # sequences
STEPS = 4000
BATCH = 64
WARM_UP = 200  # steps
RATE = 1e-2  # with the score's initial scale of 2, what makes one head of block 0 commit to the previous token
QUERY_KEY_SCALE = 2.0
DECAY = 0.05
SEGMENT = (4, 24)  # shortest and longest
AGREEMENT = 1e-12  # numpy against PyTorch, both float64, relative to the largest entry


# --------------------------------------------------------------------------------------------------------------- data


def draw(rng, count):
    """
    `count` sequences of the task.

    tokens   count × C
    counts   count × C, true where the next token is to be predicted
    source   count × C, the place of that next token in the first copy (0 where `counts` is false)
    """
    tokens = rng.integers(0, V, size=(count, C))
    length = rng.integers(SEGMENT[0], SEGMENT[1] + 1, size=(count, 1))
    start = rng.integers(0, C - 2 * length + 1)
    place = np.arange(C)[None, :] - start - length  # within the second copy: 0 … length - 1
    second = (place >= 0) & (place < length)
    earlier = np.where(second, np.arange(C)[None, :] - length, np.arange(C)[None, :])
    tokens = np.take_along_axis(tokens, earlier, axis=1)
    counts = second & (place < length - 1)
    return tokens, counts, np.where(counts, earlier + 1, 0)


# ------------------------------------------------------------------------------------------- the model, in numpy float64


def positions(n):
    omega = SHAPE["position_base"] ** (-2.0 * np.arange(E // 2) / E)
    angle = np.arange(n)[:, None] * omega[None, :]
    table = np.empty((n, E))
    table[:, 0::2], table[:, 1::2] = np.sin(angle), np.cos(angle)
    return table


def forward(w, tokens, without=()):
    """
    Hidden states (entering block 0, leaving each block), attention patterns and logits of sequences `… × n`.
    Heads (layer, head) in `without` contribute nothing.
    """
    n = tokens.shape[-1]
    causal = np.where(np.arange(n)[:, None] >= np.arange(n)[None, :], 0.0, -np.inf)
    x = w["W_E"][tokens] + positions(n)
    hidden, patterns = [x], []
    for layer in range(L):
        attn = {name: w[f"blocks.{layer}.attn.{name}"] for name in ("W_Q", "W_K", "W_V", "W_O")}
        q, k, v = (x[..., None, :, :] @ attn[name] for name in ("W_Q", "W_K", "W_V"))  # … × H × n × d
        scores = q @ np.swapaxes(k, -1, -2) / math.sqrt(D) + causal
        weights = np.exp(scores - scores.max(-1, keepdims=True))
        weights /= weights.sum(-1, keepdims=True)
        out = weights @ v @ attn["W_O"]  # … × H × n × E
        kept = [head for head in range(H) if (layer, head) not in without]
        x = x + out[..., kept, :, :].sum(-3)
        mlp = {name: w[f"blocks.{layer}.mlp.{name}"] for name in ("W_in", "b_in", "W_out", "b_out")}
        x = x + np.maximum(x @ mlp["W_in"] + mlp["b_in"], 0.0) @ mlp["W_out"] + mlp["b_out"]
        hidden.append(x)
        patterns.append(weights)
    return hidden, patterns, x @ w["W_U"]


def float64(weights):
    return {name: value.astype(np.float64) for name, value in weights.items()}


# -------------------------------------------------------------------------------------------------------- measurements


def accuracy(logits, tokens, counts):
    right = logits[:, :-1].argmax(-1) == tokens[:, 1:]
    return float(right[counts[:, :-1]].mean())


def latest_match_accuracy(tokens, counts):
    """What is right when one always answers with the token after the latest earlier occurrence of the present one."""
    right = []
    for row, column in zip(*np.nonzero(counts)):
        before = np.nonzero(tokens[row, :column] == tokens[row, column])[0]
        right.append(tokens[row, before[-1] + 1] == tokens[row, column + 1])
    return float(np.mean(right))


def measure(weights):
    """What the stored weights do on held-out sequences, in float64; the numbers that config.json reports."""
    w = float64(weights)
    tokens, counts, source = draw(np.random.default_rng(HELD_OUT_SEED), HELD_OUT)
    _, patterns, logits = forward(w, tokens)
    previous = [float(np.diagonal(patterns[0][:, h], -1, 1, 2).mean()) for h in range(H)]
    at_source = np.take_along_axis(patterns[1], source[:, None, :, None].repeat(H, 1), axis=3)[..., 0]
    induction = [float(at_source[:, h][counts].mean()) for h in range(H)]
    rounded = lambda value: round(value, 4)
    without = lambda *heads: rounded(accuracy(forward(w, tokens, heads)[2], tokens, counts))
    others = lambda head: [(1, other) for other in range(H) if other != head]
    return {
        "accuracy": rounded(accuracy(logits, tokens, counts)),
        "accuracy_by_chance": rounded(1 / V),
        "accuracy_of_latest_match": rounded(latest_match_accuracy(tokens, counts)),
        "held_out_sequences": HELD_OUT,
        "held_out_seed": HELD_OUT_SEED,
        "previous_token_head": {"layer": 0, "head": int(np.argmax(previous))},
        "previous_token_attention": [rounded(value) for value in previous],
        "induction_head": {"layer": 1, "head": int(np.argmax(induction))},
        "induction_attention": [rounded(value) for value in induction],
        "accuracy_without_head": [[without((layer, head)) for head in range(H)] for layer in range(L)],
        "accuracy_with_one_head_of_layer_1": [without(*others(head)) for head in range(H)],
        "accuracy_without_layer_1_attention": without(*((1, head) for head in range(H))),
    }


def describe(found):
    print(f"accuracy {found['accuracy']} on {found['held_out_sequences']} held-out sequences "
          f"(latest match {found['accuracy_of_latest_match']}, chance {found['accuracy_by_chance']})")  # fmt: skip
    print(f"block 0, attention to the previous token by head: {found['previous_token_attention']}; "
          f"accuracy without it: {found['accuracy_without_head'][0]}")  # fmt: skip
    print(f"block 1, attention to the token to be copied by head: {found['induction_attention']}; "
          f"accuracy without it: {found['accuracy_without_head'][1]}; "
          f"with it alone: {found['accuracy_with_one_head_of_layer_1']}; "
          f"without all: {found['accuracy_without_layer_1_attention']}")  # fmt: skip


def reference(weights):
    """Two runs in float64: 4 tokens and a repeated segment of 9; then 7 tokens, their names ending in `.1`."""
    rng = np.random.default_rng(SEED)
    prefix, segment, short = (rng.integers(0, V, size=n) for n in (4, 9, 7))
    expected = {}
    for suffix, tokens in (("", np.concatenate([prefix, segment, segment])), (".1", short)):
        hidden, patterns, logits = forward(float64(weights), tokens)
        expected[f"input_ids{suffix}"] = tokens.astype(np.int64)
        expected |= {f"hidden.{layer}{suffix}": value for layer, value in enumerate(hidden)}
        expected |= {f"attention.{layer}{suffix}": value for layer, value in enumerate(patterns)}
        expected[f"logits{suffix}"] = logits
    return {name: np.ascontiguousarray(value) for name, value in expected.items()}


# ------------------------------------------------------------------------------------------------------------ training


def torch_forward(torch, w, table, tokens):
    """The same model for training, heads side by side in one matrix."""
    x = w["W_E"][tokens] + table
    n = tokens.shape[1]
    causal = torch.full((n, n), -math.inf, dtype=x.dtype).triu(1)
    side_by_side = lambda matrices: matrices.permute(1, 0, 2).reshape(E, H * D)
    by_head = lambda rows: rows.view(*tokens.shape, H, D).transpose(1, 2)
    for layer in range(L):
        p = f"blocks.{layer}"
        q, k, v = (by_head(x @ side_by_side(w[f"{p}.attn.{name}"])) for name in ("W_Q", "W_K", "W_V"))
        weights = torch.softmax(q @ k.transpose(-1, -2) / math.sqrt(D) + causal, dim=-1)
        rows = (weights @ v).transpose(1, 2).reshape(*tokens.shape, H * D)
        x = x + rows @ w[f"{p}.attn.W_O"].reshape(H * D, E)
        x = x + torch.relu(x @ w[f"{p}.mlp.W_in"] + w[f"{p}.mlp.b_in"]) @ w[f"{p}.mlp.W_out"] + w[f"{p}.mlp.b_out"]
    return x @ w["W_U"]


def initial(torch):
    torch.manual_seed(SEED)
    normal = lambda *shape, std: torch.randn(*shape) * std
    w = {"W_E": normal(V, E, std=0.5)}
    for layer in range(L):
        attn, mlp = f"blocks.{layer}.attn", f"blocks.{layer}.mlp"
        w[f"{attn}.W_Q"] = normal(H, E, D, std=QUERY_KEY_SCALE * E**-0.5)
        w[f"{attn}.W_K"] = normal(H, E, D, std=QUERY_KEY_SCALE * E**-0.5)
        w[f"{attn}.W_V"] = normal(H, E, D, std=E**-0.5)
        w[f"{attn}.W_O"] = normal(H, D, E, std=0.5 * (H * D) ** -0.5)
        w[f"{mlp}.W_in"], w[f"{mlp}.b_in"] = normal(E, F, std=E**-0.5), torch.zeros(F)
        w[f"{mlp}.W_out"], w[f"{mlp}.b_out"] = normal(F, E, std=0.5 * F**-0.5), torch.zeros(E)
    w["W_U"] = normal(E, V, std=E**-0.5)
    return {name: value.requires_grad_() for name, value in w.items()}


def train():
    import torch

    torch.set_num_threads(1)  # one thread, one order of summation: a run can be repeated
    w, table = initial(torch), torch.from_numpy(positions(C)).float()
    optimiser = torch.optim.AdamW(w.values(), lr=RATE, betas=(0.9, 0.98), weight_decay=DECAY)
    rng = np.random.default_rng(SEED)
    for step in range(STEPS):
        cosine = 0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * step / STEPS))
        for group in optimiser.param_groups:
            group["lr"] = RATE * min(1.0, (step + 1) / WARM_UP) * cosine
        tokens, counts, _ = (torch.from_numpy(part) for part in draw(rng, BATCH))
        logits = torch_forward(torch, w, table, tokens)
        inside = counts[:, :-1]
        loss = torch.nn.functional.cross_entropy(logits[:, :-1][inside], tokens[:, 1:][inside])
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(w.values(), 1.0)
        optimiser.step()
        if (step + 1) % 500 == 0:
            print(f"step {step + 1:5d}  loss {loss.item():.3f}", flush=True)
    weights = {name: value.detach().numpy().copy() for name, value in w.items()}

    tokens = draw(np.random.default_rng(HELD_OUT_SEED), 8)[0]
    with torch.no_grad():
        wide = {name: value.double() for name, value in w.items()}
        other = torch_forward(torch, wide, torch.from_numpy(positions(C)), torch.from_numpy(tokens)).numpy()
    mine = forward(float64(weights), tokens)[2]
    gap = np.abs(other - mine).max() / np.abs(mine).max()
    assert gap < AGREEMENT, f"numpy and PyTorch differ by {gap:.1e} in float64"
    return weights


def write(weights):
    found = measure(weights)
    training = {
        "task": "copy the second occurrence of a repeated random segment",
        "segment_lengths": list(SEGMENT),
        "seed": SEED,
        "steps": STEPS,
        "batch": BATCH,
        "optimiser": f"AdamW, rate {RATE}, betas 0.9 0.98, decay {DECAY}, {WARM_UP} warm-up steps, cosine",
    } | found
    CHECKPOINT.mkdir(parents=True, exist_ok=True)
    EXPECTED.parent.mkdir(parents=True, exist_ok=True)
    save_file(weights, CHECKPOINT / "model.safetensors")
    (CHECKPOINT / "config.json").write_text(json.dumps(SHAPE | {"training": training}, indent=2) + "\n")
    save_file(reference(weights), EXPECTED)
    describe(found)


def check():
    weights = load_file(CHECKPOINT / "model.safetensors")
    stored = json.loads((CHECKPOINT / "config.json").read_text())
    found = measure(weights)
    wrong = [key for key, value in (SHAPE | found).items() if stored.get(key, stored["training"].get(key)) != value]
    assert not wrong, f"config.json: {', '.join(wrong)} differ from what the weights do"
    expected = load_file(EXPECTED)
    again = reference(weights)
    assert expected.keys() == again.keys(), "expected.safetensors: names differ"
    for name, value in again.items():
        gap = np.abs(expected[name] - value).max() / max(1.0, np.abs(value).max())
        assert gap < AGREEMENT, f"expected.safetensors: {name} differs by {gap:.1e}"
    describe(found)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Train or check the induction checkpoint.")
    parser.add_argument("--check", action="store_true", help="recompute what is stored instead of training")
    if parser.parse_args().check:
        check()
    else:
        write(train())
