// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/recipe_text.h"

#include <QCoreApplication>

#include "ui/bridge/convert.h"
#include "ui/widgets/quantity_text.h"

namespace tamiz::ui {

namespace {

/// The translation context of this file.
struct RecipeText
{
    Q_DECLARE_TR_FUNCTIONS(tamiz::ui::RecipeText)
};

} // namespace

QString taskName(TaskType task)
{
    switch (task) {
    case TaskType::Classification:
        return RecipeText::tr("Classify rows");
    case TaskType::MultiLabel:
        return RecipeText::tr("Several labels a row");
    case TaskType::Regression:
        return RecipeText::tr("Estimate a number");
    case TaskType::QuestionAnswering:
        return RecipeText::tr("Answer questions");
    case TaskType::MultipleChoice:
        return RecipeText::tr("Multiple choice");
    case TaskType::NextSentence:
        return RecipeText::tr("Next sentence");
    case TaskType::TokenClassification:
        return RecipeText::tr("Label tokens");
    case TaskType::CausalLm:
        return RecipeText::tr("Causal language model");
    case TaskType::MaskedLm:
        break;
    }
    return RecipeText::tr("Masked language model");
}

QString maskModeName(MaskMode mode)
{
    switch (mode) {
    case MaskMode::Input:
        return RecipeText::tr("input");
    case MaskMode::Loss:
        return RecipeText::tr("loss");
    case MaskMode::Attention:
        break;
    }
    return RecipeText::tr("attention");
}

QString maskModeToolTip(MaskMode mode)
{
    switch (mode) {
    case MaskMode::Input:
        return RecipeText::tr(
            "The token is replaced: the model must do without it. Costs nothing.");
    case MaskMode::Loss:
        return RecipeText::tr(
            "The token is seen, but its label teaches nothing. Needs labels of tokens.");
    case MaskMode::Attention:
        break;
    }
    return RecipeText::tr("No other position can look at the token; it stays in its place.");
}

QString replacementName(Replacement replacement)
{
    switch (replacement) {
    case Replacement::Mask:
        return QStringLiteral("[MASK]");
    case Replacement::Unknown:
        return QStringLiteral("[UNK]");
    case Replacement::Random:
        return RecipeText::tr("a random token");
    case Replacement::Drop:
        break;
    }
    return RecipeText::tr("nothing (dropped)");
}

QString scheduleName(ScheduleKind kind)
{
    switch (kind) {
    case ScheduleKind::Constant:
        return RecipeText::tr("constant");
    case ScheduleKind::Ramp:
        return RecipeText::tr("ramp");
    case ScheduleKind::Alternate:
        break;
    }
    return RecipeText::tr("alternate");
}

QString lrScheduleName(LrSchedule schedule)
{
    switch (schedule) {
    case LrSchedule::Constant:
        return RecipeText::tr("constant");
    case LrSchedule::Linear:
        return RecipeText::tr("linear");
    case LrSchedule::Cosine:
        break;
    }
    return RecipeText::tr("cosine");
}

QString deviceName(Device device)
{
    switch (device) {
    case Device::Auto:
        return RecipeText::tr("automatic", "device");
    case Device::Cpu:
        return QStringLiteral("CPU");
    case Device::Cuda:
        break;
    }
    return QStringLiteral("GPU");
}

QString precisionName(Precision precision)
{
    switch (precision) {
    case Precision::Auto:
        return RecipeText::tr("automatic");
    case Precision::Fp32:
        return QStringLiteral("fp32");
    case Precision::Bf16:
        break;
    }
    return QStringLiteral("bf16");
}

QString classKindName(TokenClassKind kind)
{
    switch (kind) {
    case TokenClassKind::Property:
        return RecipeText::tr("Unicode property");
    case TokenClassKind::Pattern:
        return RecipeText::tr("Pattern");
    case TokenClassKind::Words:
        return RecipeText::tr("Word list");
    case TokenClassKind::Frequency:
        return RecipeText::tr("Frequency");
    case TokenClassKind::Any:
        break;
    }
    return RecipeText::tr("Every token");
}

QString tokenClassDefinition(const TokenClass &tokenClass)
{
    switch (tokenClass.kind) {
    case TokenClassKind::Property:
        return RecipeText::tr("Unicode property %1").arg(toQt(tokenClass.expression));
    case TokenClassKind::Pattern:
        return RecipeText::tr("Pattern %1").arg(toQt(tokenClass.expression));
    case TokenClassKind::Words:
        if (tokenClass.words.empty())
            return RecipeText::tr("Words of %1").arg(toQt(tokenClass.wordsFile));
        return RecipeText::tr("%Ln word(s)", nullptr, static_cast<int>(tokenClass.words.size()));
    case TokenClassKind::Frequency:
        return RecipeText::tr("Words with a share of %1 to %2")
            .arg(shareText(tokenClass.minShare), shareText(tokenClass.maxShare));
    case TokenClassKind::Any:
        break;
    }
    return RecipeText::tr("Every token that is not special");
}

} // namespace tamiz::ui
