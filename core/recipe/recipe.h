// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace tamiz {

// A recipe defines an experiment completely; the window and the command line use the same one.
// Each struct below is a section of the YAML file; the field names are the YAML keys in snake_case
// (learningRate is learning_rate). Defaults stand here and nowhere else. docs: resources/recipe.schema.json

enum class TaskType {
    Classification, ///< one label a row
    MultiLabel, ///< any number of labels a row
    Regression, ///< a number a row, or several
    TokenClassification,
    QuestionAnswering, ///< the answer is a span of the row's second text
    MultipleChoice, ///< one of a row's endings
    NextSentence, ///< whether the second text follows the first: BERT's head for it
    MaskedLm,
    CausalLm
};

/// Whether the task is to predict tokens of the text itself: it has no labels and no F1.
constexpr bool isLanguageModelling(TaskType type)
{
    return type == TaskType::MaskedLm || type == TaskType::CausalLm;
}

/// Whether labels stand at tokens, not at rows.
constexpr bool labelsTokens(TaskType type)
{
    return type == TaskType::TokenClassification || isLanguageModelling(type);
}

/// `model`
struct ModelSection
{
    std::string path; ///< folder in Hugging Face layout; "bundled" is the one the studio ships
    std::string adapter; ///< PEFT adapter folder to continue from; empty = none

    bool operator==(const ModelSection &) const = default;
};

/// What the embedding of an added token starts from.
enum class TokenStart {
    Mean, ///< the mean of every token's
    Pieces ///< the mean of the pieces that the token was before
};

/// `vocabulary`: tokens of the domain that the tokenizer gets and the embedding grows by.
struct VocabularySection
{
    std::vector<std::string> addTokens;
    std::string addTokensFile; ///< path, one a line; read after addTokens
    TokenStart initialise = TokenStart::Pieces;

    bool isEmpty() const { return addTokens.empty() && addTokensFile.empty(); }
    bool operator==(const VocabularySection &) const = default;
};

/// `task`
struct TaskSection
{
    TaskType type = TaskType::Classification;
    /// In id order; empty = sorted labels of the training data. Regression: names of the numbers.
    std::vector<std::string> labels;
    int maxLength = 128; ///< tokens a row, special tokens included
    std::string textColumn = "text";
    std::string textPairColumn = "text_pair"; ///< used where a row has it
    std::string labelColumn = "label"; ///< token classification: list of tags beside `tokens`
    double mlmProbability = 0.15; ///< masked-lm: share of positions that carry a label
    int docStride = 0; ///< question answering: tokens that windows share; 0 = a third of maxLength
    int maxAnswerLength = 30; ///< question answering: tokens of the longest answer

    bool operator==(const TaskSection &) const = default;
};

/// An entry of `data.reference`: text that the model should not forget.
struct ReferenceSet
{
    std::string name;
    std::string path;
    int maxRows = 200; ///< evenly spaced rows are taken when the file has more

    bool operator==(const ReferenceSet &) const = default;
};

/// `data`: paths to .jsonl, .csv, .tsv, .txt or .conllu files; a path or a list in YAML.
struct DataSection
{
    std::vector<std::string> train;
    std::vector<std::string> validation;
    std::vector<std::string> test;
    std::vector<ReferenceSet> reference;

    bool operator==(const DataSection &) const = default;
};

/// LoRA on one projection of one layer; unset fields follow `layers.lora`. rank 0 = no LoRA there.
struct LoraOverride
{
    int layer = 0; ///< 0-based
    std::string target; ///< name as in `targets`; empty = every target of the layer
    std::optional<int> rank;
    std::optional<double> alpha;

    bool operator==(const LoraOverride &) const = default;
};

/// `layers.lora`; rank 0 = no LoRA (full training of what is not frozen).
struct LoraSection
{
    int rank = 0;
    double alpha = 16;
    double dropout = 0;
    bool rslora = false; ///< scale alpha / sqrt(rank)
    std::vector<std::string>
        targets; ///< module name suffixes, as in PEFT; empty = the family's own
    std::vector<int> layers; ///< empty = every layer
    std::vector<LoraOverride> overrides;

    bool operator==(const LoraSection &) const = default;
};

/// `layers`. With LoRA, the base is frozen whatever `freeze` says; the head always trains.
struct LayersSection
{
    bool freezeEmbeddings
        = false; ///< `freeze: [embeddings, 0, 1]`, or `freeze: 2` = embeddings and
    std::vector<int> freezeLayers; ///< the lowest two layers; sorted, 0-based
    LoraSection lora;

    bool operator==(const LayersSection &) const = default;
};

enum class TokenClassKind {
    Property, ///< a Unicode property expression: "punctuation", "digits", or a UnicodeSet "[:Lu:]"
    Pattern, ///< an ICU regular expression
    Words, ///< a word list (or a file of one word a line), case-insensitive unless told
    Frequency, ///< words whose share of the training data's words lies in [minShare, maxShare]
    Any ///< every token that is not special
};

/// `masking.classes`: a named set of tokens.
struct TokenClass
{
    std::string name;
    TokenClassKind kind = TokenClassKind::Property;
    std::string expression; ///< Property: name or UnicodeSet; Pattern: the expression
    std::vector<std::string> words; ///< Words
    std::string wordsFile; ///< Words: path, one word a line
    bool caseSensitive = false; ///< Words and Pattern
    double minShare = 0; ///< Frequency, in [0,1]
    double maxShare = 1;

    bool operator==(const TokenClass &) const = default;
};

