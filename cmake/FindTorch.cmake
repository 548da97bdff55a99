# SPDX-License-Identifier: Apache-2.0
# LibTorch by its headers and libraries: Debian's, an archive of pytorch.org, or the folder `torch` of its
# Python package; CMAKE_PREFIX_PATH names the folder. LibTorch's own CMake package asks for the whole CUDA
# toolkit where LibTorch has CUDA, of which nothing is used here. Makes the target tamiz_torch.

find_path(TORCH_INCLUDE c10/core/Device.h)
find_path(TORCH_API_INCLUDE torch/types.h
    PATH_SUFFIXES torch/csrc/api/include include/torch/csrc/api/include)
find_library(TORCH_LIBRARY torch)
find_library(TORCH_CPU_LIBRARY torch_cpu)
find_library(C10_LIBRARY c10)
find_library(TORCH_CUDA_LIBRARY torch_cuda)
mark_as_advanced(TORCH_INCLUDE TORCH_API_INCLUDE TORCH_LIBRARY TORCH_CPU_LIBRARY C10_LIBRARY TORCH_CUDA_LIBRARY)

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(Torch
    REQUIRED_VARS TORCH_LIBRARY TORCH_CPU_LIBRARY C10_LIBRARY TORCH_INCLUDE TORCH_API_INCLUDE)

if(Torch_FOUND AND NOT TARGET tamiz_torch)
    add_library(tamiz_torch INTERFACE)
    target_include_directories(tamiz_torch SYSTEM INTERFACE ${TORCH_INCLUDE} ${TORCH_API_INCLUDE})
    # libtorch.so is empty but names every part, CUDA's too. Nothing refers to that one: it registers its
    # kernels when it is loaded, so the linker has to keep it.
    target_link_libraries(tamiz_torch INTERFACE
        -Wl,--push-state,--no-as-needed ${TORCH_LIBRARY} -Wl,--pop-state
        ${TORCH_CPU_LIBRARY} ${C10_LIBRARY} OpenMP::OpenMP_CXX)
endif()
