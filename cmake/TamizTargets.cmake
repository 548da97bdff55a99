# SPDX-License-Identifier: Apache-2.0
# Settings that every target of the project shares.

set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)
set(CMAKE_LIBRARY_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/lib)
set(CMAKE_INSTALL_RPATH "$ORIGIN/../${CMAKE_INSTALL_LIBDIR}")

find_program(TAMIZ_CCACHE ccache)
if(TAMIZ_CCACHE)
    # The sloppiness is what ccache needs to cache files that use a precompiled header.
    set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env
        CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime
        CCACHE_NOHASHDIR=1 CCACHE_BASEDIR=${CMAKE_SOURCE_DIR} ${TAMIZ_CCACHE})
endif()

find_program(TAMIZ_LLD ld.lld)
if(TAMIZ_LLD)
    add_link_options(-fuse-ld=lld)
endif()

add_library(tamiz_options INTERFACE)
target_compile_features(tamiz_options INTERFACE cxx_std_20)
target_include_directories(tamiz_options INTERFACE ${CMAKE_SOURCE_DIR})
target_compile_options(tamiz_options INTERFACE
    -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual
    -Wimplicit-fallthrough $<$<BOOL:${TAMIZ_WERROR}>:-Werror>)
# GCC 12 sees overlaps and overflows in std::string's operator+ that are not there (its bug 105651), from -O2 on.
target_compile_options(tamiz_options INTERFACE
    $<$<AND:$<CXX_COMPILER_ID:GNU>,$<CONFIG:RelWithDebInfo>>:-Wno-restrict;-Wno-stringop-overflow>)
if(TAMIZ_SANITIZE)
    # GCC's manual: with a sanitizer this warning speaks of code that is right (std::regex's, tl::expected's).
    target_compile_options(tamiz_options INTERFACE -fsanitize=${TAMIZ_SANITIZE} -fno-omit-frame-pointer
        $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized>)
    target_link_options(tamiz_options INTERFACE -fsanitize=${TAMIZ_SANITIZE})
    target_compile_definitions(tamiz_options INTERFACE TAMIZ_SANITIZED)
endif()

# tamiz_library(NAME [STATIC|SHARED]): a library with the project's options; its folders add their
# own sources with target_sources().
function(tamiz_library name kind)
    add_library(${name} ${kind})
    set_target_properties(${name} PROPERTIES CXX_EXTENSIONS OFF)
    target_link_libraries(${name} PUBLIC tamiz_options)
endfunction()

# tamiz_test(NAME SOURCES ... LINKS ... [LABELS ...] [QT] [TIMEOUT seconds])
function(tamiz_test name)
    cmake_parse_arguments(arg "QT" "TIMEOUT" "SOURCES;LINKS;LABELS" ${ARGN})
    add_executable(${name} ${arg_SOURCES})
    set_target_properties(${name} PROPERTIES CXX_EXTENSIONS OFF
        RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests)
    target_link_libraries(${name} PRIVATE tamiz_options ${arg_LINKS})
    target_compile_definitions(${name} PRIVATE
        TAMIZ_TEST_DATA="${CMAKE_SOURCE_DIR}/tests/data" TAMIZ_SOURCE_DIR="${CMAKE_SOURCE_DIR}")
    if(arg_QT)
        set_target_properties(${name} PROPERTIES AUTOMOC ON)
        target_link_libraries(${name} PRIVATE Qt6::Test)
    else()
        target_link_libraries(${name} PRIVATE GTest::gmock GTest::gtest_main)
    endif()
    add_test(NAME ${name} COMMAND ${name})
    if(NOT arg_TIMEOUT)
        set(arg_TIMEOUT 300)
    endif()
    set_tests_properties(${name} PROPERTIES LABELS "${arg_LABELS}" TIMEOUT ${arg_TIMEOUT}
        ENVIRONMENT "QT_QPA_PLATFORM=offscreen;TAMIZ_RESOURCES=${CMAKE_SOURCE_DIR}/resources")
endfunction()
