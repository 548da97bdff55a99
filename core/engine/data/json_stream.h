// SPDX-License-Identifier: Apache-2.0
#pragma once

// Engine-private: names a JSON type.

#include <cstdint>
#include <istream>
#include <optional>
#include <streambuf>
#include <string>

#include <nlohmann/json_fwd.hpp>

#include "core/base/result.h"
#include "core/base/run_control.h"

namespace tamiz::engine {

/// A whole text as one value. Fails when it is none, or one that is nested deeper than 200 levels: copying
/// and printing go a level down the stack for each.
Result<nlohmann::json> parseJson(const std::string &text);

/// Whether a whole stream is valid UTF-8 and one JSON value. Holds no more than a block of it.
class JsonCheck
{
public:
    struct BadByte
    {
        std::uint64_t offset = 0;
        unsigned char value = 0;
    };

    /// Reads until the end; ends early, with any answer, when stopped.
    JsonCheck(std::istream &stream, RunControl &control);

    bool isJson() const { return m_isJson; }
    const std::optional<BadByte> &badByte() const { return m_badByte; } ///< no UTF-8

private:
    class Bytes;

    bool m_isJson = false;
    std::optional<BadByte> m_badByte;
};

/// The elements of a JSON file that hold rows, one by one: those of its list, or those of the list `data` in
/// its object, SQuAD's articles. The file is known to be JSON.
class JsonElements
{
public:
    enum class Kind { None, Rows, Articles };

    /// @p stream stands at the file's begin.
    explicit JsonElements(std::istream &stream);

    Kind kind() const { return m_kind; }
    /// Goes on at an element that was there before.
    void seek(std::int64_t offset);
    /// False at the end.
    bool next(std::string &element);
    std::int64_t offset() const { return m_element; } ///< where the last one begins, in bytes

private:
    void enterArticles();
    char peek();
    char take();
    void step(std::string *text = nullptr);

    std::istream &m_stream;
    std::streambuf &m_bytes; ///< the stream's
    Kind m_kind = Kind::None;
    std::int64_t m_offset = 0;
    std::int64_t m_element = 0;
};

} // namespace tamiz::engine
