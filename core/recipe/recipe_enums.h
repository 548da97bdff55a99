// SPDX-License-Identifier: Apache-2.0
#pragma once

// Names of the enumerators in YAML, JSON and the schema.

#include <array>
#include <utility>

#include "core/recipe/recipe.h"

namespace tamiz::fields {

template<typename Enum>
struct EnumNames; ///< has `names`: an array of (value, name)

template<>
struct EnumNames<TaskType>
{
    static constexpr std::array<std::pair<TaskType, const char *>, 9> names { {
        { TaskType::Classification, "classification" },
        { TaskType::MultiLabel, "multi-label" },
        { TaskType::Regression, "regression" },
        { TaskType::TokenClassification, "token-classification" },
        { TaskType::QuestionAnswering, "question-answering" },
        { TaskType::MultipleChoice, "multiple-choice" },
        { TaskType::NextSentence, "next-sentence" },
        { TaskType::MaskedLm, "masked-lm" },
        { TaskType::CausalLm, "causal-lm" },
    } };
};

template<>
struct EnumNames<TokenStart>
{
    static constexpr std::array<std::pair<TokenStart, const char *>, 2> names { {
        { TokenStart::Mean, "mean" },
        { TokenStart::Pieces, "pieces" },
    } };
};

template<>
struct EnumNames<TokenizerKind>
{
    static constexpr std::array<std::pair<TokenizerKind, const char *>, 3> names { {
        { TokenizerKind::WordPiece, "wordpiece" },
        { TokenizerKind::Bpe, "bpe" },
        { TokenizerKind::Unigram, "unigram" },
    } };
};

template<>
struct EnumNames<TokenClassKind>
{
    static constexpr std::array<std::pair<TokenClassKind, const char *>, 5> names { {
        { TokenClassKind::Property, "property" },
        { TokenClassKind::Pattern, "pattern" },
        { TokenClassKind::Words, "words" },
        { TokenClassKind::Frequency, "frequency" },
        { TokenClassKind::Any, "any" },
    } };
};

template<>
struct EnumNames<MaskMode>
{
    static constexpr std::array<std::pair<MaskMode, const char *>, 3> names { {
        { MaskMode::Input, "input" },
        { MaskMode::Loss, "loss" },
        { MaskMode::Attention, "attention" },
    } };
};

template<>
struct EnumNames<Replacement>
{
    static constexpr std::array<std::pair<Replacement, const char *>, 4> names { {
        { Replacement::Mask, "mask" },
        { Replacement::Unknown, "unknown" },
        { Replacement::Random, "random" },
        { Replacement::Drop, "drop" },
    } };
};

template<>
struct EnumNames<ScheduleKind>
{
    static constexpr std::array<std::pair<ScheduleKind, const char *>, 3> names { {
        { ScheduleKind::Constant, "constant" },
        { ScheduleKind::Ramp, "ramp" },
        { ScheduleKind::Alternate, "alternate" },
    } };
};

template<>
struct EnumNames<LrSchedule>
{
    static constexpr std::array<std::pair<LrSchedule, const char *>, 3> names { {
        { LrSchedule::Constant, "constant" },
        { LrSchedule::Linear, "linear" },
        { LrSchedule::Cosine, "cosine" },
    } };
};

template<>
struct EnumNames<Device>
{
    static constexpr std::array<std::pair<Device, const char *>, 3> names { {
        { Device::Auto, "auto" },
        { Device::Cpu, "cpu" },
        { Device::Cuda, "cuda" },
    } };
};

template<>
struct EnumNames<Precision>
{
    static constexpr std::array<std::pair<Precision, const char *>, 3> names { {
        { Precision::Auto, "auto" },
        { Precision::Fp32, "fp32" },
        { Precision::Bf16, "bf16" },
    } };
};

template<>
struct EnumNames<OptimizerKind>
{
    static constexpr std::array<std::pair<OptimizerKind, const char *>, 2> names { {
        { OptimizerKind::AdamW, "adamw" },
        { OptimizerKind::Sgd, "sgd" },
    } };
};

template<typename T>
concept IsEnum = requires
{
    EnumNames<T>::names;
};

} // namespace tamiz::fields
