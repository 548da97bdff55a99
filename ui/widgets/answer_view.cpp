// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/answer_view.h"

#include <algorithm>

#include <QEvent>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLocale>
#include <QProgressBar>
#include <QStackedWidget>
#include <QTableView>
#include <QTextEdit>
#include <QVBoxLayout>

#include "ui/bridge/convert.h"
#include "ui/dialogs/error_dialog.h"
#include "ui/models/score_table_model.h"
#include "ui/models/trial_text.h"
#include "ui/plots/number_format.h"
#include "ui/settings/theme.h"
#include "ui/widgets/quantity_text.h"
#include "ui/widgets/score_delegate.h"
#include "ui/widgets/text_label.h"

namespace tamiz::ui {

namespace {

constexpr int kRowHeight = 28;
constexpr int kLabelWidth = 150;
constexpr int kAnswerWidth = 260;

QString secondsText(double seconds)
{
    return seconds < 1 ? AnswerView::tr("%1 ms").arg(QLocale().toString(seconds * 1000, 'f', 0))
                       : AnswerView::tr("%1 s").arg(QLocale().toString(seconds, 'f', 1));
}

/// The answer in a line: the likeliest label, the labels that hold, or the numbers.
QString answerHeadline(const TrialAnswer &answer)
{
    QStringList parts;
    for (const TrialNumber &number : answer.numbers)
        parts << formatValue(number.value);
    if (answer.task == TaskType::MultiLabel) {
        for (const TrialScore &score : answer.scores) {
            if (score.probability >= 0.5)
                parts << answerText(score);
        }
        return parts.isEmpty() ? AnswerView::tr("no label") : parts.join(QStringLiteral(" · "));
    }
    if (!answer.scores.empty())
        parts << answerText(answer.scores.front()) << shareText(answer.scores.front().probability);
    return parts.join(QStringLiteral(" · "));
}

/// Labels keep their colour: the order of the alphabet gives it.
int colorOf(const QString &label, const QStringList &labels)
{
    return static_cast<int>(std::max<qsizetype>(labels.indexOf(label), 0));
}

} // namespace

AnswerView::AnswerView(QWidget *parent)
    : Panel(parent)
    , m_facts(new QLabel(this))
    , m_progress(new QProgressBar(this))
    , m_stack(new QStackedWidget(this))
    , m_message(makeTextLabel("muted", this))
    , m_headline(new QLabel(this))
    , m_text(new QTextEdit(this))
    , m_table(new QTableView(this))
    , m_scores(new ScoreTableModel(this))
    , m_bars(new ScoreDelegate(m_table))
{
    m_facts->setProperty("role", QStringLiteral("muted"));
    headingRow()->addWidget(m_facts);
    m_progress->setRange(0, 0);
    m_progress->hide();
    m_message->setAlignment(Qt::AlignCenter);
    m_message->setMargin(24);
    m_headline->setProperty("role", QStringLiteral("number"));
    m_headline->setTextFormat(Qt::PlainText);
    m_headline->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    m_text->setReadOnly(true);
    m_text->setTabChangesFocus(true);
    m_table->setModel(m_scores);
    m_table->setFrameShape(QFrame::NoFrame);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setShowGrid(false);
    m_table->setWordWrap(false);
    m_table->setTabKeyNavigation(false);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(kRowHeight);
    m_table->horizontalHeader()->setHighlightSections(false);
    m_table->horizontalHeader()->setStretchLastSection(true);

    auto *const content = new QWidget(this);
    auto *const column = new QVBoxLayout(content);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(8);
    column->addWidget(m_headline);
    column->addWidget(m_text, 1);
    column->addWidget(m_table, 2);
    m_stack->addWidget(m_message);
    m_stack->addWidget(content);
    body()->addWidget(m_progress);
    body()->addWidget(m_stack, 1);
    retranslate();
    clear();
}

void AnswerView::setHint(const QString &hint)
{
    m_hint = hint;
    if (m_isHintShown)
        m_message->setText(hint);
}

void AnswerView::clear()
{
    m_answer.reset();
    m_continuation.reset();
    setBusy(false);
    showMessage(m_hint);
    m_isHintShown = true;
}

void AnswerView::begin()
{
    setBusy(true);
    if (!hasAnswer())
        showMessage(tr("The model is being asked; the first time it is loaded as well."));
}

void AnswerView::setAnswer(const TrialAnswer &answer)
{
    m_continuation.reset();
    m_answer = answer;
    setBusy(false);
    showAnswer();
}

void AnswerView::beginContinuation(const QString &prompt)
{
    m_answer.reset();
    m_continuation.emplace();
    m_prompt = prompt;
    setBusy(true);
    showAnswer();
}

void AnswerView::grow(const QString &piece)
{
    m_continuation->text += toStd(piece);
    QTextCursor end(m_text->document());
    end.movePosition(QTextCursor::End);
    end.insertText(piece, QTextCharFormat());
}

void AnswerView::setContinuation(const Continuation &continuation)
{
    m_continuation = continuation;
    setBusy(false);
    showAnswer();
}

void AnswerView::setError(const Error &error)
{
    m_answer.reset();
    m_continuation.reset();
    setBusy(false);
    QString text = tamiz::ui::headline(error.code) + QStringLiteral("\n") + toQt(error.message);
    if (!error.where.empty())
        text += QLatin1Char('\n') + toQt(error.where);
    if (!error.hint.empty())
        text += QLatin1Char('\n') + toQt(error.hint);
    showMessage(text);
}

void AnswerView::setStopped()
{
    setBusy(false);
    if (!hasAnswer())
        showMessage(tr("Stopped before the answer."));
}

void AnswerView::setBusy(bool isBusy)
{
    m_isBusy = isBusy;
    m_progress->setVisible(isBusy);
}

QString AnswerView::shownText() const
{
    return m_text->toPlainText();
}

QString AnswerView::headline() const
{
    return m_headline->text();
}

void AnswerView::showMessage(const QString &text)
{
    m_isHintShown = false;
    m_facts->clear();
    m_message->setText(text);
    m_stack->setCurrentWidget(m_message);
}

void AnswerView::showAnswer()
{
    if (!hasAnswer())
        return;
    m_isHintShown = false;
    m_headline->hide();
    m_table->hide();
    if (m_continuation) {
        m_text->setPlainText({});
        QTextCursor cursor(m_text->document());
        QTextCharFormat muted;
        muted.setForeground(mutedTextColor(palette()));
        cursor.insertText(m_prompt, muted);
        cursor.insertText(toQt(m_continuation->text), QTextCharFormat());
    } else {
        const bool isFilled = m_answer->task == TaskType::MaskedLm;
        m_scores->setAnswer(*m_answer);
        m_table->setColumnHidden(ScoreTableModel::Place, !labelsTokens(m_answer->task));
        m_table->setColumnWidth(ScoreTableModel::Place, isFilled ? kLabelWidth / 2 : kLabelWidth);
        const bool isWorded = m_answer->task == TaskType::QuestionAnswering
            || m_answer->task == TaskType::MultipleChoice;
        m_table->setColumnWidth(ScoreTableModel::Answer, isWorded ? kAnswerWidth : kLabelWidth);
        m_table->setItemDelegateForColumn(ScoreTableModel::Probability,
                                          m_answer->numbers.empty() ? m_bars : nullptr);
        m_table->setVisible(m_scores->rowCount() > 0);
        const QString headline = answerHeadline(*m_answer);
        m_headline->setText(headline);
        m_headline->setVisible(!headline.isEmpty());
        showMarks();
    }
    showFacts();
    m_stack->setCurrentIndex(1);
}

/// What the model could not see is struck out; tagged words have their label's colour and name.
void AnswerView::showMarks()
{
    const QString text
        = m_answer->task == TaskType::MaskedLm ? filledText(*m_answer) : toQt(m_answer->text);
    m_text->setPlainText(text);
    if (m_answer->task == TaskType::MaskedLm)
        return; // places have moved
    const std::vector<int> starts = codePointStarts(text);
    const auto select = [&](const CodePointSpan &span) {
        QTextCursor cursor(m_text->document());
        cursor.setPosition(starts.at(static_cast<std::size_t>(span.begin)));
        cursor.setPosition(starts.at(static_cast<std::size_t>(span.end)), QTextCursor::KeepAnchor);
        return cursor;
    };
    QTextCharFormat unseen;
    unseen.setFontStrikeOut(true);
    unseen.setForeground(mutedTextColor(palette()));
    for (const CodePointSpan &span : m_answer->hidden)
        select(span).mergeCharFormat(unseen);
    if (m_answer->task == TaskType::QuestionAnswering) {
        QTextCharFormat found;
        QColor fill = seriesColor(0, palette());
        fill.setAlphaF(0.25F);
        found.setBackground(fill);
        for (const TrialPlace &place : m_answer->places)
            select(place.span).mergeCharFormat(found);
        return;
    }
    const std::vector<TaggedSpan> tagged = taggedSpans(*m_answer);
    QStringList labels;
    for (const TaggedSpan &one : tagged)
        labels << one.label;
    labels.removeDuplicates();
    labels.sort();
    for (auto one = tagged.rbegin(); one != tagged.rend(); ++one) {
        QTextCharFormat format;
        QColor fill = seriesColor(colorOf(one->label, labels), palette());
        fill.setAlphaF(0.25F);
        format.setBackground(fill);
        QTextCursor cursor = select(one->span);
        cursor.mergeCharFormat(format);
        cursor.setPosition(cursor.selectionEnd());
        format.setFontWeight(QFont::DemiBold);
        cursor.insertText(QStringLiteral("\u2009%1").arg(one->label), format);
    }
}

void AnswerView::showFacts()
{
    QStringList facts;
    if (m_continuation) {
        if (m_isBusy)
            return m_facts->clear();
        const Continuation &made = *m_continuation;
        facts << tr("%n token(s)", nullptr, static_cast<int>(made.newTokens));
        if (made.seconds > 0)
            facts << tr("%1 tokens/s")
                         .arg(QLocale().toString(static_cast<double>(made.newTokens) / made.seconds,
                                                 'f', 0));
        facts << (made.stopReason == "request"       ? tr("stopped")
                      : made.stopReason == "end"     ? tr("the model ended it")
                      : made.stopReason == "context" ? tr("no position left")
                                                     : tr("as long as asked"));
    } else {
        if (!m_answer->hidden.empty())
            facts << tr("%n token(s) out of sight", nullptr,
                        static_cast<int>(m_answer->hidden.size()));
        if (m_answer->isTruncated)
            facts << tr("cut at its longest text");
        facts << secondsText(m_answer->seconds);
    }
    m_facts->setText(facts.join(QStringLiteral(" · ")));
}

void AnswerView::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    else if (event->type() == QEvent::PaletteChange)
        showAnswer();
    Panel::changeEvent(event);
}

void AnswerView::retranslate()
{
    m_progress->setAccessibleName(tr("The model is being asked"));
    m_text->setAccessibleName(tr("The text with the model's answer"));
    m_table->setAccessibleName(tr("Probabilities of the answers"));
    showAnswer();
}

} // namespace tamiz::ui
