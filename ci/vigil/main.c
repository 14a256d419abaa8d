/* SPDX-License-Identifier: MIT */
/* vigil: its commands, nothing else. */
#include "base/command.h"
#include "base/process.h"
#include "crash/explain.h"
#include "duty/duty.h"
#include "gate/gate.h"
#include "night/night.h"
#include "queue/queue.h"

int main(int count, char **arguments)
{
    static const struct command *const commands[] = {
        &nightly_command, &gate_command,    &queue_command, &assign_command,
        &file_command,    &explain_command, &duty_command,  NULL};
    process_prepare();
    int status = command_main(commands, count, arguments);
    process_finish();
    return status;
}
