#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# clang-format on every file; clang-tidy on the files that include neither torch nor its private
# headers, and with --all on those too, against libc++ (clang 14 cannot parse libtorch's headers with
# libstdc++ 12 in C++20).
set -euo pipefail
cd "$(dirname "$0")/.."
build=${BUILD:-build/dev}
[ -f "$build/compile_commands.json" ] || cmake --preset dev >/dev/null

mapfile -t files < <(git ls-files '*.h' '*.cpp')
echo "clang-format: ${#files[@]} files"
clang-format-14 --dry-run --Werror "${files[@]}"

mapfile -t all < <(git ls-files 'app/*.cpp' 'core/*.cpp' 'ui/*.cpp')
mapfile -t torch_free < <(printf '%s\n' "${all[@]}" | grep -vE '^core/engine/(model|adapters|train|evaluate|explain|export)/|^core/engine/[a-z_]+\.cpp$')
echo "clang-tidy: ${#torch_free[@]} files"
printf '%s\n' "${torch_free[@]}" | xargs -P "$(nproc)" -n 8 clang-tidy-14 -p "$build" --quiet
if [ "${1:-}" = --all ]; then
    mapfile -t torch_files < <(printf '%s\n' "${all[@]}" | grep -E '^core/engine/(model|adapters|train|evaluate|explain|export)/|^core/engine/[a-z_]+\.cpp$')
    echo "clang-tidy with libc++: ${#torch_files[@]} files"
    printf '%s\n' "${torch_files[@]}" | xargs -P "$(nproc)" -n 2 clang-tidy-14 -p "$build" --quiet --extra-arg=-stdlib=libc++
fi
echo "lint: clean"
