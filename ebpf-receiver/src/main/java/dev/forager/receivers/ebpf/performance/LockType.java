// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.performance;

/** Kinds of the kernel's locks, from the flags of its tracepoint (LCB_F_*). */
final class LockType {
    private static final int SPIN = 1;
    private static final int READ = 2;
    private static final int WRITE = 4;
    private static final int RT = 8;
    private static final int PERCPU = 16;
    private static final int MUTEX = 32;

    private LockType() {}

    /** The value of {@code ebpf.lock.type}. */
    static String of(long flags) {
        String suffix = has(flags, READ) ? "_read" : has(flags, WRITE) ? "_write" : "";
        if (has(flags, PERCPU)) {
            return "percpu_rwsem" + suffix;
        }
        if (has(flags, RT)) {
            return suffix.isEmpty() ? "rt_mutex" : "rt_rwlock" + suffix;
        }
        if (has(flags, MUTEX)) {
            return "mutex";
        }
        boolean isSpinning = has(flags, SPIN);
        if (suffix.isEmpty()) {
            return isSpinning ? "spinlock" : "semaphore";
        }
        return (isSpinning ? "rwlock" : "rwsem") + suffix;
    }

    private static boolean has(long flags, int flag) {
        return (flags & flag) != 0;
    }
}
