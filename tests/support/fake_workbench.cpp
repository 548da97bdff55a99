// SPDX-License-Identifier: Apache-2.0
#include "tests/support/fake_workbench.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <chrono>
#include <functional>
#include <map>
#include <regex>
#include <thread>

#include "core/base/random.h"
#include "core/recipe/lora_plan.h"

namespace tamiz::test {

namespace {

constexpr std::int64_t kHidden = 256;
constexpr std::int64_t kInner = 1024;
constexpr std::int64_t kVocabulary = 8000;
constexpr std::int64_t kRows = 1204;

struct Text
{
    const char *text;
    const char *label;
};

constexpr std::array<Text, 5> kTexts { {
    { "El paciente, de 54 a\xC3\xB1os, acude por fiebre (38,5 \xC2\xBA"
      "C) y tos desde hace 3 d\xC3\xAD"
      "as; niega disnea.",
      "urgencias" },
    { "Seleccione las celdas A1:B20, abra el men\xC3\xBA Datos y elija Ordenar; los valores "
      "vac\xC3\xADos van al final.",
      "hojas" },
    { "Para insertar una tabla de contenido, coloque el cursor al principio del documento y pulse "
      "Aceptar.",
      "textos" },
    { "La funci\xC3\xB3n devuelve 0 si el archivo no existe: compruebe la ruta, los permisos y el "
      "nombre.",
      "macros" },
    { "Cada diapositiva puede tener su propia transici\xC3\xB3n; el tiempo se indica en segundos "
      "(1,5 por defecto).",
      "presentaciones" },
} };

const std::vector<std::pair<std::string, std::pair<std::int64_t, std::int64_t>>> kProjections {
    { "query", { kHidden, kHidden } },
    { "key", { kHidden, kHidden } },
    { "value", { kHidden, kHidden } },
    { "attention.output.dense", { kHidden, kHidden } },
    { "intermediate.dense", { kHidden, kInner } },
    { "output.dense", { kInner, kHidden } },
};

bool isPunctuation(const std::string &surface)
{
    return surface.size() == 1 && std::ispunct(static_cast<unsigned char>(surface[0])) != 0;
}

bool isInClass(const TokenClass &one, const std::string &surface)
{
    switch (one.kind) {
    case TokenClassKind::Property:
        if (one.expression == "punctuation")
            return isPunctuation(surface);
        return one.expression == "digits"
            && std::all_of(surface.begin(), surface.end(),
                           [](unsigned char c) { return std::isdigit(c) != 0; });
    case TokenClassKind::Pattern:
        try {
            return std::regex_match(surface, std::regex(one.expression));
        } catch (const std::regex_error &) {
            return false;
        }
    case TokenClassKind::Words:
        return std::find(one.words.begin(), one.words.end(), surface) != one.words.end();
    case TokenClassKind::Frequency:
        return surface.size() > 8;
    case TokenClassKind::Any:
        return true;
    }
    return false;
}

/// Words and single punctuation marks; code points counted as UTF-8 lead bytes.
std::vector<PreviewToken> tokenize(const std::string &text)
{
    std::vector<PreviewToken> tokens;
    std::int64_t position = 0;
    for (std::size_t i = 0; i < text.size();) {
        if (text[i] == ' ') {
            ++i;
            ++position;
            continue;
        }
        PreviewToken token;
        token.begin = position;
        const bool isMark = std::ispunct(static_cast<unsigned char>(text[i])) != 0;
        while (i < text.size() && text[i] != ' '
               && (isMark ? token.surface.empty()
                          : std::ispunct(static_cast<unsigned char>(text[i])) == 0)) {
            position += (static_cast<unsigned char>(text[i]) & 0xC0) != 0x80 ? 1 : 0;
            token.surface += text[i++];
        }
        token.end = position;
        token.piece = token.surface;
        token.id = 5 + static_cast<std::int64_t>(std::hash<std::string> {}(token.piece) % 7995);
        tokens.push_back(std::move(token));
    }
    return tokens;
}

PreviewToken specialToken(const std::string &piece, std::int64_t id)
{
    PreviewToken token;
    token.piece = piece;
    token.id = id;
    token.isSpecial = true;
    return token;
}

void mask(PreviewToken &token, const MaskRule &rule, const CounterRandom &random)
{
    switch (rule.mode) {
    case MaskMode::Loss:
        token.isLossIgnored = true;
        return;
    case MaskMode::Attention:
        token.isHidden = true;
        return;
    case MaskMode::Input:
        break;
    }
    switch (rule.replacement) {
    case Replacement::Mask:
        token.maskedPiece = "[MASK]";
        token.maskedId = 4;
        break;
    case Replacement::Unknown:
        token.maskedPiece = "[UNK]";
        token.maskedId = 1;
        break;
    case Replacement::Random:
        token.maskedPiece = "ventana";
        token.maskedId = 5 + static_cast<std::int64_t>(random.below(7995, 9));
        break;
    case Replacement::Drop:
        token.isDropped = true;
        break;
    }
}

Error missing(const std::string &path, const std::string &where)
{
    return {
        ErrorCode::NotFound, "no such file or folder: '" + path + "'", where, "Check the path", {}
    };
}

} // namespace

bool FakeWorkbench::waitAtGate(RunControl &control)
{
    while (m_isClosed && !control.isStopRequested())
        std::this_thread::yield();
    if (control.isStopRequested())
        ++stoppedCalls;
    return !control.isStopRequested();
}

Result<ModelInfo> FakeWorkbench::inspectModel(const Recipe &recipe)
{
    ++modelCalls;
    if (recipe.model.path != "bundled")
        return tl::unexpected<Error>(missing(recipe.model.path, "model.path"));
    ModelInfo info;
    info.name = "Tamiz es/en v1";
    info.architecture = "bert";
    info.folder = resourceFolder() / "model";
    info.vocabSize = kVocabulary;
    info.hiddenSize = kHidden;
    info.maxPositions = 256;
    info.embeddingParameters = (kVocabulary + 256 + 2 + 2) * kHidden;
    info.headParameters = kHidden * kHidden + kHidden + 5 * (kHidden + 1);
    info.hasMlmHead = true;
    info.loraTargets = { "query", "value" };
    info.parameters = info.embeddingParameters + info.headParameters;
    for (int i = 0; i < layers; ++i) {
        LayerInfo layer;
        for (const auto &[target, shape] : kProjections) {
            layer.projections.push_back({ target, shape.first, shape.second });
            layer.parameters += shape.first * shape.second + shape.second;
        }
        layer.parameters += 4 * kHidden;
        info.parameters += layer.parameters;
        info.layers.push_back(std::move(layer));
    }
    return info;
}

Result<DataInfo> FakeWorkbench::inspectData(const Recipe &recipe, RunControl &control)
{
    ++dataCalls;
    if (!waitAtGate(control))
        return fail(ErrorCode::Cancelled, "stopped");
    for (const std::string &path : recipe.data.train) {
        if (path.find("missing") != std::string::npos)
            return tl::unexpected<Error>(missing(path, "data.train"));
    }
    DataInfo info;
    info.trainRows = kRows;
    info.validationRows = recipe.data.validation.empty() ? 0 : 200;
    info.testRows = recipe.data.test.empty() ? 0 : 200;
    info.trainTokens = kRows * 92;
    info.truncatedRows = recipe.task.maxLength < 128 ? 311 : 17;
    info.unknownTokens = 41;
    info.labels = { "hojas", "macros", "presentaciones", "textos", "urgencias" };
    info.labelCounts = { 310, 280, 260, 250, 104 };
    std::int64_t all = 0;
    std::vector<std::int64_t> counts(recipe.masking.classes.size());
    for (const Text &text : kTexts) {
        for (const PreviewToken &token : tokenize(text.text)) {
            ++all;
            for (std::size_t i = 0; i < counts.size(); ++i)
                counts[i] += isInClass(recipe.masking.classes[i], token.surface) ? 1 : 0;
        }
    }
    for (std::size_t i = 0; i < counts.size(); ++i) {
        info.classes.push_back({ recipe.masking.classes[i].name, counts[i] * 240,
                                 static_cast<double>(counts[i]) / static_cast<double>(all) });
    }
    info.problems.push_back({ Severity::Warning, "data.validation",
                              "3 rows of the validation data are in the training data too",
                              "Remove them: the metrics look better than the model is" });
    return info;
}

Result<std::vector<PreviewRow>> FakeWorkbench::preview(const Recipe &recipe, std::int64_t first,
                                                       int count, std::int64_t draw,
                                                       RunControl & /*control*/)
{
    ++previewCalls;
    std::vector<PreviewRow> rows;
    for (std::int64_t index = first; index < first + count && index < kRows; ++index) {
        const Text &source = kTexts[static_cast<std::size_t>(index) % kTexts.size()];
        PreviewRow row;
        row.row = index;
        row.text = source.text;
        row.label = source.label;
        row.tokens.push_back(specialToken("[CLS]", 2));
        for (PreviewToken &token : tokenize(row.text))
            row.tokens.push_back(std::move(token));
        row.tokens.push_back(specialToken("[SEP]", 3));
        const CounterRandom random = CounterRandom(recipe.seed)
                                         .at(static_cast<std::uint64_t>(index))
                                         .at(static_cast<std::uint64_t>(draw));
        for (std::size_t t = 0; t < row.tokens.size(); ++t) {
            PreviewToken &token = row.tokens[t];
            token.maskedId = token.id;
            for (std::size_t i = 0; !token.isSpecial && i < recipe.masking.classes.size(); ++i) {
                if (isInClass(recipe.masking.classes[i], token.surface))
                    token.classes.push_back(static_cast<int>(i));
            }
            for (std::size_t r = 0; r < recipe.masking.rules.size(); ++r) {
                const MaskRule &rule = recipe.masking.rules[r];
                const bool applies
                    = std::any_of(token.classes.begin(), token.classes.end(), [&](int i) {
                          return recipe.masking.classes[static_cast<std::size_t>(i)].name
                              == rule.tokenClass;
                      });
                if (applies && random.at(r).uniform(t) < rule.probability)
                    mask(token, rule, random.at(t));
            }
        }
        rows.push_back(std::move(row));
    }
    return rows;
}

Result<Estimate> FakeWorkbench::estimate(const Recipe &recipe, const DataInfo &data)
{
    const Result<ModelInfo> model = inspectModel(recipe);
    if (!model)
        return tl::unexpected<Error>(model.error());
    --modelCalls;
    Estimate estimate;
    estimate.totalParameters = model->parameters;
    estimate.trainableParameters = model->headParameters;
    const LoraSection lora = withDefaultTargets(recipe.layers.lora, model->loraTargets);
    const bool isLora = usesLora(lora);
    for (int layer = 0; layer < layers; ++layer) {
        const LayerInfo &info = model->layers[static_cast<std::size_t>(layer)];
        for (const ProjectionInfo &projection : info.projections) {
            const std::int64_t size = loraRank(lora, layer, projection.target)
                * (projection.inFeatures + projection.outFeatures);
            estimate.trainableParameters += size;
            estimate.totalParameters += size;
        }
        const auto &frozen = recipe.layers.freezeLayers;
        if (!isLora && std::find(frozen.begin(), frozen.end(), layer) == frozen.end())
            estimate.trainableParameters += info.parameters;
    }
    if (!isLora && !recipe.layers.freezeEmbeddings)
        estimate.trainableParameters += model->embeddingParameters;
    const double steps = static_cast<double>(data.trainRows) / recipe.training.batchSize;
    estimate.optimizerSteps = recipe.training.maxSteps > 0
        ? recipe.training.maxSteps
        : static_cast<std::int64_t>(steps * recipe.training.epochs);
    estimate.trainMemoryBytes = 220'000'000
        + static_cast<std::uint64_t>(estimate.trainableParameters) * 16
        + static_cast<std::uint64_t>(recipe.training.batchSize) * 5'000'000;
    estimate.evaluationMemoryBytes = 260'000'000;
    estimate.freeMemoryBytes = 18'200'000'000;
    estimate.diskBytes = 48'000'000;
    estimate.freeDiskBytes = 210'000'000'000;
    estimate.secondsPerEpoch = 40 + static_cast<double>(estimate.trainableParameters) / 60'000;
    estimate.secondsTotal = estimate.secondsPerEpoch * recipe.training.epochs + 35;
    return estimate;
}

Result<Estimate> FakeWorkbench::measure(const Recipe &recipe, RunControl &control)
{
    TAMIZ_TRY(const DataInfo data, inspectData(recipe, control));
    TAMIZ_TRY(Estimate measured, estimate(recipe, data));
    measured.isMeasured = true;
    return measured;
}

Result<std::vector<RelianceValue>> FakeWorkbench::measureReliance(const Recipe &recipe,
                                                                  RunControl &control)
{
    if (!waitAtGate(control))
        return fail(ErrorCode::Cancelled, "stopped");
    std::vector<RelianceValue> values;
    double reliance = 0.124;
    for (const TokenClass &one : recipe.masking.classes) {
        values.push_back({ one.name, 0.91, 0.91 - reliance, reliance, 2400 });
        reliance *= 0.45;
    }
    return values;
}

Result<TokenProposals> FakeWorkbench::proposeTokens(const Recipe &, const ProposalOptions &options,
                                                    RunControl &control)
{
    if (!waitAtGate(control))
        return fail(ErrorCode::Cancelled, "stopped");
    TokenProposals found { { { "cortafuegos", 412, { "corta", "##fue", "##gos" }, 824 },
                             { "SSH", 388, { "S", "##S", "##H" }, 776 },
                             { "paquete", 96, { "paque", "##te" }, 96 } },
                           41200,
                           39504 };
    found.proposals.resize(std::min(found.proposals.size(), options.count));
    return found;
}

Result<ExportReport> FakeWorkbench::exportRun(const std::filesystem::path &, const std::string &,
                                              const std::filesystem::path &destination)
{
    return ExportReport { destination,
                          { "adapter_config.json", "adapter_model.safetensors" },
                          3.1e-7 };
}

Result<ModelDetails> FakeWorkbench::inspectFolder(const std::filesystem::path &folder)
{
    ++folderCalls;
    if (folder.filename() == "broken") {
        return fail(ErrorCode::NotFound, "no config.json", folder.string(),
                    "Choose the folder that holds config.json");
    }
    ModelDetails details;
    details.folder = folder == "bundled" ? resourceFolder() / "model" : folder;
    details.precisions = { "F16" };
    details.diskBytes = 10'600'000;
    if (folder.filename() == "final") {
        details.isAdapter = true;
        details.base = "bundled";
        details.head = "sequence-classification";
        details.rank = 8;
        details.alpha = 16;
        details.targets = { "query", "value" };
        details.parameters = 49'152;
        details.tensors = { { "query.lora_A.weight", "F32", { 8, kHidden }, {}, "a", {} } };
        return details;
    }
    details.family = "bert";
    details.architecture = "BertForMaskedLM";
    details.head = "masked-lm";
    details.isTied = true;
    details.parameters = 5'300'000;
    details.layers = layers;
    details.hiddenSize = kHidden;
    details.intermediateSize = kInner;
    details.heads = 4;
    details.vocabSize = kVocabulary;
    details.maxPositions = 256;
    details.tokenizer = "WordPiece";
    details.tokenizerSize = kVocabulary;
    details.licence = "apache-2.0";
    const auto tensor = [](const char *name, std::vector<std::int64_t> shape) {
        return TensorDetails { name, "F16", std::move(shape), {}, "model.safetensors", {} };
    };
    details.tensors = { tensor("bert.embeddings.word_embeddings.weight", { kVocabulary, kHidden }),
                        tensor("bert.encoder.layer.0.output.dense.weight", { kHidden, kInner }),
                        tensor("cls.predictions.bias", { kVocabulary }) };
    if (folder.filename() == "bare") {
        details.isHeadNew = true;
        details.tensors.back().state = TensorDetails::State::Missing;
        details.tensors.back().dtype.clear();
        details.problems = { { Severity::Warning, folder.string(), "1 tensors are missing",
                               "A head can be trained anew" } };
    }
    return details;
}

Result<ExportReport> FakeWorkbench::importLlama2c(const std::filesystem::path &file,
                                                  const std::filesystem::path &,
                                                  const std::filesystem::path &library,
                                                  const std::string &name)
{
    if (file.extension() != ".bin")
        return fail(ErrorCode::InvalidInput, "not a model file of llama2.c", file.string());
    return ExportReport { library / name, { "config.json", "model.safetensors" }, 0 };
}

Result<TaskType> FakeWorkbench::taskOf(const TrialModel &model)
{
    const auto name = (model.adapter.empty() ? model.model : model.adapter).filename();
    if (name == "broken")
        return fail(ErrorCode::NotFound, "no config.json", model.model.string());
    static const std::map<std::string, TaskType> kTasks {
        { "tagger", TaskType::TokenClassification }, { "filler", TaskType::MaskedLm },
        { "decoder", TaskType::CausalLm },           { "labels", TaskType::MultiLabel },
        { "estimator", TaskType::Regression },       { "reader", TaskType::QuestionAnswering },
        { "chooser", TaskType::MultipleChoice },
    };
    const auto found = kTasks.find(name.string());
    return found == kTasks.end() ? TaskType::Classification : found->second;
}

/// The first label is as likely as the adapter is strong.
Result<TrialAnswer> FakeWorkbench::answer(const TrialQuestion &question, RunControl &control)
{
    ++answerCalls;
    if (!waitAtGate(control))
        return fail(ErrorCode::Cancelled, "stopped");
    TrialAnswer answer;
    TAMIZ_TRY(answer.task, taskOf(question.model));
    answer.text = question.text;
    const double first = 0.4 + question.model.strength / 2;
    const auto pair = [first](const char *likely, const char *other) {
        return std::vector<TrialScore> { { likely, first }, { other, 1 - first } };
    };
    for (const PreviewToken &token : tokenize(question.text)) {
        for (const TokenClass &hidden : question.hidden) {
            if (isInClass(hidden, token.surface))
                answer.hidden.push_back({ token.begin, token.end });
        }
        if (answer.task == TaskType::TokenClassification)
            answer.places.push_back({ { token.begin, token.end },
                                      std::isupper(static_cast<unsigned char>(token.surface[0]))
                                          ? pair("B-PER", "O")
                                          : pair("O", "B-PER") });
        if (answer.task == TaskType::MaskedLm && token.surface == "[")
            answer.places.push_back({ { token.begin, token.begin + 6 }, pair("fiebre", "tos") });
    }
    if (answer.task == TaskType::Classification)
        answer.scores = pair("urgencias", "hojas");
    if (answer.task == TaskType::MultiLabel)
        answer.scores = { { "urgencias", first }, { "hojas", 0.5 }, { "macros", 0.125 } };
    if (answer.task == TaskType::Regression)
        answer.numbers = { { "LABEL_0", -2.5 } };
    if (answer.task == TaskType::MultipleChoice)
        answer.scores = pair(question.second.c_str(), "");
    if (answer.task == TaskType::QuestionAnswering) { // the second text's first word
        answer.text = question.second;
        const std::string word = question.second.substr(0, question.second.find(' '));
        answer.scores = pair(word.c_str(), "");
        answer.places = { { { 0, static_cast<std::int64_t>(word.size()) }, {} } };
    }
    return answer;
}

Result<Continuation> FakeWorkbench::continueText(const ContinuationQuestion &question,
                                                 RunControl &control, const ContinuationSink &sink)
{
    ++answerCalls;
    Continuation continuation;
    continuation.stopReason = "length";
    while (m_isClosed || continuation.newTokens < question.maxNewTokens) {
        if (control.isStopRequested()) {
            continuation.stopReason = "request";
            break;
        }
        const std::string piece = " " + std::to_string(continuation.newTokens++);
        continuation.text += piece;
        sink(piece);
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    return continuation;
}

Recipe fakeRecipe()
{
    Recipe recipe;
    recipe.model.path = "bundled";
    recipe.task.maxLength = 128;
    recipe.data.train = { "bundled:demo/es/train.jsonl" };
    recipe.data.validation = { "bundled:demo/es/validation.jsonl" };
    recipe.data.test = { "bundled:demo/es/test.jsonl" };
    recipe.data.reference = { { "reina-valera", "bundled:reference/reina-valera.txt", 200 } };
    recipe.layers.freezeEmbeddings = true;
    recipe.layers.freezeLayers = { 0, 1 };
    recipe.layers.lora.rank = 8;
    recipe.layers.lora.layers = { 2, 3, 4, 5 };
    TokenClass punctuation;
    punctuation.name = "punctuation";
    punctuation.expression = "punctuation";
    TokenClass digits;
    digits.name = "digits";
    digits.expression = "digits";
    TokenClass domain;
    domain.name = "domain terms";
    domain.kind = TokenClassKind::Words;
    domain.words = { "paciente", "fiebre", "tos", "disnea", "celdas", "diapositiva" };
    TokenClass common;
    common.name = "long words";
    common.kind = TokenClassKind::Frequency;
    common.maxShare = 0.001;
    recipe.masking.classes = { punctuation, digits, domain, common };
    MaskRule rule;
    rule.tokenClass = "punctuation";
    rule.probability = 0.6;
    rule.shareOfSteps = 0.3;
    rule.schedule.kind = ScheduleKind::Ramp;
    rule.schedule.rampEnd = 0.5;
    MaskRule hide;
    hide.tokenClass = "domain terms";
    hide.mode = MaskMode::Attention;
    hide.probability = 0.5;
    recipe.masking.rules = { rule, hide };
    recipe.training.learningRate = 3e-4;
    recipe.output.name = "demo-es";
    return recipe;
}

} // namespace tamiz::test
