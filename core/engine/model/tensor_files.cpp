// SPDX-License-Identifier: Apache-2.0
#include "core/engine/model/tensor_files.h"

#include <cstring>
#include <utility>

#include <torch/types.h>

#include "core/engine/model/safetensors_header.h"

namespace tamiz::engine {

namespace {

constexpr std::pair<const char *, torch::ScalarType> kTypes[] = {
    { "F32", torch::kFloat },  { "F16", torch::kHalf }, { "BF16", torch::kBFloat16 },
    { "F64", torch::kDouble }, { "I64", torch::kLong }, { "I32", torch::kInt },
};

} // namespace

Result<torch::Tensor> loadTensor(const TensorView &view, const std::string &name,
                                 const std::filesystem::path &file)
{
    for (const auto &[text, type] : kTypes) {
        if (view.dtype != text)
            continue;
        // A copy first: data in a file need not be aligned to their type.
        torch::Tensor tensor = torch::empty(view.shape, type);
        if (!view.data.empty())
            std::memcpy(tensor.data_ptr(), view.data.data(), view.data.size());
        if (type == torch::kHalf || type == torch::kBFloat16)
            return tensor.to(torch::kFloat);
        return type == torch::kInt ? tensor.to(torch::kLong) : tensor;
    }
    return fail(ErrorCode::Unsupported,
                "tensor '" + name + "' has the type " + view.dtype + ", which is not handled",
                file.string());
}

Result<torch::Tensor> loadFloatTensor(const TensorView &view, const std::string &name,
                                      const std::vector<std::int64_t> &shape,
                                      const std::filesystem::path &file)
{
    if (view.shape != shape) {
        return fail(ErrorCode::Mismatch,
                    "tensor '" + name + "' has the shape " + shapeText(view.shape) + ", "
                        + shapeText(shape) + " was expected",
                    file.string(), "The weights do not belong to this configuration");
    }
    TAMIZ_TRY(torch::Tensor tensor, loadTensor(view, name, file));
    if (!tensor.is_floating_point()) {
        return fail(ErrorCode::InvalidInput,
                    "tensor '" + name + "' has the type " + view.dtype + ", floats were expected",
                    file.string());
    }
    tensor = tensor.to(torch::kFloat);
    if (!torch::isfinite(tensor).all().item<bool>()) {
        return fail(ErrorCode::InvalidInput, "tensor '" + name + "' holds NaN or infinite values",
                    file.string());
    }
    return tensor;
}

Status saveTensors(const std::filesystem::path &path, const std::vector<NamedTensor> &tensors)
{
    std::map<std::string, TensorView> views;
    std::vector<torch::Tensor> kept; // copies on the CPU live until the file is written
    for (const NamedTensor &entry : tensors) {
        kept.push_back(entry.tensor.detach().cpu().contiguous());
        const torch::Tensor &tensor = kept.back();
        TensorView view;
        for (const auto &[text, type] : kTypes) {
            if (tensor.scalar_type() == type)
                view.dtype = text;
        }
        view.shape = tensor.sizes().vec();
        view.data = { static_cast<const std::byte *>(tensor.data_ptr()), tensor.nbytes() };
        views[entry.name] = std::move(view);
    }
    return writeSafetensors(path, views);
}

} // namespace tamiz::engine
