// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/engine/model/body_names.h"
#include "core/engine/model/tensor_view.h"

namespace tamiz::engine {

/// The weights of a model folder under the names that the files use, from model.safetensors or the
/// shards of model.safetensors.index.json; where neither is there, from pytorch_model.bin or its
/// shards. Immutable: any thread.
class WeightFiles
{
public:
    struct Entry
    {
        TensorView view;
        std::filesystem::path file; ///< for messages
    };

    /// Fails on a missing or damaged file, on a shard path that leaves the folder, and on pickles that
    /// hold more than tensors.
    static Result<WeightFiles> open(const std::filesystem::path &folder);

    const std::map<std::string, Entry> &tensors() const { return m_tensors; }

    /// Renames old spellings (LayerNorm.gamma / beta) and puts the body prefix before the names of a
    /// bare body ("embeddings..." of a BertModel), so that names are those of a model with a head.
    void canonicaliseNames(const BodyNames &body);

    /// Whether a whole head for the vocabulary is there, under canonical names; tied weights are those
    /// of the word embeddings.
    bool hasVocabularyHead(const std::string &modelType, bool isTied) const;

private:
    Status addFile(const std::filesystem::path &path);
    Status addShards(const std::filesystem::path &folder, const std::filesystem::path &index);

    std::vector<std::shared_ptr<const TensorFile>> m_files;
    std::map<std::string, Entry> m_tensors;
};

} // namespace tamiz::engine
