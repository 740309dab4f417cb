// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.benchmarks.prometheus;

import dev.forager.prometheus.Labels;
import dev.forager.prometheus.exposition.Exposition;
import dev.forager.prometheus.exposition.ExpositionException;
import dev.forager.prometheus.exposition.TextExposition;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The parser of the text format by itself, in nanoseconds a sample, for an exposition of 1000
 * samples with counters, gauges and histograms such as an application has them.
 *
 * <p>Run, after {@code benchmarks/compare --help} has built the classes and written the class path:
 *
 * <pre>{@code
 * java -cp "benchmarks/target/classes:$(cat benchmarks/target/classpath)" \
 *     org.openjdk.jmh.Main ExpositionBenchmark -prof gc
 * }</pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgsAppend = {"-XX:+UseSerialGC", "-Xmx1g"})
@OperationsPerInvocation(ExpositionBenchmark.SAMPLES)
public class ExpositionBenchmark {
    static final int SAMPLES = 1000;

    private byte[] body = {};
    private final List<byte[]> keys = new ArrayList<>();

    /** Makes the exposition, and notes what each series is called in it. */
    @Setup
    public void prepare() throws ExpositionException {
        var text = new StringBuilder();
        for (int i = 0; i < SAMPLES; i++) {
            text.append("http_requests_total{method=\"GET\",path=\"/api/v1/items/")
                    .append(i)
                    .append("\",code=\"200\",instance_type=\"m5.large\"} ")
                    .append(i % 3 == 0 ? String.valueOf(i * 17) : String.valueOf(i * 0.0173))
                    .append('\n');
        }
        body = text.toString().getBytes(StandardCharsets.UTF_8);
        var in = new TextExposition(body, 0, body.length);
        while (in.next() == Exposition.Entry.SERIES) {
            keys.add(in.key());
        }
    }

    /** Series that were there in the scrape before: their bytes are compared. */
    @Benchmark
    public double known() throws ExpositionException {
        var in = new TextExposition(body, 0, body.length);
        double sum = 0;
        for (byte[] key : keys) {
            if (in.isNext(key)) {
                sum += in.value();
            }
        }
        return sum;
    }

    /** Series that stand elsewhere than before: their lines are taken apart, labels stay bytes. */
    @Benchmark
    public double moved() throws ExpositionException {
        var in = new TextExposition(body, 0, body.length);
        double sum = 0;
        while (in.next() == Exposition.Entry.SERIES) {
            sum += in.value();
        }
        return sum;
    }

    /** New series: labels become texts. */
    @Benchmark
    public int met() throws ExpositionException {
        var in = new TextExposition(body, 0, body.length);
        int labels = 0;
        var builder = new Labels.Builder();
        while (in.next() == Exposition.Entry.SERIES) {
            in.labels(builder.clear());
            labels += builder.build().size();
        }
        return labels;
    }
}
