# SPDX-License-Identifier: Apache-2.0
"""Reference results of transformers for heads and options that the larger set leaves out: a small folder a case, in the format of
that set (config.json, model.safetensors, io.safetensors, ref.json)."""
import json, pathlib, sys, traceback
import torch, transformers
from safetensors.torch import save_file

out = pathlib.Path(sys.argv[1])
NO_DROP = dict(hidden_dropout_prob=0.0, attention_probs_dropout_prob=0.0, classifier_dropout=0.0)
TINY = dict(vocab_size=64, hidden_size=16, num_hidden_layers=2, num_attention_heads=4, intermediate_size=24, max_position_embeddings=40)
T = transformers
FAMILIES = {
    "bert": (T.BertConfig, "Bert", dict(TINY, **NO_DROP)),
    "roberta": (T.RobertaConfig, "Roberta", dict(TINY, **NO_DROP, pad_token_id=1, type_vocab_size=1)),
    "distilbert": (T.DistilBertConfig, "DistilBert", dict(vocab_size=64, dim=16, n_layers=2, n_heads=4, hidden_dim=24, max_position_embeddings=40,
                   dropout=0.0, attention_dropout=0.0, seq_classif_dropout=0.0, qa_dropout=0.0)),
    "electra": (T.ElectraConfig, "Electra", dict(TINY, **NO_DROP, embedding_size=8, summary_last_dropout=0.0)),
    "albert": (T.AlbertConfig, "Albert", dict(TINY, hidden_dropout_prob=0.0, attention_probs_dropout_prob=0.0, classifier_dropout_prob=0.0, embedding_size=8)),
    "mpnet": (T.MPNetConfig, "MPNet", dict(TINY, hidden_dropout_prob=0.0, attention_probs_dropout_prob=0.0, pad_token_id=1)),
    "deberta-v2": (T.DebertaV2Config, "DebertaV2", dict(TINY, **NO_DROP, pooler_dropout=0.0, pooler_hidden_size=16, relative_attention=True, position_buckets=8,
                   norm_rel_ebd="layer_norm", share_att_key=True, pos_att_type=["p2c", "c2p"], position_biased_input=False, type_vocab_size=0)),
    "gpt2": (T.GPT2Config, "GPT2", dict(vocab_size=64, n_embd=16, n_layer=2, n_head=4, n_inner=24, n_positions=40, resid_pdrop=0.0, embd_pdrop=0.0, attn_pdrop=0.0, pad_token_id=0)),
}


