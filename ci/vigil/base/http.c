/* SPDX-License-Identifier: MIT */
#include "http.h"

#include <curl/curl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "inert.h"
#include "number.h"
#include "process.h"

struct http {
    CURL *curl;
    long seconds; /* VIGIL_HTTP_SECONDS */
    struct buffer *answer;
    bool too_large;
    char why[CURL_ERROR_SIZE];
};

static bool read_seconds(long *seconds, struct fault *fault)
{
    const char *text = getenv("VIGIL_HTTP_SECONDS");
    uint64_t number = 60;
    if (text != NULL && text[0] != '\0' && !number_read(text, 1, 60, &number)) {
        return fault_set(fault, "VIGIL_HTTP_SECONDS must be a number from 1 to 60");
    }
    *seconds = (long)number;
    return true;
}

static size_t take(char *data, size_t one, size_t size, void *context)
{
    struct http *http = context;
    (void)one;
    if (size > HTTP_ANSWER_LIMIT - http->answer->size) {
        http->too_large = true;
        return 0;
    }
    buffer_add(http->answer, data, size);
    return http->answer->failed ? 0 : size;
}

static int go_on(void *context, curl_off_t down_total, curl_off_t down, curl_off_t up_total,
                 curl_off_t up)
{
    (void)context, (void)down_total, (void)down, (void)up_total, (void)up;
    return process_interrupted() ? 1 : 0;
}

static bool set_number(CURL *curl, CURLoption option, long value)
{
    return curl_easy_setopt(curl, option, value) == CURLE_OK;
}

static bool set_text(CURL *curl, CURLoption option, const char *value)
{
    return curl_easy_setopt(curl, option, value) == CURLE_OK;
}

/* Defaults are set all the same, since nothing here may depend on how a libcurl was built. Headers
 * go to the server only, not to a proxy. */
static bool set_safety(CURL *curl)
{
    /* The curl command reads these variables, the library does not. */
    const char *authorities = getenv("CURL_CA_BUNDLE");
    if (authorities == NULL || authorities[0] == '\0') {
        authorities = getenv("SSL_CERT_FILE");
    }
    return set_number(curl, CURLOPT_SSL_VERIFYPEER, 1) &&
           set_number(curl, CURLOPT_SSL_VERIFYHOST, 2) &&
           set_number(curl, CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2) &&
           set_number(curl, CURLOPT_FOLLOWLOCATION, 0) &&
           set_number(curl, CURLOPT_HEADEROPT, CURLHEADER_SEPARATE) &&
           set_text(curl, CURLOPT_PROTOCOLS_STR, "http,https") &&
           (authorities == NULL || authorities[0] == '\0' ||
            set_text(curl, CURLOPT_CAINFO, authorities));
}

static bool set_bounds(CURL *curl, long seconds, long milliseconds)
{
    const bool shorter = milliseconds > 0 && milliseconds < seconds * 1000;
    milliseconds = shorter ? milliseconds : seconds * 1000;
    return set_number(curl, CURLOPT_CONNECTTIMEOUT_MS,
                      milliseconds < 10000 ? milliseconds : 10000) &&
           set_number(curl, CURLOPT_TIMEOUT_MS, milliseconds) &&
           set_number(curl, CURLOPT_LOW_SPEED_LIMIT, 1) &&
           set_number(curl, CURLOPT_LOW_SPEED_TIME, seconds < 20 ? seconds : 20) &&
           set_number(curl, CURLOPT_NOSIGNAL, 1);
}

static bool set_callbacks(struct http *http)
{
    CURL *curl = http->curl;
    return curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, http->why) == CURLE_OK &&
           curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take) == CURLE_OK &&
           curl_easy_setopt(curl, CURLOPT_WRITEDATA, http) == CURLE_OK &&
           curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, go_on) == CURLE_OK &&
           set_number(curl, CURLOPT_NOPROGRESS, 0) &&
           set_number(curl, CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1) &&
           set_text(curl, CURLOPT_USERAGENT, "vigil/" VIGIL_VERSION);
}

struct http *http_open(struct fault *fault)
{
    struct http *http = calloc(1, sizeof *http);
    if (http == NULL || curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) {
        free(http);
        fault_set(fault, "libcurl cannot be started");
        return NULL;
    }
    http->curl = curl_easy_init();
    bool done = read_seconds(&http->seconds, fault);
    if (done && (http->curl == NULL || !set_safety(http->curl) ||
                 !set_bounds(http->curl, http->seconds, 0) || !set_callbacks(http))) {
        done = fault_set(fault, "libcurl lacks an option that is needed");
    }
    if (!done) {
        http_close(http);
        return NULL;
    }
    return http;
}

