// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/trial_text.h"

#include <algorithm>

#include <QCoreApplication>

#include "ui/bridge/convert.h"

namespace tamiz::ui {

namespace {

/// The translation context of this file.
struct TrialText
{
    Q_DECLARE_TR_FUNCTIONS(tamiz::ui::TrialText)
};

bool isPrefixed(const QString &tag)
{
    return tag.size() > 2 && tag[1] == QLatin1Char('-')
        && QStringLiteral("BIESLU").contains(tag[0]);
}

} // namespace

std::vector<TaggedSpan> taggedSpans(const TrialAnswer &answer)
{
    std::vector<TaggedSpan> spans;
    bool isOpen = false; // the word before has a label
    for (const TrialPlace &place : answer.places) {
        const QString tag = place.scores.empty() ? QString() : toQt(place.scores.front().label);
        if (tag.isEmpty() || tag == QLatin1String("O")) {
            isOpen = false;
            continue;
        }
        const bool hasPrefix = isPrefixed(tag);
        const QString label = hasPrefix ? tag.mid(2) : tag;
        const bool begins = hasPrefix
            && (tag[0] == QLatin1Char('B') || tag[0] == QLatin1Char('S')
                || tag[0] == QLatin1Char('U'));
        const double probability = place.scores.front().probability;
        if (isOpen && !begins && spans.back().label == label) {
            spans.back().span.end = place.span.end;
            spans.back().probability = std::min(spans.back().probability, probability);
        } else {
            spans.push_back({ place.span, label, probability });
        }
        isOpen = true;
    }
    return spans;
}

QString answerText(const TrialScore &score)
{
    return score.label.empty() ? TrialText::tr("(no answer)") : toQt(score.label);
}

QString pieceText(const std::string &piece)
{
    QString text = toQt(piece);
    if (text.startsWith(QLatin1String("##")))
        text = text.mid(2);
    if (text.endsWith(QLatin1String("</w>"))) // BioGPT's words
        text.replace(text.size() - 4, 4, QLatin1Char(' '));
    text.replace(QChar(0x2581), QLatin1Char(' ')); // SentencePiece
    text.replace(QChar(0x0120), QLatin1Char(' ')); // byte-level BPE
    return text;
}

QString filledText(const TrialAnswer &answer)
{
    QString text = toQt(answer.text);
    const std::vector<int> starts = codePointStarts(text);
    for (auto place = answer.places.rbegin(); place != answer.places.rend(); ++place) {
        const int begin = starts.at(static_cast<std::size_t>(place->span.begin));
        const int end = starts.at(static_cast<std::size_t>(place->span.end));
        if (!place->scores.empty())
            text.replace(begin, end - begin, pieceText(place->scores.front().label).trimmed());
    }
    return text;
}

std::vector<int> codePointStarts(const QString &text)
{
    std::vector<int> starts;
    for (int i = 0; i < text.size(); ++i) {
        starts.push_back(i);
        if (text[i].isHighSurrogate() && i + 1 < text.size())
            ++i;
    }
    starts.push_back(static_cast<int>(text.size()));
    return starts;
}

QString withMask(const QString &text)
{
    QStringList words = text.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    if (words.isEmpty())
        return text;
    words[words.size() / 2] = QStringLiteral("[MASK]");
    return words.join(QLatin1Char(' '));
}

} // namespace tamiz::ui
