// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <vector>

#include <QObject>
#include <QUndoStack>

#include "core/base/problem.h"
#include "core/recipe/recipe.h"

namespace tamiz::ui {

/// The recipe that the designer edits, with undo and redo for everything. An edit is the whole
/// recipe before and after; edits with the same merge key that follow each other (a slider's drag)
/// are one step of the history. GUI thread only.
class RecipeDocument final : public QObject
{
    Q_OBJECT

public:
    using Change = std::function<void(Recipe &)>;

    explicit RecipeDocument(QObject *parent = nullptr);

    const Recipe &recipe() const { return m_recipe; }

    /// What validateRecipe says about the recipe as it is.
    const std::vector<Problem> &problems() const { return m_problems; }

    /// Starts over with @p recipe and an empty history.
    void reset(const Recipe &recipe);

    /// Does @p change as one undoable step called @p text; nothing when it changes nothing.
    /// @p mergeKey: empty = never merged.
    void edit(const QString &text, const Change &change, const QString &mergeKey = {});

    /// Says the problems again, after a change of the language.
    void revalidate() { apply(m_recipe); }

    /// Ends the current merge: the next edit is a step of its own.
    void endMerge() { m_mergeKey.clear(); }

    QUndoStack &undoStack() { return m_undoStack; }

signals:
    void changed();

private:
    class Edit;
    void apply(const Recipe &recipe);

    Recipe m_recipe;
    std::vector<Problem> m_problems;
    QUndoStack m_undoStack;
    QString m_mergeKey;
};

} // namespace tamiz::ui
