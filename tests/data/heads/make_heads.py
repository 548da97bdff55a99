#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Reference values of task heads, computed by hand with PyTorch: no transformers library took part.

A fixture of tests/data/hf (or of $TAMIZ_HF_FIXTURES) gives the last hidden states that transformers
computed for its first batch. On them stand heads of random weights, written here as transformers
documents them: which dense layer, which activation, which loss. Dropout is off.

    make_heads.py FIXTURES OUT      FIXTURES holds bert-seqcls, roberta-seqcls ...
"""
import json
import struct
import sys
from pathlib import Path

import torch
import torch.nn.functional as F

TYPES = {"F32": torch.float32, "F64": torch.float64, "I64": torch.int64}


def load(path):
    data = path.read_bytes()
    size = struct.unpack("<Q", data[:8])[0]
    tensors = {}
    for name, entry in json.loads(data[8 : 8 + size]).items():
        if name == "__metadata__" or entry["dtype"] not in TYPES:
            continue
        begin, end = entry["data_offsets"]
        values = torch.frombuffer(bytearray(data[8 + size + begin : 8 + size + end]), dtype=TYPES[entry["dtype"]])
        tensors[name] = values.reshape(entry["shape"])
    return tensors


def save(path, tensors):
    header, body = {}, b""
    for name, tensor in sorted(tensors.items()):
        raw = tensor.detach().contiguous().numpy().tobytes()
        kind = {torch.float32: "F32", torch.int64: "I64"}[tensor.dtype]
        header[name] = {"dtype": kind, "shape": list(tensor.shape), "data_offsets": [len(body), len(body) + len(raw)]}
        body += raw
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    path.write_bytes(struct.pack("<Q", len(text)) + text + body)


# What stands between the first token's hidden state and the outputs: dense layer, activation, classifier.
BERT = ("bert.pooler.dense", torch.tanh, "classifier")
CHOICE = {
    "bert-seqcls": BERT,
    "roberta-seqcls": ("roberta.pooler.dense", torch.tanh, "classifier"),
    "distilbert-seqcls": ("pre_classifier", torch.relu, "classifier"),
    "electra-tokcls": ("sequence_summary.summary", F.gelu, "classifier"),
    "mpnet-seqcls": ("mpnet.pooler.dense", torch.tanh, "classifier"),
    "albert-mlm": ("albert.pooler", torch.tanh, "classifier"),
    "deberta-v2-seqcls": ("pooler.dense", F.gelu, "classifier"),
}
CLASS = {
    "bert": "Bert",
    "roberta": "Roberta",
    "distilbert": "DistilBert",
    "electra": "Electra",
    "mpnet": "MPNet",
    "albert": "Albert",
    "deberta-v2": "DebertaV2",
}


class Case:
    def __init__(self, fixtures, fixture, seed):
        torch.manual_seed(seed)
        self.hidden = load(fixtures / fixture / "io.safetensors")["hidden.3"].float()  # [4, 12, 32]
        self.weights = {}

    def linear(self, name, inputs, outputs, x):
        weight = torch.randn(outputs, inputs) * 0.4
        bias = torch.randn(outputs) * 0.4
        self.weights[name + ".weight"] = weight.requires_grad_()
        self.weights[name + ".bias"] = bias.requires_grad_()
        return F.linear(x, weight, bias)

    def outputs(self, names, count):
        dense, activation, classifier = names
        pooled = activation(self.linear(dense, 32, 32, self.hidden[:, 0]))  # [4, 32]
        return self.linear(classifier, 32, count, pooled)  # [4, count]

    def write(self, path, labels, logits, loss):
        loss.backward()
        tensors = {"labels": labels, "logits": logits, "loss": loss.reshape(1)}
        for name, weight in self.weights.items():
            tensors["w." + name] = weight
            tensors["grad." + name] = weight.grad
        save(path, tensors)


def main(fixtures, out):
    cases = {}

    def add(name, fixture, architecture, labels, problem=None):
        family = fixture.rsplit("-", 1)[0]
        cases[name] = {"fixture": fixture, "architecture": CLASS[family] + "For" + architecture, "labels": labels}
        if problem:
            cases[name]["problem_type"] = problem
        return Case(fixtures, fixture, len(cases)), out / (name + ".safetensors")

    case, path = add("multi-label", "bert-seqcls", "SequenceClassification", 5, "multi_label_classification")
    logits = case.outputs(BERT, 5)
    targets = torch.tensor([[1, 0, 0, 1, 0], [0, 0, 0, 0, 0], [1, 1, 1, 1, 1], [0, 0, 1, 0, 0]]).float()
    case.write(path, targets, logits, F.binary_cross_entropy_with_logits(logits, targets))

    case, path = add("regression-1", "bert-seqcls", "SequenceClassification", 1, "regression")
    logits = case.outputs(BERT, 1)
    targets = torch.tensor([0.5, -2.0, 3.25, 1.0])
    case.write(path, targets, logits, F.mse_loss(logits.squeeze(), targets.squeeze()))

    case, path = add("regression-3", "bert-seqcls", "SequenceClassification", 3, "regression")
    logits = case.outputs(BERT, 3)
    targets = torch.randn(4, 3)
    case.write(path, targets, logits, F.mse_loss(logits, targets))

    case, path = add("next-sentence", "bert-seqcls", "NextSentencePrediction", 2)
    logits = case.outputs(("bert.pooler.dense", torch.tanh, "cls.seq_relationship"), 2)
    labels = torch.tensor([0, 1, 1, 0])
    case.write(path, labels, logits, F.cross_entropy(logits.view(-1, 2), labels.view(-1)))

    for fixture, names in CHOICE.items():
        case, path = add("multiple-choice-" + fixture.rsplit("-", 1)[0], fixture, "MultipleChoice", 2)
        logits = case.outputs(names, 1).view(-1, 2)  # two rows of two choices
        labels = torch.tensor([1, 0])
        case.write(path, labels, logits, F.cross_entropy(logits, labels))

    (out / "cases.json").write_text(json.dumps(cases, indent=2) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
