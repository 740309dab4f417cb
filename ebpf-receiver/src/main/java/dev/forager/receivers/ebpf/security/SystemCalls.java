// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.security;

import dev.forager.receivers.ebpf.runtime.LoadedObject;
import dev.forager.receivers.ebpf.sys.BpfException;
import dev.forager.receivers.ebpf.sys.LittleEndian;
import java.util.List;

/**
 * Numbers of system calls, which differ by machine: arch/x86/entry/syscalls/syscall_64.tbl and
 * include/uapi/asm-generic/unistd.h. Stateless.
 */
final class SystemCalls {
    /** Where a machine has no such call. */
    private static final int NONE = -1;

    /** In the order of {@code enum sec_call}, which begins with 1. */
    private static final List<Call> CALLS =
            List.of(
                    new Call("CALL_SETUID", 105, 146),
                    new Call("CALL_SETREUID", 113, 145),
                    new Call("CALL_SETRESUID", 117, 147),
                    new Call("CALL_SETGID", 106, 144),
                    new Call("CALL_SETREGID", 114, 143),
                    new Call("CALL_SETRESGID", 119, 149),
                    new Call("CALL_PTRACE", 101, 117),
                    new Call("CALL_VM_WRITEV", 311, 271),
                    new Call("CALL_BPF", 321, 280),
                    new Call("CALL_MOUNT", 165, 40),
                    new Call("CALL_MOVE_MOUNT", 429, 429),
                    new Call("CALL_PIVOT_ROOT", 155, 41),
                    new Call("CALL_UNSHARE", 272, 97),
                    new Call("CALL_SETNS", 308, 268),
                    new Call("CALL_OPENAT", 257, 56),
                    new Call("CALL_OPENAT2", 437, 437),
                    new Call("CALL_OPEN", 2, NONE));

    /**
     * A call.
     *
     * @param name its constant in the sources of the program
     * @param x86 number on x86_64
     * @param arm number on arm64
     */
    private record Call(String name, int x86, int arm) {}

    private SystemCalls() {}

    /** Tells the program which numbers are which call. */
    static void write(LoadedObject object) throws BpfException {
        boolean isArm = System.getProperty("os.arch", "").equals("aarch64");
        var map = object.map("fg_sec_calls");
        for (int i = 0; i < CALLS.size(); i++) {
            int number = isArm ? CALLS.get(i).arm : CALLS.get(i).x86;
            if (number != NONE) {
                map.put(LittleEndian.bytes(number, 4), LittleEndian.bytes(i + 1L, 4));
            }
        }
    }
}
