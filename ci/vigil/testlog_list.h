/* testlog_list.h -- (private) a log's own memory */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_TESTLOG_LIST_H
#define VIGIL_TESTLOG_LIST_H

#include "testlog.h"

/* Adds a copy of the test and of its texts. False when memory ran out. */
bool testlog_keep(struct testlog *log, struct gate_test test);

/* Moves the tests of `added` to the end of the log; without memory for that nothing is moved. */
bool testlog_append(struct testlog *log, struct testlog *added);

#endif
