// SPDX-License-Identifier: Apache-2.0
// reference.mjs MODEL TEXTS OUT: what the compiled `tokenizers` makes of the texts with
// MODEL/tokenizer.json. OUT: the tokens of the vocabulary, each (size, bytes), after their number;
// then for each text the number of its tokens and (id, begin, end) of each; all u32.
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const [model, textsFile, out] = process.argv.slice(2);
const { Tokenizer } = createRequire(`${process.cwd()}/`)('tokenizers');
const tokenizer = Tokenizer.fromFile(`${model}/tokenizer.json`);

function* rows(buffer) {
    for (let at = 0; at < buffer.length;) {
        const size = buffer.readUInt32LE(at);
        yield buffer.subarray(at + 4, at + 4 + size).toString('utf8'); // U+FFFD for what is no UTF-8
        at += 4 + size;
    }
}

const parts = [];
function put(...values) {
    parts.push(Buffer.from(Uint32Array.from(values).buffer));
}

const size = tokenizer.getVocabSize(true);
put(size);
for (let id = 0; id < size; ++id) {
    const token = Buffer.from(tokenizer.idToToken(id) ?? '', 'utf8');
    put(token.length);
    parts.push(token);
}
for (const text of rows(readFileSync(textsFile))) {
    const encoding = await tokenizer.encode(text, null, { addSpecialTokens: true });
    const ids = encoding.getIds();
    const offsets = encoding.getOffsets();
    put(ids.length);
    const values = new Uint32Array(3 * ids.length);
    for (let i = 0; i < ids.length; ++i)
        values.set([ids[i], ...offsets[i]], 3 * i);
    parts.push(Buffer.from(values.buffer));
}
writeFileSync(out, Buffer.concat(parts));
