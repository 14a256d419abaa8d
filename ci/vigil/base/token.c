/* SPDX-License-Identifier: MIT */
#include "token.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "secret.h"

#define TOKEN_SIZE 1024

struct token {
    char text[TOKEN_SIZE];
};

static const char *const variables[] = {"GITHUB_TOKEN",
                                        "GH_TOKEN",
                                        "GITHUB_ENTERPRISE_TOKEN",
                                        "GH_ENTERPRISE_TOKEN",
                                        "ACTIONS_RUNTIME_TOKEN",
                                        "ACTIONS_ID_TOKEN_REQUEST_TOKEN"};

static void clear_environment(void)
{
    for (size_t i = 0; i < sizeof variables / sizeof *variables; i++) {
        secret_forget(variables[i]);
    }
}

static bool from_environment(struct token *token, struct fault *fault)
{
    const char *value = getenv("GITHUB_TOKEN");
    if (value == NULL) {
        return fault_set(fault, "GITHUB_TOKEN is not set, and no file with a token is named");
    }
    size_t size = strlen(value);
    if (size >= sizeof token->text) {
        return fault_set(fault, "GITHUB_TOKEN: longer than any token");
    }
    memcpy(token->text, value, size + 1);
    return true;
}

static bool read_all(int file, struct token *token, const char *path, struct fault *fault)
{
    size_t used = 0;
    ssize_t got = 1;
    while (got > 0 && used < sizeof token->text) {
        got = read(file, token->text + used, sizeof token->text - used);
        used += got > 0 ? (size_t)got : 0;
        got = got < 0 && errno == EINTR ? 1 : got;
    }
    if (got < 0) {
        return fault_errno(fault, "%s: cannot read", path);
    }
    if (used == sizeof token->text) {
        return fault_set(fault, "%s: longer than any token", path);
    }
    token->text[used] = '\0';
    return strlen(token->text) == used ||
           fault_set(fault, "%s: holds a control character, so it is no token", path);
}

static bool is_private(int file, const char *path, struct fault *fault)
{
    struct stat status;
    if (fstat(file, &status) != 0) {
        return fault_errno(fault, "%s: cannot look at it", path);
    }
    if (!S_ISREG(status.st_mode)) {
        return fault_set(fault, "%s: no regular file, so no token is read from it", path);
    }
    return (status.st_mode & (S_IRWXO | S_IWGRP)) == 0 ||
           fault_set(fault,
                     "%s: open to others (mode %04o), so no token is read from it; "
                     "chmod 600 mends that",
                     path, (unsigned)(status.st_mode & 07777));
}

static bool from_file(struct token *token, const char *path, struct fault *fault)
{
    int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (file < 0) {
        return fault_errno(fault, "%s: cannot open", path);
    }
    bool done = is_private(file, path, fault) && read_all(file, token, path, fault);
    (void)close(file);
    return done;
}

static bool check(struct token *token, const char *from, struct fault *fault)
{
    size_t size = strlen(token->text);
    size -= size > 0 && token->text[size - 1] == '\n' ? 1 : 0;
    size -= size > 0 && token->text[size - 1] == '\r' ? 1 : 0;
    token->text[size] = '\0';
    if (size == 0) {
        return fault_set(fault, "%s: empty", from);
    }
    for (size_t i = 0; i < size; i++) {
        unsigned char letter = (unsigned char)token->text[i];
        if (letter < ' ' || letter == 0x7f) {
            return fault_set(fault, "%s: holds a control character, so it is no token", from);
        }
        if (letter == ' ' || letter > '~') {
            return fault_set(fault, "%s: holds a space or a sign beyond ASCII, so it is no token",
                             from);
        }
    }
    return true;
}

struct token *token_open(const char *file, struct fault *fault)
{
    struct token *token = secret_allocate(sizeof *token);
    bool done = false;
    if (token == NULL) {
        fault_set(fault, "out of memory for a token");
    } else {
        done = file == NULL ? from_environment(token, fault) : from_file(token, file, fault);
        done = done && check(token, file == NULL ? "GITHUB_TOKEN" : file, fault);
    }
    clear_environment();
    if (!done) {
        token_close(token);
        return NULL;
    }
    return token;
}

const char *token_text(const struct token *token)
{
    return token->text;
}

bool token_shows(const struct token *token, const char *text)
{
    return strstr(text, token->text) != NULL;
}

void token_close(struct token *token)
{
    secret_free(token, sizeof *token);
}
