// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.benchmarks.ebpf;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** A loop of the cheapest system call there is, getppid, in a process of its own. */
final class CallLoop {
    private static final int WARM = 300_000;
    private static final int PER_ROUND = 200_000;

    private final MethodHandle getppid;

    @SuppressWarnings("restricted") // It calls into libc, which is what is measured.
    private CallLoop() {
        Linker linker = Linker.nativeLinker();
        getppid =
                linker.downcallHandle(
                        linker.defaultLookup().find("getppid").orElseThrow(),
                        FunctionDescriptor.of(ValueLayout.JAVA_INT));
    }

    /**
     * Either {@code time ROUNDS}, which prints the least ns a call, or {@code rate PER_SECOND
     * SECONDS} (0: as fast as it goes), which prints the calls made.
     */
    public static void main(String[] arguments) throws Exception {
        var thread =
                Thread.ofPlatform()
                        .name("fg-bench")
                        .start(
                                () -> {
                                    try {
                                        System.out.println(new CallLoop().run(arguments));
                                    } catch (Throwable e) {
                                        throw new IllegalStateException(e);
                                    }
                                });
        thread.join();
    }

    private String run(String[] arguments) throws Throwable {
        return arguments[0].equals("time")
                ? time(Integer.parseInt(arguments[1]))
                : rate(Long.parseLong(arguments[1]), Long.parseLong(arguments[2]));
    }

    private String time(int rounds) throws Throwable {
        call(WARM);
        double least = Double.MAX_VALUE;
        for (int i = 0; i < rounds; i++) {
            long began = System.nanoTime();
            call(PER_ROUND);
            least = Math.min(least, (System.nanoTime() - began) / (double) PER_ROUND);
        }
        return Double.toString(least);
    }

    private String rate(long perSecond, long seconds) throws Throwable {
        long began = System.nanoTime();
        long end = began + seconds * 1_000_000_000L;
        long made = 0;
        long now = began;
        while (now < end) {
            long due = perSecond == 0 ? made + 1000 : (long) ((now - began) / 1e9 * perSecond);
            if (made < due) {
                call((int) (due - made));
                made = due;
            } else {
                Thread.onSpinWait();
            }
            now = System.nanoTime();
        }
        return Long.toString(made);
    }

    private void call(int times) throws Throwable {
        for (int i = 0; i < times; i++) {
            int _ = (int) getppid.invokeExact();
        }
    }
}