enum class MaskMode {
    Input, ///< the id is replaced; the label stays
    Loss, ///< the label is ignored; the id stays
    Attention ///< no other position can attend to it; id and label stay
};
enum class Replacement { Mask, Unknown, Random, Drop };

enum class ScheduleKind {
    Constant,
    Ramp, ///< linear from `startProbability` to `probability` between two shares of the run
    Alternate ///< on for `period` steps, off for `period` steps
};

struct MaskSchedule
{
    ScheduleKind kind = ScheduleKind::Constant;
    double startProbability = 0; ///< Ramp
    double rampBegin = 0; ///< Ramp: share of the run at which it begins
    double rampEnd = 1;
    int period = 50; ///< Alternate, in optimiser steps

    bool operator==(const MaskSchedule &) const = default;
};

/// `masking.rules`
struct MaskRule
{
    std::string tokenClass;
    MaskMode mode = MaskMode::Input;
    Replacement replacement = Replacement::Mask; ///< mode input only
    double probability = 1; ///< of each token of the class, in an active step
    double shareOfSteps = 1; ///< probability that a step is active for the rule
    MaskSchedule schedule;
    /// Control experiment: masks as many tokens a row as the rule would, at random positions among all
    /// that are not special.
    bool randomControl = false;

    bool operator==(const MaskRule &) const = default;
};

struct MaskingSection
{
    std::vector<TokenClass> classes; ///< measured per class even where no rule masks them
    std::vector<MaskRule> rules;

    bool operator==(const MaskingSection &) const = default;
};

enum class LrSchedule { Constant, Linear, Cosine };
enum class Device { Auto, Cpu, Cuda };
enum class Precision { Auto, Fp32, Bf16 };
enum class OptimizerKind { AdamW, Sgd };

/// `training`
struct TrainingSection
{
    double epochs = 3;
    std::int64_t maxSteps = 0; ///< optimiser steps; > 0 wins over epochs
    int batchSize = 16; ///< rows a micro-step
    int accumulation = 1; ///< micro-steps an optimiser step
    OptimizerKind optimizer = OptimizerKind::AdamW;
    double learningRate = 5e-5;
    double weightDecay = 0.01; ///< not on biases and norms
    double beta1 = 0.9;
    double beta2 = 0.999;
    double epsilon = 1e-8;
    double momentum = 0.9; ///< sgd
    LrSchedule schedule = LrSchedule::Linear;
    double warmupRatio = 0.06; ///< share of the optimiser steps
    std::int64_t warmupSteps = 0; ///< > 0 wins over the ratio
    double maxGradNorm = 1; ///< 0 = no clipping
    double labelSmoothing = 0;
    std::optional<double> dropout; ///< unset = the model's own
    Device device = Device::Auto;
    Precision precision = Precision::Auto;
    int threads = 0; ///< 0 = automatic
    bool gradientCheckpointing = false; ///< layers compute again in backward
    bool cacheFrozen = true; ///< hidden states of frozen lower layers, which then drop nothing
    std::int64_t cacheMemoryMb = 0; ///< 0 = a quarter of the free memory
    std::int64_t cacheDiskMb = 0; ///< for what memory does not hold; in the run's folder
    std::int64_t checkpointSteps = 0; ///< 0 = at each evaluation
    int keepCheckpoints = 2; ///< the newest n, and the best
    std::int64_t logSteps = 1;

    bool operator==(const TrainingSection &) const = default;
};

/// `evaluation`, on the unmasked validation set
struct EvaluationSection
{
    std::int64_t steps = 0; ///< every n optimiser steps; 0 = 10 times a run
    int batchSize = 32;
    bool reliance = true; ///< per class, at the end; with relianceDuringTraining at each evaluation
    bool relianceDuringTraining = true;
    bool forgetting = true; ///< on data.reference
    std::string bestMetric = "loss"; ///< or one of the task's (task_metrics.h)
    int maxRows = 0; ///< validation rows used during training, evenly spaced; 0 = all

    bool operator==(const EvaluationSection &) const = default;
};

/// `output`
struct OutputSection
{
    std::string folder; ///< parent of run folders; empty = the store's own
    std::string name; ///< run name; empty = the recipe file's

    bool operator==(const OutputSection &) const = default;
};

enum class TokenizerKind {
    WordPiece, ///< BERT's
    Bpe, ///< byte-level, RoBERTa's
    Unigram ///< SentencePiece, XLM-RoBERTa's
};

/// `model.architecture`-less start from nothing: only `tamiz pretrain` uses it.
struct PretrainSection
{
    TokenizerKind tokenizer = TokenizerKind::WordPiece;
    int vocabSize = 8000;
    int hiddenSize = 256;
    int layers = 4;
    int heads = 4;
    int intermediateSize = 1024;
    int maxPositions = 256;
    bool lowercase = false;
    double dropout = 0.1;
    std::vector<std::string> tokenizerCorpus; ///< empty = data.train

    bool operator==(const PretrainSection &) const = default;
};

struct Recipe
{
    static constexpr int kVersion = 1;

    int version = kVersion;
    std::uint64_t seed = 42;
    ModelSection model;
    VocabularySection vocabulary;
    TaskSection task;
    DataSection data;
    LayersSection layers;
    MaskingSection masking;
    TrainingSection training;
    EvaluationSection evaluation;
    OutputSection output;
    std::optional<PretrainSection> pretrain;

    bool operator==(const Recipe &) const = default;
};

} // namespace tamiz
