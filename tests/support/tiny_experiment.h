// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <fstream>
#include <string>

#include <gtest/gtest.h>

#include "tests/support/program.h"

namespace tamiz::test {

/// A model of some thousand weights and a task that it can learn (is an animal named?), made by the
/// program itself: what the commands about training are tried on.
class TinyExperiment
{
public:
    explicit TinyExperiment(const std::string &program)
    {
        write("rows.jsonl", rows());
        write("plain.txt", plainText());
        write("pretrain.yaml", R"(version: 1
task: {type: masked-lm, max_length: 32}
data: {train: plain.txt}
pretrain: {vocab_size: 120, hidden_size: 32, layers: 2, heads: 2, intermediate_size: 64, max_positions: 32}
training: {max_steps: 2, batch_size: 8, device: cpu, threads: 1, precision: fp32}
)");
        write("recipe.yaml", R"(version: 1
seed: 3
model: {path: pretrained/final}
task: {type: classification, max_length: 32}
data:
  train: rows.jsonl
  validation: rows.jsonl
  test: rows.jsonl
  reference: [{name: plain, path: plain.txt, max_rows: 16}]
layers: {lora: {rank: 4, alpha: 8}}
masking:
  classes:
    - {name: punctuation, kind: property, expression: punctuation}
    - {name: animals, kind: words, words: [gato, perro, rana, pez]}
    - {name: seldom, kind: frequency, max_share: 0.05}
training:
  max_steps: 12
  batch_size: 8
  learning_rate: 0.003
  device: cpu
  threads: 1
  precision: fp32
  checkpoint_steps: 4
  keep_checkpoints: 10
evaluation: {steps: 6}
)");
        const Answer made
            = Program(program)({ "pretrain", path("pretrain.yaml"), "--out", path("pretrained") });
        EXPECT_EQ(made.exitCode, 0) << made.error;
    }

    std::string path(const std::string &name) const { return m_folder.path() / name; }
    std::string base() const { return path("pretrained/final"); }

    void write(const std::string &name, const std::string &text) const
    {
        std::ofstream(m_folder.path() / name, std::ios::binary) << text;
    }

    static constexpr int kRows = 64;

private:
    static std::string text(int row)
    {
        static constexpr const char *kNouns[] { "gato", "mesa", "perro", "silla",
                                                "rana", "copa", "pez",   "luz" };
        return std::string("la casa tiene , un ") + kNouns[row % 8]
            + (row / 8 % 2 == 0 ? " grande ." : " azul , y 2 .");
    }

    static std::string rows()
    {
        std::string lines;
        for (int row = 0; row < kRows; ++row)
            lines += R"({"text":")" + text(row) + R"(","label":")"
                + (row % 2 == 0 ? "animal" : "cosa") + "\"}\n";
        return lines;
    }

    static std::string plainText()
    {
        std::string lines;
        for (int row = 0; row < kRows; ++row)
            lines += text(row) + "\n";
        return lines;
    }

    const TemporaryFolder m_folder;
};

} // namespace tamiz::test
