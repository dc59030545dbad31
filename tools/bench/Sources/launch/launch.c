// launch CORES LOG COMMAND [ARGUMENT…]
//
// Runs a command on the given cores ("0" or "0,1"), drops what it prints, keeps its complaints in LOG, and writes
// one line: wall seconds, processor seconds, greatest resident kibibytes of any process of it, exit status.
// A program of its own and in C because Linux counts the memory of the parent to a child that has not yet begun:
// below this one megabyte nothing is hidden.
#define _GNU_SOURCE
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double seconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

static double total(struct timeval time) { return (double)time.tv_sec + (double)time.tv_usec * 1e-6; }

int main(int count, char **arguments) {
  if (count < 4) {
    fprintf(stderr, "usage: launch CORES LOG COMMAND [ARGUMENT...]\n");
    return 64;
  }
  cpu_set_t cores;
  CPU_ZERO(&cores);
  for (char *word = strtok(arguments[1], ","); word; word = strtok(NULL, ",")) CPU_SET(atoi(word), &cores);
  if (sched_setaffinity(0, sizeof cores, &cores) != 0) {
    perror("launch: these cores cannot be had");
    return 71;
  }
  double begin = seconds();
  pid_t child = fork();
  if (child < 0) {
    perror("launch: fork");
    return 71;
  }
  if (child == 0) {
    int nothing = open("/dev/null", O_RDWR);
    int log = open(arguments[2], O_WRONLY | O_CREAT | O_TRUNC, 0644);
    dup2(nothing, 0);
    dup2(nothing, 1);
    if (log >= 0) dup2(log, 2);
    // A server that stays must not hold a pipe open that somebody reads to its end.
    for (int file = 3; file < 1024; file++) close(file);
    execvp(arguments[3], arguments + 3);
    perror(arguments[3]);
    _exit(127);
  }
  int status = 0;
  struct rusage usage;
  if (wait4(child, &status, 0, &usage) != child) {
    perror("launch: wait4");
    return 71;
  }
  double wall = seconds() - begin;
  printf("%.9f %.6f %ld %d\n", wall, total(usage.ru_utime) + total(usage.ru_stime), usage.ru_maxrss,
         WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status));
  return 0;
}
