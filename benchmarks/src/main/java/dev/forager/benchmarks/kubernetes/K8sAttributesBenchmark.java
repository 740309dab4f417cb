// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.benchmarks.kubernetes;

import dev.forager.pdata.KeyValue;
import dev.forager.pdata.Payload;
import dev.forager.pdata.Signal;
import dev.forager.pdata.Traces;
import dev.forager.pdata.Value;
import dev.forager.pipeline.ConsumeException;
import dev.forager.pipeline.Context;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One resource of an SDK with one span: {@link #openAndSeal} and {@link #editAndSeal} without the
 * processor, {@link #enrich} with it, among 5000 pods, ten attributes written. What is beyond the
 * first is the whole price of enriching a resource, what is beyond the second the processor's own.
 *
 * <p>Run as {@code CodecBenchmark}, with {@code K8sAttributesBenchmark -prof gc}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgsAppend = {"-XX:+UseSerialGC", "-Xmx1g"})
public class K8sAttributesBenchmark {
    private static final int PODS = 5000;
    private static final int POD = 4321;
    private static final KeyValue WRITTEN = KeyValue.of("k", Value.of("v")).encoded();

    @SuppressWarnings("NullAway.Init") // JMH calls prepare() first
    private KnownCluster cluster;

    private Payload payload = Payload.empty(Signal.TRACES);
    private Context context = Context.background();
    private long bytes;

    /** The API of {@value #PODS} pods, and a processor that knows them. */
    @Setup
    public void prepare() throws Exception {
        cluster =
                new KnownCluster(
                        PODS,
                        Duration.ZERO,
                        (telemetry, _) -> bytes += telemetry.seal().byteSize());
        payload = KnownCluster.payload();
        context = KnownCluster.from(POD);
        cluster.consume(payload, context);
        if (bytes < payload.byteSize() + 100L) {
            throw new IllegalStateException("the pod was not found");
        }
    }

    /** Without the processor. */
    @Benchmark
    public long openAndSeal() {
        var telemetry = payload.open();
        return (long) telemetry.resources().size() + telemetry.seal().byteSize();
    }

    /** Without it, but with one attribute written: decoding and encoding a resource are in it. */
    @Benchmark
    public long editAndSeal() {
        var telemetry = (Traces) payload.open();
        telemetry.resources().getFirst().resource().attributes().put(WRITTEN);
        return telemetry.seal().byteSize();
    }

    /** With it. */
    @Benchmark
    public long enrich() throws ConsumeException {
        cluster.consume(payload, context);
        return bytes;
    }

    /** Ends both. */
    @TearDown
    public void close() {
        cluster.close();
    }
}