void http_close(struct http *http)
{
    if (http != NULL) {
        curl_easy_cleanup(http->curl);
        curl_global_cleanup();
        free(http);
    }
}

static bool add_header(struct curl_slist **headers, const char *line)
{
    struct curl_slist *longer = curl_slist_append(*headers, line);
    *headers = longer == NULL ? *headers : longer;
    return longer != NULL;
}

static bool make_headers(const struct http_request *request, struct curl_slist **headers)
{
    bool done = true;
    if (request->bearer != NULL) {
        struct buffer line = {0};
        buffer_format(&line, "Authorization: Bearer %s", request->bearer);
        done = !line.failed && add_header(headers, line.data);
        if (line.data != NULL) {
            explicit_bzero(line.data, line.capacity);
        }
        buffer_free(&line);
    }
    for (size_t i = 0; done && request->headers[i] != NULL; i++) {
        done = add_header(headers, request->headers[i]);
    }
    return done;
}

static void wipe_headers(struct curl_slist *headers)
{
    for (struct curl_slist *line = headers; line != NULL; line = line->next) {
        explicit_bzero(line->data, strlen(line->data));
    }
    curl_slist_free_all(headers);
}

static bool set_request(struct http *http, const struct http_request *request,
                        struct curl_slist *headers)
{
    CURL *curl = http->curl;
    bool reads = strcmp(request->method, "GET") == 0;
    bool clear = strncmp(request->url, "http:", 5) == 0;
    bool done = set_text(curl, CURLOPT_URL, request->url) &&
                set_bounds(curl, http->seconds, request->milliseconds) &&
                curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers) == CURLE_OK &&
                set_text(curl, CURLOPT_PROXY, clear ? "" : NULL) &&
                set_number(curl, CURLOPT_FRESH_CONNECT, reads ? 0 : 1) &&
                set_number(curl, CURLOPT_HTTPGET, 1);
    if (done && request->body != NULL) {
        curl_off_t size = (curl_off_t)strlen(request->body);
        done = curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, size) == CURLE_OK &&
               set_text(curl, CURLOPT_COPYPOSTFIELDS, request->body);
    }
    return done && set_text(curl, CURLOPT_CUSTOMREQUEST, request->method);
}

/* Sets the fault. libcurl's words are made inert: they may hold names that the server gave. */
static bool explain(const struct http *http, CURLcode code, struct fault *fault)
{
    const char *why = http->why[0] != '\0' ? http->why : curl_easy_strerror(code);
    struct buffer shown = {0};
    if (http->too_large) {
        return fault_set(fault, "an answer of more than %zu MiB", HTTP_ANSWER_LIMIT >> 20);
    }
    if (process_interrupted()) {
        return fault_set(fault, "interrupted");
    }
    inert_line(&shown, why, strlen(why));
    fault_set(fault, "%.300s", shown.failed || shown.data == NULL ? "out of memory" : shown.data);
    buffer_free(&shown);
    return false;
}

bool http_send(struct http *http, const struct http_request *request, long *status,
               struct buffer *answer, struct fault *fault)
{
    struct curl_slist *headers = NULL;
    http->answer = answer;
    http->too_large = false;
    http->why[0] = '\0';
    *status = 0;
    bool ready = make_headers(request, &headers) && set_request(http, request, headers);
    CURLcode code = ready ? curl_easy_perform(http->curl) : CURLE_OUT_OF_MEMORY;
    (void)curl_easy_setopt(http->curl, CURLOPT_HTTPHEADER, NULL);
    wipe_headers(headers);
    (void)curl_easy_getinfo(http->curl, CURLINFO_RESPONSE_CODE, status);
    buffer_add(answer, "", 0);
    return code == CURLE_OK && !answer->failed ? true : explain(http, code, fault);
}

const char *http_header(struct http *http, const char *name)
{
    struct curl_header *header;
    return curl_easy_header(http->curl, name, 0, CURLH_HEADER, -1, &header) == CURLHE_OK
               ? header->value
               : "";
}

double http_retry_after(struct http *http)
{
    curl_off_t seconds = 0;
    (void)curl_easy_getinfo(http->curl, CURLINFO_RETRY_AFTER, &seconds);
    return seconds > 0 ? (double)seconds : 0;
}

double http_seconds_until(struct http *http, double moment)
{
    time_t now = curl_getdate(http_header(http, "date"), NULL);
    return moment - (double)(now >= 0 ? now : time(NULL));
}
