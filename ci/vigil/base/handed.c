/* SPDX-License-Identifier: MIT */
#include "handed.h"

#include <stddef.h>
#include <string.h>

#include "secret.h"

const char *const handed_steps[] = {"GITHUB_ENV",   "GITHUB_PATH",         "GITHUB_OUTPUT",
                                    "GITHUB_STATE", "GITHUB_STEP_SUMMARY", NULL};

/* One that ends in "_" stands for all that begin with it. */
static const char *const doors[] = {
    /* services of GitHub's Actions; exporters of figures, whose headers hold keys */
    "ACTIONS_", "OTEL_",
    /* agents and buses of the user's session, its screen included */
    "SSH_AUTH_SOCK", "SSH_AGENT_PID", "GPG_AGENT_INFO", "GPG_TTY", "DBUS_SESSION_BUS_ADDRESS",
    "DBUS_STARTER_ADDRESS", "XDG_RUNTIME_DIR", "SESSION_MANAGER", "DISPLAY", "WAYLAND_DISPLAY",
    "WAYLAND_SOCKET", "XAUTHORITY", "GNOME_KEYRING_CONTROL", "TMUX", "STY",
    /* services that start programs elsewhere, and notices to whoever started vigil */
    "DOCKER_HOST", "CONTAINER_HOST", "KUBECONFIG", "NOTIFY_SOCKET", "INVOCATION_ID",
    "JOURNAL_STREAM",
    /* programs that are asked for secrets */
    "SSH_ASKPASS", "GIT_ASKPASS", "SUDO_ASKPASS"};

static bool is_named(const char *entry, const char *name)
{
    size_t size = strlen(name);
    return strncmp(entry, name, size) == 0 && (name[size - 1] == '_' || entry[size] == '=');
}

bool handed_is_withheld(const char *entry)
{
    bool is = secret_is_name(entry);
    for (size_t i = 0; !is && i < sizeof doors / sizeof *doors; i++) {
        is = is_named(entry, doors[i]);
    }
    for (size_t i = 0; !is && handed_steps[i] != NULL; i++) {
        is = is_named(entry, handed_steps[i]);
    }
    return is;
}
