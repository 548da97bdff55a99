// SPDX-License-Identifier: Apache-2.0
#include "core/engine/data/resources.h"

namespace tamiz::engine {

std::filesystem::path resolveResource(const std::string &path,
                                      const std::filesystem::path &resources)
{
    static constexpr std::string_view kPrefix = "bundled:";
    if (path == "bundled")
        return resources / "models" / "tamiz-es-en";
    if (path.starts_with(kPrefix))
        return resources / path.substr(kPrefix.size());
    return path;
}

Recipe resolvePaths(Recipe recipe, const std::filesystem::path &resources)
{
    const auto resolve = [&resources](std::string &path) {
        if (!path.empty())
            path = resolveResource(path, resources).string();
    };
    resolve(recipe.model.path);
    resolve(recipe.model.adapter);
    for (auto *paths : { &recipe.data.train, &recipe.data.validation, &recipe.data.test }) {
        for (std::string &path : *paths)
            resolve(path);
    }
    for (ReferenceSet &reference : recipe.data.reference)
        resolve(reference.path);
    for (TokenClass &tokenClass : recipe.masking.classes)
        resolve(tokenClass.wordsFile);
    if (recipe.pretrain) {
        for (std::string &path : recipe.pretrain->tokenizerCorpus)
            resolve(path);
    }
    return recipe;
}

} // namespace tamiz::engine
