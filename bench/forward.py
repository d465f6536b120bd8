"""Forward passes in PyTorch, for bench/forward.mjs: prints JSON, milliseconds by model, the best of several thread counts."""

import json
import sys
import time

import torch
from transformers import BertModel, GPT2Config, GPT2LMHeadModel

TOKENS, REPEATS = 128, 15


def milliseconds(model, vocabulary):
    ids = torch.arange(TOKENS).remainder(vocabulary).unsqueeze(0)
    best = {}
    for threads in (1, 2):
        torch.set_num_threads(threads)
        with torch.no_grad():
            for _ in range(3):
                model(ids)
            times = []
            for _ in range(REPEATS):
                start = time.perf_counter()
                model(ids)
                times.append(time.perf_counter() - start)
        best[threads] = 1000 * min(times)
    return best


torch.manual_seed(0)
result = {"torch": torch.__version__}
result["minilm"] = milliseconds(BertModel.from_pretrained(sys.argv[1], add_pooling_layer=False).eval(), 30522)
result["gpt2"] = milliseconds(GPT2LMHeadModel(GPT2Config()).eval(), 50257)
print(json.dumps(result))
