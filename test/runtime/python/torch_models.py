"""Models in PyTorch for the tests of the bridge's helpers: a small GPT with a cache, in the shape of one of transformers."""
from types import SimpleNamespace

import torch
from torch import nn

import commutant_bridge as bridge

VOCABULARY, WIDTH, HEADS, ROOM = 11, 8, 2, 24


class Block(nn.Module):
    def __init__(self):
        super().__init__()
        self.norm, self.qkv, self.out = nn.LayerNorm(WIDTH), nn.Linear(WIDTH, 3 * WIDTH), nn.Linear(WIDTH, WIDTH)
        self.dropout = nn.Dropout(0.5)

    def forward(self, hidden_states, seen, cache):
        B, C, _ = hidden_states.shape
        q, k, v = self.qkv(self.norm(hidden_states)).view(B, C, 3, HEADS, -1).permute(2, 0, 3, 1, 4)
        if cache:
            k, v = torch.cat((cache[0], k), 2), torch.cat((cache[1], v), 2)
        cache[:] = [k, v]  # in its place, as the caches of transformers are
        scores = (q @ k.transpose(-1, -2)) / q.shape[-1] ** 0.5
        weights = scores.masked_fill(~seen, torch.finfo(scores.dtype).min).softmax(-1)
        moved = (weights @ v).transpose(1, 2).reshape(B, C, WIDTH)
        return (hidden_states + self.dropout(self.out(moved)),)


class TinyForCausalLM(nn.Module):
    base_model_prefix = "model"

    def __init__(self):
        super().__init__()
        self.config = SimpleNamespace(vocab_size=VOCABULARY, max_position_embeddings=ROOM)
        self.model = nn.Module()
        self.model.tokens, self.model.places = nn.Embedding(VOCABULARY, WIDTH), nn.Embedding(ROOM, WIDTH)
        self.model.layers = nn.ModuleList(Block() for _ in range(2))
        self.head = nn.Linear(WIDTH, VOCABULARY)

    def forward(self, input_ids, attention_mask=None, position_ids=None, past_key_values=None, use_cache=False):
        past = past_key_values or [[] for _ in self.model.layers]
        before = past[0][0].shape[2] if past[0] else 0
        B, C = input_ids.shape
        kept = torch.ones(B, before + C, dtype=torch.long) if attention_mask is None else attention_mask
        if position_ids is None:
            position_ids = (kept.cumsum(-1) - 1).clamp(min=0)[:, before:]
        order = torch.arange(before + C)
        seen = (order[before:, None] >= order)[None, None] & (kept == 1)[:, None, None]
        x = self.model.tokens(input_ids) + self.model.places(position_ids)
        for block, cache in zip(self.model.layers, past):
            x = block(x, seen, cache)[0]
        return SimpleNamespace(logits=self.head(x), past_key_values=past if use_cache else None)


def module():
    torch.manual_seed(0)
    return TinyForCausalLM()


def huggingface():
    return bridge.from_huggingface(module())


def forgets_its_past():
    """Takes the past of transformers and does not use it."""
    def step(model, past, **inputs):
        answer = model(use_cache=True, **inputs)
        return answer.logits, answer.past_key_values

    return bridge.from_torch(module(), VOCABULARY, step=step, precisions=("f32",), longest=ROOM)


class Adapted(nn.Linear):
    """A linear map with two thin ones beside it."""

    def __init__(self, base, scaling):
        super().__init__(base.in_features, base.out_features)
        self.load_state_dict(base.state_dict())
        generator = torch.Generator().manual_seed(1)
        self.A = nn.Parameter(torch.randn(2, base.in_features, generator=generator))
        self.B = nn.Parameter(torch.randn(base.out_features, 2, generator=generator))
        self.scaling = scaling

    def forward(self, x):
        return super().forward(x) + self.scaling * (x @ self.A.T @ self.B.T)


def with_adapter():
    model = module()
    model.head = Adapted(model.head, 0.5)
    return bridge.from_huggingface(model)


def merged(scaling=0.5):
    """The adapter merged into the weights, in float64: a build is asked for in each precision."""
    model = module().double()
    adapted = Adapted(model.head.float(), scaling).double()
    model.head = nn.Linear(WIDTH, VOCABULARY).double()
    with torch.no_grad():
        model.head.weight.copy_(adapted.weight + scaling * adapted.B @ adapted.A)
        model.head.bias.copy_(adapted.bias)
    return bridge.from_huggingface(model)


def merged_without_scaling():
    return merged(scaling=1)
