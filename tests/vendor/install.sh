#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# install.sh DIR: vocabularies, reference tokenizers and texts of others; nothing of it is part of the
# project. Exits with 77 where something is missing: the tests that need it are skipped.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
dir=$1
mkdir -p "$dir"
cd "$dir"
skip() {
    echo "skipped: $1" >&2
    exit 77
}
if [ ! -d node_modules/tokenizers ]; then
    [ -n "${TAMIZ_VENDOR_TESTS:-}" ] || skip "downloads 150 MB; set TAMIZ_VENDOR_TESTS=1"
    command -v npm >/dev/null || skip "npm is not installed"
    cp "$here/package.json" .
    npm install --ignore-scripts --no-audit --no-fund >npm.log 2>&1 || skip "npm cannot install the packages of package.json"
fi
if [ ! -d handbook ]; then
    # Running text in many languages, a file a page: Debian's handbook.
    { apt-get download debian-handbook && dpkg -x debian-handbook_*.deb deb; } >apt.log 2>&1 || skip "apt cannot download debian-handbook"
    mv deb/usr/share/doc/debian-handbook/html handbook
    rm -rf deb debian-handbook_*.deb
fi
[ -f texts.bin ] || node "$here/texts.mjs" handbook texts.bin
[ -d models ] || { node "$here/models.mjs" node_modules models.new && mv models.new models; }
[ -d sentencepiece ] || { node "$here/models_sp.mjs" node_modules sentencepiece.new && mv sentencepiece.new sentencepiece; }
for model in models/*; do
    [ -f "$model/reference.bin" ] || node "$here/reference.mjs" "$model" texts.bin "$model/reference.bin"
done
if /usr/bin/python3 -c 'import sentencepiece' 2>/dev/null; then
    for model in sentencepiece/*; do
        [ -f "$model/reference.bin" ] || /usr/bin/python3 "$here/reference_sp.py" "$model/tokenizer.model" texts.bin "$model/reference.bin"
    done
else
    echo "python3-sentencepiece is not installed: SentencePiece is not compared" >&2
fi
