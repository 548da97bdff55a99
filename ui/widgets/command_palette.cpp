// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/command_palette.h"

#include <algorithm>

#include <QApplication>
#include <QGraphicsDropShadowEffect>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListWidget>
#include <QPainter>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

#include "ui/settings/theme.h"
#include "ui/widgets/fuzzy_match.h"

namespace tamiz::ui {

namespace {

constexpr int kWidth = 560;
constexpr int kRowHeight = 36;
constexpr int kVisibleRows = 10;
constexpr int kDetailRole = Qt::UserRole;
constexpr int kCommandRole = Qt::UserRole + 1;

/// Icon, title, and the shortcut or kind at the right.
class CommandDelegate final : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const override
    {
        return { kWidth, kRowHeight };
    }

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override
    {
        QStyleOptionViewItem background = option;
        initStyleOption(&background, index);
        background.text.clear();
        background.icon = {};
        QApplication::style()->drawControl(QStyle::CE_ItemViewItem, &background, painter,
                                           option.widget);

        const QRect inner = option.rect.adjusted(12, 0, -12, 0);
        const auto icon = index.data(Qt::DecorationRole).value<QIcon>();
        icon.paint(painter, QRect(inner.left(), inner.center().y() - 9, 18, 18));

        const QString detail = index.data(kDetailRole).toString();
        const QFontMetrics metrics(option.font);
        const int detailWidth = metrics.horizontalAdvance(detail);
        painter->setFont(option.font);
        painter->setPen(mutedTextColor(option.palette));
        painter->drawText(inner, Qt::AlignRight | Qt::AlignVCenter, detail);

        const QRect title = inner.adjusted(30, 0, -detailWidth - 16, 0);
        painter->setPen(option.palette.color(QPalette::Text));
        painter->drawText(
            title, Qt::AlignLeft | Qt::AlignVCenter,
            metrics.elidedText(index.data().toString(), Qt::ElideRight, title.width()));
    }
};

} // namespace

CommandPalette::CommandPalette(QWidget *window)
    : QFrame(window)
    , m_field(new QLineEdit(this))
    , m_list(new QListWidget(this))
{
    setObjectName(QStringLiteral("commandPalette"));
    setProperty("role", QStringLiteral("card"));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(8, 8, 8, 8);
    column->setSpacing(8);
    column->addWidget(m_field);
    column->addWidget(m_list);
    m_list->setItemDelegate(new CommandDelegate(m_list));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setUniformItemSizes(true);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setStyleSheet(
        QStringLiteral("QListWidget { border: none; } QListWidget::item { border-radius: 6px; }"));

    auto *shadow = new QGraphicsDropShadowEffect(this);
    shadow->setBlurRadius(32);
    shadow->setOffset(0, 8);
    shadow->setColor(QColor(0, 0, 0, 80));
    setGraphicsEffect(shadow);

    m_field->installEventFilter(this);
    window->installEventFilter(this);
    connect(m_field, &QLineEdit::textChanged, this, &CommandPalette::filter);
    connect(m_field, &QLineEdit::returnPressed, this, &CommandPalette::runCurrent);
    connect(m_list, &QListWidget::itemClicked, this, &CommandPalette::runCurrent);
    retranslate();
    hide();
}

void CommandPalette::open(std::vector<PaletteCommand> commands)
{
    m_commands = std::move(commands);
    m_focusBefore = QApplication::focusWidget();
    m_field->clear();
    filter({});

    const QWidget *window = parentWidget();
    const int rowsHeight = kRowHeight * kVisibleRows;
    const int width = std::min(kWidth, window->width() - 32);
    const int height
        = std::min(rowsHeight + m_field->sizeHint().height() + 24, window->height() - 96);
    setGeometry((window->width() - width) / 2, 72, width, height);
    show();
    raise();
    m_field->setFocus(Qt::PopupFocusReason);
}

QString CommandPalette::currentTitle() const
{
    const QListWidgetItem *item = m_list->currentItem();
    return item ? item->text() : QString();
}

void CommandPalette::filter(const QString &pattern)
{
    struct Hit
    {
        int score;
        int command;
    };
    std::vector<Hit> hits;
    for (int i = 0; i < static_cast<int>(m_commands.size()); ++i) {
        if (const auto match = fuzzyMatch(pattern, m_commands[static_cast<std::size_t>(i)].title))
            hits.push_back({ match->score, i });
    }
    std::stable_sort(hits.begin(), hits.end(),
                     [](const Hit &a, const Hit &b) { return a.score > b.score; });

    m_list->clear();
    for (const Hit &hit : hits) {
        const PaletteCommand &command = m_commands[static_cast<std::size_t>(hit.command)];
        auto *item = new QListWidgetItem(command.icon, command.title, m_list);
        item->setData(kDetailRole, command.detail);
        item->setData(kCommandRole, hit.command);
        item->setData(Qt::AccessibleTextRole, QString(command.title % u", " % command.detail));
    }
    m_list->setCurrentRow(0);
}

void CommandPalette::runCurrent()
{
    const QListWidgetItem *item = m_list->currentItem();
    if (!item)
        return;
    const auto run = m_commands[item->data(kCommandRole).toUInt()].run;
    dismiss();
    run();
}

void CommandPalette::dismiss()
{
    if (!isVisible())
        return;
    hide();
    if (m_focusBefore && m_focusBefore->isVisible())
        m_focusBefore->setFocus(Qt::PopupFocusReason);
    m_focusBefore = nullptr;
}

bool CommandPalette::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == parentWidget()) {
        if (event->type() == QEvent::Resize)
            dismiss();
        return false;
    }
    if (event->type() == QEvent::FocusOut && QApplication::activePopupWidget() == nullptr) {
        dismiss();
    } else if (event->type() == QEvent::KeyPress) {
        const auto *key = static_cast<QKeyEvent *>(event);
        switch (key->key()) {
        case Qt::Key_Escape:
            dismiss();
            return true;
        case Qt::Key_Up:
        case Qt::Key_Down:
        case Qt::Key_PageUp:
        case Qt::Key_PageDown:
            QApplication::sendEvent(m_list, event);
            return true;
        default:
            break;
        }
    }
    return QFrame::eventFilter(watched, event);
}

void CommandPalette::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QFrame::changeEvent(event);
}

void CommandPalette::retranslate()
{
    m_field->setPlaceholderText(tr("Search commands, pages, recipes and runs"));
    m_field->setAccessibleName(tr("Command"));
    m_list->setAccessibleName(tr("Matching commands"));
    setAccessibleName(tr("Command palette"));
}

} // namespace tamiz::ui
