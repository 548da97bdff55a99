// SPDX-License-Identifier: Apache-2.0
#include "core/engine/model/pickle_reader.h"

#include <cstring>
#include <memory>
#include <unordered_map>
#include <utility>
#include <variant>

namespace tamiz::engine {

namespace {

constexpr std::size_t kMaxBytes = 16 << 20; // some 100 bytes a tensor
constexpr std::size_t kMaxValues = 1 << 21; // some 25 a tensor
constexpr int kMaxDepth = 16; // of tuples: deep ones would be taken apart recursively
constexpr std::size_t kMaxDimensions = 8;

struct Mark
{
};
struct None
{
};

/// What a pickle may name; anything else is refused.
enum class Callable { RebuildTensor, RebuildParameter, OrderedDict };

struct StorageType
{
    std::string_view dtype;
};

struct Storage
{
    std::string_view dtype;
    std::string_view key;
    std::int64_t elements = 0;
};

struct Tuple;
using TuplePointer = std::shared_ptr<const Tuple>;
using TensorPointer = std::shared_ptr<const PickledTensor>;
/// Keeps tensors only, so that no dictionary can hold itself.
using Dictionary = std::map<std::string, PickledTensor>;
using DictionaryPointer = std::shared_ptr<Dictionary>;

using Value = std::variant<Mark, None, std::int64_t, std::string_view, Callable, StorageType,
                           Storage, TuplePointer, TensorPointer, DictionaryPointer>;

struct Tuple
{
    std::vector<Value> items;
    int depth = 1;
};

const std::vector<Value> *itemsOf(const Value &value)
{
    const auto *tuple = std::get_if<TuplePointer>(&value);
    return tuple ? &(*tuple)->items : nullptr;
}

/// A tuple of sizes or strides; false on anything else.
bool readSizes(const Value &value, std::vector<std::int64_t> &sizes)
{
    const std::vector<Value> *items = itemsOf(value);
    if (!items || items->size() > kMaxDimensions)
        return false;
    for (const Value &item : *items) {
        const auto *size = std::get_if<std::int64_t>(&item);
        if (!size || *size < 0)
            return false;
        sizes.push_back(*size);
    }
    return true;
}

class PickleReader
{
public:
    PickleReader(std::span<const std::byte> bytes, const std::string &where)
        : m_bytes(bytes)
        , m_where(where)
    {
    }

    Result<Dictionary> read()
    {
        if (m_bytes.size() > kMaxBytes)
            return refuse("is larger than a dictionary of tensors");
        while (m_error.message.empty()) {
            std::uint8_t code = 0;
            if (!take(code))
                break;
            if (code == '.') {
                const auto *dictionary
                    = m_stack.size() == 1 ? std::get_if<DictionaryPointer>(&m_stack[0]) : nullptr;
                if (!dictionary)
                    return refuse("holds no dictionary of tensors");
                return std::move(**dictionary);
            }
            step(code);
        }
        return tl::unexpected<Error>(m_error);
    }

private:
    void problem(const std::string &what, ErrorCode code = ErrorCode::InvalidInput)
    {
        if (m_error.message.empty()) {
            m_error = Error { code,
                              "the pickle " + what,
                              m_where,
                              "Save the model with save_pretrained(safe_serialization=True)",
                              {} };
        }
    }
    tl::unexpected<Error> refuse(const std::string &what)
    {
        problem(what);
        return tl::unexpected<Error>(m_error);
    }

    template<typename T>
    bool take(T &value)
    {
        if (m_bytes.size() - m_position < sizeof value) {
            problem("ends too early");
            return false;
        }
        std::memcpy(&value, m_bytes.data() + m_position, sizeof value);
        m_position += sizeof value;
        return true;
    }
    template<typename T>
    T taken()
    {
        T value = 0;
        take(value);
        return value;
    }

    std::string_view takeText(std::size_t size)
    {
        if (m_bytes.size() - m_position < size) {
            problem("ends too early");
            return {};
        }
        const std::string_view text(reinterpret_cast<const char *>(m_bytes.data()) + m_position,
                                    size);
        m_position += size;
        return text;
    }
    std::string_view takeLine()
    {
        const std::string_view rest(reinterpret_cast<const char *>(m_bytes.data()) + m_position,
                                    m_bytes.size() - m_position);
        const std::size_t end = rest.find('\n');
        if (end == std::string_view::npos) {
            problem("ends too early");
            return {};
        }
        m_position += end + 1;
        return rest.substr(0, end);
    }

