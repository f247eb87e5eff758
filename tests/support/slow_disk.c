// Preloaded into a server under test: every write to a journal's segment takes OUTCRY_WRITE_DELAY_MS
// longer, as on a disk that is the venue's bottleneck. The rest of the process is as it is.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static int is_segment(int descriptor) {
    char link[64];
    char path[4096];
    snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
    const ssize_t size = readlink(link, path, sizeof path - 1);
    if (size < 0) return 0;
    path[size] = '\0';
    return strstr(path, "/journal/") != NULL && strstr(path, "prepared") == NULL;
}

static void wait_if_segment(int descriptor) {
    const char* const delay = getenv("OUTCRY_WRITE_DELAY_MS");
    if (delay == NULL || !is_segment(descriptor)) return;
    const long delay_ms = strtol(delay, NULL, 10);
    const struct timespec time = {delay_ms / 1000, (delay_ms % 1000) * 1000000};
    nanosleep(&time, NULL);
}

ssize_t pwrite(int descriptor, const void* bytes, size_t size, off_t offset) {
    static ssize_t (*next)(int, const void*, size_t, off_t);
    if (next == NULL) next = (ssize_t(*)(int, const void*, size_t, off_t))dlsym(RTLD_NEXT, "pwrite");
    wait_if_segment(descriptor);
    return next(descriptor, bytes, size, offset);
}

ssize_t pwrite64(int descriptor, const void* bytes, size_t size, off64_t offset) {
    return pwrite(descriptor, bytes, size, offset);
}
