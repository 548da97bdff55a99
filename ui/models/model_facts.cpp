// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/model_facts.h"

#include <QCoreApplication>
#include <QLocale>

#include "ui/bridge/convert.h"
#include "ui/widgets/quantity_text.h"

namespace tamiz::ui {

namespace {

struct ModelFacts
{
    Q_DECLARE_TR_FUNCTIONS(ModelFacts)
};

QString whole(std::int64_t number)
{
    return QLocale().toString(static_cast<qlonglong>(number));
}

QString join(const std::vector<std::string> &names)
{
    QStringList list;
    for (const std::string &name : names)
        list << toQt(name);
    return list.join(QStringLiteral(", "));
}

QString headName(const ModelDetails &details)
{
    const std::string &head = details.head;
    const QString name = head == "sequence-classification" ? ModelFacts::tr("classification")
        : head == "token-classification"                   ? ModelFacts::tr("tagging of tokens")
        : head == "masked-lm"                              ? ModelFacts::tr("masked words")
        : head == "causal-lm"                              ? ModelFacts::tr("next token")
        : head == "question-answering"                     ? ModelFacts::tr("question answering")
                                                           : ModelFacts::tr("none");
    if (details.isHeadNew)
        return ModelFacts::tr("%1, new: it starts at random").arg(name);
    if (details.labels.empty())
        return name;
    return ModelFacts::tr("%1: %2").arg(name, join(details.labels));
}

QString headsText(const ModelDetails &details)
{
    if (details.keyValueHeads == 0)
        return whole(details.heads);
    return ModelFacts::tr("%1, %2 for keys and values")
        .arg(whole(details.heads), whole(details.keyValueHeads));
}

QString wideText(const ModelDetails &details)
{
    if (details.experts == 0)
        return whole(details.intermediateSize);
    return ModelFacts::tr("%1, in each of %2 experts")
        .arg(whole(details.intermediateSize), whole(details.experts));
}

std::vector<ModelFact> adapterFacts(const ModelDetails &details)
{
    return {
        { ModelFacts::tr("Base model"), toQt(details.base), toQt(details.base) },
        { ModelFacts::tr("Task"), headName(details), {} },
        { ModelFacts::tr("Parameters"), countText(details.parameters), whole(details.parameters) },
        { ModelFacts::tr("Rank"), whole(details.rank),
          ModelFacts::tr("Width of the update; more learns more and costs more") },
        { ModelFacts::tr("Alpha"), QLocale().toString(details.alpha),
          ModelFacts::tr("The update is multiplied by alpha divided by the rank") },
        { ModelFacts::tr("Adapted parts"), join(details.targets), join(details.targets) },
    };
}

std::vector<ModelFact> bodyFacts(const ModelDetails &details)
{
    const QString tied = details.isTied
        ? ModelFacts::tr("%1, head tied to it").arg(whole(details.vocabSize))
        : whole(details.vocabSize);
    return {
        { ModelFacts::tr("Architecture"), toQt(details.architecture), toQt(details.family) },
        { ModelFacts::tr("Head"), headName(details), {} },
        { ModelFacts::tr("Parameters"), countText(details.parameters),
          ModelFacts::tr("Embeddings %1, each layer %2, head %3")
              .arg(countText(details.embeddingParameters), countText(details.layerParameters),
                   countText(details.headParameters)) },
        { ModelFacts::tr("Layers"), whole(details.layers), {} },
        { ModelFacts::tr("Width"), whole(details.hiddenSize),
          ModelFacts::tr("Numbers that stand for a token between two layers") },
        { ModelFacts::tr("Feed-forward width"), wideText(details), {} },
        { ModelFacts::tr("Attention heads"), headsText(details), {} },
        { ModelFacts::tr("Longest text"),
          ModelFacts::tr("%1 tokens").arg(whole(details.maxPositions)),
          {} },
        { ModelFacts::tr("Vocabulary"), tied,
          ModelFacts::tr("Rows of the word embedding; a tied head shares its weights") },
        { ModelFacts::tr("Tokenizer"),
          details.tokenizer.empty()
              ? ModelFacts::tr("none found")
              : ModelFacts::tr("%1, %2 tokens")
                    .arg(toQt(details.tokenizer), whole(details.tokenizerSize)),
          {} },
    };
}

} // namespace

QString modelSummary(const ModelDetails &details)
{
    if (details.isAdapter) {
        return ModelFacts::tr("Adapter of rank %1 · %2 parameters · %3")
            .arg(whole(details.rank), countText(details.parameters), bytesText(details.diskBytes));
    }
    return ModelFacts::tr("%1 · %n layer(s) · %2 parameters · %3", nullptr,
                          static_cast<int>(details.layers))
        .arg(toQt(details.family), countText(details.parameters), bytesText(details.diskBytes));
}

std::vector<ModelFact> modelFacts(const ModelDetails &details)
{
    std::vector<ModelFact> facts = details.isAdapter ? adapterFacts(details) : bodyFacts(details);
    facts.push_back(
        { ModelFacts::tr("Weights"),
          ModelFacts::tr("%1, %2 on disk")
              .arg(join(details.precisions), bytesText(details.diskBytes)),
          ModelFacts::tr("How the files keep them; training computes in f32 or bf16") });
    facts.push_back({ ModelFacts::tr("Licence"),
                      details.licence.empty() ? ModelFacts::tr("the folder states none")
                                              : toQt(details.licence),
                      ModelFacts::tr("From the model card, config.json or a LICENSE file") });
    return facts;
}

} // namespace tamiz::ui
