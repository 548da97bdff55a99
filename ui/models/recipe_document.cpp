// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/recipe_document.h"

#include <utility>

#include <QUndoCommand>

#include "core/recipe/recipe_io.h"

namespace tamiz::ui {

namespace {

constexpr int kUndoLimit = 200;
constexpr int kEditId = 1;

} // namespace

class RecipeDocument::Edit final : public QUndoCommand
{
public:
    Edit(RecipeDocument &document, const QString &text, Recipe after, QString mergeKey)
        : QUndoCommand(text)
        , m_document(document)
        , m_before(document.recipe())
        , m_after(std::move(after))
        , m_mergeKey(std::move(mergeKey))
    {
    }

    void undo() override
    {
        m_document.endMerge();
        m_document.apply(m_before);
    }
    void redo() override { m_document.apply(m_after); }
    int id() const override { return m_mergeKey.isEmpty() ? -1 : kEditId; }

    bool mergeWith(const QUndoCommand *other) override
    {
        const auto &next = static_cast<const Edit &>(*other);
        if (next.m_mergeKey != m_mergeKey || m_document.m_mergeKey != m_mergeKey)
            return false;
        m_after = next.m_after;
        setObsolete(m_after == m_before);
        return true;
    }

private:
    RecipeDocument &m_document;
    const Recipe m_before;
    Recipe m_after;
    const QString m_mergeKey;
};

RecipeDocument::RecipeDocument(QObject *parent)
    : QObject(parent)
    , m_problems(validateRecipe(m_recipe))
{
    m_undoStack.setUndoLimit(kUndoLimit);
}

void RecipeDocument::reset(const Recipe &recipe)
{
    m_undoStack.clear();
    endMerge();
    apply(recipe);
}

void RecipeDocument::edit(const QString &text, const Change &change, const QString &mergeKey)
{
    Recipe after = m_recipe;
    change(after);
    if (after == m_recipe)
        return;
    auto *const command = new Edit(*this, text, std::move(after), mergeKey);
    const bool continues = m_mergeKey == mergeKey;
    if (!continues)
        m_mergeKey.clear(); // mergeWith() then refuses
    m_undoStack.push(command);
    m_mergeKey = mergeKey;
}

void RecipeDocument::apply(const Recipe &recipe)
{
    if (&recipe != &m_recipe)
        m_recipe = recipe;
    m_problems = validateRecipe(m_recipe);
    emit changed();
}

} // namespace tamiz::ui
