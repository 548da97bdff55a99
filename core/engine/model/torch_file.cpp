// SPDX-License-Identifier: Apache-2.0
#include "core/engine/model/torch_file.h"

#include <cstring>
#include <list>
#include <utility>

#include "core/engine/model/mapped_file.h"
#include "core/engine/model/pickle_reader.h"
#include "core/engine/model/safetensors_header.h"
#include "core/engine/model/zip_file.h"

namespace tamiz::engine {

namespace {

using Bytes = std::span<const std::byte>;

/// Whether rows follow each other without gaps, in the order of the sizes.
bool isContiguous(const PickledTensor &tensor)
{
    std::int64_t expected = 1;
    for (std::size_t i = tensor.shape.size(); i-- > 0;) {
        if (tensor.shape[i] > 1 && tensor.strides[i] != expected)
            return false;
        expected *= tensor.shape[i]; // no overflow: the product has been checked
    }
    return true;
}

/// Elements from the tensor's first to its last; nothing on overflow.
bool reach(const PickledTensor &tensor, std::int64_t &elements)
{
    elements = 1;
    for (std::size_t i = 0; i < tensor.shape.size(); ++i) {
        std::int64_t step = 0;
        if (tensor.shape[i] == 0)
            return elements = 0, true;
        if (__builtin_mul_overflow(tensor.shape[i] - 1, tensor.strides[i], &step)
            || __builtin_add_overflow(elements, step, &elements))
            return false;
    }
    return true;
}

class TorchFile final : public TensorFile
{
public:
    const std::map<std::string, TensorView> &tensors() const override { return m_tensors; }

    Status load(const std::filesystem::path &path)
    {
        m_where = path.string();
        TAMIZ_CHECK(m_file.open(path));
        const Bytes bytes = m_file.bytes();
        if (bytes.size() < 4 || std::memcmp(bytes.data(), "PK\3\4", 4) != 0) {
            return fail(ErrorCode::Unsupported,
                        "is no zip archive; what torch wrote before version 1.6 is not read",
                        m_where, "Save the model with save_pretrained(safe_serialization=True)");
        }
        TAMIZ_TRY(const auto entries, readZip(bytes, m_where));
        std::string folder;
        for (const auto &[name, content] : entries) {
            if (name.ends_with("/data.pkl") && name.find('/') == name.rfind('/'))
                folder = name.substr(0, name.find('/') + 1);
        }
        const auto pickle = entries.find(folder + "data.pkl");
        if (pickle == entries.end())
            return fail(ErrorCode::InvalidInput, "holds no data.pkl: torch did not write it",
                        m_where);
        const auto order = entries.find(folder + "byteorder");
        if (order != entries.end() && order->second.size() == 3
            && std::memcmp(order->second.data(), "big", 3) == 0)
            return fail(ErrorCode::Unsupported, "is big-endian", m_where);

        TAMIZ_TRY(const auto tensors, readPickle(pickle->second, m_where));
        for (const auto &[name, tensor] : tensors) {
            const auto storage = entries.find(folder + "data/" + std::string(tensor.storage));
            if (storage == entries.end()) {
                return fail(ErrorCode::InvalidInput, "the storage of '" + name + "' is missing",
                            m_where);
            }
            TAMIZ_TRY(m_tensors[name], view(name, tensor, storage->second));
        }
        return {};
    }

private:
    Result<TensorView> view(const std::string &name, const PickledTensor &tensor, Bytes storage)
    {
        TensorView view { std::string(tensor.dtype), tensor.shape, {} };
        const std::uint64_t width = dtypeBytes(view.dtype);
        const auto size = tensorBytes(view.dtype, tensor.shape);
        std::int64_t elements = 0;
        std::int64_t end = 0;
        const bool isInside = size && reach(tensor, elements)
            && !__builtin_add_overflow(tensor.offset, elements, &end)
            && static_cast<std::uint64_t>(end) <= storage.size() / width
            && static_cast<std::uint64_t>(tensor.storageElements) == storage.size() / width;
        if (!isInside) {
            return fail(ErrorCode::InvalidInput,
                        "tensor '" + name + "' of shape " + shapeText(tensor.shape)
                            + " leaves its storage of " + std::to_string(storage.size()) + " bytes",
                        m_where);
        }
        const Bytes data = storage.subspan(static_cast<std::uint64_t>(tensor.offset) * width);
        if (isContiguous(tensor)) {
            view.data = data.subspan(0, *size);
            return view;
        }
        if (*size > storage.size() || m_copied + *size > 2 * m_file.bytes().size()) {
            return fail(ErrorCode::Unsupported,
                        "tensor '" + name + "' repeats its elements: it is not read", m_where);
        }
        m_copied += *size;
        view.data = gather(tensor, data, width, *size);
        return view;
    }

    /// The elements of a transposed tensor in the order of its sizes.
    Bytes gather(const PickledTensor &tensor, Bytes data, std::uint64_t width, std::uint64_t size)
    {
        std::vector<std::byte> &copy = m_copies.emplace_back(size);
        std::vector<std::int64_t> index(tensor.shape.size());
        for (std::uint64_t at = 0; at < size; at += width) {
            std::int64_t element = 0;
            for (std::size_t i = 0; i < index.size(); ++i)
                element += index[i] * tensor.strides[i];
            std::memcpy(copy.data() + at, data.data() + static_cast<std::uint64_t>(element) * width,
                        width);
            for (std::size_t i = index.size(); i-- > 0;) {
                if (++index[i] < tensor.shape[i])
                    break;
                index[i] = 0;
            }
        }
        return copy;
    }

    MappedFile m_file;
    std::string m_where;
    std::map<std::string, TensorView> m_tensors;
    std::list<std::vector<std::byte>> m_copies;
    std::uint64_t m_copied = 0;
};

} // namespace

Result<std::shared_ptr<const TensorFile>> openTorchFile(const std::filesystem::path &path)
{
    auto file = std::make_shared<TorchFile>();
    TAMIZ_CHECK(file->load(path));
    return std::shared_ptr<const TensorFile>(std::move(file));
}

} // namespace tamiz::engine
