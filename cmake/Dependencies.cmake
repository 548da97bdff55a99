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
pkg_check_modules(XXHASH REQUIRED IMPORTED_TARGET libxxhash>=0.8)
find_path(TL_EXPECTED_INCLUDE tl/expected.hpp REQUIRED)
find_path(CXXOPTS_INCLUDE cxxopts.hpp REQUIRED)

find_package(Torch REQUIRED) # FindTorch.cmake beside this file
message(STATUS "CUDA of LibTorch: ${TORCH_CUDA_LIBRARY}")

# oneDNN, which LibTorch depends on anyway: the engine's matrix products (core/engine/model/gemm.cpp).
# Its own CMake package asks for OpenCL's headers, which its CPU engine does not use. An archive of LibTorch
# brings the headers of a oneDNN that it keeps to itself: those of the library that is linked come first.
find_library(DNNL_LIBRARY dnnl REQUIRED)
find_path(DNNL_INCLUDE oneapi/dnnl/dnnl.hpp NO_CMAKE_PATH REQUIRED)
file(MAKE_DIRECTORY ${CMAKE_BINARY_DIR}/onednn)
file(CREATE_LINK ${DNNL_INCLUDE}/oneapi ${CMAKE_BINARY_DIR}/onednn/oneapi SYMBOLIC)
# It stands before LibTorch: an archive's LibTorch exports the insides of a oneDNN of its own, which would
# otherwise be called in place of this one's ("could not execute a primitive"; seen to go with LD_PRELOAD).
get_target_property(torch_libraries tamiz_torch INTERFACE_LINK_LIBRARIES)
set_target_properties(tamiz_torch PROPERTIES INTERFACE_LINK_LIBRARIES
    "-Wl,--push-state,--no-as-needed;${DNNL_LIBRARY};-Wl,--pop-state;${torch_libraries}")

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
