/* SPDX-License-Identifier: MIT */
/* What it does with an input that holds an 'x' goes by a script in SPECIMEN_SCRIPT, one letter a
 * run, then from the start again; the runs are counted in the file SPECIMEN_COUNT, a byte each. So
 * what seems chance is the same in every test. With -D ALONE it is its own libFuzzer, as far as
 * that goes, which takes a fiftieth of the time, of which tests with hundreds of runs have little.
 */
#include <fcntl.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* As ASan would report it, without the wait for a symbolizer. */
static void give_up(const char *function)
{
    (void)dprintf(STDERR_FILENO,
                  "==7==ERROR: AddressSanitizer: ABRT on unknown address 0x000000000007\n"
                  "    #0 0x1 in %s /script:1:1\n    #1 0x2 in act /script:2:2\n"
                  "    #2 0x3 in LLVMFuzzerTestOneInput /script:3:3\n",
                  function);
    _exit(77);
}

static void __attribute__((noinline)) never_end(void)
{
    for (volatile int turning = 1; turning != 0;) {}
}

static int fails_after;

static void __attribute__((noinline)) act(char letter)
{
    switch (letter) {
    case 'A':
        give_up("give_up_early");
        break;
    case 'B':
        give_up("give_up_late");
        break;
    case 'T':
        never_end();
        break;
    case 'E': /* as one that ends well */
        _exit(0);
    case 'N': /* as one that fails, when the input is over, without a word */
        fails_after = 1;
        break;
    case 'I': /* as one over which a person loses patience */
        (void)kill(getppid(), SIGINT);
        (void)pause();
        break;
    default:
        break;
    }
}

static size_t count_run(void)
{
    struct stat status;
    int file = open(getenv("SPECIMEN_COUNT"), O_WRONLY | O_CREAT | O_APPEND, 0644);
    if (file < 0 || fstat(file, &status) != 0 || write(file, ".", 1) != 1) {
        _exit(1);
    }
    close(file);
    return (size_t)status.st_size;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size > 0 && memchr(data, 'x', size) != NULL) {
        const char *script = getenv("SPECIMEN_SCRIPT");
        act(script[count_run() % strlen(script)]);
    }
    return 0;
}

#ifdef ALONE
int main(int count, char **arguments)
{
    uint8_t data[64];
    const char *path = arguments[count - 1];
    int file = open(path, O_RDONLY);
    ssize_t size = read(file, data, sizeof data);
    if (size < 0) {
        return 1;
    }
    (void)dprintf(STDERR_FILENO, "Running: %s\n", path);
    (void)LLVMFuzzerTestOneInput(data, (size_t)size);
    (void)dprintf(STDERR_FILENO, "Executed %s in 0 ms\n", path);
    return fails_after * 3;
}
#endif
