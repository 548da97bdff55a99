// SPDX-License-Identifier: Apache-2.0
#include "core/engine/bench/reliance_bench.h"

#include <chrono>
#include <utility>
#include <vector>

#include <ATen/Parallel.h>

#include "core/engine/data/experiment_data.h"
#include "core/engine/engine.h"
#include "core/engine/evaluate/evaluator.h"
#include "core/engine/evaluate/model_choice.h"
#include "core/engine/model/torch_error.h"
#include "core/engine/process.h"
#include "core/recipe/recipe_io.h"
#include "core/tokens/token_classes.h"

namespace tamiz::engine {

namespace {

using Clock = std::chrono::steady_clock;

/// Nine classes by property and one by a list: ten.
std::vector<TokenClass> benchClasses()
{
    std::vector<TokenClass> classes = defaultTokenClasses();
    TokenClass &functionWords = classes.emplace_back();
    functionWords.name = "function words";
    functionWords.kind = TokenClassKind::Words;
    functionWords.words = { "the", "of", "and", "to", "in", "a", "de", "la", "el", "que", "en" };
    return classes;
}

Status check(const RelianceBenchOptions &options)
{
    if (options.task != TaskType::Classification && !isLanguageModelling(options.task)) {
        return fail(ErrorCode::InvalidArgument,
                    std::string("the task ") + toString(options.task) + " is not timed", "--task",
                    "Use classification, masked-lm or causal-lm");
    }
    if (options.rows < 1 || options.batchSize < 1 || options.length < 4) {
        return fail(ErrorCode::InvalidArgument,
                    std::to_string(options.rows) + " rows in batches of "
                        + std::to_string(options.batchSize) + ", of "
                        + std::to_string(options.length) + " tokens",
                    "--rows, -B, -T", "At least one row, one a batch, of 4 tokens");
    }
    if (options.threads < 0)
        return fail(ErrorCode::InvalidArgument, std::to_string(options.threads) + " threads",
                    "--threads", "0 is automatic");
    TAMIZ_CHECK(checkDevice(options.device));
    return checkPrecision(options.precision, options.device);
}

Recipe recipeOf(const RelianceBenchOptions &options)
{
    Recipe recipe;
    recipe.model.path = options.model.string();
    recipe.task.type = options.task;
    recipe.task.maxLength = options.length;
    recipe.data.train = { options.data.string() };
    recipe.masking.classes = benchClasses();
    recipe.training.device = options.device;
    recipe.training.precision = options.precision;
    recipe.evaluation.batchSize = options.batchSize;
    return recipe;
}

Result<Dataset> repeated(const Dataset &dataset, std::int64_t rows)
{
    RowWriter writer(dataset.rows.limits());
    for (std::int64_t row = 0; row < rows; ++row) {
        TAMIZ_TRY(const TokenRow one, dataset.rows.at(row % dataset.size()));
        TAMIZ_CHECK(writer.add(one));
    }
    Dataset result;
    TAMIZ_TRY(result.rows, std::move(writer).finish({}));
    return result;
}

/// Evaluations of one data set, timed one by one.
class TimedEvaluations
{
public:
    TimedEvaluations(const Evaluator &evaluator, const Dataset &rows, int count,
                     RunControl &control, const RelianceBenchProgress &progress)
        : m_evaluator(evaluator)
        , m_rows(rows)
        , m_count(count)
        , m_control(control)
        , m_progress(progress)
    {
    }

    /// Seconds of an evaluation without the tokens of @p hiddenClass; -1 = with all.
    Result<double> seconds(int hiddenClass)
    {
        const EvaluationGate gate = [this](double done) {
            m_progress((m_done + done) / m_count);
            return !m_control.isStopRequested();
        };
        const Clock::time_point begin = Clock::now();
        TAMIZ_TRY(m_last, m_evaluator.evaluate(m_rows, hiddenClass, gate));
        const double taken = std::chrono::duration<double>(Clock::now() - begin).count();
        ++m_done;
        return taken;
    }

    const Evaluation &last() const { return m_last; }

private:
    const Evaluator &m_evaluator;
    const Dataset &m_rows;
    const int m_count;
    RunControl &m_control;
    const RelianceBenchProgress &m_progress;
    int m_done = 0;
    Evaluation m_last;
};

Result<RelianceBenchResult> bench(const RelianceBenchOptions &options, RunControl &control,
                                  const RelianceBenchProgress &progress)
{
    TAMIZ_CHECK(check(options));
    const Recipe recipe = recipeOf(options);
    TAMIZ_TRY(const ExperimentData data,
              loadExperimentData(recipe, control, [](const std::string &, double) {}));
    TAMIZ_TRY(const auto model,
              loadChoice({ .model = options.model, .adapter = {} }, recipe, *data.tokenizer,
                         data.labels));
    if (isLanguageModelling(options.task) && !model->hasVocabularyHead()) {
        return fail(ErrorCode::Unsupported, "the model has no head for its vocabulary",
                    options.model.string(), "Time --task classification");
    }
    model->setArithmetic(arithmeticOf(options.precision, options.device));
    TAMIZ_TRY(const Dataset rows, repeated(data.train, options.rows));

    RelianceBenchResult result;
    result.tokens = rows.tokens();
    result.classes = static_cast<std::int64_t>(recipe.masking.classes.size());
    const auto classes = static_cast<int>(result.classes);
    const Evaluator evaluator(*model, data, recipe);
    TimedEvaluations evaluations(evaluator, rows, classes + 3, control, progress);
    // The first one makes kernels for its shapes and fills caches.
    TAMIZ_CHECK(evaluations.seconds(-1));
    TAMIZ_TRY(const double before, evaluations.seconds(-1));
    result.loss = evaluations.last().all.loss;
    double hidden = 0;
    for (int tokenClass = 0; tokenClass < classes; ++tokenClass) {
        TAMIZ_TRY(const double taken, evaluations.seconds(tokenClass));
        hidden += taken;
    }
    TAMIZ_TRY(const double after, evaluations.seconds(-1));
    result.plainSeconds = (before + after) / 2;
    result.relianceSeconds = result.plainSeconds + hidden;
    result.device = toString(model->device());
    result.precision = toString(model->arithmetic());
    result.threads = at::get_num_threads();
    return result;
}

} // namespace

Result<RelianceBenchResult> benchReliance(const RelianceBenchOptions &options, RunControl &control,
                                          const RelianceBenchProgress &progress)
{
    return guarded([&] {
        tuneAllocator();
        const ThreadCount threads(options.threads);
        return bench(options, control, progress);
    });
}

} // namespace tamiz::engine
