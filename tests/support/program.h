// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include <sys/wait.h>

#include "tests/support/temporary_folder.h"

namespace tamiz::test {

struct Answer
{
    int exitCode = -1;
    std::string output;
    std::string error;
};

/// A command line program as a script calls it, with a store of its own and one thread.
class Program
{
public:
    explicit Program(std::string file)
        : m_file(std::move(file))
    {
    }

    using Arguments = std::vector<std::string>;

    Answer operator()(const Arguments &arguments, const std::string &input = {}) const
    {
        const TemporaryFolder folder;
        const std::string in = folder.path() / "in";
        const std::string out = folder.path() / "out";
        const std::string err = folder.path() / "err";
        std::ofstream(in, std::ios::binary) << input;
        std::string command = "OMP_NUM_THREADS=1 TAMIZ_HOME=" + quoted(home());
        if (!resources.empty())
            command += " TAMIZ_RESOURCES=" + quoted(resources);
        command += " " + quoted(m_file);
        for (const std::string &argument : arguments)
            command += " " + quoted(argument);
        const int status = std::system((command + " <" + in + " >" + out + " 2>" + err).c_str());
        return { WIFEXITED(status) ? WEXITSTATUS(status) : -1, contentOf(out), contentOf(err) };
    }

    const std::string &file() const { return m_file; }
    std::filesystem::path home() const { return m_folder.path() / "home"; }

    std::filesystem::path resources; ///< $TAMIZ_RESOURCES; empty = as the test has it

private:
    static std::string quoted(const std::string &text)
    {
        std::string result = "'";
        for (const char c : text)
            result += c == '\'' ? std::string("'\\''") : std::string(1, c);
        return result + "'";
    }

    const std::string m_file;
    const TemporaryFolder m_folder;
};

} // namespace tamiz::test
