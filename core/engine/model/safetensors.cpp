// SPDX-License-Identifier: Apache-2.0
#include "core/engine/model/safetensors.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <limits>
#include <optional>
#include <string_view>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <nlohmann/json.hpp>

#include "core/base/files.h"
#include "core/engine/model/mapped_file.h"
#include "core/engine/model/safetensors_header.h"

namespace tamiz::engine {

namespace fs = std::filesystem;

namespace {

constexpr std::uint64_t kMaxHeaderBytes = 100'000'000; // the limit of the reference implementation

class MappedSafetensors final : public SafetensorsFile
{
public:
    const std::map<std::string, TensorView> &tensors() const override { return m_tensors; }
    const std::map<std::string, std::string> &metadata() const override { return m_metadata; }

    Status load(const fs::path &path)
    {
        TAMIZ_CHECK(m_file.open(path));
        const std::span<const std::byte> bytes = m_file.bytes();
        std::uint64_t headerBytes = 0;
        if (bytes.size() < sizeof headerBytes) {
            return fail(ErrorCode::InvalidInput,
                        "is truncated: " + std::to_string(bytes.size())
                            + " bytes, a safetensors file has at least 8",
                        path.string());
        }
        std::memcpy(&headerBytes, bytes.data(), sizeof headerBytes);
        if (headerBytes > kMaxHeaderBytes || headerBytes > bytes.size() - sizeof headerBytes) {
            return fail(ErrorCode::InvalidInput,
                        "is truncated or no safetensors file: its header claims "
                            + std::to_string(headerBytes) + " bytes, the file has "
                            + std::to_string(bytes.size()),
                        path.string());
        }
        const std::string_view text(reinterpret_cast<const char *>(bytes.data()) + 8, headerBytes);
        TAMIZ_TRY(SafetensorsHeader header, parseSafetensorsHeader(text, path.string()));

        const std::span<const std::byte> buffer = bytes.subspan(8 + headerBytes);
        TAMIZ_CHECK(checkLayout(header, buffer.size(), path.string()));
        for (auto &[name, entry] : header.tensors) {
            m_tensors[name] = TensorView { std::move(entry.dtype), std::move(entry.shape),
                                           buffer.subspan(entry.begin, entry.end - entry.begin) };
        }
        m_metadata = std::move(header.metadata);
        return {};
    }

private:
    MappedFile m_file;
    std::map<std::string, TensorView> m_tensors;
    std::map<std::string, std::string> m_metadata;
};

bool writeAll(int descriptor, std::span<const std::byte> content)
{
    while (!content.empty()) {
        const ssize_t written = ::write(descriptor, content.data(), content.size());
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            return false;
        content = content.subspan(static_cast<std::size_t>(written));
    }
    return true;
}

} // namespace

Result<std::shared_ptr<const SafetensorsFile>> SafetensorsFile::open(const fs::path &path)
{
    auto file = std::make_shared<MappedSafetensors>();
    TAMIZ_CHECK(file->load(path));
    return std::shared_ptr<const SafetensorsFile>(std::move(file));
}

Status writeSafetensors(const fs::path &path, const std::map<std::string, TensorView> &tensors,
                        std::map<std::string, std::string> metadata)
{
    metadata.emplace("format", "pt");

    // Wide types first, so that every tensor is aligned to its type; names within a type.
    std::vector<const std::pair<const std::string, TensorView> *> order;
    order.reserve(tensors.size());
    for (const auto &entry : tensors) {
        const auto bytes = tensorBytes(entry.second.dtype, entry.second.shape);
        if (!bytes || *bytes != entry.second.data.size()) {
            return fail(ErrorCode::Internal,
                        "tensor '" + entry.first + "' of type " + entry.second.dtype
                            + " does not have the size of its shape",
                        path.string());
        }
        order.push_back(&entry);
    }
    std::stable_sort(order.begin(), order.end(), [](const auto *a, const auto *b) {
        return dtypeBytes(a->second.dtype) > dtypeBytes(b->second.dtype);
    });

    nlohmann::json header = { { "__metadata__", metadata } };
    std::uint64_t offset = 0;
    for (const auto *entry : order) {
        const std::uint64_t end = offset + entry->second.data.size();
        header[entry->first] = { { "dtype", entry->second.dtype },
                                 { "shape", entry->second.shape },
                                 { "data_offsets", { offset, end } } };
        offset = end;
    }
    std::string text = header.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    text.append((8 - text.size() % 8) % 8, ' ');
    const std::uint64_t headerBytes = text.size();

    std::string temporary = path.string() + ".tmp-XXXXXX";
    const int descriptor = ::mkostemp(temporary.data(), O_CLOEXEC);
    if (descriptor < 0)
        return tl::unexpected<Error>(systemError("create the file", path));
    bool isWritten = writeAll(descriptor, std::as_bytes(std::span(&headerBytes, 1)))
        && writeAll(descriptor, std::as_bytes(std::span(text)));
    for (const auto *entry : order)
        isWritten = isWritten && writeAll(descriptor, entry->second.data);
    isWritten = isWritten && ::fchmod(descriptor, 0644) == 0 && ::fsync(descriptor) == 0;
    const int writeError = errno;
    const bool isClosed = ::close(descriptor) == 0;
    if (!isWritten)
        errno = writeError;
    if (!isWritten || !isClosed || ::rename(temporary.c_str(), path.c_str()) != 0) {
        Error error = systemError("write the file", path);
        ::unlink(temporary.c_str());
        return tl::unexpected<Error>(std::move(error));
    }
    return syncToDisk(path.has_parent_path() ? path.parent_path() : fs::path("."));
}

} // namespace tamiz::engine
