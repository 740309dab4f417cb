// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.kernel;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** A known number of calls of getpriority, which nothing else in a JVM calls. */
final class SyscallLoad {
    /** No kind of owner: EINVAL. */
    private static final int NO_KIND = 99;

    private SyscallLoad() {}

    /** Arguments: how many calls succeed, how many fail. */
    @SuppressWarnings("restricted") // It calls into libc, which is what is measured.
    public static void main(String[] arguments) throws Throwable {
        Linker linker = Linker.nativeLinker();
        MethodHandle getpriority =
                linker.downcallHandle(
                        linker.defaultLookup().find("getpriority").orElseThrow(),
                        FunctionDescriptor.of(
                                ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
        call(getpriority, 0, Integer.parseInt(arguments[0]));
        call(getpriority, NO_KIND, Integer.parseInt(arguments[1]));
    }

    private static void call(MethodHandle getpriority, int kind, int times) throws Throwable {
        for (int i = 0; i < times; i++) {
            int _ = (int) getpriority.invokeExact(kind, 0);
        }
    }
}
