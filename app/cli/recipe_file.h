// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/base/problem.h"
#include "core/base/result.h"
#include "core/recipe/recipe.h"
#include "core/tokens/token_classes.h"

namespace tamiz::cli {

/// Tells problems on standard error, one a line: "file: error: path: message. hint".
void tell(const std::string &file, const std::vector<Problem> &problems);

/// The recipe of a file after the assignments of `--set`, named after the file where it has no name.
/// Every problem is told on standard error; nothing when there is an error among them.
std::optional<Recipe> readRecipe(const std::string &file,
                                 const std::vector<std::string> &assignments, int &exitCode);

/// The recipe of a file for the sake of its masking.classes: what the rest of it lacks does not matter,
/// what cannot be read does. "bundled:" paths are resolved.
std::optional<Recipe> readTokenClasses(const std::string &file, int &exitCode);

/// Whether a class is told by how often words are in the training data.
bool needsTrainingData(const std::vector<TokenClass> &classes);

/// Compiles masking.classes; reads data.train where a class needs it.
Result<TokenClassifier> makeClassifier(const Recipe &recipe);

} // namespace tamiz::cli
