// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/base/result.h"

namespace tamiz::engine {

enum class PackageKind {
    Debian, ///< fetched with `apt-get download`, unpacked with `dpkg-deb -x`
    Npm ///< fetched with `npm pack`, unpacked with tar
};

struct SourcePackage
{
    PackageKind kind = PackageKind::Debian;
    std::string name;
    std::string version; ///< npm: fetched; Debian: whatever the archive has; see UnpackedPackage
};

struct UnpackedPackage
{
    std::string name;
    std::string version; ///< as in the file's name
    std::filesystem::path archive;
    std::filesystem::path root; ///< folder with the package's files
};

/// Where packages come from. With @p fetch false nothing is downloaded: a package that is not in the
/// folder is an error that names it.
struct PackageFolder
{
    std::filesystem::path archives; ///< *.deb and *.tgz
    bool fetch = false;
};

/// packages/ in the user's cache.
std::filesystem::path defaultPackageFolder();

/// Finds (or fetches) the package and unpacks it below <archives>/unpacked. The programs apt-get,
/// dpkg-deb, npm and tar are run with their arguments as a list, never through a shell. A failed
/// program is an error with its command line and exit status.
Result<UnpackedPackage> unpackPackage(const SourcePackage &package, const PackageFolder &folder);

/// Archive of @p package in @p archives; NotFound when there is none.
Result<std::filesystem::path> findArchive(const SourcePackage &package,
                                          const std::filesystem::path &archives);

} // namespace tamiz::engine
