/* page_style.h -- (private to page) what is the same in every page: style, script, their hashes */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_REPORT_PAGE_STYLE_H
#define VIGIL_REPORT_PAGE_STYLE_H

/* page/style.css and page/script.js, and their SHA-256 in base64: page/embed.cmake makes them. */
extern const char page_style[], page_style_hash[];
extern const char page_script[], page_script_hash[];

#endif
