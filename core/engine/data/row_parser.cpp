// SPDX-License-Identifier: Apache-2.0
#include "core/engine/data/row_parser.h"

#include <cmath>
#include <cstdlib>
#include <optional>
#include <utility>

#include "core/engine/data/json_stream.h"
#include "core/tokens/utf8.h"

namespace tamiz::engine {

namespace {

using nlohmann::json;

tl::unexpected<Error> wrong(std::string message, std::string hint = {})
{
    return fail(ErrorCode::InvalidInput, std::move(message), {}, std::move(hint));
}

/// A column that the recipe leaves at its default has the name that data sets of the task usually give it.
void takeUsual(std::string &column, const std::string &standard, const char *usual)
{
    if (column == standard)
        column = usual;
}

/// A text; numbers and booleans are taken as their text.
std::optional<std::string> textOf(const json &value)
{
    if (value.is_string())
        return value.get<std::string>();
    if (value.is_number() || value.is_boolean())
        return value.dump();
    return std::nullopt;
}

const json *find(const json &row, const std::string &name)
{
    const auto found = row.find(name);
    return found == row.end() || found->is_null() ? nullptr : &*found;
}

std::optional<std::string> field(const json &row, const std::string &name)
{
    const json *value = find(row, name);
    return value ? textOf(*value) : std::nullopt;
}

/// A list, or the cell of a table that holds one as JSON.
json structured(const json &value)
{
    return value.is_string() ? parseJson(value.get<std::string>()).value_or(json()) : value;
}

std::optional<double> numberOf(const json &value)
{
    if (value.is_number())
        return value.get<double>();
    if (!value.is_string())
        return std::nullopt;
    const std::string text = value.get<std::string>();
    char *end = nullptr;
    const double number = std::strtod(text.c_str(), &end);
    const bool isWhole = !text.empty() && end == text.c_str() + text.size();
    return isWhole ? std::optional(number) : std::nullopt;
}

// ---- labels

/// Labels of a row: a list of names, or one text with '|' between them. None is an answer too.
Status readLabelSet(const json &value, Example &example)
{
    if (!value.is_array()) {
        const std::optional<std::string> text = textOf(value);
        if (!text)
            return wrong("the labels are no list of names: " + shortened(value.dump()));
        for (std::size_t begin = 0, bar = 0; bar != std::string::npos; begin = bar + 1) {
            bar = text->find('|', begin);
            if (std::string name = text->substr(begin, bar - begin); !name.empty())
                example.labels.push_back(std::move(name));
        }
        return {};
    }
    for (const json &one : value) {
        const std::optional<std::string> name = textOf(one);
        if (!name || name->empty())
            return wrong("a label is no name: " + shortened(one.dump()));
        example.labels.push_back(*name);
    }
    return {};
}

Status readNumbers(const json &value, Example &example)
{
    for (const json &one : value.is_array() ? value : json::array({ value })) {
        const std::optional<double> number = numberOf(one);
        if (!number || !std::isfinite(*number)) {
            return wrong("the label " + shortened(one.dump()) + " is not a number",
                         "Regression needs a number in each row");
        }
        example.targets.push_back(*number);
    }
    return {};
}

/// SQuAD's {"text": [...], "answer_start": [...]}, or a list of {"text", "answer_start"}.
Status readAnswers(const json &value, Example &example)
{
    const json answers = structured(value);
    const auto add = [&](const json &text, const json &start) -> Status {
        if (!text.is_string() || !start.is_number_integer())
            return wrong("an answer needs a text and the number of the character it begins at");
        const std::u32string context = decodeUtf8(example.textPair);
        const std::u32string answer = decodeUtf8(text.get<std::string>());
        const auto begin = start.get<std::int64_t>();
        const auto end = begin + static_cast<std::int64_t>(answer.size());
        const bool isThere = begin >= 0 && end <= static_cast<std::int64_t>(context.size())
            && context.compare(static_cast<std::size_t>(begin), answer.size(), answer) == 0;
        if (!isThere) {
            return wrong("the answer '" + shortened(text.get<std::string>())
                             + "' does not stand at character " + std::to_string(begin)
                             + " of its text",
                         "Characters are counted as code points, from 0");
        }
        example.answers.push_back({ text.get<std::string>(), { begin, end } });
        return {};
    };
    if (answers.is_array()) {
        for (const json &one : answers) {
            if (!one.is_object())
                return wrong("an answer is no object: " + shortened(one.dump()));
            TAMIZ_CHECK(add(one.value("text", json()), one.value("answer_start", json())));
        }
        return {};
    }
    const json texts = answers.is_object() ? answers.value("text", json()) : json();
    const json starts = answers.is_object() ? answers.value("answer_start", json()) : json();
    if (!texts.is_array() || !starts.is_array() || texts.size() != starts.size()) {
        return wrong("the answers are no lists 'text' and 'answer_start' of one length: "
                     + shortened(value.dump()));
    }
    for (std::size_t i = 0; i < texts.size(); ++i)
        TAMIZ_CHECK(add(texts[i], starts[i]));
    return {};
}

/// The number of the right choice, from 0; RACE and its kin write a letter.
Status readChoice(const json &value, Example &example)
{
    std::string text = textOf(value).value_or("");
    if (text.size() == 1 && text[0] >= 'A' && text[0] <= 'Z')
        text = std::to_string(text[0] - 'A');
    for (std::size_t i = 0; i < example.choices.size(); ++i) {
        if (text == std::to_string(i)) {
            example.label = text;
            return {};
        }
    }
    return wrong("the label " + shortened(value.dump()) + " names none of the "
                 + std::to_string(example.choices.size()) + " choices, which count from 0");
}

// ---- texts

/// The choices of a row: a list `choices` or `options` (in ARC its "text"), or SWAG's ending0, ending1 ...
Status readChoices(const json &row, Example &example)
{
    for (const char *name : { "choices", "options" }) {
        if (const json *list = find(row, name)) {
            json choices = structured(*list);
            if (choices.is_object())
                choices = choices.value("text", json());
            for (const json &one : choices.is_array() ? choices : json::array())
                example.choices.push_back(textOf(one).value_or(""));
        }
    }
    while (const auto ending = field(row, "ending" + std::to_string(example.choices.size())))
        example.choices.push_back(*ending);
    if (example.choices.size() < 2)
        return wrong("fewer than two choices: " + shortened(row.dump()),
                     "Give a list 'choices', or columns ending0, ending1 ...");
    return {};
}

/// What stands before the choices: SWAG's sent1 and sent2, RACE's article and question, or one of the two.
Status readStem(const json &row, const TaskSection &task, Example &example)
{
    std::vector<std::string> texts;
    for (const std::string &name :
         { task.textColumn, std::string("context"), std::string("article"), std::string("sent1"),
           std::string("question"), std::string("sent2"), task.textPairColumn }) {
        if (std::optional<std::string> text = field(row, name); text && !text->empty())
            texts.push_back(std::move(*text));
    }
    if (texts.empty())
        return wrong("no text before the choices: " + shortened(row.dump()),
                     "Give 'question', 'context', or SWAG's 'sent1' and 'sent2'");
    example.text = texts.front();
    if (texts.size() > 1)
        example.textPair = texts[1];
    return {};
}

Result<Example> taggedRow(const json &row, const TaskSection &task)
{
    const json *tokens = find(row, "tokens");
    const json *tags = find(row, "tags");
    if (!tags)
        tags = find(row, task.labelColumn);
    if (!tokens || !tokens->is_array() || !tags || !tags->is_array()) {
        return wrong("token classification needs the lists 'tokens' and 'tags': "
                     + shortened(row.dump()));
    }
    if (tokens->size() != tags->size()) {
        return wrong(std::to_string(tokens->size()) + " tokens but " + std::to_string(tags->size())
                     + " tags");
    }
    std::vector<std::string> words;
    std::vector<std::string> names;
    for (std::size_t i = 0; i < tokens->size(); ++i) {
        const json &word = (*tokens)[i];
        const json &tag = (*tags)[i];
        if (!word.is_string() || tag.is_null() || tag.is_structured())
            return wrong("missing label or token at position " + std::to_string(i));
        words.push_back(word.get<std::string>());
        names.push_back(tag.is_string() ? tag.get<std::string>() : tag.dump());
    }
    if (words.empty())
        return wrong("a row without tokens");
    return taggedSentence(std::move(words), std::move(names));
}

/// Rows of next-sentence may write transformers' numbers for the label.
std::string nextSentenceLabel(const std::string &label, const TaskSection &task)
{
    if (!task.labels.empty() || (label != "0" && label != "1"))
        return label;
    return label == "0" ? kIsNext : kIsNotNext;
}

} // namespace

std::string shortened(const std::string &value, std::size_t count)
{
    if (value.size() <= count)
        return value;
    while (count > 0 && (static_cast<unsigned char>(value[count]) & 0xC0) == 0x80)
        --count;
    return value.substr(0, count) + "...";
}

Example plainText(const std::string &text)
{
    Example example;
    example.text = text;
    return example;
}

Example taggedSentence(std::vector<std::string> words, std::vector<std::string> tags)
{
    Example example;
    for (const std::string &word : words)
        example.text += (example.text.empty() ? "" : " ") + word;
    example.words = std::move(words);
    example.tags = std::move(tags);
    return example;
}

json squadRows(const json &article)
{
    json rows = json::array();
    const auto list = [](const json &parent, const char *name) {
        const json *found = parent.is_object() ? find(parent, name) : nullptr;
        return found && found->is_array() ? *found : json::array();
    };
    for (const json &paragraph : list(article, "paragraphs")) {
        for (json question : list(paragraph, "qas")) {
            if (question.is_object())
                question["context"] = paragraph.value("context", json());
            rows.push_back(std::move(question));
        }
    }
    return rows;
}

RowParser::RowParser(const TaskSection &task, bool isLabelled)
    : m_task(task)
    , m_isLabelled(isLabelled)
{
    const TaskSection standard;
    if (task.type == TaskType::QuestionAnswering) {
        takeUsual(m_task.textColumn, standard.textColumn, "question");
        takeUsual(m_task.textPairColumn, standard.textPairColumn, "context");
        takeUsual(m_task.labelColumn, standard.labelColumn, "answers");
    }
}

Result<Example> RowParser::parse(const json &row) const
{
    if (m_task.type == TaskType::TokenClassification && m_isLabelled)
        return taggedRow(row, m_task);
    Example example;
    TAMIZ_CHECK(readTexts(row, example));
    if (m_isLabelled && !isLanguageModelling(m_task.type))
        TAMIZ_CHECK(readLabel(row, example));
    return example;
}

Status RowParser::readTexts(const json &row, Example &example) const
{
    if (m_task.type == TaskType::MultipleChoice) {
        TAMIZ_CHECK(readStem(row, m_task, example));
        return readChoices(row, example);
    }
    const std::optional<std::string> text = field(row, m_task.textColumn);
    if (!text)
        return wrong("no text in column '" + m_task.textColumn + "': " + shortened(row.dump()));
    example.text = *text;
    example.textPair = field(row, m_task.textPairColumn).value_or("");
    const bool needsPair
        = m_task.type == TaskType::QuestionAnswering || m_task.type == TaskType::NextSentence;
    if (needsPair && example.textPair.empty()) {
        return wrong("no text in column '" + m_task.textPairColumn + "': " + shortened(row.dump()));
    }
    return {};
}

Status RowParser::readLabel(const json &row, Example &example) const
{
    const json *label = find(row, m_task.labelColumn);
    for (const char *usual : { "answer", "answerKey" }) { // RACE, ARC
        if (!label && m_task.type == TaskType::MultipleChoice)
            label = find(row, usual);
    }
    if (!label)
        return wrong("missing label in column '" + m_task.labelColumn
                     + "': " + shortened(example.text));
    switch (m_task.type) {
    case TaskType::MultiLabel:
        return readLabelSet(*label, example);
    case TaskType::Regression:
        return readNumbers(*label, example);
    case TaskType::QuestionAnswering:
        return readAnswers(*label, example);
    case TaskType::MultipleChoice:
        return readChoice(*label, example);
    default:
        break;
    }
    const std::optional<std::string> name = textOf(*label);
    if (!name || name->empty()) {
        return wrong("missing label in column '" + m_task.labelColumn
                     + "': " + shortened(example.text));
    }
    example.label
        = m_task.type == TaskType::NextSentence ? nextSentenceLabel(*name, m_task) : *name;
    return {};
}

} // namespace tamiz::engine
