"""A transformer in PyTorch, to be checked from outside.

    npx commutant check --python my_model.py:build
    npx commutant check --python my_model.py:build --as notes --config checkpoints/induction/config.json

The module is plain PyTorch. `build` says what Commutant has to know of it: how many tokens there are, and which of its
modules are the blocks. The weights are those of the small model that ships with Commutant.
"""

import json
import math
import os
from pathlib import Path

import torch
from torch import nn

import commutant_bridge as bridge

# the folder of the checkpoint; beside an installed Commutant it is node_modules/commutant/checkpoints/induction
CHECKPOINT = Path(os.environ.get("CHECKPOINT", "checkpoints/induction"))


class Attention(nn.Module):
    def __init__(self, heads, width, head_width, scale):
        super().__init__()
        self.scale = scale
        self.W_Q, self.W_K, self.W_V = (nn.Parameter(torch.empty(heads, width, head_width)) for _ in range(3))
        self.W_O = nn.Parameter(torch.empty(heads, head_width, width))

    def forward(self, x, seen):
        q, k, v = (x.unsqueeze(1) @ W for W in (self.W_Q, self.W_K, self.W_V))
        scores = (q @ k.transpose(-1, -2)) * self.scale
        weights = scores.masked_fill(~seen, torch.finfo(scores.dtype).min).softmax(-1)
        return (weights @ v @ self.W_O).sum(1)


class MLP(nn.Module):
    def __init__(self, width, neurons):
        super().__init__()
        self.W_in, self.b_in = nn.Parameter(torch.empty(width, neurons)), nn.Parameter(torch.empty(neurons))
        self.W_out, self.b_out = nn.Parameter(torch.empty(neurons, width)), nn.Parameter(torch.empty(width))

    def forward(self, x):
        return (x @ self.W_in + self.b_in).relu() @ self.W_out + self.b_out


class Block(nn.Module):
    def __init__(self, config, scale):
        super().__init__()
        self.attn = Attention(config["n_heads"], config["d_model"], config["d_head"], scale)
        self.mlp = MLP(config["d_model"], config["d_mlp"])

    def forward(self, x, seen):
        x = x + self.attn(x, seen)
        return x + self.mlp(x)


class Transformer(nn.Module):
    def __init__(self, config, scale):
        super().__init__()
        width, vocabulary = config["d_model"], config["vocab_size"]
        self.base = config["position_base"]
        self.W_E = nn.Parameter(torch.empty(vocabulary, width))
        self.blocks = nn.ModuleList(Block(config, scale) for _ in range(config["n_layers"]))
        self.W_U = nn.Parameter(torch.empty(width, vocabulary))

    def places(self, places):
        width = self.W_E.shape[1]
        omega = self.base ** (-2 * torch.arange(width // 2, dtype=self.W_E.dtype) / width)
        angles = places.to(self.W_E.dtype).unsqueeze(-1) * omega
        return torch.stack((angles.sin(), angles.cos()), -1).flatten(-2)

    def forward(self, input_ids, attention_mask=None):
        kept = torch.ones_like(input_ids) if attention_mask is None else attention_mask
        places = (kept.cumsum(-1) - 1).clamp(min=0)
        order = torch.arange(input_ids.shape[1])
        seen = (order.unsqueeze(-1) >= order).unsqueeze(0) & (kept == 1).unsqueeze(1)
        x = self.W_E[input_ids] + self.places(places)
        for block in self.blocks:
            x = block(x, seen.unsqueeze(1))
        return x @ self.W_U


def module(scale=None):
    config = json.loads((CHECKPOINT / "config.json").read_text())
    model = Transformer(config, 1 / math.sqrt(config["d_head"]) if scale is None else scale)
    weights = bridge.read_safetensors(CHECKPOINT / "model.safetensors")
    model.load_state_dict({name: torch.from_numpy(value) for name, value in weights.items()})
    return model


def build():
    model = module()
    return bridge.from_torch(model, vocabulary=len(model.W_E), layers=model.blocks)


def build_without_scale():
    """A mistake to look at: scores without 1/√d."""
    model = module(scale=1)
    return bridge.from_torch(model, vocabulary=len(model.W_E), layers=model.blocks)


if __name__ == "__main__":  # python my_model.py model.onnx
    import sys

    names = {"input_names": ["input_ids"], "output_names": ["logits"]}
    sizes = {"input_ids": {0: "B", 1: "C"}, "logits": {0: "B", 1: "C"}}
    torch.onnx.export(module(), (torch.zeros(2, 5, dtype=torch.long),), sys.argv[1], dynamic_axes=sizes, **names)
