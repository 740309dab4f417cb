// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.benchmarks.tailsampling;

import dev.forager.benchmarks.pdata.SampleRequests;
import dev.forager.config.RecordBinder;
import dev.forager.pdata.Payload;
import dev.forager.pdata.ResourceSpans;
import dev.forager.pdata.ScopeSpans;
import dev.forager.pdata.Signal;
import dev.forager.pdata.Span;
import dev.forager.pdata.TraceId;
import dev.forager.pdata.Traces;
import dev.forager.pipeline.Context;
import dev.forager.pipeline.Processor;
import dev.forager.processors.tailsampling.TailSamplingProcessorConfig;
import dev.forager.processors.tailsampling.TailSamplingProcessorFactory;
import dev.forager.testkit.TestHost;
import dev.forager.testkit.TestSettings;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Locale;

/**
 * The heap that {@code tail_sampling} takes for a span that waits, beyond the bytes in which it
 * came: once with all eight spans of a trace in one request, once with each in another one, as
 * services send them. Argument: how many requests of 512 spans.
 *
 * <p>Run as {@code CodecBenchmark}'s Javadoc says for the class path, with {@code -XX:+UseSerialGC
 * -Xmx2g dev.forager.benchmarks.tailsampling.HeldSpanCost 400}.
 */
public final class HeldSpanCost {
    private static final int SPANS_OF_REQUEST = 512;
    private static final int SPANS_OF_TRACE = 8;
    private static final String CONFIG =
            "{decision_wait: 600s, num_traces: 1000000, policies: [{name: all, type: always_sample}]}";

    private HeldSpanCost() {}

    /** Prints a line for each shape. */
    public static void main(String[] arguments) throws Exception {
        int requests = arguments.length == 0 ? 400 : Integer.parseInt(arguments[0]);
        measure(System.out, "a trace in one request", requests, false);
        measure(System.out, "a trace in eight requests", requests, true);
    }

    private static void measure(PrintStream console, String name, int requests, boolean isSpread)
            throws Exception {
        Processor processor =
                new TailSamplingProcessorFactory()
                        .create(
                                RecordBinder.read(CONFIG, TailSamplingProcessorConfig.class),
                                new TestSettings().processor("tail_sampling", Signal.TRACES),
                                (_, _) -> {});
        processor.start(new TestHost());
        long before = heap();
        long bytes = 0;
        for (int i = 0; i < requests; i++) {
            Payload request = request(i, isSpread);
            bytes += request.byteSize();
            processor.consume(request.open(), Context.background());
        }
        long spans = (long) requests * SPANS_OF_REQUEST;
        long overhead = heap() - before - bytes;
        console.printf(
                Locale.ROOT,
                "%s: %,d spans, %d B as they came, %d B of heap beyond that%n",
                name,
                spans,
                bytes / spans,
                overhead / spans);
        processor.stop(Duration.ZERO);
    }

    /** The spans of a trace stand together, or its eight are in eight requests that follow. */
    private static Payload request(int number, boolean isSpread) {
        var traces = (Traces) SampleRequests.of(Signal.TRACES, SPANS_OF_REQUEST);
        int span = 0;
        for (ResourceSpans group : traces.resources()) {
            for (ScopeSpans scope : group.scopes()) {
                for (Span each : scope.spans()) {
                    long trace =
                            isSpread
                                    ? (long) (number / SPANS_OF_TRACE) * SPANS_OF_REQUEST + span
                                    : ((long) number * SPANS_OF_REQUEST + span) / SPANS_OF_TRACE;
                    each.traceId(new TraceId(0x5EED, trace + 1));
                    span++;
                }
            }
        }
        return traces.seal();
    }

    private static long heap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
