// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pdata;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;

/** What holds for every input of a fuzz target. */
final class FuzzOracle {
    /** Allocation per byte of input, and the fixed part: messages of errors, reused tables. */
    private static final long BYTES_PER_BYTE = 64;

    private static final long FIXED_BYTES = 4 << 20;

    /** By the first byte of an input; not the order of the enum, which may change. */
    static final List<Signal> SIGNALS =
            List.of(Signal.TRACES, Signal.METRICS, Signal.LOGS, Signal.PROFILES);

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private FuzzOracle() {}

    /** A call that reads an input. */
    interface Call<T> {
        T run() throws MalformedTelemetryException;
    }

    static Signal signal(byte[] input) {
        return SIGNALS.get((input[0] & 0xff) % SIGNALS.size());
    }

    /**
     * Runs the call and holds its allocation to the size of the input. What is too much is measured
     * a second time, since the first may load classes and Jazzer instruments them.
     */
    static <T> T bounded(int inputLength, Call<T> call) throws MalformedTelemetryException {
        long limit = BYTES_PER_BYTE * inputLength + FIXED_BYTES;
        long before = THREADS.getCurrentThreadAllocatedBytes();
        try {
            return call.run();
        } finally {
            if (THREADS.getCurrentThreadAllocatedBytes() - before > limit) {
                require(allocatedBy(call) <= limit, "too much memory for " + inputLength);
            }
        }
    }

    private static long allocatedBy(Call<?> call) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        try {
            Object _ = call.run();
        } catch (MalformedTelemetryException e) {
            // Refused as before: only the memory counts here.
        }
        return THREADS.getCurrentThreadAllocatedBytes() - before;
    }

    /** Valid protobuf writes as JSON that reads back with the same items and writes the same. */
    static void requireRoundTrip(Signal signal, byte[] bytes) throws MalformedTelemetryException {
        byte[] json = OtlpJson.toJson(signal, bytes, 0, bytes.length);
        byte[] back = OtlpJson.toProtobuf(signal, json, 0, json.length);
        require(
                WireValidator.scan(signal, back, 0, back.length).items()
                        == WireValidator.scan(signal, bytes, 0, bytes.length).items(),
                "items got lost in JSON");
        require(
                Arrays.equals(OtlpJson.toJson(signal, back, 0, back.length), json),
                "JSON changes when it is read and written");
    }

    static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new AssertionError(otherwise);
        }
    }
}
