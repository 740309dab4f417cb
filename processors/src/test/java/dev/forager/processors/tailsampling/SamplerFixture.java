// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.tailsampling;

import dev.forager.config.ConfigException;
import dev.forager.config.RecordBinder;
import dev.forager.pdata.Signal;
import dev.forager.pdata.TraceId;
import dev.forager.pdata.Traces;
import dev.forager.pipeline.ConsumeException;
import dev.forager.pipeline.Context;
import dev.forager.testkit.CollectingConsumer;
import dev.forager.testkit.TestClock;
import dev.forager.testkit.TestSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A processor on the test's own time, without threads, and what comes of it. */
abstract class SamplerFixture {
    static final Duration PATIENCE = Duration.ofSeconds(10);
    static final String ALL = "policies: [{name: all, type: always_sample}]";
    static final String SLOW =
            "policies: [{name: slow, type: latency, latency: {threshold_ms: 5000}}]";
    static final String CACHES =
            ", decision_cache: {sampled_cache_size: 10, non_sampled_cache_size: 10}";
    final TestClock clock = new TestClock();
    final CollectingConsumer next = new CollectingConsumer();
    TestSettings settings = new TestSettings(clock);

    List<TraceId> sentTraces() {
        var ids = new ArrayList<TraceId>();
        next.payloads()
                .forEach(
                        payload ->
                                ((Traces) payload.open())
                                        .spans()
                                        .forEach(span -> ids.add(span.traceId())));
        return ids;
    }

    void tickAfter(TailSamplingProcessor processor, Duration time) {
        clock.advance(time);
        processor.tick();
    }

    static void send(TailSamplingProcessor processor, TestTraces request) {
        try {
            processor.consume(request.payload().open(), Context.background());
        } catch (ConsumeException e) {
            throw new AssertionError(e);
        }
    }

    TailSamplingProcessor processor(String yaml) {
        return processor(yaml, "tail_sampling");
    }

    TailSamplingProcessor processor(String yaml, String id) {
        return new TailSamplingProcessor(
                config(yaml), settings.processor(id, Signal.TRACES), next, clock::nanoTime);
    }

    static TailSamplingProcessorConfig config(String yaml) {
        try {
            return RecordBinder.read("{" + yaml + "}", TailSamplingProcessorConfig.class);
        } catch (ConfigException e) {
            throw new AssertionError(e.problems().toString(), e);
        }
    }
}