    Value pop()
    {
        if (m_stack.empty()) {
            problem("takes more values than it has");
            return None {};
        }
        Value value = std::move(m_stack.back());
        m_stack.pop_back();
        return value;
    }
    void push(Value value)
    {
        if (++m_values > kMaxValues)
            return problem("is larger than a dictionary of tensors");
        m_stack.push_back(std::move(value));
    }

    /// The values above the topmost mark, which goes too.
    std::vector<Value> popToMark()
    {
        std::size_t begin = m_stack.size();
        while (begin > 0 && !std::holds_alternative<Mark>(m_stack[begin - 1]))
            --begin;
        if (begin == 0) {
            problem("lacks a mark");
            return {};
        }
        const auto first = m_stack.begin() + static_cast<std::ptrdiff_t>(begin);
        std::vector<Value> values(std::make_move_iterator(first),
                                  std::make_move_iterator(m_stack.end()));
        m_stack.erase(first - 1, m_stack.end());
        return values;
    }
    std::vector<Value> popMany(std::size_t count)
    {
        std::vector<Value> values(count);
        for (std::size_t i = count; i-- > 0;)
            values[i] = pop();
        return values;
    }

    void pushTuple(std::vector<Value> items)
    {
        auto tuple = std::make_shared<Tuple>();
        for (const Value &item : items) {
            if (const auto *inner = std::get_if<TuplePointer>(&item))
                tuple->depth = std::max(tuple->depth, (*inner)->depth + 1);
        }
        if (tuple->depth > kMaxDepth)
            return problem("nests too deep");
        tuple->items = std::move(items);
        push(TuplePointer(std::move(tuple)));
    }

    void step(std::uint8_t code)
    {
        switch (code) {
        case 0x80: // PROTO
            if (taken<std::uint8_t>() > 5)
                problem("is of an unknown protocol", ErrorCode::Unsupported);
            return;
        case '(':
            return push(Mark {});
        case 'N':
            return push(None {});
        case 0x88: // NEWTRUE
            return push(std::int64_t { 1 });
        case 0x89: // NEWFALSE
            return push(std::int64_t { 0 });
        case 'K':
            return push(std::int64_t { taken<std::uint8_t>() });
        case 'M':
            return push(std::int64_t { taken<std::uint16_t>() });
        case 'J':
            return push(std::int64_t { taken<std::int32_t>() });
        case 0x8A: // LONG1
            return pushLong();
        case 'X':
            return push(takeText(taken<std::uint32_t>()));
        case ')':
            return pushTuple({});
        case 't':
            return pushTuple(popToMark());
        case 0x85: // TUPLE1 to TUPLE3
        case 0x86:
        case 0x87:
            return pushTuple(popMany(code - 0x84U));
        case '}':
            return push(std::make_shared<Dictionary>());
        case 's':
            return setItems(popMany(2));
        case 'u':
            return setItems(popToMark());
        case 'q':
            return remember(taken<std::uint8_t>());
        case 'r':
            return remember(taken<std::uint32_t>());
        case 'h':
            return recall(taken<std::uint8_t>());
        case 'j':
            return recall(taken<std::uint32_t>());
        case 'c':
            return pushName();
        case 'Q':
            return pushStorage(pop());
        case 'R': {
            const Value arguments = pop();
            return reduce(pop(), arguments);
        }
        case 'b': // attributes of a dictionary, such as _metadata: of no use here
            pop();
            return;
        default:
            problem("has the instruction " + std::to_string(code)
                        + ", which no dictionary of tensors needs",
                    ErrorCode::Unsupported);
        }
    }

    void pushLong()
    {
        const auto size = taken<std::uint8_t>();
        const std::string_view bytes = takeText(size);
        if (size > sizeof(std::int64_t))
            return problem("has a number that is too large");
        std::int64_t value = !bytes.empty() && (bytes.back() & 0x80) != 0 ? -1 : 0;
        bytes.copy(reinterpret_cast<char *>(&value), sizeof value);
        push(value);
    }

    void remember(std::uint32_t index)
    {
        if (m_stack.empty())
            return problem("takes more values than it has");
        m_memo[index] = m_stack.back();
    }
    void recall(std::uint32_t index)
    {
        const auto found = m_memo.find(index);
        if (found == m_memo.end())
            return problem("asks for a value that it never stored");
        push(found->second);
    }

