// SPDX-License-Identifier: Apache-2.0
#pragma once

// The one table of a recipe's fields. Reading, writing, overrides, comparison, range checks and the
// JSON Schema all come from it: a new field is a member in recipe.h and a line here.

#include <limits>
#include <string_view>
#include <tuple>

#include "core/recipe/recipe.h"
#include "core/recipe/recipe_enums.h"

namespace tamiz::fields {

/// What is allowed beyond the type; for a list it holds for each entry.
struct Limits
{
    double min = -std::numeric_limits<double>::infinity();
    double max = std::numeric_limits<double>::infinity();
    bool isMinExclusive = false;
    bool isMaxExclusive = false;
    bool isPath = false; ///< relative paths become absolute
    bool isSingleOrList = false; ///< one entry may stand without a list
    std::string_view choices {}; ///< text: allowed values, separated by '|'
};

template<typename Section, typename Value>
struct Field
{
    std::string_view key;
    Value Section::*member;
    std::string_view doc;
    Limits limits {};
};
/// Written out for clang before 17, which deduces nothing from an aggregate's members.
template<typename Section, typename Value>
Field(std::string_view, Value Section::*, std::string_view, Limits = {}) -> Field<Section, Value>;

/// `layers.freeze` has a short form of its own over two members.
struct FreezeField
{
    std::string_view key;
    std::string_view doc;
};

constexpr Limits atLeast(double min)
{
    return { .min = min };
}
constexpr Limits above(double min)
{
    return { .min = min, .isMinExclusive = true };
}
constexpr Limits within(double min, double max)
{
    return { .min = min, .max = max };
}
constexpr Limits path()
{
    return { .isPath = true };
}
constexpr Limits pathOrPaths()
{
    return { .isPath = true, .isSingleOrList = true };
}
constexpr Limits oneOf(std::string_view choices)
{
    return { .choices = choices };
}

/// Largest layer index that is read: no encoder comes near it.
inline constexpr int kMaxLayer = 1023;

template<typename Section>
struct Table; ///< has `name` and `fields`, a tuple in the order of the file

template<>
struct Table<ModelSection>
{
    static constexpr std::string_view name = "model";
    static constexpr auto fields = std::make_tuple(
        Field { "path", &ModelSection::path,
                "Folder in Hugging Face layout; 'bundled' is the model that the studio ships.",
                path() },
        Field { "adapter", &ModelSection::adapter,
                "PEFT adapter folder to continue from; empty for none.", path() });
};

template<>
struct Table<VocabularySection>
{
    using S = VocabularySection;
    static constexpr std::string_view name = "vocabulary";
    static constexpr auto fields = std::make_tuple(
        Field { "add_tokens", &S::addTokens,
                "Tokens that the tokenizer gets, found in a text before it splits words; the "
                "embedding grows by a row for each.",
                Limits { .isSingleOrList = true } },
        Field { "add_tokens_file", &S::addTokensFile, "A file of further ones, one a line.",
                path() },
        Field { "initialise", &S::initialise,
                "What their rows start from: the mean of all rows, or of the rows of the pieces "
                "that the token was before." });
};

template<>
struct Table<TaskSection>
{
    static constexpr std::string_view name = "task";
    static constexpr auto fields = std::make_tuple(
        Field { "type", &TaskSection::type, "What the model learns to do." },
        Field {
            "labels", &TaskSection::labels,
            "Label names in the order of their ids; empty takes the sorted labels of the training "
            "data." },
        Field { "max_length", &TaskSection::maxLength,
                "Tokens a row, special tokens included; longer rows are cut.", within(3, 65536) },
        Field { "text_column", &TaskSection::textColumn,
                "Name of the text field of a row; left as it is, question-answering takes "
                "'question'." },
        Field { "text_pair_column", &TaskSection::textPairColumn,
                "Name of the second text; used where a row has it; left as it is, "
                "question-answering takes 'context'." },
        Field { "label_column", &TaskSection::labelColumn,
                "Name of the label; for token-classification a list of tags beside 'tokens'; left "
                "as it is, question-answering takes 'answers'." },
        Field { "mlm_probability", &TaskSection::mlmProbability,
                "masked-lm: share of the positions that carry a label.",
                Limits { .min = 0, .max = 1, .isMinExclusive = true } },
        Field { "doc_stride", &TaskSection::docStride,
                "question-answering: tokens that two windows of a long text share; 0 = a third of "
                "max_length.",
                within(0, 65536) },
        Field { "max_answer_length", &TaskSection::maxAnswerLength,
                "question-answering: tokens of the longest answer.", within(1, 65536) });
};

template<>
struct Table<ReferenceSet>
{
    static constexpr std::string_view name = "reference";
    static constexpr auto fields = std::make_tuple(
        Field { "name", &ReferenceSet::name,
                "Name in curves and tables; the file's when left out." },
        Field { "path", &ReferenceSet::path, "Text that the model should not forget.", path() },
        Field { "max_rows", &ReferenceSet::maxRows,
                "Rows used, evenly spaced when the file has more.", within(1, 10'000'000) });
};

template<>
struct Table<DataSection>
{
    static constexpr std::string_view name = "data";
    static constexpr auto fields = std::make_tuple(
        Field { "train", &DataSection::train,
                "Training files: .jsonl, .csv, .tsv, .txt or .conllu; a path or a list.",
                pathOrPaths() },
        Field { "validation", &DataSection::validation, "Validation files.", pathOrPaths() },
        Field { "test", &DataSection::test, "Test files, used once at the end.", pathOrPaths() },
        Field { "reference", &DataSection::reference,
                "Reference sets for forgetting; never trained on.",
                Limits { .isSingleOrList = true } });
};

template<>
struct Table<LoraOverride>
{
    static constexpr std::string_view name = "lora_override";
    static constexpr auto fields = std::make_tuple(
        Field { "layer", &LoraOverride::layer, "Layer, counted from 0.", within(0, kMaxLayer) },
        Field { "target", &LoraOverride::target,
                "Projection, as in 'targets'; empty for every target of the layer." },
        Field { "rank", &LoraOverride::rank, "Rank there; 0 = no LoRA.", within(0, 65536) },
        Field { "alpha", &LoraOverride::alpha, "Alpha there.", above(0) });
};

template<>
struct Table<LoraSection>
{
    static constexpr std::string_view name = "lora";
    static constexpr auto fields = std::make_tuple(
        Field { "rank", &LoraSection::rank,
                "Rank of the update; 0 = no LoRA: what is not frozen trains fully.",
                within(0, 65536) },
        Field { "alpha", &LoraSection::alpha,
                "The update is scaled by alpha / rank (rslora: alpha / sqrt(rank)).", above(0) },
        Field { "dropout", &LoraSection::dropout, "Dropout on the input of the update.",
                Limits { .min = 0, .max = 1, .isMaxExclusive = true } },
        Field { "rslora", &LoraSection::rslora, "Scale by alpha / sqrt(rank)." },
        Field { "targets", &LoraSection::targets,
                "Linear layers that get LoRA: module name suffixes, as in PEFT; empty for the "
                "family's own, "
                "query and value.",
                Limits { .isSingleOrList = true } },
        Field { "layers", &LoraSection::layers, "Layers that get LoRA, from 0; empty for all.",
                within(0, kMaxLayer) },
        Field { "overrides", &LoraSection::overrides, "Other ranks for some layers or targets." });
};

template<>
struct Table<LayersSection>
{
    static constexpr std::string_view name = "layers";
    static constexpr auto fields = std::make_tuple(
        FreezeField {
            "freeze",
            "What keeps its weights: none; a number K for the embeddings and the lowest K "
            "layers; or a list of 'embeddings', layer numbers from 0 and ranges such as "
            "\"0-5\". With LoRA the whole base is frozen." },
        Field { "lora", &LayersSection::lora, "Low-rank adapters (Hu et al., ICLR 2022)." });
};

template<>
struct Table<TokenClass>
{
    static constexpr std::string_view name = "token_class";
    static constexpr auto fields = std::make_tuple(
        Field { "name", &TokenClass::name, "Name, unique among the classes." },
        Field { "kind", &TokenClass::kind, "How the class is defined." },
        Field {
            "expression", &TokenClass::expression,
            "property: punctuation, digits ... or a UnicodeSet such as \"[:Lu:]\"; pattern: an ICU "
            "regular expression." },
        Field { "words", &TokenClass::words, "words: the list." },
        Field { "words_file", &TokenClass::wordsFile, "words: a file of one word a line.", path() },
        Field { "case_sensitive", &TokenClass::caseSensitive, "words and pattern: case counts." },
        Field { "min_share", &TokenClass::minShare,
                "frequency: least share of the training data's words.", within(0, 1) },
        Field { "max_share", &TokenClass::maxShare,
                "frequency: largest share of the training data's words.", within(0, 1) });
};

template<>
struct Table<MaskSchedule>
{
    static constexpr std::string_view name = "mask_schedule";
    static constexpr auto fields = std::make_tuple(
        Field { "kind", &MaskSchedule::kind, "How the probability goes over the run." },
        Field { "start_probability", &MaskSchedule::startProbability,
                "ramp: probability before it begins.", within(0, 1) },
        Field { "ramp_begin", &MaskSchedule::rampBegin,
                "ramp: share of the run at which it begins.", within(0, 1) },
        Field { "ramp_end", &MaskSchedule::rampEnd,
                "ramp: share of the run at which the full probability is reached.", within(0, 1) },
        Field { "period", &MaskSchedule::period, "alternate: optimiser steps on, then as many off.",
                within(1, 1e9) });
};

template<>
struct Table<MaskRule>
{
    static constexpr std::string_view name = "mask_rule";
    static constexpr auto fields = std::make_tuple(
        Field { "token_class", &MaskRule::tokenClass, "Name of one of masking.classes." },
        Field {
            "mode", &MaskRule::mode,
            "input: the id is replaced; loss: the label is ignored; attention: no other position "
            "sees it." },
        Field { "replacement", &MaskRule::replacement, "Mode input: what takes the id's place." },
        Field { "probability", &MaskRule::probability,
                "Probability of each token of the class in an active step.", within(0, 1) },
        Field { "share_of_steps", &MaskRule::shareOfSteps,
                "Probability that a step is active for the rule.", within(0, 1) },
        Field { "schedule", &MaskRule::schedule, "How the probability goes over the run." },
        Field { "random_control", &MaskRule::randomControl,
                "Masks as many tokens a row as the rule would, at random positions." });
};

template<>
struct Table<MaskingSection>
{
    static constexpr std::string_view name = "masking";
    static constexpr auto fields = std::make_tuple(
        Field { "classes", &MaskingSection::classes,
                "Token classes; measured even where no rule masks them." },
        Field { "rules", &MaskingSection::rules, "Which classes are masked, how and when." });
};

template<>
struct Table<TrainingSection>
{
    using S = TrainingSection;
    static constexpr std::string_view name = "training";
    static constexpr auto fields = std::make_tuple(
        Field { "epochs", &S::epochs, "Passes over the training data.", above(0) },
        Field { "max_steps", &S::maxSteps, "Optimiser steps; above 0 it wins over epochs.",
                within(0, 1e12) },
        Field { "batch_size", &S::batchSize, "Rows a micro-step.", within(1, 1'000'000) },
        Field { "accumulation", &S::accumulation, "Micro-steps an optimiser step.",
                within(1, 1'000'000) },
        Field { "optimizer", &S::optimizer, "Optimiser." },
        Field { "learning_rate", &S::learningRate, "Peak learning rate.", above(0) },
        Field { "weight_decay", &S::weightDecay, "Decoupled decay; not on biases and norms.",
                atLeast(0) },
        Field { "beta1", &S::beta1, "AdamW: decay of the first moment.",
                Limits { .min = 0, .max = 1, .isMaxExclusive = true } },
        Field { "beta2", &S::beta2, "AdamW: decay of the second moment.",
                Limits { .min = 0, .max = 1, .isMaxExclusive = true } },
        Field { "epsilon", &S::epsilon, "AdamW: added to the denominator.", above(0) },
        Field { "momentum", &S::momentum, "SGD: momentum.",
                Limits { .min = 0, .max = 1, .isMaxExclusive = true } },
        Field { "schedule", &S::schedule, "Learning rate after the warm-up." },
        Field { "warmup_ratio", &S::warmupRatio, "Share of the optimiser steps that warm up.",
                within(0, 1) },
        Field { "warmup_steps", &S::warmupSteps, "Warm-up steps; above 0 it wins over the ratio.",
                within(0, 1e12) },
        Field { "max_grad_norm", &S::maxGradNorm, "Gradients are scaled to this norm; 0 = never.",
                atLeast(0) },
        Field { "label_smoothing", &S::labelSmoothing,
                "Share of the target spread over all labels.",
                Limits { .min = 0, .max = 1, .isMaxExclusive = true } },
        Field { "dropout", &S::dropout, "Dropout of the model; unset keeps the model's own.",
                Limits { .min = 0, .max = 1, .isMaxExclusive = true } },
        Field { "device", &S::device,
                "auto takes the GPU where LibTorch has CUDA and finds one, else the processor." },
        Field { "precision", &S::precision,
                "auto takes bf16 products where the device has them; master weights are fp32." },
        Field { "threads", &S::threads, "Threads; 0 = automatic.", within(0, 4096) },
        Field { "gradient_checkpointing", &S::gradientCheckpointing,
                "Keep only the input of each layer and compute it again for the gradients: less "
                "memory, more time." },
        Field { "cache_frozen", &S::cacheFrozen,
                "Compute frozen lower layers once a row; they then drop nothing." },
        Field { "cache_memory_mb", &S::cacheMemoryMb,
                "Memory for their output; 0 = a quarter of what is free.", within(0, 1e9) },
        Field { "cache_disk_mb", &S::cacheDiskMb, "Disk for what does not fit there.",
                within(0, 1e9) },
        Field { "checkpoint_steps", &S::checkpointSteps,
                "Optimiser steps between checkpoints; 0 = at each evaluation.", within(0, 1e12) },
        Field { "keep_checkpoints", &S::keepCheckpoints, "The newest so many, and the best.",
                within(1, 1'000'000) },
        Field { "log_steps", &S::logSteps, "Optimiser steps between points of the training curves.",
                within(1, 1e12) });
};

template<>
struct Table<EvaluationSection>
{
    using S = EvaluationSection;
    static constexpr std::string_view name = "evaluation";
    static constexpr auto fields = std::make_tuple(
        Field { "steps", &S::steps, "Optimiser steps between evaluations; 0 = ten times a run.",
                within(0, 1e12) },
        Field { "batch_size", &S::batchSize, "Rows a batch.", within(1, 1'000'000) },
        Field { "reliance", &S::reliance, "Measure the reliance on each token class." },
        Field { "reliance_during_training", &S::relianceDuringTraining,
                "At each evaluation, not only at the end." },
        Field { "forgetting", &S::forgetting, "Measure forgetting on the reference sets." },
        Field { "best_metric", &S::bestMetric, "What the best checkpoint is chosen by.",
                oneOf("loss|accuracy|f1_macro|f1_micro|f1|exact_match|mae|mse|pearson|spearman") },
        Field { "max_rows", &S::maxRows,
                "Validation rows used during training, evenly spaced; 0 = all.", within(0, 1e9) });
};

template<>
struct Table<OutputSection>
{
    static constexpr std::string_view name = "output";
    static constexpr auto fields = std::make_tuple(
        Field { "folder", &OutputSection::folder,
                "Parent of the run folders; empty for the studio's own.", path() },
        Field { "name", &OutputSection::name, "Name of the run; empty takes the recipe file's." });
};

template<>
struct Table<PretrainSection>
{
    using S = PretrainSection;
    static constexpr std::string_view name = "pretrain";
    static constexpr auto fields = std::make_tuple(
        Field { "tokenizer", &S::tokenizer, "Kind of the vocabulary." },
        Field { "vocab_size", &S::vocabSize, "Pieces of the vocabulary.", within(100, 1'000'000) },
        Field { "hidden_size", &S::hiddenSize, "Width of the hidden states.", within(8, 65536) },
        Field { "layers", &S::layers, "Layers.", within(1, kMaxLayer + 1) },
        Field { "heads", &S::heads, "Attention heads a layer; divides hidden_size.",
                within(1, 1024) },
        Field { "intermediate_size", &S::intermediateSize, "Width of the feed-forward layer.",
                within(8, 1'000'000) },
        Field { "max_positions", &S::maxPositions, "Longest row in tokens.", within(8, 65536) },
        Field { "lowercase", &S::lowercase, "Lower-case the text and strip accents." },
        Field { "dropout", &S::dropout, "Dropout while pretraining.",
                Limits { .min = 0, .max = 1, .isMaxExclusive = true } },
        Field { "tokenizer_corpus", &S::tokenizerCorpus,
                "Files the vocabulary is made from; empty takes data.train.", pathOrPaths() });
};

template<>
struct Table<Recipe>
{
    static constexpr std::string_view name = "recipe";
    static constexpr auto fields = std::make_tuple(
        Field { "version", &Recipe::version, "Version of the recipe format.",
                within(1, Recipe::kVersion) },
        Field { "seed", &Recipe::seed, "Every random draw follows from it." },
        Field { "model", &Recipe::model, "The base model." },
        Field { "vocabulary", &Recipe::vocabulary,
                "Tokens of the domain to add. With LoRA or frozen embeddings only their rows "
                "train; the others keep their values." },
        Field { "task", &Recipe::task, "What the model learns to do." },
        Field { "data", &Recipe::data, "Files. Relative paths are relative to the recipe." },
        Field { "layers", &Recipe::layers, "Which weights train, and how." },
        Field { "masking", &Recipe::masking, "Token classes and when they are hidden." },
        Field { "training", &Recipe::training, "Optimisation." },
        Field { "evaluation", &Recipe::evaluation, "On the unmasked validation set." },
        Field { "output", &Recipe::output, "Where the run goes." },
        Field { "pretrain", &Recipe::pretrain,
                "A model from nothing; only `tamiz pretrain` uses it." });
};

/// Calls @p visit with every field of the section, in file order.
template<typename Section, typename Visitor>
constexpr void forEachField(Visitor &&visit)
{
    std::apply([&visit](const auto &...field) { (visit(field), ...); }, Table<Section>::fields);
}

template<typename T>
concept IsSection = requires
{
    Table<T>::fields;
};

} // namespace tamiz::fields
