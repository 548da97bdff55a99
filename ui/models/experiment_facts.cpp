// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/experiment_facts.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "ui/bridge/convert.h"
#include "ui/bridge/workbench_client.h"
#include "ui/models/recipe_document.h"

namespace tamiz::ui {

namespace {

/// Steps looked at for one in which the row has a mask.
constexpr int kMostDraws = 24;

/// What the answers depend on; equal parts mean that an answer still holds.
bool sameForModel(const Recipe &a, const Recipe &b)
{
    return a.model == b.model && a.task.type == b.task.type && a.task.labels == b.task.labels;
}

bool sameForData(const Recipe &a, const Recipe &b)
{
    return a.model == b.model && a.task == b.task && a.data == b.data
        && a.masking.classes == b.masking.classes;
}

bool sameForPreview(const Recipe &a, const Recipe &b)
{
    return a.seed == b.seed && a.model == b.model && a.task == b.task
        && a.data.train == b.data.train && a.masking == b.masking
        && a.training.maxSteps == b.training.maxSteps && a.training.epochs == b.training.epochs;
}

/// An error as a problem of the recipe: at its own place when that is a recipe path, else at
/// @p path, with the place in the message.
Problem problemOf(const Error &error, const char *path)
{
    static constexpr std::array kSections { "model",   "task",     "data",       "layers",
                                            "masking", "training", "evaluation", "output" };
    const bool isRecipePath
        = std::any_of(kSections.begin(), kSections.end(), [&error](std::string_view section) {
              return error.where == section
                  || (error.where.starts_with(section) && error.where.size() > section.size()
                      && (error.where[section.size()] == '.'));
          });
    Problem problem { Severity::Error, isRecipePath ? error.where : path, error.message,
                      error.hint };
    if (!isRecipePath && !error.where.empty())
        problem.message = error.where + ": " + error.message;
    return problem;
}

bool isCancelled(const Error &error)
{
    return error.code == ErrorCode::Cancelled;
}

} // namespace

bool isAnythingMasked(const PreviewRow &row)
{
    return std::any_of(row.tokens.begin(), row.tokens.end(), [](const PreviewToken &token) {
        return token.maskedId != token.id || token.isDropped || token.isHidden
            || token.isLossIgnored;
    });
}

ExperimentFacts::ExperimentFacts(RecipeDocument &document, WorkbenchClient *client, QObject *parent)
    : QObject(parent)
    , m_document(document)
    , m_client(client)
{
    m_refresh.setSingleShot(true);
    m_refresh.setInterval(0);
    connect(&m_refresh, &QTimer::timeout, this, &ExperimentFacts::refresh);
    connect(m_client, &WorkbenchClient::pendingChanged, this, &ExperimentFacts::settledChanged);
    connect(&m_document, &RecipeDocument::changed, this, [this] {
        collectProblems();
        m_refresh.start();
        emit settledChanged();
    });
}

ExperimentFacts::~ExperimentFacts()
{
    m_client->disconnect(this);
    m_client->cancel(this);
}

bool ExperimentFacts::isSettled() const
{
    return !m_refresh.isActive() && m_client->pendingCount(this) == 0;
}

void ExperimentFacts::refresh()
{
    const Recipe &recipe = m_document.recipe();
    const bool isFirst = !std::exchange(m_hasAsked, true);
    if (isFirst || !sameForModel(recipe, m_askedModel))
        askModel();
    if (isFirst || !sameForData(recipe, m_askedData))
        askData();
    if (isFirst || !sameForPreview(recipe, m_askedPreview)) {
        m_drawsTried = 0;
        askPreview();
    }
    askEstimate();
    emit settledChanged();
}

void ExperimentFacts::askAgain()
{
    m_hasAsked = false;
    m_refresh.start();
    emit settledChanged();
}

void ExperimentFacts::askModel()
{
    m_askedModel = m_document.recipe();
    if (m_document.recipe().model.path.empty()) {
        m_model.reset();
        m_modelProblems.clear();
        emit modelChanged();
        return;
    }
    m_client->inspectModel(this, m_document.recipe(), [this](const Result<ModelInfo> &info) {
        m_model = info ? std::optional(*info) : std::nullopt;
        m_modelProblems
            = info ? info->problems : std::vector { problemOf(info.error(), "model.path") };
        emit modelChanged();
        collectProblems();
    });
}

void ExperimentFacts::askData()
{
    const Recipe &recipe = m_document.recipe();
    if (recipe.masking.classes != m_askedData.masking.classes && !m_reliance.empty()) {
        // A class that was redefined has not been measured.
        std::erase_if(m_reliance, [&](const RelianceValue &value) {
            const auto named
                = [&value](const TokenClass &one) { return one.name == value.tokenClass; };
            const auto &now = recipe.masking.classes;
            const auto &before = m_askedData.masking.classes;
            const auto a = std::find_if(now.begin(), now.end(), named);
            const auto b = std::find_if(before.begin(), before.end(), named);
            return a == now.end() || b == before.end() || *a != *b;
        });
        emit relianceChanged();
    }
    m_askedData = recipe;
    if (recipe.data.train.empty() || recipe.model.path.empty()) {
        m_data.reset();
        m_dataProblems.clear();
        emit dataChanged();
        return;
    }
    m_client->inspectData(this, recipe, [this](const Result<DataInfo> &info) {
        if (!info && isCancelled(info.error()))
            return;
        m_data = info ? std::optional(*info) : std::nullopt;
        m_dataProblems
            = info ? info->problems : std::vector { problemOf(info.error(), "data.train") };
        emit dataChanged();
        collectProblems();
        askEstimate();
    });
}

std::int64_t ExperimentFacts::stepOfDraw(std::int64_t draw) const
{
    const std::int64_t total = m_estimate ? m_estimate->optimizerSteps : 0;
    if (total < 2)
        return draw;
    // The golden ratio spreads the steps over the run, whatever their number.
    const double place = std::fmod(static_cast<double>(draw + 1) * 0.6180339887498949, 1.0);
    return static_cast<std::int64_t>(place * static_cast<double>(total));
}

void ExperimentFacts::askPreview()
{
    const Recipe &recipe = m_document.recipe();
    m_askedPreview = recipe;
    m_previewError.clear();
    if (recipe.data.train.empty() || recipe.model.path.empty()) {
        m_preview.reset();
        m_previewProblems.clear();
        emit previewChanged();
        return;
    }
    const std::int64_t step = stepOfDraw(m_draw);
    m_client->preview(this, recipe, m_row, 1, step,
                      [this, step](const Result<std::vector<PreviewRow>> &rows) {
                          m_previewStep = step;
                          takePreview(rows);
                      });
}

void ExperimentFacts::takePreview(const Result<std::vector<PreviewRow>> &rows)
{
    if (!rows && isCancelled(rows.error()))
        return;
    m_previewProblems.clear();
    if (!rows) {
        m_preview.reset();
        m_previewError = toQt(rows.error().toString());
        m_previewProblems = { problemOf(rows.error(), "data.train") };
    } else if (rows->empty()) {
        m_preview.reset();
        m_previewError = m_row == 0 ? tr("The training data have no rows.") : QString();
    } else {
        m_preview = rows->front();
        const bool looksFurther = !m_document.recipe().masking.rules.empty()
            && !isAnythingMasked(*m_preview) && ++m_drawsTried < kMostDraws;
        if (looksFurther) {
            ++m_draw;
            askPreview();
            return;
        }
    }
    emit previewChanged();
    collectProblems();
}

void ExperimentFacts::askEstimate()
{
    if (m_document.recipe().model.path.empty()) {
        m_estimate.reset();
        m_estimateProblems.clear();
        emit estimateChanged();
        return;
    }
    m_client->estimate(this, m_document.recipe(), m_data.value_or(DataInfo {}),
                       [this](const Result<Estimate> &estimate) {
                           m_estimate = estimate ? std::optional(*estimate) : std::nullopt;
                           m_estimateProblems
                               = estimate ? estimate->problems : std::vector<Problem>();
                           // The first preview did not know how long the run is.
                           if (m_preview && !m_document.recipe().masking.rules.empty()
                               && !isAnythingMasked(*m_preview) && m_drawsTried < kMostDraws) {
                               askPreview();
                           }
                           emit estimateChanged();
                           collectProblems();
                       });
}

void ExperimentFacts::measureReliance()
{
    if (std::exchange(m_isMeasuringReliance, true))
        return;
    emit relianceChanged();
    m_client->measureReliance(
        this, m_document.recipe(), [this](const Result<std::vector<RelianceValue>> &values) {
            m_isMeasuringReliance = false;
            m_reliance = values ? *values : std::vector<RelianceValue>();
            if (!values && !isCancelled(values.error())) {
                m_dataProblems.push_back(problemOf(values.error(), "evaluation.reliance"));
                m_dataProblems.back().severity = Severity::Warning;
                collectProblems();
            }
            emit relianceChanged();
        });
}

void ExperimentFacts::measureTime()
{
    if (std::exchange(m_isMeasuringTime, true))
        return;
    emit estimateChanged();
    const Recipe asked = m_document.recipe();
    m_client->measure(this, asked, [this, asked](const Result<Estimate> &measured) {
        m_isMeasuringTime = false;
        if (measured && asked == m_document.recipe()) {
            m_estimate = *measured;
            m_estimateProblems = measured->problems;
        } else if (!measured && !isCancelled(measured.error())) {
            m_estimateProblems = { problemOf(measured.error(), "training") };
        }
        emit estimateChanged();
        collectProblems();
    });
}

void ExperimentFacts::stepRow(int by)
{
    const std::int64_t last = m_data && m_data->trainRows > 0 ? m_data->trainRows - 1 : m_row + by;
    m_row = std::clamp<std::int64_t>(m_row + by, 0, std::max<std::int64_t>(0, last));
    m_drawsTried = 0;
    askPreview();
}

void ExperimentFacts::nextDraw()
{
    ++m_draw;
    m_drawsTried = 0;
    askPreview();
}

void ExperimentFacts::collectProblems()
{
    std::vector<Problem> all = m_document.problems();
    for (const std::vector<Problem> *const part :
         { &m_modelProblems, &m_dataProblems, &m_previewProblems, &m_estimateProblems }) {
        for (const Problem &problem : *part) {
            // The preview stumbles over what the data check found already.
            const bool isKnown
                = std::any_of(all.begin(), all.end(), [&problem](const Problem &one) {
                      return one.message == problem.message;
                  });
            if (!isKnown)
                all.push_back(problem);
        }
    }
    if (all == m_problems)
        return;
    m_problems = std::move(all);
    emit problemsChanged();
}

} // namespace tamiz::ui
