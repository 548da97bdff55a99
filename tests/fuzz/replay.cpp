// SPDX-License-Identifier: Apache-2.0
// Gives every file of a folder to a fuzzer's entry point: the corpus as an ordinary test, without
// libFuzzer.
#include <cstdio>

#include "tests/fuzz/fuzz_target.h"

int main(int argumentCount, char **arguments)
{
    namespace fs = std::filesystem;
    if (argumentCount != 2) {
        std::fprintf(stderr, "usage: %s FOLDER\n", arguments[0]);
        return 2;
    }
    int inputs = 0;
    for (const fs::directory_entry &entry : fs::directory_iterator(arguments[1])) {
        const std::string content = tamiz::test::contentOf(entry.path());
        std::printf("%s\n", entry.path().filename().c_str());
        std::fflush(stdout); // the name of one that crashes stands last
        LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t *>(content.data()),
                               content.size());
        ++inputs;
    }
    std::printf("%d inputs\n", inputs);
    return inputs > 0 ? 0 : 1;
}
