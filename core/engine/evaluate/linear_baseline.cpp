// SPDX-License-Identifier: Apache-2.0
#include "core/engine/evaluate/linear_baseline.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <set>

#include <unicode/utf8.h>

#include "core/engine/data/text_words.h"
#include "core/engine/evaluate/classification_metrics.h"

namespace tamiz::engine {

namespace {

constexpr int kMaxSteps = 3000;
constexpr double kTolerance = 1e-6;
// Rows have length 1, and 1 more for the bias: the softmax loss curves by at most half of 2.
constexpr double kCurvature = 1.0;

std::vector<std::string> longWords(const std::string &text)
{
    std::vector<std::string> words = wordsOf(text);
    std::erase_if(words, [](const std::string &word) {
        std::int32_t length = 0;
        U8_FWD_1(word.data(), length, static_cast<std::int32_t>(word.size()));
        return length == static_cast<std::int32_t>(word.size());
    });
    return words;
}

// Scores -> probabilities, in place.
void softmax(std::vector<double> &values)
{
    const double largest = *std::max_element(values.begin(), values.end());
    double sum = 0;
    for (double &value : values)
        sum += value = std::exp(value - largest);
    for (double &value : values)
        value /= sum;
}

} // namespace

LinearBaseline::SparseRow LinearBaseline::vectorise(const std::string &text) const
{
    std::map<std::size_t, double> counts;
    for (const std::string &word : longWords(text)) {
        if (const auto found = m_words.find(word); found != m_words.end())
            counts[found->second] += m_idf[found->second];
    }
    double square = 0;
    for (const auto &[word, weight] : counts)
        square += weight * weight;
    SparseRow row(counts.begin(), counts.end());
    for (auto &[word, weight] : row)
        weight /= std::sqrt(square);
    return row;
}

std::vector<double> LinearBaseline::scores(const SparseRow &row,
                                           const std::vector<double> &weights) const
{
    const std::size_t count = m_labels.size();
    std::vector<double> result(weights.end() - static_cast<std::ptrdiff_t>(count), weights.end());
    for (const auto &[word, weight] : row) {
        for (std::size_t label = 0; label < count; ++label)
            result[label] += weight * weights[word * count + label];
    }
    return result;
}

std::size_t LinearBaseline::labelId(const std::string &label) const
{
    const auto found = std::lower_bound(m_labels.begin(), m_labels.end(), label);
    return found != m_labels.end() && *found == label
        ? static_cast<std::size_t>(found - m_labels.begin())
        : m_labels.size();
}

Result<LinearBaseline> LinearBaseline::train(const std::vector<LabelledText> &rows, double c,
                                             RunControl &control)
{
    if (!(c > 0))
        return fail(ErrorCode::InvalidArgument, "C is " + std::to_string(c) + ", not above 0");
    LinearBaseline model;
    std::set<std::string> labels;
    std::map<std::string, std::size_t> documents;
    for (const LabelledText &row : rows) {
        labels.insert(row.label);
        const std::vector<std::string> words = longWords(row.text);
        for (const std::string &word : std::set<std::string>(words.begin(), words.end()))
            ++documents[word];
    }
    if (labels.size() < 2 || documents.empty())
        return fail(ErrorCode::InvalidInput,
                    std::to_string(rows.size()) + " rows with " + std::to_string(labels.size())
                        + " labels and " + std::to_string(documents.size())
                        + " different words: nothing to tell apart");
    model.m_labels.assign(labels.begin(), labels.end());
    for (const auto &[word, frequency] : documents) {
        model.m_words.emplace(word, model.m_words.size());
        model.m_idf.push_back(std::log((1.0 + static_cast<double>(rows.size()))
                                       / (1.0 + static_cast<double>(frequency)))
                              + 1.0);
    }

    std::vector<SparseRow> vectors;
    std::vector<std::size_t> targets;
    for (const LabelledText &row : rows) {
        vectors.push_back(model.vectorise(row.text));
        targets.push_back(model.labelId(row.label));
    }

    // Mean loss: the penalty is divided by the number of rows too.
    const std::size_t count = model.m_labels.size();
    const double rowShare = 1.0 / static_cast<double>(rows.size());
    const double penalty = rowShare / c;
    const double step = 1.0 / (kCurvature + penalty);
    const std::size_t biases = model.m_words.size() * count;
    std::vector<double> weights(biases + count, 0.0); // [words + 1, labels]
    std::vector<double> ahead = weights;
    std::vector<double> gradient(weights.size());
    double momentum = 1;
    for (int iteration = 0; iteration < kMaxSteps; ++iteration) {
        if (control.isStopRequested())
            return fail(ErrorCode::Cancelled, "stopped while training the baseline");
        for (std::size_t i = 0; i < weights.size(); ++i)
            gradient[i] = i < biases ? penalty * ahead[i] : 0;
        for (std::size_t row = 0; row < vectors.size(); ++row) {
            std::vector<double> error = model.scores(vectors[row], ahead);
            softmax(error);
            error[targets[row]] -= 1;
            for (const auto &[word, weight] : vectors[row]) {
                for (std::size_t label = 0; label < count; ++label)
                    gradient[word * count + label] += rowShare * weight * error[label];
            }
            for (std::size_t label = 0; label < count; ++label)
                gradient[biases + label] += rowShare * error[label];
        }
        double largest = 0;
        for (const double value : gradient)
            largest = std::max(largest, std::abs(value));
        if (largest < kTolerance * rowShare)
            break;
        // Nesterov's accelerated gradient in the form of Beck and Teboulle (FISTA, 2009).
        const double next = (1 + std::sqrt(1 + 4 * momentum * momentum)) / 2;
        const double carry = (momentum - 1) / next;
        for (std::size_t i = 0; i < weights.size(); ++i) {
            const double moved = ahead[i] - step * gradient[i];
            ahead[i] = moved + carry * (moved - weights[i]);
            weights[i] = moved;
        }
        momentum = next;
    }
    model.m_weights = std::move(weights);
    return model;
}

std::string LinearBaseline::predict(const std::string &text) const
{
    const std::vector<double> values = scores(vectorise(text), m_weights);
    return m_labels[static_cast<std::size_t>(std::max_element(values.begin(), values.end())
                                             - values.begin())];
}

BaselineScore LinearBaseline::evaluate(const std::vector<LabelledText> &rows) const
{
    // One more label than predicted stands for those that training did not see.
    ConfusionMatrix confusion(static_cast<std::int64_t>(m_labels.size()) + 1);
    for (const LabelledText &row : rows)
        confusion.add(static_cast<std::int64_t>(labelId(row.label)),
                      static_cast<std::int64_t>(labelId(predict(row.text))));
    return { confusion.count(), confusion.accuracy(), confusion.macroF1() };
}

std::vector<std::string> LinearBaseline::topWords(const std::string &label, std::size_t count) const
{
    const std::size_t id = labelId(label);
    std::vector<std::pair<double, std::string>> ranked;
    for (const auto &[word, index] : m_words) {
        if (id < m_labels.size())
            ranked.emplace_back(-m_weights[index * m_labels.size() + id], word);
    }
    std::sort(ranked.begin(), ranked.end());
    std::vector<std::string> words;
    for (std::size_t i = 0; i < std::min(count, ranked.size()); ++i)
        words.push_back(ranked[i].second);
    return words;
}

Result<ChosenBaseline> chooseBaseline(const std::vector<LabelledText> &train,
                                      const std::vector<LabelledText> &validation,
                                      RunControl &control)
{
    std::optional<ChosenBaseline> best;
    for (const double c : { 1.0, 10.0, 100.0 }) {
        TAMIZ_TRY(LinearBaseline model, LinearBaseline::train(train, c, control));
        const BaselineScore score = model.evaluate(validation);
        if (!best || score.macroF1 > best->validation.macroF1)
            best = ChosenBaseline { std::move(model), c, score };
    }
    return std::move(*best);
}

} // namespace tamiz::engine