    void pushName()
    {
        const std::string module(takeLine());
        const std::string name = module + "." + std::string(takeLine());
        static const std::map<std::string, Value> kNames = {
            { "torch._utils._rebuild_tensor_v2", Callable::RebuildTensor },
            { "torch._utils._rebuild_parameter", Callable::RebuildParameter },
            { "collections.OrderedDict", Callable::OrderedDict },
            { "torch.FloatStorage", StorageType { "F32" } },
            { "torch.HalfStorage", StorageType { "F16" } },
            { "torch.BFloat16Storage", StorageType { "BF16" } },
            { "torch.DoubleStorage", StorageType { "F64" } },
            { "torch.LongStorage", StorageType { "I64" } },
            { "torch.IntStorage", StorageType { "I32" } },
            { "torch.ShortStorage", StorageType { "I16" } },
            { "torch.CharStorage", StorageType { "I8" } },
            { "torch.ByteStorage", StorageType { "U8" } },
            { "torch.BoolStorage", StorageType { "BOOL" } },
        };
        const auto found = kNames.find(name);
        if (found == kNames.end()) {
            return problem("names '" + name.substr(0, 80)
                               + "': only tensors are read, and no code of a file is ever run",
                           ErrorCode::Unsupported);
        }
        push(found->second);
    }

    /// ('storage', type, key, location, elements)
    void pushStorage(const Value &id)
    {
        const std::vector<Value> *items = itemsOf(id);
        if (!items || items->size() != 5)
            return problem("refers to something other than a storage");
        const auto *kind = std::get_if<std::string_view>(&(*items)[0]);
        const auto *type = std::get_if<StorageType>(&(*items)[1]);
        const auto *key = std::get_if<std::string_view>(&(*items)[2]);
        const auto *elements = std::get_if<std::int64_t>(&(*items)[4]);
        if (!kind || *kind != "storage" || !type || !key || !elements || *elements < 0)
            return problem("refers to something other than a storage");
        push(Storage { type->dtype, *key, *elements });
    }

    void reduce(const Value &callable, const Value &arguments)
    {
        const auto *what = std::get_if<Callable>(&callable);
        const std::vector<Value> *items = itemsOf(arguments);
        if (!what || !items)
            return problem("calls what cannot be called");
        switch (*what) {
        case Callable::RebuildTensor:
            return pushTensor(*items);
        case Callable::RebuildParameter:
            if (items->empty() || !std::holds_alternative<TensorPointer>((*items)[0]))
                return problem("has a parameter that is no tensor");
            return push((*items)[0]);
        case Callable::OrderedDict:
            if (!items->empty())
                return problem("has a dictionary of an unknown form", ErrorCode::Unsupported);
            return push(std::make_shared<Dictionary>());
        }
    }

    /// (storage, offset, sizes, strides, requires_grad, hooks ...)
    void pushTensor(const std::vector<Value> &arguments)
    {
        const auto *storage = arguments.size() >= 4 ? std::get_if<Storage>(&arguments[0]) : nullptr;
        const auto *offset = storage ? std::get_if<std::int64_t>(&arguments[1]) : nullptr;
        auto tensor = std::make_shared<PickledTensor>();
        if (!offset || *offset < 0 || !readSizes(arguments[2], tensor->shape)
            || !readSizes(arguments[3], tensor->strides)
            || tensor->shape.size() != tensor->strides.size())
            return problem("has a tensor of an unknown form");
        tensor->dtype = storage->dtype;
        tensor->storage = storage->key;
        tensor->storageElements = storage->elements;
        tensor->offset = *offset;
        push(TensorPointer(std::move(tensor)));
    }

    /// Keys and values in turn, for the dictionary below them.
    void setItems(const std::vector<Value> &items)
    {
        const auto *dictionary
            = m_stack.empty() ? nullptr : std::get_if<DictionaryPointer>(&m_stack.back());
        if (!dictionary || items.size() % 2 != 0)
            return problem("fills something other than a dictionary");
        for (std::size_t i = 0; i < items.size(); i += 2) {
            const auto *name = std::get_if<std::string_view>(&items[i]);
            const auto *tensor = std::get_if<TensorPointer>(&items[i + 1]);
            if (name && tensor)
                (*dictionary)->insert_or_assign(std::string(*name), **tensor);
        }
    }

    std::span<const std::byte> m_bytes;
    std::size_t m_position = 0;
    const std::string &m_where;
    std::vector<Value> m_stack;
    std::size_t m_values = 0; ///< ever made
    std::unordered_map<std::uint32_t, Value> m_memo;
    Error m_error;
};

} // namespace

Result<std::map<std::string, PickledTensor>> readPickle(std::span<const std::byte> bytes,
                                                        const std::string &where)
{
    return PickleReader(bytes, where).read();
}

} // namespace tamiz::engine
