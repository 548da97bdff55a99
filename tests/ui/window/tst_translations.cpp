// SPDX-License-Identifier: GPL-3.0-or-later
#include <QFile>
#include <QProcess>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>
#include <QXmlStreamReader>

namespace {

struct Message
{
    QString context;
    QString source;
    QStringList translations; ///< one a plural form
    bool isUnfinished = false;
};

QList<Message> readMessages(const QString &file)
{
    QFile ts(file);
    QList<Message> messages;
    if (!ts.open(QIODevice::ReadOnly))
        return messages;
    QXmlStreamReader xml(&ts);
    QString context;
    while (!xml.atEnd()) {
        xml.readNext();
        if (xml.isEndElement() || !xml.isStartElement())
            continue;
        if (xml.name() == QLatin1String("name")) {
            context = xml.readElementText();
        } else if (xml.name() == QLatin1String("message")) {
            messages.append({ context, {}, {}, false });
        } else if (messages.isEmpty()) {
            continue;
        } else if (xml.name() == QLatin1String("source")) {
            messages.last().source = xml.readElementText();
        } else if (xml.name() == QLatin1String("translation")) {
            messages.last().isUnfinished
                = xml.attributes().value(QLatin1String("type")) == QLatin1String("unfinished");
            const QString text = xml.readElementText(QXmlStreamReader::IncludeChildElements);
            messages.last().translations << text;
        }
    }
    return messages;
}

QStringList placeholders(const QString &text)
{
    static const QRegularExpression kPlaceholder(QStringLiteral("%(\\d+|L\\d+|n)"));
    QStringList found;
    for (auto match = kPlaceholder.globalMatch(text); match.hasNext();)
        found << match.next().captured();
    found.removeDuplicates();
    found.sort();
    return found;
}

} // namespace

/// The translation files against the sources: run `cmake --build build/dev --target
/// update_translations` and translate what it adds.
class TestTranslations : public QObject
{
    Q_OBJECT

private slots:
    void spanishIsFinished()
    {
        const QList<Message> messages = readMessages(spanishFile());
        QVERIFY(messages.size() > 100);
        for (const Message &message : messages) {
            const QByteArray name
                = (message.context + QStringLiteral(": ") + message.source).toUtf8();
            QVERIFY2(!message.isUnfinished, name);
            QVERIFY2(!message.translations.join(QString()).trimmed().isEmpty(), name);
        }
    }

    void keepsEveryPlaceholder()
    {
        for (const Message &message : readMessages(spanishFile())) {
            for (const QString &translation : message.translations) {
                QVERIFY2(placeholders(translation) == placeholders(message.source),
                         (message.context + QStringLiteral(": ") + message.source).toUtf8());
            }
        }
    }

    /// Every text in the sources is in the file: lupdate on a copy adds nothing.
    void knowsEveryText()
    {
        const QTemporaryDir folder;
        const QString copy = folder.filePath(QStringLiteral("tamiz_es.ts"));
        QVERIFY(QFile::copy(spanishFile(), copy));
        QVERIFY(QFile::setPermissions(copy, QFile::ReadOwner | QFile::WriteOwner));
        const QString root = QStringLiteral(TAMIZ_SOURCE_DIR);
        QProcess lupdate;
        lupdate.start(QStringLiteral(TAMIZ_LUPDATE),
                      { root + QStringLiteral("/core"), root + QStringLiteral("/ui"),
                        root + QStringLiteral("/app/studio"), QStringLiteral("-extensions"),
                        QStringLiteral("cpp,h"), QStringLiteral("-I"), root,
                        QStringLiteral("-locations"), QStringLiteral("none"),
                        QStringLiteral("-no-obsolete"), QStringLiteral("-silent"),
                        QStringLiteral("-ts"), copy });
        QVERIFY2(lupdate.waitForFinished(120000), lupdate.errorString().toUtf8());
        QCOMPARE(lupdate.exitCode(), 0);
        QStringList missing;
        for (const Message &message : readMessages(copy)) {
            if (message.isUnfinished)
                missing << message.context + QStringLiteral(": ") + message.source;
        }
        QVERIFY2(missing.isEmpty(), missing.join(QLatin1Char('\n')).toUtf8());
        QCOMPARE(readMessages(copy).size(), readMessages(spanishFile()).size());
    }

private:
    static QString spanishFile()
    {
        return QStringLiteral(TAMIZ_SOURCE_DIR "/translations/tamiz_es.ts");
    }
};

QTEST_GUILESS_MAIN(TestTranslations)
#include "tst_translations.moc"
