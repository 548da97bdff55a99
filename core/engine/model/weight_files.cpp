// SPDX-License-Identifier: Apache-2.0
#include "core/engine/model/weight_files.h"

#include <set>
#include <utility>

#include <nlohmann/json.hpp>

#include "core/base/files.h"
#include "core/engine/model/decoder_family.h"
#include "core/engine/model/family.h"
#include "core/engine/model/json_depth.h"
#include "core/engine/model/safetensors.h"
#include "core/engine/model/torch_file.h"

namespace tamiz::engine {

namespace fs = std::filesystem;

namespace {

/// Lexical, because the entries of a Hugging Face cache are links to files elsewhere.
bool staysInside(const fs::path &relative)
{
    if (relative.empty() || relative.is_absolute())
        return false;
    for (const fs::path &part : relative) {
        if (part == "..")
            return false;
    }
    return true;
}

Result<std::shared_ptr<const TensorFile>> openFile(const fs::path &path)
{
    if (path.extension() == ".bin")
        return openTorchFile(path);
    TAMIZ_TRY(std::shared_ptr<const TensorFile> file, SafetensorsFile::open(path));
    return file;
}

} // namespace

Result<WeightFiles> WeightFiles::open(const fs::path &folder)
{
    WeightFiles files;
    std::error_code status;
    for (const char *name : { "model.safetensors", "pytorch_model.bin" }) {
        const fs::path single = folder / name;
        const fs::path index = folder / (std::string(name) + ".index.json");
        if (fs::exists(single, status)) {
            TAMIZ_CHECK(files.addFile(single));
            return files;
        }
        if (fs::exists(index, status)) {
            TAMIZ_CHECK(files.addShards(folder, index));
            return files;
        }
    }
    return fail(ErrorCode::NotFound, "the folder has no weights: model.safetensors is missing",
                folder.string());
}

Status WeightFiles::addFile(const fs::path &path)
{
    TAMIZ_TRY(const auto file, openFile(path));
    for (const auto &[name, view] : file->tensors())
        m_tensors[name] = Entry { view, path };
    m_files.push_back(file);
    return {};
}

Status WeightFiles::addShards(const fs::path &folder, const fs::path &index)
{
    TAMIZ_TRY(const std::string text, readFile(index, 64 << 20));
    const nlohmann::json object = isNestedDeeperThan(text, 64)
        ? nlohmann::json()
        : nlohmann::json::parse(text, nullptr, false);
    if (!object.is_object() || !object.contains("weight_map")
        || !object["weight_map"].is_object()) {
        return fail(ErrorCode::InvalidInput, "is not an index: the object 'weight_map' is missing",
                    index.string());
    }
    std::map<std::string, std::string> shardOf;
    std::set<std::string> shards;
    for (const auto &[name, shard] : object["weight_map"].items()) {
        if (!shard.is_string() || !staysInside(shard.get<std::string>())) {
            return fail(ErrorCode::InvalidInput,
                        "the shard of '" + name + "' is "
                            + shard.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace)
                            + ": a file name inside the folder was expected",
                        index.string());
        }
        shardOf[name] = shard.get<std::string>();
        shards.insert(shardOf[name]);
    }
    std::map<std::string, std::shared_ptr<const TensorFile>> opened;
    for (const std::string &shard : shards) {
        auto file = openFile(folder / shard);
        if (!file)
            return failWith(std::move(file).error(), "reading the shards of " + index.string());
        opened[shard] = *file;
        m_files.push_back(*std::move(file));
    }
    for (const auto &[name, shard] : shardOf) {
        const auto &tensors = opened[shard]->tensors();
        const auto found = tensors.find(name);
        if (found == tensors.end()) {
            return fail(ErrorCode::InvalidInput,
                        "the index promises '" + name + "', which is not there",
                        (folder / shard).string());
        }
        m_tensors[name] = Entry { found->second, folder / shard };
    }
    return {};
}

bool WeightFiles::hasVocabularyHead(const std::string &modelType, bool isTied) const
{
    const auto has = [&](std::string_view module, const char *parameter) {
        return m_tensors.contains(std::string(module) + parameter);
    };
    if (const DecoderFamily *decoder = findDecoderFamily(modelType)) {
        return isTied
            || (has(decoder->output, ".weight")
                && (!decoder->hasHeadBias || has(decoder->output, ".bias")));
    }
    const EncoderFamily *family = findFamily(modelType);
    if (!family)
        return false;
    const MaskedLmNames &names = family->mlm;
    return has(names.transform, ".weight") && has(names.transform, ".bias")
        && has(names.norm, ".weight") && has(names.norm, ".bias")
        && (has(names.bias, "") || has(names.decoder, ".bias"))
        && (isTied || has(names.decoder, ".weight"));
}

void WeightFiles::canonicaliseNames(const BodyNames &body)
{
    const std::string prefix(body.prefix);
    bool isBare = m_tensors.contains(std::string(body.words) + ".weight");
    for (const auto &[name, entry] : m_tensors)
        isBare = isBare && !name.starts_with(prefix);

    std::map<std::string, Entry> renamed;
    for (auto &[name, entry] : m_tensors) {
        std::string canonical = name;
        const auto replaceEnd = [&](std::string_view from, std::string_view to) {
            if (canonical.ends_with(from))
                canonical.replace(canonical.size() - from.size(), from.size(), to);
        };
        replaceEnd("LayerNorm.gamma", "LayerNorm.weight");
        replaceEnd("LayerNorm.beta", "LayerNorm.bias");
        if (isBare)
            canonical.insert(0, prefix);
        renamed.emplace(std::move(canonical), std::move(entry));
    }
    m_tensors = std::move(renamed);
}

} // namespace tamiz::engine
