#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Runs every fuzzer at the same time, each again after what it finds, until the time is over.
# OUT gets for each reader the corpus, merged and minimised (corpus/), the inputs that failed (found/)
# and the log's last lines; a line a reader says how it went.
set -uo pipefail
if [ $# -lt 3 ]; then
    echo "usage: $0 FUZZERS SECONDS OUT [NAME...]" >&2
    echo "  FUZZERS: folder of the programs, e.g. build/fuzz/fuzz; NAME: safetensors, pickle ..." >&2
    exit 2
fi
fuzzers=$(realpath "$1") seconds=$2
mkdir -p "$3"
out=$(realpath "$3")
shift 3
data=${FUZZ_DATA:-$(realpath "$(dirname "$0")/../data/fuzz")}
run=(${FUZZ_RUN:-}) # what starts a program of another machine
names=("$@")
if [ $# = 0 ]; then
    for program in "$fuzzers"/*_fuzz; do names+=("$(basename "$program" _fuzz)"); done
fi
scratch=$(mktemp -d -p /dev/shm tamiz-fuzz-XXXXXX 2>/dev/null || mktemp -d)
trap 'rm -rf "$scratch"' EXIT
export ASAN_OPTIONS=allocator_may_return_null=0:detect_leaks=${FUZZ_LEAKS:-1}:handle_abort=1

# No input is larger than 64 KiB: neither one block of 64 MiB nor a second is anywhere near its size.
limits=(-max_len=65536 -len_control=20 -timeout=5 -malloc_limit_mb=64 -rss_limit_mb=1536)

fuzz() {
    local name=$1 end=$((SECONDS + seconds)) round=0 words=()
    local here=$scratch/$name
    mkdir -p "$here/corpus" "$here/tmp" "$out/$name/found" "$out/$name/corpus"
    export TMPDIR=$here/tmp
    if [ -f "$data/$name.dict" ]; then words=(-dict="$data/$name.dict"); fi
    while ((SECONDS < end)); do
        "${run[@]}" "$fuzzers/${name}_fuzz" "${limits[@]}" "${words[@]}" -print_final_stats=1 \
            -max_total_time=$((end - SECONDS)) -artifact_prefix="$out/$name/found/" \
            "$here/corpus" "$data/$name" >>"$here/log" 2>&1 || round=$((round + 1))
        if ((round > 200)); then break; fi
        rm -rf "$here/tmp"/*
    done
    "${run[@]}" "$fuzzers/${name}_fuzz" "${limits[@]}" -merge=1 "$out/$name/corpus" \
        "$data/$name" "$here/corpus" >"$here/merge.log" 2>&1
    tail -n 120 "$here/log" >"$out/$name/log"
    tail -n 5 "$here/merge.log" >>"$out/$name/log"
    awk -v name="$name" -v found="$(ls "$out/$name/found" | wc -l)" -v kept="$(ls "$out/$name/corpus" | wc -l)" '
        /stat::number_of_executed_units/ { runs += $2 }
        /stat::peak_rss_mb/ { if ($2 > rss) rss = $2 }
        / cov: / { cov = $0; sub(/.* cov: /, "", cov); sub(/ .*/, "", cov) }
        END { printf "%-18s %10d runs  coverage %5s  %5d MB  corpus %4d  found %d\n", name, runs, cov, rss, kept, found }' \
        "$here/log" | tee "$out/$name/summary"
}

for name in "${names[@]}"; do fuzz "$name" & done
wait
