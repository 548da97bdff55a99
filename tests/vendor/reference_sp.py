# SPDX-License-Identifier: Apache-2.0
"""reference_sp.py MODEL TEXTS OUT: what SentencePiece makes of the texts; OUT as reference.mjs writes it."""

import struct
import sys

import sentencepiece

model, texts, out = sys.argv[1:]
processor = sentencepiece.SentencePieceProcessor(model_file=model)
with open(texts, "rb") as file:
    data = file.read()
with open(out, "wb") as file:

    def put(*values):
        file.write(struct.pack(f"<{len(values)}I", *values))

    put(processor.get_piece_size())
    for i in range(processor.get_piece_size()):
        piece = processor.id_to_piece(i).encode()
        put(len(piece))
        file.write(piece)
    at = 0
    while at < len(data):
        (size,) = struct.unpack_from("<I", data, at)
        text = data[at + 4 : at + 4 + size].decode("utf-8", errors="replace")
        at += 4 + size
        pieces = processor.encode(text, out_type="immutable_proto").pieces
        put(len(pieces))
        for piece in pieces:
            put(piece.id, piece.begin, piece.end)
