// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "core/base/result.h"
#include "core/base/run_control.h"

namespace tamiz::engine {

struct LabelledText
{
    std::string text;
    std::string label;
};

struct BaselineScore
{
    std::int64_t rows = 0;
    double accuracy = 0;
    double macroF1 = 0;
};

/// The baseline that a tuned network is shown beside: word TF-IDF and multinomial logistic
/// regression. Words are runs of two or more letters and digits, lower-cased; tf x (ln((1+n)/(1+df))+1),
/// rows scaled to length 1; loss = sum of cross-entropies + |W|^2 / (2 C), biases free: as sklearn's
/// TfidfVectorizer and LogisticRegression with their defaults. No randomness: the same rows give the
/// same weights. Texts of punctuation alone score by the biases.
class LinearBaseline
{
public:
    /// Trains until the gradient's largest element falls below 1e-6 of a row, at most 3,000 steps of
    /// Nesterov's method. Fails on fewer than two labels, no word at all, c <= 0, or when stopped.
    static Result<LinearBaseline> train(const std::vector<LabelledText> &rows, double c,
                                        RunControl &control);

    std::string predict(const std::string &text) const;

    /// A label that training did not see counts as wrong.
    BaselineScore evaluate(const std::vector<LabelledText> &rows) const;

    /// The words with the largest weights of a label: what gives it away.
    std::vector<std::string> topWords(const std::string &label, std::size_t count) const;

    const std::vector<std::string> &labels() const { return m_labels; }

private:
    using SparseRow = std::vector<std::pair<std::size_t, double>>; // word, weight

    SparseRow vectorise(const std::string &text) const;
    std::vector<double> scores(const SparseRow &row, const std::vector<double> &weights) const;
    std::size_t labelId(const std::string &label) const; // labels().size() = unknown

    std::vector<std::string> m_labels; // sorted
    std::map<std::string, std::size_t> m_words;
    std::vector<double> m_idf; // [words]
    std::vector<double> m_weights; // [words + 1, labels], the last row is the bias
};

/// The strength in {1, 10, 100} with the best macro-F1 on @p validation, trained on @p train.
struct ChosenBaseline
{
    LinearBaseline model;
    double c = 1;
    BaselineScore validation;
};
Result<ChosenBaseline> chooseBaseline(const std::vector<LabelledText> &train,
                                      const std::vector<LabelledText> &validation,
                                      RunControl &control);

} // namespace tamiz::engine
