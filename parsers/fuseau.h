/* fuseau.h -- the whole of libfuseau */
/* SPDX-License-Identifier: MIT */
#ifndef FUSEAU_H
#define FUSEAU_H

#include "civil.h"
#include "fulldate.h"
#include "fulltime.h"
#include "offset.h"
#include "posixtz.h"
#include "result.h"
#include "rfc3339.h"
#include "rfc9557.h"
#include "tzdb.h"
#include "tzif.h"
#include "zone.h"
#include "zoned.h"
#include "zonename.h"

#endif
