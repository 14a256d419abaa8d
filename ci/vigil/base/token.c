/* SPDX-License-Identifier: MIT */
#include "token.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "files.h"
#include "secret.h"

#define TOKEN_SIZE 1024

struct token {
    char text[TOKEN_SIZE];
};

/* What token_take found. */
static struct {
    bool done; /* it was called */
    struct token *token;
    char file[PATH_SIZE]; /* "": the environment */
    struct fault fault;   /* why there is none */
} taken;

#define NAMED_MOST 32
static char *named[NAMED_MOST + 1];

/* Remembers the file that a secret's variable names, so that it can be kept from others too. */
static void remember(const char *value)
{
    for (size_t i = 0; value[0] == '/' && access(value, F_OK) == 0 && i < NAMED_MOST; i++) {
        if (named[i] == NULL) {
            named[i] = strdup(value);
            return;
        }
        if (strcmp(named[i], value) == 0) {
            return;
        }
    }
}

/* The keys of an exporter of figures are read and forgotten later, by whom they are meant for. */
static bool is_to_go(const char *entry)
{
    return secret_is_name(entry) && strncmp(entry, "OTEL_", 5) != 0;
}

/* What names a file is remembered, so that the file is kept from others too. */
static void clear_environment(void)
{
    char name[512];
    for (size_t i = 0; environ != NULL && environ[i] != NULL;) {
        size_t size = strcspn(environ[i], "=");
        bool goes = is_to_go(environ[i]) && environ[i][size] == '=' && size < sizeof name;
        i += goes ? 0 : 1;
        if (goes) {
            memcpy(name, environ[i], size);
            name[size] = '\0';
            remember(environ[i] + size + 1);
            secret_forget(name);
        }
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

static struct token *read_token(const char *file, struct fault *fault)
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

void token_forget(void)
{
    token_close(taken.token);
    taken.token = NULL;
    taken.done = false;
    clear_environment();
}

void token_take(const char *file)
{
    token_close(taken.token);
    taken.done = true;
    taken.fault.text[0] = '\0';
    taken.token = NULL;
    if (file == NULL || path_make(taken.file, &taken.fault, "%s", file)) {
        taken.file[0] = file == NULL ? '\0' : taken.file[0];
        taken.token = read_token(file, &taken.fault);
    }
    clear_environment();
}

bool token_is_taken(void)
{
    return taken.token != NULL;
}

const char *const *token_named(void)
{
    return (const char *const *)named;
}

struct token *token_open(const char *file, struct fault *fault)
{
    if (!taken.done || strcmp(file == NULL ? "" : file, taken.file) != 0) {
        return read_token(file, fault);
    }
    if (taken.token == NULL) {
        *fault = taken.fault;
        return NULL;
    }
    struct token *copy = secret_allocate(sizeof *copy);
    if (copy == NULL) {
        fault_set(fault, "out of memory for a token");
        return NULL;
    }
    memcpy(copy, taken.token, sizeof *copy);
    return copy;
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
