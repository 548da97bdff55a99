// SPDX-License-Identifier: Apache-2.0
// texts.mjs HANDBOOK OUT: the texts to compare tokenizers with. Real sentences of the Debian handbook,
// then every kind of Unicode that could go wrong. OUT is a row of (size as u32, bytes).
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';

const [handbook, out] = process.argv.slice(2);
const kBlock = /<(?:p|li|dt|dd|td|th|h\d|pre|title|div)\b[^>]*>((?:[^<]|<(?!\/?(?:p|li|dt|dd|td|th|h\d|pre|div|table|ul|ol|dl)\b))*)/g;
const kEntities = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00A0' };

function plain(html) {
    return html.replace(/<[^>]*>/g, '').replace(/&(?:#(\d+)|#x([0-9a-f]+)|(\w+));/gi,
        (all, decimal, hex, name) => decimal ? String.fromCodePoint(Number(decimal))
            : hex ? String.fromCodePoint(parseInt(hex, 16)) : kEntities[name] ?? all);
}

const seen = new Set();

/// New sentences of a language that @p isWanted takes, up to @p most.
function sentences(language, most, isWanted = () => true) {
    const found = [];
    for (const page of readdirSync(`${handbook}/${language}`).filter(name => name.endsWith('.html')).sort()) {
        for (const [, block] of readFileSync(`${handbook}/${language}/${page}`, 'utf8').matchAll(kBlock)) {
            for (const sentence of plain(block).trim().split(/(?<=[.!?:;。！？])\s+|\n/)) {
                if (sentence.length < 2 || seen.has(sentence) || !isWanted(sentence) || found.length >= most)
                    continue;
                seen.add(sentence);
                found.push(sentence);
            }
        }
    }
    return found;
}

const texts = [...sentences('es-ES', 13000), ...sentences('en-US', 13000)];
const isForeign = text => [...text].filter(c => c > '\u0240').length > 5;
for (const language of ['ar-MA', 'fa-IR', 'ja-JP', 'ko-KR', 'zh-CN', 'zh-TW', 'ru-RU', 'el-GR', 'vi-VN'])
    texts.push(...sentences(language, 600, isForeign));
for (const language of ['fr-FR', 'de-DE', 'tr-TR', 'cs-CZ'])
    texts.push(...sentences(language, 300, text => /[^\x00-\x7F]/.test(text)));

// The same texts on every machine.
let state = 20240607n;
function below(bound) {
    state = (state * 6364136223846793005n + 1442695040888963407n) & 0xFFFFFFFFFFFFFFFFn;
    return Number((state >> 33n) % BigInt(bound));
}
const pick = list => list[below(list.length)];
const repeated = (count, make) => Array.from({ length: count }, make).join('');
function codePoint(limit) {
    const value = below(limit);
    return value >= 0xD800 && value < 0xE000 ? 'x' : String.fromCodePoint(value);
}

const marks = ['\u0301', '\u0308', '\u0323', '\u0327', '\u0345', '\u05B0', '\u064B', '\u093C', '\u0E49', '\u3099', '\u20DD', '\uFE0F', '\u{1D165}', '\u0483'];
const joined = ['\u{1F469}\u200D\u{1F4BB}', '\u{1F468}\u200D\u{1F469}\u200D\u{1F467}\u200D\u{1F466}', '\u{1F1EA}\u{1F1F8}', '\u{1F44D}\u{1F3FD}', '\u2764\uFE0F', '1\uFE0F\u20E3', '\u{1F3F4}\u{E0067}\u{E0062}\u{E007F}'];
const bidi = ['\u202A', '\u202B', '\u202C', '\u202D', '\u202E', '\u2066', '\u2067', '\u2068', '\u2069', '\u200E', '\u200F', '\u061C'];
const blanks = [' ', '  ', '\t', '\r\n', '\n', '\u00A0', '\u2003', '\u200B', '\u3000', '\u2028', '\u0085', '\u1680', '\u180E', '\uFEFF', '\v', '\f', '\x1C', '\x1F'];
const odd = ['\0', '\x01', '\x7F', '\u00AD', '\uFFFD', '\uFFFE', '\uFDFA', '\uFB01', '\u0130', '\u0131', '\u017F', '\u1E9E', 'ß', '\u2126', '\u212B', '\uAC00\u11A8', '\u1112\u1161\u11AB', '\u2581', '\u0120', '\u{10FFFF}', '\u{E000}', '\u{1F100}', '½', '²', '①', 'Ⅷ', '\u0661', '\u{1D7D8}', 'ǅ', '\u03C2', '\u1FB3', '\u4E00', '\u{20000}', '\u{2F800}', '\uF900'];
const words = ['el', 'niño', "it's", "don't", "'ll", 'ÁRBOL', 'straße', 'Hello', 'WORLD', '12', '3.14', '1,000', 'a_b', 'x-y', '...', '!?', '<s>', '</s>', '[MASK]', '[CLS]', '<|endoftext|>', '<|im_start|>', '<0x41>', '##a', '▁', 'http://a.b/c?d=e&f', 'ﬁn', 'e\u0301', 'A\u030A', '日本', 'русский', 'עברית', 'العربية', 'हिन्दी', 'ไทย', '한국어'];
const kinds = [marks, joined, bidi, blanks, odd, words];

for (let i = 0; i < 3000; ++i)
    texts.push(repeated(1 + below(12), () => pick(pick(kinds))));
for (let i = 0; i < 1500; ++i)
    texts.push(repeated(1 + below(20), () => (below(3) ? pick(['a', 'e', 'o', ' ', 'ㅎ', 'n']) : pick(marks))));
for (let i = 0; i < 1500; ++i)
    texts.push(repeated(1 + below(16), () => codePoint(pick([0x80, 0x250, 0x3000, 0x11000, 0x20000, 0x110000]))));
texts.push('', ' ', '\0', '\n', 'a', '  a', 'a  ');

const bytes = texts.map(text => Buffer.from(text, 'utf8'));
// What is no UTF-8: surrogates, cut and overlong sequences, bytes that begin nothing.
for (const broken of [[0xED, 0xA0, 0x80], [0xED, 0xB0, 0x80, 0x61], [0xED, 0xA0, 0xBD, 0xED, 0xB8, 0x80], [0xC3], [0xE2, 0x82], [0xF0, 0x9F, 0x98], [0xC0, 0x80], [0xE0, 0x80, 0xAF], [0xF4, 0x90, 0x80, 0x80], [0xFF, 0xFE], [0x80, 0x80], [0xF8, 0x88, 0x80, 0x80, 0x80]])
    bytes.push(Buffer.from(broken), Buffer.concat([Buffer.from('uno '), Buffer.from(broken), Buffer.from(' dos')]));
for (let i = 0; i < 500; ++i)
    bytes.push(Buffer.from(Array.from({ length: 1 + below(24) }, () => below(2) ? below(256) : 0x61 + below(26))));
// A megabyte as a word, as running text, without letters, of one mark.
const spanish = texts.slice(0, 13000).join(' ').slice(0, 1 << 20);
bytes.push(...['a'.repeat(1 << 20), 'abcdefghij'.repeat(100000), spanish, '\u0301'.repeat(1 << 19), '¡!'.repeat(1 << 18), ' '.repeat(1 << 20), '\u{1F469}\u200D'.repeat(150000), '日本語'.repeat(116000)].map(text => Buffer.from(text, 'utf8')));

const rows = [];
for (const text of bytes) {
    const size = Buffer.alloc(4);
    size.writeUInt32LE(text.length);
    rows.push(size, text);
}
writeFileSync(out, Buffer.concat(rows));
console.log(`${bytes.length} texts`);
