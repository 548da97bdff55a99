// SPDX-License-Identifier: Apache-2.0
#include "core/engine/data/json_stream.h"

#include <algorithm>
#include <limits>
#include <string_view>

#include <nlohmann/json.hpp>

#include "core/tokens/utf8.h"

namespace tamiz::engine {

using nlohmann::json;

namespace {

constexpr int kEnd = std::streambuf::traits_type::eof();
constexpr int kMaxDepth = 200;
constexpr std::size_t kBlockBytes = std::size_t { 1 } << 16;
constexpr std::size_t kLongestCharacter = 4; // bytes of UTF-8

/// How deep a JSON text is nested up to and with the bytes that it was given.
class Nesting
{
public:
    void add(char c)
    {
        if (m_isInString) {
            m_isInString = m_isEscaped || c != '"';
            m_isEscaped = !m_isEscaped && c == '\\';
        } else if (c == '"') {
            m_isInString = true;
        } else if (c == '[' || c == '{') {
            ++m_depth;
        } else if (c == ']' || c == '}') {
            --m_depth;
        }
    }

    int depth() const { return m_depth; }
    bool isOutside() const { return m_depth == 0 && !m_isInString; }

private:
    int m_depth = 0;
    bool m_isInString = false;
    bool m_isEscaped = false;
};

bool isTooDeep(std::string_view text)
{
    Nesting nesting;
    return std::any_of(text.begin(), text.end(), [&nesting](char c) {
        nesting.add(c);
        return nesting.depth() > kMaxDepth;
    });
}

/// Between two values, where the text is valid.
bool isBetween(int c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == ',' || c == ':';
}

} // namespace

Result<json> parseJson(const std::string &text)
{
    if (isTooDeep(text)) {
        return fail(ErrorCode::InvalidInput,
                    "nested deeper than " + std::to_string(kMaxDepth) + " levels");
    }
    json value = json::parse(text, nullptr, false);
    if (value.is_discarded())
        return fail(ErrorCode::InvalidInput, "not valid JSON");
    return value;
}

// ---- JsonCheck

/// Hands on the bytes of a stream up to the first that is no UTF-8.
class JsonCheck::Bytes : public std::streambuf
{
public:
    Bytes(std::istream &stream, RunControl &control)
        : m_stream(stream)
        , m_control(control)
    {
    }

    const std::optional<BadByte> &badByte() const { return m_badByte; }

protected:
    int_type underflow() override
    {
        if (m_badByte || m_control.isStopRequested())
            return kEnd;
        m_block.erase(0, m_checked);
        m_before += m_checked;
        const std::size_t kept = m_block.size(); // the begin of a character
        m_block.resize(kept + kBlockBytes);
        m_stream.read(m_block.data() + kept, static_cast<std::streamsize>(kBlockBytes));
        const auto count = static_cast<std::size_t>(m_stream.gcount());
        m_block.resize(kept + count);
        m_checked = std::min(findInvalidUtf8(m_block), m_block.size());
        const bool mayGoOn = count > 0 && m_block.size() - m_checked < kLongestCharacter;
        if (m_checked < m_block.size() && !mayGoOn)
            m_badByte = { m_before + m_checked, static_cast<unsigned char>(m_block[m_checked]) };
        setg(m_block.data(), m_block.data(), m_block.data() + m_checked);
        return m_checked == 0 ? (mayGoOn ? underflow() : kEnd)
                              : traits_type::to_int_type(m_block.front());
    }

private:
    std::istream &m_stream;
    RunControl &m_control;
    std::string m_block;
    std::size_t m_checked = 0; ///< bytes at its begin, which were handed on
    std::uint64_t m_before = 0; ///< bytes of the stream before the block
    std::optional<BadByte> m_badByte;
};

JsonCheck::JsonCheck(std::istream &stream, RunControl &control)
{
    Bytes bytes(stream, control);
    std::istream checked(&bytes);
    m_isJson = json::accept(checked);
    checked.clear();
    checked.ignore(std::numeric_limits<std::streamsize>::max()); // a bad byte counts wherever it is
    m_badByte = bytes.badByte();
}

// ---- JsonElements

JsonElements::JsonElements(std::istream &stream)
    : m_stream(stream)
    , m_bytes(*stream.rdbuf())
{
    if (m_bytes.sgetc() == 0xEF) { // the mark of the byte order
        for (int i = 0; i < 3; ++i)
            take();
    }
    if (peek() == '{') {
        m_kind = Kind::Articles;
        enterArticles();
    } else if (peek() == '[') {
        m_kind = Kind::Rows;
        take();
    }
}

void JsonElements::enterArticles()
{
    std::optional<std::int64_t> articles;
    std::string key;
    for (take(); peek() == '"'; step()) {
        key.clear();
        step(&key);
        const bool isList = peek() == '[';
        if (json::parse(key, nullptr, false)
            == "data") // the last one counts, as when it is read whole
            articles = isList ? std::optional(m_offset) : std::nullopt;
    }
    if (!articles)
        return;
    seek(*articles);
    take();
}

void JsonElements::seek(std::int64_t offset)
{
    m_stream.clear();
    m_stream.seekg(offset);
    m_offset = offset;
}

bool JsonElements::next(std::string &element)
{
    element.clear();
    const char first = peek();
    if (first == ']' || first == '}' || first == '\0')
        return false;
    m_element = m_offset;
    step(&element);
    return true;
}

/// The first byte of what comes next: '[', '{', '"' ..., a closing ']' or '}'; 0 at the end.
char JsonElements::peek()
{
    while (isBetween(m_bytes.sgetc()))
        take();
    const int next = m_bytes.sgetc();
    return next == kEnd ? '\0' : static_cast<char>(next);
}

char JsonElements::take()
{
    ++m_offset;
    return static_cast<char>(m_bytes.sbumpc());
}

/// Steps over one whole value or key; its text is added to @p text where there is one.
void JsonElements::step(std::string *text)
{
    const char first = peek();
    const bool isDelimited = first == '"' || first == '[' || first == '{';
    Nesting nesting;
    bool isEnd = false;
    while (!isEnd) {
        const char c = take();
        nesting.add(c);
        if (text)
            text->push_back(c);
        const int next = m_bytes.sgetc();
        isEnd = next == kEnd
            || (isDelimited ? nesting.isOutside() : isBetween(next) || next == ']' || next == '}');
    }
}

} // namespace tamiz::engine
