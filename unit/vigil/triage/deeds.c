/* SPDX-License-Identifier: MIT */
/*
 * Does one thing, as a target of anybody's may. Ends with 0 where it came off, with 1 where not.
 * usage: deeds DEED [PATH]
 */
#include <arpa/inet.h>
#include <dlfcn.h>
#include <fcntl.h>
#include <netdb.h>
#include <pthread.h>
#include <pwd.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static const char *program, *operand;

static bool opens(const char *path, int flags)
{
    int file = open(path, flags | O_CLOEXEC, 0600);
    if (file >= 0) {
        (void)close(file);
    }
    return file >= 0;
}

static bool makes(const char *path)
{
    bool made = opens(path, O_RDWR | O_CREAT | O_EXCL);
    return made && unlink(path) == 0;
}

/* As targets do it that need a file. */
static bool libfuzzer(void)
{
    char path[64];
    (void)snprintf(path, sizeof path, "/tmp/libfuzzer.%d", (int)getpid());
    return makes(path);
}

static bool temporary(void)
{
    FILE *file = tmpfile();
    char path[4096];
    (void)snprintf(path, sizeof path, "%s/XXXXXX", getenv("TMPDIR"));
    int other = mkstemp(path);
    bool made = file != NULL && other >= 0;
    if (file != NULL) {
        (void)fclose(file);
    }
    return made;
}

static bool home(void)
{
    char path[4096];
    (void)snprintf(path, sizeof path, "%s/.config", getenv("HOME"));
    return makes(path) && makes("in-its-directory");
}

static bool memory(void)
{
    char name[64];
    (void)snprintf(name, sizeof name, "/vigil-deeds-%d", (int)getpid());
    int file = shm_open(name, O_RDWR | O_CREAT | O_EXCL, 0600);
    return file >= 0 && shm_unlink(name) == 0;
}

static bool child(void)
{
    int status = 1;
    return system("exec true") == 0 && (fork() == 0 ? (_exit(0), 0) : wait(&status) > 0) &&
           status == 0;
}

static void *nothing(void *value)
{
    return value;
}

static bool thread(void)
{
    pthread_t other;
    return pthread_create(&other, NULL, nothing, NULL) == 0 && pthread_join(other, NULL) == 0;
}

static bool loopback(void)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof address;
    int server = socket(AF_INET, SOCK_STREAM, 0), client = socket(AF_INET, SOCK_STREAM, 0);
    return bind(server, (struct sockaddr *)&address, size) == 0 && listen(server, 1) == 0 &&
           getsockname(server, (struct sockaddr *)&address, &size) == 0 &&
           connect(client, (struct sockaddr *)&address, size) == 0;
}

static bool signals(void)
{
    (void)signal(SIGUSR2, SIG_IGN);
    return raise(SIGUSR2) == 0 && kill(getpid(), SIGUSR2) == 0 && kill(0, SIGUSR2) == 0;
}

static bool library(void)
{
    return dlopen("libm.so.6", RTLD_NOW) != NULL;
}

static bool user(void)
{
    return getpwuid(getuid()) != NULL || getuid() != 0;
}

static bool address(void)
{
    struct addrinfo *found = NULL;
    return getaddrinfo("localhost", "80", NULL, &found) == 0 || !opens("/etc/hosts", O_RDONLY);
}

static bool local_time(void)
{
    time_t now = time(NULL);
    struct tm broken;
    return localtime_r(&now, &broken) != NULL &&
           (access("/etc/localtime", F_OK) != 0 || opens("/etc/localtime", O_RDONLY));
}

static bool devices(void)
{
    return opens("/dev/null", O_RDWR) && opens("/dev/zero", O_RDONLY) &&
           opens("/dev/full", O_WRONLY) && opens("/dev/urandom", O_RDONLY) &&
           opens("/dev/stderr", O_WRONLY) && opens("/dev/fd/1", O_WRONLY);
}

static bool itself(void)
{
    return opens("/proc/self/maps", O_RDONLY) && opens("/proc/self/exe", O_RDONLY) &&
           opens("/proc/self/environ", O_RDONLY) && opens("/proc/cpuinfo", O_RDONLY);
}

static bool beside(void)
{
    char path[4096];
    (void)snprintf(path, sizeof path, "%s.data", program);
    return opens(path, O_RDONLY);
}

/* What is hidden may be covered by something empty. */
static bool reads(void)
{
    char byte;
    int file = open(operand, O_RDONLY | O_CLOEXEC);
    bool got = file >= 0 && read(file, &byte, 1) == 1;
    if (file >= 0) {
        (void)close(file);
    }
    return got;
}

static bool writes(void)
{
    return opens(operand, O_WRONLY | O_CREAT);
}

static bool links(void)
{
    return symlink("/etc/passwd", operand) == 0;
}

/* Without end, unless something ends it. */
static bool large(void)
{
    for (unsigned blocks = 0; blocks < 1000; blocks++) {
        volatile char *block = malloc((size_t)64 << 20);
        for (size_t i = 0; block != NULL && i < (size_t)64 << 20; i += 4096) {
            block[i] = 1;
        }
        (void)usleep(50000);
    }
    return false;
}

static bool file(void)
{
    char block[1 << 16] = "";
    int made = open("grows", O_WRONLY | O_CREAT, 0600);
    for (;;) {
        if (lseek(made, (off_t)64 << 20, SEEK_CUR) < 0 || write(made, block, sizeof block) < 0) {
            return false;
        }
    }
}

int main(int count, char **arguments)
{
    static const struct {
        const char *name;
        bool (*body)(void);
    } deeds[] = {{"libfuzzer", libfuzzer}, {"temporary", temporary}, {"home", home},
                 {"memory", memory},       {"child", child},         {"thread", thread},
                 {"loopback", loopback},   {"signals", signals},     {"library", library},
                 {"user", user},           {"address", address},     {"local-time", local_time},
                 {"devices", devices},     {"itself", itself},       {"beside", beside},
                 {"reads", reads},         {"writes", writes},       {"large", large},
                 {"file", file},           {"links", links}};
    program = arguments[0];
    operand = count > 2 ? arguments[2] : NULL;
    for (size_t i = 0; count > 1 && i < sizeof deeds / sizeof *deeds; i++) {
        if (strcmp(deeds[i].name, arguments[1]) == 0) {
            bool came_off = deeds[i].body();
            if (!came_off) {
                perror(arguments[1]);
            }
            return came_off ? 0 : 1;
        }
    }
    return 2;
}
