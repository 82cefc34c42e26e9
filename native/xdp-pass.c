// SPDX-License-Identifier: Apache-2.0
//
// Has an XDP program that lets everything pass at a link, until standard input ends. For tests of
// what is told of such a link.

#include <linux/bpf.h>
#include <net/if.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

static int bpf(enum bpf_cmd command, union bpf_attr *attr) {
  return (int)syscall(__NR_bpf, command, attr, sizeof(*attr));
}

int main(int argc, char **argv) {
  if (argc != 2) {
    fprintf(stderr, "usage: %s LINK\n", argv[0]);
    return 2;
  }
  struct bpf_insn program[] = {
      {.code = BPF_ALU64 | BPF_MOV | BPF_K, .dst_reg = BPF_REG_0, .imm = XDP_PASS},
      {.code = BPF_JMP | BPF_EXIT},
  };
  union bpf_attr load;
  memset(&load, 0, sizeof(load));
  load.prog_type = BPF_PROG_TYPE_XDP;
  load.insns = (uint64_t)(uintptr_t)program;
  load.insn_cnt = sizeof(program) / sizeof(program[0]);
  load.license = (uint64_t)(uintptr_t) "Apache-2.0";
  int loaded = bpf(BPF_PROG_LOAD, &load);
  if (loaded < 0) {
    perror("BPF_PROG_LOAD");
    return 1;
  }
  union bpf_attr link;
  memset(&link, 0, sizeof(link));
  link.link_create.prog_fd = (uint32_t)loaded;
  link.link_create.target_ifindex = if_nametoindex(argv[1]);
  link.link_create.attach_type = BPF_XDP;
  if (bpf(BPF_LINK_CREATE, &link) < 0) {
    perror("BPF_LINK_CREATE");
    return 1;
  }
  puts("attached");
  fflush(stdout);
  char byte;
  while (read(0, &byte, 1) > 0) {
  }
  return 0;
}
