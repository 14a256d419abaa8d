/* SPDX-License-Identifier: MIT */
#include "fault.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

bool fault_set(struct fault *fault, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    (void)vsnprintf(fault->text, sizeof fault->text, format, arguments);
    va_end(arguments);
    return false;
}

bool fault_errno(struct fault *fault, const char *format, ...)
{
    int error = errno;
    char reason[128] = "unknown error";
    va_list arguments;
    va_start(arguments, format);
    (void)vsnprintf(fault->text, sizeof fault->text, format, arguments);
    va_end(arguments);
    const char *text = strerror_r(error, reason, sizeof reason);
    size_t used = strlen(fault->text);
    (void)snprintf(fault->text + used, sizeof fault->text - used, ": %s", text);
    return false;
}
