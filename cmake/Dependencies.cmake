# SPDX-License-Identifier: Apache-2.0
# Everything comes from Debian packages; ./dev installs them.

find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(yaml-cpp REQUIRED)
find_package(spdlog REQUIRED)
find_package(SQLite3 REQUIRED)
find_package(ICU 70 REQUIRED COMPONENTS uc i18n)
find_package(OpenMP REQUIRED COMPONENTS CXX)
find_package(ZLIB REQUIRED)
find_package(LibXml2 REQUIRED)
pkg_check_modules(SENTENCEPIECE REQUIRED IMPORTED_TARGET sentencepiece)
find_path(TL_EXPECTED_INCLUDE tl/expected.hpp REQUIRED)
find_path(CXXOPTS_INCLUDE cxxopts.hpp REQUIRED)

# Torch's own package turns on flags we do not want everywhere: take the targets, as SYSTEM.
find_package(Torch REQUIRED)
add_library(tamiz_torch INTERFACE)
target_include_directories(tamiz_torch SYSTEM INTERFACE ${TORCH_INCLUDE_DIRS})
target_link_libraries(tamiz_torch INTERFACE ${TORCH_LIBRARIES} OpenMP::OpenMP_CXX)

# oneDNN, which LibTorch depends on anyway: the engine's matrix products (core/engine/model/gemm.cpp).
# Its own CMake package asks for OpenCL's headers, which its CPU engine does not use.
find_path(DNNL_INCLUDE oneapi/dnnl/dnnl.hpp REQUIRED)
find_library(DNNL_LIBRARY dnnl REQUIRED)

if(TAMIZ_BUILD_GUI)
    find_package(Qt6 6.4 REQUIRED COMPONENTS DBus Widgets PrintSupport Svg LinguistTools)
    find_package(QCustomPlotQt6 QUIET)
    qt_standard_project_setup()
    set(CMAKE_AUTOMOC OFF)
    set(CMAKE_AUTOUIC OFF)
endif()

if(TAMIZ_BUILD_TESTS)
    find_package(GTest REQUIRED)
    find_package(benchmark QUIET)
    if(TAMIZ_BUILD_GUI)
        find_package(Qt6 REQUIRED COMPONENTS Test)
    endif()
endif()
