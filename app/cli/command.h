// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace tamiz::cli {

// Exit codes of every command (docs: cli reference in README).
constexpr int kDone = 0;
constexpr int kUsage = 1;
constexpr int kInvalidInput = 2;
constexpr int kFailed = 3;
constexpr int kCancelled = 130;

/// A sub-command: arguments without the program's and the command's name; returns the exit code.
/// With --json, standard output holds JSON only; people's messages go to standard error.
using Arguments = std::vector<std::string>;

int runCommand(const Arguments &arguments); // run RECIPE.yaml
int resumeCommand(const Arguments &arguments); // resume RUN_DIR
int runsCommand(const Arguments &arguments); // runs
int compareCommand(const Arguments &arguments); // compare RUN...
int evaluateCommand(const Arguments &arguments); // evaluate
int predictCommand(const Arguments &arguments); // predict
int generateCommand(const Arguments &arguments); // generate
int tokenizeCommand(const Arguments &arguments); // tokenize DIR
int tokensCommand(const Arguments &arguments); // tokens propose
int tokenizerCommand(const Arguments &arguments); // tokenizer train
int inspectCommand(const Arguments &arguments); // inspect DIR
int forwardCommand(const Arguments &arguments); // forward DIR
int exportCommand(const Arguments &arguments); // export RUN_OR_ADAPTER
int importCommand(const Arguments &arguments); // import
int pretrainCommand(const Arguments &arguments); // pretrain RECIPE.yaml
int demoCommand(const Arguments &arguments); // demo
int dataCommand(const Arguments &arguments); // data ...
int benchCommand(const Arguments &arguments); // bench ...

} // namespace tamiz::cli
