#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# clang-format on every file; clang-tidy on the files that see no torch header, and with --all on those
# of tamiz_engine too, against libc++ (clang 14 cannot parse libtorch's headers with libstdc++ 12 in C++20).
set -euo pipefail
cd "$(dirname "$0")/.."
build=${BUILD:-build/dev}
[ -f "$build/compile_commands.json" ] || cmake --preset dev >/dev/null

mapfile -t files < <(git ls-files '*.h' '*.cpp')
echo "clang-format: ${#files[@]} files"
clang-format-14 --dry-run --Werror "${files[@]}"

tidy() { # tidy FILES-PER-CALL CLANG-TIDY-ARGUMENTS... <FILES
    xargs -P "${JOBS:-$(nproc)}" -n "$1" clang-tidy-14 -p "$build" --quiet "${@:2}"
}
torch='^core/engine/(?!tokenizer/|data/|masking/)'
sources=$(git ls-files 'app/*.cpp' 'core/*.cpp' 'ui/*.cpp')
echo "clang-tidy: $(grep -cvP "$torch" <<<"$sources") files"
grep -vP "$torch" <<<"$sources" | tidy 8
if [ "${1:-}" = --all ]; then
    echo "clang-tidy with libc++: $(grep -cP "$torch" <<<"$sources") files"
    grep -P "$torch" <<<"$sources" | tidy 2 --extra-arg=-stdlib=libc++
fi
echo "lint: clean"
