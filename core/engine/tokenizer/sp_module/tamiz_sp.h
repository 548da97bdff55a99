/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* NOLINTBEGIN: the checks are for C++, this is C. */

/* The C interface of the SentencePiece module. libsentencepiece brings a protobuf of its own that
 * clashes with LibTorch's: nothing links this module, sp_module.cpp loads it apart from everything
 * else. No C++ object, no exception and no memory to free crosses this line. */

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define TAMIZ_SP_ABI 2

typedef struct TamizSpModel TamizSpModel; /* immutable: any thread */

enum TamizSpPieceKind {
    TAMIZ_SP_NORMAL = 0,
    TAMIZ_SP_UNKNOWN = 1,
    TAMIZ_SP_CONTROL = 2,
    TAMIZ_SP_UNUSED = 3,
    TAMIZ_SP_BYTE = 4
};

/* A piece of an encoded text; begin and end are bytes of the text. */
typedef void (*TamizSpPieceSink)(void *context, int32_t id, size_t begin, size_t end);
typedef void (*TamizSpTextSink)(void *context, const char *text, size_t size);

/* The next text of a corpus, which lives until the call after; 0 when there is none. */
typedef int (*TamizSpTextSource)(void *context, const char **text, size_t *size);

typedef struct TamizSpApi
{
    int32_t abi; /* TAMIZ_SP_ABI */

    /* A model from the bytes of a .model file, or NULL with the reason given to onError. */
    TamizSpModel *(*open)(const char *bytes, size_t size, TamizSpTextSink onError, void *context);
    void (*close)(TamizSpModel *model);

    int32_t (*size)(const TamizSpModel *model);
    int32_t (*unknownId)(const TamizSpModel *model);
    int32_t (*kind)(const TamizSpModel *model, int32_t id); /* 0 <= id < size */
    const char *(*piece)(const TamizSpModel *model, int32_t id,
                         size_t *size); /* lives as the model */
    int32_t (*idOf)(const TamizSpModel *model, const char *piece,
                    size_t size); /* unknownId if none */

    /* 0, or -1 with the reason given to onError. */
    int (*encode)(const TamizSpModel *model, const char *text, size_t size, TamizSpPieceSink sink,
                  TamizSpTextSink onError, void *context);

    /* Trains with SentencePiece's own arguments ("model_type=unigram vocab_size=8000 ..."); onModel gets the bytes of
     * a .model file. 0, or -1 with the reason given to onError. */
    int (*train)(const char *arguments, TamizSpTextSource nextText, TamizSpTextSink onModel,
                 TamizSpTextSink onError, void *context);
} TamizSpApi;

/* The one symbol of the module. */
typedef const TamizSpApi *(*TamizSpEntry)(void);
#define TAMIZ_SP_ENTRY "tamiz_sp_api"

#ifdef __cplusplus
}
#endif
/* NOLINTEND */
