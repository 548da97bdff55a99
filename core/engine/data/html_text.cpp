// SPDX-License-Identifier: Apache-2.0
#include "core/engine/data/html_text.h"

#include <memory>
#include <unordered_set>

#include <libxml/HTMLparser.h>
#include <libxml/parser.h>
#include <libxml/tree.h>

#include "core/engine/data/text_words.h"
#include "core/tokens/utf8.h"

namespace tamiz::engine {

namespace {

constexpr std::size_t kMaxMarkupBytes = std::size_t { 64 } << 20;

struct FreeDocument
{
    void operator()(xmlDoc *document) const { xmlFreeDoc(document); }
};
using Document = std::unique_ptr<xmlDoc, FreeDocument>;

using Names = std::unordered_set<std::string_view>;

// Elements that interrupt a line of text, of HTML, Mallard and DocBook.
const Names kBlocks { "p",       "div",     "li",     "ul",    "ol",      "dl",      "dt",
                      "dd",      "h1",      "h2",     "h3",    "h4",      "h5",      "h6",
                      "table",   "tr",      "td",     "th",    "section", "article", "blockquote",
                      "body",    "title",   "item",   "list",  "steps",   "terms",   "note",
                      "desc",    "caption", "figure", "media", "page",    "tbody",   "thead",
                      "summary", "details", "center", "form" };

// Elements whose text is not prose of the page.
const Names kSkipped { "script", "style",    "head",   "header", "footer", "nav",
                       "aside",  "noscript", "button", "select", "svg",    "info",
                       "credit", "links",    "object", "math" };
const Names kListings { "pre", "screen", "programlisting", "listing" };

// Classes of navigation and front matter in the pages of DocBook, LibreOffice and LilyPond.
const Names kSkippedClasses {
    "relatedtopics", "navheader",      "navfooter",       "toc",
    "docnav",        "debug",          "legalnotice",     "index",
    "author",        "copyright",      "revhistory",      "pubdate",
    "bascode",       "titlepage-nav",  "programlisting",  "screen",
    "literallayout", "list-of-tables", "list-of-figures", "list-of-examples",
    "nav_table",     "contents"
};

std::string_view nameOf(const xmlNode *node)
{
    return reinterpret_cast<const char *>(node->name);
}

std::string attribute(const xmlNode *node, const char *name)
{
    xmlChar *value = xmlGetProp(node, reinterpret_cast<const xmlChar *>(name));
    if (!value)
        return {};
    std::string result(reinterpret_cast<const char *>(value));
    xmlFree(value);
    return result;
}

bool hasSkippedClass(const xmlNode *node)
{
    const std::string classes = attribute(node, "class");
    std::size_t begin = 0;
    while (begin < classes.size()) {
        const std::size_t end = std::min(classes.find(' ', begin), classes.size());
        if (kSkippedClasses.count(std::string_view(classes).substr(begin, end - begin)) > 0)
            return true;
        begin = end + 1;
    }
    return false;
}

bool isSkipped(const xmlNode *node, const MarkupTextOptions &options)
{
    const std::string_view name = nameOf(node);
    if (kSkipped.count(name) > 0 || (!options.keepCode && kListings.count(name) > 0))
        return true;
    // In Mallard a block of code is an element of its own, not below a paragraph.
    if (options.xml && name == "code" && node->parent && nameOf(node->parent) != "p")
        return !options.keepCode;
    // LibreOffice's help holds the texts for every module and system, hidden, and a default.
    if (!attribute(node, "hidden").empty() && !attribute(node, "class").empty())
        return true;
    return hasSkippedClass(node);
}

// The node after @p node in document order, without its children; null at the end of @p root.
const xmlNode *nextOutside(const xmlNode *node, const xmlNode *root)
{
    while (node && node != root && !node->next)
        node = node->parent;
    return node && node != root ? node->next : nullptr;
}

// Document order by pointers, not by recursion: a page may nest as deep as it likes.
const xmlNode *findById(const xmlNode *root, const std::string &id)
{
    for (const xmlNode *node = root; node;) {
        if (node->type == XML_ELEMENT_NODE && attribute(node, "id") == id)
            return node;
        node = node->children && node->type == XML_ELEMENT_NODE ? node->children
                                                                : nextOutside(node, root);
    }
    return nullptr;
}

class ParagraphCollector
{
public:
    explicit ParagraphCollector(const MarkupTextOptions &options)
        : m_options(options)
    {
    }

    std::vector<std::string> collect(const xmlNode *root)
    {
        const xmlNode *node = root;
        while (node) {
            if (node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE)
                m_line += reinterpret_cast<const char *>(node->content);
            const bool enters = node->type == XML_ELEMENT_NODE && !isSkipped(node, m_options);
            if (enters && node->children) {
                begin(node);
                node = node->children;
                continue;
            }
            // An element without content, or one left out: it may still separate what is around it.
            if (node->type == XML_ELEMENT_NODE)
                nameOf(node) == "br" ? void(m_line += ' ') : begin(node);
            while (node != root && !node->next) {
                node = node->parent;
                begin(node);
            }
            node = node == root ? nullptr : node->next;
        }
        flush();
        return std::move(m_paragraphs);
    }

private:
    void begin(const xmlNode *node)
    {
        if (kBlocks.count(nameOf(node)) > 0)
            flush();
    }

    void flush()
    {
        std::string paragraph = normaliseSpaces(m_line);
        m_line.clear();
        if (!paragraph.empty())
            m_paragraphs.push_back(std::move(paragraph));
    }

    const MarkupTextOptions &m_options;
    std::string m_line;
    std::vector<std::string> m_paragraphs;
};

Document parse(std::string_view markup, bool xml)
{
    const int size = static_cast<int>(markup.size());
    if (xml) {
        return Document(xmlReadMemory(markup.data(), size, nullptr, nullptr,
                                      XML_PARSE_RECOVER | XML_PARSE_NOERROR | XML_PARSE_NOWARNING
                                          | XML_PARSE_NONET));
    }
    // A page that is no UTF-8 says its encoding itself, or libxml2 reads it as Latin-1.
    const char *encoding = findInvalidUtf8(markup) == std::string_view::npos ? "UTF-8" : nullptr;
    return Document(htmlReadMemory(markup.data(), size, nullptr, encoding,
                                   HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING
                                       | HTML_PARSE_NONET));
}

} // namespace

Result<std::vector<std::string>> markupParagraphs(std::string_view markup,
                                                  const MarkupTextOptions &options,
                                                  const std::string &where)
{
    if (markup.size() > kMaxMarkupBytes)
        return fail(ErrorCode::InvalidInput,
                    "the page has " + std::to_string(markup.size()) + " bytes, more than the "
                        + std::to_string(kMaxMarkupBytes) + " that are read",
                    where);
    const Document document = parse(markup, options.xml);
    const xmlNode *root = document ? xmlDocGetRootElement(document.get()) : nullptr;
    if (!root)
        return fail(ErrorCode::InvalidInput,
                    std::string("no ") + (options.xml ? "XML" : "HTML") + " document in "
                        + std::to_string(markup.size()) + " bytes",
                    where);
    if (!options.contentId.empty()) {
        root = findById(root, options.contentId);
        if (!root)
            return fail(ErrorCode::NotFound, "no element with the id '" + options.contentId + "'",
                        where,
                        "the page is truncated or comes from another version of its package");
    }
    return ParagraphCollector(options).collect(root);
}

} // namespace tamiz::engine
