// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/score_table_model.h"

#include <QLocale>

#include "ui/bridge/convert.h"
#include "ui/models/trial_text.h"
#include "ui/plots/number_format.h"
#include "ui/widgets/quantity_text.h"

namespace tamiz::ui {

namespace {

TableCell textCell(const QString &text, bool isBold = false)
{
    TableCell cell;
    cell.text = text;
    cell.isBold = isBold;
    return cell;
}

TableCell shareCell(double probability)
{
    return TableCell::number(shareText(probability), probability);
}

} // namespace

void ScoreTableModel::setAnswer(const TrialAnswer &answer)
{
    std::vector<Row> rows;
    for (const TrialScore &score : answer.scores)
        rows.push_back(
            { {}, textCell(answerText(score), rows.empty()), shareCell(score.probability) });
    for (const TrialNumber &number : answer.numbers)
        rows.push_back({ {},
                         textCell(toQt(number.name)),
                         TableCell::number(formatValue(number.value), number.value) });
    if (answer.task == TaskType::MaskedLm) {
        int mask = 0;
        for (const TrialPlace &place : answer.places) {
            QString number = QLocale().toString(++mask);
            for (const TrialScore &score : place.scores) {
                rows.push_back({ textCell(number),
                                 textCell(pieceText(score.label), !number.isEmpty()),
                                 shareCell(score.probability) });
                number.clear();
            }
        }
    } else if (answer.task == TaskType::TokenClassification) {
        const QString text = toQt(answer.text);
        const std::vector<int> starts = codePointStarts(text);
        for (const TaggedSpan &tagged : taggedSpans(answer)) {
            const int begin = starts.at(static_cast<std::size_t>(tagged.span.begin));
            const int end = starts.at(static_cast<std::size_t>(tagged.span.end));
            rows.push_back({ textCell(text.mid(begin, end - begin)), textCell(tagged.label),
                             shareCell(tagged.probability) });
        }
    }
    const bool isMasked = answer.task == TaskType::MaskedLm;
    const bool isWorded
        = answer.task == TaskType::QuestionAnswering || answer.task == TaskType::MultipleChoice;
    setTable({ textCell(isMasked ? tr("Mask") : tr("Text")),
               textCell(isMasked       ? tr("Word")
                            : isWorded ? tr("Answer")
                                       : tr("Label")),
               textCell(answer.numbers.empty() ? tr("Probability") : tr("Estimate")) },
             std::move(rows));
}

} // namespace tamiz::ui
