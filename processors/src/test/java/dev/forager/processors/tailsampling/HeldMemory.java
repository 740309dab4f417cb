// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.tailsampling;

import dev.forager.config.RecordBinder;
import dev.forager.pdata.Payload;
import dev.forager.pdata.Signal;
import dev.forager.pipeline.Context;
import dev.forager.testkit.TestClock;
import dev.forager.testkit.TestSettings;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.lang.ref.Reference;

/**
 * Measures what a held span costs beyond its own bytes, in traces of eight spans: the figure of the
 * README. Run its main method with {@code -Xmx2g -XX:+UseSerialGC}; the arguments are none.
 */
final class HeldMemory {
    private static final int TRACES = 40_000;
    private static final int SPANS = 8;

    private HeldMemory() {}

    /** Prints the bytes a span for traces that come whole, and for spans that come one by one. */
    public static void main(String[] arguments) throws Exception {
        try (var out = new PrintStream(new FileOutputStream(FileDescriptor.out))) {
            long spanBytes = (long) payload(1, 2).byteSize() - payload(1, 1).byteSize();
            out.printf("span: %d bytes%n", spanBytes);
            out.printf("whole traces: %d bytes of overhead%n", measure(SPANS) - spanBytes);
            out.printf("one by one: %d bytes of overhead%n", measure(1) - spanBytes);
        }
    }

    private static long measure(int spansPerRequest) throws Exception {
        var clock = new TestClock();
        var settings = new TestSettings(clock);
        var config =
                RecordBinder.read(
                        "{num_traces: 1000000, policies: [{name: a, type: always_sample}]}",
                        TailSamplingProcessorConfig.class);
        long before = used();
        var processor =
                new TailSamplingProcessor(
                        config,
                        settings.processor("tail_sampling", Signal.TRACES),
                        (telemetry, context) -> {},
                        clock::nanoTime);
        for (int round = 0; round < SPANS / spansPerRequest; round++) {
            for (int trace = 0; trace < TRACES; trace++) {
                processor.consume(payload(trace, spansPerRequest).open(), Context.background());
            }
        }
        try {
            return (used() - before) / processor.heldItems();
        } finally {
            Reference.reachabilityFence(processor);
        }
    }

    private static long used() {
        System.gc();
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    private static Payload payload(int trace, int spans) {
        var request = new TestTraces();
        for (int i = 0; i < 6; i++) {
            request.resource("resource.attribute." + i, "a value of some length");
        }
        for (int i = 0; i < spans; i++) {
            request.span(
                    trace,
                    span -> {
                        for (int j = 0; j < 10; j++) {
                            span.attributes().put("attribute." + j, "a value of some length");
                        }
                    });
        }
        return request.payload();
    }
}
