// SPDX-License-Identifier: Apache-2.0
#include <map>
#include <sstream>
#include <stdexcept>

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include "core/recipe/yaml_value.h"

namespace tamiz {

namespace {

constexpr std::size_t kMaxBytes = std::size_t { 4 } << 20;
constexpr std::size_t kMaxNodes = 200'000; ///< what aliases stand for counts too
constexpr std::size_t kMaxDepth = 64;

std::string place(const YAML::Mark &mark)
{
    return "line " + std::to_string(mark.line + 1) + ", column " + std::to_string(mark.column + 1);
}

std::size_t countNodes(const YamlValue &value)
{
    std::size_t count = 1;
    for (const YamlValue &item : value.items)
        count += countNodes(item);
    return count;
}

/// Stops the parser from within a callback.
class Refused : public std::runtime_error
{
public:
    Refused(const std::string &message, const YAML::Mark &mark)
        : std::runtime_error(message)
        , where(place(mark))
    {
    }
    std::string where;
};

/// Builds the tree from parser events. yaml-cpp's own nodes would share aliased subtrees, and a few
/// lines of aliases then stand for billions of entries; here every node is counted.
class TreeBuilder : public YAML::EventHandler
{
public:
    YamlValue takeRoot() { return std::move(m_root); }

    void OnDocumentStart(const YAML::Mark &) override { }
    void OnDocumentEnd() override { }

    void OnNull(const YAML::Mark &mark, YAML::anchor_t anchor) override
    {
        put(YamlValue {}, mark, anchor);
    }

    void OnScalar(const YAML::Mark &mark, const std::string &tag, YAML::anchor_t anchor,
                  const std::string &text) override
    {
        YamlValue value = YamlValue::plain(text);
        value.isQuoted = tag == "!";
        put(std::move(value), mark, anchor);
    }

    void OnAlias(const YAML::Mark &mark, YAML::anchor_t anchor) override
    {
        const auto found = m_anchors.find(anchor);
        if (found == m_anchors.end())
            throw Refused("an alias refers to the entry that it is part of", mark);
        spend(countNodes(found->second), mark);
        put(YamlValue(found->second), mark, YAML::NullAnchor);
    }

    void OnSequenceStart(const YAML::Mark &mark, const std::string &, YAML::anchor_t anchor,
                         YAML::EmitterStyle::value) override
    {
        open(YamlValue::list({}), mark, anchor);
    }
    void OnSequenceEnd() override { close(); }

    void OnMapStart(const YAML::Mark &mark, const std::string &, YAML::anchor_t anchor,
                    YAML::EmitterStyle::value) override
    {
        open(YamlValue::map(), mark, anchor);
    }
    void OnMapEnd() override { close(); }

private:
    struct Open
    {
        YamlValue value;
        YAML::anchor_t anchor;
        YAML::Mark mark;
        bool hasKey = false;
        std::string key;
        std::map<std::string, int> keyLines;
    };

    void spend(std::size_t nodes, const YAML::Mark &mark)
    {
        m_nodes += nodes;
        if (m_nodes > kMaxNodes)
            throw Refused("the text stands for more than " + std::to_string(kMaxNodes) + " entries",
                          mark);
    }

    void open(YamlValue value, const YAML::Mark &mark, YAML::anchor_t anchor)
    {
        if (m_open.size() >= kMaxDepth)
            throw Refused("nested deeper than " + std::to_string(kMaxDepth) + " levels", mark);
        m_open.push_back({ std::move(value), anchor, mark, false, {}, {} });
    }

    void close()
    {
        Open closed = std::move(m_open.back());
        m_open.pop_back();
        put(std::move(closed.value), closed.mark, closed.anchor);
    }

    void put(YamlValue value, const YAML::Mark &mark, YAML::anchor_t anchor)
    {
        value.line = mark.line + 1;
        value.column = mark.column + 1;
        spend(1, mark);
        if (anchor != YAML::NullAnchor) {
            spend(countNodes(value), mark);
            m_anchors[anchor] = value;
        }
        if (m_open.empty()) {
            m_root = std::move(value);
            return;
        }
        Open &parent = m_open.back();
        if (parent.value.isList()) {
            parent.value.items.push_back(std::move(value));
        } else if (!parent.hasKey) {
            if (!value.isScalar())
                throw Refused("a key must be text, found " + value.describe(), mark);
            const auto [first, isNew] = parent.keyLines.try_emplace(value.text, value.line);
            if (!isNew) {
                throw Refused("the key " + value.describe() + " is given twice, first in line "
                                  + std::to_string(first->second),
                              mark);
            }
            parent.key = std::move(value.text);
            parent.hasKey = true;
        } else {
            parent.value.add(std::move(parent.key), std::move(value));
            parent.hasKey = false;
        }
    }

    YamlValue m_root;
    std::vector<Open> m_open;
    std::map<YAML::anchor_t, YamlValue> m_anchors;
    std::size_t m_nodes = 0;
};

} // namespace

Result<YamlValue> readYaml(std::string_view text)
{
    if (text.size() > kMaxBytes) {
        return fail(ErrorCode::InvalidInput,
                    "a recipe of " + std::to_string(text.size()) + " bytes is over the limit of "
                        + std::to_string(kMaxBytes));
    }
    if (text.find('\0') != std::string_view::npos) {
        return fail(ErrorCode::InvalidInput, "not a text: it holds a zero byte",
                    "byte " + std::to_string(text.find('\0')));
    }
    try {
        std::istringstream stream { std::string(text) };
        YAML::Parser parser(stream);
        TreeBuilder builder;
        if (!parser.HandleNextDocument(builder))
            return YamlValue::map();
        TreeBuilder rest;
        if (parser.HandleNextDocument(rest))
            return fail(ErrorCode::InvalidInput, "holds more than one YAML document", {},
                        "Keep one recipe a file");
        return builder.takeRoot();
    } catch (const Refused &refused) {
        return fail(ErrorCode::InvalidInput, refused.what(), refused.where);
    } catch (const YAML::Exception &error) {
        return fail(ErrorCode::InvalidInput, "not valid YAML: " + error.msg,
                    error.mark.is_null() ? std::string() : place(error.mark));
    } catch (const std::exception &error) {
        return fail(ErrorCode::InvalidInput, std::string("not valid YAML: ") + error.what());
    }
}

} // namespace tamiz
