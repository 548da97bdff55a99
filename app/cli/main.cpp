// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <cstdio>
#include <exception>
#include <string_view>

#include "app/cli/command.h"

namespace {

using namespace tamiz::cli;

struct Command
{
    std::string_view name;
    std::string_view summary;
    int (*run)(const Arguments &);
};

// One line a command, in the order that help prints them.
constexpr std::array kCommands {
    Command { "run", "train a recipe", runCommand },
    Command { "resume", "go on from the last checkpoint of a run", resumeCommand },
    Command { "runs", "list the runs of the store", runsCommand },
    Command { "compare", "settings that differ and last metrics of runs, side by side",
              compareCommand },
    Command { "evaluate", "measure a model on data", evaluateCommand },
    Command { "predict", "answer rows of standard input", predictCommand },
    Command { "generate", "continue a text with a decoder", generateCommand },
    Command { "pretrain", "train a tokenizer and a model from scratch", pretrainCommand },
    Command { "demo", "run the bundled recipes and print their table", demoCommand },
    Command { "bench", "time the engine on this machine", benchCommand },
    Command { "data", "rebuild, check and describe data sets", dataCommand },
    Command { "inspect", "what a model or adapter folder holds", inspectCommand },
    Command { "forward", "one pass on tensors of a file, to compare with other programs",
              forwardCommand },
    Command { "export", "a run's adapter (peft) or the merged model", exportCommand },
    Command { "import", "copy a model or adapter into the library", importCommand },
    Command { "tokenize", "tokens, offsets and token classes of each line of standard input",
              tokenizeCommand },
    Command { "tokens", "propose tokens of a domain for a model's vocabulary", tokensCommand },
    Command { "tokenizer", "train a new vocabulary on texts", tokenizerCommand },
};

void printHelp(std::FILE *out)
{
    std::fputs("usage: tamiz COMMAND [options]   (tamiz COMMAND --help)\n\n", out);
    for (const Command &command : kCommands)
        std::fprintf(out, "  %-10s %s\n", command.name.data(), command.summary.data());
}

/// What a library throws becomes a failure of the command.
int call(const Command &command, const Arguments &arguments)
{
    try {
        return command.run(arguments);
    } catch (const std::exception &error) {
        std::fprintf(stderr, "tamiz %s: %s\n", command.name.data(), error.what());
        return kFailed;
    }
}

} // namespace

int main(int argc, char *argv[])
{
    const std::string_view name = argc > 1 ? argv[1] : "";
    if (name.empty() || name == "--help" || name == "-h" || name == "help") {
        printHelp(name.empty() ? stderr : stdout);
        return name.empty() ? kUsage : kDone;
    }
    if (name == "--version") {
        std::puts("tamiz " TAMIZ_VERSION);
        return kDone;
    }
    for (const Command &command : kCommands) {
        if (command.name == name)
            return call(command, Arguments(argv + 2, argv + argc));
    }
    std::fprintf(stderr, "tamiz: unknown command '%s'\n", argv[1]);
    printHelp(stderr);
    return kUsage;
}
