/* SPDX-License-Identifier: MIT */
#include "secret.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

/* The number of secrets, and the limits as they were before the first. */
static struct {
    size_t secrets;
    struct rlimit cores;
    int dumpable;
} before;

static void forbid_cores(void)
{
    if (before.secrets++ > 0) {
        return;
    }
    before.dumpable = prctl(PR_GET_DUMPABLE);
    (void)prctl(PR_SET_DUMPABLE, 0);
    (void)getrlimit(RLIMIT_CORE, &before.cores);
    const struct rlimit none = {0, before.cores.rlim_max};
    (void)setrlimit(RLIMIT_CORE, &none);
}

static void allow_cores(void)
{
    if (--before.secrets == 0) {
        (void)setrlimit(RLIMIT_CORE, &before.cores);
        (void)prctl(PR_SET_DUMPABLE, before.dumpable == 1 ? 1 : 0);
    }
}

/* An anonymous mapping, so that its pages hold nothing else. A kernel or a limit may refuse any of
 * the protections; the secret is used without them then. */
void *secret_allocate(size_t size)
{
    void *memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED) {
        return NULL;
    }
    (void)mlock(memory, size);
    (void)madvise(memory, size, MADV_DONTDUMP);
    (void)madvise(memory, size, MADV_WIPEONFORK);
    forbid_cores();
    return memory;
}

void secret_free(void *memory, size_t size)
{
    if (memory != NULL) {
        explicit_bzero(memory, size);
        (void)munmap(memory, size);
        allow_cores();
    }
}

void secret_forget(const char *variable)
{
    size_t size = strlen(variable);
    for (size_t i = 0; environ != NULL && environ[i] != NULL; i++) {
        if (strncmp(environ[i], variable, size) == 0 && environ[i][size] == '=') {
            explicit_bzero(environ[i] + size + 1, strlen(environ[i] + size + 1));
        }
    }
    (void)unsetenv(variable);
}

/* Words of a name, each followed by what stands between words. */
static const char *const telling[] = {"TOKEN_",       "TOKENS_",      "SECRET_",     "SECRETS_",
                                      "PASSWORD_",    "PASSWORDS_",   "PASSWD_",     "PASSPHRASE_",
                                      "CREDENTIAL_",  "CREDENTIALS_", "APIKEY_",     "API_KEY_",
                                      "API_KEYS_",    "PRIVATE_KEY_", "ACCESS_KEY_", "SECRET_KEY_",
                                      "SIGNING_KEY_", "DEPLOY_KEY_",  "PAT_"};

/* Those that hold one, or lead to one, though no word says so. */
static const char *const named[] = {"SSH_AUTH_SOCK",
                                    "GPG_AGENT_INFO",
                                    "NETRC",
                                    "OTEL_EXPORTER_OTLP_HEADERS",
                                    "OTEL_EXPORTER_OTLP_METRICS_HEADERS",
                                    "OTEL_EXPORTER_OTLP_TRACES_HEADERS",
                                    "OTEL_EXPORTER_OTLP_LOGS_HEADERS"};

bool secret_is_name(const char *name)
{
    char words[256]; /* a longer name is judged by its first bytes */
    size_t size = strcspn(name, "="), used = 0;
    words[used++] = '_';
    for (size_t i = 0; i < size && used < sizeof words - 2; i++) {
        char letter = name[i];
        words[used++] = letter >= 'a' && letter <= 'z' ? (char)(letter - 'a' + 'A')
                        : (letter >= 'A' && letter <= 'Z') || (letter >= '0' && letter <= '9')
                            ? letter
                            : '_';
    }
    words[used++] = '_';
    words[used] = '\0';
    bool tells = false;
    for (size_t i = 0; i < sizeof telling / sizeof *telling && !tells; i++) {
        const char *at = strstr(words, telling[i]);
        while (at != NULL && at[-1] != '_') {
            at = strstr(at + 1, telling[i]);
        }
        tells = at != NULL;
    }
    for (size_t i = 0; i < sizeof named / sizeof *named && !tells; i++) {
        tells = strlen(named[i]) == size && strncmp(named[i], name, size) == 0;
    }
    return tells;
}

void secret_forget_all(void)
{
    char name[512];
    for (size_t i = 0; environ != NULL && environ[i] != NULL;) {
        size_t size = strcspn(environ[i], "=");
        bool secret = secret_is_name(environ[i]) && size < sizeof name;
        i += secret ? 0 : 1;
        if (secret) {
            memcpy(name, environ[i], size);
            name[size] = '\0';
            secret_forget(name);
        }
    }
}
