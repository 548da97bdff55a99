// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/base/run_control.h"
#include "core/engine/data/dataset.h"
#include "core/engine/data/row_cache.h"
#include "core/engine/tokenizer/domain_tokens.h"
#include "core/engine/tokenizer/tokenizer.h"
#include "core/recipe/recipe.h"
#include "core/tokens/token_classes.h"

namespace tamiz::engine {

/// A test file or a reference set with the name its curves carry.
struct NamedDataset
{
    std::string name;
    Dataset data;
};

/// Everything a run reads but the weights. Immutable after loading: any thread.
struct ExperimentData
{
    std::unique_ptr<Tokenizer> tokenizer;
    DomainTokens domainTokens; ///< that the tokenizer got from the recipe
    TokenClassifier classifier;
    LabelMap labels;
    Dataset train;
    Dataset validation;
    std::vector<NamedDataset> tests; ///< the first is "test", further ones bear their file's name
    std::vector<NamedDataset> references; ///< tokenised for masked-LM measuring
    std::vector<Problem> warnings; ///< of keeping rows on disk
};

/// Told what is being read and how much of it is done (0..1).
using LoadProgress = std::function<void(const std::string &what, double done)>;

/// Reads and tokenises what @p recipe names (paths already resolved), row by row: large files' rows are
/// kept in @p cache, found there the next time, and read when they are asked for. Every problem of every
/// file is in the error's message, one a line.
Result<ExperimentData> loadExperimentData(const Recipe &recipe, RunControl &control,
                                          const LoadProgress &progress,
                                          const RowCacheSettings &cache = userRowCache());

/// The classes, with the words counted in the texts of the files where one needs it. Fails when stopped.
Result<TokenClassifier> classifierOf(const std::vector<TokenClass> &classes,
                                     const std::vector<std::filesystem::path> &files,
                                     const TaskSection &task, RunControl &control);

/// The task as a masked language model over plain text, for reference sets.
TaskSection referenceTask(const TaskSection &task);

/// One error that lists every problem of severity Error; nothing when there is none.
Status failOnErrors(const std::vector<Problem> &problems);

} // namespace tamiz::engine
