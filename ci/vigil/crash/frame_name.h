/* frame_name.h -- a function's name without what compilers and builds add to it */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_CRASH_FRAME_NAME_H
#define VIGIL_CRASH_FRAME_NAME_H

#include <stdbool.h>
#include <stddef.h>

/* Which language a frame is of, as far as its name and file tell. */
struct frame_language {
    bool rust, go;
};

struct frame_language frame_language(const char *function, const char *file);

/*
 * What two builds share of a name, "" where that is nothing:
 *
 *     parse.part.0                                           parse
 *     int zone::read<int>(char const*) const                 zone::read
 *     (anonymous namespace)::f(int)                          f
 *     peel(int)::$_0::operator()(int) const                  peel
 *     onion::peel::{{closure}}::h0123456789abcdef            onion::peel
 *     onion[846817f741e54dfd]::peel::{closure#0}             onion::peel
 *     <onion::Layer<T> as core::ops::drop::Drop>::drop::h…   onion::Layer::drop
 *     _$LT$onion..Layer$u20$as$u20$…$GT$::drop::h…           onion::Layer::drop
 *     example.com/onion.(*Layer).Peel.func1                  onion.(*Layer).Peel
 */
void frame_name(const char *function, const char *file, char *into, size_t room);

#endif
