/* abseil.cc -- which Abseil it is, for C */
/* SPDX-License-Identifier: MIT */
#include "abseil.h"

#include <absl/base/config.h>

#define TEXT_OF(macro)  #macro
#define VALUE_OF(macro) TEXT_OF(macro)

const char *abseil_version(void)
{
#ifdef ABSL_LTS_RELEASE_VERSION
    return VALUE_OF(ABSL_LTS_RELEASE_VERSION);
#else
    return "head";
#endif
}
