// SPDX-License-Identifier: Apache-2.0
// Files that are damaged, foreign, older or newer, and folders that refuse.
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "core/base/files.h"
#include "core/store/detail/database.h"
#include "core/store/detail/migrations.h"
#include "core/store/run_store.h"
#include "tests/support/temporary_folder.h"

namespace tamiz {
namespace {

using detail::Database;
using detail::Migration;
using testing::HasSubstr;

class StoreFile : public testing::Test
{
protected:
    void write(const std::string &content) { std::ofstream(m_file, std::ios::binary) << content; }
    std::string content() { return readFile(m_file).value(); }
    std::unique_ptr<Database> database()
    {
        return Database::open(m_file, Database::Access::Create).value();
    }

    test::TemporaryFolder m_folder;
    std::filesystem::path m_file = m_folder.path() / "tamiz.db";
};

TEST_F(StoreFile, GarbageIsAClearErrorAndStays)
{
    const std::string garbage(10'000, 'x');
    write(garbage);
    const auto store = RunStore::open(m_file);
    ASSERT_FALSE(store);
    EXPECT_EQ(store.error().code, ErrorCode::InvalidInput);
    EXPECT_THAT(store.error().toString(), HasSubstr("tamiz.db"));
    EXPECT_THAT(store.error().toString(), HasSubstr("damaged"));
    EXPECT_EQ(content(), garbage);
}

TEST_F(StoreFile, TruncatedStoreIsAClearErrorAndStays)
{
    {
        auto store = RunStore::open(m_file).value();
        for (int i = 0; i < 100; ++i)
            ASSERT_TRUE(store->create({}));
    }
    std::filesystem::resize_file(m_file, 8192);
    const std::string before = content();
    const auto store = RunStore::open(m_file);
    const Error error = store ? (*store)->runs().error() : store.error();
    EXPECT_EQ(error.code, ErrorCode::InvalidInput) << error.toString();
    EXPECT_THAT(error.toString(), HasSubstr("tamiz.db"));
    EXPECT_EQ(content(), before);
}

TEST_F(StoreFile, AnotherProgramsDatabaseIsRefusedUntouched)
{
    ASSERT_TRUE(database()->execute("CREATE TABLE songs (id INTEGER)"));
    const std::string before = content();
    const auto store = RunStore::open(m_file);
    ASSERT_FALSE(store);
    EXPECT_EQ(store.error().code, ErrorCode::InvalidInput);
    EXPECT_THAT(store.error().message, HasSubstr("another program"));
    EXPECT_EQ(content(), before);
}

TEST_F(StoreFile, NewerSchemaIsRefusedUntouched)
{
    ASSERT_TRUE(RunStore::open(m_file));
    ASSERT_TRUE(database()->execute("PRAGMA user_version = 7"));
    const std::string before = content();
    const auto store = RunStore::open(m_file);
    ASSERT_FALSE(store);
    EXPECT_EQ(store.error().code, ErrorCode::Unsupported);
    EXPECT_THAT(store.error().toString(), HasSubstr("newer Tamiz (schema 7"));
    EXPECT_EQ(content(), before);
}

TEST_F(StoreFile, OlderSchemaIsBackedUpAndMigrated)
{
    std::vector<Migration> migrations = detail::schemaMigrations();
    const int first = migrations.back().version;
    ASSERT_TRUE(detail::migrate(*database(), m_file, migrations));
    ASSERT_TRUE(database()->execute(
        "INSERT INTO runs (name, state, created_at) VALUES ('a', 'failed', 1)"));
    migrations.push_back(
        { first + 1, "ALTER TABLE runs ADD COLUMN colour TEXT NOT NULL DEFAULT 'red'" });

    ASSERT_TRUE(detail::migrate(*database(), m_file, migrations));
    EXPECT_EQ(database()->integer("PRAGMA user_version").value(), first + 1);
    EXPECT_EQ(database()->integer("SELECT count(*) FROM runs WHERE colour = 'red'").value(), 1);
    const std::filesystem::path backup = m_file.string() + ".v" + std::to_string(first) + "-backup";
    ASSERT_TRUE(std::filesystem::exists(backup));
    const auto old = Database::open(backup, Database::Access::ReadWrite).value();
    EXPECT_EQ(old->integer("PRAGMA user_version").value(), first);
    EXPECT_EQ(old->integer("SELECT count(*) FROM runs").value(), 1);
}

TEST_F(StoreFile, FailedMigrationLeavesTheOldStoreAndItsBackup)
{
    std::vector<Migration> migrations = detail::schemaMigrations();
    const int first = migrations.back().version;
    ASSERT_TRUE(detail::migrate(*database(), m_file, migrations));
    migrations.push_back(
        { first + 1, "CREATE TABLE half (id INTEGER); CREATE TABLE runs (id INTEGER)" });
    for (int attempt = 0; attempt < 2; ++attempt) {
        const Status status = detail::migrate(*database(), m_file, migrations);
        ASSERT_FALSE(status);
        EXPECT_THAT(status.error().toString(), HasSubstr("migrating the run store to schema"));
    }
    EXPECT_EQ(database()->integer("PRAGMA user_version").value(), first);
    EXPECT_EQ(database()->integer("SELECT count(*) FROM sqlite_schema WHERE name = 'half'").value(),
              0);
    const std::string backup = m_file.string() + ".v" + std::to_string(first) + "-backup";
    EXPECT_TRUE(std::filesystem::exists(backup));
    EXPECT_TRUE(std::filesystem::exists(backup + "-2")) << "an older backup is never overwritten";
}

TEST_F(StoreFile, DamagedStoreIsNotMigrated)
{
    std::vector<Migration> migrations = detail::schemaMigrations();
    {
        const auto store = database();
        ASSERT_TRUE(detail::migrate(*store, m_file, migrations));
        ASSERT_TRUE(store->execute("BEGIN"));
        for (int i = 0; i < 200; ++i)
            ASSERT_TRUE(store->run("INSERT INTO runs (name, state, created_at, folder)"
                                   " VALUES ('a', 'failed', 1, hex(zeroblob(200)))"));
        ASSERT_TRUE(store->execute("COMMIT"));
    }
    // Past the schema's page: the tables' contents.
    std::string bytes = content();
    const std::size_t middle = bytes.size() / 2;
    for (std::size_t i = middle; i < bytes.size(); ++i)
        bytes[i] = '\x5A';
    write(bytes);
    migrations.push_back({ migrations.back().version + 1, "CREATE TABLE extra (id INTEGER)" });
    const Status status = detail::migrate(*database(), m_file, migrations);
    ASSERT_FALSE(status);
    EXPECT_EQ(status.error().code, ErrorCode::InvalidInput) << status.error().toString();
    EXPECT_EQ(content(), bytes);
}

TEST_F(StoreFile, FolderThatCannotBeMadeIsNamed)
{
    write("not a folder");
    const auto store = RunStore::open(m_file / "home" / "tamiz.db");
    ASSERT_FALSE(store);
    EXPECT_THAT(store.error().toString(), HasSubstr((m_file / "home").string()));
}

TEST(DefaultHome, FollowsTheEnvironment)
{
    ::setenv("TAMIZ_HOME", "/somewhere", 1);
    EXPECT_EQ(defaultHome(), "/somewhere");
    ::unsetenv("TAMIZ_HOME");
    ::setenv("XDG_DATA_HOME", "/data", 1);
    EXPECT_EQ(defaultHome(), "/data/tamiz");
    ::setenv("XDG_DATA_HOME", "relative", 1);
    ::setenv("HOME", "/home/ada", 1);
    EXPECT_EQ(defaultHome(), "/home/ada/.local/share/tamiz");
    ::unsetenv("XDG_DATA_HOME");
    EXPECT_EQ(defaultHome(), "/home/ada/.local/share/tamiz");
}

} // namespace
} // namespace tamiz
