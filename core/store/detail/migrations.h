// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/store/detail/database.h"

namespace tamiz::detail {

constexpr std::int64_t kApplicationId = 0x54414D5A; ///< "TAMZ", in the file's header

struct Migration
{
    int version; ///< of the schema that the script leads to
    std::string script;
};

/// core/store/schema/*.sql, in order, without a gap.
const std::vector<Migration> &schemaMigrations();

/// Whether migrate() may touch the file: Unsupported when the store is newer than @p migrations,
/// InvalidInput when it is damaged or another program's. Changes nothing.
Status checkSchema(Database &database, const std::filesystem::path &file,
                   const std::vector<Migration> &migrations);

/// Brings the database to the newest of @p migrations, each in a transaction of its own. Before an
/// older store is changed its integrity is checked (InvalidInput when it is damaged) and a copy is
/// left at "<file>.v<version>-backup".
Status migrate(Database &database, const std::filesystem::path &file,
               const std::vector<Migration> &migrations);

} // namespace tamiz::detail