def rows(generator, vocab, pad, lengths, has_types):
    width = max(lengths)
    ids = torch.randint(5, vocab, (len(lengths), width), generator=generator)
    mask = torch.zeros_like(ids)
    types = torch.zeros_like(ids)
    for i, n in enumerate(lengths):
        ids[i, n:] = pad
        mask[i, :n] = 1
        types[i, n // 2:n] = 1
    batch = {"input_ids": ids, "attention_mask": mask}
    if has_types:
        batch["token_type_ids"] = types
    return batch


def labels_for(head, batch, generator, labels):
    n, width = batch["input_ids"].shape
    lengths = batch["attention_mask"].sum(1)
    if head == "multilabel":
        return {"labels": torch.randint(0, 2, (n, labels), generator=generator).float()}
    if head == "regression":
        return {"labels": torch.randn((n, labels) if labels > 1 else (n,), generator=generator)}
    if head == "qa":
        start = torch.tensor([int(torch.randint(0, int(l), (1,), generator=generator)) for l in lengths])
        end = torch.maximum(start, torch.tensor([int(torch.randint(0, int(l), (1,), generator=generator)) for l in lengths]))
        start[0] = width + 3  # outside: ignored
        return {"start_positions": start, "end_positions": end}
    if head == "nsp":
        return {"labels": torch.randint(0, 2, (n,), generator=generator)}
    if head in ("lm", "router"):
        return {"labels": batch["input_ids"].masked_fill(batch["attention_mask"] == 0, -100)}
    return {"labels": torch.randint(0, labels, (n,), generator=generator)}


def choices(generator, vocab, pad, has_types):
    flat = rows(generator, vocab, pad, [9, 7, 8, 5, 9, 6], has_types)
    batch = {k: v.view(2, 3, -1) for k, v in flat.items()}
    batch["labels"] = torch.randint(0, 3, (2,), generator=generator)
    return batch


def run_loss(model, batch):
    return model(**batch).loss


def make(name, model, head, labels=0):
    folder = out / name
    folder.mkdir(parents=True, exist_ok=True)
    generator = torch.Generator().manual_seed(11)
    with torch.no_grad():
        for p in model.parameters():
            p.copy_(p + 0.15 * torch.randn(p.shape, generator=generator))
    model = model.float().eval()
    config = model.config
    pad = config.pad_token_id or 0
    has_types = config.model_type in ("bert", "electra", "albert")
    batches = []
    for lengths in ([9, 6, 8, 4], [7, 7, 3, 5]):
        if head == "choice":
            batches.append(choices(generator, 64, pad, has_types))
        else:
            batch = rows(generator, 64, pad, lengths, has_types)
            batch.update(labels_for(head, batch, generator, labels))
            batches.append(batch)
    model.save_pretrained(folder)
    io, ref = {}, {"case": name, "model_class": type(model).__name__, "head": head,
                   "versions": {"torch": torch.__version__, "transformers": transformers.__version__}}
    for i, batch in enumerate(batches):
        for k, v in batch.items():
            io[f"b{i}.{k}"] = v.contiguous()
    state = {k: v.clone() for k, v in model.state_dict().items()}
    for kind, prefix in ((torch.float32, ""), (torch.float64, "f64.")):
        model.to(kind)
        cast = [{k: (v.to(kind) if v.is_floating_point() else v) for k, v in b.items()} for b in batches]
        model.zero_grad()
        result = model(**cast[0])
        result.loss.backward()
        for key in ("logits", "start_logits", "end_logits"):
            if getattr(result, key, None) is not None:
                io[prefix + key] = getattr(result, key).detach().clone().contiguous()
        for n, p in model.named_parameters():
            if p.grad is not None:
                io[f"{prefix}grad.{n}"] = p.grad.detach().clone().contiguous()
        with torch.no_grad():
            ref["loss" if not prefix else "loss_f64"] = [float(run_loss(model, b)) for b in cast]
    # one training run: AdamW over every parameter
    model.to(torch.float32)
    model.load_state_dict(state)
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.01)
    steps = []
    for step in range(8):
        optimizer.zero_grad()
        loss = run_loss(model, batches[step % len(batches)])
        loss.backward()
        norm = torch.sqrt(sum((p.grad.double() ** 2).sum() for p in model.parameters() if p.grad is not None))
        optimizer.step()
        steps.append({"losses": [float(loss)], "grad_norm": float(norm), "lr": 1e-3})
    ref["runs"] = {"adamw": {"optimizer": "AdamW", "lr": 1e-3, "betas": [0.9, 0.999], "eps": 1e-8, "weight_decay": 0.01, "decay": "all", "clip": 0.0,
                             "schedule": "constant", "accumulate": 1, "steps": steps}}
    ref["tied"] = bool(getattr(config, "tie_word_embeddings", True))
    ref["lora"] = []
    save_file(io, folder / "io.safetensors")
    (folder / "ref.json").write_text(json.dumps(ref, indent=1) + "\n")


def attempt(name, build, head, labels=0):
    try:
        torch.manual_seed(3)
        make(name, build(), head, labels)
        print("made", name)
    except Exception as error:
        print("FAILED", name, repr(error)[:300])
        traceback.print_exc(limit=-2)


for family, (config, prefix, options) in FAMILIES.items():
    def model_of(suffix, **more):
        return lambda: getattr(T, prefix + suffix)(config(**{**options, **more}))
    attempt(f"{family}-multilabel", model_of("ForSequenceClassification", num_labels=3, problem_type="multi_label_classification"), "multilabel", 3)
    attempt(f"{family}-regression", model_of("ForSequenceClassification", num_labels=1, problem_type="regression"), "regression", 1)
    if family == "bert":
        attempt("bert-regression3", model_of("ForSequenceClassification", num_labels=3, problem_type="regression"), "regression", 3)
        attempt("bert-nsp", model_of("ForNextSentencePrediction"), "nsp", 2)
    if family != "gpt2":
        attempt(f"{family}-choice", model_of("ForMultipleChoice"), "choice")
        if family != "bert":
            attempt(f"{family}-qa", model_of("ForQuestionAnswering"), "qa")
LM = dict(vocab_size=64, hidden_size=16, num_hidden_layers=2, num_attention_heads=4, num_key_value_heads=2, intermediate_size=24, max_position_embeddings=40,
          tie_word_embeddings=False, pad_token_id=0, bos_token_id=1, eos_token_id=2)


def mixtral():
    config = T.MixtralConfig(**LM, num_local_experts=4, num_experts_per_tok=2, output_router_logits=True, router_aux_loss_coef=0.02, sliding_window=None)
    config._attn_implementation = config._experts_implementation = "eager"  # the other kernels have no double
    return T.MixtralForCausalLM(config)


attempt("mixtral-router-lm", mixtral, "router")
attempt("qwen3-tied-lm", lambda: T.Qwen3ForCausalLM(T.Qwen3Config(**{**LM, "tie_word_embeddings": True}, head_dim=4, attn_implementation="eager")), "lm")
attempt("llama3-rope-lm", lambda: T.LlamaForCausalLM(T.LlamaConfig(**LM, rope_theta=500000.0, attn_implementation="eager",
        rope_scaling={"rope_type": "llama3", "factor": 8.0, "low_freq_factor": 1.0, "high_freq_factor": 4.0, "original_max_position_embeddings": 20})), "lm")

