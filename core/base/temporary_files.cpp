// SPDX-License-Identifier: Apache-2.0
#include "core/base/temporary_files.h"

#include <cstdlib>
#include <string>
#include <system_error>

#include <fcntl.h>

#include "core/base/files.h"

namespace tamiz {

namespace fs = std::filesystem;

namespace {

std::string patternOf(const fs::path &prefix)
{
    return prefix.string() + "XXXXXX";
}

} // namespace

TemporaryName::~TemporaryName()
{
    std::error_code ignored;
    if (!m_path.empty())
        fs::remove_all(m_path, ignored);
}

Result<TemporaryName> makeTemporaryFolder(const fs::path &prefix)
{
    std::string name = patternOf(prefix);
    if (!::mkdtemp(name.data()))
        return tl::unexpected<Error>(systemError("create a folder", prefix.parent_path()));
    return TemporaryName(name);
}

Result<TemporaryFile> makeTemporaryFile(const fs::path &prefix)
{
    std::string name = patternOf(prefix);
    FileDescriptor descriptor(::mkostemp(name.data(), O_CLOEXEC));
    if (!descriptor.isOpen())
        return tl::unexpected<Error>(systemError("create the file", prefix.parent_path()));
    return TemporaryFile { TemporaryName(name), std::move(descriptor) };
}

Result<FileDescriptor> openUnnamedFile(const fs::path &folder)
{
    FileDescriptor file(::open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600));
    if (file.isOpen())
        return file;
    // A file system that has none such: the file loses its name at once.
    TAMIZ_TRY(TemporaryFile named, makeTemporaryFile(folder / ".unnamed-"));
    return std::move(named.descriptor);
}

} // namespace tamiz
