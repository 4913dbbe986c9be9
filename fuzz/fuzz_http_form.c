/* SPDX-License-Identifier: EUPL-1.2 */
/* Forms: up to the first line feed stands the Content-Type, after it the body. */
#include "fuzz.h"
#include "web/http_input.h"

static void check(const struct http_form *form, struct text body)
{
    must(form->pairs.n <= INPUT_PAIRS_MAX && form->file_count <= INPUT_FILES_MAX);
    for (size_t i = 0; i < form->pairs.n; i++) {
        must(text_is_utf8(form->pairs.at[i].name) && text_is_utf8(form->pairs.at[i].value));
        must(form->pairs.at[i].value.len <= INPUT_VALUE_BYTES_MAX);
    }
    for (size_t i = 0; i < form->file_count; i++) {
        const struct http_file *file = &form->files[i];
        must(file->bytes.at >= body.at && file->bytes.at + file->bytes.len <= body.at + body.len);
        must(text_is_utf8(file->filename) && text_find(file->filename, T("/")) == SIZE_MAX);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    struct arena *a = arena_open(ARENA_LIMIT_DEFAULT);
    struct text body = text_at((const char *)bytes, n), type;
    struct http_form form;

    if (!a)
        return 0;
    if (text_cut(&body, '\n', &type) && http_form_read(a, type, body, &form) == OK)
        check(&form, body);
    if (http_form_read(a, T("multipart/form-data; boundary=b"), body, &form) == OK)
        check(&form, body);
    arena_close(a);
    return 0;
}
