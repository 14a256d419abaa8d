/* server.h -- a server of a test's own: started, asked for its port, and stopped */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_SERVER_H
#define VIGIL_SERVER_H

#include "rows.h"

#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

struct server {
    pid_t pid;
    unsigned port;
};

/* arguments[0] is looked for in PATH; NULL ends them. The server prints its port on a line. */
static inline void server_start(struct server *server, const char *const arguments[])
{
    int ends[2];
    char line[32] = "";
    assert_int_equal(pipe(ends), 0);
    server->pid = fork();
    if (server->pid == 0) {
        (void)prctl(PR_SET_PDEATHSIG, SIGKILL);
        (void)dup2(ends[1], STDOUT_FILENO);
        (void)close(ends[0]);
        (void)close(ends[1]);
        (void)execvp(arguments[0], (char *const *)(uintptr_t)arguments);
        _exit(127);
    }
    assert_true(server->pid > 0);
    (void)close(ends[1]);
    FILE *output = fdopen(ends[0], "r");
    assert_non_null(output);
    bool said = fgets(line, sizeof line, output) != NULL;
    (void)fclose(output);
    server->port = said ? (unsigned)strtoul(line, NULL, 10) : 0;
    if (server->port == 0) {
        fail_msg("%s did not start", arguments[0]);
    }
}

static inline void server_stop(struct server *server)
{
    if (server->pid > 0) {
        (void)kill(server->pid, SIGKILL);
        (void)waitpid(server->pid, NULL, 0);
        server->pid = 0;
    }
}

#endif
